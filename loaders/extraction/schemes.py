"""Programmes, measures, tools, conventions, initiatives and themes named in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...graph import reference
from ...graph.model import Span
from ...graph.names import fold, name_key
from .abbreviations import find_pairings
from .tokens import match_words, tokens
from .vocabulary import known_programmes

_ARTICLES = frozenset(["l", "d", "de", "du", "des", "la", "le", "les", "au", "aux"])
_KINDS = {
    "programme": "programme", "plan": "programme", "pacte": "programme", "dispositif": "dispositif", "parcours": "dispositif", "mesure": "dispositif",
    "appel à projets": "dispositif", "chèque": "dispositif", "aide": "dispositif", "plateforme": "outil", "solution": "outil", "outil": "outil", "logiciel": "outil", "application": "outil",
    "fiche": "outil", "site": "outil", "guide": "outil", "charte": "convention", "convention": "convention", "accord-cadre": "convention",
    "expérimentation": "experimentation", "semaine": "initiative", "salon": "initiative", "forum": "initiative", "opération": "initiative", "projet": "initiative",
    "atelier": "initiative", "bus": "initiative", "rendez-vous": "initiative", "trophées": "initiative", "club": "initiative", "clubs": "initiative",
    "groupe projet": "theme", "groupe de travail": "theme", "commission": "theme", "gt": "theme",
}  # fmt: skip
_NOUNS = "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True))
_QUOTED = re.compile(
    rf"\b(?P<noun>{_NOUNS})[ \u00a0]+(?:\w+[ \u00a0]+)?[«“\"]\s?(?P<name>[^»”\"\n]{{3,60}}?)\s?[»”\"]", re.IGNORECASE
)
_INSIDE = re.compile(
    r"[«“\"]\s?(?P<name>(?P<noun>forum|salon|charte|fiche|parcours|plan|bus|clubs?|semaine|projet|guide)\s[^»”\"\n]{2,50}?)\s?[»”\"]",
    re.IGNORECASE,
)
_CAPITAL = re.compile(
    r"\b(?P<noun>(?i:programme|plan|pacte|dispositif|plateforme|outil|logiciel|solution|parcours|expérimentation))\s+(?P<name>(?:e-\w+ )?[A-ZÀ-Ý][\wÀ-ÿ’'.]*(?:[ -](?:\d[\d ]*\d|[A-ZÀ-Ý][\wÀ-ÿ’']*))*)",
)
_LONG = re.compile(
    r"\b(?P<name>[Pp](?:lan|rogramme|acte) (?:régional |territorial |départemental |d['’]action |local )?(?:de |d['’]|pour |des )(?:la |le |l['’])?[\wÀ-ÿ’' -]{6,60}?)(?=\s*(?:[,.;:(»\n]|\bsont\b|\bont\b|\best\b|\bqui\b|\bdont\b|\bet\b|\bpour\b))"
)
_NOT_PLAN = re.compile(
    r"\bplans? (?:de table|de classe|des? stands?|d['’]accès|de masse)\b|\bprogramme (?:semestriel|annuel|de la journée|du jour)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SchemeMention:
    """A programme or theme named at `span`; `key` joins its mentions."""

    span: Span
    name: str
    long: str | None
    kind: str
    confidence: float

    @property
    def key(self) -> str:
        return name_key(self.name)


def find_schemes(text: str, taken: Sequence[Span] = ()) -> list[SchemeMention]:
    """Programmes of the reference table, then names in quotation marks or capitals after « dispositif », « plateforme », … In reading order."""
    found: list[SchemeMention] = []

    def add(mention: SchemeMention) -> None:
        clash = any(mention.span.start < other.span.end and other.span.start < mention.span.end for other in found)
        if not clash:
            found.append(mention)

    for pair in find_pairings(text):
        if not pair.body:
            long = pair.long.lower().capitalize() if pair.long.isupper() else pair.long
            add(SchemeMention(pair.span, long, None, "programme", 0.82))
            for match in re.finditer(rf"(?<![\w-]){re.escape(pair.sigle)}(?![\w-])", text):
                add(SchemeMention(Span(*match.span()), long, None, "programme", 0.82))
    for match in _QUOTED.finditer(text):
        noun = match["noun"].lower()
        kind = _KINDS[noun]
        name = match["name"].strip()
        if kind in ("convention",) or noun == "semaine":
            name = (
                f"{match['noun'][0].upper()}{match['noun'][1:]} « {name} »"
                if kind == "convention"
                else f"{match['noun'].capitalize()} « {name} »"
            )
        add(SchemeMention(Span(match.start(), match.end()), name, None, kind, 0.85))
    for mention in _reference(text):
        add(mention)
    for match in _INSIDE.finditer(text):
        name = match["name"].strip()
        add(
            SchemeMention(Span(match.start(), match.end()), name[:1].upper() + name[1:], None, _KINDS[match["noun"].lower()], 0.8)
        )
    for match in _CAPITAL.finditer(text):
        name = match["name"].strip(" .")
        kind = _KINDS[match["noun"].lower()]
        if len(name) < 3 or reference.find_network(name) or reference.find_places(name):
            continue
        short = name.isupper() and " " not in name
        whole = (
            f"{match['noun'].capitalize()} {name}"
            if match["noun"].lower() in ("plan", "pacte", "programme") and not short
            else name
        )
        add(
            SchemeMention(
                Span(match.start() if whole != name else match.start("name"), match.start("name") + len(name)),
                whole,
                None,
                kind,
                0.8,
            )
        )
    for match in _LONG.finditer(text):
        name = match["name"].strip()
        public = name[:1].isupper() or re.search(
            r"(?:régional|territorial|national|départemental|d['’]action|réduction|relance|lutte|investissement)", name
        )
        if len(name.split()) < 4 or _NOT_PLAN.search(name) or not public:
            continue
        add(SchemeMention(Span(match.start(), match.start() + len(name)), name[0].upper() + name[1:], None, "programme", 0.75))
    short = {m.long: m.name for m in found if m.long and name_key(m.name) != name_key(m.long)}
    found = [replace(m, name=short.get(m.long, m.name)) if m.long else m for m in found]
    return sorted((m for m in found if not _inside(m.span, taken)), key=lambda mention: mention.span)


def _inside(span: Span, taken: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in taken)


def _reference(text: str) -> list[SchemeMention]:
    words = tokens(text)
    names = reference.programme_names()
    by_first: dict[str, list[tuple[str, ...]]] = {}
    more = known_programmes()
    for key in (*names, *more):
        parts = tuple(key.split())
        by_first.setdefault(parts[0], []).append(parts)
    found = []
    at = 0
    while at < len(words):
        hit = None
        for parts in sorted(by_first.get(words[at].folded, ()), key=len, reverse=True):
            end = match_words(text, words, at, parts, _ARTICLES)
            if end is None:
                continue
            if len(parts) == 1 and not (
                words[at].raw.isupper()
                or (len(parts[0]) > 5 and words[at].capital)
                or (len(parts[0]) == 4 and words[at].raw[:1].isupper() and parts[0] in ("pric", "pacea"))
            ):
                continue
            hit = (parts, end)
            break
        if hit is None:
            at += 1
            continue
        parts, end = hit
        key = " ".join(parts)
        if key not in names:
            name, kind = more[key]
            span = Span(words[at].start, words[end - 1].end)
            found.append(SchemeMention(span, name, None, kind, 0.9))
            at = end
            continue
        item = names[key]
        written = item.acronym is None or " ".join(parts) != name_key(item.acronym)
        kind = item.kind if item.kind in ("programme", "theme", "outil", "dispositif") else "programme"
        if item.kind not in ("instance", "territoire"):
            span = Span(words[at].start, words[end - 1].end)
            found.append(
                SchemeMention(span, item.name if written else str(item.acronym), item.name if item.acronym else None, kind, 0.95)
            )
        at = end
    return found


def theme(text: str) -> str:
    """A topic as a title: first letter in capital, the rest as it is, capitals in normal case."""
    bare = re.sub(r"\s+", " ", text).strip(' .:;,«»"“”-–')
    if bare.isupper():
        bare = bare.lower()
    return bare[:1].upper() + bare[1:] if fold(bare) else bare
