//+ title = { fr = "Les contacts et leurs successeurs", en = "Contacts and who followed them" }
//+ answers = { fr = "Quand chaque personne a-t-elle été vue pour la dernière fois, pour quelle structure, et qui semble lui avoir succédé ?", en = "When was each person last seen, for which body, and who seems to have followed?" }
//+ aliases = ["interlocuteurs"]
//+ compute = "contacts"
//+ columns = ["organisation", "person", "state", "meetings", "last", "after", "successor", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat ; sans lui, tout ce qui est connu.", en = "A territory (with all within it), a committee or a partnership; without it, all that is known." }
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
//+ [parameters.level]
//+ type = "choice"
//+ choices = ["unit", "network", "parent"]
//+ default = "unit"
//+ help = { fr = "Compter chaque structure, chaque réseau, ou l'ensemble dont elle fait partie.", en = "Count each body, each network, or the whole it is part of." }
//+ aliases = ["niveau"]
//+ [parameters.after]
//+ type = "integer"
//+ default = 2
//+ help = { fr = "Réunions suivantes de la structure, avec d'autres personnes nommées, après lesquelles quelqu'un n'est plus le contact.", en = "Later meetings of the body, with other people named, after which somebody is no longer the contact." }
//+ aliases = ["apres"]
