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
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..names import name_key

HERE = Path(__file__).parent
Rows = Iterable[Sequence[str]]


def main(folder: Path) -> None:
    """Write every table of this package from the tables in `folder`."""
    communes = list(_read(folder / "communes.csv"))
    zone = {row["code"]: row["ze2020"] for row in _read(folder / "communes_ze2020.csv")}
    groups = json.loads((folder / "epci.json").read_text("utf-8"))
    epci = {member["code"]: group["code"] for group in groups for member in group["membres"]}
    _write(
        "communes.csv.gz",
        ("key", "code", "name", "departement", "zone", "epci", "population"),
        (
            (
                name_key(row["nom"]),
                code,
                row["nom"],
                row["departement"],
                zone.get(code, ""),
                epci.get(code, ""),
                row["population"],
            )
            for row in communes
            for code in [row["code"]]
        ),
    )
    departement = {row["code"]: row["departement"] for row in communes}
    outlines = json.loads((folder / "zones_emploi_2020.geojson").read_text("utf-8"))
    names = {feature["properties"]["code"]: feature["properties"]["nom"] for feature in outlines["features"]}
    _write("zones.csv", ("code", "name", "departements"), _with_departements(names, zone, departement))
    names = {group["code"]: group["nom"] for group in groups}
    _write("epci.csv", ("code", "name", "departements"), _with_departements(names, epci, departement))
    _write(
        "given_names.csv.gz",
        ("name", "births", "also_surname"),
        ((row["prenom"], row["n"], row["aussi_nom"]) for row in _read(folder / "prenoms.csv")),
    )
    for name in ("regions", "departements", "regions_anciennes", "missions_locales", "agences_communes", "carif_oref", "ddets",
                 "opco", "transitions_pro", "academies"):  # fmt: skip
        (HERE / f"{name}.csv").write_bytes((folder / f"{name}.csv").read_bytes())
    _geography(folder)
    (HERE / "networks.json").write_bytes((folder / "reseaux.json").read_bytes())
    _digests()


def _geography(folder: Path) -> None:
    """Centres of communes (those of IGN only) and outer rings of outlines, to a thousandth of a degree."""
    _write(
        "communes_points.csv.gz",
        ("code", "lat", "lon"),
        (
            (row["code"], f"{float(row['lat']):.3f}", f"{float(row['lon']):.3f}")
            for row in _read(folder / "communes_centres.csv")
            if row["source"] != "g"
        ),
    )
    kinds = {"departement": "departements", "zone_emploi": "zones_emploi_2020", "region": "regions"}
    rings = {kind: _rings(folder / f"{name}.geojson") for kind, name in kinds.items()}
    rings["epci"] = _topology(json.loads((folder / "territoires.topojson").read_text("utf-8")), "epci")
    data = json.dumps(rings, separators=(",", ":"))
    (HERE / "outlines.json.gz").write_bytes(gzip.compress(data.encode(), mtime=0))


def _rings(path: Path) -> dict[str, list[list[list[float]]]]:
    """Code → outer rings of a GeoJSON file."""
    found = {}
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        found[feature["properties"]["code"]] = [[[round(x, 3), round(y, 3)] for x, y in polygon[0]] for polygon in polygons]
    return found


def _topology(data: Mapping[str, Any], layer: str) -> dict[str, list[list[list[float]]]]:
    """Code → outer rings of a layer of a quantised TopoJSON."""
    (wide, high), (west, south) = data["transform"]["scale"], data["transform"]["translate"]
    arcs: list[list[list[float]]] = []
    for steps in data["arcs"]:
        x = y = 0
        arcs.append([])
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arcs[-1].append([round(x * wide + west, 3), round(y * high + south, 3)])

    def ring(numbers: Sequence[int]) -> list[list[float]]:
        found: list[list[float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            found += [point for place, point in enumerate(arc) if not found or point != (arc[place - 1] if place else found[-1])]
        return found

    shapes = data["objects"][layer]["geometries"]
    return {
        shape["properties"]["code"]: [
            ring(polygon[0]) for polygon in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]])
        ]
        for shape in shapes
    }


def _with_departements(names: Mapping[str, str], group: Mapping[str, str], departement: Mapping[str, str]) -> Rows:
    """Code, name and départements of groups of communes."""
    inside: dict[str, set[str]] = {}
    for commune, code in group.items():
        if commune in departement:
            inside.setdefault(code, set()).add(departement[commune])
    return [(code, name, " ".join(sorted(inside.get(code, ())))) for code, name in sorted(names.items())]


def _read(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _write(name: str, header: Sequence[str], rows: Rows) -> None:
    lines = ["\t".join(header), *("\t".join(row) for row in rows)]
    data = ("\n".join(lines) + "\n").encode()
    (HERE / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)


def _digests() -> None:
    """Write the number of rows and the digest of each table into `sources.toml`."""
    path = HERE / "sources.toml"
    lines = path.read_text("utf-8").splitlines()
    table = ""
    for number, line in enumerate(lines):
        if line.startswith("["):
            table = line.strip('["] ')
        elif line.startswith("sha256"):
            lines[number] = f'sha256 = "{hashlib.sha256((HERE / table).read_bytes()).hexdigest()}"'
        elif line.startswith("rows"):
            lines[number] = f"rows = {count(HERE / table)}"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    tomllib.loads(path.read_text("utf-8"))


def count(path: Path) -> int:
    """Rows of a table below its header; entries of all lists for JSON."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if ".json" in path.suffixes:
        return sum(len(part) for part in json.loads(data).values() if isinstance(part, (list, dict)))
    return sum(1 for _ in csv.reader(data.decode("utf-8").splitlines())) - 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
