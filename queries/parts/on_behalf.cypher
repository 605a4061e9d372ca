//+ returns = ["event", "person", "bodies", "role", "fact"]
//+ parameters = { events = "ids" }
// People who were there for somebody.
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:ATTENDED]-(p:Person)
WHERE x.on_behalf_of IS NOT NULL
RETURN one AS event, p.id AS person, x.on_behalf_of AS bodies, x.role AS role, x.fact AS fact
ORDER BY event, person
