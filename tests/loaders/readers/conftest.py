"""Files written by the tests: office packages from raw XML, mails, workbooks, PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.graph.errors import SourceError
from maillage.loaders.document import Document
from maillage.loaders.readers import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX_NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A .docx whose body is this XML; more parts by name ("footnotes", "header1", "numbering", "styles")."""
    relations = "".join(
        f'<Relationship Id="r_{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/x" Target="{name}.xml"/>'
        for name in parts
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "word/document.xml": f"<w:document {DOCX_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
        ),
    }
    members |= {f"word/{name}.xml": content for name, content in parts.items()}
    return zipped(members)


def paragraph(text: str, properties: str = "") -> str:
    """A Word paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(text: str, properties: str = "") -> str:
    """A Word table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Write a file of this name and give its path."""

    def put(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


@pytest.fixture
def read_all(write: Callable[[str, bytes], Path]) -> Callable[[str, bytes], list[Document | SourceError]]:
    """What `read` gives for a file of this name and content."""
    return lambda name, data: list(read(write(name, data), name=name))


@pytest.fixture
def read_one(read_all: Callable[[str, bytes], list[Document | SourceError]]) -> Callable[[str, bytes], Document]:
    """The one document of a file."""

    def one(name: str, data: bytes) -> Document:
        (document,) = read_all(name, data)
        assert isinstance(document, Document)
        for block in document.blocks:  # spans say where the text is, whatever the format
            assert "\n" not in document.text[block.span.start : block.span.end]
            for part in block.cells:
                assert block.span.start <= part.span.start <= part.span.end <= block.span.end
                assert "\t" not in document.text[part.span.start : part.span.end]
        assert "\n".join(document.text[block.span.start : block.span.end] for block in document.blocks) == document.text
        return document

    return one
