"""Territories named in a text: communes only in context, départements and regions, the bassin a record is about.

Many communes bear the name of a common word (Rue, Eu, Contre): a name counts after a preposition of place, or in a list of such
names, and is looked for first in the département that the rest of the record speaks of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...graph import reference
from ...graph.model import Span
from ...graph.names import name_key

_CAP = r"[A-ZÀ-ÖØ-Þ][\wÀ-ÿ]*(?:[’'][A-ZÀ-Þ][\wÀ-ÿ]+)?"
_LINK = r"(?:de la|de l['’]|de|du|des|d['’]|en|sur|sous|la|le|les|lès|lez|et|aux|au|l['’])"
_NAME = rf"(?:L['’])?{_CAP}(?:(?:-| - |[ \u00a0])(?:{_LINK}(?:-|[ \u00a0])?)*{_CAP}|-{_LINK}-[\wÀ-ÿ]+|-[a-zà-ÿ]+)*"
_STRONG = re.compile(
    rf"(?:(?<=\s)|(?<=^)|(?<=[(«])|(?=[,/:\t(]))(?P<prep>^|\t|à|À|En|Au|Aux|Dans le|dans le|de|d['’]|D['’]|du|au|aux|en|sur|vers|entre|depuis|près de|des|les|ville de|commune de|site de|bassin de|maire de|et|ou|\(|,|/|:|–|-|pour|toujours rien sur|chez)\s?(?P<the>la |le |les |La |Le |Les |l['’])?(?P<name>{_NAME})",
    re.MULTILINE,
)
_STRONG_PREPOSITIONS = frozenset(
    [
        "à",
        "de",
        "d'",
        "du",
        "au",
        "aux",
        "sur",
        "vers",
        "entre",
        "près de",
        "ville de",
        "commune de",
        "site de",
        "bassin de",
        "maire de",
        "depuis",
    ]
)
_STREET = re.compile(
    r"\b(?:rue|avenue|boulevard|place|quai|allée|chemin|impasse|salle|espace|lycée|collège|école|route|hôtel|stade|square|médiathèque|ferme|palais|parc|gare|port)\s+(?:\w+\s+)?\Z",
    re.IGNORECASE,
)
_WORDS_TOO = frozenset(
    [
        "nord",
        "est",
        "ouest",
        "sud",
        "centre",
        "mars",
        "contre",
        "rue",
        "eu",
        "sens",
        "ay",
        "y",
        "us",
        "bus",
        "lot",
        "ain",
        "var",
        "manche",
        "landes",
        "paris",
        "conseil",
        "emploi",
        "france",
        "etat",
        "pole",
        "mission",
        "region",
        "europe",
        "ville",
        "commune",
        "bassin",
        "pays",
        "saint",
        "sainte",
        "grand",
        "grande",
        "petit",
        "bois",
        "forge",
        "forges",
        "salle",
        "plan",
        "nature",
        "carte",
        "mer",
        "montagne",
        "point",
        "port",
        "lieu",
        "cours",
        "is",
        "oz",
        "syndicat",
        "vallee",
        "vallees",
        "cheres",
        "escale",
        "chambre",
        "college",
        "hopital",
        "maison",
        "relais",
        "ferme",
        "moulin",
        "mesnil",
        "villages",
        "coeur",
        "union",
        "justice",
        "bonnes",
        "vous",
        "nous",
        "ensemble",
        "voyage",
        "voyages",
        "hier",
        "beau",
        "bonne",
        "foyer",
        "barre",
        "chaux",
        "poste",
        "croix",
        "cite",
        "abbaye",
        "temple",
        "bains",
        "marche",
        "courts",
        "sains",
        "sel",
        "bors",
        "arts",
        "ars",
        "uz",
        "peri",
    ]
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named at `span`. `kind` and `code` as in the reference tables; code None for a perimeter of the project's own."""

    span: Span
    name: str
    kind: str
    code: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Candidate:
    span: Span
    name: str
    strong: bool


