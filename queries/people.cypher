//+ title = { fr = "Les personnes", en = "The people" }
//+ answers = { fr = "Qui a été vu où, pour quelle structure, combien de fois et quand pour la dernière fois ?", en = "Who was seen where, for which body, how often and when last?" }
//+ aliases = ["personnes"]
//+ compute = "people"
//+ returns = ["id"]
//+ columns = ["person", "organisation", "attended", "excused", "absent", "last"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire, une instance ou un partenariat.", en = "A territory, a committee or a partnership." }
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
MATCH (p:Person) RETURN p.id AS id ORDER BY id
