//+ returns = ["actor", "event", "name", "date", "earliest", "latest", "time", "place", "status", "why"]
//+ parameters = { actors = "ids", after = "date" }
// Coming dates at which actors are expected: invited, active where it takes place, member or regular of whose session it is.
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:INVITED_TO]->(e:Event)
WHERE e.status IN ['planned', 'proposed'] AND e.latest > $after
RETURN one AS actor, e.id AS event, e.name AS name, e.date AS date, e.earliest AS earliest, e.latest AS latest, e.time AS time,
       e.place AS place, e.status AS status, 'invited' AS why
UNION
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:ACTIVE_IN]->(:Territory)<-[:CONCERNS]-(e:Event)
WHERE e.status IN ['planned', 'proposed'] AND e.latest > $after
RETURN one AS actor, e.id AS event, e.name AS name, e.date AS date, e.earliest AS earliest, e.latest AS latest, e.time AS time,
       e.place AS place, e.status AS status, 'active' AS why
UNION
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:MEMBER_OF|PARTNER_IN]->(g)<-[:SESSION_OF]-(e:Event)
WHERE e.status IN ['planned', 'proposed'] AND e.latest > $after
RETURN one AS actor, e.id AS event, e.name AS name, e.date AS date, e.earliest AS earliest, e.latest AS latest, e.time AS time,
       e.place AS place, e.status AS status, 'member' AS why
UNION
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:ATTENDED]->(:Event)-[:SESSION_OF]->(g)
WITH one, g, count(*) AS times
WHERE times > 1
MATCH (g)<-[:SESSION_OF]-(e:Event)
WHERE e.status IN ['planned', 'proposed'] AND e.latest > $after
RETURN one AS actor, e.id AS event, e.name AS name, e.date AS date, e.earliest AS earliest, e.latest AS latest, e.time AS time,
       e.place AS place, e.status AS status, 'regular' AS why
