//+ returns = ["id", "name", "kind", "status", "date", "earliest", "latest", "time", "place", "size", "listed"]
//+ parameters = { scope = "ids" }
// Events of a scope: those that concern one of its territories, the sessions of a committee or partnership, and those of the territory
// and programme of a partnership.
UNWIND $scope AS one MATCH (:Territory {id: one})<-[:CONCERNS]-(e:Event)
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed
UNION
UNWIND $scope AS one MATCH (:Organisation {id: one})<-[:SESSION_OF]-(e:Event)
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed
UNION
UNWIND $scope AS one MATCH (:Partnership {id: one})<-[:SESSION_OF]-(e:Event)
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed
UNION
UNWIND $scope AS one MATCH (p:Partnership {id: one})-[:COVERS]->(:Territory)<-[:CONCERNS]-(e:Event)
WHERE EXISTS { MATCH (p)-[:UNDER]->(:Programme)<-[:ABOUT]-(e) }
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.status AS status, e.date AS date, e.earliest AS earliest, e.latest AS latest,
       e.time AS time, e.place AS place, e.size AS size, e.listed AS listed
