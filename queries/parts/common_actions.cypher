//+ returns = ["action", "actors"]
//+ parameters = { actors = "ids" }
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:COMMITTED_TO]->(t:Action)
WITH DISTINCT t, one ORDER BY one
WITH t, collect(one) AS actors
WHERE size(actors) > 1
RETURN t.id AS action, actors
ORDER BY action
