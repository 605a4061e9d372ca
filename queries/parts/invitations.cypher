//+ returns = ["event", "actor", "fact"]
//+ parameters = { events = "ids" }
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:INVITED_TO]-(a:Actor)
RETURN one AS event, a.id AS actor, x.fact AS fact
ORDER BY event, actor
