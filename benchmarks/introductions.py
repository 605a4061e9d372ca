"""Is the order of introductions worth anything? `python benchmarks/introductions.py [--folder DIR] [--graph DIR] [--most N]`.

The parliamentary set (../shared/data/assemblee) is cut at a day: the product sees what came before (`ask introductions --until`), and
what came after says which pairs of a committee that had never met then did. Precision at 10 is the part of the first ten pairs of a
committee that met for the first time after the cut, averaged over the committees with twenty such pairs to choose from and one that
met; compared with the mean over all its pairs (random) and with the orders of common neighbours, Adamic and Adar, and the number of
acquaintances, all over the same pairs. `--graph` names a folder that holds the set already (made there when it is empty), `--most`
takes the first committees only. The order is worth twice chance, and no more than Adamic and Adar beyond noise: other forms of it were
tried and are none the better (`benchmarks/introduction_forms.py`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from assemblee import OFF, _rows

from maillage.graph import project as projects
from maillage.graph.store import Store, open_store
from maillage.loaders.load import load
from maillage.queries import run

HERE = Path(__file__).parent
CUTS = ("2025-06-01", "2025-09-01")
FEWEST, FIRST = 20, 10
Pair = tuple[str, str]


class World:
    """The rows themselves: who was present when, by the identifiers of the set."""

    def __init__(self, folder: Path) -> None:
        held = {
            row["meeting_id"]: (row["organ_id"], dt.date.fromisoformat(row["start"][:10]))
            for row in _rows(folder / "meetings.csv.gz")
            if row["state"] not in OFF
        }
        self.present: dict[str, set[str]] = defaultdict(set)
        for row in _rows(folder / "attendance.csv.gz"):
            if row["meeting_id"] in held and row["status"] == "présent":
                self.present[row["meeting_id"]].add(row["person_id"])
        self.days = {meeting: day for meeting, (_, day) in held.items()}
        self.organs = sorted({organ for organ, _ in held.values()})

    def pairs(self, keep: Callable[[dt.date], bool]) -> set[Pair]:
        """The pairs present together at a meeting of a day that is kept."""
        return {
            pair
            for meeting, people in self.present.items()
            if keep(self.days[meeting])
            for pair in combinations(sorted(people), 2)
        }


def baselines(met: set[Pair]) -> dict[str, Callable[[str, str], float]]:
    """Orders of pairs by what the pairs met so far say."""
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in met:
        near[a].add(b)
        near[b].add(a)
    return {
        "common neighbours": lambda a, b: len(near[a] & near[b]),
        "Adamic-Adar": lambda a, b: sum(1 / math.log(len(near[c])) for c in near[a] & near[b] if len(near[c]) > 1),
        "acquaintances": lambda a, b: len(near[a]) * len(near[b]),
    }


def measure(store: Store, world: World, cut: dt.date, most: int | None) -> dict[str, list[float]]:
    """Order → precision at 10, a committee each."""
    identifier = {
        row["id"]: next(item.partition(":")[2] for item in row["identifiers"])
        for row in store.read("MATCH (p:Person) WHERE p.identifiers IS NOT NULL RETURN p.id AS id, p.identifiers AS identifiers")
    }
    met = world.pairs(lambda day: day < cut)
    after = world.pairs(lambda day: day >= cut) - met
    orders = baselines(met)
    known = {person for pair in met for person in pair}
    until = (cut - dt.timedelta(days=1)).isoformat()
    found: dict[str, list[float]] = defaultdict(list)
    for organ in world.organs[:most]:
        given = {"scope": organ, "people": True, "all": True, "until": until}
        people = run(store, "never-met", given, "en").data["partners"]
        ids = sorted(identifier[partner["id"]] for partner in people)
        pairs = [pair for pair in combinations([one for one in ids if one in known], 2) if pair not in met]
        if len(pairs) < FEWEST or not after.intersection(pairs):
            continue
        wanted = set(pairs)
        items = run(store, "introductions", {**given, "most": 3 * FIRST}, "en").data["pairs"]
        ours = [pair for item in items if (pair := _pair(identifier, item)) in wanted][:FIRST]
        found["Maillage"].append(sum(pair in after for pair in ours) / FIRST)
        for name, score in orders.items():
            first = sorted(pairs, key=lambda pair: (-score(*pair), pair))[:FIRST]
            found[name].append(sum(pair in after for pair in first) / FIRST)
        found["random"].append(len(after.intersection(pairs)) / len(pairs))
    return found


def _pair(identifier: dict[str, str], item: dict[str, dict[str, str]]) -> Pair:
    a, b = sorted((identifier[item["a"]["id"]], identifier[item["b"]["id"]]))
    return a, b


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=HERE.parent.parent / "shared" / "data" / "assemblee")
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--most", type=int)
    given = parser.parse_args()
    world = World(given.folder)
    worse = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        where = given.graph or Path(name) / "graph"
        if not where.exists():
            project = projects.create(Path(name) / "p")
            table = given.folder / "attendance.csv.gz"
            load(project, [table], lambda: open_store(str(where)), str(where), mapping=HERE / "assemblee.toml")
        with open_store(str(where)) as store:
            for cut in CUTS:
                found = measure(store, world, dt.date.fromisoformat(cut), given.most)
                means = {order: sum(values) / len(values) for order, values in found.items()}
                print(f"hidden from {cut}, {len(found['random'])} committees, precision at {FIRST}:")
                for order, mean in sorted(means.items(), key=lambda item: -item[1]):
                    print(f"  {order:18} {mean:.3f}")
                worse += means["Maillage"] < 2 * means["random"]
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
