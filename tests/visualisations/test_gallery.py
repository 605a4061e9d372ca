"""Every kind of page, as a browser without network shows it: no complaint, no request, no serious fault for axe, both languages."""

import json
from pathlib import Path

import pytest
from records import meeting

from maillage.graph.facts import build
from maillage.graph.record import Link, Programme
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries.presence import Presence
from maillage.visualisations import editions, matrix, timeline
from maillage.visualisations.gallery import VIEWS, Wanted, make

pytestmark = pytest.mark.browser

TABLE = ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Chloé Garnier (Mission Locale d'Évreux)"]
OTHERS = [TABLE[0], TABLE[2], "Denis Faure (CCI du Vexin)"]
HOSTILE = [
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<img src=x onerror=alert(3)>", "\"><svg onload=alert(4)>",
    "' onmouseover='alert(5)", "<a href=\"javascript:alert(6)\">x</a>", "{{ 7*7 }}", "${alert(8)}", "=cmd|' /C calc'!A0",
]  # fmt: skip


def records():
    days = ["2024-01-10", "2024-02-10", "2024-03-10", "2024-04-10", "2024-05-10", "2024-06-10"]
    found = [meeting(day, TABLE if n % 2 else OTHERS, title=f"Comité {n}", source=f"{n}.txt") for n, day in enumerate(days)]
    found.append(meeting("2024-07-10", [], title="Sans liste", source="s.txt", excused=["Bruno Petit (CIO)"], listed="none"))
    found.append(meeting("2024-08-10", ["Zoé Blanc (CIO de Blois)", "Éric Noir (GRETA)"], bassin="Blois", source="b.txt"))
    found.append(meeting("2024-12-10", [], title="Comité décembre", status="planned", source="p.txt"))
    programme = Programme(id="p1", name="SPRO")
    return [
        one.model_copy(
            update={"programmes": (programme,), "links": (*one.links, Link(type="about", start=one.events[0].id, end="p1"))}
        )
        for one in found
    ]


@pytest.fixture
def filled(embedded_store):
    found = records()
    publish(embedded_store, build(found, resolve(found)), "test")
    return embedded_store


def wanted(view, **more):
    return Wanted(scope="Vexin" if VIEWS[view].scoped else None, **more)


def test_axe_does_find_faults(open_page, serious):
    opened = open_page("<html data-ready=1><body><img src='data:,'><button></button><p style='color:#bbb'>text</p></body></html>")
    assert {"image-alt", "button-name", "color-contrast", "html-has-lang"} <= {fault[0] for fault in serious(opened)}


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("view", list(VIEWS))
def test_every_page_is_sound_in_both_languages(filled, open_page, serious, view, width):
    opened = open_page(make(filled, view, wanted(view), "fr").html, width=width)
    tab = opened.page
    assert VIEWS[view].title["fr"] in tab.inner_text("h1")
    assert serious(opened) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.click("#language")
    assert tab.get_attribute("html", "lang") == "en"
    assert VIEWS[view].title["en"] in tab.inner_text("h1")
    assert VIEWS[view].title["en"] in tab.title()
    tab.wait_for_timeout(100)
    assert serious(opened) == []
    assert (opened.outside, opened.complaints) == ([], [])


@pytest.mark.parametrize("view", list(VIEWS))
def test_no_page_has_a_serious_fault_in_the_dark_or_with_its_panel_open(filled, open_page, serious, view):
    opened = open_page(make(filled, view, wanted(view), "fr").html)
    tab = opened.page
    tab.emulate_media(color_scheme="dark")
    if view in ("matrix", "timeline"):
        tab.locator("td button").first.click()
    else:
        tab.fill("#search", "cap emploi")
        tab.wait_for_selector("#results button")
        tab.click("#results button")
        tab.click("#as-table")
    assert tab.locator("#panel h2").count() == 1
    assert serious(opened) == []
    assert opened.complaints == []


@pytest.mark.parametrize("view", list(VIEWS))
def test_every_page_is_saved_as_picture_drawing_and_table(filled, open_page, view):
    opened = open_page(make(filled, view, wanted(view), "fr").html)
    found = {}
    for ending in ("png", "svg", "csv"):
        with opened.page.expect_download() as download:
            opened.page.click(f"#{ending}")
        found[ending] = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename.endswith(f".{ending}")
    assert found["png"].startswith(b"\x89PNG")
    svg = found["svg"].decode()
    assert VIEWS[view].title["fr"] in svg.replace("&apos;", "'")
    assert "Cap emploi" in svg
    assert "Cap emploi" in found["csv"].decode("utf-8-sig")
    assert opened.complaints == []


@pytest.mark.parametrize("view", list(VIEWS))
def test_without_names_no_sentence_leaves(filled, view, open_page):
    opened = open_page(make(filled, view, wanted(view, audience="organisations"), "fr").html)
    data = opened.page.evaluate("""async () => {
        const found = [];
        for (const s of document.querySelectorAll('script[type="application/gzip"]')) {
            const bytes = Uint8Array.from(atob(s.textContent), c => c.charCodeAt(0));
            found.push(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text());
        }
        return found.join('') + document.getElementById('head').textContent;
    }""")
    assert "Cap emploi" in data
    assert "Aline Morel" not in data
    assert "Aline Morel" in json.dumps([r.text for r in records()], ensure_ascii=False)


def test_those_never_seen_together_are_dashed_and_their_panel_names_introducers(filled, open_page):
    opened = open_page(make(filled, "gaps", Wanted(scope="Vexin"), "en").html)
    tab = opened.page
    assert "never seen together" in tab.inner_text("#link-legend")
    assert tab.locator("#link-legend line[stroke-dasharray]").count() >= 1
    tab.click("#as-table")
    tab.select_option("#table select", "1")
    tab.locator("#table tr", has_text="never seen together").locator("button").first.click()
    panel = tab.inner_text("#panel")
    assert "Could introduce them" in panel
    assert "Mission Locale" in panel
    assert "together on 0 of" in panel


def test_filters_by_territory_period_and_closeness(filled, open_page):
    opened = open_page(make(filled, "network", Wanted(), "en").html)
    tab = opened.page
    whole = tab.inner_text("#counts")
    tab.select_option("#territory", index=1)
    assert tab.inner_text("#counts") != whole
    tab.click("#clear")
    assert tab.inner_text("#counts") == whole
    tab.fill("#since", "2024-07-01")
    tab.dispatch_event("#since", "change")
    tab.wait_for_function("document.querySelector('#counts').textContent.startsWith('2')")
    tab.click("#clear")
    tab.fill("#until", "2024-01-31")
    tab.dispatch_event("#until", "change")
    tab.wait_for_function("document.querySelector('#counts').textContent.startsWith('3')")


def test_one_actor_opens_in_the_middle_with_its_panel(filled, open_page):
    opened = open_page(make(filled, "network", Wanted(actor="cci du vexin"), "fr").html)
    assert opened.page.inner_text("#panel h2").startswith("CCI du Vexin")
    assert opened.page.inner_text("h1").startswith("Avec qui travaille CCI du Vexin")
    assert opened.page.inner_text("#where").startswith("Ses alentours")


def test_one_person_is_in_the_middle_where_all_met_all(filled, open_page):
    for name in ("Aline Morel", "Chloé Garnier"):
        opened = open_page(make(filled, "network", Wanted(actor=name), "fr").html)
        assert opened.page.inner_text("#panel h2") == name
        assert opened.page.inner_text("h1") == f"Avec qui travaille {name}"


def test_the_timeline_says_who_came_and_where_no_list_is_known(filled, open_page):
    opened = open_page(make(filled, "timeline", Wanted(scope="Vexin"), "fr").html)
    tab = opened.page
    assert tab.locator("thead th.planned").count() == 1
    assert tab.locator("td.unlisted").count() >= 3
    tab.locator("td.attended button").first.click()
    assert "présent" in tab.inner_text("#panel")
    assert tab.locator("#panel blockquote").count() >= 1
    tab.locator("thead th button").first.focus()
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.closest('td') !== null")


def test_hostile_names_do_nothing_in_tables_of_signs(open_page):
    events = [{"id": f"e{n}", "name": name, "date": HOSTILE[n], "listed": "complete", "held": True, "size": None, "latest": None,
               "time": name, "inside": True} for n, name in enumerate(HOSTILE)]  # fmt: skip
    actors = [{"id": f"a{n}", "name": name, "kind": name, "came": 1} for n, name in enumerate(HOSTILE)]
    cells = {(a["id"], e["id"]): {"state": "ATTENDED", "sources": [{"record": a["name"], "quote": e["name"], "page": 1}]}
             for a, e in zip(actors, events, strict=True)}  # fmt: skip
    found = Presence(tuple(events), tuple(actors), cells, ({"fr": HOSTILE[0], "en": HOSTILE[1]},))
    opened = open_page(timeline.page(found, title=HOSTILE[1]))
    for number in range(len(HOSTILE)):
        opened.page.locator("td.attended button").nth(number).click()
        opened.page.locator("thead th button").nth(number).click()
    opened.page.click("#language")
    for ending in ("svg", "csv", "png"):
        with opened.page.expect_download():
            opened.page.click(f"#{ending}")
    assert (opened.complaints, opened.outside) == ([], [])
    assert opened.page.evaluate("document.querySelectorAll('main script, main img, main svg').length") == 0


def test_sentences_lose_addresses_and_numbers():
    said = [{"record": "a.docx", "quote": "Aline Morel, aline@exemple.fr, 02 54 00 00 00", "page": 1}]
    assert "exemple.fr" not in matrix.sources(said)[0]["quote"]
    assert "54 00" not in matrix.sources(said)[0]["quote"]


def test_the_next_edition_moves_only_what_is_new(filled, tmp_path):
    first = make(filled, "network", Wanted())
    assert first.edition is not None
    kept = tmp_path / "edition.json"
    kept.write_text(first.edition, "utf-8")
    edition = editions.read(kept)
    again = make(filled, "network", Wanted(), edition=edition)
    assert again == first, "the same graph, the same picture"
    named = ["Zoé Blanc (CIO de Blois)", "Paul Vert (Chantier du Loir)"]
    more = [*records(), meeting("2024-09-10", named, bassin="Blois", source="n.txt")]
    publish(filled, build(more, resolve(more)), "test 2")
    kept.write_text(make(filled, "network", Wanted(), edition=edition).edition, "utf-8")
    after = editions.read(kept)
    moved = {node for node in edition.places if after.places[node] != edition.places[node]}
    assert len(after.places) == len(edition.places) + 1
    assert len(moved) <= 1, "the newcomer's only neighbour at most"


def test_a_broken_edition_is_no_edition(tmp_path):
    for text in ("", "{", "[]", '{"nodes": {"a": [1]}}', '{"nodes": {"a": ["x", 2, "m"]}}', '{"nodes": 3}'):
        (tmp_path / "e.json").write_text(text, "utf-8")
        assert editions.read(tmp_path / "e.json") is None
    assert editions.read(tmp_path / "none.json") is None


def test_the_timeline_is_narrowed_to_a_territory_and_a_period(filled, open_page):
    opened = open_page(make(filled, "timeline", Wanted(), "fr").html)
    tab = opened.page
    columns = tab.locator("thead tr:last-child th button").count()
    tab.select_option("#territory", label="Bassin de Blois")
    assert tab.locator("thead tr:last-child th button").count() == 1
    assert "CIO de Blois" in tab.inner_text("#scroll tbody")
    assert "Cap emploi" not in tab.inner_text("#scroll tbody")
    tab.click("#clear")
    assert tab.locator("thead tr:last-child th button").count() == columns
    tab.fill("#since", "2024-03-01")
    tab.fill("#until", "2024-05-31")
    tab.dispatch_event("#until", "change")
    assert tab.locator("thead tr:last-child th button").count() == 3
    first = tab.locator("#scroll tbody tr", has_text="Cap emploi")
    assert first.locator("td.total").inner_text() == "3", "of the meetings shown"
    first.locator("th button").click()
    assert "3 réunions sur 3" in tab.inner_text("#panel").replace("\u00a0", " ")
    assert opened.complaints == []


def test_the_matrix_is_narrowed_to_a_territory_and_a_period(filled, open_page):
    again = meeting("2024-09-10", ["Zoé Blanc (CIO de Blois)", "Éric Noir (GRETA)"], bassin="Blois", source="b2.txt")
    found = [*records(), again]
    publish(filled, build(found, resolve(found)), "test 2")
    opened = open_page(make(filled, "matrix", Wanted(), "en").html)
    tab = opened.page
    rows = tab.locator("#scroll tbody tr").count()
    tab.select_option("#territory", label="Bassin de Vexin")
    assert 1 < tab.locator("#scroll tbody tr").count() < rows
    assert tab.locator("thead tr:last-child th button").count() == tab.locator("#scroll tbody tr").count()
    tab.click("#clear")
    assert tab.locator("td.dim").count() == 0
    tab.fill("#since", "2024-06-01")
    tab.dispatch_event("#since", "change")
    assert tab.locator("td.dim").count() > 0
    assert tab.locator("td.worked-together:not(.dim)").count() >= 2
    assert opened.complaints == []
