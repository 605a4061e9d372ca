"""Phrases that say who was there: headings (« Absents excusés »), states of one person (« excusée », « en visio »), links between
two (« représenté par », « pouvoir à »).

Rules: state words may stand in any order with other words; a reason, a message, a proxy or a substitute is an excuse; « non » and
« pas » turn a presence into an absence; late arrival and early leave are presence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ....graph.names import strip_accents
from .model import Mode, Presence, StandInKind, Timing

_SUFFIX = re.compile(r"\((?:e|s|es|ne|nes|ve|ves|rice|trice)\)s?|[·.•](?:e|es|ne)(?:[·.•]s)?\b")


def plain(text: str) -> str:
    """`text` folded for the patterns below: no accents, lower case, inclusive endings dropped, straight apostrophes; same words."""
    return " ".join(strip_accents(_SUFFIX.sub("", text)).replace("’", "'").lower().split())


@dataclass(frozen=True, slots=True)
class State:
    """What a heading says of the names under it. `proxy`: they gave their vote (« Pouvoirs »). `official`: a role heading
    (« Secrétaire de séance ») whose names are there. `represented`: bodies under it were there, people were not (« Représentés »)."""

    presence: Presence
    invited: bool | None = None
    mode: Mode | None = None
    proxy: bool = False
    official: bool = False
    represented: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What a piece says of the name before it. A field is None where it says nothing."""

    presence: Presence | None = None
    mode: Mode | None = None
    timing: str | None = None
    session: str | None = None
    invited: bool | None = None


_EXCUSED = r"\bpas pu\b|\bn'(?:ayant|ont|a|avai\w+) (?:pas )?pu\b|\bexcus\w*|\bexc\b\.?|\bempech\w*"
_ABSENT = r"\babs(?:ent(?:s|e|es)?|ences?)\b|\babs\b\.?"
_PRESENT = (
    r"(?<!\ba )\bpresent(?:s|e|es)?\b|\bparticip\w+|\bconnectes?\b|\bconnectees?\b|\bassist(?:ent|aient|ait)\b|\b(?:ont|a) assiste\b|\betai(?:en)?t la\b|^la$"
    r"|\bsont la\b|\ben presence d|\brepresente(?:s|es)?\b|\bautour de la table\b|\bont pris part\b|\btour de table\b"
    r"|\b(?:feuille|liste|fiche|etat) d'emargement\b|\bprenaient part\b|\bintervenants?\b|\bpresences?\b|\bont repondu present|\b(?:se sont|sont|etaient) reunie?s$|\bpresentes?\b"
)
_INVITED = r"\binvite(?:s|e|es)?\b|\bconvie(?:s|e|es)?\b|\bdestinataires?\b|\bconvoque(?:s|e|es)?\b|\binvitations?\b"
_PROXY = r"\bpouvoirs?\b|\bprocurations?\b|\bmandats?\b|\bmandants?\b"
_AWAY = (
    r"\bpas joignables?\b|\binjoignables?\b|\bpas de (?:nouvelles?|reponse)|\bpas (?:repondu|venue?s?|presente?s?|connecte\w*|represente\w*|la)\b|\bn['eo]\s?\w* ?(?:ayant|ont) pas\b(?! pu)"
    r"|\bnon (?:connecte|present|represente|excuse|venu|la)\w*|\bsans (?:nouvelles?|reponse|excuse)|\bni (?:present|la|excuse)\w*"
    r"|\bmanqu(?:aient|ait|ent)\b|\bdefaillant\w*|\bpas vu|\babsent\w* non"
)
_OFFICIAL = (
    r"^pointage\b.*$|^(?:(?:reunion|seance|atelier|rencontre|formation) )?(?:co-?)?(?:anime|preside|facilite|modere|pilote)e?s? par$|^(?:le |la |les )?(?:(?:co-?)?secretari?at|secretaires?|animat\w+|co-?animat\w+|presid\w+|pointage|facilitat\w+|modera\w+|appui|accueil|formateurs?|formatrices?|intervenante?s?|pilotes?|rapporteu\w+|conferenci\w+|grand temoin)"
    r"(?: (?:de (?:la )?)?(?:seance|reunion|sceance|l'assemblee|la reunion|l'atelier))?(?: \w+){0,3}$"
)
_REMOTE = r"\bvisio\w*|\bteams\b|\bzoom\b|\bdistan\w*|\btelephon\w*|\ba distance\b|\bpar tel\b|\ben ligne\b|\bwebex\b|\bau tel\b|\baudio\w*|\bskype\b"
_ROOM = r"\bpresentiel\w*|\ben salle\b|\bsur place\b|\bsur site\b"
_RE = {
    name: re.compile(pattern)
    for name, pattern in {
        "excused": _EXCUSED, "absent": _ABSENT, "present": _PRESENT, "invited": _INVITED, "proxy": _PROXY, "away": _AWAY,
        "official": _OFFICIAL, "remote": _REMOTE, "room": _ROOM,
    }.items()
}  # fmt: skip
_NOT_A_STATE = re.compile(
    r"\bpresent(?:ent|er|ation|ations|aient|ait)\b|\bpresente\b(?!$| (?:a (?:la|distance)|en|par|sur|via|au)\b)|\bordre du jour\b|\bpresente (?:le|la|les|un|une|son|sa|ses|l')|\bquorum\b"
    r"|\brappel\w* que\b|\bprochain\w*|\binviter\b|\bparticiper\b|\bparticipation\b|\bannul\w+|\breport\w+"
    r"|^(?:\d+|[ivx]+)\s?[.)°/-]* ?(?:le )?tour de table\b"
)


