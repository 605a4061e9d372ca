"""In notebooks: a Subgraph is shown as its map, and handed over as objects of networkx, pandas and pyvis.

from maillage.queries.views import works_with
works_with(store, scope="Vendôme")                  # the last line of a cell shows the map
graph = to_networkx(works_with(store))              # networkx.MultiGraph
nodes, links, sentences = to_pandas(works_with(store))
"""

from __future__ import annotations

import html
from typing import Any

from ..graph.errors import MaillageError
from ..graph.language import system_language
from ..graph.model import Subgraph
from . import network
from .kinds import kind_key, link_kinds, node_kinds
from .layout import positions
from .pages import Text

TITLE: Text = {"fr": "Carte", "en": "Map"}
HEIGHT = 640
"""Pixels of the frame in a notebook."""


def frame(subgraph: Subgraph, title: str | Text = TITLE, height: int = HEIGHT) -> str:
    """The map of `subgraph` as a frame of `height` pixels that needs no network: the whole page is in it, shut off from the notebook."""
    page = network.page(subgraph, title=title, language=system_language())
    return (
        f'<iframe srcdoc="{html.escape(page, quote=True)}" sandbox="allow-scripts allow-downloads" title="Maillage" '
        f'style="width:100%;height:{height}px;border:1px solid #d7dce1"></iframe>'
    )


def to_networkx(subgraph: Subgraph) -> Any:
    """A `networkx.MultiGraph`: nodes by id with `label` and their properties, links by fact with `type`, their properties and
    `weight` (times met, else 1); two links between two nodes stay two."""
    import networkx as nx

    graph = nx.MultiGraph()
    for node in subgraph.nodes:
        graph.add_node(node.id, label=node.labels[-1], **node.properties)
    for link in subgraph.relationships:
        met = link.properties.get("meetings", 1)
        graph.add_edge(link.start, link.end, key=link.fact, type=link.type, weight=met or 1, **link.properties)
    return graph


def to_pandas(subgraph: Subgraph) -> tuple[Any, Any, Any]:
    """Three `pandas.DataFrame`: nodes (index `id`), links (index `fact`), and the sentences behind the links. Raises MaillageError
    where pandas is missing."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MaillageError(
            "pandas is not installed. Install it: pip install 'maillage[notebook]'.",
            "pandas n'est pas installé. Installez-le : pip install 'maillage[notebook]'.",
        ) from error
    nodes = pd.DataFrame(
        [{"id": n.id, "label": n.labels[-1], **n.properties} for n in subgraph.nodes], columns=_columns(subgraph, "id", "label")
    )
    rows = [{"fact": x.fact, "type": x.type, "start": x.start, "end": x.end, **x.properties} for x in subgraph.relationships]
    keys = dict.fromkeys(("fact", "type", "start", "end", *(key for row in rows for key in row)))
    said = [{"fact": s.fact, "record": s.record, "quote": s.quote, "page": s.page} for s in subgraph.statements]
    return (
        nodes.set_index("id"),
        pd.DataFrame(rows, columns=list(keys)).set_index("fact"),
        pd.DataFrame(said, columns=["fact", "record", "quote", "page"]),
    )


def to_pyvis(subgraph: Subgraph) -> Any:
    """A `pyvis.network.Network` with our positions, colours and shapes and without physics, to be changed further. Its own `show` and
    `save_graph` write pyvis' page, which fetches files from the network; ours is `network.page`."""
    from pyvis.network import Network

    kinds, relations = node_kinds(subgraph.nodes), link_kinds(subgraph.relationships)
    placed = positions(subgraph)
    found = Network(cdn_resources="in_line")
    found.toggle_physics(False)
    for node in subgraph.nodes:
        kind = kinds[kind_key(node)]
        x, y = placed[node.id]
        found.node_ids.append(node.id)
        found.nodes.append({"id": node.id, "label": node.name, "x": x, "y": y, "shape": kind["shape"], "color": kind["colour"]})
    found.node_map = {node["id"]: node for node in found.nodes}
    known = set(found.node_ids)
    for link in subgraph.relationships:
        if link.start in known and link.end in known:
            kind = relations[link.type]
            found.edges.append({"from": link.start, "to": link.end, "color": kind["colour"], "dashes": bool(kind["dashes"]),
                                "value": link.properties.get("meetings") or 1})  # fmt: skip
    return found


def _columns(subgraph: Subgraph, *first: str) -> list[str]:
    return list(dict.fromkeys((*first, *(key for node in subgraph.nodes for key in node.properties))))
