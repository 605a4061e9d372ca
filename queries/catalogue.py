"""The questions: one `.cypher` file each, with a TOML header in its leading `//+` lines.

    //+ title = { fr = "Les réunions", en = "The meetings" }
    //+ answers = { fr = "Quelles réunions ont eu lieu ?", en = "Which meetings took place?" }
    //+ aliases = ["réunions"]                    # what the question is called in French on the command line
    //+ returns = ["event", "date"]               # columns of the final RETURN
    //+ compute = "meetings"                      # left out: the rows are the answer; else a function of Python makes it
    //+ columns = ["date", "meeting"]             # columns of that answer; left out: those of `returns`
    //+ formats = ["ics"]                         # forms beside table, json, csv and xlsx that the answer can take
    //+ some = { fr = "{count} réunions.", en = "{count} meetings." }      # the sentence, without `compute`
    //+ none = { fr = "…", en = "…" }             # and when there is no row: says that nothing is known, never that nobody is
    //+ [parameters.scope]
    //+ type = "scope"
    //+ help = { fr = "…", en = "…" }
    //+ example = "Blois"

With `compute` the Cypher may be left out, and `returns` with it: the function then reads through `parts/` only.
A file is read when it is asked for: one broken header costs an error that names the file, for that question only. Files in `parts/`
are reads that the functions share; their header says `returns` and `parameters = { name = "type" }` only.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from ..graph.errors import QueryError
from ..graph.names import fold

ParameterType = Literal["actor", "scope", "event", "record", "date", "integer", "number", "flag", "text", "choice"]
Text = Mapping[str, str]
"""One text in French ("fr") and English ("en")."""

PARTS = "parts"
_PART_TYPES = ("ids", "id", "date", "text", "texts", "integer", "pairs")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question takes. `aliases` are French names of the option; `choices` the values of a `choice`."""

    name: str
    type: ParameterType
    help: Text
    required: bool = False
    default: str | int | float | bool | None = None
    example: str | None = None
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question. `returns` are the columns of its Cypher, `columns` those of its answer, `formats` the forms that it alone has."""

    name: str
    title: Text
    answers: Text
    cypher: str
    returns: tuple[str, ...]
    columns: tuple[str, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    compute: str | None = None
    some: Text | None = None
    none: Text | None = None
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A read that answers share: `parameters` maps the names of its `$parameters` to their types."""

    name: str
    cypher: str
    returns: tuple[str, ...]
    parameters: Mapping[str, str]


class Catalogue(Mapping[str, Query]):
    """The questions of a folder by name. Looking one up reads its file and raises QueryError when its header is broken."""

    def __init__(self, folder: Traversable) -> None:
        self._files = {entry.name.removesuffix(".cypher"): entry for entry in folder.iterdir() if entry.name.endswith(".cypher")}
        self._read: dict[str, Query] = {}

    def __getitem__(self, name: str) -> Query:
        if name not in self._read:
            self._read[name] = parse_query(self._files[name].read_text("utf-8"), name)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._files))

    def __len__(self) -> int:
        return len(self._files)

    def find(self, name: str) -> Query | None:
        """The question of this name or French alias, accents and case apart; None when there is none.

        Raises QueryError when the very file of this name is broken; broken files of other names are passed over.
        """
        if name in self._files:
            return self[name]
        wanted = fold(name)
        for key in self:
            if fold(key) == wanted:
                return self[key]
            try:
                query = self[key]
            except QueryError:
                continue
            if any(fold(alias) == wanted for alias in query.aliases):
                return query
        return None


@functools.cache
def catalogue() -> Catalogue:
    """The questions of this package, each read when it is asked for."""
    return Catalogue(resources.files(__package__))


def find_query(name: str) -> Query | None:
    """The question called `name` in English or French, or None. Raises QueryError for a broken header."""
    return catalogue().find(name)


@functools.cache
def part(name: str) -> Part:
    """The shared read `name`. Raises QueryError for a broken header."""
    entry = resources.files(__package__).joinpath(PARTS, f"{name}.cypher")
    return parse_part(entry.read_text("utf-8"), name)


# --- headers ------------------------------------------------------------------------------------------------------------


