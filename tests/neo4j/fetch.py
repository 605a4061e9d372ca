"""Fetch the jars of the real Neo4j for the tests. Needs Java 17 and Maven; does nothing when they are there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LIB = HERE / "lib"
MARK = LIB / "complete"


def main() -> int:
    """0 when the jars are there, 1 when they cannot be had."""
    if MARK.exists():
        print("Neo4j for tests: already there")
        return 0
    maven = shutil.which("mvn")
    if maven is None or shutil.which("java") is None:
        print("Neo4j for tests: skipped, Java 17 or Maven is missing")
        return 1
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
    command = [maven, "-B", "-q", "-f", str(HERE / "pom.xml"), plugin, f"-DoutputDirectory={LIB}", "-DincludeScope=runtime"]
    done = subprocess.run(command, check=False)
    if done.returncode:
        print("Neo4j for tests: the download failed")
        return 1
    MARK.write_text("5.26.30\n", "utf-8")
    print(f"Neo4j for tests: {len(list(LIB.glob('*.jar')))} jars")
    return 0


if __name__ == "__main__":
    sys.exit(main())
