//+ title = { fr = "Les relations qui refroidissent", en = "Relations that cool" }
//+ answers = { fr = "Qui travaillait ensemble et ne s'est plus vu depuis, alors que les deux viennent encore ?", en = "Who used to work together and has not met since, though both still come?" }
//+ aliases = ["refroidissement"]
//+ compute = "cooling"
//+ columns = ["a", "b", "verdict", "meetings", "last", "listed", "unlisted", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat ; sans lui, tout ce qui est connu.", en = "A territory (with all within it), a committee or a partnership; without it, all that is known." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.people]
//+ type = "flag"
//+ help = { fr = "Les personnes au lieu des structures.", en = "People instead of bodies." }
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
//+ [parameters.closest]
//+ type = "choice"
//+ choices = ["table", "room", "plenary"]
//+ default = "room"
//+ help = { fr = "Ce qui fait un lien : une table, au plus une salle (ont travaillé ensemble), ou aussi les plénières.", en = "What makes a tie: a table, at most a room (worked together), or plenaries too." }
//+ aliases = ["au-mieux"]
//+ [parameters.months]
//+ type = "integer"
//+ default = 12
//+ help = { fr = "Mois sans rencontre qui font une relation refroidie.", en = "Months without a meeting that make a relation cool." }
//+ aliases = ["mois"]
//+ [parameters.times]
//+ type = "integer"
//+ default = 2
//+ help = { fr = "Rencontres d'avant qu'il faut pour parler de relation.", en = "Earlier meetings it takes to speak of a relation." }
//+ aliases = ["fois"]
//+ [parameters.all]
//+ type = "flag"
//+ help = { fr = "Aussi les relations dont l'un des deux ne vient plus.", en = "Also relations of which one no longer comes." }
//+ aliases = ["tout"]
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
//+ [parameters.most]
//+ type = "integer"
//+ default = 20
//+ help = { fr = "Nombre de lignes au plus.", en = "Most rows." }
//+ aliases = ["au-plus"]
