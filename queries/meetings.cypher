//+ title = { fr = "Les réunions", en = "The meetings" }
//+ answers = { fr = "Quelles réunions ont eu lieu ou sont prévues, avec quelle liste de présence ?", en = "Which meetings took place or are planned, and with which list of those present?" }
//+ aliases = ["réunions"]
//+ compute = "meetings"
//+ returns = ["id"]
//+ columns = ["date", "time", "meeting", "kind", "status", "listed", "people", "organisations", "place"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat.", en = "A territory (with all within it), a committee or a partnership." }
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
MATCH (e:Event) RETURN e.id AS id ORDER BY id
