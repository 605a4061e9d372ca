//+ returns = ["id", "name", "label", "others", "identifiers", "weight"]
MATCH (t:Territory)
OPTIONAL MATCH (t)<-[:CONCERNS]-(e:Event)
WITH t, count(e) AS weight
RETURN t.id AS id, t.name AS name,
       CASE WHEN t:Bassin THEN 'Bassin' WHEN t:ZoneEmploi THEN 'ZoneEmploi' WHEN t:Epci THEN 'Epci' WHEN t:Commune THEN 'Commune'
            WHEN t:Departement THEN 'Departement' ELSE 'Region' END AS label,
       coalesce(t.names, []) AS others, [coalesce(t.code, '')] AS identifiers, weight
ORDER BY id
UNION
MATCH (o:Organisation)
WHERE o.kind IN ['instance', 'working_group'] OR EXISTS { MATCH (o)<-[:SESSION_OF]-(:Event) }
OPTIONAL MATCH (o)<-[:SESSION_OF]-(e:Event)
WITH o, count(e) AS weight
RETURN o.id AS id, o.name AS name, 'Organisation' AS label,
       coalesce(o.names, []) + [coalesce(o.long, ''), coalesce(o.acronym, '')] AS others,
       coalesce(o.identifiers, []) AS identifiers, weight
ORDER BY id
UNION
MATCH (p:Partnership)
OPTIONAL MATCH (p)<-[x:PARTNER_IN]-(:Actor)
WITH p, count(x) AS weight
RETURN p.id AS id, p.name AS name, 'Partnership' AS label, [] AS others, [] AS identifiers, weight
ORDER BY id
