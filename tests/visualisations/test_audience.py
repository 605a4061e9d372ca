"""What is published names nobody: every view, every export and the atlas, for bodies only and for roles; titles included."""

import pytest
from name_search import hits
from records import meeting

from maillage.graph.errors import QueryError
from maillage.graph.exports import FORMS, write
from maillage.graph.facts import build
from maillage.graph.record import Action
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries.stream import source
from maillage.visualisations import atlas
from maillage.visualisations.gallery import VIEWS, Wanted, make

NAMES = ["Solène Quervac", "Théo Vannesprat", "Aline Morellet", "Bruno Kerdraon"]
ALONE = ["Quervac", "Vannesprat", "Morellet", "Kerdraon"]
TABLE = [f"{name} ({body})" for name, body in zip(NAMES, ["Cap emploi", "CIO", "Mission Locale", "CCI du Vexin"], strict=True)]


def records():
    found = [
        meeting(f"2024-0{n}-10", TABLE[n % 2 :], title=f"Point {ALONE[n % 4]} – {NAMES[n % 4]}", source=f"CR {NAMES[n % 4]} {n}.txt",
                place=f"chez Mme {ALONE[n % 4]}")
        for n in range(1, 7)
    ]  # fmt: skip
    families = {name: name.partition(" ")[2] for name in NAMES}
    people = [
        tuple(p.model_copy(update={"given": p.name.partition(" ")[0], "family": families[p.name]}) for p in one.people)
        for one in found
    ]
    action = Action(id="a1", who=("p-solene quervac",), what="Appeler Solène Quervac au 02 54 00 00 00", event="e")
    return [
        one.model_copy(update={"people": people[n], "actions": (action,) if n == 1 else ()})
        for n, one in enumerate(found)
    ]  # fmt: skip


@pytest.fixture
def filled(embedded_store):
    found = records()
    publish(embedded_store, build(found, resolve(found)), "test")
    return embedded_store


@pytest.mark.parametrize("audience", ["organisations", "roles"])
def test_no_view_names_anybody(filled, tmp_path, audience):
    for view in VIEWS:
        for people in (False, True) if audience == "roles" and view != "territories" else (False,):
            html = make(filled, view, Wanted(scope="Vexin", audience=audience, people=people)).html
            (tmp_path / f"{view}-{people}.html").write_text(html, "utf-8")
    assert hits([*NAMES, *ALONE], [tmp_path]) == []


@pytest.mark.parametrize("view", ["network", "matrix", "timeline"])
def test_a_view_for_those_who_may_read_names_has_them(filled, tmp_path, view):
    (tmp_path / "a.html").write_text(make(filled, view, Wanted(scope="Vexin", people=True)).html, "utf-8")
    assert hits(NAMES[:1], [tmp_path]) != []


def test_people_without_their_names_are_no_picture(filled):
    with pytest.raises(QueryError):
        make(filled, "network", Wanted(people=True, audience="organisations"))
    with pytest.raises(QueryError):
        make(filled, "network", Wanted(actor=NAMES[0], audience="organisations"))
    assert NAMES[0] not in make(filled, "network", Wanted(actor=NAMES[0], audience="roles")).html


@pytest.mark.parametrize("audience", ["organisations", "roles"])
def test_no_export_names_anybody(filled, tmp_path, audience):
    for form, suffix in FORMS.items():
        write(form, source(filled, audience=audience), tmp_path / f"{form}{suffix}", "en", None)
    assert hits([*NAMES, *ALONE, "02 54"], [tmp_path]) == []


@pytest.mark.parametrize("audience", ["organisations", "roles"])
def test_no_page_of_the_atlas_names_anybody(filled, tmp_path, audience):
    atlas.build(filled, tmp_path / "atlas", title="Vexin", audience=audience)
    assert hits([*NAMES, *ALONE], [tmp_path]) == []


@pytest.mark.parametrize("audience", ["organisations", "roles", "names"])
def test_no_map_gives_an_address_or_a_number(filled, tmp_path, audience):
    for view in VIEWS:
        (tmp_path / f"{view}.html").write_text(make(filled, view, Wanted(scope="Vexin", audience=audience)).html, "utf-8")
    assert hits(["02 54"], [tmp_path]) == []
