//+ returns = ["action", "actor", "name", "person"]
//+ parameters = { actions = "ids" }
UNWIND $actions AS one MATCH (:Action {id: one})<-[:COMMITTED_TO]-(w:Actor)
RETURN one AS action, w.id AS actor, w.name AS name, w:Person AS person
ORDER BY action, name, actor
