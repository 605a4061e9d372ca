"""All the texts of a file that somebody could read a name in: as it is, unescaped, and in what is packed inside it."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MOST = 200_000_000
"""Bytes that a packed part may grow to."""
DEPTH = 4
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_BLOCK = re.compile(rb"H4sI[A-Za-z0-9+/]{20,}={0,2}")
"""Gzip in Base64, as pages carry their data."""
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_OPAQUE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3")


def opaque(path: Path) -> bool:
    """True for a file whose words cannot be searched: pictures, PDF, databases; and what cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(16).startswith(_OPAQUE)
    except OSError:
        return True


def texts(path: Path) -> Iterator[str]:
    """The texts of the file at `path`. Raises OSError when it cannot be read."""
    yield from _texts(path.read_bytes(), 0)


def _texts(data: bytes, depth: int) -> Iterator[str]:
    if depth > DEPTH or data.startswith(_OPAQUE):
        return
    if data.startswith(_GZIP):
        try:
            yield from _texts(gzip.GzipFile(fileobj=io.BytesIO(data)).read(MOST), depth + 1)
        except (OSError, EOFError, zlib.error):
            return
        return
    if data.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                for entry in package.infolist():
                    yield entry.filename
                    if entry.file_size <= MOST:
                        yield from _texts(package.read(entry), depth + 1)
        except (zipfile.BadZipFile, RuntimeError, OSError, zlib.error, NotImplementedError):
            return
        return
    text = _decoded(data)
    yield text
    plain = html.unescape(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)) if "\\u" in text or "&" in text else text
    if plain != text:
        yield plain
    if "<" in plain:
        yield _TAG.sub(" ", plain)
    for block in _BLOCK.findall(data):
        try:
            yield from _texts(base64.b64decode(block), depth + 1)
        except (binascii.Error, ValueError):
            continue


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(encoding, "replace")
    return data.decode("utf-8", "replace")
