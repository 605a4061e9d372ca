//+ returns = ["person", "organisation", "name"]
//+ parameters = { people = "ids" }
UNWIND $people AS one MATCH (p:Person {id: one})-[:REPRESENTED]->(o:Organisation)
RETURN DISTINCT one AS person, o.id AS organisation, o.name AS name
ORDER BY person, name, organisation
