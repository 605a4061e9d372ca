//+ returns = ["event", "person", "actors"]
//+ parameters = { events = "ids" }
// Who was there, without the facts that say so: what a whole region's meetings are read with.
UNWIND $events AS one MATCH (e:Event {id: one})<-[:ATTENDED]-(a:Actor)
WITH one, a:Person AS person, a.id AS actor
ORDER BY one, person, actor
RETURN one AS event, person, collect(actor) AS actors
