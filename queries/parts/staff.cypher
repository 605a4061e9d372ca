//+ returns = ["organisation", "person", "name", "role", "fact"]
//+ parameters = { organisations = "ids" }
// The people who stand for bodies.
UNWIND $organisations AS one MATCH (o:Organisation {id: one})<-[x:REPRESENTED]-(p:Person)
RETURN one AS organisation, p.id AS person, p.name AS name, x.role AS role, x.fact AS fact
ORDER BY organisation, name, person
