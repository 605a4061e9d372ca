"""The graph in the forms others read. Each module writes one family from streams of nodes and relationships, never from a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..language import Language
from .source import Source

if TYPE_CHECKING:
    from .networks import Positions

FORMS: Mapping[str, str] = {
    "csv": "", "docx": ".docx", "ftm": ".ftm.json", "gexf": ".gexf", "graphml": ".graphml", "ics": ".ics", "json-graph": ".json",
    "json-ld": ".jsonld", "kumu": ".xlsx", "neo4j": "", "nquads": ".nq", "oparl": ".json", "popolo": ".json", "turtle": ".ttl",
    "xlsx": ".xlsx",
}  # fmt: skip
"""Every form and the ending of its file; none for a folder."""

_WORDS = {
    "structures": ("structures", "structures"), "people": ("people", "personnes"), "persons": ("people", "personnes"),
    "positions": ("roles", "fonctions"), "meetings": ("meetings", "réunions"), "held": ("meetings", "réunions"),
    "presences": ("rows of attendance", "lignes de présence"), "members": ("expected members", "membres attendus"),
    "met_structures": ("pairs of structures", "paires de structures"), "met_people": ("pairs of people", "paires de personnes"),
    "sources": ("sources", "sources"), "organizations": ("organizations", "organisations"), "memberships": ("memberships", "adhésions"),
    "events": ("events", "événements"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote, in words."""

    en: str
    fr: str


def write(form: str, source: Source, path: Path, language: Language = "en", positions: Positions | None = None) -> Written:
    """Write `source` in the form named `form` to `path` (a folder for csv and neo4j). `language` is that of headings where the form has
    any, `positions` where GEXF draws the nodes. Raises MaillageError when it cannot be written, KeyError for an unknown form."""
    if form not in FORMS:
        raise KeyError(form)
    if form in ("csv", "kumu"):
        from . import tables

        return _graph(*(tables.write_csv if form == "csv" else tables.write_kumu)(source, path))
    if form == "neo4j":
        from .bulk import write_bulk

        return _graph(*write_bulk(source, path))
    if form in ("graphml", "gexf", "json-graph"):
        from . import networks

        if form == "gexf":
            return _graph(*networks.write_gexf(source, path, positions))
        return _graph(*(networks.write_graphml if form == "graphml" else networks.write_json_graph)(source, path))
    if form == "ics":
        from .calendar import write_ics

        number = write_ics(source, path)
        return Written(f"{number} events", f"{number} événements")
    if form in ("xlsx", "docx"):
        from . import booklet, workbook

        return _counted((workbook.write_xlsx if form == "xlsx" else booklet.write_docx)(source, path, language))
    if form == "ftm":
        from . import ftm

        return _counted(ftm.write_ftm(source, path), ftm.LOSS)
    if form in ("popolo", "oparl"):
        from . import civic

        return _counted((civic.write_popolo if form == "popolo" else civic.write_oparl)(source, path), civic.LOSS[form])
    from .rdf import write_rdf

    number = write_rdf(source, path, form)  # type: ignore[arg-type]
    return Written(f"{number} triples", f"{number} triplets")


def _graph(nodes: int, links: int) -> Written:
    return Written(f"{nodes} nodes, {links} links", f"{nodes} nœuds, {links} liens")


def _counted(counts: Mapping[str, int], loss: Sequence[tuple[str, str]] = ()) -> Written:
    en, fr = (", ".join(f"{n} {_WORDS.get(key, (key, key))[i]}" for key, n in counts.items()) for i in (0, 1))
    left_en, left_fr = "; ".join(one for one, _ in loss), " ; ".join(one for _, one in loss)
    return Written(f"{en}; not included: {left_en}", f"{fr} ; non repris : {left_fr}") if loss else Written(en, fr)
