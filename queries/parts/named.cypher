//+ returns = ["event", "state", "person", "actors", "facts", "split"]
//+ parameters = { events = "ids", kind = "text" }
// Who is named at events and how: people (kind "Person"), bodies ("Organisation") or both ("Actor"). The two lists run side by side;
// `split` of them sat in some sessions only.
// Read as a set: sorting a region's lists costs the embedded engine three times what reading them does.
UNWIND $events AS one MATCH (e:Event {id: one})<-[x:ATTENDED|EXCUSED_FROM|ABSENT_FROM|CONTRIBUTED_TO]-(a:Actor)
WHERE $kind IN labels(a)
RETURN one AS event, type(x) AS state, a:Person AS person, collect(a.id) AS actors, collect(x.fact) AS facts,
       sum(CASE WHEN x.sessions IS NULL THEN 0 ELSE 1 END) AS split
