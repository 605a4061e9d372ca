"""Where territories lie: a point for each commune, outlines of départements, zones d'emploi and régions; sources in `sources.toml`.

Coordinates are WGS 84 degrees, longitude first. Outlines are simplified for a page (about 1 km) and good for nothing but pictures.
"""

from __future__ import annotations

import functools
import gzip
import json
import math
from collections.abc import Mapping, Sequence
from importlib import resources

Point = tuple[float, float]
Ring = tuple[Point, ...]

OUTLINED = ("departement", "zone_emploi", "region")
"""Kinds of territory with outlines."""
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
