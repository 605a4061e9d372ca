//+ returns = ["fact", "type", "start", "end"]
//+ parameters = { actor = "id" }
MATCH (a:Actor {id: $actor})-[x]->(b)
WHERE x.fact IS NOT NULL AND x.sources IS NOT NULL
RETURN x.fact AS fact, type(x) AS type, a.name AS start, b.name AS end
ORDER BY type, end, fact
UNION
MATCH (a:Actor {id: $actor})<-[x]-(b)
WHERE x.fact IS NOT NULL AND x.sources IS NOT NULL
RETURN x.fact AS fact, type(x) AS type, b.name AS start, a.name AS end
ORDER BY type, start, fact
