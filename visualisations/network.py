"""The network page: one file, no network, everything beside the picture that a reader needs. The only import of pyvis.

pyvis holds the model and writes the HTML through our template; the vis-network that pyvis brings travels in the page. Positions come
from `layout` or from the view, physics is off. Names and quotes are data: JSON that is not executed, text nodes in the page, never HTML.

A page of up to `WHOLE` points opens on all of them. A larger one opens on its communities, for which its first part suffices; points,
links and sentences follow in packed blocks that the page decodes when somebody asks for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..graph.audience import mask
from ..graph.language import Language
from ..graph.model import Node, Relationship, Subgraph
from .kinds import kind_key, link_kinds, node_kinds
from .layout import Community, Positions, bubbles, communities, positions
from .pages import Back, Text, packed, part, variables, with_policy

WHOLE = 800
"""Nodes up to which the page opens on the whole map; above, on communities."""
_BETWEEN = 2
"""Links drawn from each community, the strongest ones."""
_DRAWN = 150
"""Communities drawn at most; the smallest ones are found by search only."""
_NOT_FACTS = frozenset((
    "name", "name_key", "identifiers", "kind", "earliest", "latest", "territories", "ring", "sort", "held", "coverage_share", "pairs_share",
))  # fmt: skip
_NOT_LINK_FACTS = frozenset(("meetings", "first", "last", "quote", "record", "sources"))
_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What lies under the points. A shape is a ring (`kind` "ring", `x`, `y`, `rx`, `ry`) or an outline (`kind` "outline", `paths`:
    lists x, y, x, y, …); `share`, 0 to 1, fills it, `strong` draws its line darker, `label` stands at `lx`, `ly`. `shares` is the
    title of the five fills, if any; `frame` what a reader sees at first: left, top, right, bottom."""

    shapes: tuple[Mapping[str, Any], ...] = ()
    shares: Text | None = None
    frame: tuple[float, float, float, float] | None = None


def page(
    subgraph: Subgraph, *, title: str | Text, language: Language = "fr", placed: Positions | None = None,
    backdrop: Backdrop | None = None, focus: str | None = None, groups: Sequence[Community] | None = None,
    back: Back | None = None, pages: str = "",
) -> str:  # fmt: skip
    """One self-contained HTML page that shows `subgraph`: map, search, filters, panel with the sentences, table, downloads.

    `placed` holds the positions of a view that places its points itself, or of `editions`; `groups` the communities where they are
    known already; `focus` is the id of the node whose panel is open at first. In an atlas `back` is the
    page it hangs on, and `pages` the first letters of the ids that have a page there. Equal arguments give equal pages.
    """
    from jinja2 import ChoiceLoader, FunctionLoader
    from pyvis.network import Network

    nodes = sorted(subgraph.nodes, key=lambda node: node.id)
    known = {node.id: number for number, node in enumerate(nodes)}
    links = sorted((x for x in subgraph.relationships if x.start in known and x.end in known), key=lambda link: link.fact)
    if groups is None:
        groups = communities(subgraph) if len(nodes) > WHOLE else []
    if placed is None:
        placed = positions(subgraph, groups=groups)
    kinds, relations = node_kinds(nodes), link_kinds(links)
    between = _between(links, groups[:_DRAWN])
    places = Counter(place for node in nodes for place in _territories(node))
    network = Network(cdn_resources="in_line", directed=False)
    # pyvis' add_edge scans all edges and drops a second link between two nodes: the lists are filled directly.
    network.nodes.extend(_nodes(nodes, links, placed, kinds, sorted(places), groups))
    network.edges.extend(_edges(links, known, relations))
    network.options = {}
    library = _library(network)
    head: dict[str, Any] = {
        "kinds": list(kinds.values()), "relations": list(relations.values()),
        "territories": [{"name": place, "count": places[place]} for place in sorted(places)],
        "total": {"nodes": len(nodes), "links": len(links)},
        "most": max((int(x["meetings"] or 1) for x in network.edges), default=1),
        "dated": any(x["last"] for x in network.edges),
        "close": any("strength" in link.properties for link in links),
        "communities": _circles(groups[:_DRAWN], between), "between": [(a, b, weight) for (a, b), weight in between.items()],
        "backdrop": list(backdrop.shapes) if backdrop else [], "shares": backdrop.shares if backdrop else None,
        "frame": backdrop.frame if backdrop else None,
        "notes": _notes(subgraph.notes), "focus": focus, **({"pages": pages} if pages else {}),
    }  # fmt: skip
    blocks = {
        "graph": packed({"nodes": _columns(network.nodes), "links": _columns(network.edges)}),
        "quotes": packed(_quotes(subgraph, links)),
    }
    filled = variables(
        title, language, css=["network.css"], js=["signs.js", "network-model.js", "network-draw.js", "network-page.js"], head=head,
        blocks=blocks, libraries={"vis": packed(library)}, back=back,
    )  # fmt: skip
    network.templateEnv.loader = ChoiceLoader([FunctionLoader(part), network.templateEnv.loader])
    network.templateEnv.globals.update(filled)
    network.path = "network.html"
    network.heading = ""
    return with_policy(network.generate_html(), [library])


def _library(network: Any) -> str:
    """The vis-network that pyvis brings, as the browser will run it."""
    source: str = network.templateEnv.loader.get_source(network.templateEnv, _LIBRARY)[0]
    return source


