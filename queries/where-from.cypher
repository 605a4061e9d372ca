//+ title = { fr = "D'où vient ce fait", en = "Where a fact comes from" }
//+ answers = { fr = "Quelles phrases de quels documents disent ce que l'on affirme d'un acteur, d'un événement, d'une paire ou d'un fait ?", en = "Which sentences of which records say what is claimed of an actor, an event, a pair or a fact?" }
//+ aliases = ["d'où", "preuve"]
//+ compute = "where_from"
//+ returns = ["fact", "type", "start", "end", "quote", "page", "record"]
//+ columns = ["fact", "a", "b", "quote", "record", "page"]
//+ [parameters.actor]
//+ type = "actor"
//+ help = { fr = "Une structure ou une personne.", en = "A body or a person." }
//+ example = "Mission Locale du Blaisois"
//+ aliases = ["acteur"]
//+ [parameters.with]
//+ type = "actor"
//+ help = { fr = "Une seconde : seulement les réunions des deux.", en = "A second one: only the meetings of both." }
//+ aliases = ["avec"]
//+ [parameters.event]
//+ type = "event"
//+ help = { fr = "Un événement.", en = "An event." }
//+ aliases = ["evenement"]
//+ [parameters.fact]
//+ type = "text"
//+ help = { fr = "L'identifiant d'un fait, tel que les réponses en JSON le donnent.", en = "The id of a fact, as answers in JSON give it." }
//+ aliases = ["fait"]
//+ [parameters.most]
//+ type = "integer"
//+ default = 200
//+ help = { fr = "Nombre de phrases au plus.", en = "Most sentences." }
//+ aliases = ["au-plus"]
UNWIND $facts AS one MATCH (s:Statement {fact: one})-[:STATED_IN]->(r:Record)
RETURN one AS fact, s.says AS type, s.start AS start, s.end AS end, s.quote AS quote, s.page AS page, r.name AS record
ORDER BY record, start, fact
