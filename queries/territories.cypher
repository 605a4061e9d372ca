//+ title = { fr = "Les territoires", en = "The territories" }
//+ answers = { fr = "De quels territoires les documents parlent-ils, et combien de réunions et de structures y connaît-on ?", en = "Of which territories do the records speak, and how many meetings and bodies are known there?" }
//+ aliases = ["territoires"]
//+ compute = "territories"
//+ returns = ["id", "name", "label", "code", "events", "held", "organisations", "last"]
//+ columns = ["territory", "kind", "meetings", "occasions", "organisations", "last"]
MATCH (t:Territory)
OPTIONAL MATCH (t)<-[:CONCERNS]-(e:Event)
WITH t, count(DISTINCT e) AS events, count(DISTINCT CASE WHEN e.status = 'held' THEN e.id END) AS held,
     max(CASE WHEN e.status = 'held' THEN e.latest END) AS last
OPTIONAL MATCH (t)<-[:ACTIVE_IN]-(o:Organisation)
WITH t, events, held, last, count(DISTINCT o) AS organisations
RETURN t.id AS id, t.name AS name,
       CASE WHEN t:Bassin THEN 'bassin' WHEN t:ZoneEmploi THEN 'zone_emploi' WHEN t:Epci THEN 'epci' WHEN t:Commune THEN 'commune'
            WHEN t:Departement THEN 'departement' ELSE 'region' END AS label,
       t.code AS code, events, held, organisations, last
ORDER BY held DESC, events DESC, name, id
