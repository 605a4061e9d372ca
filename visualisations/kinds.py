"""Kinds of points and of links on a map: words, colours, shapes, dashes.

Colours are Okabe and Ito's, told apart by the colour-blind; every colour has a shape of its own, every kind of link a line of its own,
so that a black-and-white print says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ..graph.model import Node, Relationship
from ..graph.ontology import ontology

_SHAPES = {"square": "square", "dot": "dot", "hexagon": "hexagon", "diamond": "diamond", "triangle": "triangle",
           "triangleDown": "triangleDown", "star": "star", "box": "square"}  # fmt: skip
_SIGNS = (
    ("#0072B2", "square"), ("#D55E00", "triangle"), ("#009E73", "diamond"), ("#CC79A7", "hexagon"), ("#E69F00", "triangleDown"),
    ("#56B4E9", "star"),
)  # fmt: skip
"""One for each of the kinds of organisation that occur most; the next ones get the same shapes hollow; the rest are grey dots."""
_REST = ("#6B6B6B", "dot")

KIND_TITLES: Mapping[str, Mapping[str, str]] = {
    "mission_locale": {"fr": "Missions locales", "en": "Missions locales"},
    "public_employment": {"fr": "Service public de l'emploi", "en": "Public employment service"},
    "disability_employment": {"fr": "Emploi et handicap", "en": "Employment and disability"},
    "guidance": {"fr": "Orientation", "en": "Guidance"},
    "region": {"fr": "Régions", "en": "Regional councils"},
    "departement": {"fr": "Départements", "en": "Département councils"},
    "municipality": {"fr": "Communes", "en": "Municipalities"},
    "intermunicipal": {"fr": "Intercommunalités", "en": "Intermunicipal bodies"},
    "prefecture": {"fr": "Préfectures", "en": "Prefectures"},
    "state": {"fr": "Services de l'État", "en": "State services"},
    "chamber": {"fr": "Chambres consulaires", "en": "Chambers"},
    "training_body": {"fr": "Organismes de formation", "en": "Training bodies"},
    "funder": {"fr": "Financeurs de la formation", "en": "Training funders"},
    "employers": {"fr": "Organisations patronales", "en": "Employers' organisations"},
    "union": {"fr": "Syndicats", "en": "Unions"},
    "association": {"fr": "Associations", "en": "Associations"},
    "inclusion": {"fr": "Insertion", "en": "Inclusion"},
    "company": {"fr": "Entreprises", "en": "Companies"},
    "carif_oref": {"fr": "Carif-Oref", "en": "Carif-Oref"},
    "school": {"fr": "Établissements scolaires", "en": "Schools"},
    "health": {"fr": "Santé", "en": "Health"},
    "instance": {"fr": "Instances", "en": "Committees"},
    "working_group": {"fr": "Groupes de travail", "en": "Working groups"},
    "network": {"fr": "Réseaux", "en": "Networks"},
    "public_service": {"fr": "Services publics", "en": "Public services"},
}
OTHER_TITLE: Mapping[str, str] = {"fr": "Autres structures", "en": "Other organisations"}

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
    if label != "Organisation":
        return label
    kind = str(node.properties.get("kind", "other"))
    return f"Organisation/{kind if kind in KIND_TITLES else 'other'}"


def node_kinds(nodes: Iterable[Node]) -> dict[str, dict[str, Any]]:
    """Kind → titles, colour, shape and how many, in the order of the key: organisations by number, the others after them."""
    counts = Counter(kind_key(node) for node in nodes)
    named = [key for key in counts if key.startswith("Organisation/") and not key.endswith("/other")]
    named.sort(key=lambda key: (-counts[key], key))
    found: dict[str, dict[str, Any]] = {}
    taken = {_SHAPES[ontology().nodes[key].shape] for key in counts if not key.startswith("Organisation/")}
    signs = [sign for sign in _SIGNS if sign[1] not in taken]
    turns = [(*sign, hollow) for hollow in (False, True) for sign in signs]
    for number, key in enumerate(named):
        colour, shape, hollow = turns[number] if number < len(turns) else (*_REST, False)
        titles = KIND_TITLES[key.split("/", 1)[1]]
        found[key] = {**titles, "colour": colour, "shape": shape, "hollow": hollow, "count": counts[key]}
    if "Organisation/other" in counts:
        found["Organisation/other"] = {
            **OTHER_TITLE,
            "colour": _REST[0],
            "shape": _REST[1],
            "count": counts["Organisation/other"],
        }
    for key in sorted(key for key in counts if not key.startswith("Organisation/")):
        declared = ontology().nodes[key]
        found[key] = {**declared.plural, "colour": declared.colour, "shape": _SHAPES[declared.shape], "count": counts[key]}
        found[key]["place"] = declared.also == "Territory"  # named before the rest
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
