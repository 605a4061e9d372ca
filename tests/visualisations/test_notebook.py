import builtins
import html
import re

import networkx as nx
import pytest

from maillage.graph.errors import MaillageError
from maillage.graph.model import Node, Relationship, Statement, Subgraph
from maillage.visualisations.kinds import kind_key, signs
from maillage.visualisations.notebook import to_networkx, to_pandas, to_pyvis

NODES = tuple(
    Node(f"o{n}", ("Actor", "Organisation"), {"name": name, "kind": "guidance"}) for n, name in enumerate(["CIO", "<b>&\"'"])
)
LINKS = (
    Relationship("f1", "MET", "o0", "o1", {"meetings": 3}),
    Relationship("f2", "NEVER_MET", "o0", "o1", {}),
)
GRAPH = Subgraph(NODES, LINKS, (Statement("f1", "cr.docx", "Présents : …", page=2),))
EMPTY = Subgraph((), ())


@pytest.mark.browser
def test_a_notebook_shows_the_map(open_page):
    shown = GRAPH._repr_html_()
    inside = re.fullmatch(r'<iframe srcdoc="([^"]*)" sandbox="allow-scripts allow-downloads"[^>]*></iframe>', shown)
    assert inside is not None
    assert html.unescape(inside[1]).startswith("<!DOCTYPE html>")
    opened = open_page(f"<!DOCTYPE html><html data-ready=1><body>{shown}</body></html>")
    frame = opened.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(timeout=15_000)
    assert "2" in frame.locator("#counts").inner_text()
    assert (opened.outside, opened.complaints) == ([], [])


def test_networkx_keeps_both_links_between_two(monkeypatch):
    graph = to_networkx(GRAPH)
    assert isinstance(graph, nx.MultiGraph)
    assert sorted(graph["o0"]["o1"]) == ["f1", "f2"]
    assert graph["o0"]["o1"]["f1"]["weight"] == 3
    assert graph.nodes["o0"]["name"] == "CIO"
    assert len(to_networkx(EMPTY)) == 0


def test_pandas_gives_nodes_links_and_sentences():
    pytest.importorskip("pandas")
    nodes, links, said = to_pandas(GRAPH)
    assert list(nodes.index) == ["o0", "o1"]
    assert links.loc["f1", "meetings"] == 3
    assert said.iloc[0]["page"] == 2
    assert [len(table) for table in to_pandas(EMPTY)] == [0, 0, 0]


def test_without_pandas_it_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **more):
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MaillageError, match=r"maillage\[notebook\]"):
        to_pandas(GRAPH)


def test_pyvis_gets_places_colours_and_every_link():
    found = to_pyvis(GRAPH)
    assert [node["label"] for node in found.nodes] == ["CIO", "<b>&\"'"]
    assert len(found.edges) == 2
    assert [edge["dashes"] for edge in found.edges] == [False, True]
    assert found.get_node("o0")["color"] == signs()[kind_key(GRAPH.nodes[0])]["colour"]
