"""What one more record costs, from a small project to a large one: the ledger's update, without and with the database.

    python benchmarks/increment.py [--sizes 100,1000,5000,20000] [--more 30] [--database] [--check]

Records of the generated region (`region.py`) are added up to each size at once, then `--more` of them one by one. The bodies and people of
the region stay the same, so that they are named ever more often: the hardest way to grow. With `--database` the changes are published
to an embedded database too. Times are of the processor, so that a busy machine measures the same. `--check` compares the outcome with the
graph made from scratch (up to 5,000 records).
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path

from region import Region

from maillage.graph.facts import build
from maillage.graph.incremental import Ledger, applied
from maillage.graph.model import Graph
from maillage.graph.record import Record
from maillage.graph.resolution import resolve
from maillage.graph.store import open_store
from maillage.graph.writer import publish, publish_changes, published


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,300,1000,3000,10000,20000")
    parser.add_argument("--more", type=int, default=30)
    parser.add_argument("--database", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    region, records = Region(1), dict[str, Record]()
    loaded = 0

    def load(identity: str) -> Record:
        nonlocal loaded
        loaded += 1
        return records[identity]

    print(
        "records  all at once (s)  one more: median (ms)  mean   p90   worst  records read again  changed  ledger (MB)  peak (MB)"
    )
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder, "ledger.sqlite"))
        graph = Graph({}, {})
        for size in map(int, options.sizes.split(",")):
            fresh: dict[str, Record | None] = {}
            while len(records) < size:
                record, _ = region.record(len(records))
                records[record.id] = fresh[record.id] = record
            begun = time.process_time()
            changes = ledger.update(fresh, load, collect=options.check or options.database)
            ledger.commit(str(size))
            whole = time.process_time() - begun
            if options.check or options.database:
                graph = applied(graph, changes)
            store = open_store(Path(folder, f"graph{size}")) if options.database else None
            if store is not None:
                publish(store, graph, "0")
            times, written = [], []
            loaded = 0
            for number in range(options.more):
                record, _ = region.record(len(records))
                records[record.id] = record
                begun = time.process_time()
                changes = ledger.update({record.id: record}, load)
                if store is not None:
                    state = published(store)
                    assert state is not None
                    publish_changes(store, changes, state, str(number))
                ledger.commit(record.id)
                times.append(1000 * (time.process_time() - begun))
                written.append(len(changes.nodes) + len(changes.links) + len(changes.gone_nodes) + len(changes.former_links))
                if options.check or options.database:
                    graph = applied(graph, changes)
            if store is not None:
                store.close()
            times.sort()
            megabytes = Path(folder, "ledger.sqlite").stat().st_size / 1e6
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            middle, mean, high = statistics.median(times), statistics.mean(times), times[len(times) * 9 // 10]
            print(
                f"{size:7d}  {whole:15.1f}  {middle:21.0f}  {mean:4.0f}  {high:4.0f}"
                f"  {times[-1]:6.0f}  {loaded / options.more:18.1f}  {statistics.median(written):7.0f}  {megabytes:11.0f}  {peak:9.0f}",
                flush=True,
            )
            if options.check and size <= 5000:
                wanted = build(records.values(), resolve(records.values()))
                print(f"         equal to the graph from scratch: {wanted == graph}", flush=True)
        ledger.close()


if __name__ == "__main__":
    main()
