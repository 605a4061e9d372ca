"""Programs inside documents: never run, never read; only noticed, so that their reader is told."""

from __future__ import annotations

import io
import zipfile

MACROS = "macros"
"""In `Document.warnings`: the file holds macros or scripts."""

SENTENCE = (
    "holds macros or scripts. They are ignored, never run: only its text was read.",
    "contient des macros ou des scripts. Ils sont ignorés, jamais exécutés : seul son texte a été lu.",
)


def holds_macros(data: bytes, kind: str) -> bool:
    """Whether the file `data`, of a kind that `sniff` tells, holds a program: VBA, Basic, scripts of a PDF."""
    if kind in ("docx", "xlsx", "odt", "ods"):
        return any(_is_program(name) for name in _names(data))
    if kind in ("doc", "xls"):
        return any(part in _storages(data) for part in ("macros", "_vba_project_cur", "vba"))
    return kind == "pdf" and (b"/JavaScript" in data or b"/Launch" in data)


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [name.lower() for name in package.namelist()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _is_program(name: str) -> bool:
    return name.endswith(("vbaproject.bin", "vbaprojectsignature.bin")) or name.startswith(("basic/", "scripts/"))


def _storages(data: bytes) -> set[str]:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return {part.lower() for path in ole.listdir(streams=True, storages=True) for part in path}
    except Exception:  # olefile raises many kinds on damaged files; the reader says what is wrong
        return set()
