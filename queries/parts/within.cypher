//+ returns = ["territory", "around"]
//+ parameters = { territories = "ids" }
UNWIND $territories AS one MATCH (t:Territory {id: one})-[:WITHIN]->(u:Territory)
RETURN one AS territory, u.id AS around
ORDER BY territory, around
