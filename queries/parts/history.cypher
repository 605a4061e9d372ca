//+ returns = ["actor", "state", "event", "name", "date", "latest", "status", "listed", "bodies", "fact"]
//+ parameters = { actors = "ids" }
// Every event at which somebody is named or to which they were invited.
UNWIND $actors AS one MATCH (:Actor {id: one})-[x:ATTENDED|EXCUSED_FROM|ABSENT_FROM|INVITED_TO]->(e:Event)
RETURN one AS actor, type(x) AS state, e.id AS event, e.name AS name, e.date AS date, e.latest AS latest, e.status AS status,
       e.listed AS listed, coalesce(x.on_behalf_of, []) AS bodies, x.fact AS fact
ORDER BY actor, latest, event, state
