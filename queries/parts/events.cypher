//+ returns = ["id", "name", "kind", "status", "date", "earliest", "latest", "time", "place", "size", "listed"]
//+ parameters = { events = "ids" }
UNWIND $events AS one MATCH (e:Event {id: one})
RETURN one AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed
ORDER BY id
