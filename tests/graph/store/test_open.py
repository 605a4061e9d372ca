"""Opening stores: what is refused, with which sentence; nothing secret left behind."""

import multiprocessing
import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from maillage.commands.shared import Context
from maillage.graph import embedded
from maillage.graph.errors import StoreError
from maillage.graph.store import open_store


@pytest.mark.parametrize("address", ["http://localhost:7474", "ftp://x", "bolt:///"])
def test_a_wrong_address_is_refused(address):
    with pytest.raises(StoreError, match=r"address|answer"):
        open_store(address)


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"])
def test_nobody_at_the_address(scheme):
    with pytest.raises(StoreError, match="does not answer"):
        open_store(f"{scheme}://127.0.0.1:9")


def test_the_password_is_asked_for_at_a_keyboard_and_nowhere_else(monkeypatch):
    asked = []
    monkeypatch.setenv("NEO4J_PASSWORD", "as before")  # restored at the end, whatever the command sets
    monkeypatch.delenv("NEO4J_PASSWORD")
    monkeypatch.setattr(click, "prompt", lambda text, **options: asked.append((text, options)) or "secret")
    context = Context(Path(), "neo4j+s://somewhere")
    assert context.location(None) == "neo4j+s://somewhere"
    assert asked == []
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: True))
    context.location(None)
    monkeypatch.undo()
    [(text, options)] = asked
    assert "neo4j" in text
    assert options["hide_input"]


def test_a_login_in_the_address_is_not_repeated():
    with pytest.raises(StoreError) as caught:
        open_store("http://neo4j:geheim@localhost")
    assert "geheim" not in str(caught.value)


def test_a_wrong_password(neo4j_address, monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "certainly-wrong")
    with pytest.raises(StoreError, match="refuses this login"):
        open_store(neo4j_address)


def _keep_open(folder, ready, done):
    with open_store(folder):
        ready.set()
        done.wait(30)


def test_a_folder_in_use_by_another_process(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded, "PATIENCE", 0.5)
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_keep_open, args=(tmp_path / "graph", ready, done))
    other.start()
    try:
        assert ready.wait(30)
        with pytest.raises(StoreError, match="another maillage command"):
            open_store(tmp_path / "graph")
    finally:
        done.set()
        other.join()
    with open_store(tmp_path / "graph") as store:
        assert store.read("RETURN 1 AS one") == [{"one": 1}]


def test_the_folder_is_its_owners_and_keeps_no_password(tmp_path):
    with open_store(tmp_path / "graph") as store:
        password = store._server.password
        store.read("RETURN 1 AS one")
    for path in (tmp_path / "graph").rglob("*"):
        if path.is_file():
            assert password.encode() not in path.read_bytes(), path.name
    if sys.platform != "win32":
        assert stat.S_IMODE(os.lstat(tmp_path / "graph").st_mode) == 0o700


def test_data_stays_after_closing(tmp_path):
    with open_store(tmp_path / "graph") as store:
        store.write("CREATE (n:Person {id: 'p1', name: 'Zoé'})")
    with open_store(tmp_path / "graph") as store:
        assert store.read("MATCH (n:Person) RETURN n.name AS name") == [{"name": "Zoé"}]


def test_nothing_is_printed_by_the_engine(tmp_path, capfd):
    with open_store(tmp_path / "graph") as store:
        store.read("RETURN 1 AS one")
    assert capfd.readouterr() == ("", "")
