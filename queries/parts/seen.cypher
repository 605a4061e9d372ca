//+ returns = ["actor", "meetings", "last"]
//+ parameters = { actors = "ids" }
// How often and when last each was seen anywhere.
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:ATTENDED]->(e:Event)
WHERE e.status = 'held'
RETURN one AS actor, count(e) AS meetings, max(e.latest) AS last
ORDER BY actor
