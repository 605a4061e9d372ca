"""Where the name of a body's unit ends: its number, its place, the adjective of its country."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from ...graph import reference
from .tokens import Token, capital_run, is_given, joined, match_words
from .vocabulary import heads, known_bodies, roles

ARTICLES = frozenset(["l", "d", "de", "du", "des", "la", "le", "les", "au", "aux"])
LINKS = frozenset(["de", "du", "des", "la", "le", "les", "l", "d", "en", "sur", "sous", "aux"])
_NEVER = frozenset(
    [
        "ai",
        "ei",
        "aci",
        "etti",
        "ia",
        "regions",
        "departements",
        "prefet",
        "prefets",
        "sous prefet",
        "sous prefets",
        "academie",
        "academies",
    ]
)
_NUMBER = re.compile(
    r"[ \u00a0](\d{2,3}|2[AB]|\d\d-\d\d)(?![\d/h%€]|[ \u00a0](?:conseiller|personne|jeune|place|euro|ans|entreprise))"
)


_AROUND = re.compile(
    r" (?:du|de la|de l['’]) ?(?:bassin|pays|territoire|secteur|vallée|agglomération|arrondissement) (?:[a-zà-ÿ]{4,}(?:ois|ais|ien|ain|éen|in|an|ard)e?(?![\wÀ-ÿ])|(?:de la |de l['’]|de |du |des |d['’])[A-ZÀ-Ý][\wÀ-ÿ’'-]+(?:[ -][A-ZÀ-Ý][\wÀ-ÿ’'-]+)*)"
)
"""« … du bassin dolois », « … de la vallée de l'Arve »: a place in small letters after a network's name."""


@functools.cache
def names_by_first_word() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word of a known name → its words and where it comes from, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for source, names in (("network", reference.network_names()), ("body", known_bodies())):
        for key in names:
            words = tuple(key.split())
            if words and key not in _NEVER:
                found.setdefault(words[0], []).append((words, source))
    for words in heads():
        found.setdefault(words[0], []).append((tuple(w for w in words if w not in ARTICLES), "head"))
    order = {"network": 0, "body": 1, "head": 2}
    return {first: tuple(sorted(names, key=lambda n: (-len(n[0]), order[n[1]]))) for first, names in found.items()}


def qualifier_after(
    text: str, words: Sequence[Token], end: int, links: frozenset[str] = LINKS, *, person: bool = False, article: bool = False
) -> tuple[int, str | None]:
    """Where the name of a unit ends and what stands after the network's name: a number, or a place with its link word."""
    last = words[end - 1].end
    number = _NUMBER.match(text, last)
    if number:
        return number.end(), number[1]
    around = _AROUND.match(text, last)
    if around:
        return around.end(), around[0].strip()
    if end >= len(words) or not joined(text, words[end - 1], words[end]):
        return last, None
    at = end
    if (
        words[at].folded
        in ("rurale", "rural", "jeunes", "intercommunale", "departementale", "regionale", "insertion", "territoriale")
        and at + 1 < len(words)
        and words[at + 1].folded in ARTICLES
        and joined(text, words[at], words[at + 1])
    ):
        at += 1
    while (
        at < len(words)
        and at - end < 3
        and words[at].folded in ARTICLES
        and not (words[at].capital and at == end)
        and joined(text, words[at - 1], words[at])
    ):
        at += 1
    if at >= len(words) or not joined(text, words[at - 1], words[at]):
        return last, None
    if not words[at].capital:
        return last, None
    stop = capital_run(text, words, at, links)
    if words[at].folded in ARTICLES and not article and not reference.find_places(text[words[at].start : words[stop - 1].end]):
        return last, None
    stop = stop if person else _cut(text, words, at, stop, linked=at > end, name=article)
    if stop <= at:
        return last, None
    longer = re.match(r" ([a-zà-ÿ]{3,})(?![\wÀ-ÿ-])", text[words[stop - 1].end :])
    if (
        longer
        and not person
        and reference.find_places(
            f"{text[words[0 if end < 4 else end - 3].start : words[stop - 1].end]}{longer[0]}".rsplit("\n", 1)[-1], ("epci",)
        )
    ):
        return words[stop - 1].end + longer.end(), text[words[end].start : words[stop - 1].end + longer.end()]
    ethnic = _ETHNIC.match(text, words[stop - 1].end)
    if ethnic and not person:
        return ethnic.end(), text[words[end].start : ethnic.end()]
    return words[stop - 1].end, text[words[end].start : words[stop - 1].end]


_ETHNIC = re.compile(r" (?!demain|prochain|besoin|bien|rien|moins|jamais|mais|soutien|entretien|lien|plein|certain|maintien|main\b|matin|afin|enfin|chemin|terrain|aucun)[a-zà-ÿ]{2,}(?:éen|éenne|ais|aise|ois|oise|ain|aine|ien|ienne|in|ine|an|ane|on|onne)(?![\wÀ-ÿ])(?=\s*[,;.:()–—/\n]|\s(?:et|a|ont|est|sont|présente|propose|pour|avec|à)\b|$)")  # fmt: skip
"""« … du Val lorrain »: the adjective that closes the name of a country."""


def _cut(text: str, words: Sequence[Token], at: int, stop: int, linked: bool, name: bool = False) -> int:
    """Cut a run of capitals before another body, a person, a role; the run itself when it is a place."""
    whole = text[words[at].start : words[stop - 1].end] if stop > at else ""
    if reference.find_places(whole):
        return stop
    for number in range(at, stop):
        word = words[number]
        hyphenated = number > at and text[words[number - 1].end : word.start] in ("-", "–")
        if word.folded in roles() and not hyphenated:
            return trimmed(words, at, number)
        known = names_by_first_word().get(word.folded, ())
        spaced = number and re.fullmatch(r" [-–—] ", text[words[number - 1].end : word.start])
        if spaced and re.match(
            r"(?:commission|comité|groupe|conseil d|réunion|assemblée|bureau|compte|procès|relevé|séance|atelier|réseau|rapport|bilan|note|lettre|feuille|convention|programme|invitation|forum|journée|rencontre|point|ordre|liste|plan|communiqué|bulletin|édition|projet|cellule|plénière|copil|pv$|cr$|ufa$)",
            word.raw,
            re.IGNORECASE,
        ):
            return trimmed(words, at, number)
        if spaced and any(source == "head" for key, source in known if match_words(text, words, number, key, ARTICLES)):
            return trimmed(words, at, number)
        if not hyphenated and any(
            match_words(text, words, number, key, ARTICLES)
            for key, source in known
            if source != "head" and (word.raw.isupper() or (number > at and (source == "network" or not name)) or len(key) > 1)
        ):
            return trimmed(words, at, number)
        if word.raw in ("M", "Mme", "MM", "Mlle", "Dr") or (
            len(word.raw) == 1 and number + 1 < len(words) and text[word.end : word.end + 1] == "."
        ):
            return trimmed(words, at, number)
        person = is_given(word.raw) and number + 1 < stop and words[number + 1].capital and not hyphenated
        if person and not (number == at and linked) and not reference.find_places(text[word.start : words[stop - 1].end]):
            return trimmed(words, at, number)
    return stop


def trimmed(words: Sequence[Token], at: int, stop: int) -> int:
    while stop > at and not (words[stop - 1].capital or words[stop - 1].raw.isdigit()):
        stop -= 1
    return stop
