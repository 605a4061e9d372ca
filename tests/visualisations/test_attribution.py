"""Who the outlines of a map come from stands on the map, in both languages: their licence asks for it."""

from records import meeting

from maillage.graph.facts import build
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.visualisations import network
from maillage.visualisations.gallery import Wanted, make


def test_a_map_with_outlines_names_their_source(embedded_store, monkeypatch):
    records = [meeting("2024-03-05", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], bassin="Blois")]
    publish(embedded_store, build(records, resolve(records)), "d")
    notes, real = [], network.page

    def page(subgraph, **options):
        notes.append(dict(subgraph.notes))
        return real(subgraph, **options)

    monkeypatch.setattr(network, "page", page)
    made = make(embedded_store, "territories", Wanted(), "fr")
    assert made.html
    (shown,) = notes
    for language in ("fr", "en"):
        said = " ".join(text for key, text in shown.items() if key.startswith(language))
        assert all(word in said for word in ("IGN", "INSEE", "Licence Ouverte 2.0"))
