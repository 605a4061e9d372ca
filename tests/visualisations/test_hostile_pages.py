"""Hostile texts as names of everything, in every kind of page: nothing runs, nothing is fetched, nothing complains, names stay.

MAILLAGE_HOSTILE=500 takes all texts; without it, every twelfth and all legitimate ones. A new kind of page joins in by a line of PAGES.
"""

import os

import pytest
from hostile import LEGITIMATE, strings
from hostile_records import records, usable

from maillage.graph.facts import build
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries.briefing import briefing
from maillage.visualisations import atlas
from maillage.visualisations import briefing as before
from maillage.visualisations.gallery import VIEWS, Wanted, make

pytestmark = pytest.mark.browser

EVERY = 1 if os.environ.get("MAILLAGE_HOSTILE") == "500" else 12
TEXTS = usable(list(dict.fromkeys([*strings()[::EVERY], *LEGITIMATE])))
SEEN = ["O'Connor", "d'Hondt", "L'Étape 62", "张伟"]


@pytest.fixture(scope="module")
def filled(embedded_session_store):
    store = embedded_session_store
    while store.write("MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(n) AS n")[0]["n"]:
        pass
    found = records(TEXTS)
    publish(store, build(found, resolve(found)), "hostile")
    return store


@pytest.fixture(scope="module")
def site(filled, tmp_path_factory):
    root = tmp_path_factory.mktemp("atlas")
    atlas.build(filled, root, title=TEXTS[0], audience="names")
    return root


def of_view(view):
    return lambda store, site: [make(store, view, Wanted(scope="Vexin", people=view != "territories")).html]


def of_atlas(store, site):
    """The lists, and a dozen pages of each kind."""
    kinds = [sorted(folder.glob("*.html")) for folder in sorted(site.iterdir()) if folder.is_dir()]
    return [*sorted(site.glob("*.html")), *(page for pages in kinds for page in pages[:: max(1, len(pages) // 12)])]


PAGES = {
    **{view: of_view(view) for view in VIEWS},
    "prepare": lambda store, site: [before.page(briefing(store, "Vexin", language="fr"), "fr").replace("<html", "<html data-ready", 1)],
    "atlas": of_atlas,
}  # fmt: skip


@pytest.mark.parametrize("kind", list(PAGES))
def test_no_name_does_anything(filled, site, open_page, kind):
    for page in PAGES[kind](filled, site):
        opened = open_page(page)
        assert opened.page.evaluate("typeof window.hit") == "undefined"
        assert (opened.outside, opened.complaints) == ([], [])


def test_legitimate_names_are_shown_as_they_are(embedded_store, tmp_path, open_page):
    found = records(LEGITIMATE)
    publish(embedded_store, build(found, resolve(found)), "legitimate")
    atlas.build(embedded_store, tmp_path / "few", title="Vexin", audience="names")
    shown = open_page(tmp_path / "few" / "people.html").page.inner_text("body")
    assert [name for name in SEEN if name not in shown] == []
