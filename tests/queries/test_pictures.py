"""What maps draw, on graphs whose picture is obvious to a reader, on both engines."""

import pytest
from records import meeting

from maillage.graph.errors import QueryError, UnknownName
from maillage.graph.facts import build
from maillage.graph.model import Graph
from maillage.graph.record import Link, Partnership, Programme
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries import pictures
from maillage.queries.pictures import circles, gaps, introducers, programmes
from maillage.queries.places import places
from maillage.queries.presence import presence
from maillage.queries.views import works_with

AROUND_A_TABLE = ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Chloé Garnier (Mission Locale)"]


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")
    return store


def three_meetings():
    """Vexin: three bodies meet three times at a table; the CCI is at the third and fourth meeting only, without the CIO."""
    others = [AROUND_A_TABLE[0], AROUND_A_TABLE[2], "Denis Faure (CCI du Vexin)"]
    return [
        meeting("2024-01-10", AROUND_A_TABLE, title="Comité janvier"),
        meeting("2024-03-10", AROUND_A_TABLE, title="Comité mars"),
        meeting("2024-05-10", others, title="Comité mai", excused=["Bruno Petit (CIO)"]),
        meeting("2024-07-10", others[1:], title="Comité juillet"),
        meeting("2024-09-10", AROUND_A_TABLE, title="Comité septembre"),
    ]


def short(subgraph):
    return {node.id: node.name.split(" (")[0] for node in subgraph.nodes}


def test_the_surroundings_of_one_actor_are_itself_and_those_it_met(store):
    fill(store, three_meetings())
    subgraph = works_with(store, actor="CCI du Vexin")
    names = short(subgraph)
    assert set(names.values()) == {"CCI du Vexin", "Cap emploi", "Mission Locale"}
    assert {frozenset((names[x.start], names[x.end])) for x in subgraph.relationships} == {
        frozenset(pair) for pair in (("CCI du Vexin", "Cap emploi"), ("CCI du Vexin", "Mission Locale"), ("Cap emploi", "Mission Locale"))
    }  # fmt: skip
    with pytest.raises(UnknownName):
        works_with(store, actor="Nobody of that name")


def test_nodes_say_where_bodies_are_active_and_for_whom_people_speak(store):
    fill(store, three_meetings())
    body = next(node for node in works_with(store).nodes if node.name.startswith("Cap emploi"))
    assert body.properties["territories"] == ["Bassin de Vexin"]
    person = next(node for node in works_with(store, people=True).nodes if node.name == "Aline Morel")
    assert [name.split(" (")[0] for name in person.properties["bodies"]] == ["Cap emploi"]


def never_seen():
    """The CCI and the CIO, partners through all of five listed meetings, never at the same one."""
    days = ["2024-01-10", "2024-02-10", "2024-03-10", "2024-04-10", "2024-05-10", "2024-06-10"]
    other = [AROUND_A_TABLE[0], AROUND_A_TABLE[2], "Denis Faure (CCI du Vexin)"]
    return [
        meeting(day, AROUND_A_TABLE if number % 2 else other, title=f"Comité {number}", source=f"{number}.txt")
        for number, day in enumerate(days)
    ]


def test_those_never_seen_together_are_drawn_with_who_could_introduce_them(store):
    fill(store, never_seen())
    subgraph = gaps(store, scope="Vexin")
    names = short(subgraph)
    (missing,) = [x for x in subgraph.relationships if x.type == "NEVER_MET"]
    assert {names[missing.start], names[missing.end]} == {"CIO", "CCI du Vexin"}
    assert {names[who] for who, _, _ in missing.properties["introducers"]} == {"Cap emploi", "Mission Locale"}
    assert "meetings" not in missing.properties
    assert missing.properties["lists"]["en"].startswith("together on 0 of ")
    assert {x.type for x in subgraph.relationships} == {"MET", "NEVER_MET"}


def test_too_few_lists_are_not_known_in_the_picture_too(store):
    fill(store, three_meetings()[2:4])
    assert "NEVER_MET" not in {x.type for x in gaps(store, scope="Vexin").relationships}


def test_introducers_met_both_and_the_best_comes_first():
    times = {"a": {"x": 5, "y": 2, "z": 1}, "b": {"x": 1, "y": 2, "w": 9}}
    assert introducers(times, "a", "b") == [("y", 2, 2), ("x", 5, 1)]
    assert introducers(times, "a", "nobody") == []


def test_more_partners_than_one_can_read_are_refused(store, monkeypatch):
    fill(store, three_meetings())
    monkeypatch.setattr(pictures, "MOST", 2)
    with pytest.raises(QueryError, match="Narrow"):
        gaps(store)


