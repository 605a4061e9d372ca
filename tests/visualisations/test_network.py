"""The network page, as a browser without network shows it."""

import base64
import csv
import gzip
import io
import json
import re
from pathlib import Path

import pytest

from maillage.graph.model import Node, Relationship, Statement, Subgraph
from maillage.visualisations.network import page

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<img src=x onerror=alert(3)>", "\"><svg onload=alert(4)>",
    "' onmouseover='alert(5)", "<a href=\"javascript:alert(6)\">x</a>", "{{ 7*7 }}", "${alert(8)}", "</title><script>alert(9)</script>",
    "<!-- <script>", "\u2028alert(10)\u2029", "]]><script>alert(11)</script>", "&lt;script&gt;", "=cmd|' /C calc'!A0",
]  # fmt: skip


def body(number: int, name: str, kind: str = "association") -> Node:
    return Node(f"o{number}", ("Actor", "Organisation"), {"name": name, "kind": kind, "level": "unit"})


def met(a: int, b: int, meetings: int, quote: str = "Présents : Mme Morel, M. Petit", record: str = "CR mars.docx"):
    fact = f"m{a}-{b}"
    link = Relationship(
        fact, "MET", f"o{a}", f"o{b}", {"meetings": meetings, "last": f"2024-0{1 + a}-0{1 + b}", "strength": "table"}
    )
    return link, Statement(fact, "r", quote, page=2) if record is None else Statement(fact, record, quote, page=2)


NODES = (
    body(0, "Mission locale d'Évreux", "mission_locale"),
    body(1, "Cap emploi", "disability_employment"),
    body(2, "L'Étape 62"),
    body(3, "张伟"),
)
PAIRS = [met(0, 1, 3), met(0, 2, 1), met(1, 2, 2)]
SMALL = Subgraph(
    NODES,
    tuple(link for link, _ in PAIRS),
    tuple(said for _, said in PAIRS),
    {"fr": "Couverture : 3 sur 3.", "en": "Coverage: 3 of 3."},
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [375, 1440])
def test_the_page_opens_without_network_and_without_complaint(open_page, language, width):
    opened = open_page(page(SMALL, title="Bassin d'Évreux", language=language), width=width)
    assert opened.outside == []
    assert opened.complaints == []
    assert opened.page.title() == "Bassin d'Évreux"
    assert opened.page.get_attribute("html", "lang") == language
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.page.inner_text("#counts").startswith("4\xa0points")


def test_it_is_one_html5_file_with_a_policy():
    html = page(SMALL, title="T")
    assert html.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in html
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", html)


def test_the_same_graph_gives_the_same_page():
    mixed = Subgraph(tuple(reversed(SMALL.nodes)), tuple(reversed(SMALL.relationships)), SMALL.statements, SMALL.notes)
    assert page(SMALL, title="T") == page(mixed, title="T")


def test_search_ignores_accents_and_the_panel_shows_the_sentences(open_page):
    opened = open_page(page(SMALL, title="T", language="fr"))
    opened.page.fill("#search", "evreux")
    opened.page.click("#results button")
    assert opened.page.inner_text("#panel h2") == "Mission locale d'Évreux"
    opened.page.click("#panel li button >> nth=0")
    opened.page.wait_for_selector("#panel blockquote")
    panel = opened.page.inner_text("#panel").replace("\xa0", " ")
    assert "3 rencontres" in panel
    assert "« Présents : Mme Morel, M. Petit »" in panel
    assert "CR mars.docx, p. 2" in panel
    assert "dernière 2 janvier 2024" in panel


def test_a_click_on_the_picture_opens_the_panel(open_page):
    single = Subgraph(NODES[:1], ())
    opened = open_page(page(single, title="T"))
    box = opened.page.locator("#map").bounding_box()
    opened.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.page.wait_for_timeout(400)
    assert opened.page.inner_text("#panel h2") == "Mission locale d'Évreux"


def test_filters_hide_and_show(open_page):
    opened = open_page(page(SMALL, title="T", language="en"))
    opened.page.uncheck("#legend input >> nth=0")
    assert opened.page.inner_text("#counts").startswith("2\xa0points")
    opened.page.check("#legend input >> nth=0")
    opened.page.locator("#strength").fill("3")
    assert opened.page.inner_text("#counts") == "2\xa0points, 1\xa0link"


def test_the_table_says_the_same_and_sorts(open_page):
    opened = open_page(page(SMALL, title="T", language="fr"))
    opened.page.click("#as-table")
    names = opened.page.locator("#table tbody button")
    assert set(names.all_inner_texts()) == {node.name for node in NODES}
    opened.page.click("#table th button >> nth=3")
    assert names.first.inner_text() == "Cap emploi"


