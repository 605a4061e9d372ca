"""OParl 1.1 as the types of the crate oparl-types read it: `python benchmarks/oparl.py [FOLDER …]` (default: the examples). Needs cargo.

The crate (AGPL or EUPL, fetched by cargo, no part of Maillage) refuses an object that lacks what OParl 1.1 asks, or holds a value of
another type. Reads the folders, exports OParl, lets the crate read it and compares the counts. MAILLAGE_CACHE/oparl keeps what cargo
built. Exit status 1 when an object is refused or the counts differ, 2 when the crate cannot be had.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from gephi import graph_of

from maillage.graph.exports import write
from maillage.graph.exports.source import of_graph

HERE = Path(__file__).parent
MANIFEST = """[package]
name = "reader"
version = "0.0.0"
edition = "2024"

[dependencies]
oparl-types = "=0.10.0"
serde_json = "1"
"""


def reader() -> Path | None:
    """The reader, built when it is not there; None when it cannot be had."""
    folder = Path(os.environ.get("MAILLAGE_CACHE", tempfile.gettempdir())) / "oparl"
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "Cargo.toml").write_text(MANIFEST, encoding="utf-8")
    shutil.copy(HERE / "oparl.rs", folder / "src" / "main.rs")
    try:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=folder, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return folder / "target" / "release" / "reader"


def main(folders: list[Path]) -> int:
    program = reader()
    if program is None:
        print("oparl-types cannot be had here (cargo or the network is missing).")
        return 2
    graph = graph_of(folders)
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "out.oparl.json"
        write("oparl", of_graph(graph), target)
        size = target.stat().st_size / 1e6
        done = subprocess.run([str(program), str(target)], capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        print(done.stdout, done.stderr)
        return 1
    labels = Counter(node.labels[-1] for node in graph.nodes.values())
    label = {one.id: one.labels[-1] for one in graph.nodes.values()}
    seats = sum(
        link.type in ("REPRESENTED", "MEMBER_OF") and (label[link.start], label[link.end]) == ("Person", "Organisation")
        for link in graph.relationships.values()
    )
    wanted = {
        "Body": 1,
        "Organization": labels["Organisation"],
        "Person": labels["Person"],
        "Meeting": labels["Event"],
        "Membership": seats,
    }
    found = dict.fromkeys(wanted, 0) | json.loads(done.stdout)
    for key, value in wanted.items():
        print(f"{key:<13} written {value:>7}  read {found[key]:>7}")
    print(f"{size:.1f} MB: {'equal' if found == wanted else 'they differ'}")
    return 0 if found == wanted else 1


if __name__ == "__main__":
    examples = HERE.parent / "examples"
    sys.exit(main([Path(one) for one in sys.argv[1:]] or [examples / name for name in ("vendome", "romorantin", "departement")]))
