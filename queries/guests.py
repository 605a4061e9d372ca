"""From the lines of a list to the people and bodies of the graph. What does not match, or may mean two, is said, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ..graph.names import fold, name_key, person_key
from .gathering import Reader


class Written(Protocol):
    """A line of a list, as `loaders.guests` reads it."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def person(self) -> str | None: ...
    @property
    def body(self) -> str | None: ...
    @property
    def pieces(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Known:
    """A node that a line may mean."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Guest:
    """A line and whom it means. `person` and `body` are nodes of the graph; `bodies` those that the person is known to stand for;
    `several` holds the nodes between which the line does not choose, `namesakes` those of the person's name that it does not mean; `said`
    is the name of the guest as the line writes it."""

    number: int
    text: str
    said: str
    person: Known | None = None
    body: Known | None = None
    bodies: tuple[Known, ...] = ()
    several: tuple[Known, ...] = ()
    namesakes: tuple[Known, ...] = ()
    body_text: str | None = None

    @property
    def matched(self) -> bool:
        return self.person is not None or self.body is not None


_PLACE = re.compile(r"\s*\([^()]*\)\s*$")


class Directory:
    """Everybody in the graph by the ways in which people write them. `preferred` are the nodes that win where several fit."""

    def __init__(self, reader: Reader, preferred: Collection[str] = ()) -> None:
        self._reader, self._preferred = reader, frozenset(preferred)
        self._names: dict[str, str] = {}
        self._people: dict[str, set[str]] = defaultdict(set)
        self._bodies: dict[str, set[str]] = defaultdict(set)
        for row in reader.read("actor_names"):
            self._names[row["id"]] = row["name"]
            names = [row["name"], *(other for other in row["others"] or () if other)]
            if row["label"] == "Person":
                for name in names:
                    self._people[person_key(name)].add(row["id"])
            else:
                for name in names:
                    for written in (name, _PLACE.sub("", name)):
                        self._bodies[name_key(written)].add(row["id"])
        self._people.pop("", None)
        self._bodies.pop("", None)

    def match(self, lines: Iterable[Written]) -> list[Guest]:
        """A guest for each line, in their order."""
        found = [self._line(line) for line in lines]
        people = sorted(
            {one.id for guest in found for one in (guest.person, *guest.several) if one is not None and one.id[0] == "p"}
        )
        bodies: dict[str, list[Known]] = defaultdict(list)
        for row in self._reader.read("bodies", people=people):
            bodies[row["person"]].append(Known(row["organisation"], row["name"]))
        return [self._with_bodies(guest, bodies) for guest in found]

    def _line(self, line: Written) -> Guest:
        pieces = list(line.pieces)
        people = [line.person] if line.person else [] if line.body else [*pieces, line.text]
        names = [line.body] if line.body else [] if line.person else [*pieces, line.text]
        person_text, persons = self._first(people, self._person)
        body_text, bodies = self._first([name for name in names if name != person_text], self._body)
        said = line.person or line.body or person_text or body_text or (pieces[0] if pieces else line.text)
        told = line.body or body_text or (pieces[1] if not line.person and person_text is None and len(pieces) > 1 else None)
        body, person = self._one(bodies), next(iter(persons)) if len(persons) == 1 else None
        several = persons if persons and person is None else bodies if bodies and body is None and not persons else ()
        return Guest(
            line.number,
            line.text,
            said,
            self._known(person),
            self._known(body),
            several=tuple(Known(one, self._names[one]) for one in sorted(several, key=lambda key: (fold(self._names[key]), key))),
            body_text=told,
        )

    def _known(self, node: str | None) -> Known | None:
        return None if node is None else Known(node, self._names[node])

    def _first(self, texts: Iterable[str], find: Callable[[str], Collection[str]]) -> tuple[str | None, frozenset[str]]:
        for text in texts:
            found = find(text)
            if found:
                return text, frozenset(found)
        return None, frozenset()

    def _person(self, text: str) -> set[str]:
        return self._people.get(person_key(text), set()) if " " in fold(text) else set()

    def _body(self, text: str) -> set[str]:
        return self._bodies.get(name_key(text)) or self._bodies.get(name_key(_PLACE.sub("", text)), set())

    def _one(self, found: Collection[str]) -> str | None:
        """The only one, or the only preferred one."""
        kept = found if len(found) < 2 else [one for one in found if one in self._preferred]
        return next(iter(kept)) if len(kept) == 1 else None

    def _with_bodies(self, guest: Guest, bodies: dict[str, list[Known]]) -> Guest:
        """The guest with the bodies of its person; of two people of one name, the one whose body the line names, else the preferred."""
        person, several = guest.person, guest.several
        if person is None and several and several[0].id[0] == "p":
            fitting = [one for one in several if guest.body is not None and guest.body in bodies[one.id]]
            if not fitting and guest.body_text is None:
                fitting = [one for one in several if one.id in self._preferred]
            if len(fitting) == 1:
                person, several = fitting[0], ()
        own = tuple(bodies[person.id]) if person else ()
        others = tuple(one for one in guest.several if person is not None and one != person)
        return replace(guest, person=person, bodies=own, several=several, namesakes=others)
