"""Web pages: the text a visitor reads, menus, banners and scripts left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Document
from .layout import CellText, Layout
from .plain import decode
from .refusals import Refused

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DROPPED = frozenset(
    """
    script style noscript template svg canvas iframe object embed video audio map head button input select textarea datalist dialog nav
    """.split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hgroup hr html legend li main menu ol p pre section summary table caption ul tr td th tbody thead tfoot
    """.split()  # noqa: SIM905
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|cookies?|consent\w*|rgpd|breadcrumbs?|ariane|sidebar|side-bar|share\w*|sharing|partage\w*|social\w*|skip\w*"
    r"|pied|footer|newsletter|pagination|pager|toolbar|banner|bandeau|related|comments?|advert\w*|pub|evitement|visually-?hidden|sr-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary", "menu", "menubar", "toolbar"}
_HIDDEN_RULE = re.compile(r"([.#])([\w-]+)\s*\{[^}]*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d/])")
_PUBLISHED = re.compile(r"\s*(?:publi|mis en ligne|posted|published)", re.IGNORECASE)
_META_DATES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.created",
    "dc.date.created", "pubdate", "publish-date", "publication_date", "citation_publication_date",
)  # fmt: skip
_LI = re.compile(r"\s*(?:[-–—•‣▪*]|\(?\w{1,3}[.)])\s")


def read_html(data: bytes) -> Document:
    """The document of a page. `published` comes from its meta tags, its JSON-LD or a « publié le » with a machine date."""
    root = parse(html_text(data))
    title = root.findtext(".//title")
    published, author = _published(root), _meta(root, ("author", "dc.creator"))
    layout = Layout()
    Blocks(layout, _hidden_names(root)).page(root)
    return layout.document("text/html", title=" ".join((title or "").split()), author=author, published=published)


