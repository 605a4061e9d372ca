//+ returns = ["id", "inside"]
//+ parameters = { territory = "id" }
MATCH (s:Territory {id: $territory})<-[:WITHIN]-(t:Territory)
RETURN t.id AS id, true AS inside
UNION
MATCH (s:Territory {id: $territory})-[:WITHIN]->(t:Territory)
RETURN t.id AS id, false AS inside
