//+ returns = ["id", "name", "label", "others", "identifiers", "weight"]
MATCH (e:Event)
RETURN e.id AS id, e.name AS name, 'Event' AS label, [coalesce(e.date, '')] AS others,
       coalesce(e.identifiers, []) AS identifiers, 0 AS weight
ORDER BY id
