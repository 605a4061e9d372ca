"""A mapping proposed for a table of unknown columns: by their headings, and by what their cells hold.

A proposal, to be read and mended: each guess stands with an example of its column, and what was not understood is listed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..graph.errors import SourceError
from ..graph.names import fold
from .mapping import RowsPart, raw_rows

SAMPLE = 400
"""Rows looked at."""
HEADER_ROWS = 15
"""Rows among which the headings are looked for."""

_HEADINGS: dict[str, tuple[str, ...]] = {
    "given": ("prenom", "prenoms", "given name", "first name", "firstname", "given_name", "forename"),
    "family": ("nom de famille", "family name", "last name", "lastname", "surname", "family_name", "nom d usage", "patronyme"),
    "name": ("nom et prenom", "nom prenom", "prenom nom", "prenom et nom", "personne", "participant", "contact", "full name",
             "interlocuteur",             "nom complet", "person", "referent", "representant"),
    "family_or_body": ("nom", "name", "denomination", "intitule", "libelle", "raison sociale"),
    "body": ("structure", "organisme", "organisation", "organization", "etablissement", "entreprise", "association", "employeur",
             "institution", "company", "nom de la structure", "nom structure", "partenaire", "raison sociale", "employer", "body"),
    "acronym": ("sigle", "acronyme", "acronym", "abreviation"),
    "long": ("nom long", "nom developpe", "long name", "intitule complet"),
    "role": ("fonction", "role", "poste", "qualite", "titre", "position", "job title", "mission", "function"),
    "network": ("reseau", "network", "tete de reseau"),
    "territory": ("bassin", "bassin d emploi", "territoire", "territory", "secteur", "perimetre", "territoire d intervention"),
    "group": ("instance", "commission", "comite", "groupe", "groupe de travail", "college", "committee"),
    "siret": ("siret", "n siret", "numero siret"),
    "presence": ("presence", "present", "presents", "statut", "emargement", "status", "participation", "etat"),
    "date": ("date", "date de la reunion", "jour", "day", "date reunion", "debut", "start"),
    "time": ("heure", "time", "horaire"),
    "place": ("lieu", "place", "salle", "location"),
    "title": ("reunion", "objet", "evenement", "meeting", "event", "intitule de la reunion", "titre de la reunion", "subject", "sujet"),
    "key": ("meeting id", "meeting_id", "id reunion", "event id", "numero de reunion", "reunion id", "n reunion"),
    "since": ("depuis", "date de debut", "since", "from", "debut de mandat"),
    "until": ("jusqu au", "date de fin", "until", "fin de mandat", "to"),
}  # fmt: skip
"""What a column may be → headings, folded. « Nom » alone is a family name beside « Prénom », else a body's name or a whole name."""

_PRESENCE = {
    "present": ("present", "presente", "presents", "x", "oui", "p", "yes", "1", "signe"), "excused": ("excuse", "excusee", "excuses", "e"),
    "absent": ("absent", "absente", "non", "a", "no", "0"), "unknown": ("", "?", "inscrit", "inscrite"),
}  # fmt: skip
_TESTS: dict[str, Callable[[str], bool]] = {
    "date": lambda cell: re.match(r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}", cell) is not None,
    "since": lambda cell: re.match(r"\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4}", cell) is not None,
    "until": lambda cell: re.match(r"\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4}", cell) is not None,
    "presence": lambda cell: any(fold(cell) in words for words in _PRESENCE.values()),
    "siret": lambda cell: re.fullmatch(r"\d{14}", re.sub(r"\D", "", cell)) is not None,
}
_PRIVATE = ("mail", "courriel", "telephone", "tel", "portable", "mobile", "adresse", "phone", "e mail", "address")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping file, what it is for ("attendance" or "directory"), and the columns that it leaves out."""

    toml: str
    purpose: str
    left_out: tuple[str, ...]


def propose(path: Path) -> Proposal:
    """The proposal for the table at `path`. Raises SourceError when no heading is understood."""
    rows = [[" ".join(cell.split()) for cell in row] for row in islice(raw_rows(path, RowsPart()), SAMPLE)]
    at = max(range(min(HEADER_ROWS, len(rows))), key=lambda n: (sum(bool(_meanings(cell)) for cell in rows[n]), -n), default=0)
    header = rows[at] if rows else []
    columns = {name: [row[n] if n < len(row) else "" for row in rows[at + 1 :]] for n, name in enumerate(header) if name}
    found = _roles(columns)
    if not found.keys() & {"name", "family", "body"}:
        known = ", ".join(header[:12]) or "—"
        raise SourceError(
            str(path),
            f"no heading is understood as a person's or a body's name. Its columns: {known}. Write a mapping by hand (docs/tables.md).",
            "aucun titre n'est compris comme un nom de personne ou de structure. "
            f"Ses colonnes : {known}. Écrivez une correspondance à la main (docs/tables.md).",
        )
    attendance = "presence" in found or ("date" in found and ("title" in found or "key" in found))
    lines = _attendance(found, columns) if attendance else _directory(found, columns)
    head = [f"# {path.name}", "[rows]", *([f"header = {at + 1}"] if at else []), ""]
    used = {column for column in found.values() if _quoted(column) in "\n".join(lines)}
    left = tuple(name for name in columns if name not in used)
    return Proposal("\n".join([*head, *lines, *_unused(left)]) + "\n", "attendance" if attendance else "directory", left)


def _meanings(heading: str) -> list[str]:
    wanted = fold(heading)
    return [role for role, words in _HEADINGS.items() if wanted in words] if wanted else []


def _roles(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What each column is: role → column, a role once, a column once. A heading must fit, and its cells not speak against it."""
    found: dict[str, str] = {}
    for name, cells in columns.items():
        filled = [cell for cell in cells if cell]
        for role in _meanings(name):
            test = _TESTS.get(role)
            if (
                role not in found
                and name not in found.values()
                and (test is None or not filled or sum(map(test, filled)) >= 0.8 * len(filled))
            ):
                found[role] = name
    alone = found.pop("family_or_body", None)
    if alone is not None:
        if "given" in found:
            found.setdefault("family", alone)
        elif "body" in found:
            found.setdefault("name", alone)
        else:
            found["body"] = alone
    if "name" in found and "family" in found:
        del found["name"]
    return found


