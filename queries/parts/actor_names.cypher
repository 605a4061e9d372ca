//+ returns = ["id", "name", "label", "others", "identifiers", "weight"]
MATCH (a:Actor)
RETURN a.id AS id, a.name AS name, CASE WHEN a:Person THEN 'Person' ELSE 'Organisation' END AS label,
       coalesce(a.names, []) + [coalesce(a.long, ''), coalesce(a.acronym, '')] AS others,
       coalesce(a.identifiers, []) AS identifiers, 0 AS weight
ORDER BY id
