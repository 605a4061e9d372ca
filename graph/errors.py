"""The errors a caller can act on. Each is one sentence in French and in English; the command line prints it and exits 1.

MaillageError
 ├── SourceError         a file that cannot be read, is refused or is not understood
 ├── RecordError         a record/1 document that breaks its schema or its own references
 ├── ProjectError        no project here, a second writer, a broken maillage.toml, roster or decision file
 │    └── CorrectionError a correction that a record cannot take; carries the field it is about
 ├── StoreError          the database is gone, refuses the login, is read-only or older
 │    └── DamagedStore    the embedded one does not open: the commands build it again from the project
 ├── QueryError          a query file with a broken header, an unknown parameter or value
 └── UnknownName         an actor, scope or record that nothing matches; carries the near misses
"""

from __future__ import annotations

from collections.abc import Sequence


class MaillageError(Exception):
    """Base of all errors of this package. `en` and `fr` each say what is wrong with what, and what to do."""

    def __init__(self, en: str, fr: str) -> None:
        super().__init__(en)
        self.en = en
        self.fr = fr

    def sentence(self, language: str) -> str:
        """The sentence in `language` ("fr" or "en"; anything else gives English)."""
        return self.fr if language == "fr" else self.en


class SourceError(MaillageError):
    """A source file that gives no record. `path` is the file as the user named it (with `!member` inside archives)."""

    def __init__(self, path: str, en: str, fr: str) -> None:
        super().__init__(f"{path}: {en}", f"{path} : {fr}")
        self.path = path


class RecordError(MaillageError):
    """A record/1 that breaks its schema or refers to items it does not hold."""


class ProjectError(MaillageError):
    """The project folder is missing, locked or holds a file that cannot be understood."""


class CorrectionError(ProjectError):
    """A value that a record cannot take. `field` is what it was given for."""

    def __init__(self, field: str, en: str, fr: str) -> None:
        super().__init__(f"{field}: {en}", f"{field} : {fr}")
        self.field = field


class StoreError(MaillageError):
    """The database cannot answer or cannot be written."""


class DamagedStore(StoreError):
    """The embedded database does not open, or breaks while it is brought up to date. It holds nothing that the files do not."""


class QueryError(MaillageError):
    """A query or its parameters cannot be used."""


class UnknownName(MaillageError):
    """Nothing bears this name. `near` holds the closest names, best first (may be empty)."""

    def __init__(self, en: str, fr: str, near: Sequence[str] = ()) -> None:
        if near:
            en = f"{en} Did you mean: {', '.join(near)}?"
            fr = f"{fr} Vouliez-vous dire : {', '.join(near)} ?"
        super().__init__(en, fr)
        self.near = tuple(near)
