"""The words of `vocabulary.toml`, folded for look-up."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from ...graph.names import fold, name_key


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))


@functools.cache
def known_bodies() -> Mapping[str, tuple[str, str]]:
    """Key of a known body → its usual name and kind."""
    found = {name_key(name): (name, kind) for name, kind in _data()["bodies"].items()}
    return found | {name_key(name): found[name_key(short)] for name, short in _data()["long_names"].items()}


@functools.cache
def heads() -> Mapping[tuple[str, ...], str]:
    """Folded words of a noun that opens the name of a body → kind, longest first when iterated."""
    pairs = sorted(((tuple(fold(noun).split()), kind) for noun, kind in _data()["heads"].items()), key=lambda p: -len(p[0]))
    return dict(pairs)


@functools.cache
def roles() -> frozenset[str]:
    """Folded role words (« directrice adjointe »)."""
    return frozenset(fold(word) for word in _data()["roles"]["words"])


@functools.cache
def known_programmes() -> Mapping[str, tuple[str, str]]:
    """Key of a public programme → its name and kind."""
    return {name_key(name): (name, kind) for name, kind in _data()["programmes"].items()}


@functools.cache
def no_bodies() -> frozenset[str]:
    """Sigles in capitals that name a measure, a diploma, a contract."""
    return frozenset(_data()["not_bodies"]["sigles"])
