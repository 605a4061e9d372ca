"""The network page: one file, no network, everything beside the picture that a reader needs. The only import of pyvis.

pyvis holds the model and writes the HTML through our template, which inlines the vis-network that pyvis brings. Positions come from
`layout`, physics is off. Names and quotes are data: JSON in a script that is not executed, text nodes in the page, never HTML.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from importlib import resources
from typing import Any

from ..graph.language import Language
from ..graph.model import Node, Relationship, Subgraph
from ..graph.ontology import ontology
from .layout import Positions, communities, positions
from .pages import data_json, with_policy

WHOLE = 800
"""Nodes up to which the page opens on the whole map; above, on communities."""
_SHAPES = {"square": "square", "dot": "dot", "hexagon": "hexagon", "diamond": "diamond", "triangle": "triangle",
           "triangleDown": "triangleDown", "star": "star", "box": "square"}  # fmt: skip

# Okabe-Ito, told apart by the colour-blind; the kinds of organisation that occur most often get one each, the rest is grey.
_PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A6A00")
_OTHER = "#7F7F7F"
_KIND_SHAPES = ("square", "triangle", "diamond", "hexagon", "star", "triangleDown", "dot")

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


def page(
    subgraph: Subgraph, *, title: str, language: Language = "fr", layout: Mapping[str, tuple[float, float]] | None = None
) -> str:
    """One self-contained HTML page that shows `subgraph`: map, search, filters, panel with the sentences, table, downloads.

    `layout` holds the positions of an earlier picture, taken as a start. Equal subgraphs give equal pages.
    """
    from jinja2 import ChoiceLoader, DictLoader
    from pyvis.network import Network

    placed = positions(subgraph, layout)
    kinds = _kinds(subgraph)
    network = Network(cdn_resources="in_line", directed=False)
    # pyvis' add_edge scans all edges and drops a second link between two nodes: the dictionaries are filled directly.
    network.nodes.extend(_nodes(subgraph, placed, kinds))
    network.edges.extend(_edges(subgraph))
    network.options = {}
    template = resources.files(__package__).joinpath("templates/network.html").read_text("utf-8")
    network.templateEnv.loader = ChoiceLoader([DictLoader({"maillage.html": template}), network.templateEnv.loader])
    network.path = "maillage.html"
    extra = {
        "title": title,
        "language": language,
        "kinds": kinds,
        "statements": _statements(subgraph),
        "communities": _communities(subgraph, placed) if len(subgraph.nodes) > WHOLE else [],
        "notes": dict(subgraph.notes),
        "relations": {name: dict(kind.title) for name, kind in ontology().relationships.items()}
        | {"MET": {"fr": "se sont rencontrés", "en": "met"}},
    }
    network.templateEnv.globals.update(maillage_title=title, maillage_language=language, maillage_data=data_json(extra))
    network.templateEnv.filters["data"] = data_json
    network.heading = ""
    return with_policy(network.generate_html())


def _kinds(subgraph: Subgraph) -> dict[str, dict[str, Any]]:
    """Key of a kind → its titles, colour, shape: one for each label, organisations by their kind."""
    counts = Counter(_kind_key(node) for node in subgraph.nodes)
    organisations = sorted((key for key in counts if key.startswith("Organisation/")), key=lambda key: (-counts[key], key))
    found: dict[str, dict[str, Any]] = {}
    for number, key in enumerate(organisations):
        kind = key.split("/", 1)[1]
        titles = KIND_TITLES.get(kind, {"fr": "Autres structures", "en": "Other organisations"})
        colour = _PALETTE[number] if number < len(_PALETTE) and kind in KIND_TITLES else _OTHER
        shape = _KIND_SHAPES[number % len(_KIND_SHAPES)] if kind in KIND_TITLES else "square"
        found[key] = {"fr": titles["fr"], "en": titles["en"], "colour": colour, "shape": shape, "count": counts[key]}
    for key in sorted(set(counts) - set(organisations)):
        declared = ontology().nodes[key]
        found[key] = {
            "fr": declared.plural["fr"], "en": declared.plural["en"], "colour": declared.colour, "shape": _SHAPES[declared.shape],
            "count": counts[key],
        }  # fmt: skip
    return found


def _kind_key(node: Node) -> str:
    label = node.labels[-1]
    if label != "Organisation":
        return label
    kind = str(node.properties.get("kind", "other"))
    return f"Organisation/{kind if kind in KIND_TITLES else 'other'}"


def _nodes(subgraph: Subgraph, placed: Positions, kinds: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    strength: Counter[str] = Counter()
    for link in subgraph.relationships:
        strength[link.start] += 1
        strength[link.end] += 1
    found = []
    for node in sorted(subgraph.nodes, key=lambda node: node.id):
        kind = _kind_key(node)
        x, y = placed[node.id]
        facts = {
            key: value
            for key, value in node.properties.items()
            if key not in ("name", "name_key", "identifiers", "kind", "earliest", "latest")
        }
        found.append(
            {
                "id": node.id, "name": node.name, "kind": kind, "x": x, "y": y, "shape": kinds[kind]["shape"],
                "color": kinds[kind]["colour"],
                "size": round(7 + 2.2 * min(8.0, strength[node.id] ** 0.5), 1), "facts": facts,
            }
        )  # fmt: skip
    return found


def _edges(subgraph: Subgraph) -> list[dict[str, Any]]:
    known = {node.id for node in subgraph.nodes}
    found = []
    for link in sorted(subgraph.relationships, key=lambda link: link.fact):
        if link.start in known and link.end in known:
            meetings = link.properties.get("meetings")
            found.append(
                {
                    "id": link.fact, "from": link.start, "to": link.end, "type": link.type, "width": _width(link), "meetings": meetings,
                    "last": link.properties.get("last"),
                    "facts": {k: v for k, v in link.properties.items() if k not in ("meetings", "last", "quote", "record", "sources")},
                }
            )  # fmt: skip
    return found


def _width(link: Relationship) -> float:
    meetings = link.properties.get("meetings", 1)
    return round(1.0 + min(7.0, float(meetings) - 1) * 0.7, 1) if isinstance(meetings, (int, float)) else 1.0


def _statements(subgraph: Subgraph) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for said in subgraph.statements:
        found[said.fact].append({"quote": said.quote, "record": said.record, "page": said.page})
    for link in subgraph.relationships:
        if link.fact not in found and link.properties.get("quote"):
            found[link.fact].append({"quote": link.properties["quote"], "record": link.properties.get("record"), "page": None})
    return dict(sorted(found.items()))


def _communities(subgraph: Subgraph, placed: Positions) -> list[dict[str, Any]]:
    found = []
    for group in communities(subgraph):
        xs, ys = [placed[node][0] for node in group.members], [placed[node][1] for node in group.members]
        found.append(
            {
                "name": group.name,
                "members": list(group.members),
                "x": round(sum(xs) / len(xs), 1),
                "y": round(sum(ys) / len(ys), 1),
            }
        )
    return found