_REMOTE_HEAD = re.compile(
    r"^(?:(?:les |personnes |participants? |membres |presents? |etaient |sont )*)?(?:en |a |par |via |sur |au )?(?:visio\w*|distan\w*|distanciel|tele?\w*|teams|zoom|webex|skype|audio\w*|ligne|presentiel\w*|salle|place|site|connect\w*)"
)
_REPRESENTED = re.compile(
    r"^(?:(?:les |membres?|elus|conseillers|delegues|personnes|etaient|sont|ont ete|absents?) ?){0,3}\brepresentee?s?$"
)


_SPEECH = re.compile(
    r"\b(?:paroles?|mots?|discours|interventions?|echanges?|accueil|reponses?|questions?|tribune|remerciements?|liste des invitations|envoi|repas|cocktail)\b"
)
"""What is said to or by those invited (« Parole aux invités »): the heading of a part of the record, not of a list."""


@lru_cache(maxsize=4096)
def read_state(phrase: str) -> State | None:
    """The state a heading sets (« Étaient présents », « Absents excusés », « NON CONNECTÉS », « Invités »), or None.

    « Invités » alone gives the presence "unknown": the list decides.
    """
    text = plain(phrase).strip(" :-–—.*•\t")
    if (
        not text
        or len(text.split()) > 24
        or "=" in text
        or re.search(r"\ba present\b|^(?:vous|je|j'ai|merci) |^invitations?$", text)
    ):
        return None
    remote: Mode | None = "remote" if _RE["remote"].search(text) else "room" if _RE["room"].search(text) else None
    invited = True if _RE["invited"].search(text) else None
    excused, absent = bool(_RE["excused"].search(text)), bool(_RE["absent"].search(text))
    if re.fullmatch(r"participation(?: ?:)?(?: ?\d{1,3} (?:personnes?|participants?|presents?).*)?", text) and re.search(
        r"\d", text
    ):
        return State("present", invited)
    if absent and re.search(r"\bsans (?:pouvoir|procuration)", text):
        return State("absent", invited)
    if _RE["proxy"].search(text) and len(text.split()) <= 10:
        return State("excused", invited, None, proxy=True)
    if _RE["away"].search(text) and not (excused and not re.search(r"\b(?:non|pas|ni|sans) excus", text)):
        return State("absent", invited)
    if excused and re.search(r"\bnon excus|\bsans excuse", text):
        return State("absent", invited)
    if excused or (absent and re.search(r"\brepresente", text)):
        return State("excused", invited)
    if absent:
        return State("absent", invited)
    if remote is None and re.search(r"\bconnect", text):
        remote = "remote"
    if _RE["present"].search(text) and not (
        _NOT_A_STATE.search(text) and not re.search(r"\bparticipants\b|\bpresents\b|\bpresentes\b", text)
    ):
        return State("present", invited, remote, represented=bool(_REPRESENTED.match(text)))
    if invited and not _NOT_A_STATE.search(text) and len(text.split()) <= 8 and not _SPEECH.search(text):
        return State("unknown", True, remote)
    if remote and len(text.split()) <= 5 and not _NOT_A_STATE.search(text) and _REMOTE_HEAD.match(text):
        return State("present", None, remote)
    if _RE["official"].match(text):
        return State("present", None, None, official=True)
    return None


