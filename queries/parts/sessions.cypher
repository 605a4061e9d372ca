//+ returns = ["event", "actor", "sessions"]
//+ parameters = { events = "ids" }
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:ATTENDED]-(a:Actor)
WHERE x.sessions IS NOT NULL
RETURN one AS event, a.id AS actor, x.sessions AS sessions
ORDER BY event, actor
