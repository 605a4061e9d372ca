//+ title = { fr = "Attendus et jamais vus", en = "Expected and never seen" }
//+ answers = { fr = "Quels membres d'un périmètre, et quels réseaux habituels dans les autres bassins de la région, aucun document ne montre ici ?", en = "Which members of a scope, and which networks usual in the region's other bassins, does no record ever show here?" }
//+ aliases = ["attendus-absents", "attendus"]
//+ compute = "expected_unseen"
//+ columns = ["expected", "why", "verdict", "since", "elsewhere", "last", "contacts", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ required = true
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat.", en = "A territory (with all within it), a committee or a partnership." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.people]
//+ type = "flag"
//+ help = { fr = "Les personnes attendues au lieu des structures.", en = "The people expected instead of the bodies." }
//+ aliases = ["personnes"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "Réunions à partir de ce jour.", en = "Meetings from this day on." }
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Réunions jusqu'à ce jour.", en = "Meetings up to this day." }
//+ aliases = ["jusque"]
//+ [parameters.usual]
//+ type = "number"
//+ default = 0.5
//+ help = { fr = "Part des autres bassins connus où un réseau doit agir pour être « habituel » (deux bassins au moins).", en = "Part of the other known bassins in which a network must act to be « usual » (two bassins at least)." }
//+ aliases = ["habituel"]
//+ [parameters.lists]
//+ type = "integer"
//+ default = 3
//+ help = { fr = "Nombre de réunions avec liste qu'il faut pour dire « jamais ».", en = "Listed meetings it takes to say « never »." }
//+ aliases = ["listes"]
//+ [parameters.share]
//+ type = "number"
//+ default = 0.8
//+ help = { fr = "Part des réunions qui doivent avoir une liste pour dire « jamais ».", en = "Part of the meetings that must be listed to say « never »." }
//+ aliases = ["part"]
