"""The territory a record, a list heading or a section speaks for: « bassin de X », « SPRO X », « Comité local pour l'emploi X »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...graph import reference
from ...graph.model import Span
from ...graph.names import fold
from .tokens import tidy_case

_CAP = r"(?:[A-ZÀ-ÖØ-Þ][\wÀ-ÿ]*(?:[’'][A-ZÀ-ÿ][\wÀ-ÿ]+)?)"
_NAME = rf"{_CAP}(?:(?:\s?[/–]\s?|[ -])(?:(?:de la|de l['’]|de|du|des|d['’]|en|sur|sous|et|la|le|les)[ -])?{_CAP}|-(?:sous|sur|en|la|le|les|de|du)-[\wÀ-ÿ]+|-[a-zà-ÿ]+)*"
_LINK = r"(?:\s*[-–:]\s*|\s+)(?:de la |de l['’]|du |des |de |d['’]|le |la |les )?"
_HEADS = (
    r"bassins?(?: (?:d['’]emplois?|emploi[- ]formation|de vie|d['’]activités?|de formation))?|spro|clee|clpe|spel|spe-?p|spe(?: local)?|"
    r"comité local (?:pour l['’]emploi|école[- ]entreprise)|service public de l['’]emploi (?:local|de proximité|départemental)|"
    r"comité technique[\wÀ-ÿ ]*?|groupe[\wÀ-ÿ ]*? mobilité|agglo(?:mération)?|territoire|zone d['’]emploi|arrondissement"
)
# Heads and links in any case, names only in capitals: else the name would run on over the words that follow it. A head that another
# head follows (« SPRO du bassin de X ») leaves the name to that one.
_PERIMETER = re.compile(
    rf"(?<![\w-])(?P<head>(?i:{_HEADS}))(?P<link>(?i:{_LINK}))(?P<name>(?!(?i:bassins?|territoire)\b){_NAME})"
)
_MORE = re.compile(rf"(?:\s*,\s*|\s+et\s+)(?:de la |de l['’]|du |des |de |d['’])?(?P<name>{_NAME})")
_NUMBERED = re.compile(
    r"(?<![\w-])(?:spro|sped|spe|clpe|cdiae|comité)\s+(?:départemental|dép\.?)\s*(?:de la |de l['’]|du |des |d['’])?(?P<code>\d\d|2[AB]|97\d)\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    rf"\b(?P<name>(?:[Pp]ays|[Vv]allées?|[Pp]lateau|[Pp]resqu['’][îi]le|[Mm]assif) (?:de la |de l['’]|du |de |d['’]|des )?{_NAME})"
)
_QUOTED = re.compile(rf"[«“\"][^»”\"\n]{{4,60}}[–—-]\s+(?P<name>{_NAME})\s*[»”\"]")
_IN = re.compile(rf"\b(?i:en|dans (?:le|la|les|l['’])|du|de la|de l['’]|des)\s?(?P<name>{_NAME})")


@dataclass(frozen=True, slots=True)
class Perimeter:
    """A territory with the words it was read from. `kind` bassin unless the name is a département's or a region's."""

    span: Span
    name: str
    kind: str
    code: str | None
    head: str


def find_perimeters(text: str, start: int = 0, end: int | None = None) -> list[Perimeter]:
    """Perimeters named in `text` between the two offsets, in reading order."""
    stop = len(text) if end is None else end
    found: list[Perimeter] = []
    for match in _NUMBERED.finditer(text, start, stop):
        item = reference.place("departement", match["code"])
        if item:
            found.append(
                Perimeter(
                    Span(match.start("code"), match.end("code")), item.name, "departement", item.code, fold(match[0].split()[0])
                )
            )
    for match in _PERIMETER.finditer(text, start, stop):
        if not match["name"][:1].isupper():
            continue
        name = _tidy(match["name"])
        first = fold(name).split(" ")[0]
        if (
            first in ("pour", "du", "de", "departemental", "local", "regional", "formation", "emploi", "centre")
            and fold(match["head"]) == "spro"
            and first != "centre"
        ):
            continue
        if fold(match["head"]).startswith(("agglo", "territoire", "arrondissement", "comite technique", "groupe")) and not name:
            continue
        if any(match.start("name") < other.span.end and other.span.start < match.end("name") for other in found):
            continue
        head = fold(match["head"])
        if re.search(r"\b(?:contrat|plan|programme|projet|convention|dispositif|charte|schema)\b", head):
            continue  # « comité technique du contrat de rivière X »
        named = [match]
        while head.split(" ")[0] == "bassins" and (
            more := _MORE.match(text, named[-1].end(), stop)
        ):  # « bassins de X, de Y et de Z »
            named.append(more)
        for one in named:
            made = make(_tidy(one["name"]), Span(one.start("name"), one.end("name")), head)
            if made:
                found.append(made)
    for pattern, head in ((_COUNTRY, "pays"), (_QUOTED, "groupe")):
        for match in pattern.finditer(text, start, stop):
            made = make(match["name"], Span(match.start("name"), match.end("name")), head)
            if made and not any(made.span.start < other.span.end and other.span.start < made.span.end for other in found):
                found.append(made)
    return sorted(found, key=lambda item: item.span)


def make(name: str, span: Span, head: str) -> Perimeter | None:
    """A perimeter of this name: of the official département or region when it is one, else a bassin."""
    bare = _tidy(name)
    if len(bare) < 3 and not reference.find_places(bare):
        return None
    if fold(bare) in ("bassin", "emploi", "zero", "local", "departemental", "regional", "compte", "formation"):
        return None
    official = [item for item in reference.find_places(bare) if item.kind in ("departement", "region")]
    if official and (official[0].kind == "region" or not head.startswith(("bassin", "zone", "agglo", "pays"))):
        return Perimeter(span, official[0].name, official[0].kind, official[0].code, head)
    return Perimeter(span, bare, "bassin", None, head)


def wider(text: str, start: int, end: int) -> Perimeter | None:
    """« en Creuse », « du Lot »: a département or a region named in a title."""
    for match in _IN.finditer(text, start, end):
        for item in reference.find_places(_tidy(match["name"])):
            if item.kind in ("departement", "region"):
                return Perimeter(Span(match.start("name"), match.end("name")), item.name, item.kind, item.code, "titre")
    return None


def _tidy(name: str) -> str:
    bare = re.sub(r"\s+", " ", name).strip(" -–/")
    parts = bare.split(" ")
    while len(parts) > 1 and (parts[-1].isupper() and len(parts[-1]) <= 3 and not parts[0].isupper()):
        parts.pop()
    bare = " ".join(parts)
    if bare.isupper():
        return tidy_case(bare)
    return " ".join(tidy_case(word) if word.isupper() and len(word) > 3 else word for word in bare.split(" "))


_OF_PLACE = re.compile(
    rf"\b(?:de la |de l['’]|du |des |de |d['’]|en )(?P<name>{_NAME})(?=\s*(?:$|[–—(,:»\"]|\s-\s|\bdu\s+\d|\bn\s?°|\bséance\b|\bcompte\b))",
    re.MULTILINE,
)
_LAST = re.compile(rf"(?:[–—»)]|\s-)\s*(?P<name>{_NAME})\s*(?:\(\d\d\d?\)\s*)?$")
_COMMITTEE = re.compile(
    r"\b(?:comités?|commissions?|contrats?|conventions?|conseil (?:local|départemental|territorial|régional|citoyen|de développement|intercommunal)|cité|plan|projet|programme|groupe|cellule|"
    r"réseau|plateforme|service public|réunion|rencontres?|journées?|forum|assises|schéma|pacte|charte|observatoire|coordination|copil|cotech|plénière|séminaire|atelier|conférence|point|visio|bus|territoire|"
    r"(?-i:[A-Z]{3,7}(?:-[A-Z])?))\b",
    re.IGNORECASE,
)
_OF_A_BODY = re.compile(
    r"\b(?:association|asso|centre social|centre|lycée|collège|école|mission locale|ML|CCAS|CIAS|maison|syndicat|club|communauté|commune|ville|mairie|hôpital|CFA|GRETA|MFR|amicale|office|fédération|"
    r"union|entreprise|groupement|préfecture|sous-préfecture|préf[eè]te?|hôtel|salle|pôle emploi|cap emploi|france travail|chambre|CCI|CMA|caf|conseil d['’]administration|assemblée générale|bureau|DDETS\w*|DIRECCTE|ARS|UD|CD|agence|foyer|résidence|château|gare|place|rue|"
    r"régie|ressourcerie|épicerie|banque|cinéma|théâtre|médiathèque|bibliothèque|musée|fête|marché|parc|ferme|retour sur|département|région)\b[^–—]{0,50}$",
    re.IGNORECASE,
)
_WIDE = {
    "departement": re.compile(r"\bdépartementa(?:l|le|ux)\b", re.IGNORECASE),
    "region": re.compile(r"\brégiona(?:l|le|ux)\b", re.IGNORECASE),
}


def of_title(text: str, spans: Sequence[Span]) -> Perimeter | None:
    """The territory that the lines of a title (`spans`) give: « Cité éducative de X », « Groupe de suivi – X », « agglo de X ».

    A place behind a body (« lycée de X », « association des amis de X ») or a room is none.
    """
    for span in spans:
        words = text[span.start : span.end].rstrip()
        for match in _OF_PLACE.finditer(words):
            before = words[: match.start()]
            if not _COMMITTEE.search(before) or _OF_A_BODY.search(before) or re.search(r"\b(?:à|au|aux|chez)\s[^–—]*$", before):
                continue
            found = official(match["name"], Span(span.start + match.start("name"), span.start + match.end("name")))
            if found:
                return found
        last = _LAST.search(words)
        if (
            last
            and _COMMITTEE.search(words[: last.start()])
            and not _OF_A_BODY.search(re.split(r"[–—]| - ", words[: last.start()])[-1])
        ):
            at = Span(span.start + last.start("name"), span.start + last.end("name"))
            found = official(last["name"], at)
            if (
                found is None
                and "»" in words[: last.end("name")]
                and not last["name"].isupper()
                and _all_capitalised(last["name"])
            ):
                found = Perimeter(at, last["name"], "bassin", None, "titre")
            if found:
                return found
    return None


def of_letterhead(text: str, title: str, limit: int) -> Perimeter | None:
    """The département (or region) of the authority above a title that says « départemental » (« régional »): « Préfecture du X »."""
    for kind, word in _WIDE.items():
        if word.search(title):
            for match in _IN.finditer(text, 0, limit):
                items = [item for item in reference.find_places(_tidy(match["name"])) if item.kind == kind]
                if items:
                    return Perimeter(Span(match.start("name"), match.end("name")), items[0].name, kind, items[0].code, "titre")
    return None


def official(name: str, span: Span) -> Perimeter | None:
    """The département, region or commune of this name; None for another name."""
    bare = _tidy(name)
    items = reference.find_places(bare)
    wide = [item for item in items if item.kind in ("region", "departement")]
    if wide:
        return Perimeter(span, wide[0].name, wide[0].kind, wide[0].code, "titre")
    if items and items[0].kind == "commune" and (items[0].population > 2000 or " " in bare or "-" in bare) and len(items) < 4:
        return Perimeter(span, items[0].name, "commune", items[0].code, "titre")
    return None


def _all_capitalised(name: str) -> bool:
    return all(
        word[:1].isupper()
        for word in re.split(r"[ -]", name)
        if word.lower() not in ("de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous")
    )
