"""The shipped queries: headers read, what they declare is what they do, the reference page is up to date."""

import pytest

from maillage.graph.errors import QueryError, UnknownName
from maillage.queries import catalogue, find_query, run
from maillage.queries.catalogue import Catalogue, parse_query, part
from maillage.queries.lint import columns_of, masked, parameters_of, problems, warnings
from maillage.queries.reference import PAGE, page

QUERIES = list(catalogue())
PARTS = [path.name.removesuffix(".cypher") for path in (PAGE.parent.parent / "queries" / "parts").glob("*.cypher")]


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_declares_what_it_does(name):
    query = catalogue()[name]
    allowed = {*query.parameters, "facts", "events"}
    assert query.cypher or query.compute
    if query.cypher:
        assert list(problems(query.cypher, returns=query.returns, parameters=allowed)) == []
    for language in ("fr", "en"):
        assert query.title[language]
        assert query.answers[language].endswith("?")
    assert query.aliases, "no French name"


@pytest.mark.parametrize("name", PARTS)
def test_a_shared_read_declares_what_it_does(name):
    shared = part(name)
    assert list(problems(shared.cypher, returns=shared.returns, parameters=shared.parameters)) == []
    assert set(shared.parameters) == parameters_of(shared.cypher)


def test_the_reference_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == page(), "python -m maillage.queries.reference"


def test_questions_are_found_by_their_french_names():
    assert find_query("jamais vus").name == find_query("jamais-vus").name == find_query("never-met").name == "never-met"
    assert find_query("réunions").name == find_query("reunions").name == "meetings"
    assert find_query("rien") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (n) RETURN n", "no header"),
        ("//+ title = 3\nMATCH (n) RETURN n.id AS id", "title|returns"),
        ("//+ returns = ['id']\n//+ title = { fr = 'a', en = 'b' }\nMATCH (n) RETURN n.id AS id", "answers"),
        ("//+ [\nMATCH (n) RETURN n", "no TOML"),
    ],
)
def test_a_broken_header_names_its_file(text, said):
    with pytest.raises(QueryError, match=said) as caught:
        parse_query(text, "foo")
    assert str(caught.value).startswith("foo.cypher:")


def test_one_broken_file_does_not_hide_the_others(tmp_path):
    good = (PAGE.parent.parent / "queries" / "territories.cypher").read_text("utf-8")
    (tmp_path / "good.cypher").write_text(good, "utf-8")
    (tmp_path / "bad.cypher").write_text("MATCH (n) RETURN n", "utf-8")
    found = Catalogue(tmp_path)
    assert found["good"].name == "good"
    with pytest.raises(QueryError, match=r"bad\.cypher"):
        found["bad"]
    assert found.find("territoires").name == "good"


def test_strings_and_comments_are_no_clauses():
    assert "CREATE" not in masked("MATCH (n) WHERE n.name = 'CREATE' // CREATE\nRETURN n")
    assert list(problems("MATCH (n:Person) WHERE n.name = 'SET x' RETURN n.id AS id")) == []


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (n:Person) SET n.x = 1 RETURN n.id AS id",
        "MATCH (n:Persona) RETURN n.id AS id",
        "MATCH (n:Person)-[:KNOWS]->(m) RETURN n.id AS id",
        "MATCH (n:Person) WHERE NOT n.id IN collect(n.id) RETURN n.id AS id",
        "MATCH ()-[x:ATTENDED]->() MATCH (s:Statement {fact: x.fact}) RETURN s.id AS id",
        "MATCH (a)-[*]->(b) RETURN a.id AS id",
        "MATCH (n:Person) WHERE id(n) = 3 RETURN n.id AS id",
    ],
)
def test_what_a_query_must_not_have_is_found(cypher):
    assert list(problems(cypher))


def test_columns_and_parameters_are_read():
    cypher = "MATCH (n:Person {id: $a}) RETURN n.id AS id, count(n.name) AS n, coalesce(n.x, [1, 2]) AS l ORDER BY id"
    assert columns_of(cypher) == ("id", "n", "l")
    assert parameters_of(cypher) == {"a"}


def test_a_users_query_gets_warnings():
    assert warnings("MATCH (a)-[*]->(b) RETURN a")
    assert warnings("MATCH (p:Person) RETURN p.name") == []


def test_unknown_questions_and_parameters(embedded_store):
    with pytest.raises(UnknownName, match="never-met"):
        run(embedded_store, "never-mett", {}, "en")
    with pytest.raises(QueryError, match="no parameter"):
        run(embedded_store, "never-met", {"colour": "x"}, "en")
    with pytest.raises(QueryError, match="needs --actor"):
        run(embedded_store, "partners", {}, "en")
