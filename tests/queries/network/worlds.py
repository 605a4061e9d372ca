"""Small worlds whose answers a reader sees at once, for the tests of the questions about the network."""

from records import meeting

from maillage.graph.facts import build
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish

SPRING = ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Chloé Garnier (Mission Locale)"]
AUTUMN = ["Denis Faure (CCI du Vexin)", "Élise Roux (GRETA du Vexin)", "Chloé Garnier (Mission Locale)"]


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")
    return store


def short(name):
    return name.split(" (")[0]


def bow_tie():
    """Two triangles that share one corner, the Mission Locale: three meetings in spring, three in autumn."""
    return [
        *(meeting(f"2024-0{month}-10", SPRING, title=f"Printemps {month}") for month in (1, 2, 3)),
        *(meeting(f"2024-{month}-10", AUTUMN, title=f"Automne {month}") for month in ("09", "10", "11")),
    ]
