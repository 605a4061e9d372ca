"""Fetch the jars of the real Neo4j for the tests: the long-term release, and the newest calendar release where Java is new enough.

Needs Java 17 (21 for the calendar release) and Maven; does nothing for a release that is there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

import server


def fetch(release: str) -> bool:
    """True when the jars of `release` are there; says why not."""
    folder = server.jars(release)
    if (folder / "complete").exists():
        print(f"Neo4j {release} for tests: already there")
        return True
    if server.java(release) is None:
        print(f"Neo4j {release} for tests: skipped, no Java {server.RELEASES[release]} or newer")
        return False
    maven = shutil.which("mvn")
    if maven is None:
        print(f"Neo4j {release} for tests: skipped, Maven is missing")
        return False
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
    words = [f"-Dneo4j={release}", plugin, f"-DoutputDirectory={folder}", "-DincludeScope=runtime"]
    if subprocess.run([maven, "-B", "-q", "-f", str(server.HERE / "pom.xml"), *words], check=False).returncode:
        print(f"Neo4j {release} for tests: the download failed")
        return False
    (folder / "complete").write_text(f"{release}\n", "utf-8")
    print(f"Neo4j {release} for tests: {len(list(folder.glob('*.jar')))} jars")
    return True


def main() -> int:
    """0 when the jars of the long-term release are there, 1 when they cannot be had."""
    there = {release: fetch(release) for release in server.RELEASES}
    return 0 if there[server.LONG_TERM] else 1


if __name__ == "__main__":
    sys.exit(main())
