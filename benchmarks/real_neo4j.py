"""The real Neo4j of the tests, for the benchmarks that compare both engines."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "neo4j"))
import server


@contextlib.contextmanager
def running() -> Iterator[str | None]:
    """The address of an empty server, its login in the environment; None, and a line that says why, where it cannot run."""
    if missing := server.available():
        print(f"neo4j     left out: {missing}")
        yield None
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, server.Server(Path(home)) as started:
        assert started.process is not None
        os.environ.update(NEO4J_USERNAME=started.user, NEO4J_PASSWORD=started.password, SERVER_PROCESS=str(started.process.pid))
        yield started.uri


def server_seconds() -> float:
    """Seconds of CPU that the server started here has used; 0 where that cannot be known."""
    try:
        told = Path(f"/proc/{os.environ['SERVER_PROCESS']}/stat").read_text("ascii").rpartition(")")[2].split()
    except (KeyError, OSError):
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
