"""People whose office alone says for whom they sit: officers in the record of a body's own council or assembly, signers under its letterhead."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ...graph.model import Span
from .draft import Draft
from .mentions import Mentions

_OFFICE = re.compile(r"\b(?:(?:vice-|co-?)?président|trésori|secrétaire|direct(?:eur|rice)|administrat)", re.IGNORECASE)


def add_officers(draft: Draft, own: str | None) -> None:
    """Officers in the list of a body's own council or assembly who are given no other body sit for it."""
    placed = {link.start for link in draft.links.values() if link.type == "represented"}
    for number, row in enumerate(draft.attendance):
        if own and row.role and row.who in draft.people and row.who not in placed and _OFFICE.search(row.role):
            draft.link("represented", row.who, own, Span(*row.evidence.spans[0]), "represented.office", 0.75, role=row.role)
            draft.attendance[number] = row.model_copy(update={"on_behalf_of": (own,)})


_ROLE = (
    r"(?P<role>(?:vice-|co-?)?présidente?s?|trésori(?:er|ère)(?: adjointe?)?|secrétaire(?: générale?| adjointe?)?(?! de séance)|direct(?:eur|rice)(?: adjointe?| générale?)?|"
    r"coordinat(?:eur|rice)|animat(?:eur|rice)|administrat(?:eur|rice)|salariée?|gérante?|bénévole|adhérente?)"
    r"(?: (?:du club|de l['’]association|de la structure|du groupement|de la coopérative|du centre|de la maison))?"
)
_ROLE_BEFORE = re.compile(rf"(?:\b(?:le|la|notre|du|au|son|sa|et|par) |^\W*){_ROLE},?\s+(?:M\. |Mme |Mlle )?\Z", re.IGNORECASE)
_ROLE_AFTER = re.compile(
    rf"\s*(?:,|\()\s*(?:le |la |notre |son |sa )?{_ROLE}(?=\s*[,;.:)]|\s+(?:et|a|présente|ouvre|rappelle)\b|\s*$)", re.IGNORECASE
)


def add_own_officers(draft: Draft, mentions: Mentions, own: str) -> None:
    """« le président Paul Roux », « Anne Colin, trésorière » in the record of a body's own assembly: they speak for that body."""
    placed = {link.start for link in draft.links.values() if link.type == "represented"}
    for mention in mentions.all:
        if mention.kind != "person" or mention.id in placed:
            continue
        sentence = mentions.reading.sentence_at(mention.span.start)
        before = mentions.text[sentence.start : mention.span.start]
        role = _ROLE_AFTER.match(mentions.text[mention.span.end : sentence.end]) or _ROLE_BEFORE.search(before[-70:])
        if role is None or re.search(r"\b(?:représent|remplaç|ancien)\w*[^,;]*\Z", before[-60:]):
            continue
        placed.add(mention.id)
        draft.link("represented", mention.id, own, mention.span, "represented.own-office", 0.76, role=role["role"])


def add_mail_signature(draft: Draft, mentions: Mentions) -> None:
    """« Anne Colin » and, on the line below, her body and nothing else, at the foot of the text."""
    placed = {link.start for link in draft.links.values() if link.type == "represented"}
    lines = [line for line in mentions.reading.lines if line.text.strip()][-8:]
    for line, below in itertools.pairwise(lines):
        people = [m for m in mentions.inside(line.span) if m.kind == "person"]
        bodies = [m for m in mentions.inside(below.span) if m.kind == "body"]
        alone = len(people) == 1 and people[0].span.end - people[0].span.start >= 0.8 * len(line.text.strip())
        if not alone or len(bodies) != 1 or people[0].id in placed:
            continue
        if bodies[0].span.end - bodies[0].span.start >= 0.6 * len(below.text.strip()):
            span = Span(people[0].span.start, below.span.end)
            draft.link("represented", people[0].id, bodies[0].id, span, "represented.signature", 0.78)


def complete_rows(draft: Draft, mains: Sequence[str]) -> None:
    """A row without a body gets those that the text pairs the person with."""
    bodies = bodies_of(draft)
    for number, row in enumerate(draft.attendance):
        said = bodies.get(row.who, ())
        if row.event in mains and not row.on_behalf_of and 0 < len(said) < 3:
            draft.attendance[number] = row.model_copy(update={"on_behalf_of": tuple(said)})


def add_signers(draft: Draft, mentions: Mentions, own: str) -> None:
    """« Claire Morel, directrice » on a line of its own, under a letterhead: she speaks for the body of the letterhead."""
    placed = {link.start for link in draft.links.values() if link.type == "represented"}
    for mention in mentions.all:
        if mention.kind != "person" or mention.id in placed:
            continue
        line = mentions.reading.line_at(mention.span.start)
        before = mentions.text[line.span.start : mention.span.start]
        after = mentions.text[mention.span.end : line.span.end]
        role = re.fullmatch(r",\s*(?P<role>[^,;:()]{5,40}?)\W*", after)
        if role and not re.sub(r"[\W_]|\b(?:M|Mme|signé|le|la)\b", "", before) and _OFFICE.search(role["role"]):
            draft.link(
                "represented",
                mention.id,
                own,
                Span(mention.span.start, line.span.end),
                "represented.signer",
                0.78,
                role=role["role"],
            )


def bodies_of(draft: Draft) -> dict[str, list[str]]:
    """Person → the bodies it represents."""
    found: dict[str, list[str]] = {}
    for link in draft.links.values():
        if link.type == "represented" and not link.optional:
            found.setdefault(link.start, []).append(link.end)
    return found
