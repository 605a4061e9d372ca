"""What the package imports is what it says it needs."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Collection
from pathlib import Path

import pytest

import maillage

ROOT = Path(maillage.__file__).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8")) if (ROOT / "pyproject.toml").exists() else {}
FOLDERS = sorted({package.split(".")[1] for package in PROJECT["tool"]["setuptools"]["packages"] if "." in package})


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(extras: bool = False) -> set[str]:
    lines = list(PROJECT["project"]["dependencies"])
    if extras:
        lines += [line for extra in PROJECT["project"].get("optional-dependencies", {}).values() for line in extra]
    return {canonical(re.match(r"[\w.-]+", line)[0]) for line in lines}  # type: ignore[index]


def imported() -> dict[str, set[str]]:
    """Third-party top-level modules, each with the files that import it."""
    found: dict[str, set[str]] = {}
    for path in [ROOT / "__init__.py", ROOT / "cli.py", *(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            for name in names:
                top = name.split(".")[0]
                if top not in sys.stdlib_module_names and top != "maillage":
                    found.setdefault(top, set()).add(path.relative_to(ROOT).as_posix())
    return found


def test_every_import_is_a_declared_dependency() -> None:
    distributions = importlib.metadata.packages_distributions()
    missing = {
        module: sorted(files)
        for module, files in imported().items()
        if not {canonical(name) for name in distributions.get(module, [module])} & declared(extras=True)
    }
    assert not missing


def test_every_dependency_is_used() -> None:
    distributions = importlib.metadata.packages_distributions()
    used = {canonical(name) for module in imported() for name in distributions.get(module, [])}
    assert {name for name in declared() - used if not _inside(name, imported())} == set()


def _inside(distribution: str, modules: Collection[str]) -> bool:
    """True for one that brings no module of its own but a compiled part of one that is imported."""
    files = importlib.metadata.distribution(distribution).files or []
    return any(file.parts[0] in modules and file.suffix in (".so", ".pyd") for file in files)


@pytest.mark.parametrize("file", ["tests/requirements.txt", ".ci/requirements.txt"])
def test_what_tests_and_checks_use_is_pinned(file: str) -> None:
    for line in (ROOT / file).read_text("utf-8").splitlines():
        assert not line or line.startswith("#") or re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line), line