_TIMING = re.compile(
    r"^(?:est )?(?:arriv\w+|parti(?:e|s|es)?\b|part\b|quitt\w+|rejoint\w*|a partir d\w+|jusqu'?\w*|des \d|en retard|retard|depuis|de \d+\s?h|pour (?:la|le) (?:\w+ )?(?:partie|point)"
    r"|connexion \w+|deconnect\w*|son coupe|present\w* (?:a partir|jusqu|en partie)|en cours de seance|en fin de seance|le \w+ pour la partie|excuse\w* a partir)"
)
_LEFT = re.compile(r"^(?:est )?(?:parti\w*|part\b|quitt\w*|jusqu|deconnect\w*|son coupe|present\w* (?:jusqu)|en debut de seance)")


def read_timing(words: str) -> Timing:
    """Did who is said to have come or gone in the course of the meeting come late or leave early?"""
    return "left_early" if _LEFT.match(plain(words)) else "late"


_SESSIONS = (
    ("matin", re.compile(r"^(?:le |au |uniquement le |seulement le )?matin(?:ee)?(?: (?:uniquement|seulement))?$")),
    (
        "après-midi",
        re.compile(r"^(?:l'|uniquement l'|seulement l'|l' )?(?:apres[- ]midi|a\.?-?m\.?|aprem)(?: (?:uniquement|seulement))?$"),
    ),
)
_EXCUSE_REASON = re.compile(
    r"^(?:ex(?:c|cuse\w*)\b|n'(?:a|ont|avait|avaient) (?:finalement )?pas pu\b|s'(?:est|etait) excus\w+|a (?:prevenu|ecrit|repondu|envoye|telephone)|ont prevenu|retenu\w*|empech\w+|souffrant\w*|malade|en arret|"
    r"en conge\w*|conges?\b|grippe|arret\b|message|represente\w* par|remplacee?s?(?: par|$)|pris\w* par|bloque\w*|indisponible|en formation|autre reunion|maternite|"
    r"(?:presentes?|presents?|pris\w*|retenu\w*|en) .*(?:autre|ailleurs)|voeux|avec ses excuses|decline|desist\w*|pb |probleme|decharge|mail\b)"
)
_ABSENT_MARK = re.compile(
    r"^(?:absent\w*|abs\b|personne\b|neant|aucun\b|non(?: represent\w+| present\w*| excus\w+| connect\w+| venu\w*)?$|non represent|pas (?:de (?:nouvelle|reponse|representant|retour|connexion)|venu|repr|pres|la\b)|n'(?:a|est|etait|y)|ni\b|--+$|[-–—]$|0$|sans nouvelle|sans reponse|defaillant|ne (?:repond|vient))"
)
_PRESENT_MARK = re.compile(r"^(?:present\w*|oui$|x$|ok$|la$|en salle|presentiel|en presentiel)")


@lru_cache(maxsize=4096)
def read_mark(text: str) -> Mark | None:
    """What a piece beside a name says of that person's presence (« excusée », « en visio », « arrivé à 9h30 »), or None."""
    flat = plain(text).strip(" ().,;:!*")
    if not flat or len(flat.split()) > 14:
        return None
    for session, pattern in _SESSIONS:
        if pattern.match(flat):
            return Mark(presence=None, session=session)
    if _TIMING.match(flat):
        return Mark(presence="present", timing=text.strip(" ()"))
    reason = bool(_EXCUSE_REASON.match(flat))
    if _RE["away"].match(flat) or _ABSENT_MARK.match(flat):
        return Mark(presence="excused" if re.search(r"(?<!non )(?<!ni )\bexcus|message|prevenu|\bpas pu\b", flat) else "absent")
    if reason:
        return Mark(presence="excused")
    if _PRESENT_MARK.match(flat):
        return Mark(presence="present", mode="remote" if _RE["remote"].search(flat) else None)
    if (
        len(flat.split()) <= 6
        and _RE["remote"].search(flat)
        and re.match(r"^(?:en|par|via|a|au|visio\w*|distanciel|tel\w*|connecte\w*|teams|zoom|audio\w*)\b", flat)
    ):
        return Mark(presence="present", mode="remote")
    if re.match(r"^invite\w*$", flat):
        return Mark(invited=True)
    return None


