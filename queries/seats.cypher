//+ title = { fr = "Les sièges vides ou remplacés", en = "Seats empty or always substituted" }
//+ answers = { fr = "Qui ne vient jamais, et quel siège est toujours occupé par un suppléant ?", en = "Who never comes, and whose seat is always a substitute's?" }
//+ aliases = ["sièges", "sieges"]
//+ compute = "seats"
//+ columns = ["seat", "organisation", "pattern", "meetings", "excused", "absent", "invited", "substitutes", "last", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ required = true
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat.", en = "A territory (with all within it), a committee or a partnership." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "Réunions à partir de ce jour.", en = "Meetings from this day on." }
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Réunions jusqu'à ce jour.", en = "Meetings up to this day." }
//+ aliases = ["jusque"]
//+ [parameters.times]
//+ type = "integer"
//+ default = 3
//+ help = { fr = "Réunions qu'il faut pour dire « jamais » ou « toujours ».", en = "Meetings it takes to say « never » or « always »." }
//+ aliases = ["fois"]
