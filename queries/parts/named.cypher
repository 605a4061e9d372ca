//+ returns = ["event", "state", "person", "actors", "facts"]
//+ parameters = { events = "ids" }
// Who is named at events and how. The two lists run side by side.
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:ATTENDED|EXCUSED_FROM|ABSENT_FROM|CONTRIBUTED_TO]-(a:Actor)
WITH one, type(x) AS state, a:Person AS person, a.id AS actor, x.fact AS fact
ORDER BY one, state, actor, fact
RETURN one AS event, state, person, collect(actor) AS actors, collect(fact) AS facts
