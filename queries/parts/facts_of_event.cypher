//+ returns = ["fact", "type", "start", "end"]
//+ parameters = { event = "id" }
MATCH (e:Event {id: $event})<-[x]-(a)
WHERE x.sources IS NOT NULL
RETURN x.fact AS fact, type(x) AS type, a.name AS start, e.name AS end
ORDER BY type, start, fact
UNION
MATCH (e:Event {id: $event})-[x]->(a)
WHERE x.sources IS NOT NULL
RETURN x.fact AS fact, type(x) AS type, e.name AS start, a.name AS end
ORDER BY type, end, fact
