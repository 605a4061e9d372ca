//+ title = { fr = "Les groupes qui ne se touchent pas", en = "The groups that do not touch" }
//+ answers = { fr = "En combien de groupes sans lien entre eux le réseau se divise-t-il, et qui est dans chacun ?", en = "Into how many groups without a tie between them does the network fall, and who is in each?" }
//+ aliases = ["composantes", "groupes"]
//+ compute = "components"
//+ columns = ["group", "size", "members", "meetings", "last", "source"]
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
