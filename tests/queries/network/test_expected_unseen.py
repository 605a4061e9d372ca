"""Who is expected and never seen: members by a partnership, networks by custom, on graphs drawn by hand."""

from records import meeting

from maillage.graph.facts import build
from maillage.graph.record import Partnership, Territory
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries import run


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")
    return store


def placed(record, *extra):
    """`record` in the Centre-Val de Loire: a territory that says in which region its bassins lie."""
    region = Territory(id="region", name="Centre-Val de Loire", kind="region")
    return record.model_copy(update={"territories": (*record.territories, region, *extra)})


def bassin(name, bodies, day, title="Comité"):
    people = [f"Personne {number} {name} ({body})" for number, body in enumerate(bodies)]
    return placed(meeting(day, people, bassin=name, title=f"{title} {name}"))


def region():
    """Three bassins of one region: the CIO sits in two others of Blois, and never in Blois."""
    return [
        *(bassin("Blois", ["Mission Locale", "Cap emploi"], f"2024-0{month}-11", f"Comité {month}") for month in (1, 3, 5)),
        bassin("Vendôme", ["Mission Locale", "CIO"], "2024-02-10"),
        bassin("Chartres", ["Mission Locale", "CIO"], "2024-04-10"),
    ]


def test_a_network_of_the_other_bassins_is_missed(store):
    fill(store, region())
    answer = run(store, "expected-unseen", {"scope": "Blois"}, "fr")
    (item,) = answer.data["unseen"]
    assert (item["name"], item["why"], item["verdict"], item["elsewhere"], item["of"]) == ("CIO", "network", "never-seen", 2, 2)
    assert {place["name"] for place in item["places"]} == {"Bassin de Vendôme", "Bassin de Chartres"}
    assert all(source["quote"] for source in item["sources"])
    assert "jamais" in answer.sentence["fr"]


def test_two_bassins_at_least_make_a_custom(embedded_store):
    fill(embedded_store, [record for record in region() if "Chartres" not in record.text])
    assert run(embedded_store, "expected-unseen", {"scope": "Blois"}, "fr").data["unseen"] == []


def test_a_member_whom_no_list_names(store):
    records = region()
    first = records[0]
    group = Partnership(id="g", members=(*(o.id for o in first.organisations), "o-absent"), basis="SPRO", territory="t-blois")
    absent = first.organisations[0].model_copy(update={"id": "o-absent", "name": "CIDFF de Loir-et-Cher", "network": None})
    records[0] = first.model_copy(update={"organisations": (*first.organisations, absent), "partnerships": (group,)})
    fill(store, records)
    items = {item["name"]: item for item in run(store, "expected-unseen", {"scope": "Blois"}, "en").data["unseen"]}
    member = next(item for name, item in items.items() if name.startswith("CIDFF"))
    assert (member["why"], member["verdict"], member["listed"], member["elsewhere"]) == ("member", "never-seen", 3, 0)


def test_with_too_few_lists_it_is_not_known(embedded_store):
    fill(embedded_store, [record for record in region() if "2024-03" not in record.text and "2024-05" not in record.text])
    answer = run(embedded_store, "expected-unseen", {"scope": "Blois"}, "en")
    (item,) = answer.data["unseen"]
    assert item["verdict"] == "not-known"
    assert "too few lists" in answer.sentence["en"]


def test_where_nothing_says_who_is_expected_it_is_not_known(embedded_store):
    fill(embedded_store, [meeting("2024-01-10", ["Aline Morel (Cap emploi)"])])
    answer = run(embedded_store, "expected-unseen", {"scope": "Vexin"}, "en")
    assert answer.rows == ()
    assert "not known" in answer.sentence["en"]
    assert "nobody is expected" not in answer.sentence["en"]
