//+ returns = ["id", "name", "kind", "status", "date", "earliest", "latest", "time", "place", "size", "listed", "actors"]
//+ parameters = { actors = "ids" }
// Held events that two or more of these actors attended.
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:ATTENDED]->(e:Event)
WHERE e.status = 'held'
WITH DISTINCT e, one ORDER BY one
WITH e, collect(one) AS actors
WHERE size(actors) > 1
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed, actors
ORDER BY id
