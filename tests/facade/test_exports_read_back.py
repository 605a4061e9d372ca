"""Every export of the examples, and of a graph with hostile names, is read back by the library its users use, with equal counts and
names."""

from pathlib import Path

import pytest
from read_back import READERS, collected, conforms, differences, expected
from records import meeting

import maillage
from maillage.graph.exports import FORMS, write
from maillage.graph.exports.source import of_graph
from maillage.graph.facts import build
from maillage.graph.resolution import resolve
from maillage.queries.stream import source

EXAMPLES = Path(maillage.__file__).parent / "examples"
HOSTILE = [
    "O'Connor",
    "L'Étape 62",
    "张伟",
    "=1+1",
    "<b>&\"'",
    "A\x00\x1bB",
    "a|b;c,d",
    "\u202egnp",
    "'; DROP",
    "-2",
    "@x",
    "ﬁn œuvre",
    "e\u0301",
]


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAILLAGE_CACHE", str(tmp_path_factory.mktemp("cache-pytest")))
        with maillage.open(tmp_path_factory.mktemp("project"), create=True, language="en") as project:
            report = project.load(*(EXAMPLES / name for name in ("vendome", "romorantin", "departement")))
            assert report.plan.refused == []
            yield source(project.store)


@pytest.fixture(scope="module")
def hostile():
    people = [f"{name} Nom{n} (Structure {name})" for n, name in enumerate(HOSTILE)]
    others = [meeting(f"2024-04-{n + 1:02d}", ["Aline Morel (CIO)"], title=f"Comité {name}") for n, name in enumerate(HOSTILE)]
    records = [meeting("2024-03-05", people, bassin="Blois", time="09:30"), *others]
    return of_graph(build(records, resolve(records)))


def test_every_form_has_a_reader():
    assert set(READERS) == set(FORMS)


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("graph", ["examples", "hostile"])
def test_each_export_is_read_back_whole(request, tmp_path, form, graph):
    found = request.getfixturevalue(graph)
    target = tmp_path / f"out{FORMS[form]}"
    write(form, found, target, "en")
    assert differences(form, expected(collected(found), form), READERS[form](target)) == []


@pytest.mark.parametrize("graph", ["examples", "hostile"])
def test_rdf_passes_the_shapes(request, tmp_path, graph):
    write("turtle", request.getfixturevalue(graph), tmp_path / "a.ttl")
    assert conforms(tmp_path / "a.ttl")


def test_a_lost_name_and_a_lost_link_are_seen(hostile):
    whole = collected(hostile)
    less = collected(hostile)
    less.nodes.pop(next(iter(less.nodes)))
    less.relationships.pop(next(iter(less.relationships)))
    assert len(differences("csv", expected(whole, "csv"), expected(less, "csv"))) == 3