@dataclass(frozen=True, slots=True)
class Link:
    """A link word. `direction` "by": who follows acts for who stands before; "for": who stands before acts for who follows. `relay`: the first was there until the second came."""

    kind: StandInKind
    direction: str
    length: int
    relay: bool = False


_LINKS: tuple[tuple[re.Pattern[str], StandInKind, str], ...] = tuple(
    (re.compile(pattern + r"(?=[\s:,]|$|(?<='))"), kind, direction)  # type: ignore[misc]
    for pattern, kind, direction in (
        (
            r"(?:est |etait |sont |etaient )?(?:absent\w* )?(?:represente|supplee|remplace)\w* (?:ce jour |exceptionnellement )?par",
            "substitute",
            "by",
        ),
        (
            r"(?:avait |a |ayant |ont |avaient )?(?:donn\w+ |donne )?(?:son |leur )?(?:bon )?(?:pouvoir|procuration|mandat)s?(?: donnee?s?)?(?: est donnee?)? (?:a|au|aux|pour|:)",
            "proxy",
            "by",
        ),
        (r"(?:a|avait|ayant|ont) donne (?:son |leur )?(?:pouvoir|procuration|mandat)s? (?:a|au|aux)", "proxy", "by"),
        (r"(?:pouvoir|procuration|mandat)s?", "proxy", "by"),
        (r"mandataire(?: :)?", "proxy", "by"),
        (r"(?:a |ayant |avec )?(?:le |un )?(?:pouvoir|procuration|mandat)s? de", "proxy", "for"),
        (r"(?:porteu\w+|titulaire|dispos\w+) (?:du|d'un) (?:pouvoir|mandat) de", "proxy", "for"),
        (r"mandant(?: :)?", "proxy", "for"),
        (r"suppleante?(?= (?:m|mme|mlle|monsieur|madame)\b)", "substitute", "for"),
        (
            r"(?:qui )?(?:remplace|remplacant\w?|represente|supplee|suppleant\w? de|representant|rempl\.?)(?: (?:egalement|aussi))?",
            "substitute",
            "for",
        ),
        (
            r"(?:en remplacement|en lieu et place|a la place|en l'absence|au nom|en suppleance|suppleant\w*) (?:de|du|d')",
            "substitute",
            "for",
        ),
    )
)


_RELAY = re.compile(r"^(?:puis )?(?:remplace|relaye)e?s? (?:a|vers|des|a partir de) \d{1,2}\s?h\s?\d{0,2} par(?=\s)")
_PRONOUN = re.compile(r"^(?:ce dernier|cette derniere|ces derniers|celui-ci|celle-ci|qui|lequel|laquelle) ")


@lru_cache(maxsize=4096)
def read_link(text: str) -> Link | None:
    """The link word at the start of `text` (« représentée par », « pouvoir à », « en remplacement de »), or None.

    `length` counts characters of `plain(text)`.
    """
    flat = plain(text)
    relay = _RELAY.match(flat)
    if relay is not None:
        return Link("substitute", "by", relay.end(), relay=True)
    lead = _PRONOUN.match(flat)
    if lead is not None:
        inner = read_link(flat[lead.end() :])
        return Link(inner.kind, inner.direction, inner.length + lead.end()) if inner is not None else None
    best: Link | None = None
    for pattern, kind, direction in _LINKS:
        match = pattern.match(flat)
        if match and (best is None or match.end() > best.length):
            best = Link(kind, direction, match.end())
    return best
