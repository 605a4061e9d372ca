//+ returns = ["event", "people"]
//+ parameters = { events = "ids" }
// How many people a list shows: the named ones, and those of bodies that are there without a name.
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:ATTENDED]-(a:Actor)
RETURN one AS event,
       sum(CASE WHEN a:Person THEN 1 WHEN coalesce(x.unnamed, false) THEN coalesce(x.people, 1) ELSE 0 END) AS people
ORDER BY event
