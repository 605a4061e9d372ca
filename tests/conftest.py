"""Fixtures for every test: a cache of its own, English sentences, and both stores."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from maillage.graph.store import Store, open_store

HERE = Path(__file__).parent
sys.path[:0] = [
    str(HERE),
    str(HERE / "loaders"),
    str(HERE / "queries" / "network"),
]  # helper modules
SHARED = HERE.parent.parent / "shared"


def load_helper(path: Path) -> ModuleType:
    """A module of the tests by its path: they are no package (importlib mode)."""
    name = f"maillage_tests_{path.stem}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    if "MAILLAGE_CACHE" not in os.environ or "pytest" not in os.environ["MAILLAGE_CACHE"]:
        monkeypatch.setenv("MAILLAGE_CACHE", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("MAILLAGE_DB", raising=False)
    monkeypatch.setenv("MAILLAGE_LANG", "en")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference records beside the checkout; tests that need it are skipped without it."""
    if not SHARED.exists():
        pytest.skip("no ../shared beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def embedded_session_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("embedded") / "graph") as store:
        yield store


@pytest.fixture(scope="session")
def neo4j_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real Neo4j with its login in the environment: the user's own (NEO4J_URI), else one started here."""
    if "NEO4J_URI" in os.environ:
        with open_store(os.environ["NEO4J_URI"]) as own:
            if own.read("MATCH (n) RETURN 1 AS one LIMIT 1"):
                pytest.fail("The database at NEO4J_URI is not empty, and the tests empty it: give them another one.")
        yield os.environ["NEO4J_URI"]
        with open_store(os.environ["NEO4J_URI"]) as own:
            _emptied(own)
        return
    server = load_helper(HERE / "neo4j" / "server.py")
    missing = server.available()
    if missing:
        pytest.skip(f"real Neo4j: {missing}")
    with server.Server(tmp_path_factory.mktemp("neo4j")) as running:
        former = {name: os.environ.get(name) for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD")}
        os.environ.update(NEO4J_USERNAME=running.user, NEO4J_PASSWORD=running.password)
        yield running.uri
        for name, value in former.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@pytest.fixture(scope="session")
def neo4j_session_store(neo4j_address: str) -> Iterator[Store]:
    with open_store(neo4j_address) as store:
        yield store


@pytest.fixture
def embedded_store(embedded_session_store: Store) -> Store:
    """The embedded store, empty."""
    return _emptied(embedded_session_store)


@pytest.fixture
def neo4j_store(neo4j_session_store: Store) -> Store:
    """The real Neo4j, empty."""
    return _emptied(neo4j_session_store)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest) -> Store:
    """Both stores in turn, empty."""
    found = request.getfixturevalue(f"{request.param}_store")
    assert isinstance(found, Store)
    return found


def _emptied(store: Store) -> Store:
    while store.write("MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(n) AS n")[0]["n"]:
        pass
    return store
