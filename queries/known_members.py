"""What is known of members and territories, as rows to propose for a roster."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..graph.names import fold
from ..graph.roster import Known, KnownTerritory
from ..graph.store import Store
from .views import Reader
from .wording import when

_BASIS = {
    "roster": {"fr": "déjà au répertoire", "en": "on the roster already"},
    "member": {"fr": "membre d'après un document", "en": "member, a record says"},
    "scope": {"fr": "son territoire, d'après un document", "en": "its own territory, a record says"},
    "delegate": {"fr": "quelqu'un agit ici pour cette structure", "en": "somebody acts here for it"},
}


def known_members(store: Store, language: str) -> tuple[list[Known], list[KnownTerritory]]:
    """The bodies that records show as members or regulars of each territory, committee and partnership, by scope and name, each with
    why it is proposed in `language`; and the bassins that meetings concern, with what they lie in."""
    reader = Reader(store)
    around: dict[str, dict[str, str]] = defaultdict(dict)
    territories: dict[str, dict[str, Any]] = {}
    for row in reader.read("known_territories"):
        territories[row["id"]] = row
        if row["around"]:
            around[row["id"]].setdefault(row["around_kind"], row["around"])
    covers = {row["partnership"]: row["territory"] for row in reader.read("covered")}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    notes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(reader.read("known_members"), key=lambda row: (row["scope"], row["body"], row["basis"], row["meetings"])):
        key = (row["scope"], row["body"])
        rows.setdefault(key, row)
        notes[key].append(_note(row, language))
    members = [
        Known(
            scope=row["name"], kind=row["kind"], within=_within(row, around, territories, covers), body=row["body"],
            network=row["network"] or "", note=" ; ".join(dict.fromkeys(notes[key])),
        )
        for key, row in rows.items()
        if row["kind"] not in ("departement", "region")  # wide bodies by nature: nobody keeps a roster of a whole region here
    ]  # fmt: skip
    members.sort(key=lambda known: (known.kind, fold(known.scope), fold(known.body)))
    own = [
        KnownTerritory(row["name"], row["kind"], _outer(around[key]))
        for key, row in territories.items()
        if row["kind"] == "bassin"
    ]
    return members, sorted(own, key=lambda known: (fold(known.name), known.within))


def _within(
    row: dict[str, Any], around: dict[str, dict[str, str]], territories: dict[str, dict[str, Any]], covers: dict[str, str]
) -> str:
    if row["kind"] == "partnership":
        return str(territories[covers[row["scope"]]]["name"]) if covers.get(row["scope"]) in territories else ""
    if row["kind"] == "committee":
        return ""
    return _outer(around[row["scope"]])


def _outer(found: dict[str, str]) -> str:
    return next((found[kind] for kind in ("departement", "region") if kind in found), "")


def _note(row: dict[str, Any], language: str) -> str:
    if row["basis"] in _BASIS:
        return _BASIS[row["basis"]][language]
    last = when(row["last"].isoformat(), language) if row["last"] else ""
    if language == "fr":
        return f"vu {row['meetings']} fois" + (f", la dernière le {last}" if last else "")
    return f"seen {row['meetings']} times" + (f", last on {last}" if last else "")
