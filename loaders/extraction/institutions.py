"""Full names for bodies that a record leaves short: the regional and departmental councils, by the place and day of the record."""

from __future__ import annotations

from datetime import date

from ...graph import reference
from .articles import of
from .draft import Draft
from .places import Places

_FORMER_REGIONS = {
    "Alsace": "67 68", "Champagne-Ardenne": "08 10 51 52", "Lorraine": "54 55 57 88", "Aquitaine": "24 33 40 47 64", "Limousin": "19 23 87",
    "Poitou-Charentes": "16 17 79 86", "Auvergne": "03 15 43 63", "Rhône-Alpes": "01 07 26 38 42 69 73 74", "Bourgogne": "21 58 71 89",
    "Franche-Comté": "25 39 70 90", "Nord-Pas-de-Calais": "59 62", "Picardie": "02 60 80", "Languedoc-Roussillon": "11 30 34 48 66",
    "Midi-Pyrénées": "09 12 31 32 46 65 81 82", "Basse-Normandie": "14 50 61", "Haute-Normandie": "27 76", "Centre": "18 28 36 37 41 45",
}  # fmt: skip
"""Regions before the law of 16 January 2015 (in force 2016-01-01; « Centre » became « Centre-Val de Loire » on 2015-01-17)."""
_MERGER = date(2016, 1, 1)


def region_name(departement: str | None, day: date | None) -> str | None:
    """Name on `day` of the region in which the département of this code lies; the present one without a day."""
    if departement is None:
        return None
    if day and day < _MERGER:
        for name, codes in _FORMER_REGIONS.items():
            if departement in codes.split() and not (name == "Centre" and day >= date(2015, 1, 17)):
                return name
    item = reference.place("departement", departement)
    region = reference.region_of(item) if item else None
    return region.name if region else None


def complete_names(draft: Draft, day: date | None, places: Places) -> None:
    """Write the full name of a council that stands bare, as inferred; a place the record never names stays out."""
    region = region_name(places.departement, day)
    only = _only_region(draft)
    if only and (region is None or only != region):
        region = only if not places.departement else region
    departement = reference.place("departement", places.departement) if places.departement else None
    for entry in draft.organisations.values():
        if not entry.body.bare:
            continue
        if (
            entry.body.network == "Conseil régional"
            and len({t.name for t in draft.territories.values() if t.kind == "region"}) > 1
        ):
            near = _nearest_region(places, entry.spans[0].start) if entry.spans else None
            entry.inferred_name = f"Conseil régional {of(near)}" if near else None
        elif entry.body.network == "Conseil régional" and region:
            entry.inferred_name = f"Conseil régional {of(region)}"
        elif entry.body.network in ("Conseil départemental", "Conseil général") and departement:
            entry.inferred_name = f"{entry.body.network} {of(departement.name)}"
        elif entry.body.network == "Préfecture" and only and not places.departement:
            entry.inferred_name = (
                f"Préfecture de la région {of(only).removeprefix('de ')}"
                if not of(only).startswith("d'")
                else f"Préfecture de la région {of(only)}"
            )


def _nearest_region(places: Places, offset: int) -> str | None:
    """The region of the last commune named before `offset`."""
    before = [p for p in places.mentions() if p.kind == "commune" and p.code and p.span.start < offset]
    item = reference.place("commune", before[-1].code or "") if before else None
    region = reference.region_of(item) if item else None
    return region.name if region else None


def _only_region(draft: Draft) -> str | None:
    names = {t.name for t in draft.territories.values() if t.kind == "region"}
    return names.pop() if len(names) == 1 else None
