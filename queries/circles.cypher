//+ title = { fr = "Les cercles", en = "The circles" }
//+ answers = { fr = "Qui forme le noyau d'un périmètre, qui vient régulièrement, qui est passé une fois, qui est attendu ?", en = "Who is the core of a scope, who comes regularly, who came once, who is expected?" }
//+ aliases = ["cercles"]
//+ compute = "circles"
//+ columns = ["circle", "partner", "meetings", "share", "first", "last", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ required = true
//+ help = { fr = "Un territoire (avec tout ce qu'il contient), une instance ou un partenariat.", en = "A territory (with all within it), a committee or a partnership." }
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
//+ [parameters.core]
//+ type = "number"
//+ default = 0.5
//+ help = { fr = "Part des réunions avec liste qui fait le noyau (deux au moins).", en = "Part of the listed meetings that makes the core (two at least)." }
//+ aliases = ["noyau"]
