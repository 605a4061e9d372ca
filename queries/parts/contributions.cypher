//+ returns = ["event", "actor", "roles"]
//+ parameters = { events = "ids" }
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:CONTRIBUTED_TO]-(a:Actor)
RETURN one AS event, a.id AS actor, x.roles AS roles
ORDER BY event, actor
