//+ returns = ["organisation", "person", "name", "role", "first", "last", "fact"]
//+ parameters = { organisations = "ids" }
UNWIND $organisations AS one MATCH (:Organisation {id: one})<-[x:REPRESENTED]-(p:Person)
RETURN one AS organisation, p.id AS person, p.name AS name, x.role AS role, x.first AS first, x.last AS last, x.fact AS fact
ORDER BY organisation, person, fact
