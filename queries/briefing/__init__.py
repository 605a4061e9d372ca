"""One page before a meeting: who has not met, who is expected and unseen, what was decided, the dates, introductions, a seating.

Everything stands beside the sentences it rests on. The page is short on purpose: a section shows its first lines and says how many more
there are and which question lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...graph.store import Store
from .. import lookup
from ..answer import parse_day, run
from ..gathering import gather
from ..views import Reader
from . import sections
from .head import facts, proofs
from .values import Asked, Audience, Briefing, Line, Section, Source, Sources

__all__ = ["Audience", "Briefing", "Line", "Section", "Source", "briefing"]


def briefing(
    store: Store, scope: str, *, since: str | None = None, until: str | None = None, seats: int = 4, audience: Audience = "names",
    level: str = "unit", language: str = "fr",
) -> Briefing:  # fmt: skip
    """What is known of `scope` before its next meeting, in both languages. For "organisations" no line and no source names a person.
    `level` counts each body ("unit"), each network, or the whole that a body is part of ("parent").

    Raises UnknownName for an unknown scope, QueryError for a wrong date.
    """
    reader = Reader(store)
    where = lookup.resolve_scope(store, scope)
    start, end = parse_day(since) if since else None, parse_day(until, last=True) if until else None
    given = {
        key: value for key, value in (("scope", where), ("since", start), ("until", end), ("level", level)) if value is not None
    }
    found = gather(reader, where, start, end)
    never = run(store, "never-met", given, language)
    ahead = [event for event in run(store, "agenda", {"scope": where}).data["events"] if event["earliest"] is not None]
    cite = Sources(audience)
    asked = Asked(
        store,
        reader,
        where,
        start,
        end,
        seats,
        audience,
        found,
        never,
        proofs(reader, found, never.data["partners"]),
        ahead,
        cite,
        level,
    )
    head = tuple(facts(asked))
    made = [
        sections.never(asked),
        sections.unseen(asked),
        sections.actions(asked),
        sections.introductions(asked),
        sections.dates(asked),
        sections.seating(asked),
        sections.known(asked),
    ]
    kept = [one for one in made if one is not None]
    said, new = cite.used([*head, *(line for one in kept for line in one.lines)])
    numbered = [replace(one, lines=tuple(_numbered(line, new) for line in one.lines)) for one in kept]
    return Briefing(where.name, found.as_of, head, tuple(numbered), said, audience)


def _numbered(line: Line, new: Mapping[int, int]) -> Line:
    """The line with the final numbers of its sources; those of the head come first and never change."""
    return replace(line, sources=tuple(sorted(new[number] for number in line.sources)))
