"""Words of titles: the nouns of events, what a title starts with that says nothing of the meeting, capitals."""

from __future__ import annotations

import re

from ...graph.reference import find_places
from .french_dates import clock, find_dates
from .tokens import tidy_case

EVENT_NOUN = re.compile(
    r"(?<![\w-])(?P<noun>groupes?(?=\s*[«“\"])|assemblées? (?:générales?|constitutives?|plénières?)|conseils? d['’]administration|groupes? de travail|groupe projet|demi-journées?|petits?[- ]déjeuners?|job[- ]datings?|speed[- ]datings?|tables? rondes?|"
    r"réunions? d['’]informations?|informations? collectives?|portes? ouvertes?|comités? (?:de pilotage|techniques?|de suivi|locals? pour l['’]emploi|local|d['’]animation|départemental|régional|de bassin)|rendez-vous|tours? de table|"
    r"service public de l['’]emploi[\wÀ-ÿ’' ]*?|"
    r"réunions?|réu|reu|rencontres?|séances?|comités?|copil|cotech|codir|plénières?|commissions?|ateliers?|journées?|matinée|après-midi|soirée|forums?|salons?|visites?|séminaires?|colloques?|"
    r"webinaires?|visio(?:conférence)?s?|conférences?|signatures?|cérémonies?|remise|inauguration|installation(?= (?:de |du |des |d['’]))|lancement|entretiens?|point(?: d['’]étape| hebdo\w*)?|bureau|CA|AG|CR|GT|SPE-?[PL]|SPEP|SPEL|SPED|SPE|CLEE|RDV|café|déjeuner|déj\.)(?![\w-])",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"^\W*(?:objet|sujet|thème|intitulé|titre|nom)(?: d(?:e la |u |e l['’]|['’])(?:réunion|rencontre|séance|comité|commission|atelier|événement))?\s*[:\t]\s*",
    re.IGNORECASE,
)
CLEAN = re.compile(
    r"^\s*(?:objet\s*:|réunion\s*\t|subject\s*:)?\s*(?:projet de )?(?:comptes?[- ]rendus?(?: (?:rapide|succinct|sommaire|synthétique|détaillé|intégral))?|proc[èe]s[- ]verbal|relevés? (?:de|des) (?:décisions?|conclusions?|séances?)|\bCR\b|\bPV\b|note aux membres)\s*(?:n° ?\d+)?[\s:–—-]*(?:de la |de l['’]|du |des |de )?",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:(?:la |le |l['’])?(?:première|deuxième|troisième|seconde|dernière|\d+e|\d+ème) )?"
    r"(?:réunions?|séances?|rencontres?|comités?|commissions?|bureau|plénières?|copil|cotech|codir|conseils? d['’]administration|conseil|"
    r"assemblées? (?:générales?|plénières?|constitutives?)|groupes?(?: de travail| projet)?|point(?: d['’]étape)?|visio(?:conférence)?|entretien|AG|CA|GT|journée|atelier)"
    r"(?: (?:de pilotage|technique|de suivi|plénière|ordinaire|extraordinaire|mixte|restreinte?|élargie?|de travail|d['’]information|de bilan|annuelle?|mensuelle?|trimestrielle?|de concertation|de coordination|des partenaires|du (?:comité|conseil|groupe|bureau)(?: (?:de pilotage|technique|de suivi|d['’]administration|syndical))?|de la commission))*"
    r"(?:[ ,–-]+(?:séance )?n° ?\d+(?:/\d+)?)?",
    re.IGNORECASE,
)


def clean_title(text: str) -> str:
    """A title a person would give: without « Compte rendu de la », the date, the time and the place that follow it."""
    bare = re.sub(r"\s+", " ", text.replace("\t", " ")).strip()
    bare = re.sub(r"^(?:#+ *|\*\*|(?:subject|objet|sujet|re|tr|fwd?|réf)\s*:\s*)+", "", bare, flags=re.IGNORECASE)
    bare = SUBJECT.sub("", bare).rstrip("*")
    bare = CLEAN.sub("", bare, count=1)
    bare = re.sub(
        r"^(?:programme|déroulé|feuilles? (?:de présence|d['’]émargement)|liste (?:des présents|d['’]émargement)|(?:re)?transcription)(?: \([^()]*\))?(?:\s*[–—:-]\s*|\s+(?=d))(?:de la |de l['’]|du |des |de )?(?=\S{3})",
        "",
        bare,
        count=1,
        flags=re.IGNORECASE,
    )
    for mention in reversed(find_dates(bare)):
        before = re.sub(r"[\s,(–—-]*(?:séance |réunion |en date )?(?:du|le|de|d['’]|en|,)?\s*$", "", bare[: mention.span.start])
        after = bare[mention.span.end :]
        bare = before if len(before) >= 6 else (before + after).strip()
    bare = re.sub(r"[\s,–—-]*\b(?:de |à )?\d{1,2}\s?[hH:]\s?\d{0,2}.*$", "", bare) if clock(bare) else bare
    bare = re.sub(r"^retour sur (?:la |le |les |l['’])", "", bare, flags=re.IGNORECASE)
    bare = (
        re.sub(
            r"[\s,–—-]+(?:comptes?[- ]rendus?|proc[èe]s[- ]verbal|relevés? de décisions|CR|PV)\W*$", "", bare, flags=re.IGNORECASE
        )
        or bare
    )
    bare = bare.strip(" ,;:–—-•.")
    letters = [c for c in bare if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.9 * len(letters) and len(letters) > 8:
        bare = _without_capitals(bare)
    return bare[:1].upper() + bare[1:]


_SIGLE = re.compile(r"\([A-Z][A-Z0-9&-]{1,8}\)|\bN°|^[BCDFGHJKLMNPQRSTVWXZ]{2,5}\b")


def _without_capitals(title: str) -> str:
    """A title in capitals in small letters, the names of places and what stands in brackets as they are written."""
    small = _SIGLE.sub(
        lambda match: match[0] if match[0] != "N°" else "n°", "".join(_small(p) for p in re.split(r"(\([^()]*\))", title))
    )
    return re.sub(
        r"(?:(?<=\bbassin )|(?<=\bde )|(?<=\bdu )|(?<=\bdes )|(?<=\bd['’])|(?<=\bl['’])|(?<=\bla )|(?<=\bpays )|(?<=[–-] ))[\wÀ-ÿ]{4,}(?:-[\wÀ-ÿ]+)*",
        lambda match: tidy_case(match[0].upper()) if _large_place(match[0]) else match[0],
        small,
    )


def _small(piece: str) -> str:
    return piece if re.fullmatch(r"\([A-Z0-9&-]{2,9}\)", piece) else piece.lower()


def _large_place(word: str) -> bool:
    items = find_places(word, ("departement", "region", "commune"))
    return (
        bool(items)
        and (items[0].kind != "commune" or items[0].population > 3000)
        and word not in ("contrat", "conseil", "mission", "centre", "nord", "ville")
    )


def is_generic(title: str) -> bool:
    """Does a title say only what kind of meeting it was (« Réunion », « Comité technique n° 3 »)?"""
    return bool(_GENERIC.fullmatch(title.strip()))
