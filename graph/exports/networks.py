"""For Gephi, yEd, networkx and the web: GraphML, GEXF 1.3 and JSON Graph, written row by row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO, cast
from xml.sax.saxutils import escape, quoteattr

from ..model import Node, Relationship, Value
from ..ontology import NODE_PROPERTIES, ontology
from .source import Source, finished

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 cannot hold, even escaped."""
_GRAPHML = {"string": "string", "strings": "string", "integer": "long", "float": "double", "boolean": "boolean", "date": "string"}
_GEXF = {**_GRAPHML, "date": "string"}

Positions = Mapping[str, tuple[float, float]]


def node_columns() -> dict[str, str]:
    """Every property a node may have, with its type. `category` is its kind: Gephi takes an attribute called « label » for the name."""
    found = {"category": "string", **NODE_PROPERTIES}
    for kind in ontology().nodes.values():
        found.update(kind.properties)
    return found


def link_columns() -> dict[str, str]:
    """Every property a relationship may have, with its type."""
    found = {"type": "string", "quote": "string", "record": "string", "sources": "integer"}
    for kind in ontology().relationships.values():
        found.update(kind.properties)
    return found


def text(value: Value) -> str:
    """A property as text: lists joined by « | », dates in ISO 8601, what XML cannot hold left out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _ILLEGAL.sub("", " | ".join(str(item) for item in value))
    return _ILLEGAL.sub("", value.isoformat() if isinstance(value, date) else str(value))


def write_graphml(source: Source, path: Path) -> tuple[int, int]:
    """Write GraphML; give the numbers of nodes and relationships. Parallel relationships are kept (their `fact` is the edge id)."""
    nodes = links = 0
    with finished(path) as opened:
        file = cast(IO[str], opened)
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        columns = {"node": {"label": "string", **node_columns()}, "edge": link_columns()}
        for kind, found in columns.items():
            for name, declared in found.items():
                file.write(f'<key id="{kind[0]}_{name}" for="{kind}" attr.name="{name}" attr.type="{_GRAPHML[declared]}"/>\n')
        file.write(f'<graph id={quoteattr(text(source.title))} edgedefault="directed">\n')
        for node in source.nodes():
            file.write(
                f"<node id={quoteattr(node.id)}>{_data('n', {'label': node.name, 'category': node.labels[-1], **node.properties})}</node>\n"
            )
            nodes += 1
        for link in source.relationships():
            ends = f"source={quoteattr(link.start)} target={quoteattr(link.end)}"
            file.write(f"<edge id={quoteattr(link.fact)} {ends}>{_data('e', {'type': link.type, **link.properties})}</edge>\n")
            links += 1
        file.write("</graph>\n</graphml>\n")
    return nodes, links


def _data(prefix: str, properties: Mapping[str, Value]) -> str:
    return "".join(f'<data key="{prefix}_{name}">{escape(text(value))}</data>' for name, value in properties.items())


def write_gexf(source: Source, path: Path, positions: Positions | None = None) -> tuple[int, int]:
    """Write GEXF 1.3 for Gephi: colours by kind, spells from dates (an event its days, a link its first and last, or the days of the
    event it leads to or from), positions when given.

    Gephi keeps one edge of a kind between two nodes, so the second of a type gets a kind of its own (« ACTIVE_IN 2 »).
    """
    nodes = links = 0
    days: dict[str, str] = {}
    joined: dict[int, int] = {}
    kinds = ontology().nodes
    with finished(path) as opened:
        file = cast(IO[str], opened)
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
            f"<meta><creator>Maillage</creator><description>{escape(text(source.title))}</description></meta>\n"
            '<graph mode="dynamic" defaultedgetype="directed" timeformat="date">\n'
        )
        for kind, columns in (("node", node_columns()), ("edge", link_columns())):
            file.write(f'<attributes class="{kind}">\n')
            for name, declared in columns.items():
                file.write(f'<attribute id="{name}" title="{name}" type="{_GEXF[declared]}"/>\n')
            file.write("</attributes>\n")
        file.write("<nodes>\n")
        for node in source.nodes():
            red, green, blue = (int(kinds[node.labels[-1]].colour[n : n + 2], 16) for n in (1, 3, 5))
            look = f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
            if positions and node.id in positions:
                x, y = positions[node.id]
                look += f'<viz:position x="{x:.2f}" y="{y:.2f}" z="0"/>'
            values = _attvalues({"category": node.labels[-1], **node.properties})
            spells = _spells(node.properties, "earliest", "latest")
            if spells and node.labels[-1] == "Event":
                days[node.id] = spells
            file.write(f"<node id={quoteattr(node.id)} label={quoteattr(text(node.name))}>{values}{spells}{look}</node>\n")
            nodes += 1
        file.write("</nodes>\n<edges>\n")
        for link in source.relationships():
            values = _attvalues({"type": link.type, **link.properties})
            spells = _spells(link.properties, "first", "last") or days.get(link.start) or days.get(link.end, "")
            ends = f"source={quoteattr(link.start)} target={quoteattr(link.end)}"
            parallel = hash((link.start, link.end, link.type))
            joined[parallel] = nth = joined.get(parallel, 0) + 1
            kind = link.type if nth == 1 else f"{link.type} {nth}"
            named = f"kind={quoteattr(kind)} label={quoteattr(link.type)}"
            file.write(f"<edge id={quoteattr(link.fact)} {ends} {named}>{values}{spells}</edge>\n")
            links += 1
        file.write("</edges>\n</graph>\n</gexf>\n")
    return nodes, links


def _attvalues(properties: Mapping[str, Value]) -> str:
    cells = "".join(f'<attvalue for="{name}" value={quoteattr(text(value))}/>' for name, value in properties.items())
    return f"<attvalues>{cells}</attvalues>"


def _spells(properties: Mapping[str, Value], first: str, last: str) -> str:
    start, end = properties.get(first), properties.get(last)
    if not isinstance(start, date) and not isinstance(end, date):
        return ""
    bounds = (f' start="{start.isoformat()}"' if isinstance(start, date) else "") + (
        f' end="{end.isoformat()}"' if isinstance(end, date) else ""
    )
    return f"<spells><spell{bounds}/></spells>"


def write_json_graph(source: Source, path: Path) -> tuple[int, int]:
    """Write JSON Graph Format 2 (nodes by id, edges with source, target, relation and metadata)."""
    nodes = links = 0
    with finished(path) as opened:
        file = cast(IO[str], opened)
        file.write(
            '{"graph": {"directed": true, "type": "maillage", "label": '
            + json.dumps(source.title, ensure_ascii=False)
            + ', "nodes": {\n'
        )
        for node in source.nodes():
            file.write(
                (",\n" if nodes else "")
                + json.dumps(node.id)
                + ": "
                + json.dumps(_json_node(node), ensure_ascii=False, default=str)
            )
            nodes += 1
        file.write('\n}, "edges": [\n')
        for link in source.relationships():
            file.write((",\n" if links else "") + json.dumps(_json_link(link), ensure_ascii=False, default=str))
            links += 1
        file.write("\n]}}\n")
    return nodes, links


def _json_node(node: Node) -> dict[str, object]:
    return {"label": node.name, "metadata": {"labels": list(node.labels), **node.properties}}


def _json_link(link: Relationship) -> dict[str, object]:
    return {"id": link.fact, "source": link.start, "target": link.end, "relation": link.type, "metadata": dict(link.properties)}


def rows(source: Source) -> Iterator[Node]:
    """The nodes of `source`, for callers that want no relationships."""
    return source.nodes()
