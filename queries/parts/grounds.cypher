//+ returns = ["actor", "basis", "first", "last", "fact"]
//+ parameters = { scope = "ids" }
// The grounds, other than coming to meetings, on which somebody is a partner of the scope.
UNWIND $scope AS one MATCH (:Territory {id: one})<-[x:ACTIVE_IN]-(a:Actor)
WHERE x.basis IN ['scope', 'delegate', 'roster']
RETURN a.id AS actor, x.basis AS basis, x.first AS first, x.last AS last, x.fact AS fact
UNION
UNWIND $scope AS one MATCH (:Territory {id: one})<-[x:ACTS_FOR]-(a:Person)
RETURN a.id AS actor, 'delegate' AS basis, x.first AS first, x.last AS last, x.fact AS fact
UNION
UNWIND $scope AS one MATCH (:Territory {id: one})<-[:COVERS]-(p:Partnership)<-[x:PARTNER_IN]-(a:Actor)
WHERE coalesce(p.status, 'actual') = 'actual'
  AND NOT EXISTS { MATCH (p)-[:COVERS]->(u:Territory) WHERE NOT u.id IN $scope }
RETURN a.id AS actor, 'member' AS basis, x.first AS first, x.last AS last, x.fact AS fact
UNION
UNWIND $scope AS one MATCH (:Partnership {id: one})<-[x:PARTNER_IN]-(a:Actor)
RETURN a.id AS actor, 'member' AS basis, x.first AS first, x.last AS last, x.fact AS fact
UNION
UNWIND $scope AS one MATCH (:Organisation {id: one})<-[x:MEMBER_OF]-(a:Actor)
RETURN a.id AS actor, 'member' AS basis, x.first AS first, x.last AS last, x.fact AS fact
