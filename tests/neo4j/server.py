"""A real Neo4j for the tests: its own home, a free loopback port, login on, ended afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

import neo4j

LIB = Path(__file__).parent / "lib"
STARTED_WITHIN = 90.0
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}


def available() -> str | None:
    """None when the server can be started, else what is missing."""
    if shutil.which("java") is None:
        return "Java is missing"
    if not (LIB / "complete").exists():
        return "the jars are missing (python tests/neo4j/fetch.py)"
    return None


class Server:
    """`with Server(home) as server:` gives `server.uri`, `server.user`, `server.password` of a running Neo4j."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home, self.user, self.password = home.resolve(), "neo4j", "maillage-tests"
        self.uri = f"bolt://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def admin(self, *words: str, cwd: Path | None = None) -> None:
        """Run the admin tool (`neo4j-admin` without its script) on the stopped server. Raises CalledProcessError."""
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self._configured())}
        command = ["java", "-cp", str(LIB / "*"), "org.neo4j.cli.AdminTool", *words]
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
        }
        (conf / "neo4j.conf").write_text("".join(f"{key}={value}\n" for key, value in settings.items()), "utf-8")
        return conf

    def __enter__(self) -> Server:
        conf = self._configured()
        classpath = str(LIB / "*")
        if not (self.home / "data" / "dbms").exists():
            self.admin("dbms", "set-initial-password", self.password)
        self.process = subprocess.Popen(
            ["java", "-Xms512m", "-Xmx1g", "-cp", classpath, "org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}",
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
