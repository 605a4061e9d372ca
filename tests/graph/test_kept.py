"""What was found out is kept and taken again, as long as the files of the project say the same."""

import itertools

import pytest
from desk import PEOPLE
from records import meeting

from maillage.graph import corrections, decisions, identity, kept
from maillage.graph import project as projects
from maillage.graph.claims import claims
from maillage.graph.explain import account, history, spoken_of
from maillage.graph.index import read_index
from maillage.graph.ingest import refresh
from maillage.graph.questions import cases, drafts
from maillage.graph.resolution.clusters import digest


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("MAILLAGE_AUTHOR", "Camille")
    project = projects.create(tmp_path / "p")
    for record in PEOPLE:
        projects.write_record(project, record)
    return project


@pytest.fixture
def resolutions(monkeypatch):
    """How often somebody asked who is who."""
    asked = []
    original = identity.resolve
    monkeypatch.setattr(identity, "resolve", lambda *arguments: asked.append(1) or original(*arguments))
    return asked


def told(who):
    """All that commands show of it."""
    nodes = sorted(who.resolution.clusters)
    items = [spoken_of(who, node, who.name(node)) for node in nodes if node[0] in "opet"]
    return (
        [history(who, node) for node in nodes],
        [account(who, a, b, "fr") for a, b in itertools.pairwise(items) if a != b],
        cases(who, "fr"),
        who.doubtful,
    )


def test_the_second_look_resolves_nothing_and_says_the_same(project, resolutions):
    first = told(identity.of_project(project))
    again = identity.of_project(project)
    assert told(again) == first
    assert len(resolutions) == 1
    assert isinstance(again.records, kept.Shelf)


def test_a_publication_leaves_it_for_the_commands_that_follow(project, store, resolutions):
    refresh(project, store, read_index(project))
    who = identity.of_project(project)
    assert len(resolutions) == 1
    assert told(who) == told(identity.Identity(list(who.records.values()), who.book))


def test_a_record_a_decision_and_a_correction_are_seen_at_once(project, resolutions):
    who = identity.of_project(project)
    case = cases(who, "en")[0]
    decisions.append(project, "Camille", drafts(who, case, "same"))
    decided = identity.of_project(project)
    assert decided.resolution.node_of[case.sides[0].mention] == decided.resolution.node_of[case.sides[1].mention]
    record = next(iter(PEOPLE))
    corrections.append(project, [corrections.correction_of(record, next(iter(claims(record))), "refuse")])
    identity.of_project(project)
    projects.write_record(project, meeting("2025-02-02", ["Zoé Lambert (GRETA)"], source="z.txt"))
    assert "Zoé Lambert" in {node.name for node in identity.of_project(project).nodes.values()}
    assert len(resolutions) == 4


def test_a_damaged_file_is_made_again(project, resolutions):
    first = told(identity.of_project(project))
    for name in kept.NAMES:
        path = project.cache / name
        path.write_bytes(path.read_bytes()[:200])
    assert told(identity.of_project(project)) == first
    (project.cache / "trace.pickle").write_bytes(b"")
    assert told(identity.of_project(project)) == first
    assert len(resolutions) == 3


def test_the_id_of_a_node_outlives_a_corrected_name_and_ids_of_before_lead_to_it(project):
    who = identity.of_project(project)
    node = next(node for node in who.resolution.clusters if node[0] == "p")
    mention = who.resolution.clusters[node][0]
    record = who.records[mention.record]
    name = who.item(mention).name
    claim = next(c for c in claims(record) if c.kind == "person" and c.values["name"] == name)
    corrections.append(project, [corrections.correction_of(record, claim, "change", {"name": "Zénobie Lambert"})])
    after = identity.of_project(project)
    new = after.resolution.node_of[mention]
    assert after.lead(node) == new == node
    assert after.lead(f"p{digest(mention.record, mention.item)}") == new
    assert after.lead("p000000000000") is None
