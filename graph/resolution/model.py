"""Values of the resolution: mentions, questions, decisions, the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["territory", "organisation", "person", "event", "programme", "partnership", "action"]


class Mention(NamedTuple):
    """An item of a record: the record's id and the item's local id. The permalink of whatever node it belongs to."""

    record: str
    item: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about two mentions. Who, when and why travel with it."""

    verdict: Literal["same", "different"]
    a: Mention
    b: Mention
    by: str = ""
    when: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a person decided about a name, for records to come too: `name` said of a body (or a person) means `target`.

    `perimeter` is the name of the territory whose records this holds for; "": records that give it none; None: every record.
    """

    kind: Literal["organisation", "person"]
    name: str
    target: Mention
    perimeter: str | None = None
    by: str = ""
    when: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Two nodes that no rule joins or keeps apart, by one mention of each, and the reason of the doubt in both languages.

    `sides` counts the records of the node of `a` and of the node of `b`: what the answer would bring together. Questions of one
    `group` (a name) may have one answer for all.
    """

    kind: Kind
    a: Mention
    b: Mention
    en: str
    fr: str
    group: str = ""
    sides: tuple[int, int] = (1, 1)

    @property
    def effect(self) -> int:
        """How much the answer changes: the records of the smaller side, whose facts would move to the other."""
        return min(self.sides)

    def change(self, language: str) -> str:
        """What « same » would change, in `language` ("fr", else English)."""
        a, b = self.sides
        if language == "fr":
            return f"« Les mêmes » réunit ce que disent {a} et {b} document(s)."
        return f"“Same” brings together what {a} and {b} record(s) say."


@dataclass(frozen=True, slots=True)
class Refused:
    """A joining that a rule or a decision asked for and another decision or a contradiction forbade."""

    a: Mention
    b: Mention
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who. `node_of` gives the node id of each mention; `clusters` the sorted mentions of each node; `places` the official
    place (kind, code) behind a territory node, where there is one; `homes` the départements and regions that a territory node
    lies in, as (département code, region code)."""

    node_of: Mapping[Mention, str]
    clusters: Mapping[str, tuple[Mention, ...]]
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    homes: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Organisation node → (network, place key) for local units."""
    questions: tuple[Question, ...] = ()
    """Most telling first."""
    refused: tuple[Refused, ...] = ()
