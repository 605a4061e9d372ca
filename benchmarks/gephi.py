"""GEXF as Gephi itself reads it: `python benchmarks/gephi.py [FOLDER …]` (default: the examples). Needs Java 17 and Maven.

Fetches Gephi's toolkit (Apache-2.0 / CDDL, 100 MB) with Maven into MAILLAGE_CACHE/gephi (or GEPHI_TOOLKIT, a folder), reads the folders,
exports GEXF, lets Gephi's own importer read it, and compares nodes, edges, names, positions and dated edges. Exit status 1
when one differs, 2 when the toolkit cannot be had.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import maillage
from maillage.graph.exports.networks import text
from maillage.graph.exports.source import of_graph
from maillage.graph.facts import build
from maillage.graph.model import Graph, Subgraph
from maillage.graph.resolution import resolve
from maillage.loaders.load import file_sha256, read_file, walk
from maillage.visualisations.layout import positions

HERE = Path(__file__).parent
TOOLKIT = "org.gephi:gephi-toolkit:0.10.1:jar:all"


def toolkit() -> Path | None:
    """The jar of the toolkit, fetched when it is not there; None when it cannot be had."""
    folder = Path(os.environ.get("GEPHI_TOOLKIT") or Path(os.environ.get("MAILLAGE_CACHE", tempfile.gettempdir())) / "gephi")
    jar = folder / "gephi-toolkit-0.10.1-all.jar"
    if not jar.exists():
        plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
        subprocess.run(["mvn", "-B", "-q", plugin, f"-Dartifact={TOOLKIT}", f"-DoutputDirectory={folder}"], check=False)
    return jar if jar.exists() else None


def graph_of(folders: list[Path]) -> Graph:
    records = [
        record for path in walk(None, folders) for record in read_file(str(path), path.name, file_sha256(path)).records
    ]  # fmt: skip
    records = list({record.id: record for record in records}.values())
    return build(records, resolve(records))


def main(folders: list[Path]) -> int:
    jar = toolkit()
    if jar is None:
        print("Gephi's toolkit cannot be had here (Java, Maven or the network is missing).")
        return 2
    graph = graph_of(folders)
    placed = positions(Subgraph(tuple(graph.nodes.values()), tuple(graph.relationships.values())))
    from maillage.graph.exports import write

    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "out.gexf"
        write("gexf", of_graph(graph), target, positions=placed)
        words = ["java", "-Djava.awt.headless=true", "-cp", str(jar), str(HERE / "Gephi.java"), str(target)]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    names = sorted((text(node.name) for node in graph.nodes.values()), key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    digest = hashlib.sha256("".join(f"{name}\n" for name in names).encode()).hexdigest()
    wanted = [str(len(graph.nodes)), str(len(graph.relationships)), "true", str(len(placed))]
    print(f"written: {wanted[0]} nodes, {wanted[1]} edges, {wanted[3]} placed")
    print(f"Gephi:   {said[0]} nodes, {said[1]} edges, {said[3]} placed, {said[4]} edges with dates, dynamic: {said[2]}")
    print("names: " + ("equal" if said[5] == digest else "differ"))
    return 0 if said[:4] == wanted and said[5] == digest and int(said[4]) > 0 else 1


if __name__ == "__main__":
    examples = Path(maillage.__file__).parent / "examples"
    given = [Path(word) for word in sys.argv[1:]]
    sys.exit(main(given or [examples / name for name in ("vendome", "romorantin", "departement")]))
