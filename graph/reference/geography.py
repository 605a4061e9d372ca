"""Where territories lie: a point for each commune, outlines of régions, départements, zones d'emploi and intercommunalités.

Sources in `sources.toml`. Coordinates are WGS 84 degrees, longitude first. Outlines are simplified for a page (about
1 km) and good for nothing but pictures.
"""

from __future__ import annotations

import functools
import gzip
import json
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from importlib import resources

from .. import reference

Point = tuple[float, float]
Ring = tuple[Point, ...]

CREDIT = {
    "fr": "Contours et centres des communes : IGN Admin Express, INSEE (Licence Ouverte 2.0), simplifiés.",
    "en": "Outlines and centres of municipalities: IGN Admin Express, INSEE (Licence Ouverte 2.0), simplified.",
}


def commune_point(code: str) -> Point | None:
    """Longitude and latitude of the middle of the commune with this INSEE code; None when it is not known."""
    return _points().get(code)


def outline(kind: str, code: str) -> tuple[Ring, ...]:
    """The outer rings of a territory; empty where there is no outline."""
    return _outlines().get(kind, {}).get(code, ())


def outlines(kind: str) -> Mapping[str, tuple[Ring, ...]]:
    """Code → outer rings of every territory of this kind."""
    return _outlines().get(kind, {})


def perimeter(communes: Collection[str]) -> tuple[Ring, ...]:
    """The outlines of the intercommunalités that lie wholly in these communes, and a small round for each other commune: there are no
    outlines of communes here."""
    wanted, of, sizes = set(communes), reference.epci_of(), Counter(reference.epci_of().values())
    inside = Counter(of[code] for code in wanted if code in of)
    whole = sorted(code for code, number in inside.items() if number == sizes[code] and outline("epci", code))
    rings = [ring for code in whole for ring in outline("epci", code)]
    left = sorted(code for code in wanted if of.get(code) not in whole)
    return (*rings, *(_round(point) for code in left if (point := commune_point(code)) is not None))


def _round(point: Point, far: float = 0.022) -> Ring:
    """A circle of about 2.5 km around a point."""
    east = far / math.cos(math.radians(point[1]))
    turns = [math.tau * number / 16 for number in range(16)]
    return tuple((round(point[0] + east * math.cos(turn), 4), round(point[1] + far * math.sin(turn), 4)) for turn in turns)


def middle(rings: Sequence[Ring]) -> Point | None:
    """The centre of gravity of the largest ring."""
    best: tuple[float, float, float] | None = None
    for ring in rings:
        area = x = y = 0.0
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            cross = x0 * y1 - x1 * y0
            area += cross
            x += (x0 + x1) * cross
            y += (y0 + y1) * cross
        if area and (best is None or abs(area) > abs(best[0])):
            best = (area, x / (3 * area), y / (3 * area))
    return (best[1], best[2]) if best else None


def territory_point(kind: str, code: str) -> Point | None:
    """Where a territory is drawn as a point: a commune at its centre, a bassin at the commune that gives it its name and code, others
    in the middle of their outline. None when it is not known."""
    if kind in ("commune", "bassin"):
        return commune_point(code)
    return middle(outline(kind, code))


def plane(points: Sequence[Point]) -> Mapping[str, float]:
    """The middle latitude and longitude of `points`, and `east`, the length there of a degree of longitude in degrees of latitude."""
    if not points:
        return {"lon": 2.5, "lat": 46.6, "east": math.cos(math.radians(46.6))}
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    lat = (min(lats) + max(lats)) / 2
    return {"lon": (min(lons) + max(lons)) / 2, "lat": lat, "east": math.cos(math.radians(lat))}


@functools.cache
def _points() -> dict[str, Point]:
    lines = _bytes("communes_points.csv.gz").decode("utf-8").splitlines()[1:]
    return {code: (float(lon), float(lat)) for code, lat, lon in (line.split("\t") for line in lines)}


@functools.cache
def _outlines() -> dict[str, dict[str, tuple[Ring, ...]]]:
    found = json.loads(_bytes("outlines.json.gz"))
    return {
        kind: {code: tuple(tuple(map(tuple, ring)) for ring in rings) for code, rings in codes.items()}
        for kind, codes in found.items()
    }


def _bytes(name: str) -> bytes:
    return gzip.decompress(resources.files(__package__).joinpath(name).read_bytes())
