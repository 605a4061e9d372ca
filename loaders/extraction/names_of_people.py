"""Names of people in running text: a title, a given name or an initial, then a family name with its particles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...graph import reference
from ...graph.model import Span
from ...graph.names import fold
from .vocabulary import roles

_CAP = r"[A-ZÀ-ÖØ-Þ][\wÀ-ÿ]*(?:[’'\-‐][\wÀ-ÿ]+)*\.?(?<!\.)"
_INITIAL = r"[A-ZÀ-ÖØ-Þ](?:h|r)?\.(?:\s?-?\s?[A-Z]\.)*"
_PARTICLE = (
    r"(?:[Dd]e [Ll]a|[Dd]e|[Dd]u|[Dd]es|[Vv]an (?:der |den )?|[Vv]on|[Dd]a|[Dd]os|Le|La|El|Ben|Aït|Ait|Al|Di|Del|Mac|Saint)"
)
_FAMILY = rf"(?:{_PARTICLE}[ \u00a0])?(?:[Dd]['’])?{_CAP}(?:[ \u00a0](?:(?:da|de|de la|van|von)\s|[dD]['’])?{_CAP}){{0,3}}"
_RANK = r"(?:Lt|Cdt|Cne|Lcl|Adj\.|Adjt|Col\.|Capitaine|Lieutenant|Commandant|Colonel|Adjudant|Brigadier|Major|Père|Abbé|Mgr)"
_TITLE = rf"(?:MM\.|M\.|M|Mmes?|Mlles?|Mesdames|Messieurs|Monsieur|Madame|Mademoiselle|Dr|Docteur|Pr|Professeur|Me|Maître|Sr|Sœur|{_RANK})"
_TITLED = re.compile(rf"(?<![\w.])(?P<title>{_TITLE})[ \u00a0](?:(?P<initial>{_INITIAL})[ \u00a0]?)?(?P<name>{_FAMILY})")
_GIVEN = re.compile(
    rf"(?:(?<![\w.’'\-])|(?<=[ (][dDlL][’']))(?P<given>[A-ZÀ-Ý][a-zà-ÿ]+(?:[\- ][A-ZÀ-Ý][a-zà-ÿ]+)?|[A-ZÀ-Ý]{{3,}}(?:-[A-ZÀ-Ý]{{3,}})?)[ \u00a0](?P<family>{_FAMILY})"
)
_INITIALED = re.compile(rf"(?<![\w.’'\-])(?P<initial>{_INITIAL})[ \u00a0]?(?P<family>{_FAMILY})")
_LETTERED = re.compile(r"^[A-J]\. [A-ZÀ-Ý][^\n]{3,60}$", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+([A-J])\. [A-ZÀ-Ý][^\n]{3,160}$", re.MULTILINE)
_ROMAN = re.compile(r"^[ \t]*(?:I{1,3}|IV|VI{0,3}|IX|X)\.[ \u00a0]", re.MULTILINE)
_MORE = re.compile(
    rf"(?:[ \u00a0]?\([^()]{{1,80}}\)|,? (?:de |du |d['’]|des |pour )[^,;.()]{{2,60}}?)?(?:, et |,? et |, )(?:(?P<initial>{_INITIAL})[ \u00a0]?)?(?P<name>{_FAMILY})"
)
"""A further name after a plural title: « Mmes A (CCI), B et C »."""
_ROLED = re.compile(
    rf"\b(?:conseill(?:er|ère) (?:régional|départemental|municipal)e?|présidente?|vice-présidente?|direct(?:eur|rice)(?: adjointe?| générale?)?|animat(?:eur|rice)|coordinat(?:eur|rice)|responsable|chargée? de mission|adjointe?|maire|trésori(?:er|ère)|secrétaire|médecin|infirmi(?:er|ère)),\s+(?P<given>[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?)[ \u00a0](?P<family>{_FAMILY})"
)
"""« une conseillère, Manoue Faure-Diez »: a role and two capitalised words name somebody, whatever the given name."""
_PLACE_NOUN = re.compile(
    r"\b(?:lycée|collège|école|espace|salle|rue|avenue|place|boulevard|centre|hôpital|square|stade|gymnase|théâtre|résidence|médiathèque|"
    r"amphithéâtre|amphi|quai|allée|cours|maison|foyer|clinique|fondation|campus|impasse|chemin|rond-point|faculté|université|palais|complexe)\s+"
    r"(?:de |du |des |d['’]|l['’])?\Z",
    re.IGNORECASE,
)
_NO_FAMILY = frozenset(
    [
        "emploi",
        "formation",
        "locale",
        "locales",
        "regional",
        "regionale",
        "departement",
        "region",
        "france",
        "paris",
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ]
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name at `span` (title left out). `given` is None when only the family name stands; `initial` in its place."""

    span: Span
    given: str | None
    family: str | None
    title: str | None = None
    initial: str | None = None
    confidence: float = 0.9

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.given or (self.initial if self.family else None), self.family)))


