//+ returns = ["record", "published"]
//+ parameters = { events = "ids" }
UNWIND $events AS one MATCH (e:Event {id: one})-[x:CONCERNS|SESSION_OF]->()
WITH x.fact AS fact
MATCH (s:Statement {fact: fact})-[:STATED_IN]->(r:Record)
WHERE r.published IS NOT NULL
RETURN DISTINCT r.id AS record, r.published AS published
ORDER BY record
