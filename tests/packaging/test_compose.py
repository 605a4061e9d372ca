"""The compose file of the shared Neo4j is one that compose reads, and keeps what it must keep."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import maillage

FILE = Path(maillage.__file__).parent / "docs" / "compose.yaml"


def test_the_compose_file():
    yaml = pytest.importorskip("yaml")
    said = yaml.safe_load(FILE.read_text("utf-8"))
    service = said["services"]["neo4j"]
    assert service["image"].startswith("neo4j:5.26")
    assert {volume.split(":")[1] for volume in service["volumes"]} == {"/data", "/logs", "/bulk", "/backups"}
    assert set(said["volumes"]) == {"data", "logs"}
    assert service["healthcheck"]["test"][0] == "CMD-SHELL"
    assert "NEO4J_PASSWORD:?" in service["environment"]["NEO4J_AUTH"]


def test_compose_reads_it(monkeypatch):
    if (
        shutil.which("docker") is None
        or subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("docker compose is not here")
    monkeypatch.setenv("NEO4J_PASSWORD", "eight-or-more")
    done = subprocess.run(["docker", "compose", "-f", str(FILE), "config", "--format", "json"], capture_output=True, check=True)
    assert json.loads(done.stdout)["services"]["neo4j"]["healthcheck"]["retries"] == 10
