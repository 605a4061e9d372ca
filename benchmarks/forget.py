"""After `maillage forget`: how many files still hold the name, in any encoding, escape or package; with a real Neo4j where there is one.

    python benchmarks/forget.py            0 hits expected but in the sources; what Neo4j's own files keep is told apart

Exit status 1 when the name is anywhere but in the sources.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "tests" / "neo4j")]

from forgotten import NAME, Place, told  # noqa: E402
from name_search import hits  # noqa: E402
from server import Server, available  # noqa: E402

from maillage.graph.exports import FORMS  # noqa: E402
from maillage.graph.store import open_store  # noqa: E402

NAMES = [NAME, "S. Quervac", "Mme Quervac", "Quervac-Le Goff"]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="maillage-forget-", ignore_cleanup_errors=True) as folder:
        place = Place(Path(folder))
        os.environ.update(MAILLAGE_CACHE=str(place.cache), MAILLAGE_AUTHOR="Camille")
        told(place, sorted(FORMS))
        missing = available()
        if missing:
            print(f"Neo4j: not measured ({missing})")
            return _files(place)
        with Server(Path(folder) / "neo4j") as server:
            os.environ.update(NEO4J_USERNAME=server.user, NEO4J_PASSWORD=server.password)
            place.run("--db", server.uri, "publish")
            failed = _files(place)
            left = hits(NAMES, [_dump(server.uri, Path(folder) / "neo4j.json")])
            print(f"dump of Neo4j (every property of every node and relationship): {len(left)} hits")
        home = Path(folder) / "neo4j" / "data"
        for name in ("databases/neo4j", "transactions/neo4j"):
            print(
                f"  Neo4j's own files, {name}: {len(hits(NAMES, [home / name]))} hold freed or logged values (the receipt says so)"
            )
        with Server(Path(folder) / "neo4j-new") as server:
            os.environ.update(NEO4J_USERNAME=server.user, NEO4J_PASSWORD=server.password)
            place.run("--db", server.uri, "publish")
        fresh = hits(NAMES, [Path(folder) / "neo4j-new"])
        print(f"Neo4j made new and published to again, all its files: {len(fresh)} hits")
        return int(bool(failed or left or fresh))


def _files(place: Place) -> int:
    print(
        f"before: {len(place.found(*NAMES))} files of project and cache hold the name, {len(hits(NAMES, [place.sources]))} sources"
    )
    place.run("forget", NAME, "--yes")
    left = place.found(*NAMES)
    print(f"after forget: {len(left)} hits in project, outputs, index, cache, embedded database")
    place.run("map", "--audience", "names", "--out", str(place.root / "sorties" / "carte.html"))
    for form in sorted(FORMS):
        place.run("export", form, "--audience", "names")
    again = place.found(*NAMES)
    print(f"after everything was made again: {len(again)} hits; sources, not touched: {len(hits(NAMES, [place.sources]))}")
    print("\n".join([*left, *again]), end="\n" if left or again else "")
    return int(bool(left or again))


def _dump(uri: str, path: Path) -> Path:
    with open_store(uri) as store:
        nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
        links = store.read("MATCH ()-[r]->() RETURN type(r) AS type, properties(r) AS properties")
    path.write_text(json.dumps([nodes, links], default=str, ensure_ascii=False), "utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
