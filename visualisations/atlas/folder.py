"""The folder of an atlas: what of it is ours, what is written, left alone, taken away.

`atlas.json` names every file that an atlas wrote there, with a digest of its content. A file is written when its digest is another or
it is missing; a file of an earlier atlas that this one does not make is removed; whatever `atlas.json` does not name is somebody
else's and never touched. While an atlas is being made, `atlas.json.part` names the files begun, so that a stop leaves none unowned.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from ...graph.errors import MaillageError

MANIFEST = "atlas.json"
_VERSION = 1
_OURS = re.compile(r"(?:(?:assets|maps|[egopst])/)?[0-9A-Za-z][0-9A-Za-z_-]{0,80}\.(?:html|js|css|json|txt)\Z")


@dataclass(frozen=True, slots=True)
class Written:
    """How many files are new, changed, removed and as they were."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def files(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass
class Folder:
    """An atlas being made in `root`; a context that keeps its manifest when it is left without an error."""

    root: Path
    before: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    state: str = ""
    now: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0})
    _begun: IO[str] | None = None

    @classmethod
    def open(cls, root: Path) -> Self:
        """The atlas in `root`, made there when it is empty or missing. Raises MaillageError for a folder that holds something else."""
        found = cls(root)
        try:
            if root.exists() and not root.is_dir():
                raise NotADirectoryError(20, "not a folder")
            found.before = dict.fromkeys(_lines(root / f"{MANIFEST}.part"), "")
            told = _manifest(root / MANIFEST)
            if told is not None:
                files, found.former, found.state = told
                found.before = {**files, **found.before}
            elif root.exists():
                own = {path.partition("/")[0] for path in found.before} | {f"{MANIFEST}.part"}
                if any(one.name not in own for one in root.iterdir()):
                    raise MaillageError(
                        f"{root}: this folder holds files that no atlas wrote. Name a new or empty folder with --out.",
                        f"{root} : ce dossier contient des fichiers étrangers à un atlas. Donnez un dossier nouveau ou vide : --sortie.",
                    )
            return found
        except OSError as error:
            raise _unwritable(root, error) from error

    def __enter__(self) -> Self:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._begun = (self.root / f"{MANIFEST}.part").open("a", encoding="utf-8")
        except OSError as error:
            raise _unwritable(self.root, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._begun is not None
        self._begun.close()

    def read(self, path: str) -> str | None:
        """What the last atlas wrote to `path`."""
        if path not in self.before:
            return None
        try:
            return (self.root / path).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, path: str, text: str) -> None:
        """Make `path` hold `text`. Raises MaillageError when somebody else's file is in its place."""
        assert _OURS.match(path), path
        assert self._begun is not None
        data = text.encode("utf-8")
        digest = hashlib.sha256(data).hexdigest()[:24]
        target = self.root / path
        self.now[path] = digest
        try:
            there = target.is_file() and not target.is_symlink() and target.stat().st_size == len(data)
            if self.before.get(path) == digest and there:
                self._counts["unchanged"] += 1
                return
            if path not in self.before and (target.exists() or target.is_symlink()) and target.read_bytes() != data:
                raise MaillageError(
                    f"{target}: this file is not of the atlas and stands where one of its pages belongs. Move it, then try again.",
                    f"{target} : ce fichier n'est pas de l'atlas et tient la place d'une de ses pages. Déplacez-le, puis recommencez.",
                )
            if target.parent.is_symlink():
                raise OSError(40, "a link stands in its place")
            self._begun.write(path + "\n")
            self._begun.flush()
            target.parent.mkdir(exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            part.write_bytes(data)
            part.replace(target)
        except OSError as error:
            raise _unwritable(target, error) from error
        self._counts["changed" if path in self.before else "new"] += 1

    def finish(self, state: str) -> Written:
        """Remove what the last atlas wrote and this one did not, and keep the manifest. `state` is what the next one compares."""
        gone = [path for path in self.before if path not in self.now and _OURS.match(path)]
        removed = 0
        try:
            for path in gone:
                target = self.root / path
                if not target.parent.is_symlink():
                    removed += target.exists()
                    target.unlink(missing_ok=True)
            for name in {path.partition("/")[0] for path in gone if "/" in path}:
                with contextlib.suppress(OSError):  # somebody else's files are in it
                    (self.root / name).rmdir()
            told = {"maillage": "atlas", "version": _VERSION, "state": state, "former": dict(sorted(self.former.items())),
                    "files": dict(sorted(self.now.items()))}  # fmt: skip
            part = self.root / f".{MANIFEST}.new"
            part.write_text(json.dumps(told, indent=0), "utf-8")
            part.replace(self.root / MANIFEST)
            assert self._begun is not None
            self._begun.close()
            (self.root / f"{MANIFEST}.part").unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self.root, error) from error
        return Written(removed=removed, **self._counts)


def _manifest(path: Path) -> tuple[dict[str, str], dict[str, str], str] | None:
    """Files, former ids and state of an atlas; None where there is none. A broken manifest is no manifest: nothing is ours then."""
    try:
        told: Any = json.loads(path.read_text("utf-8"))
        if not isinstance(told, Mapping) or told.get("maillage") != "atlas" or told.get("version") != _VERSION:
            return None
        files, former = told["files"], told["former"]
        if not all(isinstance(key, str) and isinstance(value, str) for pairs in (files, former) for key, value in pairs.items()):
            return None
        return {key: value for key, value in files.items() if _OURS.match(key)}, dict(former), str(told.get("state", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _lines(path: Path) -> Iterator[str]:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        yield from (line for line in path.read_text("utf-8").splitlines() if _OURS.match(line))


def _unwritable(path: Path, error: OSError) -> MaillageError:
    return MaillageError(
        f"{path}: cannot be written ({error.strerror}). Choose another folder with --out.",
        f"{path} : écriture impossible ({error.strerror}). Choisissez un autre dossier avec --sortie.",
    )
