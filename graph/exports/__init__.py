"""The graph in the forms others read. Each module writes one family from streams of nodes and relationships, never from a database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .source import Source


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote, in words."""

    en: str
    fr: str


def write(form: str, source: Source, path: Path) -> Written:
    """Write `source` in the form named `form` to `path` (a folder for csv and neo4j). Raises MaillageError when it cannot be written,
    KeyError for an unknown form."""
    if form in ("csv", "kumu"):
        from . import tables

        return _graph(*{"csv": tables.write_csv, "kumu": tables.write_kumu}[form](source, path))
    if form == "neo4j":
        from .bulk import write_bulk

        return _graph(*write_bulk(source, path))
    if form in ("graphml", "gexf", "json-graph"):
        from . import networks

        return _graph(
            *{"graphml": networks.write_graphml, "gexf": networks.write_gexf, "json-graph": networks.write_json_graph}[form](
                source, path
            )
        )
    if form == "ics":
        from .calendar import write_ics

        number = write_ics(source, path)
        return Written(f"{number} events", f"{number} événements")
    if form in ("popolo", "oparl"):
        from . import civic

        counts = {"popolo": civic.write_popolo, "oparl": civic.write_oparl}[form](source, path)
        said = ", ".join(f"{number} {name}" for name, number in counts.items())
        left = "; ".join(civic.LOSS[form])
        return Written(f"{said}; not included: {left}", f"{said} ; non repris : {left}")
    from .rdf import write_rdf

    number = write_rdf(source, path, {"turtle": "turtle", "json-ld": "json-ld", "nquads": "nquads"}[form])  # type: ignore[arg-type]
    return Written(f"{number} triples", f"{number} triplets")


def _graph(nodes: int, links: int) -> Written:
    return Written(f"{nodes} nodes, {links} links", f"{nodes} nœuds, {links} liens")
