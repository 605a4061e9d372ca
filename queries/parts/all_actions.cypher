//+ returns = ["id", "name", "due", "latest", "status", "who_text", "event", "fact"]
MATCH (e:Event)<-[d:DECIDED_AT]-(a:Action)
RETURN a.id AS id, a.name AS name, a.due AS due, a.latest AS latest, a.status AS status, a.who_text AS who_text, e.id AS event,
       d.fact AS fact
ORDER BY event, id
