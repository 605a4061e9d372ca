"""The lines of a document, and which of them are attendance.

A list begins at a heading that sets a state (« Présents : », « Étaient excusés »), at a table with a column of names and one of
presence, or at several lines that hold nothing but persons. It ends at a section heading or at a sentence; its later parts
(proxies, secretary, people added by hand) begin again at their own heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ....graph.model import Span
from .items import Item
from .phrases import State, plain, read_state
from .pieces import parse
from .tokens import tokenise

_SECTION = re.compile(
    r"^\s*(?:seance du|ordre du jour|objet\b|releve|decisions?\b|bilan|introduction|rappel (?:du|des|de l)|compte[- ]rendu|proces[- ]verbal|points?\b|le quorum|quorum"
    r"|approbation|date\b|lieu\b|horaires?|prochain|la (?:seance|reunion|sceance)|ouverture|documents?|pieces? jointe|diffusion|preambule|contexte"
    r"|deroule|programme|annexe|resume|synthese|discussion|sujets?|questions? divers|tour d|infos?\b|redact|remarques?|notes?\b|conclusion|l'an\b)"
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s?(?:[.)/°–-]|\s-)|[IVX]{1,4}\s?[.)/–-]|[A-Z]\)|[a-z]\))\s*\S")
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{2}[.!?…])\s+(?=[A-ZÉÈÀÂÎ«(-])|(?<=[)\d»!][.!?])\s+(?=[A-ZÉÈÀÂÎ«(-])|(?<=[!?])\s+(?=[A-ZÉÈÀÂÎ«(-])"
)
_VERB = re.compile(
    r"\b(?:est|sont|a|ont|etait|avait|sera|seront|fait|font|propose\w*|rappelle\w*|indique\w*|precise\w*|souhaite\w*|demande\w*|explique\w*|ouvre|presente|"
    r"presentent|doit|doivent|peut|peuvent|va|vont|permet\w*|souligne\w*|remercie\w*|signale\w*|annonce\w*|se (?:reunit|tient|retrouve)|il|elle|on|nous)\b"
)


@dataclass(slots=True)
class ListLine:
    """One line: its words, or the cells of a table row. `items` are filled for lines that are read."""

    text: str
    span: Span
    kind: str
    cells: tuple[Span, ...] = ()
    columns: tuple[int, ...] = ()
    table: int | None = None
    heading: bool = False
    items: list[Item] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def row(self) -> bool:
        return len(self.cells) > 1


def read_items(line: ListLine, text: str) -> list[Item]:
    """Items of the line (cached on it)."""
    if not line.items:
        piece = text[line.span.start : line.span.end]
        line.items = parse(tokenise(piece, line.span.start), piece, line.span.start)
        while line.items and line.items[0].kind in ("bullet", "-", "•", ".", "|", "star"):
            line.items.pop(0)
        if (
            len(line.items) > 2
            and line.items[0].kind in ("comment", "unknown")
            and line.items[1].kind in (".", ")", "-", "/")
            and re.fullmatch(r"\d{1,3}", line.items[0].words[0].text)
        ):
            del line.items[:2]
    return line.items


def sentences(line: ListLine) -> Iterator[ListLine]:
    """The sentences of a paragraph as lines of their own."""
    at = 0
    for match in _SENTENCE_END.finditer(line.text):
        yield ListLine(line.text[at : match.start()], Span(line.span.start + at, line.span.start + match.start()), "sentence")
        at = match.end()
    yield ListLine(line.text[at:], Span(line.span.start + at, line.span.end), "sentence")


def names_in(items: Sequence[Item]) -> int:
    return sum(x.kind in ("person", "unnamed") for x in items)


def bodies_in(items: Sequence[Item]) -> int:
    return sum(x.kind in ("body", "idem") for x in items)


def coverage(items: Sequence[Item]) -> float:
    """Share of the words of a line that are names, bodies, roles, marks or links."""
    good = bad = 0
    for item in items:
        words = sum(t.kind in ("word", "title", "init", "number") for t in item.words)
        if item.kind == "comment":
            bad += words
        elif item.kind in ("person", "body", "role", "mark", "link", "unnamed", "unknown", "group", "idem"):
            good += min(words, 12)
            bad += max(0, words - 12)
    return good / max(1, good + bad)


_ANNEX = re.compile(r"^annexes?(?:\s*(?:n\s*°\s*)?\d+)?\s*[:–—-]\s*(?=\S)", re.IGNORECASE)


def heading_state(line: ListLine) -> State | None:
    """The state that a line sets which is nothing but a heading (« CONNECTÉS », « Absents excusés : 6 »), or None."""
    words = _ANNEX.sub("", line.text.strip(" \t-•*#:."))
    flat = plain(words)
    if not words or len(words.split()) > 12 or (line.text.rstrip().endswith((".", ";", ",")) and len(words.split()) > 5):
        return None
    if _SECTION.match(flat) and not re.match(r"rappel", flat):
        return None
    if re.search(r"\d{1,2}\s?h|\d{4}", flat):
        return None
    _head, colon, rest = words.partition(":")
    if colon and re.sub(r"[\W\d_]|\b(?:personnes?|structures?|votants?)\b", "", rest):
        return None  # « Excusée : Mme X » is a label with its list
    bare = re.sub(r"\([^)]*\)", "", words).strip()
    if bare != words and read_state(bare or words) is None:
        return None  # « M. X, CIO (présent) » is a person with a mark
    state = read_state(words)
    if state is None:
        return None
    if state.official and not line.text.rstrip().endswith(":"):
        return None
    return state


_COLON = re.compile(r"(?<!\d):|:(?!\d)")


def label_state(line: ListLine) -> tuple[State, int, int] | None:
    """(state, start, end) of a label before a colon that sets a state (« Étaient présents : … »), the first one in the line."""
    text = line.text
    for match in _COLON.finditer(text):
        before = text[: match.start()]
        if before.count("(") != before.count(")"):
            continue
        start = max(before.rfind(". ") + 1, before.rfind("; ") + 1, before.rfind(":") + 1, before.rfind("! ") + 1)
        for begin in (start, max(start, before.rfind(",") + 1)):
            phrase = before[begin:].strip(" \t-•*")
            if not phrase or len(phrase.split()) > 20:
                continue
            state = read_state(phrase)
            if state is not None:
                return state, begin + (len(before[begin:]) - len(before[begin:].lstrip())), match.end()
    return None


_OPEN_SENTENCE = re.compile(
    r"^\s*(?:et(?:ai|e)ent|sont|etait|ont ete|ayant|avai\w+|se (?:sont|etaient)|s'(?:est|etai\w+))\b.{0,40}?\b(?:presente?s?|excuse(?:e?s?|r)|absente?s?|invitee?s?)\b(?: excusee?s?)?"
    r"|^\s*(?:sans|pas de) (?:nouvelles?|reponses?|retours?) (?:de la part )?(?:de|du|des|d')(?=[\s'])"
    r"|^\s*absences? (?:\w+ee?s? )?(?:de|du|des|d')(?=[\s'])|^\s*(?:excusee?s?|absente?s?)(?: egalement| aussi)(?= (?:l'|le |la |les |m\.|mme|mm\.))"
    r"|^\s*excuses (?:recues )?(?:de|du|des|d')(?=[\s'])"
)


def sentence_state(line: ListLine) -> tuple[State, int] | None:
    """(state, end of the phrase) of « Étaient présents M. X, Mme Y » without a colon."""
    flat = plain(line.text)
    match = _OPEN_SENTENCE.match(flat)
    if not match:
        return None
    state = read_state(match[0])
    if state is None:
        return None
    size = len(match[0].split())
    for found in re.finditer(r"\S+", line.text):
        size -= 1
        if size == 0:
            return state, found.end()
    return None


def _verbs(text: str) -> str:
    """`plain` without the preposition « à », which would look like a verb."""
    return plain(re.sub(r"\b[àÀ]\b", " ", text))


_PRESENTS = re.compile(
    r"(?<!etait )(?<!est )\bpresente(?:nt)? (?:l'|le |la |les |un |une |des |son |sa |ses |leurs? |aux? )(?!matin|apres|debut|fin\b|jour|premier|seance|deux|\d)"
)


def sentence_like(name: str) -> bool:
    """Is what was taken for the name of a body a piece of a sentence (it has a finite verb)?"""
    flat = _verbs(name)
    return bool(
        _VERB.search(flat)
        or re.search(r"\b\w+(?:aient|erent|eront|issent)\b|\b(?:reprend|tient|vient|part|dit|se sont|n'a|s'est)\b", flat)
    )


_ACTS = re.compile(
    r"(?:la |le |les |l')?[^,;:()]{2,70}? (?:y |en |se |s'|nous |leur )?(?:(?:organise|signe|propose|lance|ouvre|annonce|rappelle|indique|souhaite|demande|recherche|cherche|accueille|finance|porte|prepare|envoie|informe|constate|engage|recrute|"
    r"dispose|reste|travaille|anime|assure|developpe|cree|monte|programme|relance|invite|precise|signale|accompagne|deploie|reserve|complete|modifie|regrette)(?:nt)?|prevoi(?:t|ent)|met(?:tent)?|prend|prennent|va|vont|doit|doivent|peut|peuvent|"
    r"fait|font|tient|tiennent|intervien(?:t|nent)|recoi(?:t|vent)|construi(?:t|sent)|vient|viennent|[a-z]{3,}(?:era|eront|ira|iront)|(?:a|ont|va|vont) [a-z]{3,}(?:e|er|i|ir|u|is|it)) "
)
_PRESENCE = re.compile(
    r"\b(?:excus|absen|present|represent|prevenu|venue?s?\b|repondu|connect|empech|retenu|n'a pas|n'ont pas|pas pu|remplac|pouvoir|invit)"
)
_MAIL = re.compile(r"^(?:from|to|bcc|cci?|subject|sent|reply-to|envoye|expediteur)\s*:|^(?:de|a|cc|destinataires?)\s*:.*@")


def section(line: ListLine, items: Sequence[Item]) -> bool:
    """Is the line the heading of another part of the record, or a sentence?"""
    flat = plain(line.text)
    if not flat:
        return False
    if line.heading or _MAIL.match(flat):
        return True
    if len(flat.split()) >= 6 and _PRESENTS.search(flat):  # the verb, not the state
        return True
    if items and items[0].kind in ("person", "body") and any(x.kind == "mark" for x in items[1:3]):
        return False
    if re.match(r"(?:diffusion|copies?(?: pour \w+)?|cc|pj|pieces? jointes?|ordre du jour|redact\w+)\s*:", flat):
        return True
    if _SECTION.match(flat) and (not names_in(items) or (_VERB.search(_verbs(line.text)) and len(flat.split()) >= 6)):
        return True
    if _NUMBERED.match(line.text) and not any(x.kind in ("person", "mark", "unnamed") for x in items[:3]):
        return True
    words = flat.split()
    if len(line.text) > 350 and label_state(line) is None:
        parts = list(sentences(line))
        if len(parts) >= 3 and sum(bool(_VERB.search(_verbs(p.text))) for p in parts) >= 2:
            return True
    if names_in(items) >= 2 and coverage(items) >= 0.55:
        return False
    ends = line.text.rstrip().endswith((".", "!", "?"))
    if (
        ends
        and len(words) >= 6
        and items
        and items[0].kind in ("body", "unknown")
        and _ACTS.match(flat)
        and not _PRESENCE.search(flat)
    ):
        return True  # « La CPAM organise une réunion le 3 juin. »
    if (
        ends
        and len(words) >= 6
        and _VERB.search(_verbs(line.text))
        and not names_in(items)
        and not any(x.kind == "mark" for x in items)
    ):
        return not (items and items[0].kind == "body" and len(items[0].words) < 6)
    comment = sum(len(x.words) for x in items if x.kind == "comment")
    if len(words) >= 9 and comment >= 5 and _VERB.search(_verbs(line.text)) and coverage(items) < 0.75:
        return True
    return len(words) >= 16 and coverage(items) < 0.5


def list_like(line: ListLine, items: Sequence[Item]) -> bool:
    """Does the line hold a person and nothing that a list would not hold?"""
    if not items or len(line.text) > 260 or section(line, items):
        return False
    first = items[0]
    return (
        (first.kind == "person" and (first.sure or bool(first.title)))
        and coverage(items) >= 0.7
        and not (len(items) == 1 and len(line.text.split()) > 6)
    )
