//+ returns = ["id", "name", "kind"]
//+ parameters = { territories = "ids" }
UNWIND $territories AS one MATCH (t:Territory {id: one})
RETURN one AS id, t.name AS name,
       CASE WHEN t:Bassin THEN 'bassin' WHEN t:ZoneEmploi THEN 'zone_emploi' WHEN t:Epci THEN 'epci' WHEN t:Commune THEN 'commune'
            WHEN t:Departement THEN 'departement' ELSE 'region' END AS kind
ORDER BY id
