//+ title = { fr = "Ce que l'on sait des réunions", en = "What is known of the meetings" }
//+ answers = { fr = "Combien de réunions tenues ont une liste de présence : peut-on dire « jamais » ?", en = "How many held meetings have a list of those present: can « never » be said?" }
//+ aliases = ["couverture"]
//+ compute = "coverage"
//+ returns = ["id"]
//+ columns = ["territory", "occasions", "listed", "partial", "unlisted", "share", "last"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire, une instance ou un partenariat ; sans lui, chaque territoire.", en = "A territory, a committee or a partnership; without it, each territory." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "À partir de ce jour.", en = "From this day on." }
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Jusqu'à ce jour.", en = "Up to this day." }
//+ aliases = ["jusque"]
MATCH (t:Territory)<-[:CONCERNS]-(:Event) RETURN DISTINCT t.id AS id ORDER BY id
