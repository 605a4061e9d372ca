//+ returns = ["id", "name", "label", "others", "identifiers", "weight"]
MATCH (r:Record)
RETURN r.id AS id, r.name AS name, 'Record' AS label,
       [coalesce(r.source, ''), last(split(coalesce(r.source, ''), '/'))] AS others, [] AS identifiers, 0 AS weight
ORDER BY id
