"""From words, ids of any time and permalinks to nodes."""

import pytest
from desk import BARE, HERE, PEOPLE, THERE, Desk

from maillage.graph.errors import UnknownName
from maillage.graph.identity import permalink
from maillage.queries.lookup import find_nodes


@pytest.fixture
def identity():
    desk = Desk(*PEOPLE, HERE, THERE, *BARE)
    desk.answer(next(case for case in desk.cases() if case.of == "person"), "same")
    return desk.identity


def found(identity, text):
    return [node.id for node in find_nodes(text, identity.nodes.values(), identity.lead)]


def test_every_id_and_permalink_leads_to_its_node(identity):
    for node, mentions in identity.resolution.clusters.items():
        for text in (node, *identity.former_ids(node), *map(permalink, mentions)):
            assert found(identity, text) == [node]


def test_a_name_may_mean_several_and_never_a_record(identity):
    assert {identity.name(node) for node in found(identity, "aline MOREL")} == {"Aline Morel"}
    assert len(found(identity, "aline morel")) == 2
    assert found(identity, "Morel Aline") == found(identity, "Aline Morel")
    assert {node[0] for node in found(identity, "Dreux")} == {"o", "t"}  # the CIO of Dreux bears the name too
    with pytest.raises(UnknownName):
        found(identity, PEOPLE[0].source.path)


@pytest.mark.parametrize("text", ["", "  ", "p000000000000", "0123456789abcdef:nobody", "zzzz"])
def test_what_nothing_bears(identity, text):
    with pytest.raises(UnknownName):
        found(identity, text)


def test_near_names_are_offered(identity):
    with pytest.raises(UnknownName, match="Aline Morel"):
        found(identity, "Alinne Morell")
