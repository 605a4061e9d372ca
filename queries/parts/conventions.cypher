//+ returns = ["programme", "name", "kind", "partnership", "title", "status", "date", "actor", "member", "person", "first", "fact"]
// Who is a partner in what stands under a programme.
MATCH (g:Programme)<-[:UNDER]-(p:Partnership)<-[x:PARTNER_IN]-(a:Actor)
RETURN g.id AS programme, g.name AS name, g.kind AS kind, p.id AS partnership, p.name AS title, coalesce(p.status, 'actual') AS status,
       p.date AS date, a.id AS actor, a.name AS member, a:Person AS person, x.first AS first, x.fact AS fact
ORDER BY programme, partnership, actor
