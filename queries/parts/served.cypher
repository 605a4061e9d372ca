//+ returns = ["organisation", "territory"]
//+ parameters = { organisations = "ids" }
// The territory that is a body's own.
UNWIND $organisations AS one MATCH (o:Organisation {id: one})-[x:ACTIVE_IN]->(t:Territory)
WHERE x.basis = 'scope'
RETURN one AS organisation, t.id AS territory
ORDER BY organisation, territory
