"""What the program stands on: its licences, its parts list, and what is known to be wrong with it.

    python .ci/dependencies.py licences [--write]   the table of docs/licences.md; exit status 1 for a licence that is not permissive
    python .ci/dependencies.py sbom [FILE]          CycloneDX 1.6 JSON of the installed packages and the reference data
    python .ci/dependencies.py audit                known vulnerabilities of the locked packages, where the service can be reached

All is read from the environment it runs in (importlib.metadata), `pyproject.toml`, `graph/reference/sources.toml` and the lock.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
LOCK = ROOT / "tests" / "requirements.lock"
PERMISSIVE = frozenset(
    [
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "Python-2.0",
        "Zlib",
        "LicenseRef-BSD",
    ]
)
"""SPDX ids. LicenseRef-BSD: the package says « BSD » and not which; both ask for the same notice."""

TOLD_BY_HAND = {
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",  # says « dependency licenses » too: those of PDFium, listed in its wheel, all permissive
    "pyvis": "BSD-3-Clause",  # says « BSD »; its file LICENSE_BSD.txt has three clauses
}
WORDS = {
    "mit": "MIT", "mit license": "MIT", "isc license": "ISC", "isc license (iscl)": "ISC", "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0", "apache license 2.0": "Apache-2.0", "bsd": "LicenseRef-BSD", "bsd license": "LicenseRef-BSD",
    "bsd 3-clause license": "BSD-3-Clause", "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}  # fmt: skip


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, importlib.metadata.Distribution]:
    """The packages that a user of Maillage gets, by name: what `pyproject.toml` asks for and what that brings here."""
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: dict[str, importlib.metadata.Distribution] = {}
    while waiting:
        wanted = waiting.pop()
        name = canonical(wanted.name)
        if name in found or (wanted.marker is not None and not wanted.marker.evaluate({"extra": ""})):
            continue
        found[name] = importlib.metadata.distribution(name)
        waiting += [Requirement(line) for line in found[name].requires or ()]
    return dict(sorted(found.items()))


def licence(distribution: importlib.metadata.Distribution) -> str:
    """The SPDX expression of a package, from what it says of itself; "" when that is not understood."""
    about = distribution.metadata
    name = canonical(about["Name"])
    if name in TOLD_BY_HAND:
        return TOLD_BY_HAND[name]
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    said = (about.get("License") or "").strip().split("\n")[0].split("  ")[0]
    names = [said, *(line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License"))]
    known = [(PERMISSIVE & {one} and one) or WORDS.get(one.lower(), "") for one in names]
    return next((one for one in known if one and one != "LicenseRef-BSD"), next((one for one in known if one), ""))


def is_permissive(expression: str) -> bool:
    """Whether one may use it under licences of PERMISSIVE alone."""
    return bool(expression) and all(
        any(one.strip(" ()") in PERMISSIVE for one in part.split(" OR ")) for part in expression.split(" AND ")
    )


def data_sources() -> dict[str, dict[str, Any]]:
    return tomllib.loads((ROOT / "graph" / "reference" / "sources.toml").read_text("utf-8"))


def page() -> str:
    lines = [
        "# Licences",
        "",
        "Written by `python .ci/dependencies.py licences --write`. Maillage itself: Apache-2.0.",
        "",
        "## Packages that come with it",
        "",
        "| package | licence |",
        "|---|---|",
        *(f"| {name} | {licence(distribution)} |" for name, distribution in installed().items()),
        "",
        "Some of them come on some systems and versions of Python only.",
        "",
        "## Data",
        "",
        "Licence Ouverte 2.0 asks that the source is named: the maps do so under the outlines they draw, and this page for the rest.",
        "",
        "| table | source | licence |",
        "|---|---|---|",
        *(f"| {name} | {source['publisher']} | {source['licence']} |" for name, source in data_sources().items()),
    ]
    return "\n".join(lines) + "\n"


def sbom() -> dict[str, Any]:
    """The parts list as CycloneDX 1.6: packages with version, licence and what needs what; reference tables with their digest."""
    packages = installed()
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "__init__.py").read_text("utf-8"))
    own = {
        "type": "application",
        "bom-ref": "maillage",
        "name": "maillage",
        "version": version[1] if version else "0",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    components: list[dict[str, Any]] = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{distribution.version}",
            "name": name,
            "version": distribution.version,
            "purl": f"pkg:pypi/{name}@{distribution.version}",
            "licenses": [{"expression": licence(distribution)}] if licence(distribution) else [],
        }
        for name, distribution in packages.items()
    ]
    components += [
        {
            "type": "data",
            "bom-ref": f"data:{name}",
            "name": name,
            "publisher": source["publisher"],
            "version": source["date"],
            "licenses": [{"license": {"name": source["licence"]}}],
            **({"hashes": [{"alg": "SHA-256", "content": source["sha256"]}]} if "sha256" in source else {}),
        }
        for name, source in data_sources().items()
    ]
    refs = {name: f"pkg:pypi/{name}@{distribution.version}" for name, distribution in packages.items()}
    needs = [{"ref": "maillage", "dependsOn": [component["bom-ref"] for component in components]}]
    for name, distribution in packages.items():
        asked = {canonical(re.split(r"[^\w.-]", line)[0]) for line in distribution.requires or () if "extra ==" not in line}
        needs.append({"ref": refs[name], "dependsOn": sorted(refs[one] for one in asked if one in refs)})
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))  # the same parts, the same number
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
        "dependencies": needs,
    }


def audit() -> int:
    """Exit status: 1 when a locked package has a known vulnerability, 0 when none has or nobody could be asked (which is said)."""
    if importlib.util.find_spec("pip_audit") is None:
        print("Skipped: known vulnerabilities were not looked up (pip-audit is not installed: pip install pip-audit).")
        return 0
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--disable-pip",
        "--require-hashes",
        "-r",
        str(LOCK),
        "--progress-spinner",
        "off",
    ]
    try:
        done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, timeout=300, check=False)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        print("Skipped: known vulnerabilities were not looked up (the service of pip-audit cannot be reached from here).")
        return 0
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        print("Skipped: known vulnerabilities were not looked up (the service of pip-audit knows none of the packages).")
        return 0
    wrong = [(package["name"], vulnerability["id"]) for package in asked for vulnerability in package["vulns"]]
    for name, identity in wrong:
        print(f"{name}: {identity}")
    print(f"{len(asked)} of {len(packages)} locked packages were looked up, {len(wrong)} known vulnerabilities.")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["licences", "sbom", "audit"])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.what == "audit":
        return audit()
    text = json.dumps(sbom(), ensure_ascii=False, indent=1) + "\n" if options.what == "sbom" else page()
    target = options.file or (PAGE if options.write else None)
    if target is None:
        print(text, end="")
    else:
        target.write_text(text, "utf-8")
    closed = [name for name, distribution in installed().items() if not is_permissive(licence(distribution))]
    for name in closed:
        print(f"{name}: its licence is not one of those that are allowed (.ci/dependencies.py)", file=sys.stderr)
    return 1 if closed else 0


if __name__ == "__main__":
    sys.exit(main())
