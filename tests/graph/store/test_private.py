"""The embedded database is for the person who runs it: loopback only, a password that is written nowhere, files of their owner."""

import os
import socket
import struct
from pathlib import Path

import pytest

from maillage.graph import embedded

linux = pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="reads /proc")


@pytest.fixture
def server(tmp_path):
    before = os.umask(0)
    try:
        running = embedded.start(tmp_path / "graph")
        yield running
        running.stop()
    finally:
        os.umask(before)


def listening() -> set[str]:
    """The addresses at which this process takes connections."""
    own = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            own.add(entry.readlink().name)
        except OSError:
            continue
    found = set()
    for name, size in (("tcp", 4), ("tcp6", 16)):
        for line in Path(f"/proc/self/net/{name}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in own:
                raw = bytes.fromhex(fields[1].partition(":")[0])
                words = b"".join(struct.pack("<I", int.from_bytes(raw[at : at + 4], "big")) for at in range(0, size, 4))
                found.add(socket.inet_ntop(socket.AF_INET if size == 4 else socket.AF_INET6, words))
    return found


@linux
def test_it_listens_on_loopback_only(server):
    assert listening()
    assert all(address in ("127.0.0.1", "::1", "::ffff:127.0.0.1") for address in listening())


@linux
def test_the_password_is_on_no_command_line_in_no_environment_and_in_no_file(server, tmp_path):
    secret = server.password.encode()
    assert len(secret) > 30
    assert secret not in Path("/proc/self/cmdline").read_bytes()
    assert secret not in Path("/proc/self/environ").read_bytes()
    assert server.password not in "".join(os.environ.values())
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert secret not in path.read_bytes(), path


@pytest.mark.skipif(os.name == "nt", reason="rights of Windows are those of the folder")
def test_nobody_else_gets_to_its_files_whatever_the_umask(server):
    assert server.folder.stat().st_mode & 0o077 == 0
