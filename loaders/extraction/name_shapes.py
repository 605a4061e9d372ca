"""Organisations that only the form of their name tells: « X Agglomération », « Dupont & fils », a sigle after an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...graph import reference
from ...graph.model import Span
from .body_names import BodyMention, BodyName
from .reading import Reading
from .tokens import tokens
from .vocabulary import no_bodies

_SIGLE = re.compile(
    r"(?:(?<=\s)|(?<=^)|(?<=['’(]))(?:(?P<art>[Ll]['’]|[Ll]a |[Ll]e |[Dd]e l['’]|[Dd]u |[Aa]u |[Dd]['’]|[Pp]ar |[Aa]vec )(?P<sigle>[A-ZÉÈ][A-ZÉÈ0-9]{2,8}))(?![\w-])"
)

_OPENING = re.compile(
    r"(?:(?<=\t)|(?<=^)|(?<=[;•–-] ))(?P<sigle>[A-ZÉÈ]{3,9})(?=(?: [A-ZÀ-Ý][\wÀ-ÿ-]+| \d\d)? ?: (?:M\.|Mme|[A-ZÀ-Ý][a-zà-ÿ-]+ [A-ZÀ-Ý]))",
    re.MULTILINE,
)
"""« CREF Limousin : Léon Faye » at the beginning of a line or cell."""

# --- shapes ----------------------------------------------------------------------------------------------------------------------

_RUN = r"[A-ZÀ-Ý][\wÀ-ÿ’'-]*(?: [A-ZÀ-Ý][\wÀ-ÿ’'-]*){0,3}"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\b(?:[A-ZÀ-Ý][\wÀ-ÿ’'-]*[ -]){1,3}(?:Communauté|Agglomération|Métropole)\b(?! de| d['’]| urbaine)"),
        "intermunicipal",
    ),
    (re.compile(rf"\b{_RUN} (?:& (?:[Ff]ils|Cie|{_RUN})|SA|SAS|SARL|SCOP)\b"), "company"),
    (re.compile(rf"\b{_RUN} (?:Intérim|Habitat)\b"), "company"),
)
_OF = r"(?:de la |de l['’]|du |des |de |d['’])"
_MINISTRY = re.compile(
    rf"\b[Dd]irection(?: (?:régionale|départementale|interrégionale|générale|territoriale|interdépartementale|académique))? {_OF}[a-zà-ÿ][a-zà-ÿ’' -]+(?:, {_OF}[a-zà-ÿ][a-zà-ÿ’' -]+)*(?:,)? et {_OF}[a-zà-ÿ][a-zà-ÿ’'-]+(?: (?:{_OF})?[a-zà-ÿ]{{4,}})?(?= ?(?:[(,.;:\n]|$))"
)
"""« Direction régionale de l'économie, de l'emploi et des solidarités »."""
_STATUTE = re.compile(
    r"(?<![\w-])(?P<statute>ACI|EI|AI|ETTI|EA|EBE|SCIC|SCOP|GAEC|EARL|SARL|SAS|GE|GEIQ|EHPAD|ESAT|IME|GEM|CSAPA|FJT|AMAP|CUMA|start-up|startup)\s+[«“\"]\s?(?P<name>[A-ZÀ-Ý][^»”\"\n]{1,50}?)\s?[»”\"]"
)
_STATUTE_KIND = {"EHPAD": "health", "IME": "health", "CSAPA": "health", "GEM": "health", "ACI": "inclusion", "EI": "inclusion", "AI": "inclusion", "ETTI": "inclusion", "EA": "inclusion", "EBE": "inclusion", "ESAT": "inclusion", "FJT": "association", "AMAP": "association"}  # fmt: skip
_GRAND = re.compile(
    r"\b(?:Grand|Grands|Cœur de|Val de|Pays de|Portes de|Sud|Nord)[ -](?:[A-ZÀ-Ý][\wÀ-ÿ’'-]*)(?: [A-ZÀ-Ý][\wÀ-ÿ’'-]*)*"
)


_GENERIC = re.compile(
    r"(?:(?<=[a-zà-ÿ,;:(] )|(?<=\b[ldLD]['’])|(?<=\bLe )|(?<=\bLa )|(?<=\bDu ))(?P<head>Syndicat|Maison|Office|Agence|Union|Centre|Institut|Collectif|Conseil|Réseau|Groupement|Observatoire|Fédération|Comité|Service|Direction|Espace|Pôle|"
    r"Plateforme|Cellule|Coordination|Cité|Relais|Établissement|Régie|Caisse|Ligue|Confédération|Fondation|Mutuelle|Compagnie|Ensemble|Orchestre|Musée|Théâtre|Comédie|Archives|Parc|Club|Amicale|Délégation|Fabrique|Laboratoire|Campus)"
    r"(?P<adjectives>(?: (?:mixte|national|nationale|régional|régionale|départemental|départementale|départementales|interrégionale?|interdépartementale?|académique|diocésaine?|intercommunal|intercommunale|local|locale|municipal|municipale|territorial|territoriale|social|sociale|culturel|culturelle|rural|rurale|interprofessionnel|interprofessionnelle|forestière?|agricole|sportive?|solidaire|rurale?|maritime|artisanale?|musicale?|paysanne?|citoyenne?|étudiante?|hospitalière?|médicale?|sociaux|médico-social|artistique|commerciale?|touristique|viticole|pastorale?|thermale?|familiale?|populaire|libre|nouvelle|européenne?|méditerranéenne?))*)"
    r"(?P<rest> (?:de la |de l['’]|du |des |de |d['’]|pour (?:la |le |l['’]|les )?|en )[a-zà-ÿ][a-zà-ÿ’'-]{3,}(?:(?: (?:de la |de l['’]|du |des |de |d['’]|et (?:de la |du |des )?)[a-zà-ÿ]{4,})?(?: [a-zà-ÿ]{3,}(?:al|ale|ales|aux|ois|oise|oises|ais|aise|aises|ique|iques|if|ive|ifs|ives|aire|aires|ienne|iennes|ien|iens|elle|elles)(?![\wÀ-ÿ]))?(?: (?:de la |de l['’]|du |des |de |d['’])?[A-ZÀ-Ý][\wÀ-ÿ’'-]+(?:[ -][A-ZÀ-Ý][\wÀ-ÿ’'-]+)*)?))"
)
_NOT_GENERIC = re.compile(
    r"(?:Conseil (?:d['’]administration|municipal|communautaire|des? (?:ministres|surveillance|classe|discipline))|Comité (?:de pilotage|technique|de suivi|des? partenaires|d['’]organisation|de bassin|local)|Service (?:civique|public)|Centre (?:de|du) (?:bourg|ville)|Direction générale|Réseau d['’]eau|Parc de stationnement|Espace de travail|Centre de table)",
    re.IGNORECASE,
)


AFTER_DATE = re.compile(
    r"(?:\d{4}|\d|h|heures?|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\s*[,–—-]\s*(?:à )?(?:la |le |l['’])?\Z",
    re.IGNORECASE,
)
"""Right after a day or an hour stands the place of a meeting."""
_ROOM = frozenset(["maison", "centre", "espace", "théâtre", "musée", "parc", "cité", "campus", "relais", "pôle", "institut"])
_STATE = re.compile(
    r"(?:EXCUS|ABSEN|PR[ÉE]SEN|INVIT|POUVOIR|PROCURATION|SECR[ÉE]TA|ANIMAT|OBJET|LIEU|DATE|ORDRE|HORAIRE|PARTICIP|DESTINAT|DIFFUS)"
)
"""A label of a list or of the head of a record in capitals."""


def find_shaped(text: str, taken: Sequence[Span]) -> list[BodyMention]:
    """Names whose form tells their kind: « X Agglomération », « Dupont & fils », « Alpha Intérim », an official « Grand X »."""
    found: list[BodyMention] = []

    def add(start: int, end: int, kind: str, confidence: float) -> None:
        span = Span(start, end)
        if not any(span.start < other.end and other.start < span.end for other in (*taken, *(m.span for m in found))):
            found.append(BodyMention(span, BodyName(text[start:end], kind), "bodies.shape", confidence))

    for pattern, kind in _SHAPES:
        for match in pattern.finditer(text):
            add(match.start(), match.end(), kind, 0.85)
    for match in _MINISTRY.finditer(text):
        add(match.start(), match.end(), "state", 0.8)
    for match in _STATUTE.finditer(text):
        span = Span(*match.span("name"))
        if not any(span.start < other.end and other.start < span.end for other in (*taken, *(m.span for m in found))):
            kind = _STATUTE_KIND.get(match["statute"], "company")
            found.append(BodyMention(span, BodyName(match["name"].strip(), kind), "bodies.statute", 0.85))
    for match in _GENERIC.finditer(text):
        room = match["head"].lower() in _ROOM and AFTER_DATE.search(text[max(0, match.start() - 30) : match.start()])
        if not _NOT_GENERIC.match(match[0]) and not room:
            kind = {"Syndicat": "intermunicipal", "Conseil": "instance", "Comité": "instance"}.get(match["head"], "other")
            add(match.start(), match.end(), kind, 0.72)
    for match in _GRAND.finditer(text):
        name = match[0]
        if any(
            reference.find_places(f"{head} {link}{name}", ("epci",))
            for head in ("CC", "CA", "CU", "Métropole")
            for link in ("", "du ", "de ")
        ):
            add(match.start(), match.end(), "intermunicipal", 0.9)
    return found


_PLACE_AFTER = re.compile(
    r" (?P<link>de la |de l['’]|du |des |de |d['’]|en )?(?P<place>[A-ZÀ-Ý][\wÀ-ÿ’'-]+(?:[ -](?:(?:de|du|des|la|le|les|sur|en|et|l['’]|d['’])[ -]?)*[A-ZÀ-Ý][\wÀ-ÿ’'-]+)*)"
)


def place_after(text: str, end: int) -> str:
    """The words after a sigle that tell its place (« de l'Ariège », « Auvergne-Rhône-Alpes »), with their space; "" when none do."""
    number = re.match(r" (?:\d{2}|2[AB])(?![\w/%€-]|[ ,.]\d| (?:ans|personnes|jeunes|places|euros))", text[end : end + 14])
    if number:
        return number[0]
    match = _PLACE_AFTER.match(text, end)
    if not match:
        return ""
    words = match["place"].split(" ")
    while words:
        place = " ".join(words)
        if reference.find_places(place):
            return f" {match['link'] or ''}{place}"
        words.pop()
    return ""


# --- sigles ------------------------------------------------------------------------------------------------------------------------


def find_sigles(reading: Reading, taken: Sequence[Span]) -> list[BodyMention]:
    """Unknown sigles after an article: not in a line of capitals, not also in lower case, not a programme or a measure."""
    text = reading.text
    lower = {word.raw for word in tokens(text) if word.raw.islower()}
    found = []
    for match in (*_SIGLE.finditer(text), *_OPENING.finditer(text)):
        sigle = match["sigle"]
        span = Span(match.start("sigle"), match.end("sigle"))
        if sigle in no_bodies() or sigle.lower() in lower or any(char.isdigit() for char in sigle) or len(sigle) < 3:
            continue
        if reference.find_programme(sigle) or reference.find_network(sigle) or reference.find_places(sigle):
            continue
        if any(span.start < other.end and other.start < span.end for other in taken):
            continue
        if _STATE.match(sigle):
            continue
        if re.search(r"[A-ZÉ]{3,} [DL]['’]\Z|\bpays \Z", text[max(0, span.start - 10) : span.start]):
            continue
        span = Span(span.start, span.end + len(place_after(text, span.end)))
        line = reading.line_at(span.start).text
        letters = [c for c in line if c.isalpha()]
        if sum(c.isupper() for c in letters) > 0.6 * len(letters):
            continue
        found.append(BodyMention(span, BodyName(text[span.start : span.end], "other", acronym=sigle), "bodies.sigle", 0.7))
    return found
