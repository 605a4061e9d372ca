"""What stands in a store, and what should stand there of a graph, in a form that can be compared."""


def state(store):
    """Everything in the database that was published, as sets."""
    nodes = {
        (row["id"], tuple(row["labels"]), tuple(sorted((k, str(v)) for k, v in row["n"].items() if k not in ("labels", "rev"))))
        for row in store.read("MATCH (n) WHERE NOT n:Publication RETURN n.id AS id, labels(n) AS labels, n")
        if row["labels"].sort() is None
    }
    links = {
        (row["x"]["fact"], row["x"]["type"], row["a"], row["b"],
         tuple(sorted((k, str(v)) for k, v in row["x"].items() if k not in ("type", "rev", "fact"))))
        for row in store.read("MATCH (a)-[x]->(b) RETURN a.id AS a, x, b.id AS b")
    }  # fmt: skip
    return nodes, links


def expected(wanted):
    nodes = {
        (n.id, tuple(sorted(n.labels)), tuple(sorted((k, str(v)) for k, v in {**n.properties, "id": n.id}.items())))
        for n in wanted.nodes.values()
    }
    links = {
        (x.fact, x.type, x.start, x.end, tuple(sorted((k, str(v)) for k, v in x.properties.items())))
        for x in wanted.relationships.values()
    }
    return nodes, links
