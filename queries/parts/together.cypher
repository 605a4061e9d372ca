//+ returns = ["event", "actors", "split"]
//+ parameters = { actors = "ids" }
// Held events that two or more of these actors attended. `split` of them sat in some sessions only. Read as a set.
UNWIND $actors AS one MATCH (a:Actor {id: one})-[x:ATTENDED]->(e:Event)
WITH e, collect(DISTINCT one) AS actors, sum(CASE WHEN x.sessions IS NULL THEN 0 ELSE 1 END) AS split
WHERE size(actors) > 1 AND e.status = 'held'
RETURN e.id AS event, actors, split
