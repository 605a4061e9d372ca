//+ returns = ["id"]
//+ parameters = { territories = "ids" }
UNWIND $territories AS one MATCH (t:Region {id: one})
RETURN one AS id
ORDER BY id
