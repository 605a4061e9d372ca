"""Files give the same records whoever reads them: this process, several, or the workers of a cluster."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from maillage.graph.errors import MaillageError
from maillage.graph.record import dumps
from maillage.loaders.load import cluster, file_sha256, read_file, read_with, walk

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def jobs() -> list[tuple[str, str, str]]:
    return [(str(path), path.name, file_sha256(path)) for path in walk(None, [EXAMPLES]) if path.suffix not in (".py", ".toml")]


@pytest.fixture(scope="module")
def expected(jobs) -> list[list[str]]:
    found = [[dumps(record) for record in read_file(*job).records] for job in jobs]
    assert sum(map(len, found)) >= 12
    return found


def read_by(executor, jobs) -> list[list[str]]:
    return [[dumps(record) for record in reading.records] for reading in read_with(executor, jobs)]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_processes(jobs, expected, workers):
    with ProcessPoolExecutor(workers) as executor:
        assert read_by(executor, jobs) == expected


def test_threads(jobs, expected):
    with ThreadPoolExecutor(2) as executor:
        assert read_by(executor, jobs) == expected


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_a_dask_cluster(jobs, expected, workers):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=workers == 2, dashboard_address=None
        ) as local,
        cluster(local.scheduler_address) as executor,
    ):
        assert read_by(executor, jobs) == expected


def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch):
    distributed = pytest.importorskip("distributed")

    def nobody(*_words, **_options):
        raise OSError("Timed out trying to connect")

    monkeypatch.setattr(distributed, "Client", nobody)
    with pytest.raises(MaillageError, match="no Dask scheduler answers"), cluster("tcp://127.0.0.1:9"):
        pass
