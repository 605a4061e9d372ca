//+ returns = ["event", "people", "organisations"]
//+ parameters = { events = "ids" }
// How many people and how many bodies are named as there.
UNWIND $events AS one MATCH (e:Event {id: one})<-[:ATTENDED]-(a:Actor)
RETURN one AS event, sum(CASE WHEN a:Person THEN 1 ELSE 0 END) AS people,
       sum(CASE WHEN a:Person THEN 0 ELSE 1 END) AS organisations
ORDER BY event