def find_people(text: str, taken: Sequence[Span] = ()) -> list[PersonName]:
    """People named in `text`, in reading order; names inside the spans `taken` (organisations) are left out."""
    found: list[PersonName] = []

    def free(start: int, end: int) -> bool:
        return not any(start < other.end and other.start < end for other in (*taken, *(name.span for name in found)))

    for match in _TITLED.finditer(text):
        made = _titled(match, text)
        if made and re.fullmatch(_RANK, match["title"]) and _PLACE_NOUN.search(text[max(0, match.start() - 24) : match.start()]):
            continue  # « rue du Commandant Rivière »
        if made and free(*made.span):
            found.append(made)
        while made and match["title"] in ("MM.", "Mmes", "Mlles", "Mesdames", "Messieurs"):
            more = _MORE.match(text, made.span.end)
            made = _further(more, match["title"]) if more else None
            if made and free(*made.span):
                found.append(made)
    for match in _all(_GIVEN, text):
        made = _given(match, text)
        if made and free(*made.span):
            found.append(made)
    lettered = len(_LETTERED.findall(text)) > 1
    indented = {m.start(1) for m in _INDENTED.finditer(text)}
    if not "ABCDEFGHIJ".startswith("".join(text[at] for at in sorted(indented))) or len(indented) < 2:
        indented = set()
    for match in _ROLED.finditer(text):
        family = _trim(match["family"])
        start, end = match.start("given"), match.start("family") + len(family)
        if (
            family
            and free(start, end)
            and fold(match["given"]) not in roles()
            and fold(family.split()[0]) not in roles()
            and not reference.find_places(f"{match['given']} {family}")
        ):
            found.append(PersonName(Span(start, end), match["given"], tidy_person(family), None, None, 0.78))
    roman = len(_ROMAN.findall(text)) > 1
    for match in _INITIALED.finditer(text):
        if roman and _ROMAN.match(text, text.rfind("\n", 0, match.start()) + 1):
            continue  # « I. Approbation », « V. Divers »
        if lettered and _LETTERED.match(text, match.start()) and (not match.start() or text[match.start() - 1] == "\n"):
            continue  # « A. Validation », « B. Bilan »: headings
        if match.start() in indented:
            continue  # the same, one below the other under a line of a programme
        family = _trim(match["family"])
        start, end = match.start(), match.start("family") + len(family)
        if family and free(start, end) and len(family) > 2 and not _PLACE_NOUN.search(text[max(0, start - 24) : start]):
            found.append(PersonName(Span(start, end), None, tidy_person(family), None, match["initial"], 0.75))
    return sorted(found, key=lambda name: name.span)


