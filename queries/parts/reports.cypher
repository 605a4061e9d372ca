//+ returns = ["action", "status", "event", "name", "date", "latest", "fact", "quote"]
//+ parameters = { actions = "ids" }
// What later meetings say of actions, oldest first.
UNWIND $actions AS one MATCH (:Action {id: one})-[x:REPORTED_AT]->(e:Event)
RETURN one AS action, x.status AS status, e.id AS event, e.name AS name, e.date AS date, e.latest AS latest, x.fact AS fact,
       x.quote AS quote
ORDER BY action, latest, fact
