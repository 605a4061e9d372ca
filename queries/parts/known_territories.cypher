//+ returns = ["id", "name", "kind", "around", "around_kind"]
// Territories that meetings concern or partnerships cover, with all they lie in.
MATCH (t:Territory)
WHERE EXISTS { MATCH (t)<-[:CONCERNS]-(:Event) } OR EXISTS { MATCH (t)<-[:COVERS]-(:Partnership) }
OPTIONAL MATCH (t)-[:WITHIN]->(u:Territory)
RETURN t.id AS id, t.name AS name,
       CASE WHEN t:Bassin THEN 'bassin' WHEN t:ZoneEmploi THEN 'zone_emploi' WHEN t:Epci THEN 'epci' WHEN t:Commune THEN 'commune'
            WHEN t:Departement THEN 'departement' ELSE 'region' END AS kind,
       u.name AS around,
       CASE WHEN u:Bassin THEN 'bassin' WHEN u:Departement THEN 'departement' WHEN u:Region THEN 'region' ELSE 'other' END AS around_kind
ORDER BY name, id, around
