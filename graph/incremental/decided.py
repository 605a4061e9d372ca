"""What people decided, found by the items that it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..names import person_key
from ..record import Record
from ..resolution.clusters import Clustering, digest
from ..resolution.decisions import named
from ..resolution.model import Decision, Mention, Naming
from ..resolution.naming import body_key
from ..resolution.territories import Territories
from .tables import Tables


class Decisions:
    """What people decided (`decisions` as the resolution takes them). A mark is a decision's key."""

    def __init__(self, decisions: Iterable[Decision | Naming]) -> None:
        self.marks: dict[str, Decision | Naming] = {}
        self.pairs: dict[Mention, list[str]] = defaultdict(list)
        self.names: dict[str, list[tuple[str, Naming]]] = defaultdict(list)
        for decision in decisions:
            if isinstance(decision, Naming):
                mark = digest("naming", decision.kind, decision.name, *decision.target, str(decision.perimeter))
                self.pairs[decision.target].append(mark)
                self.names[_key(decision)].append((mark, decision))
            else:
                mark = digest(decision.verdict, *decision.a, *decision.b)
                self.pairs[decision.a].append(mark)
                self.pairs[decision.b].append(mark)
            self.marks[mark] = decision

    def marks_of(self, grp: str, record: Record, item: Any, places: Callable[[], Territories]) -> tuple[str, ...]:
        """The marks of the decisions that speak of an item; `places` gives the territories of its record."""
        mention = Mention(record.id, item.id)
        found = set(self.pairs.get(mention, ()))
        for mark, naming in self.names.get(called(grp, item) or "", ()):
            if mention in named(naming, [record], places()):
                found.add(mark)
        return tuple(sorted(found))

    def apply(self, clustering: Clustering, marked: Mapping[Mention, Sequence[str]]) -> None:
        """Put into `clustering` the decisions whose items are all among `marked`."""
        held: dict[str, list[Mention]] = defaultdict(list)
        for mention, marks in marked.items():
            for mark in marks:
                held[mark].append(mention)
        for mark, mentions in held.items():
            decision = self.marks[mark]
            if isinstance(decision, Naming):
                for mention in mentions if decision.target in marked else ():
                    if mention != decision.target:
                        clustering.join(decision.target, mention, -1)
            elif decision.a in marked and decision.b in marked:
                if decision.verdict == "same":
                    clustering.join(decision.a, decision.b, -1)
                else:
                    clustering.ban(decision.a, decision.b)

    def touched(self, former: Decisions, tables: Tables) -> set[str]:
        """The records that hold an item of a decision that is new or no longer holds."""
        records: set[str] = set()
        for mark in self.marks.keys() ^ former.marks.keys():
            decision = self.marks.get(mark) or former.marks[mark]
            if isinstance(decision, Naming):
                records.update(tables.column("SELECT DISTINCT record FROM m WHERE called = ?", _key(decision)))
                records.add(decision.target.record)
            else:
                records |= {decision.a.record, decision.b.record}
        return {record for record in records if tables.one("SELECT 1 FROM rec WHERE id = ?", record)}


def called(grp: str, item: Any) -> str | None:
    """The name of a body or a person as decisions about names see it; None for other items."""
    if grp == "o":
        return f"o {body_key(item.name)}"
    return f"p {person_key(item.name)}" if grp == "p" else None


def _key(decision: Naming) -> str:
    grp, key = ("o", body_key) if decision.kind == "organisation" else ("p", person_key)
    return f"{grp} {key(decision.name)}"
