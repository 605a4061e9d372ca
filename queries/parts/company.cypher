//+ returns = ["id", "name", "kind", "status", "date", "earliest", "latest", "time", "place", "size", "listed", "actors",
//+            "split"]
//+ parameters = { actors = "ids", kind = "text" }
// The held events that any of these actors attended, each with all people (kind "Person"), bodies ("Organisation") or both ("Actor")
// who were there; `split` of them sat in some sessions only. Read as a set.
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:ATTENDED]->(e:Event)
WHERE e.status = 'held'
WITH DISTINCT e
MATCH (e)<-[x:ATTENDED]-(b:Actor)
WHERE $kind IN labels(b)
WITH e, collect(b.id) AS actors, sum(CASE WHEN x.sessions IS NULL THEN 0 ELSE 1 END) AS split
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed, actors, split
