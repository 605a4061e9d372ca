//+ title = { fr = "Avec qui un acteur a siégé", en = "With whom an actor has sat" }
//+ answers = { fr = "Avec qui cette structure ou cette personne a-t-elle participé à des réunions, combien de fois, et quand pour la dernière fois ?", en = "With whom has this body or person been at meetings, how often, and when last?" }
//+ aliases = ["partenaires"]
//+ compute = "partners"
//+ returns = ["event", "actor", "fact"]
//+ columns = ["partner", "meetings", "strength", "first", "last", "source"]
//+ [parameters.actor]
//+ type = "actor"
//+ required = true
//+ help = { fr = "Une structure ou une personne.", en = "A body or a person." }
//+ example = "Mission Locale du Blaisois"
//+ aliases = ["acteur"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Seulement les réunions de ce périmètre.", en = "Only meetings of this scope." }
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
MATCH (a:Actor {id: $actor})-[x:ATTENDED]->(e:Event)
RETURN e.id AS event, a.id AS actor, x.fact AS fact
ORDER BY event
