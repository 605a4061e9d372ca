"""Later, shorter mentions of bodies and people that the record has already named: « le CIVAM » for « CIVAM 12 », « la médiathèque », « Élodie »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...graph import reference
from ...graph.model import Span
from ...graph.names import fold, name_key
from .draft import Draft
from .vocabulary import heads

_GENERIC = re.compile(r"^(?:(?:asso(?:ciation)?\.?|cabinet|coop(?:érative)?|la|le|les)\s+|l['’]\s*)", re.IGNORECASE)
_SIGLE = re.compile(r"^(?P<sigle>[A-ZÉ][A-ZÉ&]{2,8})\s+\S")
_THE = r"(?P<the>[Ll]['’]|\b[Ll]a |\b[Ll]e |\b[Dd]e l['’]|\b[Dd]u |\b[Aa]u |\b[àÀ] l['’])"
_AT = re.compile(r"\b(?:au|à l['’]|à la|dans (?:la|le|l['’]))\s?\Z", re.IGNORECASE)
_INTERCO = re.compile(
    r"\b(?:[Ll]a |[Ll]['’])(?P<noun>CC|CA|[Cc]om ?com|[Cc]omcom|[Aa]gglo(?:mération)?|[Ii]nterco(?:mmunalité)?|[Cc]ommunauté de communes|[Cc]ommunauté d['’]agglomération|[Mm]étropole)(?![\w’'-])"
    r"(?!\s(?:[A-ZÀ-Ý]|(?:de |du |des |d['’])))"
)
_PLACES = frozenset(["ferme", "ecole", "theatre", "musee", "cinema", "bibliotheque", "mediatheque", "hopital", "abattoir"])


def full_names(draft: Draft, text: str, taken: Sequence[Span]) -> dict[Span, str]:
    """Where the names of the listed bodies stand again in `text`: whole, or without « association »; span → local id."""
    found: dict[Span, str] = {}
    for entry in draft.organisations.values():
        for surface in sorted({entry.body.name, *entry.surfaces}, key=len, reverse=True):
            bare = _GENERIC.sub("", surface)
            if len(bare) < 4 or not bare[:1].isupper() or (entry.body.bare and entry.body.network):
                continue
            _add(found, re.finditer(rf"(?<![\w-]){re.escape(bare)}(?![\w-])", text), entry.id, taken)
    for start, identity in _beginnings(draft).items():
        pattern = rf"(?<![\w-]){re.escape(start)}(?![\w’'-])(?! (?:[A-ZÀ-Ý]|(?:de|du|des|d['’])\b))"
        _add(found, re.finditer(pattern, text), identity, taken)
    for sigle, identity in _sigles(draft).items():
        _add(found, re.finditer(rf"(?<![\w-]){sigle}(?![\w-])(?! \d)", text), identity, taken)
    return found


def class_nouns(draft: Draft) -> dict[str, str]:
    """Folded class noun (« syndicat mixte ») → the one body of the record that it can mean."""
    by_noun: dict[str, set[str]] = {}
    for entry in draft.organisations.values():
        for name in {entry.body.name, *entry.surfaces}:
            noun = _noun(name)
            if noun:
                by_noun.setdefault(noun, set()).add(entry.id)
    return {noun: ids.pop() for noun, ids in by_noun.items() if len(ids) == 1}


def class_names(draft: Draft, text: str, taken: Sequence[Span]) -> dict[Span, str]:
    """« l'association », « le lycée », « la communauté de communes » where the record names one body of that class."""
    by_noun: dict[str, list[str]] = {}
    for entry in draft.organisations.values():
        for name in {entry.body.name, *entry.surfaces}:
            noun = _noun(name)
            if noun and entry.id not in by_noun.setdefault(noun, []):
                by_noun[noun].append(entry.id)
    found: dict[Span, str] = {}
    grouped = [entry.id for entry in draft.organisations.values() if entry.body.kind == "intermunicipal"]
    if len(grouped) == 1:
        _add(found, _INTERCO.finditer(text), grouped[0], taken, "noun")
    for noun, identities in by_noun.items():
        if len(identities) != 1:
            continue
        pattern = re.compile(rf"{_THE}(?P<noun>{_loose(noun)})(?![\w’'-])", re.IGNORECASE)
        matches = []
        for match in pattern.finditer(text):
            after = text[match.end() : match.end() + 30]
            if re.match(r"\s(?:[A-ZÀ-Ý«“\"]|(?:de |du |des |d['’])(?:la |l['’])?[\wÀ-ÿ])", after):
                continue  # another one of the class, or a longer name
            if fold(noun) in _PLACES and _AT.search(text[max(0, match.start("noun") - 9) : match.start("noun")]):
                continue
            matches.append(match)
        listed = re.compile(rf"(?:(?<=[:,/] )|(?<=\())(?P<noun>{_loose(noun[:1].upper() + noun[1:])})(?=\s*[,./)\n])")
        matches += [match for match in listed.finditer(text) if match["noun"][:1].isupper()]
        _add(found, matches, identities[0], taken, "noun")
    return found


_SHORT = re.compile(
    r"(?P<head>[A-ZÀ-Ý][\wÀ-ÿ-]{2,}|[a-zà-ÿ]{3,}(?:-[a-zà-ÿ]+)?)(?: (?:[Tt]erritoriale?|[Dd]épartementale?|[Rr]égionale?|[Mm]unicipale?))?(?:$| (?:du |de la |de l['’]|des |de |d['’])?(?:pays |bassin )?[A-ZÀ-Ý«])"
)
_TOO_WIDE = frozenset([
    "maison", "union", "centre", "pole", "service", "groupe", "point", "espace", "office", "mission", "bureau", "comite", "conseil", "reseau", "chambre", "association", "cellule", "unite",
    "direction", "plateforme", "cap", "france", "agence", "antenne", "societe", "entreprise", "cabinet", "institut", "action", "le", "la", "les", "saint", "sainte", "grand", "grande", "pays", "val", "bassin", "haut", "haute",
])  # fmt: skip
"""First words that many bodies share: alone they mean none of them."""


