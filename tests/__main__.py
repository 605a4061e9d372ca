"""`python3 tests` in a fresh checkout: makes `.venv`, installs what the tests need, runs them.

Words after it go to pytest: `python3 tests tests/graph -k dates`. Without words, everything runs, on all cores.
The real Neo4j needs Java and Maven, the pages need Chromium: where they are missing and cannot be installed, their tests are
skipped, and the last lines say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import environment
from environment import ROOT, Impossible, say

TESTS = ROOT / "tests"
ON_NEWEST = ("graph/store", "graph/exports/test_bulk.py", "queries/test_engines_agree.py")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing_tools() -> list[str]:
    """Sentences that say which tests cannot run here, after having tried to install what they need."""
    skipped = []
    if not (shutil.which("java") and shutil.which("mvn")) and not any(
        environment.system_packages(java, "maven") for java in ("openjdk-17-jre-headless", "default-jre-headless")
    ):
        skipped.append("tests on the real Neo4j: install a Java runtime, 17 or newer, and Maven (openjdk-17-jre-headless, maven)")
    if not any(shutil.which(name) for name in BROWSERS) and not environment.system_packages("chromium"):
        skipped.append("tests of pages: install Chromium (chromium)")
    return skipped


def newest_release(python: str, arguments: list[str]) -> int:
    """The tests of the store and of equal answers on the newest calendar release of Neo4j too, where it can run."""
    sys.path.insert(0, str(TESTS / "neo4j"))
    import server

    missing = server.available(server.CALENDAR)
    if missing:
        say(f"Skipped the tests on Neo4j {server.CALENDAR}: {missing}")
        return 0
    say(f"Tests of the store on Neo4j {server.CALENDAR}")
    # What a command says of a server in trouble does not hang on the release, and takes minutes to see.
    words = [
        python,
        "-m",
        "pytest",
        *arguments,
        "-k",
        "(neo4j or engines_agree) and not test_faults",
        *(str(TESTS / place) for place in ON_NEWEST),
    ]
    return subprocess.run(words, cwd=ROOT, check=False, env={**os.environ, "MAILLAGE_TEST_NEO4J": server.CALENDAR}).returncode


def main(words: list[str]) -> int:
    try:
        python = environment.prepare(TESTS / "requirements.lock")
    except Impossible as error:
        say(str(error))
        return 1
    skipped = missing_tools()
    fetch = TESTS / "neo4j" / "fetch.py"
    if shutil.which("mvn") and subprocess.run([str(python), str(fetch)], check=False).returncode:
        skipped.append("tests on the real Neo4j: its jars could not be fetched (see above)")
    # Each core also drives the database of its test: more workers than cores only wait for each other.
    shared_out = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile", "-ra"]
    status = 0
    if not words:
        status = newest_release(str(python), shared_out)
    status = subprocess.run([str(python), "-m", "pytest", *(words or shared_out)], cwd=ROOT, check=False).returncode or status
    for sentence in skipped:
        say(f"Skipped {sentence}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
