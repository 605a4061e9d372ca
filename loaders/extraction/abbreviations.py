"""Long names that the text pairs with their sigle: « Conseil local de santé mentale (CLSM) », « SIST (service de santé au travail) »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...graph import reference
from ...graph.model import Span
from ...graph.names import fold
from .keys import abbreviates

_BRACKETED = re.compile(r"\((?:le |la |l['’])?(?P<sigle>[A-ZÉÈ][A-Za-zÉÈ0-9&-]{1,9})\)")
_OPENED = re.compile(r"(?<![\w-])(?P<sigle>[A-ZÉÈ]{3,9}) \((?P<long>[a-zà-ÿA-ZÀ-Ý][^()\n]{8,90})\)")
_WORD = re.compile(r"[\wÀ-ÿ]+(?:[’'][\wÀ-ÿ]+)?|[’']")
_SCHEME = re.compile(
    r"(?:contrat|plan|programme|projet|dispositif|convention|pacte|schéma|stratégie|label|opération|charte|appel|semaine|parcours|fonds|aide|prêt|prestation|revenu|mesure|fête|salon|forum|observatoire|période|formation|validation|gestion|préparation|insertion|économie|reconnaissance|obligation|mise en)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:association|collectivité|conseil|comité|direction|délégation|office|union|fédération|syndicat|agence|centre|maison|mission|réseau|groupement|groupe|coordination|collectif|confédération|société|institut|école|université|chambre|caisse|communauté|pôle|parc|service(?! public)|"
    r"commission|établissement|fondation|mutuelle|ligue|régie|plateforme|cellule|équipe|institution|coopérative|club|conservatoire|inspection|académie|région|entente|consortium|amicale|bureau|unité)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pairing:
    """`long` at `span` and its `sigle`; `body` says whether they name a body (else a programme or measure)."""

    span: Span
    long: str
    sigle: str
    body: bool


def find_pairings(text: str) -> Iterator[Pairing]:
    """Pairs whose sigle is made of the initials of the long name, in reading order."""
    for match in _BRACKETED.finditer(text):
        sigle = match["sigle"]
        if sum(c.isupper() for c in sigle) < 2:
            continue
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 110)
        words = list(_WORD.finditer(text, start, match.start()))
        for word in reversed(words[-12:]):
            if fold(word[0])[:1] != fold(sigle)[:1]:
                continue
            long = text[word.start() : match.start()].strip()
            if re.search(r"[.;:()]", long) or not _fits(sigle, long):
                continue
            made = _pairing(long, sigle, Span(word.start(), word.start() + len(long)))
            if made:
                yield made
                break
    for match in _OPENED.finditer(text):
        if _fits(match["sigle"], match["long"]):
            made = _pairing(match["long"], match["sigle"], Span(*match.span("sigle")))
            if made:
                yield made


def _fits(sigle: str, long: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", fold(sigle).upper())
    return len(long.split()) > 1 and abbreviates(letters, [re.sub(r"[’']", " ", long)])


def _pairing(long: str, sigle: str, span: Span) -> Pairing | None:
    if reference.find_programme(sigle):
        return None
    if _BODY.match(long):
        return Pairing(span, long[:1].upper() + long[1:], sigle, True)
    if _SCHEME.match(long):
        return Pairing(span, long[:1].upper() + long[1:], sigle, False)
    return None
