//+ returns = ["old", "old_name", "new", "new_name", "date", "kind", "fact"]
MATCH (a:Organisation)-[x:SUCCEEDED_BY]->(b:Organisation)
RETURN a.id AS old, a.name AS old_name, b.id AS new, b.name AS new_name, x.date AS date, x.kind AS kind, x.fact AS fact
ORDER BY old, new, fact