def test_circles_put_the_most_present_inside(store):
    fill(store, three_meetings())
    subgraph = circles(store, "Vexin")
    rings = {name: node.properties.get("ring") for node, name in zip(subgraph.nodes, short(subgraph).values(), strict=True)}
    assert rings == {"Bassin de Vexin": None, "Cap emploi": 1, "CIO": 1, "Mission Locale": 1, "CCI du Vexin": 2}
    middle = next(node.id for node in subgraph.nodes if node.labels[-1] == "Bassin")
    assert {x.end for x in subgraph.relationships} == {middle}
    came = {short(subgraph)[x.start]: x.properties["meetings"] for x in subgraph.relationships if x.type == "CAME"}
    assert came == {"Cap emploi": 4, "CIO": 3, "Mission Locale": 5, "CCI du Vexin": 2}


def test_programmes_show_who_was_at_their_meetings_and_who_signed(store):
    record = meeting("2024-01-10", AROUND_A_TABLE)
    event = record.events[0]
    signed = tuple(body.id for body in record.organisations[:2])
    about = Link(type="about", start=event.id, end="p1")
    record = record.model_copy(
        update={
            "programmes": (Programme(id="p1", name="SPRO"),),
            "partnerships": (Partnership(id="pa", members=signed, programme="p1", basis="Convention du Vexin"),),
            "links": (*record.links, about),
        }
    )
    fill(store, [record])
    subgraph = programmes(store)
    labels = sorted(node.labels[-1] for node in subgraph.nodes)
    assert labels == ["Organisation"] * 3 + ["Partnership", "Programme"]
    assert sorted(x.type for x in subgraph.relationships) == ["ON"] * 3 + ["PARTNER_IN"] * 2 + ["UNDER"]


def test_presence_says_who_was_there_excused_and_what_is_planned(store):
    planned = meeting("2024-12-10", [], title="Comité décembre", status="planned", source="plan.txt")
    fill(store, [*three_meetings(), planned])
    found = presence(store, scope="Vexin")
    assert [event["date"] for event in found.events] == [
        "2024-01-10",
        "2024-03-10",
        "2024-05-10",
        "2024-07-10",
        "2024-09-10",
        "2024-12-10",
    ]
    assert [event["held"] for event in found.events] == [True] * 5 + [False]
    assert found.actors[0]["name"].startswith("Mission Locale")
    cio = next(actor["id"] for actor in found.actors if actor["name"].startswith("CIO"))
    states = [found.cells.get((cio, event["id"]), {}).get("state") for event in found.events]
    assert states == ["ATTENDED", "ATTENDED", "EXCUSED_FROM", None, "ATTENDED", None]
    assert all(cell["sources"] for cell in found.cells.values())
    one = presence(store, actor="Aline Morel")
    assert [actor["name"] for actor in one.actors] == ["Aline Morel"]


def test_places_count_lists_and_pairs_of_each_territory(store):
    fill(store, [*three_meetings(), meeting("2024-02-01", ["Zoé Blanc (CIO de Blois)"], bassin="Blois", source="b.txt")])
    subgraph = places(store)
    found = {node.name: node.properties for node in subgraph.nodes if "Territory" in node.labels}
    assert found["Bassin de Vexin"]["coverage_share"] == 1.0
    assert found["Bassin de Vexin"]["pairs_share"] is not None
    assert found["Blois" if "Blois" in found else "Bassin de Blois"]["pairs_share"] is None, (
        "no pair, so nothing is known of pairs"
    )
    at = {short(subgraph)[x.start]: short(subgraph)[x.end] for x in subgraph.relationships}
    assert at["CCI du Vexin"] == "Bassin de Vexin"
    assert "Blois" in at["CIO de Blois"]


@pytest.mark.parametrize("view", [works_with, gaps, programmes, places])
def test_an_empty_graph_gives_an_empty_picture(store, view):
    publish(store, Graph({}, {}), "empty")
    assert view(store).nodes == ()


def test_an_empty_graph_has_no_presence(store):
    publish(store, Graph({}, {}), "empty")
    found = presence(store)
    assert (found.events, found.actors, found.cells) == ((), (), {})


def test_a_view_with_too_many_links_says_how_many_are_left_out(embedded_store, monkeypatch):
    from maillage.queries import views

    publish(embedded_store, build([record := meeting("2024-01-10", bodies=["A", "B", "C", "D"])], resolve([record])), "test")
    assert len(views.works_with(embedded_store).relationships) == 6
    monkeypatch.setattr(views, "PAIRS", 4)
    cut = views.works_with(embedded_store)
    assert len(cut.relationships) == 4
    assert "Les 4 liens les plus forts sur 6 sont montrés." in cut.notes["fr"]
    assert "The 4 strongest of 6 links are shown." in cut.notes["en"]
