"""One file in, its documents out: archives, mails and workbooks give several."""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ...graph.errors import SourceError
from ..document import Document
from . import sniff
from .macros import MACROS, holds_macros
from .parts import Part
from .refusals import MAX_FILE_BYTES, Refused, megabytes

# Kind → module and function that take the bytes and give one `Document`, or several `Part`s.
_READERS = {
    "docx": ("docx", "read_docx"),
    "doc": ("doc", "read_doc"),
    "odt": ("odt", "read_odt"),
    "ods": ("odt", "read_ods"),
    "rtf": ("rtf", "read_rtf"),
    "pdf": ("pdf", "read_pdf"),
    "html": ("webpage", "read_html"),
    "eml": ("mail", "read_eml"),
    "msg": ("mail", "read_msg"),
    "text": ("plain", "read_text"),
    "markdown": ("plain", "read_markdown"),
    "csv": ("sheets", "read_csv"),
    "xlsx": ("sheets", "read_xlsx"),
    "xls": ("sheets", "read_xls"),
    "zip": ("archive", "members"),
}
MAX_DEPTH = 2  # a zip in a zip; an attachment of a mail in a zip


def read(path: Path, *, name: str | None = None) -> Iterator[Document | SourceError]:
    """The documents of one file: the file itself, the members of an archive, a mail and its attachments, the sheets of a workbook.

    `name` is how the file is called in results and messages (the path when None). The type is found from the content, then
    from the suffix. A member that cannot be read comes as a `SourceError` value, so that the others are still read; with
    nothing readable at all in a single document, `SourceError` is raised. Nothing is written, no member's name is used as a path.
    """
    source = name if name is not None else str(path)
    try:
        data = _bytes(path)
    except Refused as refused:
        raise refused.error(source) from refused
    yield from read_bytes(data, source)


def read_bytes(data: bytes, source: str) -> Iterator[Document | SourceError]:
    """As `read`, for a file that is in memory. `source` is its name, with the suffix."""
    try:
        found = _expand(data, source)
    except Refused as refused:
        raise refused.error(source) from refused
    if isinstance(found, Document):
        yield replace(found, source=source)
        return
    yield from _parts(found, source, (), 1)


def _parts(parts: Iterator[Part], source: str, above: tuple[str, ...], depth: int) -> Iterator[Document | SourceError]:
    iterator = iter(parts)
    first = True
    while True:
        try:
            with _depth_told():
                part = next(iterator, None)
        except Refused as refused:
            error = refused.error("!".join((source, *above)))
            if first and not above:
                raise error from refused
            yield error
            return
        if part is None:
            return
        first = False
        yield from _part(part, source, (*above, part.name) if part.name else above, depth)


def _part(part: Part, source: str, place: tuple[str, ...], depth: int) -> Iterator[Document | SourceError]:
    label = "!".join((source, *place))
    try:
        if part.refused is not None:
            raise part.refused
        if part.document is not None:
            yield replace(part.document, source=source, part="!".join(place) or None)
            return
        found = _expand(part.data or b"", place[-1], depth)
        if isinstance(found, Document):
            yield replace(found, source=source, part="!".join(place))
        else:
            yield from _parts(found, source, place, depth + 1)
    except Refused as refused:
        yield refused.error(label)


def _expand(data: bytes, name: str, depth: int = 0) -> Document | Iterator[Part]:
    kind = sniff.kind_of(data, name)
    if kind == "gzip":
        data = _gunzip(data)
        name = name[:-3] if name.lower().endswith(".gz") else name
        kind = sniff.kind_of(data, name)
        if kind == "gzip":
            raise Refused("nested")
    if (kind in ("zip", "eml", "msg") and depth > MAX_DEPTH) or (kind == "zip" and depth >= MAX_DEPTH):
        raise Refused("nested")
    module, function = _READERS[kind]
    reader: Callable[[bytes], Document | Iterator[Part]] = getattr(import_module(f".{module}", __package__), function)
    with _depth_told():
        found = reader(data)
    if not holds_macros(data, kind):
        return found
    return _warned(found) if isinstance(found, Document) else _first_warned(found)


def _warned(document: Document) -> Document:
    return replace(document, warnings=(*document.warnings, MACROS))


def _first_warned(parts: Iterator[Part]) -> Iterator[Part]:
    """The parts of a workbook, the first told of what the whole file holds."""
    for number, part in enumerate(parts):
        yield replace(part, document=_warned(part.document)) if number == 0 and part.document is not None else part


@contextmanager
def _depth_told() -> Iterator[None]:
    """What is nested too deep for the stack says so, even where a reader took it for damage. Raises `Refused`, MemoryError."""
    try:
        yield
    except RecursionError as error:
        raise Refused("deep") from error
    except Refused as refused:
        if isinstance(refused.__cause__, RecursionError):
            raise Refused("deep") from refused
        if isinstance(refused.__cause__, MemoryError):
            raise refused.__cause__ from None
        raise


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Refused("folder")
        if not stat.S_ISREG(status.st_mode):  # opening a pipe waits for somebody to write
            raise Refused("not-a-file")
        if status.st_size > MAX_FILE_BYTES:
            raise Refused("too-large", *megabytes(MAX_FILE_BYTES))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("missing") from error
    except OSError as error:
        raise Refused("not-allowed", error.strerror or type(error).__name__) from error


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            expanded = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused("broken", "gzip structure", "structure gzip") from error
    if len(expanded) > MAX_FILE_BYTES:
        raise Refused("bomb", *megabytes(MAX_FILE_BYTES))
    return expanded
