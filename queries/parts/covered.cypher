//+ returns = ["partnership", "territory"]
MATCH (p:Partnership)-[:COVERS]->(t:Territory)
RETURN p.id AS partnership, t.id AS territory
ORDER BY partnership, territory
