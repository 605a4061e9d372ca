//+ title = { fr = "Qui fait le lien", en = "Who holds the network together" }
//+ answers = { fr = "Qui relie des structures ou des personnes qui ne se connaissent pas, et que se passe-t-il sans lui ?", en = "Who joins bodies or people that do not know each other, and what falls apart without it?" }
//+ aliases = ["intermédiaires", "intermediaires"]
//+ compute = "brokers"
//+ columns = ["broker", "between", "separates", "constraint", "effective", "contacts", "sides", "source"]
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
//+ [parameters.most]
//+ type = "integer"
//+ default = 20
//+ help = { fr = "Nombre de lignes au plus.", en = "Most rows." }
//+ aliases = ["au-plus"]
