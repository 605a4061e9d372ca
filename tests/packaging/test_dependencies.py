"""What the package imports is what it says it needs."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Collection
from pathlib import Path

import pytest
from conftest import load_helper

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
        assert not line or line.startswith("#") or re.fullmatch(r"[\w.-]+(\[[\w-]+\])?==[\w.]+( ; .+)?", line), line


def locked(file: str) -> dict[str, tuple[str, int]]:
    """Version and number of digests of each package of a lock."""
    text = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        match = re.match(r"([\w.-]+)==(\S+)", line)
        assert match, line
        found[canonical(match[1])] = match[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}", line))
    return found


@pytest.mark.parametrize("folder", ["tests", ".ci"])
def test_the_lock_names_every_package_with_its_digests_and_no_place(folder: str) -> None:
    lock = locked(f"{folder}/requirements.lock")
    assert all(digests for _, digests in lock.values())
    assert "://" not in (ROOT / folder / "requirements.lock").read_text("utf-8")
    for line in (ROOT / folder / "requirements.txt").read_text("utf-8").splitlines():
        pinned = re.match(r"([\w.-]+)(?:\[[\w-]+\])?==([\w.]+)", line)
        if pinned:
            assert lock[canonical(pinned[1])][0] == pinned[2], f"{line}: {HOW}"
    if folder == "tests":
        assert declared(extras=True) <= set(lock), HOW
        assert "setuptools" in lock  # builds the project without a second, unlocked environment


HOW = "write the lock again, see the first lines of tests/requirements.txt"
dependencies = load_helper(ROOT / ".ci" / "dependencies.py")


def test_licences_are_permissive_and_listed() -> None:
    expressions = {name: dependencies.licence(found) for name, found in dependencies.installed().items()}
    assert {name: one for name, one in expressions.items() if not dependencies.is_permissive(one)} == {}
    listed = dict(re.findall(r"^\| ([\w-]+) \| ([^|]+) \|$", (ROOT / "docs" / "licences.md").read_text("utf-8"), re.MULTILINE))
    assert expressions.items() <= listed.items(), "python .ci/dependencies.py licences --write"
    for name, source in dependencies.data_sources().items():
        assert f"| {name} | {source['publisher']} | {source['licence']} |" in (ROOT / "docs" / "licences.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("Apache-2.0 AND Python-2.0", True),
        ("", False),
    ],
)
def test_what_permissive_means(expression: str, wanted: bool) -> None:
    assert dependencies.is_permissive(expression) is wanted


def test_the_parts_list_is_cyclonedx() -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    parts = dependencies.sbom()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(parts)) is None
    names = {part["name"] for part in parts["components"]}
    assert declared() <= names
    assert set(dependencies.data_sources()) <= names


def test_vulnerabilities_that_cannot_be_looked_up_are_said_and_stop_nothing(monkeypatch, capsys) -> None:
    def unreachable(command, **_options):
        return subprocess.CompletedProcess(command, 1, stdout="", stderr="no route")

    monkeypatch.setattr(dependencies.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(dependencies.subprocess, "run", unreachable)
    assert dependencies.audit() == 0
    assert capsys.readouterr().out.startswith("Skipped: known vulnerabilities were not looked up")


def test_a_known_vulnerability_fails(monkeypatch, capsys) -> None:
    told = {
        "dependencies": [{"name": "x", "version": "1", "vulns": [{"id": "PYSEC-1"}]}, {"name": "y", "version": "1", "vulns": []}]
    }
    monkeypatch.setattr(dependencies.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(
        dependencies.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, json.dumps(told))
    )
    assert dependencies.audit() == 1
    assert "x: PYSEC-1" in capsys.readouterr().out
