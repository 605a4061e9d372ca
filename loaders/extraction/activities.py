"""Undated events in which somebody named acts: « présentation par X du portrait de territoire », « X propose d'organiser une rencontre »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...graph.model import Span
from ...graph.record import EventKind, EventStatus
from .happenings import event_kind
from .mentions import Mention, Mentions
from .title_words import EVENT_NOUN

_BY = re.compile(
    r"\b(?P<noun>présentation|intervention|démonstration|témoignage|animation)\s+(?:(?:par|de)\s+(?:la |le |l['’])?|d['’])$",
    re.IGNORECASE,
)
_PRESENTED = re.compile(r"(?P<what>[\wÀ-ÿ’' -]{4,60}?)\s+(?:a|ont) été présentée?s?\s+par\s+$", re.IGNORECASE)
_CAME = re.compile(
    r"^\s*(?:sont|est) (?:venue?s?|intervenue?s?)\s+(?:pour )?(?P<what>(?:présenter|exposer|animer)[^.;]{4,80})", re.IGNORECASE
)
_PLANS = re.compile(
    r"\b(?P<verb>propose(?:nt)?|conviennent|convient|décide(?:nt)?|souhaite(?:nt)?|suggère(?:nt)?)\s+(?:donc |également |aussi )*(?:d['’]|de )\s?(?:organiser|monter|tenir|mettre en place|programmer|prévoir)\s+(?:une?|des|deux)\s+(?P<what>[^.;:\n]{6,110})",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\b(?:en projet|prévue?s?|programmée?s?|sera|seront|à l['’]étude|envisagée?)\b", re.IGNORECASE)
_STUDY = re.compile(r"\b(?:à l['’]étude|envisag|en réflexion|pourrait)", re.IGNORECASE)
_SIZE = re.compile(
    r"\b(?:réuni|rassembl|accueilli|mobilis|attir|comptait|ils étaient|en présence de|serrées?|autour de la table|environ|près de)\w*\s+(?:[\w']+\s+){0,2}?(?P<about>une (?:petite )?|près de |environ |quelque |plus de |presque )?(?P<n>\d{1,5}|(?:dizaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine))\s?(?:de )?"
    r"(?:participants?|personnes|professionnels|visiteurs|conseillers|acteurs|partenaires|jeunes|présents|chefs d['’]entreprise)",
    re.IGNORECASE,
)
_SIZE_BARE = re.compile(
    r"\b(?P<about>une (?:petite )?|près de |environ |quelque )?(?P<n>\d{2,5}|dizaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine)\s(?:de )?(?:participants?|personnes|professionnels|visiteurs|conseillers|pers\.)(?! (?:accompagn|inscrit|rencontr|form|de plus))",
    re.IGNORECASE,
)
_DOZENS = {
    "dizaine": 10,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
}


@dataclass(frozen=True, slots=True)
class Activity:
    """An event without a date; `actors` took part in it (or are to)."""

    title: str
    kind: EventKind
    status: EventStatus
    span: Span
    actors: tuple[Mention, ...]
    rule: str
    confidence: float


def find_activities(mentions: Mentions, sections: bool) -> Iterator[Activity]:
    """Activities in reading order. `sections`: the record reports on several territories, so that « présentation par X » tells of a
    meeting elsewhere and not of this one."""
    text = mentions.text
    for sentence in mentions.reading.sentences:
        inside = mentions.inside(sentence)
        for mention in inside:
            before = text[max(sentence.start, mention.span.start - 90) : mention.span.start]
            after = text[mention.span.end : min(sentence.end, mention.span.end + 110)]
            if not sections:
                continue
            came = _CAME.match(after)
            by = _BY.search(before)
            presented = _PRESENTED.search(before)
            if came:
                actors = tuple(m for m in inside if m.span.start <= mention.span.start and m.kind == mention.kind)
                yield Activity(
                    _title("Présentation : ", came["what"]), "presentation", "held", mention.span, actors, "activities.came", 0.75
                )
            elif by:
                rest = re.sub(r"^\s*(?:du|de la|de l['’]|des|de|d['’])?\s*", "", re.split(r"[.;:,(]", after)[0])
                status: EventStatus = "proposed" if _STUDY.search(after) else "planned" if _PLANNED.search(after) else "held"
                name = text[mention.span.start : mention.span.end]
                rest = re.split(r"\b(?:est|sera|a été)\b", rest)[0].strip()
                yield Activity(
                    f"{by['noun'].capitalize()} de {name} {rest}".strip()[:110],
                    "presentation",
                    status,
                    mention.span,
                    (mention,),
                    "activities.by",
                    0.75,
                )
            elif presented:
                what = re.sub(r"^.*?\b(?=l['’]|le |la |les |un |une )", "", presented["what"].strip(), flags=re.IGNORECASE)
                yield Activity(
                    _title("Présentation ", what), "presentation", "held", mention.span, (mention,), "activities.presented", 0.75
                )
        plans = _PLANS.search(text, sentence.start, sentence.end)
        if plans and inside:
            noun = EVENT_NOUN.match(plans["what"]) or re.match(
                r"(?P<noun>demi[e]?[ -]journée|rencontre|réunion|visite|temps d['’]échange|formation)",
                plans["what"],
                re.IGNORECASE,
            )
            if noun:
                what = re.split(r"\bqui\b|\bafin\b|\bpour\b|,", plans["what"])[0][:80].strip(" ,")
                status = "planned" if re.match(r"convien|décid", plans["verb"], re.IGNORECASE) else "proposed"
                actors = tuple(m for m in inside if m.span.end <= plans.start())
                yield Activity(
                    what[:1].upper() + what[1:],
                    event_kind(noun["noun"]),
                    status,
                    Span(plans.start("what"), plans.end()),
                    actors,
                    "activities.plans",
                    0.7,
                )


def size_in(words: str) -> tuple[int, bool] | None:
    """A head count said in `words`, and whether it is approximate."""
    found = _SIZE.search(words) or _SIZE_BARE.search(words)
    if not found:
        return None
    number = _DOZENS.get(found["n"].lower()) or int(found["n"])
    if 1990 <= number < 2100 and re.search(r"[^\W\d_]{3,}\s$|/$", words[: found.start("n")]) and not found["about"]:
        return None  # « mardi 6 septembre 2016 – Participants »
    return number, bool(found["about"]) or found["n"].lower() in _DOZENS


def _title(start: str, what: str) -> str:
    bare = re.sub(r"^(?:présenter|exposer|animer)\s+", "", what.strip())
    bare = re.sub(r"^l['’]", "de l'", bare) if start.endswith(" ") and not start.endswith(": ") else bare
    return f"{start}{bare}".strip()[:110]
