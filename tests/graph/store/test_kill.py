"""A publication killed anywhere is repaired by the next one. The long form is `benchmarks/kill.py`."""

import subprocess
import sys
from pathlib import Path

import pytest

KILL = Path(__file__).parents[3] / "benchmarks" / "kill.py"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("engine", ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def test_the_next_publication_ends_in_the_same_graph(engine, request):
    command = [sys.executable, str(KILL), "--times", "4", "--attendances", "1500"]
    if engine == "neo4j":
        command += ["--store", request.getfixturevalue("neo4j_address")]
        request.getfixturevalue("neo4j_store")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kills, 0 wrong" in done.stdout