def _attendance(found: Mapping[str, str], columns: Mapping[str, Sequence[str]]) -> list[str]:
    key = next((found[role] for role in ("key", "title", "date") if role in found), None)
    if key is None:
        return [
            "# To fill in: which column tells one meeting from another? Without one, all rows are one meeting.",
            *_directory(found, columns),
        ]
    lines = ["[events]", f"key = {_quoted(key)}{_example(columns[key])}", "", "[event]"]
    lines += [
        f"{role} = {_quoted(found[role])}{_example(columns[found[role]])}"
        for role in ("title", "date", "time", "place")
        if role in found
    ]
    lines.append("")
    lines += _part("territory", {"name": "territory"}, found, columns, 'kind = { value = "bassin" }')
    lines += _part("committee", {"name": "group"}, found, columns)
    lines += _part("person", {"name": "name", "given": "given", "family": "family", "role": "role"}, found, columns)
    lines += _part("organisation", {"name": "body"}, found, columns)
    lines.append("[attendance]")
    if "presence" in found:
        values = _presence_values(columns[found["presence"]])
        lines.append(f"presence = {{ column = {_quoted(found['presence'])}, values = {{ {values} }} }}")
    else:
        lines.append('presence = { value = "present" }      # no column says it: every row is taken for somebody who came')
    return [*lines, ""]


def _presence_values(cells: Sequence[str]) -> str:
    said = []
    for cell, _ in Counter(cells).most_common(20):
        meaning = next((value for value, words in _PRESENCE.items() if fold(cell) in words), "unknown")
        said.append(f"{_quoted(cell)} = {_quoted(meaning)}")
    return ", ".join(said)


def _directory(found: Mapping[str, str], columns: Mapping[str, Sequence[str]]) -> list[str]:
    person = {"name": "name", "given": "given", "family": "family", "role": "role", "since": "since", "until": "until"}
    lines = ["[directory]", ""]
    lines += _part("person", person, found, columns) if found.keys() & {"name", "family"} else []
    body = {"name": "body", "long": "long", "acronym": "acronym", "network": "network"}
    siret = f'identifier = {{ column = {_quoted(found["siret"])}, scheme = "siret" }}' if "siret" in found else None
    lines += _part("organisation", body, found, columns, siret)
    lines += _part(
        "territory",
        {"name": "territory"},
        found,
        columns,
        'kind = { value = "bassin" }   # where it acts, not where its office is',
    )
    return [*lines, *_part("member_of", {"name": "group"}, found, columns)]


def _part(
    part: str, keys: Mapping[str, str], found: Mapping[str, str], columns: Mapping[str, Sequence[str]], more: str | None = None
) -> list[str]:
    """The lines of one part; none when the column of its name is not there."""
    named = [key for key in ("name", "family") if key in keys and keys[key] in found]
    if not named:
        return []
    lines = [f"{key} = {_quoted(found[role])}{_example(columns[found[role]])}" for key, role in keys.items() if role in found]
    return [f"[{part}]", *lines, *([more] if more else []), ""]


def _example(cells: Sequence[str]) -> str:
    first = next((cell for cell in cells if cell), "")
    shown = "".join(c for c in first[:60] if c.isprintable())
    return f"      # {shown}" if shown else ""


def _unused(columns: Sequence[str]) -> list[str]:
    """Comments on what is left out; addresses and numbers are no facts of a network, and are better not taken over."""
    private = [name for name in columns if any(word in fold(name) for word in _PRIVATE)]
    others = [name for name in columns if name not in private]
    lines = [f"# Not used: {', '.join(others)}"] if others else []
    return lines + ([f"# Left out on purpose (addresses and numbers): {', '.join(private)}"] if private else [])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
