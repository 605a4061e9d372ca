"""The project folder: where the truth is kept as files.

    maillage.toml            name, language, names of the people who decide
    records/                 what was read from each source, one JSON (record/1) a record
    corrections/ decisions/  what people said about the readings and about who is who
    sorties/                 what Maillage produced

The folder is found upward from the working directory, like a git repository. Databases and indexes are projections: they live in
the user's cache folder, never in the project, which may be a share or a synchronised folder where their file locks break.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import platformdirs
from filelock import FileLock, Timeout

from . import record as record_format
from .errors import ProjectError
from .names import fold
from .record import Record

CONFIG = "maillage.toml"
ROSTER = "partenaires.xlsx"
TERRITORIES = "territoires.xlsx"
FOLDERS = ("records", "corrections", "decisions", "sorties")
REFUSALS = "oublis"
"""Folder of those who asked to be forgotten (see `privacy`), made when the first one does."""
OWN_FILES = frozenset({CONFIG, ROSTER, TERRITORIES, ".maillage.lock"})


@dataclass(frozen=True, slots=True)
class ProposerSettings:
    """A model endpoint that may propose facts. `sends` names what leaves the machine: "text", the whole text of each record."""

    url: str
    model: str
    sends: str


CONTACT = ("organisation", "address", "email", "telephone", "dpo", "purpose", "basis", "recipients")
"""What `[contact]` may say of who answers for the file: names, addresses, the words of the notice."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long sources are kept: `years` after what they are about, or from the day `before` on (one of the two)."""

    years: int | None = None
    before: date | None = None

    def limit(self, today: date) -> date:
        """The first day that is kept."""
        if self.before is not None:
            return self.before
        year = today.year - (self.years or 0)
        return date(year, today.month, 28 if (today.month, today.day) == (2, 29) else today.day)


@dataclass(frozen=True, slots=True)
class Config:
    """What `maillage.toml` says. `language` is None when the locale decides; `people` gives users of the system a readable name;
    `proposer` is None when nothing may be sent anywhere; `contact` is who answers for the file, `retention` None without a limit."""

    name: str
    language: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    proposer: ProposerSettings | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    retention: Retention | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder; `root` is absolute."""

    root: Path
    config: Config

    @property
    def records(self) -> Path:
        return self.root / "records"

    @property
    def outputs(self) -> Path:
        return self.root / "sorties"

    @property
    def cache(self) -> Path:
        """Folder of this project's indexes and database, named after its place (a moved project is built again)."""
        base = os.environ.get("MAILLAGE_CACHE") or platformdirs.user_cache_dir("maillage", appauthor=False)
        place = hashlib.sha256(os.path.normcase(str(self.root)).encode()).hexdigest()[:12]
        return Path(base) / f"{slug(self.root.name)}-{place}"

    def source_key(self, path: Path) -> str:
        """`path` relative to the project with "/", also upward ("../comptes rendus/a.docx"); absolute on another drive."""
        try:
            return Path(os.path.relpath(path.resolve(), self.root)).as_posix()
        except ValueError:  # Windows: another drive
            return path.resolve().as_posix()

    def source_path(self, key: str) -> Path:
        """The file that a source key means today."""
        return Path(os.path.normpath(self.root / PurePosixPath(key)))

    def owns(self, path: Path) -> bool:
        """True for the files that Maillage keeps in the project, which are no sources."""
        try:
            inside = path.resolve().relative_to(self.root)
        except ValueError:
            return False
        return inside.parts[:1] in {(folder,) for folder in (*FOLDERS, REFUSALS)} or str(inside) in OWN_FILES

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the project for writing. Raises ProjectError when another process holds it."""
        lock = FileLock(self.root / ".maillage.lock", mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise ProjectError(
                f"{self.root}: another maillage command is writing in this project. Wait until it has ended, then try again.",
                f"{self.root} : une autre commande maillage écrit dans ce projet. Attendez qu'elle se termine, puis recommencez.",
            ) from None
        except OSError as error:
            raise ProjectError(
                f"{self.root}: the project folder cannot be written ({error.strerror}). Check your rights on it.",
                f"{self.root} : impossible d'écrire dans le dossier du projet ({error.strerror}). Vérifiez vos droits.",
            ) from error
        try:
            yield
        finally:
            lock.release()


def find(start: Path) -> Project | None:
    """The project that `start` lies in, looking upward; None when there is none. Raises ProjectError for a broken one."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG).is_file():
            return Project(folder, _read_config(folder / CONFIG))
    return None


def create(root: Path) -> Project:
    """Make a project in `root` (made too when missing). Raises ProjectError when the folder cannot be written."""
    root = root.resolve()
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in FOLDERS:
            (root / folder).mkdir(exist_ok=True, mode=0o700)
        write_text(root / CONFIG, f"# Projet Maillage / Maillage project\nname = {json.dumps(root.name, ensure_ascii=False)}\n")
    except OSError as error:
        raise ProjectError(
            f"{root}: no project can be made here ({error.strerror}). Go to a folder of your own, or name one with -C.",
            f"{root} : impossible de créer un projet ici ({error.strerror}). Placez-vous dans un de vos dossiers, ou utilisez -C.",
        ) from error
    return Project(root, Config(root.name))


