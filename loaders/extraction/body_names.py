"""What the name of an organisation says, and where it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...graph import reference
from ...graph.model import Span
from ...graph.names import name_key

_INTERCO = re.compile(r"^(?:communaute (?:communes|agglomeration|urbaine)|cc|ca|cu|agglo|agglomeration) ")


def place_key(qualifier: str) -> str:
    """« 31 » and « Haute-Garonne » tell the same unit."""
    found = reference.find_places(qualifier, ("departement",)) if qualifier[:1].isdigit() else ()
    return found[0].name if found else qualifier


@dataclass(frozen=True, slots=True)
class BodyName:
    """What a name says of a body: usual form, kind, level, the network it is a unit of and what tells the unit apart."""

    name: str
    kind: str
    level: str = "body"
    network: str | None = None
    qualifier: str | None = None
    long: str | None = None
    acronym: str | None = None
    unit: str | None = None

    @property
    def key(self) -> str:
        """Bodies of one record with one key are one."""
        if self.unit:
            return self.unit
        if self.kind == "intermunicipal" and not self.network:
            rest = _INTERCO.sub("", name_key(self.name))
            return f"intercommunalite {rest}" if rest else name_key(self.name)
        return name_key(f"{self.network} {place_key(self.qualifier)}") if self.network and self.qualifier else name_key(self.name)

    @property
    def other_key(self) -> str:
        """Key by network and place, also of a unit that the reference tables know."""
        return name_key(f"{self.network} {place_key(self.qualifier)}") if self.network and self.qualifier else self.key

    @property
    def bare(self) -> bool:
        """A network's name without what tells the unit apart."""
        return self.network is not None and self.qualifier is None


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body named at `span`."""

    span: Span
    body: BodyName
    rule: str
    confidence: float
