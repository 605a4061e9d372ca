"""Who speaks for which body in running text: the words between two neighbouring names decide (extraction guide, section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...graph import reference
from ...graph.model import Span
from ...graph.names import fold
from .mentions import Mention, Mentions
from .titles import is_office
from .vocabulary import no_bodies, roles

_ARTICLE = r"(?:la |le |les |l['’])?"
_OF = r"(?:de la |de l['’]|du |des |de |d['’]|à la |à l['’]|au |aux |chez |pour (?:la |le |l['’])?|au sein d[eu] )"
_UNIT = r"(?:agence |antenne |site |direction |délégation |service |unité [\wé]+ (?:de (?:la |l['’]))?|réseau )?"
_BRACKET = re.compile(rf"\s*\(\s*(?:[^()]{{0,40}}?(?:{_OF}|, ))?{_ARTICLE}{_UNIT}\Z", re.IGNORECASE)
_SEPARATED = re.compile(rf"\s*(?:,|–|—|-|/|:)?\s*{_OF}{_UNIT}\Z", re.IGNORECASE)
_APPOSED = re.compile(rf"\s*(?:,|–|—|/)\s*{_ARTICLE}(?:agence |association |cabinet )?\Z", re.IGNORECASE)
_FOR = re.compile(
    rf"\s*,?\s*(?:pour|au titre de|au nom de|représent(?:e|ant|ait)|qui représente|et représente|préside|je (?:suis (?:là |ici )?(?:pour|de|à|au|chez)|viens de|travaille (?:à|pour|chez|au)|représente)|qui préside|dirige|qui dirige|qui pilote|venue? de|vient de|viennent de|travaille (?:à|pour))\s+{_ARTICLE}{_UNIT}\Z",
    re.IGNORECASE,
)
_NOW = re.compile(
    rf"[^.;]{{0,70}}\b(?:dirige (?:aujourd['’]hui |désormais )?|préside |représente (?:aussi )?|se partage entre [\w ]+, ){_ARTICLE}(?:groupement |association )?\Z",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\s*(?:\(|:)\s*(?:(?:M\.|Mmes?|MM\.|Mlles?|Dr|Madame|Monsieur)\s*)?\Z")
_OPENS_ROLE = re.compile(
    r"\s*(?:\(|:|,)\s*(?P<role>[\wÀ-ÿ’' -]{3,50}?)\s*(?:,|:)?\s*(?:(?:M\.|Mmes?|MM\.|Mlles?|Dr|Madame|Monsieur)\s*)?\Z",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"\s*(?:\([^()]{0,50}\)|[^.;:]{0,70}?)?,?\s*(?:représentée?s? par|dont|par la (?:voix|main|bouche|plume) d[eu’']|en la personne d[eu’']|prise? en la personne d[eu’']|(?:avait|avaient|a|ont) (?:délégué|mandaté|dépêché|envoyé|missionné)|(?:qui )?(?:était|est) représentée? par|avec)\s*"
    r"(?P<role>[^.;:]{0,70}?),?\s*(?:(?:M\.|Mmes?|MM\.|Mlles?|Dr|Madame|Monsieur|le Dr)\s*)?\Z",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*,\s*(?:(?:M\.|Mmes?|MM\.|Mlles?|Dr|Madame|Monsieur)\s*)?\Z")
_BEFORE_FOR = re.compile(
    r"(?:(?:^|[•;,.:(]|\b)\s*(?:pour|côté|de|du|des|au titre de)\s+(?:la |le |les |l['’])?)\Z", re.IGNORECASE
)
_FORMER = re.compile(
    r"\b(?:ex[- ]|ancien(?:ne)?s?\b|jusqu['’]|parti[es]?\b|quitt|rejoin|venait de|beaucoup ont connu|ont connu|jusqu|passe? à|autrefois|avant de)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|et|puis|,\s*et)\s*(?:(?:M\.|Mmes?|MM\.|Mlles?|Dr|sa collègue|son collègue)\s*)?\Z", re.IGNORECASE)


_BESIDE = re.compile(r"\s*(?:,|et|,\s*et)\s*(?:(?:M\.|Mme|Dr)\s*)?")


SHARED = "represented.shared"
"""Rule of a pair in « A et B, de C » for A: it holds when the text gives A no other body."""
_BEFORE_PERSON = frozenset(
    ["represented.opens", "represented.through", "represented.role-before", "represented.title", "represented.for-before"]
)
_NEXT_TITLE = re.compile(r"\s*,\s+(?:et )?(?:le |la |l['’])")
"""« X, le directeur de B, Y »: a role with its article belongs to the name after it."""
_NEXT_OFFICE = re.compile(r"\s*,\s+(?:et )?(?:du |de la |de l['’]|des |au |à la |par le |par la )")
"""« de X, de la présidente de B, Y »: so does an office after a preposition; a body alone (« X, de la CCI, Y ») does not."""


def find_pairs(mentions: Mentions) -> Iterator[tuple[str, str, str | None, Span, str, float]]:
    """(person, body, role, span, rule, confidence) for each pair that the text states."""
    for sentence in mentions.reading.sentences:
        inside = mentions.inside(sentence)
        waiting: list[Mention] = []
        opened: tuple[Mention, Mention] | None = None
        for number, mention in enumerate(inside):
            if mention.kind != "person":
                if waiting and not (number and inside[number - 1].kind == "person"):
                    waiting = []
                continue
            waiting = [*waiting, mention] if waiting and _AND.match(mentions.between(waiting[-1], mention)) else [mention]
            if len(waiting) > 1 and not re.search(r"\bet\b|\bpuis\b|collègue", mentions.between(waiting[-2], mention)):
                shared = [mention]  # « A, B (CAF) »: the bracket is B's
            else:
                shared = waiting
            right = inside[number + 1] if number + 1 < len(inside) else None
            made = _right(mentions, mention, right) if right and right.kind == "body" else None
            after = inside[number + 2] if number + 2 < len(inside) else None
            if (
                made
                and right
                and after
                and after.kind == "person"
                and (_NEXT_TITLE.match(mentions.between(mention, right)) or _office_next(mentions, mention, right))
                and _TAIL.match(mentions.between(right, after))
            ):
                made = None
            if made is None and number and inside[number - 1].kind == "body":
                made = _left(mentions, inside[number - 1], mention, sentence)
                earlier = inside[number - 2] if number > 1 and inside[number - 2].kind == "person" else None
                if made and made[2] == "represented.for-before" and earlier and _right(mentions, earlier, inside[number - 1]):
                    made = None  # « X pour B, Y »: B is X's
                if made:
                    waiting = shared = [mention]
            beside = made is None and opened and number and opened[1] is inside[number - 1]
            if beside and opened and _BESIDE.fullmatch(mentions.between(opened[1], mention)):
                made = opened[0], None, "represented.opens", 0.85  # « (Mmes A et B) »
                waiting = shared = [mention]
            opened = (
                (made[0], mention)
                if made and made[2] == "represented.opens" and "(" in _gap(mentions, made[0], mention)
                else None
            )
            if made:
                body, role, rule, confidence = made
                for person in shared:
                    span = Span(min(person.span.start, body.span.start), max(person.span.end, body.span.end))
                    if person is mention:
                        yield person.id, body.id, role, span, rule, confidence
                    else:
                        yield person.id, body.id, None, span, SHARED, confidence - 0.05
                if rule in _BEFORE_PERSON:
                    waiting = []  # his own title stands before him: a body after the next person is not his


def _office_next(mentions: Mentions, person: Mention, body: Mention) -> bool:
    """Does an office after a preposition stand between the person and the body (« X, de la présidente de B »)?"""
    words = mentions.between(person, body)
    office = mentions.text[body.span.start : body.span.end]
    return bool(_NEXT_OFFICE.match(words)) and (role_in(words) is not None or is_office(office))


def _gap(mentions: Mentions, body: Mention, person: Mention) -> str:
    """The words from a body to a person after it, up to the end of an open bracket; "" when the bracket is closed before."""
    words = mentions.text[body.span.end : person.span.start]
    return "" if ")" in words else words


def role_in(words: str) -> str | None:
    """The role phrase of « , directrice adjointe de la », or None when no role word stands in it."""
    bare = words.strip(" ,()–—-:«»")
    folded = fold(bare).split()
    if not folded or len(folded) > 12:
        return None
    listed = roles()
    if any(word in listed or f"{word} {nxt}" in listed for word, nxt in zip(folded, [*folded[1:], ""], strict=True)):
        return (
            re.sub(r"\s*(?:de la|de l['’]|du|des|de|d['’]|à la|au|à l['’]|chez|pour)?\s*(?:la|le|les|l['’])?$", "", bare) or None
        )
    return None


def _right(mentions: Mentions, person: Mention, body: Mention) -> tuple[Mention, str | None, str, float] | None:
    words = mentions.between(person, body)
    if re.match(r"[^(]*\)|\s{3,}pour\b|\t.*\bpour\b", words, re.IGNORECASE):
        return None  # his bracket is closed: what follows is somebody else's
    if (
        len(words) > 110
        or _FORMER.search(words)
        or re.search(r"[.;]\s", words)
        or re.search(r"\([^()]*\).*\b(?:représentante?|le|la) ", words)
        or re.search(r",\s*(?:deux|trois|quatre|cinq|plusieurs|des|une?) [a-zà-ÿ]+s? (?:de |du |des |d['’])", words)
    ):
        return None
    after = mentions.text[body.span.end : body.span.end + 2]
    office = mentions.text[body.span.start : body.span.end]
    if is_office(office) and re.fullmatch(r"\s*[,(–—:]\s*(?:la |le )?", words):
        return body, office.split(" ")[0].lower(), "represented.role", 0.9
    if _BRACKET.match(words):
        return body, role_in(words), "represented.bracket", 0.92
    if _SEPARATED.match(words):
        return body, None, "represented.of", 0.85
    if _FOR.match(words) or _NOW.match(words):
        return body, None, "represented.for", 0.85
    role = role_in(re.sub(rf"\b{_OF}{_ARTICLE}{_UNIT}\Z", "", words, flags=re.IGNORECASE))
    if (
        role
        and re.match(r"\s*(?:,|\(|–|—|:)", words)
        and re.search(rf"(?:{_OF}|[,(]\s?){_ARTICLE}{_UNIT}\Z", words, re.IGNORECASE)
    ):
        return body, role, "represented.role", 0.9
    if (
        role
        and re.search(rf"{_OF}{_UNIT}\Z", words, re.IGNORECASE)
        and len(words) < 60
        and not re.search(r"\b(?:est|a|ont|sont|avec)\b", words)
    ):
        return body, role, "represented.role", 0.82
    if (
        role
        and len(words) < 45
        and re.match(r"\s*,", words)
        and role_in(words)
        and not re.search(r"\b(?:est|a|ont|sont|avec|pour|dans|sur)\b", words)
    ):
        return body, role_in(words), "represented.role-sigle", 0.8
    if _APPOSED.match(words) and (not after or after[0] in ",.;)(\n:•" or after == " ("):
        return body, None, "represented.apposed", 0.75
    return None


def _left(mentions: Mentions, body: Mention, person: Mention, sentence: Span) -> tuple[Mention, str | None, str, float] | None:
    words = mentions.between(body, person)
    before = mentions.text[max(sentence.start, body.span.start - 60) : body.span.start]
    if len(words) > 110 or _FORMER.search(words) or _FORMER.search(before[-25:]):
        return None
    if _OPENS.match(words):
        return body, None, "represented.opens", 0.9
    office = mentions.text[body.span.start : body.span.end]
    if is_office(office) and re.fullmatch(r",? ?(?:M\.|Mme|Madame|Monsieur)? ?", words):
        return body, office.split(" ")[0].lower(), "represented.title", 0.9
    through = _THROUGH.match(words)
    if through and (
        role_in(through["role"] or "")
        or re.search(r"représent|personne|voix|main|bouche|délégué|mandaté|dépêché|envoyé|missionné", words)
    ):
        return body, role_in(through["role"] or ""), "represented.through", 0.9
    opened = _OPENS_ROLE.match(words)
    said = opened["role"] if opened else ""
    if (
        opened
        and role_in(said)
        and not re.search(r"\b(?:a|ont|est|sont|avait|avec|côtés|puis)\b|^\s*et\b", said)
        and not re.search(r"\bet (?:la |le |l['’])|^\s*,\s*(?:Mme|M\.|Dr|[Cc]apitaine)", words)
    ):
        return body, role_in(opened["role"]), "represented.role-before", 0.82
    if _TAIL.match(words):
        role = role_in(re.split(r"[.;:(]", before)[-1])
        if role and re.search(rf"{_OF}{_UNIT}\Z", before, re.IGNORECASE):
            return body, role, "represented.title", 0.9
        if _BEFORE_FOR.search(before):
            return body, None, "represented.for-before", 0.78
    return None


_ELECTED = re.compile(
    r"\s*,\s*(?P<role>(?:(?:premier|première|\d+e?r?e?) )?(?:adjointe?s?(?: au maire)?|maire|conseillère? (?P<level>municipale?|régionale?|départementale?|générale?)s?)(?: déléguée?)?)\s+"
    r"(?:de la |de l['’]|de |d['’]|du |des )(?P<place>[A-ZÀ-Ý][\wÀ-ÿ'’-]+(?:[ -][A-ZÀ-Ý][\wÀ-ÿ'’-]+)*)"
)
_UNKNOWN = re.compile(
    r"(?:\s*,\s+(?:de la |de l['’]|de |d['’]|du )|\s*\(\s*)(?P<name>(?:(?:médiathèque|bibliothèque|théâtre|musée|école|mairie|collège|lycée|conservatoire|festival|cinéma|compagnie|ferme|club|maison|foyer|centre|bureau|office|service|librairie|crèche|ludothèque|pharmacie|cabinet)(?: [a-zà-ÿ-]+)? (?:de |du |des |d['’]|de la )?(?:la |le |l['’])?)?[A-ZÀ-Ý][\wÀ-ÿ’'&-]*(?: (?:[A-ZÀ-Ý][\wÀ-ÿ’'-]*|\d{2}|&|du|de|des|la))*)(?=\s*[;.,)\n])"
)


def find_elected(mentions: Mentions) -> Iterator[tuple[str, str, str, str, str, Span]]:
    """(person, head of the body's name, its kind, territory, role, place of the words) for « Mme X, adjointe au maire de Y »: they sit for what elected them."""
    for mention in mentions.all:
        found = _ELECTED.match(mentions.text, mention.span.end) if mention.kind == "person" else None
        if found:
            level = fold(found["level"] or "municipal")[:3]
            names = {
                "reg": ("Conseil régional", "region"),
                "dep": ("Conseil départemental", "departement"),
                "gen": ("Conseil général", "departement"),
            }
            name, kind = names.get(level, ("Ville", "municipality"))
            yield mention.id, name, kind, found["place"], found["role"], Span(mention.span.start, found.end())


_APPOSED_NAME = re.compile(
    r"\s*,\s+(?:(?P<role>[a-zà-ÿ][^,;:().\n]{3,45}?)(?:,| à (?:la |l['’])?| au | de la | du | de l['’]| de | d['’]| chez )\s*)?(?P<name>[A-ZÀ-Ý][\wÀ-ÿ’'&-]+(?: (?:[A-ZÀ-Ý][\wÀ-ÿ’'-]*|\d{2}|&|du|de|des|la|et (?=[A-ZÀ-Ý])))*)(?=\s*(?:[;.,)\t\n]|et\s|$))"
)


def find_apposed(mentions: Mentions) -> Iterator[tuple[str, str, str | None, Span]]:
    """(person, name, role, place of the name) for « X, médiatrice à Nom », « X, SIGLE ; » in a line that names two people or more."""
    starts = {m.span.start for m in mentions.all}
    for mention in mentions.all:
        found = _APPOSED_NAME.match(mentions.text, mention.span.end) if mention.kind == "person" else None
        if found is None or any(found.start("name") <= start < found.end("name") for start in starts):
            continue
        line = mentions.reading.line_at(mention.span.start)
        people = [m for m in mentions.inside(line.span) if m.kind == "person"]
        role = role_in(found["role"]) if found["role"] else None
        name = found["name"].strip()
        if (found["role"] and role is None) or (not found["role"] and len(people) < 2):
            continue
        if (
            len(name) < 3
            or name.split()[0].split("-")[0] in no_bodies()
            or reference.find_places(name)
            or role_in(name)
            or fold(name).split()[0] in roles()
            or reference.given_name_rank(name.split()[0]) is not None
        ):
            continue
        yield mention.id, name, found["role"], Span(found.start("name"), found.start("name") + len(name))


_COUNCILLOR = re.compile(
    r"\s*[,(]\s*(?:vice-présidente? et )?conseill(?:er|ère)s? (?P<level>régional|départemental|général)e?s?\b(?! (?:de|du|des|d['’]))",
    re.IGNORECASE,
)
_COUNCILLOR_BEFORE = re.compile(
    r"\bconseill(?:er|ère) (?P<level>régional|départemental|général)e?,? (?:M\. |Mme )?\Z", re.IGNORECASE
)


def find_councillors(mentions: Mentions) -> Iterator[tuple[str, str, Span]]:
    """(person, council, place) for « X, conseillère régionale » without a place: the council of the record's own region or département."""
    for mention in mentions.all:
        if mention.kind != "person":
            continue
        found = _COUNCILLOR.match(mentions.text, mention.span.end) or _COUNCILLOR_BEFORE.search(
            mentions.text[max(0, mention.span.start - 50) : mention.span.start]
        )
        if found:
            network = {"r": "Conseil régional", "d": "Conseil départemental", "g": "Conseil général"}[fold(found["level"])[0]]
            yield mention.id, network, mention.span


def find_unknown(mentions: Mentions) -> Iterator[tuple[str, str, Span]]:
    """(person, name, place of the name) for « X (Nom inconnu) » and « X, de Nom inconnu »: a body that no table holds."""
    starts = {m.span.start for m in mentions.all}
    for mention in mentions.all:
        found = _UNKNOWN.match(mentions.text, mention.span.end) if mention.kind == "person" else None
        if found is None or any(found.start("name") <= start < found.end("name") for start in starts):
            continue
        name = found["name"].strip()
        if (
            len(name) < 4
            or reference.find_places(name)
            or fold(name).split()[0] in roles()
            or reference.given_name_rank(name.split()[0]) is not None
        ):
            continue
        yield mention.id, name, Span(found.start("name"), found.start("name") + len(name))
