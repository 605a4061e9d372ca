//+ returns = ["event", "actor", "fact", "quote", "record"]
//+ parameters = { events = "ids", actors = "ids" }
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:ATTENDED]-(a:Actor)
WHERE a.id IN $actors
RETURN one AS event, a.id AS actor, x.fact AS fact, x.quote AS quote, x.record AS record
ORDER BY event, actor, fact
