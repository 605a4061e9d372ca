"""Files made to harm: each gives its text or one sentence, and nothing outside is read, called or written."""

from __future__ import annotations

import os
import re
import socket
import threading
from pathlib import Path

import hostile_files
import pytest

from maillage.graph.errors import SourceError
from maillage.graph.record import dumps
from maillage.loaders.load import file_sha256, fingerprint, read_file, walk
from maillage.loaders.supervisor import Limits, read_apart, read_supervised


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory):
    """Every hostile file in one folder, what each gave, the calls that came in and the files that appeared."""
    root = tmp_path_factory.mktemp("world")
    secret = root / "secret.txt"
    secret.write_text(hostile_files.SECRET, "utf-8")
    folder = root / "a" / "b" / "c"
    folder.mkdir(parents=True)
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, address = listening.accept()
                except OSError:
                    return
                calls.append(address)
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        wanted = {}
        for name, make, words in hostile_files.cases(secret, listening.getsockname()[1]):
            (folder / name).write_bytes(make())
            wanted[name] = words
        before = sorted(root.rglob("*"))
        jobs = [(str(folder / name), name, file_sha256(folder / name)) for name in wanted]
        readings = {reading.source: reading for reading in read_supervised(jobs, 2, Limits(90))}
        after = sorted(root.rglob("*"))
    return wanted, readings, calls, [path for path in after if path not in before]


def test_each_file_gives_its_text_or_one_sentence(world):
    wanted, readings, _, _ = world
    wrong = []
    for name, words in wanted.items():
        reading = readings[name]
        said = [refusal.en for refusal in reading.refused]
        for refusal in reading.refused:
            assert refusal.en.startswith(name), refusal.en
            assert refusal.fr.startswith(name), refusal.fr
            assert "\n" not in refusal.en + refusal.fr
            assert "Maillage failed" not in refusal.en, refusal.en
            assert refusal.en.rstrip().endswith(".")
        if words is None:
            right = bool(reading.records) and not said
        elif words == "?":
            right = bool(reading.records) or bool(said)
        else:
            right = bool(said) and any(re.search(words, sentence) for sentence in said)
        if not right:
            wrong.append((name, words, len(reading.records), said))
    assert not wrong


def test_nothing_outside_is_read_called_or_written(world):
    _, readings, calls, appeared = world
    held = [
        name for name, reading in readings.items() if any(hostile_files.SECRET in dumps(record) for record in reading.records)
    ]
    assert (held, calls, appeared) == ([], [], [])


def test_macros_are_said(world):
    _, readings, _, _ = world
    noted = {name: [note.en for note in reading.notes] for name, reading in readings.items() if reading.notes}
    assert set(noted) == {"macros.docm", "macros.xlsm", "macros.odt", "script.pdf"}
    assert all("ignored, never run" in said for (said,) in noted.values())


def refused(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        fingerprint(path, path.name)
    assert caught.value.fr.startswith(path.name)
    return caught.value.en


def test_two_gigabytes_are_refused_without_being_read(tmp_path):
    path = tmp_path / "film.docx"
    with path.open("wb") as file:
        file.truncate(1 << 41)  # sparse: two terabytes, which nothing could read in time
    assert "more than 200 MB" in refused(path)
    assert "200 MB" in read_file(str(path), path.name, "").refused[0].en


@pytest.mark.skipif(os.name != "posix", reason="pipes in folders")
def test_pipes_sockets_and_devices_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    for name in ("pipe.txt", "device.txt"):
        assert "a pipe, a socket or a device" in refused(tmp_path / name)
        assert "a pipe, a socket or a device" in read_apart((str(tmp_path / name), name, "")).refused[0].en


@pytest.mark.skipif(os.name != "posix", reason="links without rights")
def test_links_in_circles_end(tmp_path):
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "up").symlink_to(tmp_path)
    found = list(walk(None, [tmp_path]))
    assert [path.name for path in found] == ["a.txt", "b.txt", "gone.txt"]
    for path in found:
        assert "cannot be opened" in refused(path)


def test_a_file_that_may_not_be_read_or_goes_while_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text(hostile_files.LINE, "utf-8")
    digest = fingerprint(path, "a.txt")
    path.unlink()
    (gone,) = read_apart((str(path), "a.txt", digest)).refused
    assert gone.en.startswith("a.txt: ")
    assert "Check that it is still there" in gone.en
    path.write_text(hostile_files.LINE, "utf-8")

    def forbidden(*_words, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert "Permission denied" in refused(path)
