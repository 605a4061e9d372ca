//+ returns = ["fact", "other", "event", "date"]
//+ parameters = { a = "id", b = "id" }
// The meetings that two actors shared, each with the two facts that put them there.
MATCH (a:Actor {id: $a})-[x:ATTENDED]->(e:Event)
WHERE e.status = 'held'
MATCH (e)<-[y:ATTENDED]-(b:Actor {id: $b})
RETURN x.fact AS fact, y.fact AS other, e.name AS event, e.date AS date
ORDER BY date, fact
