"""The project's own virtual environment (`.venv`), made with the standard library alone.

Used by `python3 examples` and `python3 tests`. Runs on any Python 3 that can read this file, to say which one is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 14)


class Impossible(Exception):
    """What is missing, and the one thing to do about it."""


def prepare(*locks: Path) -> Path:
    """The interpreter of `.venv`, with the project installed (its files used where they are) and the packages of `locks`.

    A lock names every package with its version and the digests of its files: pip refuses another file. Without a lock the newest
    versions that `pyproject.toml` allows are taken. Nothing is installed again while these files stay as they are. Raises Impossible.
    """
    interpreter = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, wanted = VENV / "installed", _digest([ROOT / "pyproject.toml", *locks])
    if interpreter.exists() and stamp.exists() and wanted in stamp.read_text().split():
        return interpreter
    if not interpreter.exists():
        _make(_python())
    say("Installing into .venv (a few minutes the first time)")
    pip = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    commands = [[*pip, "-e", str(ROOT)]]
    if locks:  # what builds the project is in the lock too
        pins = [word for path in locks for word in ("-r", str(path))]
        commands = [[*pip, "--require-hashes", *pins], [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]]
    if any(subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands):
        raise Impossible("pip could not install the packages (see above). With a connection to the Internet, run this again.")
    with stamp.open("a") as file:
        file.write(wanted + "\n")
    return interpreter


def system_packages(*names: str) -> bool:
    """Install Debian packages where this account may; False where it may not, or when apt-get fails or is not there."""
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    sudo: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
            return False
        sudo = ["sudo", "-n"]
    say(f"Installing {' '.join(names)}")
    quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-q", "-y"]
    install = [*quiet, "install", "--no-install-recommends", *names]
    if _silent(install):
        return True
    return _silent([*quiet, "update"]) and _silent(install)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _silent(command: list[str]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def _digest(paths: list[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def _python() -> str:
    """An interpreter that the project runs on: this one, else a newer one on the path."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and _silent([found, "--version"]):
            return found
    raise Impossible(
        f"Maillage needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}. Install it and run this again."
    )


def _make(python: str) -> None:
    """Make `.venv`. Debian keeps the module for it in a package of its own."""
    say(f"Making .venv with {python}")
    if _venv(python):
        return
    if system_packages("python3-venv") and _venv(python):
        return
    if _silent([python, "-m", "virtualenv", str(VENV)]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    raise Impossible(
        "This Python cannot make a virtual environment. Install it (sudo apt install python3-venv) and run this again."
    )


def _venv(python: str) -> bool:
    shutil.rmtree(VENV, ignore_errors=True)
    return _silent([python, "-m", "venv", str(VENV)])
