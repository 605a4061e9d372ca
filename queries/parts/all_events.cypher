//+ returns = ["id", "name", "kind", "status", "date", "earliest", "latest", "time", "place", "size", "listed"]
MATCH (e:Event)
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed
ORDER BY id
