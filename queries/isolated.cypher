//+ title = { fr = "Qui reste seul", en = "Who stands alone" }
//+ answers = { fr = "Quels partenaires n'ont travaillé avec aucun autre, et sait-on assez pour le dire ?", en = "Which partners have worked with no other, and is enough known to say so?" }
//+ aliases = ["isolés", "isoles"]
//+ compute = "isolated"
//+ columns = ["partner", "kind", "why", "verdict", "meetings", "last", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat ; sans lui, tout ce qui est connu.", en = "A territory (with all within it), a committee or a partnership; without it, all that is known." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.people]
//+ type = "flag"
//+ help = { fr = "Les personnes au lieu des structures.", en = "People instead of bodies." }
//+ aliases = ["personnes"]
//+ [parameters.all]
//+ type = "flag"
//+ help = { fr = "Pour une instance, compter tous ceux que ses listes nomment.", en = "For a committee, count all whom its lists name." }
//+ aliases = ["tout"]
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
