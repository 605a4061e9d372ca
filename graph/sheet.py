"""The attendance sheet that Maillage prefills and reads back: its words, in both languages, in one place.

A1  Feuille de présence (Maillage 1)
Réunion | Date | Heure | Lieu | Nature | Périmètre | Territoires      a label and its value a row
Nom | Structure | Territoire de la structure | Fonction | Présence | Remplace
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from .names import fold
from .record import EventKind, TerritoryKind

VERSION = "1"
TITLE = {"fr": f"Feuille de présence (Maillage {VERSION})", "en": f"Attendance sheet (Maillage {VERSION})"}
MARK = re.compile(r"\s*(?:feuille de pr[ée]sence|attendance sheet) \(maillage (\d+)\)\s*\Z", re.IGNORECASE)

Field = Literal["meeting", "date", "time", "place", "kind", "scope", "territories"]
LABELS: Mapping[Field, Mapping[str, str]] = {
    "meeting": {"fr": "Réunion", "en": "Meeting"},
    "date": {"fr": "Date", "en": "Date"},
    "time": {"fr": "Heure", "en": "Time"},
    "place": {"fr": "Lieu", "en": "Place"},
    "kind": {"fr": "Nature", "en": "Kind"},
    "scope": {"fr": "Périmètre", "en": "Scope"},
    "territories": {"fr": "Territoires", "en": "Territories"},
}
Column = Literal["name", "body", "home", "role", "presence", "instead_of"]
COLUMNS: Mapping[Column, Mapping[str, str]] = {
    "name": {"fr": "Nom", "en": "Name"},
    "body": {"fr": "Structure", "en": "Body"},
    "home": {"fr": "Territoire de la structure", "en": "Territory of the body"},
    "role": {"fr": "Fonction", "en": "Role"},
    "presence": {"fr": "Présence", "en": "Presence"},
    "instead_of": {"fr": "Remplace", "en": "Stands in for"},
}
STATES: Mapping[str, Mapping[str, str]] = {
    "present": {"fr": "présent", "en": "present"},
    "remote": {"fr": "à distance", "en": "remote"},
    "excused": {"fr": "excusé", "en": "excused"},
    "absent": {"fr": "absent", "en": "absent"},
}
"""What the column of presence offers; `remote` is present."""
_SAID = {
    "present": ("present", "presente", "presents", "presentes", "p", "x", "oui", "yes", "vrai", "true", "1", "ok", "✓", "✔"),
    "remote": ("a distance", "remote", "visio", "en visio", "distance", "visioconference", "v"),
    "excused": ("excuse", "excusee", "excuses", "excusees", "excused", "e"),
    "absent": ("absent", "absente", "absents", "absentes", "a", "non", "no", "faux", "false", "0"),
}
_STATE_OF = {word: state for state, words in _SAID.items() for word in words}

KINDS: Mapping[EventKind, Mapping[str, str]] = {
    "meeting": {"fr": "réunion", "en": "meeting"},
    "committee": {"fr": "comité", "en": "committee"},
    "assembly": {"fr": "assemblée", "en": "assembly"},
    "working_group": {"fr": "groupe de travail", "en": "working group"},
    "workshop": {"fr": "atelier", "en": "workshop"},
    "training": {"fr": "formation", "en": "training"},
    "day": {"fr": "journée", "en": "day"},
    "forum": {"fr": "forum", "en": "forum"},
    "visit": {"fr": "visite", "en": "visit"},
    "presentation": {"fr": "présentation", "en": "presentation"},
}
PLACES: Mapping[str, Mapping[str, str]] = {
    "bassin": {"fr": "bassin", "en": "bassin"},
    "commune": {"fr": "commune", "en": "municipality"},
    "departement": {"fr": "département", "en": "departement"},
    "region": {"fr": "région", "en": "region"},
    "zone_emploi": {"fr": "zone d'emploi", "en": "employment zone"},
    "epci": {"fr": "intercommunalité", "en": "intermunicipal body"},
    "committee": {"fr": "instance", "en": "committee"},
    "partnership": {"fr": "partenariat", "en": "partnership"},
}
_PLACE_OF = {fold(word): kind for kind, words in PLACES.items() for word in words.values()}
_KIND_OF = {fold(word): kind for kind, words in KINDS.items() for word in words.values()}
_PLACE = re.compile(r"(?P<name>.+?)\s*\((?P<kind>[^()\d]+?)(?:\s+(?P<code>[0-9A-Z]{2,9}))?\)\s*\Z")


class Perimeter(NamedTuple):
    """A territory, committee or partnership as the sheet writes it: « Blois (bassin) », « Blois (commune 41018) »."""

    name: str
    kind: str
    code: str | None = None


def written(perimeter: Perimeter, language: str) -> str:
    """The text of a perimeter in a cell."""
    kind = PLACES[perimeter.kind][language]
    return f"{perimeter.name} ({kind}{f' {perimeter.code}' if perimeter.code else ''})"


def perimeter(text: str) -> Perimeter | None:
    """The perimeter that a cell means; None when it does not say of what kind it is."""
    match = _PLACE.match(text.strip())
    kind = _PLACE_OF.get(fold(match["kind"])) if match else None
    return Perimeter(match["name"].strip(), kind, match["code"]) if match and kind else None


def state(text: str) -> str | None:
    """What a cell of presence says: present, remote, excused or absent; None for anything else."""
    return _STATE_OF.get(fold(text) or text.strip())


def kind_of(text: str) -> EventKind | None:
    return _KIND_OF.get(fold(text))


def territory_kind(kind: str) -> TerritoryKind | None:
    """`kind` when it is one of a territory."""
    return None if kind in ("committee", "partnership") else kind  # type: ignore[return-value]


def column_of(text: str) -> Column | None:
    """The column that a heading names."""
    return next((name for name, titles in COLUMNS.items() if fold(text) in {fold(title) for title in titles.values()}), None)


def field_of(text: str) -> Field | None:
    """The field that a label names."""
    return next((name for name, titles in LABELS.items() if fold(text) in {fold(title) for title in titles.values()}), None)
