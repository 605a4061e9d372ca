//+ returns = ["actor", "programme", "name"]
//+ parameters = { actors = "ids" }
// The programmes that actors have to do with: of their partnerships, and of the events they attended or contributed to.
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:PARTNER_IN]->(:Partnership)-[:UNDER]->(g:Programme)
RETURN one AS actor, g.id AS programme, g.name AS name
UNION
UNWIND $actors AS one MATCH (a:Actor {id: one})-[:ATTENDED|CONTRIBUTED_TO]->(:Event)-[:ABOUT]->(g:Programme)
RETURN one AS actor, g.id AS programme, g.name AS name
