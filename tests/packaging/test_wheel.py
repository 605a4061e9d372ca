"""What `pip install .` brings: all code and data of the package, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

import maillage

ROOT = Path(maillage.__file__).parent
OUTSIDE = {"tests", "benchmarks", "docs", ".ci", ".github"}


def tracked() -> list[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).exists()]


def belongs(name: str) -> bool:
    path = PurePosixPath(name)
    if len(path.parts) == 1:
        return path.suffix == ".py" or path.name == "py.typed"
    return path.parts[0] not in OUTSIDE


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel built from a clean copy of what git knows."""
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    for name in tracked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out), str(copy)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(out.glob("*.whl")))


def test_the_wheel_holds_all_code_and_data_of_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    held = {name.removeprefix("maillage/") for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == {name for name in tracked() if belongs(name)}


def test_the_wheel_brings_one_name_the_licence_and_the_command(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    info = f"maillage-{maillage.__version__}.dist-info"
    assert {name.split("/")[0] for name in names} == {"maillage", info}
    assert f"{info}/licenses/LICENSE" in names
    assert "maillage = maillage.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()


def test_files_of_the_wheel_are_those_of_the_checkout(wheel: zipfile.ZipFile) -> None:
    for name in tracked():
        if belongs(name):
            assert wheel.read(f"maillage/{name}") == (ROOT / name).read_bytes(), name


def test_no_module_at_the_root_but_the_package_and_its_commands() -> None:
    assert {name for name in tracked() if name.endswith(".py") and "/" not in name} == {"__init__.py", "cli.py"}
