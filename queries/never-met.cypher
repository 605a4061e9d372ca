//+ title = { fr = "Qui ne s'est pas encore rencontré", en = "Who has not met yet" }
//+ answers = { fr = "Quels partenaires de ce territoire, de cette instance ou de ce partenariat ne se sont jamais vus, et sait-on assez pour le dire ?", en = "Which partners of this territory, committee or partnership have never met, and is enough known to say so?" }
//+ aliases = ["jamais-vus", "jamais vus"]
//+ compute = "never_met"
//+ columns = ["a", "b", "verdict", "strength", "meetings", "elsewhere", "listed", "unlisted", "last", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat ; sans lui, tout ce qui est connu.", en = "A territory (with all within it), a committee or a partnership; without it, all that is known." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.people]
//+ type = "flag"
//+ help = { fr = "Les personnes de structures différentes au lieu des structures.", en = "People of different bodies instead of bodies." }
//+ aliases = ["personnes"]
//+ [parameters.all]
//+ type = "flag"
//+ help = { fr = "Montrer aussi les paires qui ont travaillé ensemble, et, pour une instance, compter tous ceux que ses listes nomment.", en = "Show the pairs that worked together too, and, for a committee, count all whom its lists name." }
//+ aliases = ["tout"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "Réunions à partir de ce jour.", en = "Meetings from this day on." }
//+ example = "2015"
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Réunions jusqu'à ce jour.", en = "Meetings up to this day." }
//+ example = "2016-06"
//+ aliases = ["jusque"]
//+ [parameters.level]
//+ type = "choice"
//+ choices = ["unit", "network", "parent"]
//+ default = "unit"
//+ help = { fr = "Compter chaque structure, chaque réseau (toutes ses structures ensemble), ou l'ensemble dont elle fait partie.", en = "Count each body, each network (all its bodies as one), or the whole it is part of." }
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
//+ [parameters.table]
//+ type = "integer"
//+ default = 15
//+ help = { fr = "Personnes au plus à une table.", en = "Most people at a table." }
//+ [parameters.room]
//+ type = "integer"
//+ default = 40
//+ help = { fr = "Personnes au plus dans une salle ; au-delà, plénière.", en = "Most people in a room; more make a plenary." }
//+ aliases = ["salle"]
//+ [parameters.months]
//+ type = "integer"
//+ default = 24
//+ help = { fr = "Avec --people : personnes vues depuis moins de tant de mois.", en = "With --people: persons seen within so many months." }
//+ aliases = ["mois"]