def _all(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Matches that may overlap: a refused one must not hide the next."""
    found, at = [], 0
    while match := pattern.search(text, at):
        found.append(match)
        given = match["given"]
        known = _is_given(given) or _is_given(given.partition(" ")[0])
        at = match.start() + (len(match[0]) if known else len(given.partition(" ")[0]))
    return found


def _is_given(given: str) -> bool:
    rank = reference.given_name_rank(given)
    return rank is not None and rank < 9000


def _titled(match: re.Match[str], text: str) -> PersonName | None:
    name = _trim(match["name"])
    if len(name) < 2 or fold(name.split()[0]) in roles():
        return None
    start = match.start("initial") if match["initial"] else match.start("name")
    span = Span(start, match.start("name") + len(name))
    words = name.split(" ")
    if match["initial"]:
        return PersonName(span, None, tidy_person(name), match["title"], match["initial"])
    if len(words) > 1 and _is_given(words[0]) and not words[0].isupper():
        return PersonName(span, words[0], tidy_person(" ".join(words[1:])), match["title"], confidence=0.95)
    if len(words) > 1 and words[0].isupper() and len(words[0]) > 2 and not words[-1].isupper() and words[-1][:1].isupper():
        return PersonName(span, words[-1], tidy_person(" ".join(words[:-1])), match["title"], confidence=0.95)
    return PersonName(span, None, tidy_person(name), match["title"], confidence=0.9)


def _further(match: re.Match[str], title: str) -> PersonName | None:
    """The name that `_MORE` found, when it may be one: no role, network or place."""
    name = _trim(match["name"])
    first = name.split()[0] if name else ""
    if len(name) < 3 or fold(first) in roles() or fold(first) in _NO_FAMILY or reference.find_network(name):
        return None
    if re.search(rf"(?:^|[ \u00a0])(?:{_TITLE}|MM)(?:[ \u00a0]|$)", match["name"]) or (name.isupper() and len(name) < 5):
        return None
    start = match.start("initial") if match["initial"] else match.start("name")
    words = name.split(" ")
    given = words[0] if len(words) > 1 and _is_given(words[0]) and not match["initial"] else None
    family = tidy_person(" ".join(words[1:]) if given else name)
    return PersonName(Span(start, match.start("name") + len(name)), given, family, title, match["initial"], 0.88)


def _given(match: re.Match[str], text: str) -> PersonName | None:
    given, family = match["given"], match["family"]
    first, _, second = given.partition(" ")
    begin = match.start("family")
    if second and not _is_given(given) and _is_given(first):  # « Alix Le Bornec », « Anne Tran Van »
        given, family, begin = first, f"{second} {family}", begin - len(second) - 1
    family = _trim(family)
    if not family or not _is_given(given):
        return None
    words = [fold(word) for word in family.split()]
    if any(word in _NO_FAMILY or word in roles() for word in words):
        return None
    if _PLACE_NOUN.search(text[max(0, match.start() - 24) : match.start()]):
        return None
    whole = f"{given} {family}"
    if reference.find_places(whole) or reference.find_network(whole):
        return None
    if given.isupper() and not family.isupper():
        return None
    if len(given) < 3 or re.search(r"(?:\b[lL]['’]|\b(?:la|une|cette|une) )\Z", text[max(0, match.start() - 6) : match.start()]):
        return None  # « l'Agathe Bleue », « la Florence Cathédrale »: a thing
    if fold(given) in ("france", "europe", "si", "chine") and fold(whole).split(" ")[1] in (
        "renov",
        "relance",
        "services",
        "travail",
        "active",
        "bois",
        "terre",
        "num",
        "nature",
        "alzheimer",
    ):
        return None
    if re.search(r"[«“\"]\s?\Z", text[max(0, match.start() - 2) : match.start()]) and re.match(
        r"\s?[»”\"]", text[match.start("given") + len(given) + 1 + len(family) :]
    ):
        return None
    return PersonName(
        Span(match.start(), begin + len(family)),
        given.capitalize() if given.isupper() else given,
        tidy_person(family),
        None,
        None,
        0.9,
    )


def _trim(family: str) -> str:
    """The family name without a role word or a sigle that follows it."""
    words = family.split(" ")
    kept: list[str] = []
    for number, word in enumerate(words):
        named = number == 1 and _is_given(words[0])  # « Hervé DANIEL »: a family name, not a sigle
        if number and (fold(word) in roles() or (not named and (_sigle_after(words, number) or reference.find_network(word)))):
            break
        kept.append(word)
    while len(kept) > 1 and kept[-1].islower():
        kept.pop()
    return " ".join(kept).rstrip(" .’'-")


def _sigle_after(words: Sequence[str], number: int) -> bool:
    return (
        words[number].isupper()
        and len(words[number]) > 1
        and not words[number - 1].isupper()
        and not re.fullmatch(_PARTICLE, words[number - 1])
    )


def tidy_person(name: str) -> str:
    """A family name in normal case: « SAINT-BLANCAT » → « Saint-Blancat », « d'ARBAUMONT » → « d'Arbaumont »."""
    return re.sub(r"[^\W\d_]{2,}", lambda m: m[0].capitalize() if m[0].isupper() else m[0], name)
