"""The atlas in a browser without network: every kind of page, both languages, narrow and wide, light and dark; search; hostile names."""

import re

import pytest
from records import meeting

from maillage.graph.facts import build as facts
from maillage.graph.record import Link, Programme
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.visualisations.atlas import build

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<img src=x onerror=alert(3)>", "\"><svg onload=alert(4)>",
    "' onmouseover='alert(5)", "<a href=\"javascript:alert(6)\">x</a>", "{{ 7*7 }}", "${alert(8)}", "=cmd|' /C calc'!A0", "</title><b>",
]  # fmt: skip
TABLE = ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Chloé Garnier (Mission Locale d'Évreux)"]
OTHERS = [TABLE[0], TABLE[2], "Denis Faure (CCI du Vexin)"]


def records():
    days = ["2024-01-01", "2024-02-10", "2024-03-10", "2024-04-10", "2024-05-10", "2024-06-10"]
    found = [meeting(day, TABLE if n % 2 else OTHERS, title=f"Comité {n}", source=f"{n}.txt") for n, day in enumerate(days)]
    found.append(meeting("2024-08-10", ["Zoé Blanc (CIO de Blois)", "Éric Noir (GRETA)"], bassin="Blois", source="b.txt"))
    found.append(meeting("2024-12-10", [], title="Comité décembre", status="planned", source="p.txt"))
    programme = Programme(id="g1", name="SPRO")
    return [
        one.model_copy(
            update={"programmes": (programme,), "links": (*one.links, Link(type="about", start=one.events[0].id, end="g1"))}
        )
        for one in found
    ]


@pytest.fixture(scope="module")
def atlas(embedded_session_store, tmp_path_factory):
    """A folder with the atlas of the records, with names, and the name → id of its nodes."""
    store, root = embedded_session_store, tmp_path_factory.mktemp("atlas")
    while store.write("MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(n) AS n")[0]["n"]:
        pass
    found = records()
    publish(store, facts(found, resolve(found)), "test")
    build(store, root, title="Vexin", audience="names")
    return root, {
        row["name"]: row["id"] for row in store.read("MATCH (n) WHERE NOT n:Statement RETURN n.name AS name, n.id AS id")
    }


def page_of(atlas, name):
    root, ids = atlas
    return root / ids[name][0] / f"{ids[name]}.html"


KINDS = ["Bassin de Vexin", "CIO", "Aline Morel", "Comité 1", "Comité décembre", "SPRO"]
LISTS = ["index", "territories", "organisations", "people", "events", "programmes", "changes"]


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("name", KINDS + LISTS)
def test_every_page_is_sound_in_both_languages(atlas, open_page, serious, name, width):
    opened = open_page(page_of(atlas, name) if name in KINDS else atlas[0] / f"{name}.html", width=width)
    tab = opened.page
    assert tab.inner_text("h1")
    assert serious(opened) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
    french = tab.inner_text("main")
    tab.click("#language")
    assert tab.get_attribute("html", "lang") == "en"
    assert tab.inner_text("main") != french
    assert "undefined" not in tab.inner_text("body") + french
    tab.emulate_media(color_scheme="dark")
    assert serious(opened) == []
    tab.emulate_media(media="print")
    assert tab.locator("#finder").is_hidden()
    assert (opened.outside, opened.complaints) == ([], [])


def test_dates_plurals_and_order_are_right_in_both_languages(atlas, open_page):
    tab = open_page(page_of(atlas, "Comité 0")).page
    assert "1er janvier 2024" in tab.inner_text("dl")
    tab.click("#language")
    assert "1 January 2024" in tab.inner_text("dl")
    tab = open_page(atlas[0] / "organisations.html").page
    names = tab.locator("tbody tr td:first-child").all_inner_texts()
    assert names == sorted(names, key=lambda name: name.casefold().replace("é", "e"))
    tab = open_page(page_of(atlas, "Bassin de Vexin")).page
    assert "4 partenaires" in re.sub(r"\s+", " ", tab.inner_text(".figures"))
    assert "jamais vue ensemble" in tab.inner_text(".figures")
    tab.click("#language")
    assert "4 partners" in re.sub(r"\s+", " ", tab.inner_text(".figures"))


def test_the_language_goes_along_from_page_to_page(atlas, open_page):
    tab = open_page(atlas[0] / "index.html").page
    tab.click("#language")
    tab.click("#lists a >> nth=1")
    tab.wait_for_selector("html[data-ready]")
    assert tab.inner_text("h1") == "Organisations"
    tab.locator("tbody a").first.click()
    tab.wait_for_selector("html[data-ready]")
    assert tab.get_attribute("html", "lang") == "en"
    tab.click("#language")
    tab.click("#site")
    tab.wait_for_selector("html[data-ready]")
    assert tab.get_attribute("html", "lang") == "fr"


def test_search_finds_without_accents_and_by_keyboard(atlas, open_page):
    opened = open_page(atlas[0] / "events.html")
    tab = opened.page
    tab.fill("#search", "evreux")
    tab.wait_for_selector("#results a")
    assert "Mission Locale d'Évreux" in tab.inner_text("#results")
    tab.fill("#search", "chloe gar")
    tab.wait_for_selector("#results a:has-text('Chloé')")
    assert "Mission Locale d'Évreux" in tab.inner_text("#results"), "for whom"
    tab.press("#search", "ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("h1:has-text('Chloé Garnier')")
    tab.fill("#search", "zzz")
    tab.wait_for_selector("#results:has-text('Rien de ce nom')")
    tab.keyboard.press("Escape")
    assert tab.locator("#results").is_hidden()
    assert (opened.outside, opened.complaints) == ([], [])


def test_tables_sort_filter_and_open(atlas, open_page):
    opened = open_page(atlas[0] / "events.html")
    tab = opened.page
    first = tab.locator("tbody tr").first.inner_text()
    tab.locator("th button", has_text="Date").click()
    tab.locator("th button", has_text="Date").click()
    assert tab.locator("tbody tr").first.inner_text() != first
    assert tab.get_attribute("th >> nth=0", "aria-sort") == "ascending"
    tab.fill(".filter input", "decembre")
    assert tab.locator("tbody tr").count() == 1
    assert "prévue" in tab.inner_text("tbody")
    tab.locator("tbody a").click()
    tab.wait_for_selector("h1:has-text('Comité décembre')")
    assert "on ne sait pas si elle a eu lieu" in tab.inner_text("main")
    assert opened.complaints == []


def test_sentences_open_where_names_may_be_read(atlas, open_page):
    tab = open_page(page_of(atlas, "CIO")).page
    tab.locator("details summary").first.click()
    assert "«" in tab.inner_text("details blockquote >> nth=0")


def test_everything_is_reached_by_the_tabulator(atlas, open_page):
    opened = open_page(page_of(atlas, "Bassin de Vexin"))
    tab = opened.page
    seen = set()
    for _ in range(220):
        tab.keyboard.press("Tab")
        seen.add(
            tab.evaluate(
                "(() => { const e = document.activeElement; return e.id || e.getAttribute('href') || e.textContent; })()"
            )
        )
    wanted = tab.evaluate(
        "[...document.querySelectorAll('a[href], button, input, summary')].map(e => e.id || e.getAttribute('href') || e.textContent)"
    )
    assert set(wanted) - seen == set()


def test_the_maps_hang_on_the_page_and_lead_back(atlas, open_page):
    opened = open_page(page_of(atlas, "Bassin de Vexin"))
    tab = opened.page
    tab.click(".maps a >> nth=0")
    tab.wait_for_selector("html[data-ready]")
    assert "Qui travaille avec qui" in tab.inner_text("h1")
    tab.fill("#search", "cio")
    tab.wait_for_selector("#results button")
    tab.click("#results button >> nth=0")
    tab.click("#panel a")
    tab.wait_for_selector("#crumbs")
    tab.go_back()
    tab.wait_for_selector("html[data-ready]")
    tab.click("#home")
    tab.wait_for_selector("h1:has-text('Vexin')")
    assert (opened.outside, opened.complaints) == ([], [])


def test_a_matrix_cell_says_in_words_what_it_holds(atlas, open_page):
    tab = open_page(page_of(atlas, "Bassin de Vexin")).page
    tab.locator("td.never-seen").first.click()
    assert "jamais vus ensemble" in tab.inner_text(".part.matrix [role=status]")
    assert tab.locator("svg.drawing path").count() >= 4


def test_a_lasting_link_leads_to_the_page_and_an_unknown_one_says_so(atlas, open_page):
    root, ids = atlas
    tab = open_page(root / "index.html", query=f"#{ids['CIO']}").page
    tab.wait_for_selector("h1:has-text('CIO')")
    tab = open_page(root / "index.html", query="#o000000000000").page
    assert "Aucune page" in tab.inner_text("#fault")
    tab = open_page(root / "index.html", query="#o1<img src=x onerror=alert(1)>").page
    assert tab.locator("#fault").is_hidden()


def test_hostile_names_do_nothing(embedded_store, open_page, tmp_path):
    found = [
        meeting(f"2024-0{n + 1}-10", [f"{name.replace('(', '[').replace(',', ';')} X ({name.replace(',', ';')})" for name in HOSTILE],
                title=name, source=f"{n}-{re.sub('[^a-z]', '', name)}.txt", place=name, time=None)
        for n, name in enumerate(HOSTILE[:9])
    ]  # fmt: skip
    publish(embedded_store, facts(found, resolve(found)), "test")
    build(embedded_store, tmp_path / "atlas", title=HOSTILE[1], audience="names")
    pages = [tmp_path / "atlas" / f"{name}.html" for name in ("index", "organisations", "people", "events")]
    pages += [path for letter in "opte" for path in sorted((tmp_path / "atlas" / letter).glob("*.html"))[:6]]
    for path in pages:
        opened = open_page(path)
        tab = opened.page
        for details in tab.locator("details summary").all()[:3]:
            details.click()
        tab.click("#language")
        assert (opened.complaints, opened.outside) == ([], []), path.name
        assert (
            tab.evaluate("document.querySelectorAll('main script, main img, main b, main [onload], main [onmouseover]').length")
            == 0
        )
        assert tab.evaluate("[...document.querySelectorAll('a')].every(a => a.protocol === 'file:')")
    tab.fill("#search", "alert")
    tab.wait_for_selector("#results a")
    assert (opened.complaints, opened.outside) == ([], [])