def planned(root: Path) -> Project:
    """The project that `create` would make in `root`; nothing is written."""
    root = root.resolve()
    return Project(root, Config(root.name))


def _read_config(path: Path) -> Config:
    try:
        data: Mapping[str, Any] = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError(
            f"{path}: cannot be understood ({error}). Mend it or remove it; the next load makes a new one.",
            f"{path} : illisible ({error}). Corrigez-le ou supprimez-le ; le prochain chargement en crée un autre.",
        ) from error
    unknown = sorted(set(data) - {"name", "language", "people", "proposer", "contact", "retention"})
    language, people = data.get("language"), data.get("people", {})
    named = isinstance(people, dict) and all(isinstance(name, str) and name.strip() for name in people.values())
    if unknown or language not in (None, "fr", "en") or not named:
        what = f"unknown key {unknown[0]!r}" if unknown else "language must be fr or en"
        quoi = f"clé inconnue {unknown[0]!r}" if unknown else "language doit valoir fr ou en"
        if not unknown and not named:
            what, quoi = "[people] gives each user of the system a name", "[people] donne un nom à chaque utilisateur du système"
        raise ProjectError(f"{path}: {what}. Mend this line.", f"{path} : {quoi}. Corrigez cette ligne.")
    return Config(
        str(data.get("name", path.parent.name)), language, people, _proposer(path, data.get("proposer")),
        _contact(path, data.get("contact", {})), _retention(path, data.get("retention")),
    )  # fmt: skip


def _contact(path: Path, table: Any) -> Mapping[str, str]:
    """The `[contact]` table. Raises ProjectError for a key that is not known, or a value that is no text."""
    if not isinstance(table, Mapping) or set(table) - set(CONTACT) or not all(isinstance(value, str) for value in table.values()):
        raise ProjectError(
            f"{path}: [contact] takes texts for {', '.join(CONTACT)}, and nothing else. Mend these lines.",
            f"{path} : [contact] accepte des textes pour {', '.join(CONTACT)}, et rien d'autre. Corrigez ces lignes.",
        )
    return {key: value.strip() for key, value in table.items() if value.strip()}


def _retention(path: Path, table: Any) -> Retention | None:
    """The `[retention]` table; None when there is none. Raises ProjectError unless it gives years or a day."""
    if table is None:
        return None
    years, before = (table.get("years"), table.get("before")) if isinstance(table, Mapping) else (None, None)
    if isinstance(before, str):
        try:
            before = date.fromisoformat(before)
        except ValueError:
            before = None
    named = isinstance(table, Mapping) and len(table) == 1
    if named and isinstance(years, int) and not isinstance(years, bool) and 0 < years < 200:
        return Retention(years=years)
    if named and isinstance(before, date) and not isinstance(before, datetime):
        return Retention(before=before)
    raise ProjectError(
        f"{path}: [retention] takes years = 5, or before = 2020-01-01, and nothing else. Mend these lines.",
        f"{path} : [retention] accepte years = 5, ou before = 2020-01-01, et rien d'autre. Corrigez ces lignes.",
    )


def _proposer(path: Path, table: Any) -> ProposerSettings | None:
    """The `[proposer]` table; None when there is none. Raises ProjectError unless it names url, model and what it sends."""
    if table is None:
        return None
    keys = ("url", "model", "sends")
    if (
        not isinstance(table, Mapping)
        or set(table) != set(keys)
        or not all(isinstance(table[key], str) and table[key] for key in keys)
        or not table["url"].startswith(("http://", "https://"))
        or table["sends"] != "text"
    ):
        raise ProjectError(
            f'{path}: [proposer] needs url (http or https), model and sends = "text", and nothing else. Nothing is sent before.',
            f"{path} : [proposer] demande url (http ou https), model et sends = \"text\", et rien d'autre. Rien n'est envoyé avant.",
        )
    return ProposerSettings(table["url"], table["model"], table["sends"])


# --- records on disk --------------------------------------------------------------------------------------------------


def slug(text: str) -> str:
    """`text` as a short part of a file name: folded, words joined by "-", at most 40 characters, never empty."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:40].strip("-") or "x"


def record_path(project: Project, record: Record) -> Path:
    """Where `record` is kept: the name of its source for people, its id for the rest."""
    return project.records / f"{slug(PurePosixPath(record.source.path).stem)}.{record.id}.json"


def write_record(project: Project, record: Record) -> Path:
    """Write `record`, whole or not at all, and return its path."""
    path = record_path(project, record)
    write_text(path, record_format.dumps(record))
    return path


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 `text` to `path`, whole or not at all; readable by its owner only where the system knows that."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all (a file beside it, then a rename)."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
