//+ returns = ["scope", "name", "kind", "body", "network", "basis", "meetings", "last"]
// Who may be proposed for a roster: active in a territory (twice at least where only meetings say so), partner in a partnership,
// twice at least at the sessions of a committee.
MATCH (t:Territory)<-[x:ACTIVE_IN]-(o:Organisation)
WHERE coalesce(o.level, 'unit') IN ['unit', 'body'] AND (x.basis <> 'attended' OR x.events > 1)
RETURN t.id AS scope, t.name AS name,
       CASE WHEN t:Bassin THEN 'bassin' WHEN t:ZoneEmploi THEN 'zone_emploi' WHEN t:Epci THEN 'epci' WHEN t:Commune THEN 'commune'
            WHEN t:Departement THEN 'departement' ELSE 'region' END AS kind,
       o.name AS body, o.network AS network, x.basis AS basis, coalesce(x.events, 0) AS meetings, x.last AS last
UNION
MATCH (p:Partnership)<-[x:PARTNER_IN]-(o:Organisation)
WHERE EXISTS { MATCH (p)-[:COVERS]->(:Territory) }
RETURN p.id AS scope, p.name AS name, 'partnership' AS kind, o.name AS body, o.network AS network, 'member' AS basis, 0 AS meetings,
       x.last AS last
UNION
MATCH (c:Organisation)<-[:SESSION_OF]-(e:Event)<-[:ATTENDED]-(o:Organisation)
WHERE e.status = 'held' AND coalesce(o.level, 'unit') IN ['unit', 'body']
WITH c, o, count(DISTINCT e) AS meetings, max(e.latest) AS last
WHERE meetings > 1
RETURN c.id AS scope, c.name AS name, 'committee' AS kind, o.name AS body, o.network AS network, 'sessions' AS basis, meetings, last
