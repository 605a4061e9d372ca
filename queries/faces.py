"""Who comes for a body: the people last seen for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ..graph.names import fold
from .gathering import Reader

LATELY = 365
"""Days before the newest visit within which others of the body are its faces too."""


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody who came for a body; `last` is the last day, None for a person known by name only."""

    id: str
    name: str
    role: str
    last: date | None


def faces(reader: Reader, bodies: Collection[str]) -> dict[str, list[Face]]:
    """Body → who came for it last and who came in the year before, by name; everybody it is known to have when nobody was ever seen."""
    people: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in reader.read("people_of", organisations=sorted(bodies)):
        known = people[row["organisation"]].get(row["person"])
        people[row["organisation"]][row["person"]] = (row["name"], row["role"] or (known[1] if known else ""))
    seen: dict[tuple[str, str], date] = {}
    for row in reader.read("history", actors=sorted({person for found in people.values() for person in found})):
        if row["state"] == "ATTENDED" and row["latest"] and row["status"] == "held":
            for body in row["bodies"]:
                key = (body, row["actor"])
                seen[key] = max(seen.get(key, row["latest"]), row["latest"])
    result: dict[str, list[Face]] = {}
    for body, found in people.items():
        newest = max((seen[body, person] for person in found if (body, person) in seen), default=None)
        kept = [
            Face(person, name, role, seen.get((body, person)))
            for person, (name, role) in found.items()
            if newest is None or ((body, person) in seen and (newest - seen[body, person]).days <= LATELY)
        ]
        result[body] = sorted(kept, key=lambda face: (fold(face.name), face.id))
    return result
