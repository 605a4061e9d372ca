//+ returns = ["event", "programme", "name", "kind"]
//+ parameters = { events = "ids" }
// The programmes that events are about.
UNWIND $events AS one MATCH (e:Event {id: one})-[:ABOUT]->(p:Programme)
RETURN one AS event, p.id AS programme, p.name AS name, p.kind AS kind
ORDER BY event, programme
