//+ returns = ["id", "name", "label", "code"]
//+ parameters = { territories = "ids" }
UNWIND $territories AS one MATCH (t:Territory {id: one})
RETURN one AS id, t.name AS name,
       CASE WHEN t:Bassin THEN 'Bassin' WHEN t:ZoneEmploi THEN 'ZoneEmploi' WHEN t:Epci THEN 'Epci' WHEN t:Commune THEN 'Commune'
            WHEN t:Departement THEN 'Departement' ELSE 'Region' END AS label,
       t.code AS code
ORDER BY name, id
