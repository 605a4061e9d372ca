//+ returns = ["fact", "says"]
//+ parameters = { records = "ids" }
// The facts that records state.
UNWIND $records AS one MATCH (:Record {id: one})<-[:STATED_IN]-(s:Statement)
RETURN DISTINCT s.fact AS fact, s.says AS says
ORDER BY fact, says
