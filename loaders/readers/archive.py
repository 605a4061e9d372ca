"""The documents in a zip. Members are read in memory, in the order of their names; their names never become paths."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from . import sniff
from .parts import Part
from .refusals import MAX_EXPANDED_BYTES, MAX_FILE_BYTES, MAX_MEMBERS, Refused, megabytes


def members(data: bytes) -> Iterator[Part]:
    """Each file in the zip, leftovers of systems and editors apart. Raises `Refused` for a broken or too large archive."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("broken", "zip structure", "structure zip") from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not sniff.ignored(_name(entry))]
    if len(archive.infolist()) > MAX_MEMBERS:
        raise Refused("too-large", f"{MAX_MEMBERS} files", f"{MAX_MEMBERS} fichiers")
    if sum(entry.file_size for entry in entries) > MAX_EXPANDED_BYTES:
        raise Refused("bomb", *megabytes(MAX_EXPANDED_BYTES))
    if not entries:
        raise Refused("no-documents")
    left = MAX_EXPANDED_BYTES
    for entry in sorted(entries, key=_name):
        name = _name(entry)
        try:
            content = _content(archive, entry, min(left, MAX_FILE_BYTES))
        except Refused as refused:
            yield Part(name, refused=refused)
            continue
        left -= len(content)
        yield Part(name, data=content)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    if entry.flag_bits & 1:
        raise Refused("password")
    try:
        with archive.open(entry) as stream:
            content = stream.read(limit + 1)
    except Exception as error:  # zipfile lets errors of each compression library through
        raise Refused("broken", "zip member", "membre du zip") from error
    if len(content) > limit:
        raise Refused("bomb", *megabytes(limit))
    return content


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name, harmless to print; old archivers wrote accents in the code page of DOS."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "cp850"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "".join(character for character in "/".join(parts) if character.isprintable()) or "?"
