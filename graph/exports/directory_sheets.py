"""The sheets of the directory workbook, declared once for its writer and for the reader of what people changed in it.

A row is known by its `id` (of a node, or the fact of a relationship). The cells of the columns marked `edited` may be changed; the
last column, hidden, holds a digest of what they said, so that an untouched row is told from an edited one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..language import Language
from ..resolution.clusters import digest

FORMAT = "maillage-directory/1"
MARK_SHEET = "_maillage"
"""Hidden sheet whose first cell is FORMAT."""
MARK = "mark"
STEADY = "id"


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    en: str
    fr: str
    width: int = 18
    edited: bool = False
    choices: tuple[str, ...] = ()

    def title(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Sheet:
    key: str
    en: str
    fr: str
    columns: tuple[Column, ...]

    def title(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en

    @property
    def edited(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.edited)


_ID = Column(STEADY, "ID", "ID", 20)
_MARK = Column(MARK, "_", "_", 10)
_DECISION = Column("decision", "Decision", "Décision", 12, True, ("", "refuse"))
_SENTENCE = (Column("sentence", "Sentence", "Phrase", 60), Column("record", "Record", "Document", 30))

STRUCTURES = Sheet(
    "structures", "Structures", "Structures",
    (_ID, Column("name", "Name", "Nom", 42, True), Column("acronym", "Acronym", "Sigle", 12), Column("long", "Long name", "Nom long", 40),
     Column("kind", "Kind", "Nature", 20), Column("level", "Level", "Niveau", 12), Column("network", "Network", "Réseau", 22),
     Column("territories", "Territories", "Territoires", 30), Column("groups", "Member of", "Membre de", 30),
     Column("names", "Other names", "Autres noms", 40), Column("meetings", "Meetings", "Réunions", 10),
     Column("last", "Last meeting", "Dernière réunion", 14), _MARK),
)  # fmt: skip
PEOPLE = Sheet(
    "people", "People", "Personnes",
    (_ID, Column("name", "Name", "Nom", 32, True), Column("positions", "Structures and roles", "Structures et fonctions", 60),
     Column("territories", "Territories", "Territoires", 30), Column("groups", "Member of", "Membre de", 30),
     Column("meetings", "Meetings", "Réunions", 10), Column("last", "Last meeting", "Dernière réunion", 14), _MARK),
)  # fmt: skip
POSITIONS = Sheet(
    "positions", "Roles", "Fonctions",
    (_ID, Column("person", "Person", "Personne", 32), Column("structure", "Structure", "Structure", 42),
     Column("role", "Role", "Fonction", 36, True), Column("since", "Since", "Depuis", 12, True),
     Column("until", "Until", "Jusqu'au", 12, True), _DECISION, *_SENTENCE, _MARK),
)  # fmt: skip
MEETINGS = Sheet(
    "meetings", "Meetings", "Réunions",
    (_ID, Column("date", "Date", "Date", 14, True), Column("time", "Time", "Heure", 8, True), Column("name", "Title", "Intitulé", 50, True),
     Column("kind", "Kind", "Nature", 16), Column("status", "State", "État", 12, True), Column("place", "Place", "Lieu", 30, True),
     Column("territories", "Territories", "Territoires", 30), Column("committees", "Session of", "Séance de", 30),
     Column("people", "People there", "Personnes présentes", 10), Column("bodies", "Structures there", "Structures présentes", 10),
     Column("listed", "List", "Liste", 12), _MARK),
)  # fmt: skip
PRESENCES = Sheet(
    "presences", "Attendance", "Présences",
    (_ID, Column("date", "Date", "Date", 14), Column("meeting", "Meeting", "Réunion", 40), Column("actor", "Who", "Qui", 36),
     Column("state", "Presence", "Présence", 12, True), Column("for", "For", "Au titre de", 36), Column("role", "Role", "Fonction", 24),
     _DECISION, *_SENTENCE, _MARK),
)  # fmt: skip
MEMBERS = Sheet(
    "members", "Expected", "Attendus",
    (_ID, Column("scope", "Scope", "Périmètre", 34, True), Column("kind", "Kind", "Nature", 16, True),
     Column("body", "Structure", "Structure", 42, True), Column("person", "Person", "Personne", 30, True),
     Column("role", "Role", "Fonction", 24, True), Column("since", "Since", "Depuis", 12, True),
     Column("until", "Until", "Jusqu'au", 12, True), Column("basis", "Known from", "Connu par", 20), _MARK),
)  # fmt: skip


def _pairs(key: str, en: str, fr: str) -> Sheet:
    return Sheet(
        key, en, fr,
        (Column("a_id", "ID 1", "ID 1", 20), Column("a", en, fr, 40), Column("b_id", "ID 2", "ID 2", 20), Column("b", "With", "Avec", 40),
         Column("meetings", "Meetings together", "Réunions communes", 12), Column("first", "First", "Première", 12),
         Column("last", "Last", "Dernière", 12)),
    )  # fmt: skip


MET_STRUCTURES = _pairs("met_structures", "Structures who met", "Structures réunies")
MET_PEOPLE = _pairs("met_people", "People who met", "Personnes réunies")
SOURCES = Sheet(
    "sources", "Sources", "Sources",
    (_ID, Column("name", "Record", "Document", 50), Column("source", "File", "Fichier", 60), Column("part", "Part", "Partie", 20),
     Column("kind", "Kind", "Nature", 18), Column("published", "Published", "Publié", 14), Column("status", "State", "État", 12)),
)  # fmt: skip
SHEETS = (STRUCTURES, PEOPLE, POSITIONS, MEETINGS, PRESENCES, MEMBERS, MET_STRUCTURES, MET_PEOPLE, SOURCES)

WORDS: Mapping[str, tuple[str, str]] = {
    "present": ("present", "présent"), "excused": ("excused", "excusé"), "absent": ("absent", "absent"),
    "invited": ("invited", "invité"), "announced": ("contributed", "contribution"), "refuse": ("refuse", "refuser"),
    "held": ("held", "tenue"), "planned": ("planned", "prévue"), "proposed": ("proposed", "proposée"),
    "cancelled": ("cancelled", "annulée"), "postponed": ("postponed", "reportée"),
    "complete": ("complete", "complète"), "partial": ("partial", "partielle"), "none": ("none", "aucune"),
    "roster": ("roster", "répertoire"), "scope": ("its own scope", "son périmètre"), "delegate": ("delegate", "déléguée"),
    "attended": ("attended", "présences"), "partnership": ("partnership", "partenariat"), "member": ("member", "membre"),
}  # fmt: skip
"""Values in words: English, French."""


def word(value: str, language: Language) -> str:
    """`value` in the words of `language`."""
    return WORDS[value][language == "fr"] if value in WORDS else value.replace("_", " ")


def value_of(text: str) -> str:
    """The value that `text` says in either language; `text` itself when it is none."""
    from ..names import fold

    wanted = fold(text)
    return next((value for value, said in WORDS.items() if wanted in (fold(value), fold(said[0]), fold(said[1]))), text)


def plain(cell: object) -> str:
    """What a cell says, as text: dates in ISO 8601, blanks folded."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split()) if cell is not None else ""


def mark(cells: Iterable[object]) -> str:
    """Digest of what the edited cells of a row say."""
    return digest(*map(plain, cells))[:8]
