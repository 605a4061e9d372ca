//+ returns = ["event", "replaced", "substitute", "name", "fact"]
//+ parameters = { events = "ids" }
// Who was there instead of whom. A proxy puts nobody in the room, so it is none.
MATCH (q:Actor)-[x:STOOD_IN_FOR]->(p:Actor)
WHERE x.kind = 'substitute' AND x.event IN $events
RETURN x.event AS event, p.id AS replaced, q.id AS substitute, q.name AS name, x.fact AS fact
ORDER BY event, replaced, substitute
