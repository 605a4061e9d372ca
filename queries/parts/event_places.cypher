//+ returns = ["event", "territory"]
//+ parameters = { events = "ids" }
UNWIND $events AS one MATCH (e:Event {id: one})-[:CONCERNS]->(t:Territory)
RETURN one AS event, t.id AS territory
ORDER BY event, territory
