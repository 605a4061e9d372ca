"""The matrix page, as a browser without network shows it."""

import time
from datetime import date
from itertools import combinations

import pytest

from maillage.visualisations.matrix import VERDICTS, page

pytestmark = pytest.mark.browser
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(2)>",
    "=1+1",
    "' onclick='alert(3)",
    "{{ 7*7 }}",
    "L'Étape 62",
]


def data(names):
    partners = [{"id": f"o{n}", "name": name} for n, name in enumerate(names)]
    pairs = []
    for number, (a, b) in enumerate(combinations(partners, 2)):
        verdict = list(VERDICTS)[number % 4]
        seen = verdict in ("worked-together", "plenary-only")
        pairs.append(
            {"a": a, "b": b, "verdict": verdict, "meetings": 1 + number % 5 if seen else 0, "elsewhere": 0, "listed": 4, "unlisted": 1,
             "last": date(2024, 3, 5) if seen else None, "sources": [{"record": f"cr/{a['name']}.docx", "quote": b["name"], "page": 2}]}
        )  # fmt: skip
    coverage = {"occasions": 5, "listed": 4, "partial": 0, "unlisted": 1}
    return {"partners": partners, "pairs": pairs, "coverage": coverage, "as_of": date(2024, 9, 10)}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [375, 1440])
def test_the_matrix_opens_without_network_and_says_each_pair(open_page, language, width):
    opened = open_page(
        page(data(["Cap emploi", "CIO", "Évreux", "GRETA"]), title="Bassin d'Évreux", language=language), width=width
    )
    assert opened.outside == []
    assert opened.complaints == []
    assert opened.page.locator("td button").count() == 12
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    label = opened.page.locator("td button").first.get_attribute("aria-label")
    assert VERDICTS["worked-together"][language] in label


def test_a_cell_shows_its_sentences_and_arrows_move(open_page):
    opened = open_page(page(data(["Cap emploi", "CIO", "GRETA"]), title="T", language="fr"))
    opened.page.click("td.worked-together button")
    panel = opened.page.inner_text("#panel").replace("\xa0", " ")
    assert "ont travaillé ensemble" in panel
    assert "5 mars 2024" in panel
    assert "« CIO »" in panel
    assert "Cap emploi.docx, p. 2" in panel
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    assert "croisés en plénière seulement" in opened.page.inner_text("#panel")


def test_rows_are_sorted_by_pairs_never_seen(open_page):
    found = data(["A", "B", "C"])
    for pair in found["pairs"]:
        pair["verdict"] = "never-seen" if "C" in (pair["a"]["name"], pair["b"]["name"]) else "worked-together"
    opened = open_page(page(found, title="T", language="en"))
    assert opened.page.locator("tbody th").all_inner_texts() == ["A", "B", "C"]
    opened.page.select_option("#sort", "byNever")
    assert opened.page.locator("tbody th").first.inner_text() == "C"


def test_hostile_names_do_nothing(open_page):
    opened = open_page(page(data(HOSTILE), title=HOSTILE[1], language="fr"))
    for number in range(6):
        opened.page.locator("td button").nth(number).click()
    opened.page.click("#language")
    assert opened.complaints == []
    assert opened.page.evaluate("document.querySelectorAll('body script:not([type]), body img').length") == 1
    assert opened.page.locator("tbody th").count() == len(HOSTILE)


def test_sixty_partners_are_drawn_at_once(open_page):
    html = page(data([f"Structure {n:02d}" for n in range(60)]), title="T", language="fr")
    begun = time.perf_counter()
    opened = open_page(html)
    assert opened.page.locator("td button").count() == 60 * 59
    assert opened.page.inner_text("#lead").startswith("5 réunions tenues")
    assert time.perf_counter() - begun < 10, "the limit of 1 s is measured in benchmarks"


def test_no_partner_is_not_known(open_page):
    opened = open_page(
        page({"partners": [], "pairs": [], "coverage": {"occasions": 0, "listed": 0}, "as_of": None}, title="T", language="en")
    )
    assert opened.page.inner_text("#scroll").startswith("Not known")
