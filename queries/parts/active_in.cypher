//+ returns = ["organisation", "territory", "name", "basis", "events"]
//+ parameters = { organisations = "ids" }
// Where bodies are active, and on what basis.
UNWIND $organisations AS one MATCH (o:Organisation {id: one})-[x:ACTIVE_IN]->(t:Territory)
RETURN one AS organisation, t.id AS territory, t.name AS name, x.basis AS basis, coalesce(x.events, 0) AS events
ORDER BY organisation, name, territory, basis
