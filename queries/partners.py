"""Who is a partner of a scope, on what ground, and who is only a resource. Pure functions over small values.

*member*: of its roster, partnership or committee; *delegate*: its person acts for the scope; *regular*: named at two local events, or
the scope is its own; *occasional*: named at one. Heads of networks, regional bodies, speakers and hosts are *resources*: people may
want to reach them, but nobody expects them to know everybody. A collective, a committee, the merely mentioned are neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .meetings import Thresholds

PartnerKind = Literal["member", "delegate", "regular", "occasional"]
Basis = Literal["member", "delegate", "scope"]

REGIONAL_KINDS = frozenset({"region", "carif_oref", "network"})
NOT_BODIES = frozenset({"instance", "working_group"})
_ORDER: tuple[PartnerKind, ...] = ("member", "delegate", "regular", "occasional")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the records of a scope know. `named`: local events at which a list names them, present or not; `attended`: those at
    which they were; `spoke`: those to which they contributed (speaker, host); `around`: occasions of a larger perimeter they
    attended. `bases`: other grounds; `wide`: serves a territory larger than the scope."""

    id: str
    name: str
    person: bool = False
    kind: str | None = None
    level: str | None = None
    wide: bool = False
    bases: frozenset[Basis] = frozenset()
    named: frozenset[str] = frozenset()
    attended: frozenset[str] = frozenset()
    spoke: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner with the first of its grounds."""

    candidate: Candidate
    kind: PartnerKind

    @property
    def id(self) -> str:
        return self.candidate.id


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is asked about (`partners`), who is left out for having come once only (`occasional`), and the resources."""

    partners: tuple[Partner, ...] = ()
    occasional: tuple[Partner, ...] = ()
    resources: tuple[Candidate, ...] = ()
    widened: bool = field(default=False)  # occasional ones count, because there were too few others


def is_resource(candidate: Candidate) -> bool:
    """True for heads of networks, regional bodies, and those who came to speak or to host only."""
    if candidate.level == "network" or candidate.kind in REGIONAL_KINDS or candidate.wide:
        return True
    return bool(candidate.spoke) and candidate.named <= candidate.spoke


def partner_kind(candidate: Candidate, thresholds: Thresholds) -> PartnerKind | None:
    """On what ground `candidate` is a partner, the strongest first; None when on none."""
    if "member" in candidate.bases:
        return "member"
    if "delegate" in candidate.bases:
        return "delegate"
    if is_resource(candidate):
        return None
    if "scope" in candidate.bases or len(candidate.named) >= thresholds.regular:
        return "regular"
    return "occasional" if candidate.named else None


def roster(
    candidates: Iterable[Candidate], thresholds: Thresholds, *, everybody: bool = False, committee: bool = False
) -> Roster:
    """The partners among `candidates`, members first, then by name.

    Occasional ones count when the others are fewer than `thresholds.fewest`, or with `everybody`. In a `committee` with `everybody`,
    all whom a list of a held session names are its members, resources or not.
    """
    partners: list[Partner] = []
    occasional: list[Partner] = []
    resources: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.name, c.id)):
        if candidate.level == "collective" or candidate.kind in NOT_BODIES:
            continue
        kind = partner_kind(candidate, thresholds)
        if kind is None and committee and everybody and candidate.named:
            kind = "occasional"
        if kind is None:
            if candidate.named or candidate.spoke or (candidate.around and is_resource(candidate)):
                resources.append(candidate)
        elif kind == "occasional":
            occasional.append(Partner(candidate, kind))
        else:
            partners.append(Partner(candidate, kind))
    widened = bool(occasional) and len(partners) < thresholds.fewest and not everybody
    if widened or everybody:
        partners, occasional = [*partners, *occasional], []
    partners.sort(key=lambda p: (_ORDER.index(p.kind), p.candidate.name, p.id))
    return Roster(tuple(partners), tuple(occasional), tuple(resources), widened)
