"""A real Neo4j for the tests: its own home, a free loopback port, login on, ended afterwards."""

from __future__ import annotations

import functools
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import neo4j

HERE = Path(__file__).parent
LONG_TERM, CALENDAR = "5.26.30", "2026.08.1"
RELEASES = {LONG_TERM: 17, CALENDAR: 21}
"""The releases that the tests know, and the oldest Java of each."""
MAIN = {LONG_TERM: "CommunityEntryPoint", CALENDAR: "Neo4jCommunity"}
STARTED_WITHIN = 300.0
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}


def wanted() -> str:
    """The release that the tests run on: MAILLAGE_TEST_NEO4J, else the long-term one."""
    return os.environ.get("MAILLAGE_TEST_NEO4J") or LONG_TERM


def jars(release: str) -> Path:
    return HERE / "lib" / release


@functools.cache
def java(release: str) -> str | None:
    """The oldest Java here that is new enough for `release`: the one on the path, else those of the system; None without."""
    places = [shutil.which("java"), *map(str, sorted(Path("/usr/lib/jvm").glob("*/bin/java")))]
    found = {place: _version(place) for place in places if place}
    fitting = [place for place, version in found.items() if version >= RELEASES[release]]
    return min(fitting, key=lambda place: found[place], default=None)


def _version(place: str) -> int:
    try:
        said = subprocess.run([place, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r'version "(\d+)', said)
    return int(number[1]) if number else 0


def available(release: str | None = None) -> str | None:
    """None when the server can be started, else what is missing."""
    release = release or wanted()
    if java(release) is None:
        return f"Java {RELEASES[release]} or newer is missing"
    if not (jars(release) / "complete").exists():
        return "the jars are missing (python tests/neo4j/fetch.py)"
    return None


class Server:
    """`with Server(home) as server:` gives `server.uri`, `server.user`, `server.password` of a running Neo4j.

    `settings` are put over those of `neo4j.conf` below; they may change between two starts of the same home.
    """

    def __init__(self, home: Path, release: str | None = None, settings: Mapping[str, str] | None = None) -> None:
        self.settings = dict(settings or {})
        self.release = release or wanted()
        self.java = java(self.release) or "java"
        self.classpath = str(jars(self.release) / "*")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home, self.user, self.password = home.resolve(), "neo4j", "maillage-tests"
        self.uri = f"bolt://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def admin(self, *words: str, cwd: Path | None = None) -> None:
        """Run the admin tool (`neo4j-admin` without its script) on the stopped server. Raises CalledProcessError."""
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self._configured())}
        opened = "--add-opens=java.base/java.nio=ALL-UNNAMED"  # as the script of the admin tool does
        command = [self.java, opened, "-cp", self.classpath, "org.neo4j.cli.AdminTool", *words]
        subprocess.run(command, check=True, env=environment, cwd=cwd, **QUIET)  # type: ignore[call-overload]

    def _configured(self) -> Path:
        conf = self.home / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        settings = {
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "dbms.security.auth_enabled": "true",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": "256m",
            "db.transaction.timeout": "60s",
            **self.settings,
        }
        (conf / "neo4j.conf").write_text("".join(f"{key}={value}\n" for key, value in settings.items()), "utf-8")
        return conf

    def __enter__(self) -> Server:
        conf = self._configured()
        if not (self.home / "data" / "dbms").exists():
            self.admin("dbms", "set-initial-password", self.password)
        self.process = subprocess.Popen(
            [self.java, "-Xms512m", "-Xmx1g", "-cp", self.classpath, f"org.neo4j.server.{MAIN[self.release]}", f"--home-dir={self.home}",
             f"--config-dir={conf}"],
            **QUIET,  # type: ignore[call-overload]
        )  # fmt: skip
        self._wait()
        return self

    def _wait(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + STARTED_WITHIN
        with neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password)) as driver:
            while True:
                try:
                    driver.verify_connectivity()
                    with driver.session(database="neo4j") as session:
                        session.run("RETURN 1").consume()
                    return
                except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.TransientError, neo4j.exceptions.ClientError):
                    if self.process.poll() is None and time.monotonic() < deadline:
                        time.sleep(0.3)
                        continue
                    self.__exit__(None, None, None)
                    raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
