"""What sentences outside a list add to it: who stands in for whom, who came late or left, which body did not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....graph.model import Span
from ....graph.names import name_key
from .entries import Context, Entry, body_mention
from .items import Item
from .lines import ListLine, read_items, sentences
from .model import BodyMention, Presence
from .names import person_name, same_person
from .phrases import plain

_TRIGGER = re.compile(
    r"\b(?:represent\w+|remplac\w+|supple\w+|rejoi\w+|arriv\w+|connect\w+|quitt\w+|depart|part|excuse\w*|repondu|venue?s?|presente?s?)\b"
)
_LATE = re.compile(
    r"^\W*(?:nous |)(?:rejoi\w+|arriv\w+|est arrive\w*|se (?:re)?connect\w+)\b.{0,40}?(?:\ba \d|\bvers \d|\ben cours\b|\ba distance a partir\b|\ben seance\b|\bla (?:seance|reunion)\b)"
)
_LEFT = re.compile(
    r"^\W*(?:nous |)(?:quitte|quittent|a quitte|ont quitte|part|se deconnecte)\b.{0,30}?(?:\bla (?:seance|reunion|salle)\b|\bl'assemblee\b|\ba \d|\bvers \d|\bavant la fin\b)"
)
_ARRIVAL, _LEAVE = re.compile(r"\barrivee (?:de|d')\s*$"), re.compile(r"\bdepart (?:de|d')\s*$")
_HOUR = re.compile(r"\b\d{1,2}\s?h|\b(?:en cours|au cours) de\b|\bavant la fin\b|\bpoint \d")
_NO_ANSWER = re.compile(
    r"^\W*(?:etait|etaient|a ete|est|avait ete|pourtant|bien|,|\s)*(?:invitee?s?|conviee?s?|sollicitee?s?)?(?: (?:a|au|aux|pour) [^,]{3,60},)?(?:,| mais| et|\s)*"
    r"(?:n'(?:a|ont|avait|avaient) pas (?:repondu|donne suite|donne de reponse)|n'(?:est|etait|etaient|sont) pas (?:venue?s?|la|presente?s?|representee?s?)|ne s'(?:est|etait|etaient) pas (?:presentee?s?|excusee?s?|deplacee?s?)"
    r"|n'avait (?:pas|personne)|absente?s?\b)"
)
_EXCUSED = re.compile(
    r"^\W*(?:s'(?:est|etait|etaient)|se sont|avait|a|ayant)\s(?:fait )?excuse\w*\b|^\W*(?:est|etait|etaient|sont) excusee?s?\b"
)
_NEAR = 3
"""Lines after a list in which a sentence on a body that was away still speaks of that meeting."""


def is_remark(line: ListLine, text: str, items: Sequence[Item], entries: Sequence[Entry]) -> bool:
    """Is a line of a list a sentence on somebody who is in it, or on a body that did not come?"""
    if not line.text.rstrip().endswith(".") or not _TRIGGER.search(plain(line.text)):
        return False
    content = [item for item in items if item.kind not in ("comment", "bullet", "-", ".", ",")]
    if content and content[0].kind == "person" and _known(content[0], entries) is not None:
        after = plain(text[content[0].end : line.span.end])
        instead = len(content) > 2 and content[1].kind == "link" and content[2].kind == "person"
        return bool(_LATE.match(after) or _LEFT.match(after)) or instead
    return _said_of_body(line, text, items) is not None


def read_remarks(
    lines: Sequence[ListLine],
    text: str,
    entries: Sequence[Entry],
    lists: Sequence[Span],
    inside: Sequence[ListLine],
    context: Context,
) -> list[Entry]:
    """Change `entries` by the sentences outside `lists` and by `inside`, sentences among the lines of a list; rows of bodies said to be away near a list."""
    fresh: list[Entry] = []
    since = 99
    for sentence in inside:
        items = read_items(sentence, text)
        _stand_ins(items, entries)
        _comings(sentence, text, items, entries)
        fresh.extend(_away(sentence, text, items, [*entries, *fresh], context))
    for line in lines:
        if any(span.start <= line.span.start < span.end for span in lists):
            since = 0
            continue
        if line.blank or line.table is not None:
            continue
        since += 1
        if not _TRIGGER.search(plain(line.text)):
            continue
        for sentence in sentences(line):
            items = read_items(sentence, text)
            _stand_ins(items, entries)
            _comings(sentence, text, items, entries)
            if since <= _NEAR:
                fresh.extend(_away(sentence, text, items, [*entries, *fresh], context))
    return fresh


def _known(item: Item, entries: Sequence[Entry]) -> Entry | None:
    """The only row of the person, None when there is none or more than one."""
    name = person_name(item.words)[0]
    fits = [e for e in entries if e.kind == "person" and same_person(e.name, name)]
    return fits[0] if len(fits) == 1 else None


def _stand_ins(items: Sequence[Item], entries: Sequence[Entry]) -> None:
    """« Mme Y représente M. X »: both in the list, she there, he not."""
    for first, link, second in zip(items, items[1:], items[2:], strict=False):
        if (
            (first.kind, link.kind, second.kind) != ("person", "link", "person")
            or link.link is None
            or link.link.kind != "substitute"
        ):
            continue
        one, two = _known(first, entries), _known(second, entries)
        there, absent = (one, two) if link.link.direction == "for" else (two, one)
        if there is None or absent is None or there.presence != "present" or absent.presence == "present":
            continue
        absent.presence = "excused"
        if all(target is not absent for target, _ in there.stands_in_for):
            there.stands_in_for.append((absent, "substitute"))


def _comings(sentence: ListLine, text: str, items: Sequence[Item], entries: Sequence[Entry]) -> None:
    """« M. X quitte la séance à 16 h », « Arrivée de Mme Y à 10 h »."""
    for item in items:
        if item.kind != "person":
            continue
        before = plain(text[sentence.span.start : item.start])
        before = re.sub(r"(?:m|mme|mlle|dr|monsieur|madame)\.?\s*$", "", before)
        after = plain(text[item.end : sentence.span.end])
        timed = bool(_HOUR.search(after[:50])) or len(after.split()) <= 2
        late = bool(_LATE.match(after) or (timed and _ARRIVAL.search(before)))
        if not late and not _LEFT.match(after) and not (timed and _LEAVE.search(before)):
            continue
        entry = _known(item, entries)
        if entry is None or (entry.presence != "present" and not (late and entry.presence == "absent")):
            continue
        entry.presence = "present"
        entry.timing = "arrivé" if late else "parti"


def _away(sentence: ListLine, text: str, items: Sequence[Item], entries: Sequence[Entry], context: Context) -> Iterator[Entry]:
    """« La MSA n'était pas représentée », « Le CROUS était invité mais n'a pas répondu »."""
    said = _said_of_body(sentence, text, items)
    if said is None:
        return
    mention, presence, after = said
    key = name_key(mention.name)
    if any(name_key(name) == key for e in entries for name in (e.name, *(b.name for b in e.bodies))):
        return
    entry = Entry("body", mention.name, mention.span.start, mention.span.end, block=max(0, context.block - 1), line=sentence.span)
    entry.presence, entry.own_presence, entry.rule = presence, True, "remark"
    entry.invited = True if re.match(r"\W*(?:\w+ ){0,2}(?:invite|convie)", after) else None
    yield entry


_VERBS = frozenset(["est", "etait", "etaient", "sont", "a", "ont", "avait", "avaient", "n", "s", "se", "ne", "n'", "s'"])


def _said_of_body(sentence: ListLine, text: str, items: Sequence[Item]) -> tuple[BodyMention, Presence, str] | None:
    """(body, presence, the words after it) of a sentence that begins with a body and says that it was away."""
    subject = next((item for item in items if item.kind not in ("comment", "bullet", "-")), None)
    if subject is None or subject.kind != "body" or not subject.sure or subject.start > sentence.span.start + 12:
        return None
    cut = next(
        (k for k, token in enumerate(subject.words) if token.folded in _VERBS and token.text[0].islower()), len(subject.words)
    )
    if not cut:
        return None
    mention = body_mention(subject.words[:cut])
    after = plain(text[mention.span.end : sentence.span.end])
    if _EXCUSED.match(after):
        return mention, "excused", after
    if _NO_ANSWER.match(after):
        return mention, "absent", after
    return None
