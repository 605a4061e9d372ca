//+ title = { fr = "Qui travaille sur quoi, avec qui, depuis quand", en = "Who works on what, with whom, since when" }
//+ answers = { fr = "Sur quels programmes, dispositifs et conventions travaille-t-on ici, qui, et depuis quand ?", en = "On which programmes, schemes and agreements do people work here, who, and since when?" }
//+ aliases = ["programmes", "dispositifs"]
//+ compute = "programmes"
//+ returns = ["programme", "name", "kind", "event", "fact"]
//+ columns = ["programme", "partner", "basis", "attended", "first", "last", "with", "source"]
//+ [parameters.scope]
//+ type = "scope"
//+ help = { fr = "Un territoire, une instance ou un partenariat ; sans lui, tout ce qui est connu.", en = "A territory, a committee or a partnership; without it, all that is known." }
//+ example = "Blois"
//+ aliases = ["perimetre"]
//+ [parameters.actor]
//+ type = "actor"
//+ help = { fr = "Seulement les programmes de cette structure ou de cette personne.", en = "Only the programmes of this body or person." }
//+ example = "Mission Locale du Blaisois"
//+ aliases = ["acteur"]
//+ [parameters.programme]
//+ type = "text"
//+ help = { fr = "Seulement ce programme (une partie du nom suffit).", en = "Only this programme (a part of its name will do)." }
//+ example = "SPRO"
//+ [parameters.all]
//+ type = "flag"
//+ help = { fr = "Montrer aussi qui était à une réunion où il en a été question une fois.", en = "Show those too who sat once where it was spoken of." }
//+ aliases = ["tout"]
//+ [parameters.since]
//+ type = "date"
//+ help = { fr = "Réunions à partir de ce jour.", en = "Meetings from this day on." }
//+ aliases = ["depuis"]
//+ [parameters.until]
//+ type = "date"
//+ help = { fr = "Réunions jusqu'à ce jour.", en = "Meetings up to this day." }
//+ aliases = ["jusque"]
// The programmes that events are about.
UNWIND $events AS one MATCH (:Event {id: one})-[x:ABOUT]->(g:Programme)
RETURN g.id AS programme, g.name AS name, g.kind AS kind, one AS event, x.fact AS fact
ORDER BY programme, event
