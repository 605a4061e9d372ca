//+ returns = ["organisation", "territory", "fact", "date"]
//+ parameters = { organisations = "ids", territories = "ids" }
UNWIND $organisations AS one MATCH (o:Organisation {id: one})-[x:ATTENDED]->(e:Event)-[:CONCERNS]->(t:Territory)
WHERE t.id IN $territories
RETURN one AS organisation, t.id AS territory, x.fact AS fact, e.latest AS date
ORDER BY organisation, territory, date DESC, fact
