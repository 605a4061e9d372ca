//+ returns = ["id", "name", "kind"]
MATCH (p:Programme)
RETURN p.id AS id, p.name AS name, p.kind AS kind
ORDER BY id
