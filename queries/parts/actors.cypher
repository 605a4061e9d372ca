//+ returns = ["id", "name", "person", "kind", "level", "network", "incomplete"]
//+ parameters = { actors = "ids" }
UNWIND $actors AS one MATCH (a:Actor {id: one})
RETURN one AS id, a.name AS name, a:Person AS person, a.kind AS kind, a.level AS level, a.network AS network,
       coalesce(a.incomplete, false) AS incomplete
ORDER BY id
