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
//+ [parameters.people]
//+ type = "flag"
//+ help = { fr = "Seulement les sièges de personnes, sans ceux des structures.", en = "Only the seats of people, without those of bodies." }
//+ aliases = ["personnes"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "Réunions à partir de ce jour.", en = "Meetings from this day on." }
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Réunions jusqu'à ce jour.", en = "Meetings up to this day." }
//+ aliases = ["jusque"]
//+ [parameters.level]
//+ type = "choice"
//+ choices = ["unit", "network", "parent"]
//+ default = "unit"
//+ help = { fr = "Compter chaque structure, chaque réseau, ou l'ensemble dont elle fait partie.", en = "Count each body, each network, or the whole it is part of." }
//+ aliases = ["niveau"]
//+ [parameters.times]
//+ type = "integer"
//+ default = 3
//+ help = { fr = "Réunions qu'il faut pour dire « jamais » ou « toujours ».", en = "Meetings it takes to say « never » or « always »." }
//+ aliases = ["fois"]
