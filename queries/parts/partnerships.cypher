//+ returns = ["partnership", "name", "kind", "status", "date", "actor", "person", "fact", "first", "last", "programmes", "territories"]
// Every partnership with each of its partners, the programmes it is under and the territories it covers.
MATCH (p:Partnership)<-[x:PARTNER_IN]-(a:Actor)
OPTIONAL MATCH (p)-[:UNDER]->(g:Programme)
WITH p, x, a, g ORDER BY g.id
WITH p, x, a, collect(DISTINCT g.id) AS programmes
OPTIONAL MATCH (p)-[:COVERS]->(t:Territory)
WITH p, x, a, programmes, t ORDER BY t.id
WITH p, x, a, programmes, collect(DISTINCT t.id) AS territories
RETURN p.id AS partnership, p.name AS name, p.kind AS kind, p.status AS status, p.date AS date, a.id AS actor, a:Person AS person,
       x.fact AS fact, x.first AS first, x.last AS last, programmes, territories
ORDER BY partnership, actor, fact
