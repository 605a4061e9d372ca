"""One client for both engines, over Bolt: the embedded one (a folder) and Neo4j (a URL)."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import neo4j
from neo4j import exceptions as bolt
from neo4j.graph import Node as BoltNode
from neo4j.graph import Path as BoltPath
from neo4j.graph import Relationship as BoltRelationship

from . import embedded
from .errors import MaillageError, QueryError, StoreError
from .ontology import PUBLICATION

Engine = Literal["arcadedb", "neo4j"]
Row = dict[str, Any]
T = TypeVar("T")
logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else the driver's words on a lost connection are printed too

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
READ_TIMEOUT = 60.0
"""Seconds after which Neo4j ends a read. The embedded engine knows no time limit; queries are bounded instead."""
ROOM = 64 * 1024 * 1024
"""Bytes of a disk below which a failed write of the embedded engine is taken for the disk's fault."""
_RETRIES = 5


def open_store(location: str | Path) -> Store:
    """The store at `location`: a folder (embedded engine, made when missing) or a Bolt URL (NEO4J_USERNAME, NEO4J_PASSWORD,
    NEO4J_DATABASE say who and what).

    Raises StoreError with one sentence when it cannot be opened: wrong URL, nobody there, wrong login, folder in use or damaged.
    """
    text = str(location)
    if "://" not in text:
        server = embedded.start(Path(text))
        return Store("arcadedb", text, _driver(server.uri, (embedded.WRITER, server.password)), embedded.DATABASE, server)
    if text.split("://", 1)[0] not in SCHEMES:
        raise StoreError(
            f"{_shown(text)} is no database address. Write bolt://host:7687 or neo4j://host:7687, or the path of a folder.",
            f"{_shown(text)} n'est pas une adresse de base. Écrivez bolt://machine:7687 ou neo4j://machine:7687, ou un dossier.",
        )
    user, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD")
    store = Store("neo4j", text, _driver(text, (user, password) if password else None), os.environ.get("NEO4J_DATABASE"), None)
    try:
        store.read("RETURN 1 AS one")
    except BaseException:
        store.close()
        raise
    return store


class GuardError(StoreError):
    """A write found its guard gone and wrote nothing."""


