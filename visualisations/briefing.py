"""The page before a meeting, as HTML that prints on A4 and as a Word document. The only import of python-docx."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, Protocol

from ..graph.language import Language
from .pages import with_policy
from .workbook import ILLEGAL

_WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "title": "Avant la réunion", "sources": "Sources", "colon": " : ",
        "names": "Contient des noms de personnes : pour préparer la réunion, ne pas publier.",
        "organisations": "Sans noms de personnes.", "as_of": "état au",
    },
    "en": {
        "title": "Before the meeting", "sources": "Sources", "colon": ": ",
        "names": "Holds names of people: to prepare the meeting, not to be published.",
        "organisations": "Without names of people.", "as_of": "as of",
    },
}  # fmt: skip


class Line(Protocol):
    @property
    def text(self) -> Mapping[str, str]: ...
    @property
    def sources(self) -> Sequence[int]: ...


class Section(Protocol):
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def lead(self) -> Mapping[str, str] | None: ...
    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def more(self) -> Mapping[str, str] | None: ...


class Source(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def record(self) -> str: ...
    @property
    def page(self) -> int | None: ...
    @property
    def quote(self) -> str: ...


class Briefing(Protocol):
    """What both forms are made from."""

    @property
    def scope(self) -> str: ...
    @property
    def facts(self) -> Sequence[Line]: ...
    @property
    def sections(self) -> Sequence[Section]: ...
    @property
    def sources(self) -> Sequence[Source]: ...
    @property
    def audience(self) -> str: ...


def title_of(briefing: Briefing, language: Language) -> str:
    return f"{_WORDS[language]['title']} — {briefing.scope}"


def page(briefing: Briefing, language: Language = "fr") -> str:
    """One self-contained HTML page without a script; each line leads to its sentences at the end."""
    from jinja2 import Environment

    words = _WORDS[language]
    template = resources.files(__package__).joinpath("templates/prepare.html").read_text("utf-8")
    rendered = Environment(autoescape=True).from_string(template).render(
        title=title_of(briefing, language),
        language=language,
        words={**words, "notice": words[briefing.audience]},
        facts=[_line(line, language) for line in briefing.facts],
        sections=[
            {
                "title": one.title[language], "lead": _set(one.lead[language], language) if one.lead else None,
                "lines": [_line(line, language) for line in one.lines], "more": one.more[language] if one.more else None,
            }
            for one in briefing.sections
        ],
        sources=briefing.sources,
    )  # fmt: skip
    return with_policy(rendered)


def _line(line: Line, language: Language) -> dict[str, Any]:
    return {"text": _set(line.text[language], language), "sources": line.sources}


def _set(text: str, language: Language) -> str:
    """`text` as it is set: in French no line begins with « : », « ; », « ? » or « » »."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text) if language == "fr" else text


def docx(briefing: Briefing, language: Language = "fr") -> bytes:
    """The bytes of a Word document with the same lines, A4, sources as numbers above the line."""
    from docx import Document
    from docx.shared import Cm, Pt, RGBColor

    words = _WORDS[language]
    document = Document()
    paper = document.sections[0]
    paper.page_width, paper.page_height = Cm(21), Cm(29.7)
    paper.left_margin = paper.right_margin = Cm(1.6)
    paper.top_margin = paper.bottom_margin = Cm(1.3)
    body = document.styles["Normal"]
    body.font.name, body.font.size = "Calibri", Pt(9.5)
    body.paragraph_format.space_after = Pt(1)

    def heading(text: str, level: int, size: float) -> None:
        made = document.add_heading(_legal(text), level)
        made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(6 if level > 1 else 0), Pt(2)
        for run in made.runs:
            run.font.size, run.font.color.rgb, run.font.name = Pt(size), RGBColor(0x0B, 0x3F, 0x73), "Calibri"

    def put(line: Line, style: str | None) -> None:
        paragraph = document.add_paragraph(_legal(_set(line.text[language], language)), style=style)
        if line.sources:
            run = paragraph.add_run(", ".join(str(number) for number in line.sources))
            run.font.superscript = True

    heading(title_of(briefing, language), 1, 15)
    for line in briefing.facts:
        put(line, None)
    for section in briefing.sections:
        heading(section.title[language], 2, 11)
        if section.lead:
            document.add_paragraph().add_run(_legal(_set(section.lead[language], language))).bold = True
        for line in section.lines:
            put(line, "List Bullet")
        if section.more:
            document.add_paragraph().add_run(_legal(section.more[language])).italic = True
    if briefing.sources:
        heading(words["sources"], 2, 11)
    for source in briefing.sources:
        place = f", p. {source.page}" if source.page else ""
        quote = f"{words['colon']}« {source.quote} »" if source.quote else ""
        run = document.add_paragraph().add_run(_legal(f"{source.number}. {source.record}{place}{quote}"))
        run.font.size = Pt(7.5)
    document.add_paragraph().add_run(words[briefing.audience]).italic = True
    document.core_properties.title = _legal(title_of(briefing, language))
    document.core_properties.author = "Maillage"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _legal(text: str) -> str:
    return text.translate(ILLEGAL)
