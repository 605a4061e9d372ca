"""What a person is told when the database is gone, slow, full or may only be read: one line, status 1, and nothing half-published after.

The commands run in processes of their own. The full disk is a small disk in memory, which takes root (or a system that lets anybody mount
one in a name space of their own); it is skipped elsewhere. Neo4j Community has no roles: a database that may only be read stands in for the
user that may only read.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import HERE, load_helper

from maillage.graph.store import open_store
from maillage.graph.writer import published

OLDER = Path(__file__).parent / "older"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(OLDER, tmp_path / "p")
    (tmp_path / "p" / "graph.jsonl").unlink()
    return tmp_path / "p"


def maillage(project, *words, **environment):
    surroundings = {**os.environ, "MAILLAGE_LANG": "en", "MAILLAGE_CACHE": str(project.parent / "cache"), **environment}
    command = [sys.executable, "-m", "maillage.cli", "-C", str(project), *words]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)


def refused(done, sentence):
    """The one line of a command that failed."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert re.search(sentence, done.stderr), done.stderr
    return done.stderr


# --- a proxy between the command and the server -------------------------------------------------------------------------


class Proxy:
    """Passes bytes on to the server at `port`; after `limit` bytes to it, it goes silent (`stalls`) or hangs up on everybody."""

    def __init__(self, port: int, limit: int, stalls: bool) -> None:
        self.port, self.limit, self.stalls = port, limit, stalls
        self.ended, self.sent = threading.Event(), 0
        self.open: list[socket.socket] = []

    def __enter__(self) -> "Proxy":
        self.door = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._hang_up()

    def _hang_up(self) -> None:
        for one in [self.door, *self.open]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.door.accept()
                server = socket.create_connection(("127.0.0.1", self.port))
                self.open += [client, server]
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.sent += len(data) if counted else 0
                if self.sent > self.limit:
                    if not self.stalls:
                        self._hang_up()
                    return
                target.sendall(data)


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    """A Neo4j that says after two seconds that it is still there: what a command waits for is known in a short time."""
    helper = load_helper(HERE / "neo4j" / "server.py")
    if missing := helper.available():
        pytest.skip(f"real Neo4j: {missing}")
    settings = {"server.bolt.connection_keep_alive": "2s", "server.bolt.connection_keep_alive_probes": "2"}
    return helper.Server(tmp_path_factory.mktemp("faults") / "home", settings=settings)


def login(server):
    return {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}


@pytest.mark.neo4j
def test_a_server_that_hangs_up_or_falls_silent(own_server, project, monkeypatch):
    for name, value in login(own_server).items():
        monkeypatch.setenv(name, value)
    with own_server as server:
        with Proxy(server.port, sys.maxsize, stalls=False) as proxy:
            assert maillage(project, "--db", proxy.uri, "publish").returncode == 0
            whole = proxy.sent
        for share, stalls in ((0.05, False), (0.3, True), (0.6, False)):  # of what a first publication sends
            with open_store(server.uri) as store:
                store.write("MATCH (n) DETACH DELETE n")
            with Proxy(server.port, int(whole * share), stalls) as proxy:
                done = maillage(project, "--db", proxy.uri, "publish")  # ends by itself, or the test fails by its time limit
                refused(done, "does not answer|no answer in time")
                assert proxy.sent > proxy.limit
            with open_store(server.uri) as store:
                state = published(store)
                assert state is None or state.digest is None, "half of a publication is not shown as whole"


@pytest.mark.neo4j
def test_a_wrong_login_a_wrong_database_and_one_that_may_only_be_read(own_server, project, monkeypatch):
    for name, value in login(own_server).items():
        monkeypatch.setenv(name, value)
    with own_server as server:
        with open_store(server.uri) as store:
            store.write("MATCH (n) DETACH DELETE n")
        refused(maillage(project, "--db", server.uri, "publish", NEO4J_PASSWORD="certainly-wrong"), "refuses this login")
        time.sleep(6)  # the server locks a login for a while after wrong passwords
        refused(maillage(project, "--db", server.uri, "publish", NEO4J_DATABASE="elsewhere"), "no such database")
        assert maillage(project, "--db", server.uri, "publish").returncode == 0
        with open_store(server.uri) as store:
            before = store.read("MATCH (n) RETURN n.id AS id, n.rev AS rev, n.digest AS digest ORDER BY id")
    refused(maillage(project, "--db", server.uri, "publish"), "does not answer")
    own_server.settings["server.databases.default_to_read_only"] = "true"
    record = next((project / "records").glob("*.json"))
    kept = record.read_text("utf-8")
    record.unlink()
    with own_server as server:
        refused(maillage(project, "--db", server.uri, "publish"), "may only be read. Publish with one that may write")
        doctor = maillage(project, "--db", server.uri, "doctor")
        assert doctor.returncode == 1
        assert f"!!  {server.uri}: this login or this database may only be read" in doctor.stdout
        record.write_text(kept, "utf-8")
        asked = maillage(project, "--db", server.uri, "ask", "meetings", "--format", "json")
        assert asked.returncode == 0, asked.stderr
        assert json.loads(asked.stdout)
        with open_store(server.uri) as store:
            assert store.read("MATCH (n) RETURN n.id AS id, n.rev AS rev, n.digest AS digest ORDER BY id") == before


# --- a full disk --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder, megabytes):
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted by root on Linux")
    try:
        yield lambda more: subprocess.run(["mount", "-o", f"remount,size={more}m", str(folder)], check=True)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


PUBLISHING = """
import sys
sys.path.insert(0, sys.argv[3])
from kill import expected, content, sample
from maillage.cli import complain
from maillage.graph.errors import MaillageError
from maillage.graph.store import open_store
from maillage.graph.writer import publish, published
try:
    with open_store(sys.argv[1]) as store:
        if published(store) is not None:
            store.write("MATCH (p:Publication) SET p.beat = 0.0 RETURN p.id AS id")
        publish(store, sample(1, int(sys.argv[2])), "full")
        print("same" if content(store) == expected(sample(1, int(sys.argv[2]))) else "other")
except MaillageError as error:
    complain(error.en)
    sys.exit(1)
"""


def publishing(place, attendances):
    command = [sys.executable, "-c", PUBLISHING, place, str(attendances), str(HERE.parent / "benchmarks")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)


def test_a_full_disk_embedded(tmp_path):
    with small_disk(tmp_path / "disk", 24) as grow:
        place = str(tmp_path / "disk" / "graph")
        refused(publishing(place, 40_000), r"graph: the disk (of the database )?is full\. Free some space")
        grow(400)
        with open_store(place) as store:
            assert published(store).digest is None
        done = publishing(place, 40_000)
        assert done.stdout.split() == ["same"], done.stderr


@pytest.mark.neo4j
def test_a_full_disk_of_a_server(tmp_path, monkeypatch):
    helper = load_helper(HERE / "neo4j" / "server.py")
    if missing := helper.available():
        pytest.skip(f"real Neo4j: {missing}")
    with small_disk(tmp_path / "disk", 32) as grow:
        settings = {"db.tx_log.preallocate": "false", "db.tx_log.rotation.size": "16m"}
        server = helper.Server(tmp_path / "disk" / "home", settings=settings)
        for name, value in login(server).items():
            monkeypatch.setenv(name, value)
        with server:
            refused(publishing(server.uri, 40_000), "disk of the database is full|most often for a full disk")
        grow(800)
        with server:
            with open_store(server.uri) as store:
                assert published(store).digest is None
            done = publishing(server.uri, 40_000)
            assert done.stdout.split() == ["same"], done.stderr
