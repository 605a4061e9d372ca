"""Kinds of points and of links on a map: words, colours, shapes, dashes.

Colours are those of Okabe and Ito and darker ones of the same hues; every kind of point has a sign and every kind of link a line of its
own, the same on every page, which the colour-blind and a black-and-white print tell apart.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from ..graph.model import Node, Relationship
from ..graph.ontology import ontology

_SHAPES = {"square": "square", "dot": "dot", "hexagon": "hexagon", "diamond": "diamond", "triangle": "triangle",
           "triangleDown": "triangleDown", "star": "star", "box": "square"}  # fmt: skip


@functools.cache
def _declared() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files(__package__).joinpath("kinds.toml").read_text("utf-8"))


def _sign(titles: Mapping[str, str], colour: str, shape: str, dark: str | None = None, hollow: bool = False) -> dict[str, Any]:
    return {"fr": titles["fr"], "en": titles["en"], "colour": colour, "dark": dark or colour, "shape": shape, "hollow": hollow}


@functools.cache
def signs() -> dict[str, dict[str, Any]]:
    """Kind → titles, colour on white and on a dark screen, shape, whether hollow: the same on every map and in the atlas. Organisations
    by their kind, in the order of `kinds.toml`, then the other labels as the ontology declares them."""
    found = {
        f"Organisation/{kind}": _sign(told, told["colour"], told["shape"], told.get("dark"), told.get("hollow", False))
        for kind, told in _declared().items()
        if "with" not in told
    }
    for label, node in ontology().nodes.items():
        if label != "Organisation":
            found[label] = _sign(node.plural, node.colour, _SHAPES[node.shape])
    return found


# What queries.views draws beside the relationships of the ontology. `missing`: nothing happened, so nothing is counted or dated.
_LINKS: Mapping[str, Mapping[str, Any]] = {
    "MET": {"fr": "se sont rencontrés", "en": "have met"},
    "NEVER_MET": {
        "fr": "jamais vus ensemble", "en": "never seen together", "colour": "#C0392B", "dark": "#FF8F7A", "opacity": 0.85,
        "dashes": [9, 6], "missing": True,
    },
    "NOT_KNOWN": {
        "fr": "on ne sait pas", "en": "not known", "colour": "#6B6B6B", "dark": "#9AA3AC", "opacity": 0.55, "dashes": [2, 6],
        "missing": True, "off": True,
    },
    "CAME": {"fr": "y a participé", "en": "took part", "opacity": 0.28},
    "EXPECTED": {"fr": "attendu, jamais vu sur une liste", "en": "expected, never seen on a list", "colour": "#C0392B",
                 "dark": "#FF8F7A", "opacity": 0.85, "dashes": [9, 6], "missing": True},
    "RESOURCE": {"fr": "ressource", "en": "resource", "dashes": [2, 5]},
    "ON": {"fr": "y a participé à des réunions", "en": "was at meetings about it"},
    "PARTNER_IN": {"colour": "#0072B2", "dark": "#56B4E9", "opacity": 0.7, "dashes": [14, 4]},
    "UNDER": {"colour": "#D55E00", "dark": "#FFA766", "opacity": 0.8, "dashes": [3, 3]},
    "PLACED_IN": {"fr": "y agit", "en": "is active there"},
}  # fmt: skip
_PLAIN: Mapping[str, Any] = {"colour": "#46505C", "dark": "#BEC8D2", "opacity": 0.38, "dashes": None}


def kind_key(node: Node) -> str:
    """The kind a point is drawn as: its label, for an organisation with its kind."""
    label = node.labels[-1]
    return label if label != "Organisation" else organisation_key(str(node.properties.get("kind", "other")))


def organisation_key(kind: str) -> str:
    """The kind that organisations of `kind` are drawn as."""
    told = _declared().get(kind)
    return f"Organisation/{told.get('with', kind) if told is not None else 'other'}"


def node_kinds(nodes: Iterable[Node]) -> dict[str, dict[str, Any]]:
    """Kind → its sign and how many there are, in the order of the key: organisations by number, the others after them."""
    counts = Counter(kind_key(node) for node in nodes)

    def rank(key: str) -> tuple[bool, bool, int, str]:
        body = key.startswith("Organisation/")
        return (not body, key == "Organisation/other", -counts[key] if body else 0, key)

    found: dict[str, dict[str, Any]] = {}
    for key in sorted(counts, key=rank):
        found[key] = {**signs()[key], "count": counts[key]}
        if key in ontology().nodes and ontology().nodes[key].also == "Territory":
            found[key]["place"] = True  # named before the rest
    return found


def link_kinds(links: Iterable[Relationship]) -> dict[str, dict[str, Any]]:
    """Type → titles, colour on white and on black, dashes and how many; commonest first, what is missing last."""
    counts = Counter(link.type for link in links)
    found = {}
    for kind in sorted(counts, key=lambda kind: (bool(_LINKS.get(kind, {}).get("missing")), -counts[kind], kind)):
        declared = ontology().relationships.get(kind)
        found[kind] = {**(declared.title if declared else {}), **_PLAIN, **_LINKS.get(kind, {}), "count": counts[kind]}
    if "NOT_KNOWN" in found:  # shown at first where it is all that can be said, and not a thicket
        found["NOT_KNOWN"]["off"] = "NEVER_MET" in found or counts["NOT_KNOWN"] > 150
    return found
