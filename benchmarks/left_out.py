"""Annotated records, each read without what the lists know of it.

    python benchmarks/left_out.py [FOLDER …]

Without a folder: `seeds` and `varied` of ../shared/gold beside the checkout. For each record every body and programme that its annotation
names is struck from the reference tables (networks, local units, bodies, programmes) before it is read, so that the figures say what the
rules alone can do. No record takes part in the training of the labeller (`benchmarks/labeller.py` learns from made-up lists, the blocks and
the invented layouts of the tests), so none has to be left out of it. Prints the kinds with and without the lists.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import maillage.loaders.extraction
from maillage.graph import reference
from maillage.graph.gold import to_gold
from maillage.graph.names import name_key
from maillage.loaders.evaluate import SUFFIXES, read_record
from maillage.loaders.scoring import Count, score, totals

DEFAULT = [Path(__file__).resolve().parents[2] / "shared" / "gold" / name for name in ("seeds", "varied")]
TABLES = ("_network_names", "_units", "_bodies", "_programme_names")


def names_of(gold: Mapping[str, Any]) -> set[str]:
    """Keys of every form of every body and programme of an annotation."""
    forms: set[str] = set()
    for node in (*gold["organisations"], *gold["programmes"]):
        for form in (node["name"], node.get("long"), *node.get("accept", ()), *node.get("surface", ())):
            if form:
                forms |= {name_key(form), reference.unit_key(form)}
    return forms


@contextmanager
def without(keys: set[str]) -> Iterator[None]:
    """The reference tables without these names."""
    kept = {table: getattr(reference, table) for table in TABLES}
    for table, function in kept.items():
        rows = {key: value for key, value in function().items() if key not in keys}
        setattr(reference, table, lambda rows=rows: rows)
    forget()
    try:
        yield
    finally:
        for table, function in kept.items():
            setattr(reference, table, function)
        forget()


def forget() -> None:
    """Empty the caches of look-ups in the reference tables."""
    package = maillage.loaders.extraction
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def main(folders: list[Path]) -> None:
    for folder in folders:
        if not folder.is_dir():
            print(f"{folder}: not there, skipped")
            continue
        with_lists: dict[str, Count] = defaultdict(Count)
        left_out: dict[str, Count] = defaultdict(Count)
        for path in sorted(folder.glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            source = next((path.with_suffix(suffix) for suffix in SUFFIXES if path.with_suffix(suffix).exists()), None)
            if gold.get("format") != "gold/1" or source is None:
                continue
            for kind, count in score(gold, to_gold(read_record(source))).items():
                with_lists[kind].add(count)
            with without(names_of(gold)):
                for kind, count in score(gold, to_gold(read_record(source))).items():
                    left_out[kind].add(count)
        print(f"== {folder.name}: with the lists, without what they know of the record")
        for kind in with_lists:
            print(f"{kind:22} F1 {with_lists[kind].f1:.3f}  {left_out[kind].f1:.3f}")
        for name, (nodes, links) in (("with the lists", totals(with_lists)), ("left out", totals(left_out))):
            print(
                f"{name:14} nodes P {nodes.precision:.3f} R {nodes.recall:.3f} F1 {nodes.f1:.3f}   "
                f"edges P {links.precision:.3f} R {links.recall:.3f} F1 {links.f1:.3f}"
            )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or DEFAULT)
