"""The columns of an attendance sheet: what each holds by its header, what the letters in it mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ....graph.model import Span
from ....graph.names import fold
from .lines import ListLine
from .phrases import Mark, State, plain, read_state

_HEADERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("proxy", r"^(?:pouvoir|procuration|mandat|representee?s? par|remplacee?s? par)\b"),
        ("deputy", r"^(?:membres? |delegues? |representants? )?suppleant\w*\b"),
        ("given", r"^prenoms?$"),
        ("name", r"^(?:noms? ?(?:et|,|/|-|&)? ?prenoms?|prenoms? ?(?:et|,|/|-|&)? ?noms?|participante?s?|membres?|personnes?|nom des? (?:participants?|membres?|personnes?)|"
                 r"sur place|contacts?|representante?s?|intervenante?s?|interlocut\w+|nom du representant|identite|administrat\w+|elus?|delegues?|titulaires?)\b"),
        ("family", r"^noms?\b(?! de (?:la|l'|votre) )"),
        ("title", r"^(?:civ|civilite|titre civ\w*|m\.?/mme|mme/m)\b\.?"),
        ("excused", r"^(?:excuse\w*|exc\.?)(?: \w+)?$"),
        ("absent", r"^(?:absent\w*|abs\.?)(?: \w+)?$"),
        ("present", r"^(?:present\w*|p)(?: ?\(?(?:oui|x|e)\)?)?$"),
        ("remote", r"^(?:visio\w*|distanciel|a distance|teams|zoom|telephone)$"),
        ("presence", r"^(?:presences?|statut|participation|emargements?|signatures?|visa|etat de presence|presence .*|emargement .*|signature .*|present ?/ ?.*|p ?/ ?[ea].*|(?:est |a )?(?:venue?s?|participe\w*)(?: \?)?|presence effective)$"),
        ("morning", r"^matin\w*\b"),
        ("afternoon", r"^(?:apres[- ]midi|a\.?-?m\.?|aprem)\b"),
        ("date", r"^(?:(?:seance|reunion|atelier|jour) ?(?:du |n ?°? ?)?)?(?:\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{2,4})?|\d{1,2}(?:er)? (?:jan|fev|mars|avr|mai|juin|juil|aou|sep|oct|nov|dec)\w*\.?(?: \d{2,4})?|\d{4}-\d{2}-\d{2}(?: .*)?|\d)$"),
        ("body", r"^(?:organismes?|structures?|organisations?|entreprises?|institutions?|employeurs?|collectivites?|exposants?|etablissements?|societes?|associations?|"
                 r"fonction ?/ ?(?:organisme|structure)|organisme ?/ ?.*|structure ?/ ?.*|partenaires?|services?|entites?|communes?|representant .*|qualite ?/ ?(?:organisme|structure))\b"),
        ("role", r"^(?:fonctions?|qualites?|titres?|postes?|roles?|mandat|metier)\b"),
        ("note", r"^(?:obs\w*\.?|remarques?|commentaires?|notes?|a noter|precisions?|divers|motif\w*)\b"),
        ("initials", r"^(?:init\w*\.?|initiales?|sigle|trigramme)$"),
    )
)  # fmt: skip
LETTERS: Mapping[str, Mark] = {
    "p": Mark("present"), "x": Mark("present"), "oui": Mark("present"), "o": Mark("present"), "1": Mark("present"), "✓": Mark("present"),
    "✔": Mark("present"), "☒": Mark("present"), "☑": Mark("present"), "ok": Mark("present"), "present": Mark("present"), "presente": Mark("present"),
    "e": Mark("excused"), "exc": Mark("excused"), "ex": Mark("excused"), "excuse": Mark("excused"), "excusee": Mark("excused"), "r": Mark("excused"),
    "represente": Mark("excused"), "representee": Mark("excused"), "pv": Mark("excused"), "a": Mark("absent"), "abs": Mark("absent"), "absent": Mark("absent"),
    "absente": Mark("absent"), "non": Mark("absent"), "n": Mark("absent"), "-": Mark("absent"), "–": Mark("absent"), "—": Mark("absent"), "0": Mark("absent"),
    "ae": Mark("excused"), "v": Mark("present", "remote"), "visio": Mark("present", "remote"), "d": Mark("present", "remote"),
    "t": Mark("present", "remote"), "tel": Mark("present", "remote"), "distanciel": Mark("present", "remote"), "teams": Mark("present", "remote"),
}  # fmt: skip


@dataclass(slots=True)
class Column:
    kind: str
    label: str
    span: Span


_PLACE = re.compile(r"^(?:communes?|villes?|localites?|lieux?|territoires?|bassins?|secteurs?)\b")


def legend(lines: Sequence[ListLine]) -> dict[str, Mark]:
    """Letters explained near the table: « P présent, E excusé, D à distance », « R : représenté »."""
    found: dict[str, Mark] = {}
    for line in lines:
        for match in re.finditer(
            r"(?:^|[\s,;(.])([A-ZÉ]{1,2}|[-–/Xx*])\s*(?:[:=–]\s*|\s)((?:pr[ée]sent|excus|absen|repr[ée]sent|en visio|visio|[àa] distance|distanciel|par t[ée]l|t[ée]l[ée]phone|non )[^,;().\n]*)",
            line.text,
        ):
            mark = _meaning(match[2])
            if mark is not None:
                found[fold(match[1]) or match[1]] = mark
        for match in re.finditer(r"\b((?i:pr[ée]sen\w+|absen\w+|excus\w+|visio\w*|distanciel))\s+\(([A-ZÉ]{1,2})\)", line.text):
            mark = _meaning(re.sub(r"(?i)^excuse$", "excusé", match[1]))
            if mark is not None:
                found[fold(match[2])] = mark
    return found if len(found) >= 2 else {}


def _meaning(words: str) -> Mark | None:
    flat = plain(words)
    if flat.startswith("represent"):
        return Mark("excused")
    if re.match(r"(?:en )?visio|a distance|distanciel|par tel|telephone", flat):
        return Mark("present", "remote")
    state = read_state(words)
    return Mark(state.presence, state.mode) if state is not None else None


def columns_of(row: ListLine, text: str) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for span, column in zip(row.cells, row.columns, strict=True):
        words = text[span.start : span.end].strip()
        flat = plain(words).strip(" .:*")
        if not flat or len(flat.split()) > 7:
            continue
        for kind, pattern in _HEADERS:
            if pattern.match(flat):
                found[column] = Column(kind, words, span)
                break
    kinds = [c.kind for c in found.values()]
    if kinds.count("body") > 1:  # « Structure | Commune »: the second says where
        for item in found.values():
            if item.kind == "body" and _PLACE.match(plain(item.label)):
                item.kind = "place"
    if "given" not in kinds:
        for item in found.values():
            if item.kind == "family":
                item.kind = "name"
    if not {"name", "family", "given"} & set(kinds):  # « Structure | Représentée par »: the only column of people
        for item in found.values():
            if item.kind == "proxy" and plain(item.label).startswith("represent"):
                item.kind = "name"
    return found


def find_header(rows: Sequence[ListLine], text: str, state: State | None) -> tuple[int, dict[int, Column]] | None:
    """(index of the header row, its columns) when the table is an attendance sheet."""
    for index, row in enumerate(rows[:10]):
        if len(row.cells) < 2:
            continue
        columns = columns_of(row, text)
        kinds = {c.kind for c in columns.values()}
        if not kinds & {"name", "family", "given"} and not (kinds & {"body"} and kinds & {"presence", "present"}):
            continue
        shows = kinds & {"presence", "present", "excused", "absent", "morning", "afternoon", "date", "remote"}
        if shows or (kinds & {"body", "role"} and (state is not None or (kinds & {"name", "given"} and "body" in kinds))):
            return index, columns
    return None


_SHOWS = frozenset(["presence", "present", "excused", "absent", "remote"])


def split_deputies(columns: dict[int, Column]) -> tuple[dict[int, Column], dict[int, Column]]:
    """(the columns of the titular members, those of their deputies): « Titulaire | Présent | Suppléant | Présent ». The deputies have
    presence columns of their own only where the titular members have one too."""
    at = next((number for number, column in sorted(columns.items()) if column.kind == "deputy"), None)
    if at is None:
        return columns, {}
    before = any(column.kind in _SHOWS for number, column in columns.items() if number < at)
    theirs = {n: c for n, c in columns.items() if n == at or (before and n > at and c.kind in _SHOWS)}
    return {n: c for n, c in columns.items() if n not in theirs}, theirs
