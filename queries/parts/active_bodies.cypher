//+ returns = ["actor"]
//+ parameters = { territories = "ids" }
UNWIND $territories AS one MATCH (t:Territory {id: one})<-[:ACTIVE_IN]-(o:Organisation)
RETURN DISTINCT o.id AS actor
ORDER BY actor
