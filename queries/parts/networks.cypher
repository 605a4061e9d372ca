//+ returns = ["id", "network"]
// The bodies of networks. At the level of networks, the head of one counts with its units.
MATCH (o:Organisation)
WHERE o.network IS NOT NULL
RETURN o.id AS id, o.network AS network
ORDER BY id
