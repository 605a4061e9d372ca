"""Projection of record/1 to gold/1."""

from maillage.graph.gold import to_gold
from maillage.graph.record import Attendance, Event, Link, Organisation, Partnership, Person, Record, Source, StandsInFor


def record(**parts: object) -> Record:
    base: dict[str, object] = {
        "id": "r1",
        "source": Source(path="dossier/a.txt"),
        "text": "…",
        "events": (Event(id="e1", title="Réunion", main=True), Event(id="e2", title="Prochaine", status="planned")),
        "organisations": (
            Organisation(id="o1", name="CIO"),
            Organisation(id="o2", name="CCI"),
            Organisation(id="o3", name="Doute", optional=True),
        ),
        "people": (Person(id="p1", name="Luc Martel"), Person(id="p2", name="Inès Faure")),
    }
    return Record.model_validate(base | parts)


def ends(edges: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(edge["from"], edge["to"]) for edge in edges}


def test_bodies_of_present_people_and_contributors_took_part() -> None:
    rows = (
        Attendance(who="p1", event="e1", presence="present", on_behalf_of=("o1",)),
        Attendance(who="p2", event="e1", presence="excused", on_behalf_of=("o2",)),
    )
    links = (Link(type="contributed", start="o2", end="e2", role="organiser"),)
    gold = to_gold(record(attendance=rows, links=links))
    assert ends(gold["edges"]["participated"]) == {("p1", "e1")}
    assert ends(gold["edges"]["took_part"]) == {("o1", "e1"), ("o2", "e2")}
    assert gold["edges"]["took_part"][0]["role"] == "organisateur"


def test_who_is_announced_at_an_event_not_held_participates_in_it() -> None:
    rows = (Attendance(who="p1", event="e2", presence="unknown"), Attendance(who="p2", event="e1", presence="unknown"))
    gold = to_gold(record(attendance=rows))
    assert ends(gold["edges"]["participated"]) == {("p1", "e2")}
    assert len(gold["attendance"]) == 2


def test_optional_items_and_what_refers_to_them_stay_out() -> None:
    links = (Link(type="represented", start="p1", end="o3"), Link(type="represented", start="p1", end="o1", optional=True))
    gold = to_gold(record(links=links))
    assert [body["id"] for body in gold["organisations"]] == ["o1", "o2"]
    assert gold["edges"]["represented"] == []


def test_stands_in_for_is_single_and_partners_are_bodies() -> None:
    row = Attendance(
        who="p1",
        event="e1",
        presence="present",
        stands_in_for=(StandsInFor(who="p2", kind="substitute"), StandsInFor(who="o1", kind="proxy")),
    )
    group = Partnership(id="n1", members=("o1", "o2", "o3"), basis="convention", status="past")
    alone = Partnership(id="n2", members=("o1", "o3"))
    gold = to_gold(record(attendance=(row,), partnerships=(group, alone)))
    assert gold["attendance"][0]["stands_in_for"] == {"who": "p2", "kind": "substitute"}
    assert [(p["members"], p["status"]) for p in gold["partners"]] == [(["o1", "o2"], "passe")]


def test_names_of_the_exchange_format() -> None:
    gold = to_gold(record(kind="press_release", published="2020-01-05"))
    assert (gold["format"], gold["record"]["kind"], gold["record"]["file"], gold["record"]["published"]) == (
        "gold/1",
        "article",
        "a.txt",
        "2020-01-05",
    )
