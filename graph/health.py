"""What is wrong with a database, and what to do about it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import MaillageError
from .ontology import PUBLICATION, ontology

if TYPE_CHECKING:
    from .store import Store


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked; the sentences say what is wrong and what to do, or what was found."""

    ok: bool
    en: str
    fr: str


def examine(location: str, wanted: str | None) -> list[Check]:
    """What holds of the database at `location`, the worst alone where the rest cannot be known. `wanted` is the digest of the project
    that it should show, None without a project. Nothing is written."""
    from .store import open_store

    if "://" not in location and not (Path(location) / "databases").exists():
        return [Check(True, "The project's database is not there yet: the next question makes it.",
                      "La base du projet n'existe pas encore : la prochaine question la crée.")]  # fmt: skip
    try:
        with open_store(location) as store:
            return list(_examined(store, wanted))
    except MaillageError as error:  # unreachable, wrong login, wrong address, in use, newer
        return [Check(False, error.en, error.fr)]


def _examined(store: Store, wanted: str | None) -> Iterator[Check]:
    from .schema import lacking
    from .writer import published

    where = store.location
    yield Check(True, f"{where} answers.", f"{where} répond.")
    state = published(store)
    if state is None:
        if store.read("MATCH (n) RETURN 1 AS one LIMIT 1"):
            yield Check(False, f"{where} holds data that Maillage did not write. Use an empty database.",
                        f"{where} contient des données que Maillage n'a pas écrites. Utilisez une base vide.")  # fmt: skip
        else:
            yield Check(True, f"{where} is empty: maillage publish fills it.", f"{where} est vide : maillage publier la remplit.")
            yield from _writable(store, wanted)
        return
    if state.schema < ontology().version:
        yield Check(False, f"{where} was written by an older Maillage (form {state.schema}, today {ontology().version}): "
                    "maillage publish makes it again.",
                    f"{where} a été écrite par un Maillage plus ancien (forme {state.schema}, aujourd'hui {ontology().version}) : "
                    "maillage publier la refait.")  # fmt: skip
        yield from _writable(store, wanted)
        return
    missing = ", ".join(f"{label}.{key}" for label, key in lacking(store))
    if missing:
        yield Check(False, f"{where} lacks constraints or indexes ({missing}): maillage publish makes them.",
                    f"Il manque à {where} des contraintes ou des index ({missing}) : maillage publier les crée.")  # fmt: skip
    yield from _publication(store, state.digest, wanted)
    yield from _writable(store, wanted)


def _publication(store: Store, digest: str | None, wanted: str | None) -> Iterator[Check]:
    from .writer import STALE

    where = store.location
    if digest is None:
        rows = store.read(f"MATCH (p:{PUBLICATION} {{id: 'maillage'}}) RETURN p.publisher AS publisher, p.beat AS beat")
        if store.engine == "neo4j" and rows[0]["publisher"] and time.time() - float(rows[0]["beat"] or 0) < STALE:
            yield Check(True, f"Somebody is publishing to {where} now: what it shows is not whole yet.",
                        f"Quelqu'un publie dans {where} en ce moment : ce qu'elle montre n'est pas encore complet.")  # fmt: skip
        else:
            yield Check(False, f"A publication to {where} was stopped half-way: maillage publish ends it.",
                        f"Une publication dans {where} a été interrompue : maillage publier la termine.")  # fmt: skip
    elif wanted is not None and digest != wanted:
        yield Check(True, f"{where} does not show the project as it stands today: maillage publish brings it up to date.",
                    f"{where} ne montre pas le projet tel qu'il est aujourd'hui : maillage publier la met à jour.")  # fmt: skip


def _writable(store: Store, wanted: str | None) -> Iterator[Check]:
    """A login that may only read is enough for questions, and wrong for a project that publishes."""
    try:
        store.try_write()
    except MaillageError as error:
        yield Check(wanted is None, error.en, error.fr)
