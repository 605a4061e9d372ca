"""Organisations named in a text: reference networks with their local units, known bodies, a noun with a name, sigles.

Order of trust (extraction guide, section 5): the reference tables; a noun that opens a body's name followed by capitals; a sigle after
an article. Classes (« les entreprises », « organismes de formation ») are never bodies.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...graph import reference
from ...graph.model import Span
from ...graph.names import name_key
from .articles import of
from .body_names import BodyMention, BodyName
from .name_shapes import find_shaped, find_sigles
from .reading import Reading
from .tokens import Token, capital_run, is_given, joined, match_words, tidy_case, tokens
from .vocabulary import heads, known_bodies, roles

ARTICLES = frozenset(["l", "d", "de", "du", "des", "la", "le", "les", "au", "aux"])
_SKIPPED = ARTICLES | {"et"}
_LINKS = frozenset(["de", "du", "des", "la", "le", "les", "l", "d", "en", "sur", "sous", "aux"])
_NEED_CAPITALS = frozenset(
    ["pe", "ml", "cd", "cg", "mde", "cad", "cma", "cci", "crij", "caf", "ffb", "msa", "una", "app", "fo", "apf", "apec", "bge"]
)
_NEVER_BARE = frozenset(
    [
        "ai",
        "ei",
        "aci",
        "etti",
        "siae",
        "ia",
        "cr",
        "ft",
        "cd",
        "cg",
        "cfa",
        "opca",
        "opco",
        "opcas",
        "opcos",
        "prefet",
        "prefets",
        "sous",
        "academie",
        "octa",
        "octas",
        "mda",
        "opacif",
        "atlas",
        "mda",
    ]
)
_NEVER = frozenset(
    [
        "ai",
        "ei",
        "aci",
        "etti",
        "ia",
        "regions",
        "departements",
        "prefet",
        "prefets",
        "sous prefet",
        "sous prefets",
        "academie",
        "academies",
    ]
)
_CAPITAL_FIRST = frozenset(["region", "departement", "prefecture", "rectorat", "sous prefecture"])
_WEAK_HEADS = frozenset(
    [
        "entreprise",
        "societe",
        "pays",
        "commune",
        "ville",
        "garage",
        "laiterie",
        "imprimerie",
        "boulangerie",
        "college",
        "universite",
        "mairie",
        "agglo",
        "ca",
        "ch",
        "radio",
        "lycee",
        "ehpad",
    ]
)
_VENUES = frozenset(
    [
        "mediatheque", "bibliotheque", "theatre", "musee", "conservatoire", "cinema", "ferme", "camping", "ecole", "ecole primaire", "ecole elementaire",
        "ecole maternelle", "groupe scolaire", "centre culturel", "maison associations", "maison quartier", "foyer rural", "residence autonomie", "abattoir",
        "maison parc", "technopole", "tiers lieu", "faculte", "office tourisme", "lycee", "college", "librairie", "brasserie", "maison pour tous",
    ]
)  # fmt: skip
"""Nouns of bodies that are as often the place where people meet."""
_AFTER_DATE = re.compile(
    r"(?:\d{4}|\d|h|heures?|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\s*[,–—-]\s*(?:à )?(?:la |le |l['’])?\Z",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:salle|rue|avenue|place|espace|b[aâ]timent|parking|à|au|en|dans (?:les locaux de|le hall de)?|hôtel de|locaux de|siège de)\s+(?:la |l['’]|le |les )?)\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"[ \u00a0](\d{2,3}|2[AB]|\d\d-\d\d)(?![\d/h%€]|[ \u00a0](?:conseiller|personne|jeune|place|euro|ans|entreprise))"
)


def find_bodies(reading: Reading) -> list[BodyMention]:
    """Every body named in the text, in reading order, without overlap."""
    text = reading.text
    words = tokens(text)
    mentions: list[BodyMention] = []
    number = 0
    while number < len(words):
        found = _at(text, words, number)
        if found:
            mention, number = found
            mentions.append(mention)
        else:
            number += 1
    mentions = _joined_units(text, mentions)
    taken = [mention.span for mention in mentions]
    mentions.extend(find_shaped(text, taken))
    taken = [mention.span for mention in mentions]
    mentions.extend(find_sigles(reading, taken))
    return sorted(mentions, key=lambda mention: mention.span)


_SERVICES = frozenset(["Direccte", "DREETS", "DRIEETS", "DDETS", "DEETS", "DDTEFP"])


def _joined_units(text: str, mentions: Sequence[BodyMention]) -> list[BodyMention]:
    """« Direccte, unité territoriale 22 »: the unit of a state service is that service's, not a body of its own."""
    kept: list[BodyMention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        unit = re.match(
            r"(?:UT|UD|unité (?:territoriale|départementale))\b", text[mention.span.start : mention.span.end], re.IGNORECASE
        )
        if (
            unit
            and last
            and last.body.network in _SERVICES
            and re.fullmatch(r"\s*(?:,|/|–|-|\()?\s*", text[last.span.end : mention.span.start])
        ):
            span = Span(last.span.start, mention.span.end)
            qualifier = name_key(text[mention.span.start : mention.span.end])
            body = replace(
                last.body,
                name=f"{last.body.name}, {text[mention.span.start : mention.span.end]}",
                qualifier=qualifier,
                level="unit",
            )
            kept[-1] = BodyMention(span, body, last.rule, last.confidence)
            continue
        kept.append(mention)
    return kept


def identify(name: str, *, listed: bool = True) -> BodyName:
    """The body that `name` names, as it stands in an attendance list (`listed`): always one, unknown names as they are."""
    bare = re.sub(r"^(?:(?:la|le|les)\s+|l['’]\s*)(?=\S)", "", name.strip(), flags=re.IGNORECASE).strip(" ,;:–-")
    bare = re.sub(r"^Ch\. ", "Chambre ", bare)
    words = tokens(bare)
    found = _at(bare, words, 0, listed=listed)
    if found and found[0].span.start == 0 and found[0].span.end >= len(bare) - 1:
        return found[0].body
    if found and found[0].span.start == 0 and found[0].body.network:
        rest = bare[found[0].span.end :].strip(" ,;:–-/()")
        body = found[0].body
        qualifier = " ".join(filter(None, (body.qualifier, rest)))
        return BodyName(bare, body.kind, "unit", body.network, qualifier, body.long, body.acronym)
    for start in range(1, len(words)):
        inner = _at(bare, words, start, listed=listed)
        if inner and inner[0].body.network:
            body = inner[0].body
            return BodyName(bare, body.kind, "unit", body.network, bare)
    kind = found[0].body.kind if found and found[0].span.start == 0 else "other"
    return BodyName(_named(bare), kind)


def _named(text: str) -> str:
    """A listed name in capitals in normal case; short words in capitals are sigles and stay."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 9 and " " in text and all(c.isupper() for c in letters):
        return tidy_case(text)
    return text


# --- at one word ---------------------------------------------------------------------------------------------------------------


@functools.cache
def _index() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word of a known name → its words and where it comes from, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for source, names in (("network", reference.network_names()), ("body", known_bodies())):
        for key in names:
            words = tuple(key.split())
            if words and key not in _NEVER:
                found.setdefault(words[0], []).append((words, source))
    for words in heads():
        found.setdefault(words[0], []).append((tuple(w for w in words if w not in ARTICLES), "head"))
    order = {"network": 0, "body": 1, "head": 2}
    return {first: tuple(sorted(names, key=lambda n: (-len(n[0]), order[n[1]]))) for first, names in found.items()}


def _at(text: str, words: Sequence[Token], at: int, listed: bool = False) -> tuple[BodyMention, int] | None:
    word = words[at]
    if at and words[at - 1].end == word.start - 1 and text[word.start - 1] == "-" and words[at - 1].capital:
        return None
    for key, source in _index().get(word.folded, ()):
        end = match_words(text, words, at, key, _SKIPPED)
        if end is None:
            continue
        made = _head(text, words, at, end, key, listed) if source == "head" else _known(text, words, at, end, key, source, listed)
        if made:
            return made
    return None


def _known(
    text: str, words: Sequence[Token], at: int, end: int, key: tuple[str, ...], source: str, listed: bool
) -> tuple[BodyMention, int] | None:
    folded = " ".join(key)
    raw = words[at].raw
    single = len(key) == 1
    if single and len(folded) <= 5 and not raw.isupper() and not (raw[:1].isupper() and folded not in _NEED_CAPITALS):
        return None
    if (folded in _CAPITAL_FIRST or (source == "body" and single)) and not (raw[:1].isupper() or listed):
        return None
    if folded == "prefecture" and not listed and _PLACE_BEFORE.search(text[max(0, words[at].start - 30) : words[at].start]):
        return None
    after, qualifier = _qualifier(text, words, end, article=source == "body" and end < len(words) and words[end].capital)
    before = text[max(0, words[at].start - 5) : words[at].start]
    if single and (source == "body" or (raw.isupper() and qualifier is None)) and re.search(r"\b(?:les|des|aux) \Z", before):
        return None  # « les CUMA », « des CCAS »: a class
    if (
        source == "body"
        and single
        and not listed
        and known_bodies()[folded][0].startswith("La ")
        and not re.search(r"\b[Ll]a \Z", before)
    ):
        return None  # « Poste à pourvoir »
    if folded in _NEVER_BARE and qualifier is None and not (listed and folded in ("cfa", "opca", "opco")):
        return None
    if folded in ("cr", "ia", "ft", "ai", "ei") or (folded in ("cd", "cg") and not re.match(r"\d|de ", qualifier or "")):
        return None
    numbered: str | None = None
    if source == "body":
        name, kind = known_bodies()[folded]
        network: str | None = name
        display = name
        long = acronym = None
        units = True
    else:
        found = reference.network_names()[folded]
        display, kind, network, units = found.short, found.kind, found.short, found.units
        display = _display(text[words[at].start : words[end - 1].end], folded, found)
        long = found.name if found.acronym else None
        acronym = found.acronym
        if single and raw.isupper() and raw.endswith("S") and not folded.endswith("ss") and reference.find_network(raw[:-1]):
            display = raw  # « MILOS », a name of its own, not a plural
        if folded in ("region",):
            display = "Région" if qualifier else "Conseil régional"
        elif network in ("Conseil départemental", "Conseil général") and qualifier and qualifier[:1].isdigit():
            found_place = reference.find_places(qualifier, ("departement",))
            qualifier_name = found_place[0].name if found_place else qualifier
            numbered = f"{network} {of(qualifier_name)}" if found_place else None
        elif folded == "departement":
            display = "Département" if qualifier else "Conseil départemental"
    plural = words[at].folded.endswith("s") and not display.lower().endswith("s") and folded not in known_bodies()
    span = Span(words[at].start, after if qualifier else words[end - 1].end)
    name = numbered or _unit_name(display, text[words[at].start : words[end - 1].end], qualifier)
    unit = None
    level = "unit" if units or qualifier else "body"
    if network == "Mission Locale" and qualifier:
        units_found = reference.find_units(f"Mission Locale {qualifier}")
        if len(units_found) == 1:
            unit = units_found[0].id
            if words[at].folded == "ml":
                usual = units_found[0].names[0]
                name = usual if not usual.isupper() else tidy_case(usual).replace("Mission locale", "Mission Locale")
    if plural and qualifier is None:
        level = "network"
    body = BodyName(name, kind, level, network, _bare_qualifier(qualifier), long, acronym, unit)
    confidence = 0.95 if qualifier or not single or raw.isupper() else 0.9
    next_word = end
    while next_word < len(words) and words[next_word].start < span.end:
        next_word += 1
    return BodyMention(span, body, f"bodies.{source}", confidence), next_word


def _display(surface: str, folded: str, network: reference.Network) -> str:
    """The form in use: the words of the text, but « ML » and « PE » written out and the usual capitals of a network's own name."""
    if folded in (name_key(network.short), f"{name_key(network.short)}s") or not network.units:
        return network.short
    words = surface.split()
    plural = name_key(surface) == " ".join(w if w.endswith(("s", "x")) else f"{w}s" for w in name_key(network.name).split())
    if (len(words) == 1 and network.acronym is None) or plural:
        return network.short
    return surface if len(words) == 1 else _sentence_case(surface if not surface.isupper() else surface.lower())


def _unit_name(display: str, surface: str, qualifier: str | None) -> str:
    if qualifier is None:
        return display
    words = qualifier.split(" ")
    tidy = " ".join(tidy_case(word) if word.isupper() and len(word) > 3 else word for word in words)
    if all(word.isupper() or not word.isalpha() for word in words):
        tidy = tidy_case(qualifier)
    return f"{display} {tidy}"


def _bare_qualifier(qualifier: str | None) -> str | None:
    return name_key(qualifier) if qualifier else None


def _qualifier(
    text: str, words: Sequence[Token], end: int, links: frozenset[str] = _LINKS, *, person: bool = False, article: bool = False
) -> tuple[int, str | None]:
    """Where the name of a unit ends and what stands after the network's name: a number, or a place with its link word."""
    last = words[end - 1].end
    number = _NUMBER.match(text, last)
    if number:
        return number.end(), number[1]
    around = _AROUND.match(text, last)
    if around:
        return around.end(), around[0].strip()
    if end >= len(words) or not joined(text, words[end - 1], words[end]):
        return last, None
    at = end
    if (
        words[at].folded
        in ("rurale", "rural", "jeunes", "intercommunale", "departementale", "regionale", "insertion", "territoriale")
        and at + 1 < len(words)
        and words[at + 1].folded in ARTICLES
        and joined(text, words[at], words[at + 1])
    ):
        at += 1
    while (
        at < len(words)
        and at - end < 3
        and words[at].folded in ARTICLES
        and not (words[at].capital and at == end)
        and joined(text, words[at - 1], words[at])
    ):
        at += 1
    if at >= len(words) or not joined(text, words[at - 1], words[at]):
        return last, None
    if not words[at].capital:
        return last, None
    stop = capital_run(text, words, at, links)
    if words[at].folded in ARTICLES and not article and not reference.find_places(text[words[at].start : words[stop - 1].end]):
        return last, None
    stop = stop if person else _cut(text, words, at, stop, linked=at > end, name=article)
    if stop <= at:
        return last, None
    ethnic = _ETHNIC.match(text, words[stop - 1].end)
    if ethnic and not person:
        return ethnic.end(), text[words[end].start : ethnic.end()]
    return words[stop - 1].end, text[words[end].start : words[stop - 1].end]


_ETHNIC = re.compile(r" (?!demain|prochain|besoin|bien|rien|moins|jamais|mais|soutien|entretien|lien|plein|certain|maintien|main\b|matin|afin|enfin|chemin|terrain|aucun)[a-zà-ÿ]{2,}(?:éen|éenne|ais|aise|ois|oise|ain|aine|ien|ienne|in|ine|an|ane|on|onne)(?![\wÀ-ÿ])(?=\s*[,;.:()–—/\n]|\s(?:et|a|ont|est|sont|présente|propose|pour|avec|à)\b|$)")  # fmt: skip
"""« … du Haut Bocage vendéen »: the adjective that closes the name of a country."""


def _cut(text: str, words: Sequence[Token], at: int, stop: int, linked: bool, name: bool = False) -> int:
    """Cut a run of capitals before another body, a person, a role; the run itself when it is a place."""
    whole = text[words[at].start : words[stop - 1].end] if stop > at else ""
    if reference.find_places(whole):
        return stop
    for number in range(at, stop):
        word = words[number]
        hyphenated = number > at and text[words[number - 1].end : word.start] in ("-", "–")
        if word.folded in roles() and not hyphenated:
            return _trim(words, at, number)
        known = _index().get(word.folded, ())
        spaced = number > at and re.fullmatch(r" [-–—] ", text[words[number - 1].end : word.start])
        if spaced and any(source == "head" for key, source in known if match_words(text, words, number, key, ARTICLES)):
            return _trim(words, at, number)
        if not hyphenated and any(
            match_words(text, words, number, key, ARTICLES)
            for key, source in known
            if source != "head" and (word.raw.isupper() or (number > at and (source == "network" or not name)) or len(key) > 1)
        ):
            return _trim(words, at, number)
        if word.raw in ("M", "Mme", "MM", "Mlle", "Dr") or (
            len(word.raw) == 1 and number + 1 < len(words) and text[word.end : word.end + 1] == "."
        ):
            return _trim(words, at, number)
        person = is_given(word.raw) and number + 1 < stop and words[number + 1].capital and not hyphenated
        if person and not (number == at and linked) and not reference.find_places(text[word.start : words[stop - 1].end]):
            return _trim(words, at, number)
    return stop


def _trim(words: Sequence[Token], at: int, stop: int) -> int:
    while stop > at and not (words[stop - 1].capital or words[stop - 1].raw.isdigit()):
        stop -= 1
    return stop


def _head(
    text: str, words: Sequence[Token], at: int, end: int, key: tuple[str, ...], listed: bool
) -> tuple[BodyMention, int] | None:
    """« l'association X », « lycée X », « CC de X », « Syndicat des menuisiers du X »."""
    noun = " ".join(key)
    kind = next(kind for head, kind in heads().items() if tuple(w for w in head if w not in ARTICLES) == key)
    raw = words[at].raw
    if (len(noun) <= 3 and not raw.isupper()) or (noun in ("departement", "region") and not raw[:1].isupper()):
        return None
    before = text[max(0, words[at].start - 30) : words[at].start]
    if not listed and noun in _WEAK_HEADS and (not raw[:1].isupper() and _PLACE_BEFORE.search(before)):
        return None
    if noun in ("association", "associations") and re.match(r"\s*(?:de )?loi\b", text[words[end - 1].end :], re.IGNORECASE):
        return None
    if not listed and noun in _VENUES and (_PLACE_BEFORE.search(before) or _AFTER_DATE.search(before)):
        return None
    quoted = re.compile(r"(?:[,:]? )?(?:dite? )?[«“\"]\s?([^»”\"\n]{2,50}?)\s?[»”\"]").match(text, words[end - 1].end)
    if quoted and kind not in ("intermunicipal", "municipality"):
        span = Span(words[at].start, quoted.end())
        return _mention(words, span, BodyName(_sentence_case(text[span.start : span.end]), kind), "bodies.noun", 0.85, at)
    links = _LINKS | {"et"} if kind == "intermunicipal" else _LINKS
    after, qualifier = _qualifier(
        text,
        words,
        end,
        links,
        person=kind in ("school", "health"),
        article=kind in ("association", "company", "inclusion", "health"),
    )
    if (
        qualifier is None
        and raw[:1].isupper()
        and noun in ("syndicat", "federation", "club employeurs", "association", "office tourisme", "forges", "verreries")
    ):
        after, qualifier = _complement(text, words, end)
    if qualifier is None:
        return None
    if not listed and noun in ("commune", "ville", "mairie"):
        if not _acts(text, words[at].start, after, raw):
            return None
    elif (not listed and noun in ("pays", "ca")) or (
        not listed and noun in ("entreprise", "societe") and not re.search(r"\b[ldLD]['’]\Z|\bla \Z|(?:^|\n)\W*\Z", before)
    ):
        return None
    if (
        not listed
        and kind == "company"
        and noun in ("forges", "verreries", "transports", "salaisons", "garage")
        and not raw[:1].isupper()
    ):
        return None
    if noun in ("association", "asso", "collectif", "compagnie", "epicerie solidaire", "epicerie sociale", "cooperative"):
        complement = _COMPLEMENT.match(text, after)
        if complement:
            qualifier, after = qualifier + complement[0], complement.end()
    span = Span(words[at].start, after)
    name = text[span.start : span.end]
    if noun in (
        "association",
        "asso",
        "cabinet",
        "societe",
        "entreprise",
        "entreprise insertion",
        "entreprise d insertion",
        "ebe",
        "coop",
        "cooperative",
        "scop",
        "scoop",
        "scic",
    ) and not re.match(r"(?:d['’]|de |du |des )", qualifier):
        name, short = qualifier, True
    else:
        short = False
    body = BodyName(_named(name) if short else _sentence_case(name), kind)
    return _mention(words, span, body, "bodies.noun", 0.85, at)


_AROUND = re.compile(
    r" (?:du|de la|de l['’]) ?(?:bassin|pays|territoire|secteur|vallée|agglomération|arrondissement) (?:[a-zà-ÿ]{4,}(?:ois|ais|ien|ain|éen|in|an|ard)e?(?![\wÀ-ÿ])|(?:de la |de l['’]|de |du |des |d['’])[A-ZÀ-Ý][\wÀ-ÿ’'-]+(?:[ -][A-ZÀ-Ý][\wÀ-ÿ’'-]+)*)"
)
"""« … du bassin dolois », « … de la vallée de l'Arve »: a place in small letters after a network's name."""
_DOES = re.compile(
    r"\s*(?:\([^()]{1,60}\)|,[^,.;]{1,60},)?\s*(?:,? représentée?s? par|met\b|a (?:mis|décidé|proposé|signé|accepté|confirmé|fait|présenté|demandé|financé)|[a-zéè]+era\b|(?:propose|demande|finance|souhaite|porte|prend|s['’]engage|prête|accueille|indique|signale|rappelle|étudie|prépare|organise)\b)"
)


def _acts(text: str, start: int, end: int, raw: str) -> bool:
    """Does « commune de X » stand for the body: it acts, is represented, is a party, or somebody is there for it?"""
    before = text[max(0, start - 40) : start]
    if re.search(
        r"(?:\b(?:pour|avec|par|entre|et avec|représente|partenaires? :)\s+(?:la |les )?|\(|\bde la )\Z", before, re.IGNORECASE
    ) and not re.search(
        r"\b(?:territoire|centre|habitants?|nord|sud|est|ouest|entrée|échelle|sein|salle|place|rue|école|gare|stade) de la \Z",
        before,
        re.IGNORECASE,
    ):
        return raw[:1].isupper() or not before.endswith("de la ")
    alone = re.search(r"(?:^|\n)\W*(?:\d\W+)?(?:et\s+)?(?:la )?\Z", before, re.IGNORECASE)
    return bool(_DOES.match(text, end)) or (bool(alone) and raw[:1].isupper() and not re.match(r"\s*[.]", text[end : end + 2]))


def _mention(
    words: Sequence[Token], span: Span, body: BodyName, rule: str, confidence: float, at: int
) -> tuple[BodyMention, int]:
    number = at
    while number < len(words) and words[number].start < span.end:
        number += 1
    return BodyMention(span, body, rule, confidence), number


_COMPLEMENT = re.compile(
    r" (?:d['’]|de la |de l['’]|du |des |en |au |à la |pour (?:la |le |l['’])?|sans |et )(?!région|département|ville|commune|même|nouve|début|fin\b|façon|manière|plus|moins|ainsi|cours|ce|son|sa\b|leur|part)[a-zà-ÿ]{3,}"
    r"(?: [A-ZÀ-Ý][\wÀ-ÿ’'-]+)?(?=\s*[,.;:()»\n]|\s(?:a|ont|est|et|sera|qui|pour|avec|propose|présente|organise|souhaite|indique|rappelle|demande)\b)"
)
"""« … d'avenir », « … en transition »: what goes on a chosen name in small letters, up to a sign or a verb."""


def _complement(text: str, words: Sequence[Token], end: int) -> tuple[int, str | None]:
    """« des tonneliers du Cognaçais »: up to four plain words, then a capital, all in one breath."""
    for stop in range(end, min(end + 6, len(words))):
        if not joined(text, words[stop - 1], words[stop]) or words[stop].folded in ("et", "avec", "qui", "a", "ont", "est"):
            break
        if words[stop].capital:
            last = capital_run(text, words, stop, _LINKS)
            return words[last - 1].end, text[words[end].start : words[last - 1].end]
    return words[end - 1].end, None


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
