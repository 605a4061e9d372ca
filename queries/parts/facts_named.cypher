//+ returns = ["fact", "type"]
//+ parameters = { facts = "ids" }
UNWIND $facts AS one MATCH (s:Statement {fact: one})
RETURN DISTINCT one AS fact, s.says AS type
ORDER BY fact
