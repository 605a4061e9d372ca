"""The files of an offline import, taken by the real admin tool of Neo4j."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest

from maillage.graph.exports.bulk import write_bulk
from maillage.graph.exports.source import of_graph
from maillage.graph.model import Graph, Node, Relationship
from maillage.graph.ontology import constraints, ontology
from maillage.graph.store import open_store
from maillage.graph.writer import Publication, publish, published


def hostile() -> Graph:
    """Names that break a careless CSV, lists, dates, numbers."""
    names = ['Anne "Nann" d\'Hérouël', "a,b;c|d", "=cmd|' /C calc'!A0", "ligne un\nligne deux", "张伟", "U+001F", "\\"]
    nodes = {
        f"p{n}": Node(f"p{n}", ("Actor", "Person"), {"name": name, "name_key": f"k{n}", "names": [name, "autre | nom"]})
        for n, name in enumerate(names)
    }
    day = date(2024, 3, 12)
    event = {"name": "Réunion", "name_key": "reunion", "status": "held", "date": "2024-03-12", "earliest": day, "size": 12}
    nodes["e"] = Node("e", ("Event",), event)
    links = {
        f"f{n}": Relationship(f"f{n}", "ATTENDED", f"p{n}", "e", {"quote": name, "record": "a.txt", "sources": 1})
        for n, name in enumerate(names)
    }
    return Graph(nodes, links)


def test_the_admin_tool_of_neo4j_imports_what_the_next_publication_finds_unchanged(tmp_path, neo4j_module, monkeypatch):
    graph = hostile()
    folder = tmp_path / "bulk"
    assert write_bulk(of_graph(graph), folder, Publication(1, "d1", ontology().version)) == (
        len(graph.nodes),
        len(graph.relationships),
    )
    server = neo4j_module.Server(tmp_path / "home")
    server.admin("database", "import", "@import.args", cwd=folder)
    with server as running:
        monkeypatch.setenv("NEO4J_USERNAME", running.user)
        monkeypatch.setenv("NEO4J_PASSWORD", running.password)
        with open_store(running.uri) as store:
            for statement in (folder / "after.cypher").read_text("utf-8").split(";\n"):
                if statement.strip():
                    store.define(statement)
            assert published(store) == Publication(1, "d1", ontology().version)
            assert publish(store, graph, "d2").writes == 0
            names = {row["name"] for row in store.read("MATCH (p:Person) RETURN p.name AS name")}
            assert names == {node.name for node in graph.nodes.values() if "Person" in node.labels}
            assert {row["e.earliest"] for row in store.read("MATCH (e:Event) RETURN e.earliest")} == {date(2024, 3, 12)}
    assert len(constraints()) == (folder / "after.cypher").read_text("utf-8").count(";\n")


@pytest.fixture
def neo4j_module():
    from conftest import HERE, load_helper

    server = load_helper(HERE / "neo4j" / "server.py")
    if missing := server.available():
        pytest.skip(f"real Neo4j: {missing}")
    return server


def test_a_failed_import_is_seen(tmp_path, neo4j_module):
    (tmp_path / "import.args").write_text("full\nneo4j\n--nodes=nothing.csv\n")
    with pytest.raises(subprocess.CalledProcessError):
        neo4j_module.Server(tmp_path / "home").admin("database", "import", "@import.args", cwd=tmp_path)
