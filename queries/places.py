"""Where the network is: territories with their coverage and the share of pairs that met, and the bodies placed in them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..graph.model import Node, Relationship, Subgraph
from ..graph.store import Store
from . import lookup
from .answer import run
from .views import Reader, actor_nodes
from .wording import both, count

LABELS = {
    "bassin": "Bassin", "zone_emploi": "ZoneEmploi", "epci": "Epci", "commune": "Commune", "departement": "Departement",
    "region": "Region",
}  # fmt: skip
MOST = 80
"""Territories of one map at most, those with most meetings: each asks two questions of the store."""
_BEST = ("scope", "roster", "delegate", "attended")


def places(store: Store, scope: str | None = None, since: str | None = None, until: str | None = None) -> Subgraph:
    """The territories in which meetings were held (of `scope`, a territory, or all): `held` meetings, `coverage_share` (those with a
    complete list) and `pairs_share` (pairs of partners that met), both None where nothing is known, `code` and `sort` to find them on
    a map; and the bodies active there, each with a PLACED_IN link to the one territory it is drawn in."""
    reader = Reader(store)
    rows = [row for row in run(store, "territories", {}, "en").data if row["occasions"] or row["organisations"]]
    if scope:
        within = set(lookup.resolve_scope(store, scope).ids)
        rows = [row for row in rows if row["id"] in within]
    rows = rows[:MOST]
    territories = []
    for row in rows:
        given = {key: value for key, value in (("scope", row["id"]), ("since", since), ("until", until)) if value}
        counts = run(store, "never-met", {**given, "all": True}, "en").data
        known, pairs = counts["coverage"], counts["counts"]
        met = pairs["worked-together"] + pairs["plenary-only"]
        found: dict[str, Any] = {"name": row["territory"], "sort": row["kind"], "code": row["code"], "held": known["occasions"]}
        found["coverage_share"] = known["listed"] / known["occasions"] if known["occasions"] else None
        judged = pairs["pairs"] - pairs["not-known"]
        found["pairs_share"] = met / judged if judged else None
        held = count(known["occasions"], ("meeting held", "meetings held"), ("réunion tenue", "réunions tenues"))
        found["coverage"] = both(f"{known['listed']} of {held['en']}", f"{known['listed']} sur {held['fr']}")
        found["pairs"] = both(
            f"{met} met, {pairs['never-seen']} never seen together, {pairs['not-known']} not known",
            f"{met} se sont rencontrées, {pairs['never-seen']} jamais, {pairs['not-known']} non connues",
        )
        territories.append(Node(row["id"], ("Territory", LABELS[row["kind"]]), found))
    ours = {node.id for node in territories}
    at: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    bodies = {row["actor"] for row in reader.read("active_bodies", territories=sorted(ours))}
    for row in reader.read("active_in", organisations=sorted(bodies)):
        if row["territory"] in ours:
            basis = _BEST.index(row["basis"]) if row["basis"] in _BEST else len(_BEST)
            at[row["organisation"]].append((basis, -int(row["events"]), row["territory"]))
    links = [Relationship(f"in:{body}", "PLACED_IN", body, min(found)[2], {}) for body, found in sorted(at.items())]
    note = both(
        "Share of meetings with a complete list, and of pairs of partners that met, among those of which it is known.",
        "Part des réunions avec liste complète, et des paires de partenaires qui se sont rencontrées, parmi celles dont on sait.",
    )
    return Subgraph((*territories, *actor_nodes(reader, at)), tuple(links), (), note)
