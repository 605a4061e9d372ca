"""Bodies that the sentence of a secondary event ties to it: who holds it, whom its name holds, who signs, who is listed beside it.

Said of a place (« au CFA »), of a purpose or in another clause, a body took no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...graph.model import Span
from .mentions import Mention, Mentions

_THE = r"(?:la |le |les |l['’])?(?:agence |association |asso |réseau (?:des )?|équipe (?:de |du )?(?:la |l['’])?)?"
_HOLDS = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,[^,;.]{0,60},\s*)?(?:y |nous |vous |leur |en |s['’])?(?:(?:a|ont|va|vont|doit|doivent|devrait|devraient|propose(?:nt)? d[e'’]|envisage(?:nt)? d[e'’]|prévoi(?:t|ent) d[e'’]|souhaite(?:nt)?|"
    r"compte(?:nt)?|s['’]engage(?:nt)? à|vient de|viennent de) ?)?(?:ensemble |conjointement |également |aussi )?"
    r"(?:(?:co-?)?organis|(?:co-?)?anim(?!at)|ouvr|lanc|accueill|mont(?!r|ant)|programm|démarr|install|inaugur|expériment|invit|convi(?!en)|réuni|fête|tien(?:t|nent|dra|dront|drait)\b|tenir\b|tenu\b|met(?:tent|tra|tront)? en place|mettre en place|mis en place|"
    r"propose(?:nt)? (?:une|un|des|deux|trois|\d)|prépare(?:nt)? (?:une|un|des|la|le)|prévoi(?:t|ent) (?:une|un|des|deux)|relance(?:nt)? (?:le|la|les|son|sa|leurs?)|reconduit|reconduisent|renouvelle(?:nt)? (?:le|la|son|sa))\w*",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:^|[.;:!?«»(–—•]\s|\b(?:et|que|qu['’]|où|mais|car|dont|puis)\s|\n|,\s|\t)\W*(?:la |le |les |l['’])?(?:agence |association |asso |réseau )?\Z",
    re.IGNORECASE,
)
_OF_BODY = re.compile(
    r"(?:visites?|portes ouvertes|AG|assemblées?(?: générales?)?|conseils? (?:d['’]administration|communautaire|municipal|départemental|syndical)|CA|bureau|fête|commissions?(?: permanente)?|forum|job[- ]dating|salon|"
    r"plénière|vœux|session|anniversaire|inauguration|séminaire|université d['’]été|rencontres?|journées?(?: portes ouvertes| d['’]information)?|réunions?(?: d['’]information| plénière)?|comités? (?:technique|de pilotage|directeur|de suivi)|atelier|permanence)"
    rf"\s+(?:[\wé’'-]+ ){{0,2}}?(?:de la |du |de l['’]|de |d['’]|des ){_THE}\Z",
    re.IGNORECASE,
)
_GATHERING = re.compile(
    rf"\b(?:réuniss(?:ant|ait|ent)|réunira|associant|regroupant|rassemblant|composée? d[eu'’]|constituée? d[eu'’]|en présence d[eu'’]|avec la participation d[eu'’]|participants?\s*:|avec\s*:)\s*(?:la |l['’])?{_THE}\Z",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?(?:,[^,;.]{0,60},\s*)?(?:ont |a |vont |va |doivent |doit |viennent de |vient de )?(?:\w+ment )?(?:sign|paraph|conclu|renouvel|travaillent à un)\w*", re.IGNORECASE)  # fmt: skip
_SIGNED = re.compile(
    rf"\b(?:(?:signée?s?|paraphée?s?|conclue?s?|passée?s?|établie?s?)\b[^.;:]{{0,60}}?\b(?:par|entre|avec)|(?:signe|signent|signé|signera|signeront|signer|signature)\b[^.;:]{{0,70}}?\b(?:avec|entre|par)|"
    rf"(?:conventions?|accords?(?:[- ]cadre)?|chartes?|protocoles?|avenants?)\b[^.;:,]{{0,50}}?\b(?:entre|avec)|(?:conventions?|accords?(?:[- ]cadre)?|protocoles?)(?: [a-zà-ÿ’'-]+){{0,3}})\s+(?:(?:de |d['’])?{_THE})\Z",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:qui|pour que|afin|parce|puisque|lorsque|depuis|alors que|contrairement|hors|sauf|sans|ne|n['’])\b", re.IGNORECASE
)


def bodies_at(mentions: Mentions, sentence: Span, at: Span, kind: str) -> Iterator[tuple[Mention, str, str, float]]:
    """(body, role, rule, confidence) for each body that the sentence around the event at `at` ties to it."""
    text = mentions.text
    for run in mentions.runs(sentence):
        first, last = run[0], run[-1]
        before = text[sentence.start : first.span.start]
        after = text[last.span.end : sentence.end]
        if kind == "signature":
            joined = _SIGNED.search(before) or ("/" in text[first.span.start : last.span.end] and len(run) > 1)
            if joined or (_SIGNS.match(after) and _OPENS.search(before[-60:])):
                for mention in run:
                    yield mention, "signatory", "events.signs", 0.8
            continue
        between = text[last.span.end : at.start] if last.span.end <= at.start else None
        holds = _HOLDS.match(after)
        if (
            holds
            and between is not None
            and len(between) < 140
            and _OPENS.search(before[-60:])
            and not re.search(r"[.;]\s|\t", between)
            and not _ELSEWHERE.search(between[holds.end() :])
        ):
            for mention in run:
                yield mention, "organiser", "events.holds", 0.8
            continue
        if len(run) == 1 and _OF_BODY.search(before) and first.span.start - at.end < 60:
            yield first, "organiser", "events.of-body", 0.76
            continue
        if len(run) > 1 and _GATHERING.search(before):
            for mention in run:
                yield mention, "participant", "events.gathering", 0.76


def bodies_beside(mentions: Mentions, cells: list[Span], at: Span) -> Iterator[Mention]:
    """Bodies in the other cells of a row that names an event in its first cell and its day in another (« Réunion de calage | A, B | 4 mai »)."""
    for cell in cells[1:]:
        if cell.start <= at.start < cell.end:
            continue
        words = mentions.text[cell.start : cell.end]
        inside = [m for m in mentions.inside(cell) if m.kind == "body"]
        covered = sum(m.span.end - m.span.start for m in inside)
        if inside and covered >= 0.5 * len(re.sub(r"[\s,;/&+]|\bet\b", "", words)):
            yield from inside
