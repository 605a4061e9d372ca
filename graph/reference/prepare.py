"""Make this package's tables from the publishers' tables: `python -m maillage.graph.reference.prepare FOLDER`.

FOLDER holds the tables named in `sources.toml` under `from`. Names, codes and folded keys are kept, the rest is left out;
`sources.toml` gets the rows and digests of what was written.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..names import name_key

HERE = Path(__file__).parent


def main(folder: Path) -> None:
    """Write every table of this package from the tables in `folder`."""
    zone = {row["code"]: row["ze2020"] for row in _read(folder / "communes_ze2020.csv")}
    _write(
        "communes.csv.gz",
        ("code", "name", "key", "departement", "zone", "population"),
        (
            (row["code"], row["nom"], name_key(row["nom"]), row["departement"], zone.get(row["code"], ""), row["population"])
            for row in _read(folder / "communes.csv")
        ),
    )
    outlines = json.loads((folder / "zones_emploi_2020.geojson").read_text("utf-8"))
    zones = sorted((feature["properties"]["code"], feature["properties"]["nom"]) for feature in outlines["features"])
    _write("zones.csv", ("code", "name"), zones)
    _write("epci.csv", ("code", "name"), ((row["code"], row["nom"]) for row in _read(folder / "epci.csv")))
    _write(
        "given_names.csv.gz",
        ("name", "births", "also_surname"),
        ((row["prenom"], row["n"], row["aussi_nom"]) for row in _read(folder / "prenoms.csv")),
    )
    for name in ("regions", "departements", "regions_anciennes", "missions_locales", "agences_communes", "carif_oref", "ddets",
                 "opco", "transitions_pro", "academies"):  # fmt: skip
        (HERE / f"{name}.csv").write_bytes((folder / f"{name}.csv").read_bytes())
    (HERE / "networks.json").write_bytes((folder / "reseaux.json").read_bytes())
    _digests()


def _read(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = ["\t".join(header), *("\t".join(row) for row in rows)]
    data = ("\n".join(lines) + "\n").encode()
    (HERE / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)


def _digests() -> None:
    path = HERE / "sources.toml"
    lines = path.read_text("utf-8").splitlines()
    table = ""
    for number, line in enumerate(lines):
        if line.startswith("["):
            table = line.strip('["] ')
        elif line.startswith("sha256"):
            lines[number] = f'sha256 = "{hashlib.sha256((HERE / table).read_bytes()).hexdigest()}"'
    path.write_text("\n".join(lines) + "\n", "utf-8")
    tomllib.loads(path.read_text("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