class Store:
    """An open database. `read` cannot write; `write` is for the writer. Use as a context manager, or `close` it."""

    def __init__(
        self, engine: Engine, location: str, driver: neo4j.Driver, database: str | None, server: embedded.Server | None
    ) -> None:
        self.engine: Engine = engine
        self.lead: Callable[[str], str | None] | None = (
            None  # from an id of before to the node of today, where a project is at hand
        )
        self.location = location
        self._driver, self._database, self._server = driver, database, server
        # A read on any member of a cluster sees what this store wrote before.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager() if server is None else None
        self._reader = _driver(server.uri, (embedded.READER, server.password)) if server else driver
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections and, for the embedded engine, end it. May be called twice."""
        atexit.unregister(self.close)
        for driver in {self._driver, self._reader}:
            with contextlib.suppress(Exception):
                driver.close()
        if self._server is not None:
            self._server.stop()
            self._server = None

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = READ_TIMEOUT) -> list[Row]:
        """The rows of a query that can only read, as dicts by column, in order; values are plain Python (dates are
        `datetime.date`, nodes and relationships dicts with `labels` or `type` beside their properties).

        Raises QueryError for a query the engine does not understand or that would write, StoreError when the engine cannot answer.
        """
        query = neo4j.Query(cypher, timeout=timeout) if self.engine == "neo4j" else neo4j.Query(cypher)
        with self._translated(), self._session(self._reader, neo4j.READ_ACCESS) as session:
            result = session.run(query, dict(parameters or {}))
            keys = result.keys()
            return [dict(zip(keys, map(plain, record.values()), strict=True)) for record in result]

    def stream(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Row]:
        """The rows of a reading query one by one, a thousand in memory at a time: for exports of any size. As `read` otherwise;
        end the iteration before asking something else."""
        with self._translated(), self._session(self._reader, neo4j.READ_ACCESS) as session:
            for record in session.run(neo4j.Query(cypher), dict(parameters or {})):
                yield {key: plain(value) for key, value in zip(record.keys(), record.values(), strict=True)}

    def write(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, guard: tuple[str, Mapping[str, Any]] | None = None
    ) -> list[Row]:
        """Run one writing query in a managed transaction and give its rows. Concurrent constraint faults are retried, as deadlocks
        and transient errors are by the driver. `guard` is a query that runs first in the same transaction; nothing is written
        when it gives no row. Raises GuardError for that, StoreError."""

        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            if guard is not None and transaction.run(guard[0], dict(guard[1])).single(strict=False) is None:
                raise GuardError("The guard of a write gives no row.", "La garde d'une écriture ne rend aucune ligne.")
            result = transaction.run(cypher, dict(parameters or {}))
            return [record.data() for record in result]

        with self._translated(writing=True), self._session(self._driver, neo4j.WRITE_ACCESS) as session:
            return _retried(lambda: session.execute_write(work))

    def define(self, statement: str) -> None:
        """Run one schema statement, which must not share a transaction with data."""
        with self._translated(writing=True), self._session(self._driver, neo4j.WRITE_ACCESS) as session:
            session.run(statement).consume()

    def try_write(self) -> None:
        """Raise StoreError when this login, or this database, may only be read. Nothing is kept."""
        with self._translated(writing=True), self._session(self._driver, neo4j.WRITE_ACCESS) as session:
            transaction = session.begin_transaction()
            transaction.run(f"CREATE (p:{PUBLICATION} {{id: 'doctor'}})").consume()
            transaction.rollback()

    def _session(self, driver: neo4j.Driver, access: str) -> neo4j.Session:
        return driver.session(database=self._database, default_access_mode=access, bookmark_manager=self._bookmarks)

    @contextlib.contextmanager
    def _translated(self, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except (bolt.Neo4jError, bolt.DriverError, OSError, ValueError) as error:
            if writing and self._server is not None and _is_server_fault(error) and _nearly_full(self._server.folder):
                raise _full(self.location) from error
            raise _translate(error, _shown(self.location), writing) from error


def _driver(uri: str, auth: tuple[str, str] | None) -> neo4j.Driver:
    try:
        return neo4j.GraphDatabase.driver(
            uri,
            auth=auth,
            notifications_min_severity="OFF",
            connection_timeout=5.0,
            connection_acquisition_timeout=15.0,
            max_transaction_retry_time=20.0,
            telemetry_disabled=True,
        )
    except (bolt.ConfigurationError, ValueError) as error:
        raise StoreError(
            f"{_shown(uri)} is no database address. Write bolt://host:7687 or neo4j://host:7687, or the path of a folder.",
            f"{_shown(uri)} n'est pas une adresse de base. Écrivez bolt://machine:7687 ou neo4j://machine:7687, ou un dossier.",
        ) from error


def _retried(work: Callable[[], T]) -> T:
    for _ in range(_RETRIES - 1):
        try:
            return work()
        except bolt.ConstraintError:
            continue
    return work()


def _shown(location: str) -> str:
    """`location` without a login, should somebody have put one in the address."""
    scheme, sign, rest = location.partition("://")
    return f"{scheme}{sign}{rest.rsplit('@', 1)[-1]}" if sign else location


_PLAIN = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """A Bolt value as plain Python: dates, nested lists and maps, nodes and relationships as dicts."""
    kind = type(value)
    if kind in _PLAIN or (kind is list and _PLAIN.issuperset(map(type, value))):  # nearly all that is read
        return value
    if isinstance(value, (neo4j.time.Date, neo4j.time.DateTime, neo4j.time.Time)):
        return value.to_native()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, BoltNode):
        return {"labels": sorted(value.labels), **{key: plain(item) for key, item in value.items()}}
    if isinstance(value, BoltRelationship):
        return {"type": value.type, **{key: plain(item) for key, item in value.items()}}
    if isinstance(value, BoltPath):
        return [
            plain(item)
            for pair in zip(value.nodes, [*value.relationships, None], strict=False)
            for item in pair
            if item is not None
        ]
    return value


def _full(location: str) -> StoreError:
    return StoreError(
        f"{location}: the disk of the database is full. Free some space, then run the same command again.",
        f"{location} : le disque de la base est plein. Libérez de la place, puis relancez la même commande.",
    )


def _is_server_fault(error: Exception) -> bool:
    code = getattr(error, "code", None) or ""
    return "DatabaseError" in code or "TransactionNotFound" in code or isinstance(error, bolt.DriverError)


def _nearly_full(folder: Path) -> bool:
    """True when the disk cannot take one more file of the engine: it says no more than « error on commit » then."""
    try:
        return shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False


def _translate(error: Exception, location: str, writing: bool = False) -> MaillageError:
    code = getattr(error, "code", None) or ""
    message = (getattr(error, "message", None) or str(error)).strip()
    first = message.splitlines()[0][:300] if message else type(error).__name__
    if isinstance(error, bolt.AuthError) or "AuthenticationRateLimit" in code or "CredentialsExpired" in code:
        return StoreError(
            f"{location}: the database refuses this login. Set NEO4J_USERNAME and NEO4J_PASSWORD, wait a few seconds, try again.",
            f"{location} : la base refuse cet accès. Définissez NEO4J_USERNAME et NEO4J_PASSWORD, attendez un peu, recommencez.",
        )
    if "DatabaseNotFound" in code:
        return StoreError(
            f"{location}: there is no such database. Check NEO4J_DATABASE.",
            f"{location} : cette base n'existe pas. Vérifiez NEO4J_DATABASE.",
        )
    if isinstance(error, bolt.Forbidden) or "AccessMode" in code or "ReadOnly" in code or "Security" in code:
        if writing:
            return StoreError(
                f"{location}: this login or this database may only be read. Publish with one that may write (NEO4J_USERNAME).",
                f"{location} : cet accès ou cette base ne permet que la lecture. Publiez avec un accès en écriture (NEO4J_USERNAME).",
            )
        return QueryError(
            "This would change the graph, and only reading is allowed here. Change the records or corrections instead.",
            "Cela modifierait le graphe, or seule la lecture est permise ici. Modifiez plutôt les documents ou les corrections.",
        )
    if "TransactionTimedOut" in code or (not isinstance(error, bolt.DriverError) and "timed out" in first.lower()):
        return StoreError(
            f"{location}: no answer in time. Narrow the question (--scope, --since), or try again.",
            f"{location} : pas de réponse à temps. Précisez la question (--scope, --since), ou recommencez.",
        )
    if any(sign in message.lower() for sign in ("no space left", "disk is full", "disk full", "not enough space", "disk quota")):
        return _full(location)
    if "TransactionLogError" in code or "TransactionStartFailed" in code or "needs to be restarted" in message:
        return StoreError(
            f"{location}: the database has stopped itself, most often for a full disk. Free space on its machine and restart it.",
            f"{location} : la base s'est arrêtée d'elle-même, souvent faute de place. Libérez le disque de sa machine et redémarrez-la.",
        )
    if "ConstraintValidation" in code:  # never the engine's text: it may hold a name
        return StoreError(
            f"{location}: the database holds other data with the same ids. Use an empty database.",
            f"{location} : la base contient d'autres données de mêmes identifiants. Utilisez une base vide.",
        )
    if "Syntax" in code or "Statement" in code or (isinstance(error, bolt.ClientError) and "TransactionNotFound" not in code):
        return QueryError(
            f"The query cannot be run: {first}",
            f"La requête ne peut pas être exécutée : {first}",
        )
    if isinstance(error, (bolt.ServiceUnavailable, bolt.SessionExpired, OSError)):
        return StoreError(
            f"{location}: the database does not answer. Check that it runs and that the address is right.",
            f"{location} : la base ne répond pas. Vérifiez qu'elle est démarrée et que l'adresse est bonne.",
        )
    return StoreError(
        f"{location}: the database failed ({type(error).__name__} {code}). Try again; maillage doctor checks the installation.",
        f"{location} : la base a échoué ({type(error).__name__} {code}). Recommencez ; maillage doctor vérifie l'installation.",
    )