def parse_query(text: str, name: str) -> Query:
    """The question in the `text` of the file `name`.cypher. Raises QueryError naming the file and what its header lacks."""
    header, cypher = _split(text, name)
    compute = header.pop("compute", None)
    if not cypher and not compute:
        raise _broken(name, "it has a header and no query", "un en-tête et pas de requête")
    returns = _strings(header, "returns", name, required=bool(cypher))
    query = Query(
        name=name,
        title=_text(header, "title", name),
        answers=_text(header, "answers", name),
        cypher=cypher,
        returns=returns,
        columns=_strings(header, "columns", name, required=not cypher) or returns,
        aliases=_strings(header, "aliases", name),
        compute=compute,
        some=None if compute else _text(header, "some", name),
        none=None if compute else _text(header, "none", name),
        parameters=_parameters(header.pop("parameters", {}), name),
        formats=_strings(header, "formats", name),
    )
    if header:
        raise _broken(
            name, f"header has the unknown key {next(iter(header))!r}", f"clé inconnue {next(iter(header))!r} dans l'en-tête"
        )
    return query


def parse_part(text: str, name: str) -> Part:
    """The shared read in the `text` of the file `name`.cypher. Raises QueryError naming the file and what its header lacks."""
    header, cypher = _split(text, name)
    if not cypher:
        raise _broken(name, "it has a header and no query", "un en-tête et pas de requête")
    returns = _strings(header, "returns", name, required=True)
    parameters = header.pop("parameters", {})
    for key, kind in parameters.items():
        if kind not in _PART_TYPES:
            raise _broken(name, f"parameter {key!r} has the unknown type {kind!r}", f"type inconnu {kind!r} du paramètre {key!r}")
    if header:
        raise _broken(
            name, f"header has the unknown key {next(iter(header))!r}", f"clé inconnue {next(iter(header))!r} dans l'en-tête"
        )
    return Part(name, cypher, returns, parameters)


def _split(text: str, name: str) -> tuple[dict[str, Any], str]:
    lines = text.splitlines()
    count = next((number for number, line in enumerate(lines) if not line.startswith("//+")), len(lines))
    if not count:
        raise _broken(name, "it has no header (lines that begin with //+)", "pas d'en-tête (lignes commençant par //+)")
    try:
        header = tomllib.loads("\n".join(line.removeprefix("//+") for line in lines[:count]))
    except tomllib.TOMLDecodeError as error:
        raise _broken(name, f"header is no TOML ({error})", f"l'en-tête n'est pas du TOML ({error})") from error
    return header, "\n".join(lines[count:]).strip()


def _parameters(declared: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Parameter]:
    found = {}
    for key, values in declared.items():
        rest = dict(values)
        place = f"parameters.{key}"
        if not _NAME.match(key):
            raise _broken(name, f"{place} is no name", f"{place} n'est pas un nom")
        kind = rest.pop("type", None)
        if kind not in get_args(ParameterType):
            raise _broken(name, f"{place} has no known type", f"{place} n'a pas de type connu")
        choices = _strings(rest, "choices", name)
        if (kind == "choice") != bool(choices):
            raise _broken(name, f"{place}: a choice has choices", f"{place} : un choix a des valeurs (choices)")
        found[key] = Parameter(
            name=key,
            type=kind,
            help=_text(rest, "help", name),
            required=bool(rest.pop("required", False)),
            default=rest.pop("default", None),
            example=rest.pop("example", None),
            choices=choices,
            aliases=_strings(rest, "aliases", name),
        )
        if rest:
            raise _broken(
                name, f"{place} has the unknown key {next(iter(rest))!r}", f"clé inconnue {next(iter(rest))!r} dans {place}"
            )
    return found


def _text(header: dict[str, Any], key: str, name: str) -> Text:
    value = header.pop(key, None)
    if not isinstance(value, dict) or not all(isinstance(value.get(code), str) and value[code] for code in ("fr", "en")):
        raise _broken(name, f"header has no {key!r} in fr and en", f"l'en-tête n'a pas de {key!r} en fr et en")
    return {"fr": value["fr"], "en": value["en"]}


def _strings(header: dict[str, Any], key: str, name: str, *, required: bool = False) -> tuple[str, ...]:
    value = header.pop(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or (required and not value):
        raise _broken(name, f"header has no list {key!r}", f"l'en-tête n'a pas de liste {key!r}")
    return tuple(value)


def _broken(name: str, en: str, fr: str) -> QueryError:
    return QueryError(f"{name}.cypher: {en}. Mend this file.", f"{name}.cypher : {fr}. Corrigez ce fichier.")
