"""What bodies do for the events beside the main one: they hold them together, are visited, hold their own councils."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...graph.model import Span
from ...graph.names import fold
from .draft import Draft
from .joint_acts import is_agent
from .mentions import Mentions
from .partners import Pact

Placed = Sequence[tuple[str, Span, Span]]
"""(event, clause, sentence) of the events beside the main one."""

_HOLD = re.compile(
    r"\b(?:co-?)?(?:organis|anim|port|mont|tien|propos|coordonn|prépar|lanc|install|accueill|recherch|cherch|ouvr|particip|interv)\w*",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\b(?:co-?organis|l['’]organis|y (?:tien|particip|interv|présent|ser)\w*|un stand|des stands|programme (?:coordonné|porté|monté))",
    re.IGNORECASE,
)
_COUNCIL = re.compile(
    r"(?:\w+ )?(?:prochaine? |dernière? )?(?:conseil d['’]administration|conseil (?:communautaire|municipal|syndical|départemental|régional|de surveillance|de perfectionnement)|commission permanente|assemblée générale(?: \w+)?|CA|AG|bureau)\b",
    re.IGNORECASE,
)
_PACTS = frozenset(
    ["partners.act", "partners.by", "partners.with", "partners.together", "partners.joint", "partners.person", "partners.people"]
)


def add_joint_contributions(draft: Draft, mentions: Mentions, occasions: Placed, pacts: Sequence[Pact]) -> None:
    """Bodies that a sentence says to hold an event together took part in it: in its own sentence, or in the one after on its line."""
    sentences = mentions.reading.sentences
    for event, _, sentence in occasions:
        if not _open_to(draft, event):
            continue
        alone = sum(other == sentence for _, _, other in occasions) == 1
        number = next((i for i, span in enumerate(sentences) if span.start == sentence.start), None)
        after = sentences[number + 1] if number is not None and number + 1 < len(sentences) else None
        same_line = after is not None and mentions.reading.line_at(after.start) is mentions.reading.line_at(sentence.start)
        for pact in pacts:
            words = mentions.text[pact.span.start : min(len(mentions.text), pact.span.end + 90)]
            if pact.rule not in _PACTS or not _HOLD.search(words):
                continue
            here = alone and sentence.start <= pact.span.start < sentence.end
            next_to = (
                same_line and after is not None and after.start <= pact.span.start < after.end and bool(_OF_IT.search(words))
            )
            if here or next_to:
                for member in pact.members:
                    draft.link("contributed", member, event, pact.span, "events.joint", 0.75, role="organiser")


def add_agents(draft: Draft, mentions: Mentions, occasions: Placed) -> None:
    """« un stage aura lieu le 2 mai, payé par A »; the body that a visit is paid to; the body whose council meets."""
    for event, clause, sentence in occasions:
        item = draft.events[event]
        if not _open_to(draft, event):
            continue
        for run in mentions.runs(sentence):
            before = mentions.text[sentence.start : run[0].span.start]
            if is_agent(before) and clause.start <= run[0].span.start < clause.end:
                for member in run:
                    draft.link("contributed", member.id, event, member.span, "events.agent", 0.75, role="organiser")
        title = fold(item.title)
        for mention in mentions.inside(clause):
            said = fold(mentions.text[mention.span.start : mention.span.end])
            if mention.kind != "body" or said not in title:
                continue
            lead = title.split(said)[0]
            if item.kind == "visit" and re.match(r"(?:\w+ )?visites?\b.{0,30}$", lead):
                draft.link("contributed", mention.id, event, mention.span, "events.visited", 0.75, role="host")
            elif _COUNCIL.match(item.title) and re.search(r"\b(?:de la|de l|du|des|de|d)\W*$", lead):
                draft.link("contributed", mention.id, event, mention.span, "events.council-of", 0.8, role="organiser")


_THERE = re.compile(
    r"[^.;]{0,12}\by (?:sont|seront|est|sera)\s+(?:également |aussi |toutes? |tous )?(?:invité|convié|associé|représenté|présent)e?s?\b",
    re.IGNORECASE,
)


def add_invited(draft: Draft, mentions: Mentions, occasions: Placed) -> None:
    """« Le jury siégera le 9. A et B y sont conviés. »: bodies that the sentences after on the line bring to the event."""
    sentences = mentions.reading.sentences
    for event, _, sentence in occasions:
        if not _open_to(draft, event) or sum(other == sentence for _, _, other in occasions) > 1:
            continue
        number = next((i for i, span in enumerate(sentences) if span.start == sentence.start), None)
        for after in sentences[number + 1 : number + 3] if number is not None else ():
            if mentions.reading.line_at(after.start) is not mentions.reading.line_at(sentence.start):
                break
            for run in mentions.runs(after):
                if _THERE.match(mentions.text[run[-1].span.end : after.end]):
                    for member in run:
                        draft.link("contributed", member.id, event, member.span, "events.invited", 0.75, role="participant")


def _open_to(draft: Draft, event: str) -> bool:
    item = draft.events[event]
    return item.status in ("held", "planned", "proposed") and item.kind != "signature" and not item.main
