"""What other programs know, as records with their own provenance: Kumu workbooks, GEXF, OParl and FollowTheMoney JSON, record/1 itself.

A file is known by its content. `reader_of` gives the function that makes its records, None for a file that is none of these and
goes the way of documents.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...graph.errors import SourceError
from ...graph.exports.directory_sheets import MARK_SHEET
from ...graph.record import FORMAT, Record

Read = Callable[[Path, str, str], Record]
"""Path, key of the source, SHA-256 → the record. Raises SourceError, RecordError."""

_JSON = frozenset((".json", ".jsonl", ".ndjson", ".ijson", ".ftm"))
_GEXF = re.compile(rb"<(?:\w+:)?gexf[\s>]")
_SHEET = re.compile(rb'<(?:\w+:)?sheet [^>]*?name="([^"]*)"')


def reader_of(path: Path) -> Read | None:
    """The reader for the file at `path`, by its first bytes; None when it is none of another program's. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04") and path.suffix.lower() == ".xlsx":
        found = sheet_names(path)
        if MARK_SHEET.casefold() in found:
            return _directory
        return _kumu if found >= {"elements", "connections"} else None
    if _GEXF.search(head):
        return _gexf
    if path.suffix.lower() in _JSON and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json
    return None


def sheet_names(path: Path) -> set[str]:
    """The names of the sheets of a workbook, in lower case; none for what is no workbook."""
    try:
        if not path.is_file():  # opening a pipe waits for somebody to write
            return set()
        with zipfile.ZipFile(path) as package, package.open("xl/workbook.xml") as file:
            return {name.decode("utf-8", "replace").casefold() for name in _SHEET.findall(file.read(1_000_000))}
    except Exception:  # zipfile lets errors of each compression library through
        return set()


def _directory(path: Path, key: str, sha256: str) -> Record:
    raise SourceError(
        key,
        "is a directory that Maillage exported, no record. To take over what was changed in it, name it by itself: maillage load FILE.",
        "est un répertoire exporté par Maillage, pas un compte rendu. Pour reprendre ce qui y a été modifié, nommez-le seul : "
        "maillage charger FICHIER.",
    )


def _kumu(path: Path, key: str, sha256: str) -> Record:
    from .kumu import read

    return read(path, key, sha256)


def _gexf(path: Path, key: str, sha256: str) -> Record:
    from .gexf import read

    return read(path, key, sha256)


def _json(path: Path, key: str, sha256: str) -> Record:
    from ...graph.record import Source, loads
    from . import ftm, oparl

    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            key,
            "is no UTF-8, which JSON is. Export it again.",
            "n'est pas en UTF-8, comme l'est un JSON. Exportez-le de nouveau.",
        ) from error
    entities = _lines(text)
    if entities is not None and ftm.recognised(entities[0]):
        return _told(ftm.read(entities, key, sha256))
    data = _parsed(text)
    if isinstance(data, dict) and data.get("format") == FORMAT:
        record = loads(text, key)
        return record.model_copy(update={"source": Source(path=key, media_type="application/json", sha256=sha256)})
    if isinstance(data, list) and data and ftm.recognised(data[0]):
        return _told(ftm.read(data, key, sha256))
    if oparl.recognised(data):
        return _told(oparl.read(data, key, sha256))
    raise SourceError(
        key,
        "is JSON of an unknown kind. Maillage reads record/1, OParl and FollowTheMoney entities.",
        "est un JSON d'un genre inconnu. Maillage lit record/1, OParl et les entités FollowTheMoney.",
    )


def _told(record: Record) -> Record:
    if not record.people and not record.organisations and not record.events:
        raise SourceError(
            record.source.path,
            "names no person, no body and no event. Check the export of the other program.",
            "ne contient ni personne, ni structure, ni événement. Vérifiez l'export de l'autre logiciel.",
        )
    return record


def _lines(text: str) -> list[Any] | None:
    """The objects of a file with one a line; None when it is no such file."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()] or None
    except (ValueError, RecursionError):
        return None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
