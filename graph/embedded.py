"""The embedded store: ArcadeDB in this process, answering Bolt on a loopback port. The only import of `arcadedb`.

The passwords are made at each start, live in memory only, and are never on a command line or in a log. Two users: one that writes,
one that can only read records, because this engine does not refuse writes in read mode.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import shutil
import socket
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import DamagedStore, StoreError

DATABASE = "graph"
WRITER, READER = "root", "reader"
PATIENCE = 10.0
"""Seconds to wait for another command that has the folder open."""
STARTED_WITHIN = 60.0
"""Seconds that the engine, once started, may take to answer."""

_RECORDS = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_GROUPS = {
    "version": 1,
    "databases": {
        "*": {
            "groups": {
                "admin": {
                    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "types": {"*": {"access": _RECORDS}},
                },
                "reader": {"access": [], "resultSetLimit": -1, "readTimeout": -1, "types": {"*": {"access": ["readRecord"]}}},
            }
        }
    },
}


@dataclass(slots=True)
class Server:
    """A running engine. `stop` ends it; the folder is then free for others."""

    folder: Path
    port: int
    password: str
    handle: Any

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End the engine and remove its log, which may hold words of a query."""
        if self.handle is not None:
            with contextlib.suppress(Exception):
                self.handle.stop()
            self.handle = None
            shutil.rmtree(self.folder / "log", ignore_errors=True)


def start(folder: Path) -> Server:
    """Start the engine on the database of `folder` (made when missing).

    Raises StoreError when another process keeps it open, when it cannot be written, or when it is damaged: it is then removed by
    hand or by the next load, since it holds nothing that the project's files do not.
    """
    _prepare(folder)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return _start(folder)
        except Exception as error:
            reason = str(error)
            locked = "lock" in reason.lower()  # « LockException », « … is locked by another process »
            taken = "Error starting plugin" in reason or "HTTP port" in reason  # somebody took a free port before the engine did
            if (locked or taken) and time.monotonic() < deadline:
                time.sleep(0.2)
                continue
            if isinstance(error, TimeoutError):  # the folder is whole: nobody shall delete it for a busy machine
                raise StoreError(
                    f"{folder}: the database did not start in time; this machine is very busy. Try again in a moment.",
                    f"{folder} : la base n'a pas démarré à temps ; cette machine est très occupée. Réessayez dans un moment.",
                ) from error
            raise _refusal(folder, reason, locked) from error


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)  # the engine's own files follow the umask of who imports this
        (folder / "config").mkdir(exist_ok=True, mode=0o700)
        (folder / "log").mkdir(exist_ok=True, mode=0o700)
        (folder / "config" / "server-groups.json").write_text(json.dumps(_GROUPS), "utf-8")
    except OSError as error:
        raise StoreError(
            f"{folder}: the database folder cannot be written ({error.strerror}). Name another one with --db or MAILLAGE_CACHE.",
            f"{folder} : impossible d'écrire la base ({error.strerror}). Indiquez un autre dossier avec --db ou MAILLAGE_CACHE.",
        ) from error


def _start(folder: Path) -> Server:
    os.environ.setdefault("ARCADEDB_LOG_DIR", str(folder / "log"))
    os.environ["ARCADEDB_LOG_CONSOLE"] = "false"
    import arcadedb
    from arcadedb import _logdir

    # No log: it may hold words of a query, and on a full disk its handler prints a stack on the error output. No option says so.
    _logdir.NATIVE_ENGINE_LOG_PROPERTIES = "handlers =\n.level = OFF\n"
    users = folder / "config" / "server-users.jsonl"  # made again with this start's passwords
    with contextlib.suppress(FileNotFoundError):
        users.unlink()
    password = secrets.token_urlsafe(32)
    bolt, http = _free_ports()
    handle = arcadedb.create_server(
        root_path=str(folder),
        root_password=password,
        config={
            "host": "127.0.0.1",
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": bolt,
            "bolt_host": "127.0.0.1",
            "http_port": http,
            "txWalFlush": 1,  # a commit survives a power cut
        },
    )
    try:
        handle.start()
        if not (folder / "databases" / DATABASE).exists():
            handle.create_database(DATABASE)
        else:
            handle.get_database(DATABASE)
        _add_reader(http, password)
    except BaseException:
        with contextlib.suppress(Exception):
            handle.stop()
        raise
    return Server(folder, bolt, password, handle)


def _add_reader(port: int, password: str) -> None:
    command = "create user " + json.dumps({"name": READER, "password": password, "databases": {DATABASE: ["reader"]}})
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/server",
        data=json.dumps({"command": command}).encode(),
        headers={
            "Authorization": "Basic " + base64.b64encode(f"{WRITER}:{password}".encode()).decode(),
            "Content-Type": "application/json",
        },
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=STARTED_WITHIN) as answer:
        answer.read()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def _refusal(folder: Path, reason: str, locked: bool) -> StoreError:
    if locked:
        return StoreError(
            f"{folder}: another maillage command has this database open. Wait until it has ended, then try again.",
            f"{folder} : une autre commande maillage utilise cette base. Attendez qu'elle se termine, puis recommencez.",
        )
    if "space" in reason.lower():
        return StoreError(
            f"{folder}: the disk is full. Free some space, then try again; the project's files are untouched.",
            f"{folder} : le disque est plein. Libérez de la place, puis recommencez ; les fichiers du projet sont intacts.",
        )
    return DamagedStore(
        f"{folder}: the database does not open. Delete this folder: it is built again from the project's records.",
        f"{folder} : la base ne s'ouvre pas. Supprimez ce dossier : il est reconstruit à partir des documents du projet.",
    )
