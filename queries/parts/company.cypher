//+ returns = ["id", "name", "kind", "status", "date", "earliest", "latest", "time", "place", "size", "listed", "actors"]
//+ parameters = { actors = "ids" }
// The held events that any of these actors attended, each with everybody who was there.
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:ATTENDED]->(e:Event)
WHERE e.status = 'held'
WITH DISTINCT e
MATCH (e)<-[:ATTENDED]-(b:Actor)
WITH e, b.id AS actor ORDER BY actor
WITH e, collect(actor) AS actors
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed, actors
ORDER BY id
