"""A short document (`graph.privacy.paper`) as Markdown, as an HTML page without a script, as a Word document."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any, Protocol

from ..graph.language import Language
from ..graph.names import printable
from .pages import with_policy
from .workbook import ILLEGAL

_PAGE = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="CONTENT_SECURITY_POLICY">
<meta name="viewport" content="width=device-width"><title>{{ paper.title }}</title>
<style>body{font:15px/1.45 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}
td,th{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}</style></head><body>
<h1>{{ paper.title }}</h1>
{% for part in paper.parts %}<h2>{{ part.title }}</h2>
{% for text in part.paragraphs %}<p>{{ text }}</p>{% endfor %}
{% if part.lines %}<ul>{% for line in part.lines %}<li>{{ line }}</li>{% endfor %}</ul>{% endif %}
{% if part.table %}<table>{% for row in part.table %}<tr>
{%- set head = loop.first %}{% for cell in row %}{% if head %}<th>{{ cell }}</th>{% else %}<td>{{ cell }}</td>{% endif %}{% endfor %}</tr>
{% endfor %}</table>{% endif %}
{% endfor %}</body></html>
"""


class Part(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def paragraphs(self) -> Sequence[str]: ...
    @property
    def lines(self) -> Sequence[str]: ...
    @property
    def table(self) -> Sequence[Sequence[str]]: ...


class Paper(Protocol):
    """What the three forms are made from."""

    @property
    def title(self) -> str: ...
    @property
    def parts(self) -> Sequence[Part]: ...


def page(paper: Paper, language: Language) -> str:
    from jinja2 import Environment

    return with_policy(Environment(autoescape=True).from_string(_PAGE).render(paper=paper, language=language))


def markdown(paper: Paper) -> str:
    """The document as Markdown; marks inside the words are escaped, so that they stay words."""
    lines = [f"# {_word(paper.title)}"]
    for part in paper.parts:
        lines += ["", f"## {_word(part.title)}"]
        for text in part.paragraphs:
            lines += ["", _word(text)]
        if part.lines:
            lines += ["", *(f"- {_word(line)}" for line in part.lines)]
        for number, row in enumerate(part.table):
            lines += [""] if not number else []
            lines.append("| " + " | ".join(_word(cell) for cell in row) + " |")
            lines += ["|" + "---|" * len(row)] if not number else []
    return "\n".join(lines) + "\n"


def _word(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", printable(text))


def docx(paper: Paper) -> bytes:
    from docx import Document

    document: Any = Document()
    document.core_properties.author = "Maillage"
    document.core_properties.title = _legal(paper.title)
    document.add_heading(_legal(paper.title), 0)
    for part in paper.parts:
        document.add_heading(_legal(part.title), 1)
        for text in part.paragraphs:
            document.add_paragraph(_legal(text))
        for line in part.lines:
            document.add_paragraph(_legal(line), style="List Bullet")
        if part.table:
            table = document.add_table(rows=0, cols=len(part.table[0]), style="Table Grid")
            for row in part.table:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = _legal(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _legal(text: str) -> str:
    return text.translate(ILLEGAL)


def written(paper: Paper, suffix: str, language: Language) -> bytes:
    """The document in the form of `suffix` (.docx, .html; anything else: Markdown)."""
    if suffix == ".docx":
        return docx(paper)
    return (page(paper, language) if suffix == ".html" else markdown(paper)).encode("utf-8")
