//+ title = { fr = "Les actions décidées et leur suite", en = "Actions decided and what became of them" }
//+ answers = { fr = "Qu'a-t-on décidé ici, qui devait le faire, pour quand, et qu'en disent les documents suivants ?", en = "What was decided here, who was to do it, by when, and what do later records say of it?" }
//+ aliases = ["actions", "décisions"]
//+ compute = "actions"
//+ returns = ["id"]
//+ columns = ["who", "action", "status", "decided", "meeting", "due", "reported", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire, une instance ou un partenariat ; sans lui, tout ce qui est connu.", en = "A territory, a committee or a partnership; without it, all that is known." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.actor]
//+ type = "actor"
//+ help = { fr = "Seulement ce que cette structure ou cette personne devait faire.", en = "Only what this body or person was to do." }
//+ example = "Mission Locale du Blaisois"
//+ aliases = ["acteur"]
//+ [parameters.all]
//+ type = "flag"
//+ help = { fr = "Montrer aussi les actions faites.", en = "Show the actions that are done too." }
//+ aliases = ["tout"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "Décidées à partir de ce jour.", en = "Decided from this day on." }
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Décidées jusqu'à ce jour.", en = "Decided up to this day." }
//+ aliases = ["jusque"]
MATCH (a:Action) RETURN a.id AS id ORDER BY id
