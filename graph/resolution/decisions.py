"""What people decided, put before every rule: pairs joined or kept apart, names that mean one body in one perimeter."""

from __future__ import annotations

from collections.abc import Sequence

from ..names import person_key
from ..record import Record
from .clusters import Clustering
from .model import Decision, Mention, Naming
from .naming import body_key
from .territories import Territories, place_key

_KINDS = {"organisations": "organisation", "people": "person"}


def decided(
    clustering: Clustering,
    decisions: Sequence[Decision | Naming],
    records: Sequence[Record],
    group: str,
    territories: Territories | None = None,
) -> Clustering:
    """`clustering` with the decisions that speak of items of `group`; those whose mentions no record holds any more have no effect."""
    known = {Mention(record.id, item.id) for record in records for item in getattr(record, group) if not item.optional}
    for decision in decisions:
        if isinstance(decision, Naming):
            if decision.target in known and decision.kind == _KINDS.get(group) and territories is not None:
                for mention in named(decision, records, territories):
                    if mention != decision.target:
                        clustering.join(decision.target, mention, -1)
        elif decision.a in known and decision.b in known:
            if decision.verdict == "same":
                clustering.join(decision.a, decision.b, -1)
            else:
                clustering.ban(decision.a, decision.b)
    return clustering


def named(decision: Naming, records: Sequence[Record], territories: Territories) -> list[Mention]:
    """The mentions that bear the decision's name in a record, or with a scope, of its perimeter."""
    key = body_key if decision.kind == "organisation" else person_key
    wanted = key(decision.name)
    where = place_key(decision.perimeter) if decision.perimeter else decision.perimeter
    found = []
    for record in records:
        items = record.organisations if decision.kind == "organisation" else record.people
        for item in items:
            if not item.optional and key(item.name) == wanted:
                scope = territories.keys.get(Mention(record.id, getattr(item, "scope", None) or ""))
                places = {scope} if scope else territories.keys_of(record)
                if where is None or where in places or (where == "" and not places):
                    found.append(Mention(record.id, item.id))
    return found
