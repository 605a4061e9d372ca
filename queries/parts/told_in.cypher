//+ returns = ["fact", "record"]
//+ parameters = { facts = "ids" }
UNWIND $facts AS one MATCH (:Statement {fact: one})-[:STATED_IN]->(r:Record)
RETURN DISTINCT one AS fact, r.id AS record
ORDER BY fact, record
