//+ returns = ["event", "actors", "split"]
//+ parameters = { events = "ids", kind = "text" }
// Who was there, without the facts that say so: what a whole region's meetings are read with. `split` of them sat in
// some sessions only. Read as a set.
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:ATTENDED]-(a:Actor)
WHERE $kind IN labels(a)
RETURN one AS event, collect(a.id) AS actors, sum(CASE WHEN x.sessions IS NULL THEN 0 ELSE 1 END) AS split