def _territories(node: Node) -> Sequence[str]:
    found = node.properties.get("territories")
    return [str(item) for item in found] if isinstance(found, (list, tuple)) else ()


def _nodes(
    nodes: Sequence[Node], links: Sequence[Relationship], placed: Positions, kinds: Mapping[str, Any], places: Sequence[str],
    groups: Sequence[Community],
) -> list[dict[str, Any]]:  # fmt: skip
    strength: Counter[str] = Counter()
    for link in links:
        strength[link.start] += 1
        strength[link.end] += 1
    for link in links:  # in circles all have one link: how often they came counts
        if link.type == "CAME":
            strength[link.start] = 3 * int(str(link.properties.get("meetings", 1)))
    kind_of = {key: number for number, key in enumerate(kinds)}
    place_of = {place: number for number, place in enumerate(places)}
    group_of = {member: group.index for group in groups for member in group.members}
    found = []
    for node in nodes:
        x, y = placed[node.id]
        found.append(
            {
                "id": node.id, "name": mask(node.name), "kind": kind_of[kind_key(node)], "x": x, "y": y,
                "size": round(7 + 2.2 * min(8.0, strength[node.id] ** 0.5), 1), "group": group_of.get(node.id, -1),
                "territories": [place_of[place] for place in _territories(node)],
                "facts": {key: _plain(value) for key, value in node.properties.items() if key not in _NOT_FACTS} or 0,
            }
        )  # fmt: skip
    return found


def _edges(links: Sequence[Relationship], known: Mapping[str, int], relations: Mapping[str, Any]) -> list[dict[str, Any]]:
    kind_of = {key: number for number, key in enumerate(relations)}
    found = []
    for link in links:
        facts = {key: _plain(value) for key, value in link.properties.items() if key not in _NOT_LINK_FACTS}
        if "introducers" in facts:
            facts["introducers"] = [[known[who], a, b] for who, a, b in facts["introducers"] if who in known]
        found.append(
            {
                "from": known[link.start], "to": known[link.end], "type": kind_of[link.type], "width": _width(link),
                "meetings": link.properties.get("meetings"), "first": link.properties.get("first"),
                "last": link.properties.get("last"), "facts": facts or 0,
            }
        )  # fmt: skip
    return found


def _plain(value: Any) -> Any:
    return mask(value) if isinstance(value, str) else value


def _width(link: Relationship) -> float:
    meetings = link.properties.get("meetings", 1)
    return round(1.0 + min(7.0, float(meetings) - 1) * 0.7, 1) if isinstance(meetings, (int, float)) and meetings else 1.2


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows as columns, which pack to half the size; a column with one value only in all rows is kept, the page counts on it."""
    keys = list(rows[0]) if rows else ["id", "from"]
    return {key: [row[key] for row in rows] for key in keys}


def _quotes(subgraph: Subgraph, links: Sequence[Relationship]) -> dict[str, Any]:
    """The sentences behind the links, each text and each record once: `of` holds for each link, in their order, quote, record and page
    three by three (0 where there is none)."""
    quotes: dict[str, int] = {}
    records: dict[str, int] = {}
    said: dict[str, list[Any]] = defaultdict(list)
    for one in subgraph.statements:
        entry = (quotes.setdefault(mask(one.quote), len(quotes)), records.setdefault(one.record, len(records)), one.page or 0)
        said[one.fact] += entry
    for link in links:
        quote, record = link.properties.get("quote"), link.properties.get("record")
        if link.fact not in said and quote:
            said[link.fact] += (
                quotes.setdefault(mask(str(quote)), len(quotes)),
                records.setdefault(str(record or ""), len(records)),
                0,
            )
    return {"quotes": list(quotes), "records": list(records), "of": [said.get(link.fact, 0) for link in links]}


def _notes(notes: Mapping[str, str]) -> list[dict[str, str]]:
    """The notes of a subgraph, one text or more: « fr » and « en », « fr2 » and « en2 », …"""
    ends = sorted({key[2:] for key in notes if key[:2] in ("fr", "en")}, key=lambda end: (len(end), end))
    return [
        {"fr": notes.get("fr" + end, notes.get("en" + end, "")), "en": notes.get("en" + end, notes.get("fr" + end, ""))}
        for end in ends
    ]


def _circles(groups: Sequence[Community], between: Mapping[tuple[int, int], int]) -> list[dict[str, Any]]:
    radii = [round(20 + 14 * len(group.members) ** 0.5, 1) for group in groups]
    placed = bubbles(radii, between) if groups else []
    return [
        {"name": group.name, "size": len(group.members), "x": x, "y": y, "r": r}
        for group, (x, y), r in zip(groups, placed, radii, strict=True)
    ]


def _between(links: Sequence[Relationship], groups: Sequence[Community]) -> dict[tuple[int, int], int]:
    """How strongly communities are linked: the two strongest links of each."""
    of = {member: group.index for group in groups for member in group.members}
    weights: Counter[tuple[int, int]] = Counter()
    for link in links:
        a, b = of.get(link.start), of.get(link.end)
        if a is not None and b is not None and a != b:
            weights[min(a, b), max(a, b)] += 1
    kept: set[tuple[int, int]] = set()
    for group in groups:
        mine = [pair for pair in weights if group.index in pair]
        kept |= set(sorted(mine, key=lambda pair: (-weights[pair], pair))[:_BETWEEN])
    return {pair: weights[pair] for pair in sorted(kept)}