def test_downloads(open_page):
    opened = open_page(page(SMALL, title="Bassin d'Évreux", language="fr"))
    found = {}
    for button in ("png", "svg", "csv"):
        with opened.page.expect_download() as download:
            opened.page.click(f"#{button}")
        found[button] = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename == f"bassin-d-evreux.{button}"
    assert found["png"][:8] == b"\x89PNG\r\n\x1a\n"
    assert "Évreux".encode() in found["svg"]
    rows = list(csv.reader(io.StringIO(found["csv"].decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 4
    assert {"Mission locale d'Évreux", "Cap emploi"} <= {cell for row in rows for cell in row}


def test_the_language_changes_in_the_page(open_page):
    opened = open_page(page(SMALL, title="T", language="fr"))
    assert opened.page.inner_text("#as-table") == "Tableau"
    opened.page.click("#language")
    assert opened.page.inner_text("#as-table") == "Table"
    assert "Coverage: 3 of 3." in opened.page.inner_text("#notes")
    assert opened.page.get_attribute("html", "lang") == "en"


def test_everything_is_reached_by_keyboard(open_page):
    opened = open_page(page(SMALL, title="T", language="fr"))
    seen = []
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        seen.append(opened.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert {"as-table", "png", "svg", "csv", "language", "search", "map"} <= set(seen)


def test_hostile_names_do_nothing(open_page):
    nodes = tuple(body(n, text) for n, text in enumerate(HOSTILE))
    links, said = [], []
    for n in range(1, len(HOSTILE)):
        fact = HOSTILE[n] + str(n)
        links.append(Relationship(fact, "MET", "o0", f"o{n}", {"meetings": 1, "strength": HOSTILE[n], "last": HOSTILE[n]}))
        said.append(Statement(fact, HOSTILE[n], HOSTILE[-n]))
    html = page(Subgraph(nodes, tuple(links), tuple(said), {"fr": HOSTILE[0], "en": HOSTILE[1]}), title=HOSTILE[1] + HOSTILE[8])
    opened = open_page(html)
    opened.page.click("#as-table")
    opened.page.click("#language")
    for text in ("script", "alert", "img"):
        opened.page.fill("#search", text)
        for number in range(opened.page.locator("#results button").count()):
            opened.page.locator("#results button").nth(number).click()
            if opened.page.locator("#panel li button").count():
                opened.page.locator("#panel li button").first.click()
    assert opened.complaints == []
    assert opened.outside == []
    assert opened.page.evaluate("document.querySelectorAll('#panel script, #table script, #panel img, #table img').length") == 0
    assert HOSTILE[0] in opened.page.inner_text("#table")


def test_a_large_graph_opens_on_its_communities(open_page):
    nodes = tuple(body(n, f"Structure {n}") for n in range(1000))
    links = tuple(
        Relationship(f"m{n}-{k}", "MET", f"o{n}", f"o{n // 20 * 20 + k}", {"meetings": 1})
        for n in range(1000)
        for k in range(3)
        if n % 20 > k
    )
    opened = open_page(page(Subgraph(nodes, links), title="T", language="en"))
    assert opened.page.inner_text("#counts").startswith("1,000\xa0points")
    assert opened.page.is_visible("#where")
    opened.page.fill("#search", "structure 777")
    opened.page.click("#results button")
    assert opened.page.inner_text("#where").startswith("Surroundings")
    opened.page.click("#back")
    opened.page.click("#all")
    assert opened.page.inner_text("#counts") == "1,000\xa0points, 2,700\xa0links"


def test_an_empty_graph_says_so(open_page):
    opened = open_page(page(Subgraph((), ()), title="T", language="en"))
    assert opened.page.inner_text("#empty").startswith("Nothing to show")
    assert opened.complaints == []


def test_the_data_in_the_page_is_json():
    html = page(SMALL, title="T")
    head = re.search(r'<script type="application/json" id="head">(.*?)</script>', html, re.DOTALL)
    assert head is not None
    assert json.loads(head[1])["total"] == {"nodes": 4, "links": 3}
    for name in ("graph", "quotes"):
        text = re.search(rf'<script type="application/gzip" id="{name}">(.*?)</script>', html, re.DOTALL)
        assert text is not None
        assert json.loads(gzip.decompress(base64.b64decode(text[1])))


def test_downloads_hold_what_the_filters_leave(open_page):
    opened = open_page(page(SMALL, title="T", language="en"))
    for number in range(opened.page.locator("#legend input").count()):
        opened.page.locator("#legend input").nth(number).uncheck()
    with opened.page.expect_download() as download:
        opened.page.click("#svg")
    assert "Cap emploi" not in Path(download.value.path()).read_text("utf-8")
    with opened.page.expect_download() as download:
        opened.page.click("#csv")
    assert len(Path(download.value.path()).read_text("utf-8-sig").splitlines()) == 1
