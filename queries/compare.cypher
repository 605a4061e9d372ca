//+ title = { fr = "Comparer les bassins", en = "Compare the bassins" }
//+ answers = { fr = "Où les partenaires se connaissent-ils le mieux, parmi les bassins dont on sait assez pour comparer ?", en = "Where do partners know each other best, among the bassins of which enough is known to compare?" }
//+ aliases = ["comparer"]
//+ compute = "compare"
//+ columns = ["territory", "comparable", "partners", "pairs", "worked", "met_share", "brokers", "occasions", "listed", "last"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Une région ou un département dont comparer les bassins ; sans lui, tout ce qui est connu.", en = "A region or département whose bassins to compare; without it, all that is known." }
//+ example = "Centre-Val de Loire"
//+ aliases = ["perimetre"]
//+ [parameters.people]
//+ type = "flag"
//+ help = { fr = "Les paires de personnes de structures différentes au lieu des structures.", en = "Pairs of people of different bodies instead of bodies." }
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
