//+ returns = ["territory", "name", "kind", "organisation", "body", "network"]
//+ parameters = { territories = "ids" }
// Bodies of networks that are active in the territories within these.
UNWIND $territories AS one MATCH (:Territory {id: one})<-[:WITHIN]-(t:Territory)<-[:ACTIVE_IN]-(o:Organisation)
WHERE o.network IS NOT NULL AND coalesce(o.level, 'unit') <> 'collective'
RETURN DISTINCT t.id AS territory, t.name AS name,
       CASE WHEN t:Bassin THEN 'bassin' WHEN t:ZoneEmploi THEN 'zone_emploi' WHEN t:Epci THEN 'epci' WHEN t:Commune THEN 'commune'
            WHEN t:Departement THEN 'departement' ELSE 'region' END AS kind,
       o.id AS organisation, o.name AS body, o.network AS network
ORDER BY territory, organisation