def html_text(data: bytes) -> str:
    """The decoded page: byte order mark, then its own declaration, then what the bytes look like."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared.group(1).decode("ascii", "replace").lower()
        name = "cp1252" if name in ("iso-8859-1", "latin1", "iso_8859-1", "us-ascii") else name
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data)


def parse(text: str) -> HtmlElement:
    """The tree of a page or fragment. Raises `Refused` when there is none."""
    from lxml import etree, html

    text = re.sub(r"^\s*<\?xml[^>]*>", "", text.replace("\x00", ""))
    if not text.strip():
        raise Refused("no-text")
    try:
        return html.document_fromstring(
            text, parser=html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding=None)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("no-text") from error


def _meta(root: HtmlElement, names: tuple[str, ...]) -> str | None:
    values: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = meta.get("content")
        if key and content:
            values.setdefault(key, content)
    return next((values[name] for name in names if name in values), None)


def _published(root: HtmlElement) -> str | None:
    found = [_meta(root, _META_DATES)]
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                found += _json_dates(json.loads(script.text or ""))
            except (ValueError, RecursionError):
                continue
    for moment in root.iter("time"):
        parent = moment.getparent()
        around = f"{moment.text_content()} {'' if parent is None else parent.text_content()[:40]}"
        if moment.get("pubdate") is not None or moment.get("itemprop") == "datePublished" or _PUBLISHED.match(around):
            found.append(moment.get("datetime"))
    for value in found:
        match = _DATE.match((value or "").strip())
        if match:
            return "-".join(part for part in match.groups() if part)
    return None


def _json_dates(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["datePublished"])] if "datePublished" in value else []
        return own + [item for inner in value.values() for item in _json_dates(inner)]
    return [item for inner in value for item in _json_dates(inner)] if isinstance(value, list) else []


def _hidden_names(root: HtmlElement) -> set[str]:
    rules = "".join(style.text or "" for style in root.iter("style"))
    return {sign + name for sign, name in _HIDDEN_RULE.findall(re.sub(r"@media[^{]*\{(?:[^{}]*\{[^}]*\})*[^}]*\}", "", rules))}


class Blocks:
    """Adds the blocks of a tree to a layout. `furniture` tells whether menus and banners are to be left out."""

    def __init__(self, layout: Layout, hidden: set[str] | None = None, *, furniture: bool = True) -> None:
        self._layout = layout
        self._hidden = hidden or set()
        self._furniture = furniture
        self._text: list[str] = []
        self._kind: tuple[str, int] = ("paragraph", 0)
        self._mark = ""
        self._lists: list[list[int]] = []  # open lists: [next number, or 0 for bullets]

    def page(self, root: HtmlElement) -> None:
        """Add the main part of a page: <main> or the <article>s where there are, else the whole body."""
        tops = [node for node in root.iter("main") if not self._out(node)]
        tops = tops or [node for node in root.xpath("//*[@role='main']") if not self._out(node)]
        if not tops:
            articles = [
                node for node in root.iter("article") if not any(up.tag in ("article", "aside") for up in node.iterancestors())
            ]
            body = len("".join(root.text_content().split())) or 1
            if sum(len("".join(node.text_content().split())) for node in articles) > body * 0.4:
                tops = articles
        inside = bool(tops)
        whole = root.find("body")
        for top in tops or [root if whole is None else whole]:
            self._walk(top, inside)
            self._flush()

    def _out(self, node: HtmlElement, inside: bool = False) -> bool:
        """Whether a node is not shown, or is furniture of the site."""
        tag = node.tag
        if not isinstance(tag, str) or (tag in _DROPPED and (tag != "nav" or self._furniture)):
            return True
        names = (node.get("class") or "").split()
        if node.get("hidden") is not None or _HIDDEN.search(node.get("style") or ""):
            return True
        if any("." + name in self._hidden for name in names) or "#" + (node.get("id") or "") in self._hidden:
            return True
        if not self._furniture:
            return False
        if node.get("aria-hidden") == "true" or (node.get("role") or "").lower() in _ROLES or tag == "aside":
            return True
        if (
            tag in ("header", "footer")
            and not inside
            and not any(up.tag in ("article", "main", "section") for up in node.iterancestors())
        ):
            return True
        label = " ".join((*names, node.get("id") or ""))
        return (
            bool(label) and tag not in ("body", "main", "article", "table", "tr", "td", "th") and self._is_furniture(node, label)
        )

    def _is_furniture(self, node: HtmlElement, label: str) -> bool:
        """A name such as "menu" or "share" counts unless the node holds most of the page's running text."""
        if not _FURNITURE.search(label):
            return False
        text = len(node.text_content())
        body = len(node.getroottree().getroot().text_content()) or 1
        return text < body * 0.5

    def _flush(self) -> None:
        text = "\n".join(" ".join(line.split(" ")) for line in "".join(self._text).split("\n"))
        text = "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")).strip("\n")
        self._text = []
        kind, level = self._kind
        if not text.strip():
            return
        if self._mark and not _LI.match(text):
            text = f"{self._mark} {text}"
        self._mark = ""
        self._layout.line(text, kind, level=level)  # type: ignore[arg-type]

    def _walk(self, node: HtmlElement, inside: bool) -> None:
        tag = str(node.tag)
        if tag == "table" and not _is_layout(node):
            self._flush()
            self._table(node)
            return
        block = tag in _BLOCKS
        before = self._kind
        if block:
            self._flush()
            if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
                self._kind = ("heading", int(tag[1]))
            elif tag == "li":
                self._open_item(node)
            elif tag in ("ul", "ol", "menu"):
                self._lists.append([_integer(node.get("start"), 1) if tag == "ol" else 0])
        if tag == "br":
            self._text.append("\n")
        self._add(node.text, tag)
        for child in node:
            if not self._out(child, inside):
                self._walk(child, inside or child.tag in ("article", "main"))
            self._add(child.tail, tag)
        if block:
            self._flush()
            self._kind, self._mark = before, ""
            if tag in ("ul", "ol", "menu"):
                self._lists.pop()

    def _add(self, text: str | None, tag: object) -> None:
        if text:
            self._text.append(text if tag == "pre" else re.sub(r"[ \t\r\n\f]+", " ", text))

    def _open_item(self, node: HtmlElement) -> None:
        counter = self._lists[-1] if self._lists else [0]
        self._kind = ("item", max(0, len(self._lists) - 1))
        if counter[0]:
            counter[0] = _integer(node.get("value"), counter[0])
            self._mark = f"{counter[0]}."
            counter[0] += 1
        else:
            self._mark = "-"

    def _table(self, table: HtmlElement) -> None:
        caption = table.find("caption")
        if caption is not None:
            self._layout.line(" ".join(caption.text_content().split()))
        self._layout.open_table()
        covered: dict[int, int] = {}  # column → rows still covered from above
        for row in _rows(table):
            if self._out(row, True):
                continue
            cells, column = [], 0
            below: dict[int, int] = {}
            for cell in row:
                if cell.tag not in ("td", "th") or self._out(cell, True):
                    continue
                while covered.get(column, 0) > 0:
                    column += 1
                width, height = (
                    max(1, min(_integer(cell.get("colspan"), 1), 1000)),
                    max(1, min(_integer(cell.get("rowspan"), 1), 65534)),
                )
                cells.append(CellText(self._cell(cell), column, height, width))
                for place in range(column, column + width):
                    below[place] = height
                column += width
            covered = {place: rows - 1 for place, rows in covered.items() if rows > 1} | {
                p: h - 1 for p, h in below.items() if h > 1
            }
            self._layout.row(cells)
        self._layout.close_table()

    def _cell(self, cell: HtmlElement) -> str:
        inner = Layout()
        blocks = Blocks(inner, self._hidden, furniture=self._furniture)
        blocks._walk(cell, True)
        blocks._flush()
        return inner.so_far()


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for node in table:
        if node.tag == "tr":
            yield node
        elif node.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in node if row.tag == "tr")


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only places things on the page: declared so, with tables or headings inside, or of one cell."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    if next(table.iter("th"), None) is not None:
        return False
    if any(node.tag in ("table", "h1", "h2", "h3") for node in table.iterdescendants()):
        return True
    return sum(1 for row in _rows(table) for cell in row if cell.tag == "td") == 1


def _integer(value: str | None, default: int) -> int:
    try:
        return int(value) if value else default
    except ValueError:
        return default
