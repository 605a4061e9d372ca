//+ returns = ["type", "start", "end"]
MATCH (a:Organisation)-[x:PART_OF|SUCCEEDED_BY]->(b:Organisation)
RETURN type(x) AS type, a.id AS start, b.id AS end
ORDER BY type, start, end