class Places:
    """The places of one record, resolved together: each helps to tell which commune of a name is meant."""

    def __init__(self, text: str, taken: Sequence[Span], hints: Iterable[str]) -> None:
        """`taken` are spans of organisations and people; `hints` names and numbers that tell the département (« Cap emploi 31 »)."""
        self.text = text
        self.candidates = _candidates(text, taken)
        self.votes = _votes(self.candidates, hints)
        self.departement = self.votes.most_common(1)[0][0] if self.votes else None

    @property
    def region(self) -> reference.Place | None:
        """The region in which the record's places lie; None when they name none."""
        item = reference.place("departement", self.departement) if self.departement else None
        return reference.region_of(item) if item else None

    def mentions(self) -> list[PlaceMention]:
        """Places in reading order."""
        found = []
        longer = [f"{name_key(candidate.name)} " for candidate in self.candidates]
        for candidate in self.candidates:
            item = self._choose(candidate)
            tail = f" {name_key(candidate.name)} "
            if item and item.kind == "commune" and item.population < 15_000 and any(name.endswith(tail) for name in longer):
                continue  # « du Marsan » beside « Mont-de-Marsan »: a country, not another commune
            if item:
                weight = 0.95 if candidate.strong else 0.8
                name = candidate.name if item.kind == "commune" else item.name
                found.append(PlaceMention(candidate.span, name, item.kind, item.code, weight))
        return found

    def within(self, start: int, end: int) -> list[PlaceMention]:
        """Communes named between the two offsets, inside the names of bodies too (« mairie de X »)."""
        found = []
        for candidate in _candidates(self.text[start:end], (), venues=True):
            item = self._choose(candidate)
            if item and item.kind == "commune":
                span = Span(candidate.span.start + start, candidate.span.end + start)
                found.append(PlaceMention(span, candidate.name, item.kind, item.code, 0.85))
        return found

    def _choose(self, candidate: Candidate) -> reference.Place | None:
        key = name_key(candidate.name)
        if key in _WORDS_TOO or (len(key) < 3 and not (candidate.strong and self.departement)):
            return None
        before = self.text[max(0, candidate.span.start - 6) : candidate.span.start]
        if key == "reunion" and not (candidate.name.startswith("La ") or re.search(r"\bla $|[a-z] $", before)):
            return None
        items = reference.find_places(candidate.name)
        wide = [item for item in items if item.kind in ("region", "departement")]
        if wide:
            return wide[0]
        if " " not in candidate.name and (reference.given_name_rank(candidate.name) or 9999) < 400 and not candidate.strong:
            return None
        home = [item for item in items if item.kind == "commune" and item.departement in self._near()]
        if home:
            return home[0]
        communes = [item for item in items if item.kind == "commune"]
        if communes and communes[0].population < 3000 and (reference.given_name_rank(candidate.name) or 9999) < 400:
            return None  # « Marie », « Victor »: somebody
        if communes and candidate.strong and (communes[0].population > 15_000 or (not self.departement and len(communes) == 1)):
            return communes[0]
        if self.departement and candidate.strong and len(key) > 3:
            return self._begins(key)
        return None

    def _near(self) -> set[str]:
        ranked = [code for code, _ in self.votes.most_common(3)]
        return set(ranked)

    def _begins(self, key: str) -> reference.Place | None:
        """« Aulnoye » for Aulnoye-Aymeries: the one commune of the département whose name begins so."""
        for code in [self.departement] if self.departement else []:
            fits = [item for item in reference.communes_of(code) if name_key(item.name).startswith(key + " ")]
            if fits and (len(fits) == 1 or fits[0].population > 4 * fits[1].population):
                return fits[0]
        return None


_BUILDING = re.compile(r"\b(?:lycée|collège|école|médiathèque|espace|salle|ferme|hôtel|stade)\s+(?:\w+\s+)?\Z", re.IGNORECASE)


def _candidates(text: str, taken: Sequence[Span], venues: bool = False) -> list[Candidate]:
    """With `venues`, « lycée hôtelier de X » gives X: asked for where something takes place."""
    found: list[Candidate] = []
    at = 0
    while match := _STRONG.search(text, at):
        at = match.start("name") + 1
        name, start = match["name"], match.start("name")
        the = (match["the"] or "").strip()
        prep = match["prep"].lower().replace("’", "'")
        strong = prep in _STRONG_PREPOSITIONS
        if the[:1].isupper():
            start, name = match.start("the"), match["the"] + name
        made = _longest(name, strong)
        if made is None:
            continue
        made = re.sub(rf"(?:[ -](?i:{_LINK}))+$", "", made)
        rest = text[start + len(made) : start + len(made) + 24]
        if " " not in made and (re.match(r" d(?:es|u|e la|e l['’]) ?[a-zà-ÿ]", rest) or re.match(r" [A-ZÀ-Ý][a-zà-ÿ]{2,}", rest)):
            continue  # « Palais des congrès », the first word of a longer name
        if (
            not strong
            and re.match(r" [a-zà-ÿ]", rest)
            and not re.match(r" (?:et|ou|le|la|les|à|en|avec|pour|sur|où|sera|aura|est|dans|puis)\b", rest)
        ):
            continue
        span = Span(start, start + len(made))
        near = text[max(0, match.start() - 20) : match.start()] + " "
        if _STREET.search(near) and prep != "à" and not (venues and prep in ("de", "d'") and _BUILDING.search(near)):
            continue
        if any(span.start < other.end and other.start < span.end for other in taken):
            continue
        found.append(Candidate(span, made, strong))
        at = span.end
    return found


def _longest(name: str, strong: bool) -> str | None:
    """The longest beginning of a run of capitals that names a place; the first hyphenated name when none does (it may be short)."""
    pieces = re.split(r"( - |[ \u00a0])", name)
    for stop in range(len(pieces), 0, -2):
        part = "".join(pieces[:stop])
        if reference.find_places(part, ("region", "departement", "commune")):
            return part
    return pieces[0] if strong and len(pieces) == 1 and pieces[0][:1].isupper() and not pieces[0].isupper() else None


def _votes(candidates: Iterable[Candidate], hints: Iterable[str]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for hint in hints:
        for item in reference.find_places(hint):
            if item.kind == "departement":
                votes[item.code] += 4
                break
            if item.kind == "commune" and item.departement:
                votes[item.departement] += 2 if len(reference.find_places(hint, ("commune",))) == 1 else 1
                break
    seen: set[str] = set()
    for candidate in candidates:
        key = name_key(candidate.name)
        if key in seen or key in _WORDS_TOO:
            continue
        seen.add(key)
        items = reference.find_places(candidate.name, ("departement", "commune"))
        if items and items[0].kind == "departement":
            votes[items[0].code] += 4
            continue
        codes = {item.departement for item in items if item.departement}
        for item in items[:6]:
            if item.departement:
                votes[item.departement] += 3 if len(codes) == 1 else 1
    return votes
