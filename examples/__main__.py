"""`python3 examples` in a fresh checkout: makes `.venv`, then runs `maillage demo` with the words given."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path


def main() -> int:
    if __package__:  # python -m maillage.examples: already installed
        python = sys.executable
    else:
        environment = runpy.run_path(str(Path(__file__).resolve().parent.parent / "tests" / "environment.py"))
        try:
            python = str(environment["prepare"]())
        except environment["Impossible"] as error:
            print(error, file=sys.stderr)
            return 1
    return subprocess.run([python, "-m", "maillage.cli", "demo", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