def short_names(draft: Draft, text: str, taken: Sequence[Span]) -> dict[Span, str]:
    """« la Caf », « l'Agglomération », « la Collectivité », « la préfecture »: the first word of the name of one body, with its article and
    nothing that says of what; « Arpège » for « Arpège Bretagne », the first word where it is a proper name."""
    by_head: dict[str, set[str]] = {}
    for entry in draft.organisations.values():
        for name in {entry.body.name, *entry.surfaces}:
            match = _SHORT.match(name)
            if match and fold(match["head"]) not in _TOO_WIDE:
                by_head.setdefault(fold(match["head"]), set()).add(entry.id)
    found: dict[Span, str] = {}
    for head, identities in by_head.items():
        if len(identities) != 1:
            continue
        identity = next(iter(identities))
        capital = head[:1].upper() + head[1:]
        small = "" if head not in _OFFICES else "|" + _loose(head)
        forms = f"{_loose(capital)}|{head.upper()}{small}"
        pattern = re.compile(
            rf"(?:\b[Ll]a |\b[Ll]e |\b[Ll]['’]|\b[Dd]u |\b[Aa]u |\b[Dd]e la |\b[Dd]e l['’])(?P<noun>{forms})(?![\w’'-])(?!\s(?:[A-ZÀ-Ý«“\"]|(?:de |du |des |d['’]|territorial|départemental|régional|national|local|urbaine|central)))"
        )
        _add(found, pattern.finditer(text), identity, taken, "noun")
    return found


_OFFICES = frozenset(
    [
        "prefecture",
        "sous-prefecture",
        "caf",
        "collectivite",
        "agglomeration",
        "agglo",
        "metropole",
        "rectorat",
        "gendarmerie",
        "commissariat",
        "ville",
    ]
)
"""First words that stand for the body in small letters too."""


def first_names(draft: Draft, text: str, taken: Sequence[Span]) -> dict[Span, str]:
    """Given names alone that fit one person of the record; span → local id."""
    by_given: dict[str, list[str]] = {}
    for person in draft.people.values():
        if person.given and len(person.given) > 2:
            by_given.setdefault(person.given, []).append(person.id)
    found: dict[Span, str] = {}
    for given, identities in by_given.items():
        places = reference.find_places(given, ("commune",))
        if len(identities) != 1 or (places and places[0].population > 3000):
            continue
        matches = [
            match
            for match in re.finditer(rf"(?<![\w’'\-.])(?P<given>{re.escape(given)})(?![\w’'\-])(?![ \u00a0][A-ZÀ-Ý])", text)
            if not re.search(r"\b(?:Saint|Sainte|St|Ste|rue|lycée|école|salle|collège|place|avenue)[ -]\Z", text[max(0, match.start() - 9) : match.start()], re.IGNORECASE)
        ]  # fmt: skip
        _add(found, matches, identities[0], taken)
    return found


def _beginnings(draft: Draft) -> dict[str, str]:
    """Two capitalised words that open the longer name of one body of no network (« Union Verte » of « Union Verte des Monts ») → its id."""
    found: dict[str, set[str]] = {}
    for entry in draft.organisations.values():
        for name in {entry.body.name, *entry.surfaces}:
            match = re.match(r"(?P<start>[A-ZÀ-Ý][\wÀ-ÿ’'-]{2,} [A-ZÀ-Ý][\wÀ-ÿ’'-]{2,}) \S", name)
            if match and not entry.body.network and not name.isupper() and not reference.find_places(match["start"]):
                found.setdefault(match["start"], set()).add(entry.id)
    names = {entry.body.name for entry in draft.organisations.values()}
    return {start: ids.pop() for start, ids in found.items() if len(ids) == 1 and start not in names}


def _sigles(draft: Draft) -> dict[str, str]:
    """Sigle that opens the name of exactly one body of no network, or of the one unit → its id."""
    found: dict[str, set[str]] = {}
    for entry in draft.organisations.values():
        for name in {entry.body.name, *entry.surfaces}:
            match = _SIGLE.match(name)
            if match and not name.isupper() and not entry.body.network:
                found.setdefault(match["sigle"], set()).add(entry.id)
    names = [entry.body.name for entry in draft.organisations.values()]
    return {sigle: ids.pop() for sigle, ids in found.items() if len(ids) == 1 and sigle not in names}


def _noun(name: str) -> str | None:
    key = name_key(name)
    for words in heads():
        noun = " ".join(words)
        if len(noun) > 4 and fold(name).startswith(noun + " "):
            return noun
        if len(noun) > 4 and key.startswith(name_key(noun) + " "):
            return noun
    return None


def _loose(noun: str) -> str:
    """A pattern for folded words that meets them with their accents."""
    letters = {"e": "[eéèêë]", "a": "[aàâ]", "o": "[oô]", "i": "[iîï]", "u": "[uùû]", "c": "[cç]", " ": r"[ \-’']"}
    return "".join(letters.get(c, re.escape(c)) for c in noun)


def _add(
    found: dict[Span, str], matches: Iterable[re.Match[str]], identity: str, taken: Sequence[Span], group: str | int = 0
) -> None:
    for match in matches:
        span = Span(*match.span(group))
        if not any(span.start < other.end and other.start < span.end for other in (*taken, *found)):
            found[span] = identity
