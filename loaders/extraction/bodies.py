"""Organisations named in a text: reference networks with their local units, known bodies, a noun with a name, sigles.

Order of trust (extraction guide, section 5): the reference tables; a noun that opens a body's name followed by capitals; a sigle after
an article. Classes (« les entreprises », « organismes de formation ») are never bodies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...graph import reference
from ...graph.model import Span
from ...graph.names import name_key
from .articles import of
from .bodies_joined import joined_units, named_again, paired
from .body_names import BodyMention, BodyName
from .keys import abbreviates
from .name_shapes import AFTER_DATE, find_shaped, find_sigles
from .qualifiers import ARTICLES, LINKS, names_by_first_word, qualifier_after
from .reading import Reading
from .tokens import Token, capital_run, joined, match_words, tidy_case, tokens
from .vocabulary import heads, known_bodies

_SKIPPED = ARTICLES | {"et"}
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
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:salle|réserver|louer|visiter|rue|avenue|place|espace|b[aâ]timent|parking|à|au|en|dans (?:les locaux de|le hall de)?|hôtel de|locaux de|siège de)\s+(?:la |l['’]|le |les )?)\Z",
    re.IGNORECASE,
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
    mentions = joined_units(text, mentions)
    taken = [mention.span for mention in mentions]
    mentions.extend(find_shaped(text, taken))
    taken = [mention.span for mention in mentions]
    mentions.extend(find_sigles(reading, taken))
    mentions = named_again(text, paired(text, mentions))
    return sorted(mentions, key=lambda mention: mention.span)


def identify(name: str, *, listed: bool = True) -> BodyName:
    """The body that `name` names, as it stands in an attendance list (`listed`): always one, unknown names as they are."""
    bare = re.sub(r"^(?:(?:la|le|les)\s+|l['’]\s*)(?=\S)", "", name.strip(), flags=re.IGNORECASE).strip(" ,;:–-")
    bare = re.sub(r"^Ch\. ", "Chambre ", bare)
    bare = re.sub(r"^(?:bailleur|armement|enseigne|prestataire|auto-école) (?=[A-ZÀ-Ý])", "", bare)
    paired = re.fullmatch(r"(?P<long>.*\S)\s*\((?P<sigle>[A-ZÉÈ][A-Za-z0-9]{1,8})\)", bare)
    if paired and abbreviates(re.sub(r"[^A-Za-z]", "", paired["sigle"]).upper(), [re.sub(r"[’']", " ", paired["long"])]):
        bare = paired["long"]
    words = tokens(bare)
    if not words:  # signs and no word
        return BodyName(bare or name.strip(), "other")
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
    if len(letters) > 7 and " " in text and all(c.isupper() for c in letters):
        return tidy_case(text)
    return text


# --- at one word ---------------------------------------------------------------------------------------------------------------


def _at(text: str, words: Sequence[Token], at: int, listed: bool = False) -> tuple[BodyMention, int] | None:
    word = words[at]
    if at and words[at - 1].end == word.start - 1 and text[word.start - 1] == "-" and words[at - 1].capital:
        return None
    if word.folded in ("opco", "opca") and at + 1 < len(words) and words[at + 1].folded in reference.network_names():
        return None  # « l'OPCO Afdas » is Afdas
    for key, source in names_by_first_word().get(word.folded, ()):
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
    after, qualifier = qualifier_after(text, words, end, article=source == "body" and end < len(words) and words[end].capital)
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


_SAID_OF_A_NAME = frozenset([
    "association", "asso", "cabinet", "societe", "entreprise", "entreprise insertion", "entreprise d insertion", "ebe", "coop", "cooperative",
    "scop", "scoop", "scic",
])  # fmt: skip
"""Heads that say what a name is of and are no part of it: « l'association « Le Pas » » is Le Pas."""


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
    if not listed and noun in _VENUES and (_PLACE_BEFORE.search(before) or AFTER_DATE.search(before)):
        return None
    quoted = re.compile(r"(?:[,:]? )?(?:dite? )?[«“\"]\s?([^»”\"\n]{2,50}?)\s?[»”\"]").match(text, words[end - 1].end)
    if quoted and kind not in ("intermunicipal", "municipality"):
        span = Span(words[at].start, quoted.end())
        shown = quoted[1].strip() if noun in _SAID_OF_A_NAME else _sentence_case(text[span.start : span.end])
        return _mention(words, span, BodyName(shown, kind), "bodies.noun", 0.85, at)
    links = LINKS | {"et"} if kind == "intermunicipal" else LINKS
    after, qualifier = qualifier_after(
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
    if qualifier is None or qualifier.lower() in ("le", "la", "les", "l'", "l’"):
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
    partners = re.match(r" (?:&|et) (?:[Ff]ils|[Cc]ie|[Aa]ssociés|[Ff]rères)(?![\wÀ-ÿ])", text[after:])
    if partners and kind == "company":
        qualifier, after = qualifier + partners[0], after + partners.end()
    span = Span(words[at].start, after)
    name = text[span.start : span.end]
    if noun in _SAID_OF_A_NAME and not re.match(r"(?:d['’]|de |du |des )", qualifier):
        name, short = qualifier, True
    else:
        short = False
    body = BodyName(_named(name) if short else _sentence_case(name), kind)
    return _mention(words, span, body, "bodies.noun", 0.85, at)


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
    opens = re.search(r"(?:^|[.!?»]\s|\n\W*)(?:La )?\Z", before) and re.match(
        r", l[ae] |, l['’]| et l[ae] | et l['’]", text[end : end + 6]
    )
    return (
        bool(_DOES.match(text, end))
        or bool(opens)
        or (bool(alone) and raw[:1].isupper() and not re.match(r"\s*[.]", text[end : end + 2]))
    )


def _mention(
    words: Sequence[Token], span: Span, body: BodyName, rule: str, confidence: float, at: int
) -> tuple[BodyMention, int]:
    number = at
    while number < len(words) and words[number].start < span.end:
        number += 1
    return BodyMention(span, body, rule, confidence), number


_COMPLEMENT = re.compile(
    r" (?:d['’]|de la |de l['’]|du |des |en |au |à la |pour (?:la |le |l['’])?|sans |et )(?!moi\b|nous|vous|lui|région|département|ville|commune|même|nouve|début|fin\b|façon|manière|plus|moins|ainsi|cours|ce|son|sa\b|leur|part)[a-zà-ÿ]{3,}"
    r"(?: [A-ZÀ-Ý][\wÀ-ÿ’'-]+)?(?=\s*[,.;:()»\n]|\s(?:a|ont|est|et|sera|qui|pour|avec|propose|présente|organise|souhaite|indique|rappelle|demande)\b)"
)
"""« … d'avenir », « … en transition »: what goes on a chosen name in small letters, up to a sign or a verb."""


def _complement(text: str, words: Sequence[Token], end: int) -> tuple[int, str | None]:
    """« des tonneliers du Cognaçais »: up to four plain words, then a capital, all in one breath."""
    for stop in range(end, min(end + 6, len(words))):
        if not joined(text, words[stop - 1], words[stop]) or words[stop].folded in ("et", "avec", "qui", "a", "ont", "est"):
            break
        if words[stop].capital:
            last = capital_run(text, words, stop, LINKS)
            return words[last - 1].end, text[words[end].start : words[last - 1].end]
    return words[end - 1].end, None


def _sentence_case(text: str) -> str:
    shown = _named(text)
    return shown[:1].upper() + shown[1:]
