//+ returns = ["id", "name", "due", "latest", "status", "who_text", "event", "fact"]
//+ parameters = { events = "ids" }
UNWIND $events AS one MATCH (:Event {id: one})<-[d:DECIDED_AT]-(a:Action)
RETURN a.id AS id, a.name AS name, a.due AS due, a.latest AS latest, a.status AS status, a.who_text AS who_text, one AS event,
       d.fact AS fact
ORDER BY event, id
