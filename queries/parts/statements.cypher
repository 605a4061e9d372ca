//+ returns = ["fact", "quote", "page", "record", "source", "start", "end"]
//+ parameters = { facts = "ids" }
UNWIND $facts AS one MATCH (s:Statement {fact: one})-[:STATED_IN]->(r:Record)
RETURN one AS fact, s.quote AS quote, s.page AS page, r.id AS record, coalesce(r.source, r.name) AS source,
       s.start AS start, s.end AS end
ORDER BY fact, source, record, start
