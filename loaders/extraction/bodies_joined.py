"""Mentions of bodies seen together: long names with their sigle, units of a service, names that stand again alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...graph.model import Span
from ...graph.names import name_key
from .abbreviations import find_pairings
from .body_names import BodyMention, BodyName
from .tokens import tidy_case


def named_again(text: str, mentions: Sequence[BodyMention]) -> list[BodyMention]:
    """Other places where a name that a noun or its form made known stands alone (« l'association Roue Libre », then « Roue Libre »)."""
    kept = list(mentions)
    names = {
        m.body.name: m
        for m in kept
        if m.rule in ("bodies.noun", "bodies.shape", "bodies.statute", "bodies.paired") and " " in m.body.name
    }
    for name, first in names.items():
        if len(name) < 7 or name.isupper():
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            span = Span(*match.span())
            over = [m for m in kept if m.span.start < span.end and span.start < m.span.end]
            if all(span.start <= m.span.start and m.span.end <= span.end and m.span != span for m in over):
                kept = [m for m in kept if m not in over]
                kept.append(BodyMention(span, first.body, first.rule, first.confidence))
    return kept


def paired(text: str, mentions: Sequence[BodyMention]) -> list[BodyMention]:
    """Bodies told by a long name with its sigle; what was read inside the long name goes, a sigle that names a measure too."""
    kept = list(mentions)
    for pair in find_pairings(text):
        sigles = [Span(*m.span()) for m in re.finditer(rf"(?<![\w-]){re.escape(pair.sigle)}(?![\w-])", text)]
        inside = [m for m in kept if pair.span.start < m.span.end and m.span.start < pair.span.end]
        if any(m.body.network and m.span.end >= pair.span.end - 1 for m in inside):
            continue  # a network names itself
        clash = [m for m in kept if m.span in sigles and m.rule == "bodies.sigle"]
        if not pair.body:
            kept = [m for m in kept if m not in clash]
            continue
        kind = next((m.body.kind for m in inside if m.span.start == pair.span.start), "other")
        long = tidy_case(pair.long) if pair.long.isupper() else pair.long
        body = BodyName(long, kind, acronym=pair.sigle)
        kept = [m for m in kept if m not in clash and m not in inside]
        taken = [m.span for m in kept]
        for span in (pair.span, *sigles):
            if not any(span.start < other.end and other.start < span.end for other in taken):
                kept.append(BodyMention(span, body, "bodies.paired", 0.85))
    return kept


_SERVICES = frozenset(["Direccte", "DREETS", "DRIEETS", "DDETS", "DEETS", "DDTEFP"])


def joined_units(text: str, mentions: Sequence[BodyMention]) -> list[BodyMention]:
    """« Direccte, unité territoriale 22 »: the unit of a state service is that service's, not a body of its own."""
    kept: list[BodyMention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        unit = re.match(
            r"(?:UT|UD|unité (?:territoriale|départementale))\b", text[mention.span.start : mention.span.end], re.IGNORECASE
        )
        if (
            unit
            and last
            and last.body.network in _SERVICES
            and re.fullmatch(r"\s*(?:,|/|–|-|\()?\s*", text[last.span.end : mention.span.start])
        ):
            span = Span(last.span.start, mention.span.end)
            qualifier = name_key(text[mention.span.start : mention.span.end])
            body = replace(
                last.body,
                name=f"{last.body.name}, {text[mention.span.start : mention.span.end]}",
                qualifier=qualifier,
                level="unit",
            )
            kept[-1] = BodyMention(span, body, last.rule, last.confidence)
            continue
        kept.append(mention)
    return kept
