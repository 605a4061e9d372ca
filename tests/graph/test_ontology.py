"""The declaration of the model: what its lint refuses, which constraints come from it, which graphs it allows."""

import dataclasses
from datetime import date

import pytest

from maillage.graph.model import Graph, Node, Relationship
from maillage.graph.ontology import PUBLICATION, OntologyError, check, constraints, lint, ontology, parse

SMALL = """
version = 1
[namespaces]
foaf = "http://xmlns.com/foaf/0.1/"
[node.Person]
also = "Actor"
title = { fr = "Personne", en = "Person" }
plural = { fr = "Personnes", en = "People" }
colour = "#E69F00"
shape = "dot"
rdf = "foaf:Person"
properties = { given = "string" }
[relationship.KNOWS]
from = ["Actor"]
to = ["Person"]
title = { fr = "connaît", en = "knows" }
properties = { since = "date" }
"""


def test_the_declaration_is_sound():
    assert list(lint(ontology())) == []
    assert ontology() is ontology()


def test_every_kind_has_titles_colours_and_shapes():
    for node in ontology().nodes.values():
        assert all(node.title[language] and node.plural[language] for language in ("fr", "en")), node.label
        assert len(node.colour) == 7, node.label
        assert node.shape, node.label


def test_a_declaration_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ontology().nodes["Person"].colour = "#000000"


def test_a_small_declaration_is_read():
    found = parse(SMALL)
    assert found.labels == ("Actor", "Person")
    assert found.nodes["Person"].labels == ("Actor", "Person")
    assert found.identity_label(("Actor", "Person")) == "Actor"
    assert found.relationships["KNOWS"].properties == {"since": "date"}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('{ since = "date" }', '{ given = "date" }', "KNOWS.given is date, elsewhere it is string"),
        ('{ since = "date" }', '{ since = "duration" }', "KNOWS.since has the unknown type duration"),
        ('{ since = "date" }', '{ sources = "string" }', "KNOWS.sources is string, elsewhere it is integer"),
        ('to = ["Person"]', 'to = ["Place"]', "KNOWS joins the unknown label Place"),
        ("[relationship.KNOWS]", "[relationship.Person]", "Person is a label too"),
        ("[relationship.KNOWS]", "[relationship.Actor]", "Actor is a label too"),
        ('fr = "connaît", en = "knows"', 'fr = "connaît"', "KNOWS has no title in en"),
        ('rdf = "foaf:Person"', 'rdf = "vcard:Person"', "the namespace of vcard:Person is not declared"),
    ],
)
def test_a_contradiction_is_refused(old, new, problem):
    assert old in SMALL
    with pytest.raises(OntologyError, match=problem):
        parse(SMALL.replace(old, new))


def test_ids_are_unique_under_every_label_and_facts_are_indexed():
    statements = constraints()
    for label in (*ontology().labels, PUBLICATION):
        assert sum(f"(n:{label}) REQUIRE n.id IS UNIQUE" in text for text in statements) == 1
    assert sum("(n:Statement) ON (n.fact)" in text for text in statements) == 1
    assert any("(n:Person) ON (n.name_key)" in text for text in statements)
    assert all("IF NOT EXISTS" in text for text in statements)
    names = [text.split()[2] for text in statements]
    assert len(names) == len(set(names))


def test_the_node_of_the_store_is_no_part_of_the_model():
    assert PUBLICATION not in ontology().labels


def _graph(person=None, event=None, **link):
    nodes = {
        "p": Node("p", ("Actor", "Person"), {"name": "Aline Morel", **(person or {})}),
        "e": Node("e", ("Event",), {"name": "Réunion", "earliest": date(2024, 3, 5), **(event or {})}),
    }
    given = {"type": "ATTENDED", "start": "p", "end": "e", "properties": {"sources": 1}, **link}
    return Graph(nodes, {"f": Relationship("f", given["type"], given["start"], given["end"], given["properties"])})


def test_a_graph_that_follows_the_declaration_passes():
    check(_graph())
    check(
        _graph(properties={"sessions": ["matin", "soir"], "unnamed": True, "people": 2, "quote": "Présents", "record": "cr.txt"})
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"person": {"age": 3}}, "no property age"),
        ({"person": {"given": 3}}, "given is int, not string"),
        ({"person": {"given": None}}, "given is NoneType, not string"),
        ({"person": {"names": "Aline"}}, "names is str, not strings"),
        ({"person": {"incomplete": 1}}, "incomplete is int, not boolean"),
        ({"event": {"earliest": "2024-03-05"}}, "earliest is str, not date"),
        ({"event": {"size": True}}, "size is bool, not integer"),
        ({"properties": {"since": 3}}, "no property since"),
        ({"properties": {"sources": "one"}}, "sources is str, not integer"),
        ({"type": "MET"}, "no type MET"),
        ({"end": "p"}, "joins a Person"),
        ({"end": "nobody"}, "joins nobody, which is not in the graph"),
        ({"type": "WITHIN"}, "joins a Person"),
        ({"person": {"names": ["Aline", 3]}}, "names holds int, not strings"),
        ({"person": {"names": ["Aline", None]}}, "names holds NoneType, not strings"),
    ],
)
def test_a_graph_that_breaks_the_declaration_is_refused(changes, problem):
    with pytest.raises(OntologyError, match=problem):
        check(_graph(**changes))
