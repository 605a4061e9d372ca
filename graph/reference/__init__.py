"""Public names: territories, networks, local units, programmes, given names; where they come from is in `sources.toml`.

Every table is read when it is first asked for and kept. Names are matched by `names.name_key`: accents, case, articles and
hyphens do not matter.
"""

from __future__ import annotations

import csv
import functools
import gzip
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ..names import fold, name_key, strip_accents

KINDS = {
    "service_public_emploi": "public_employment", "mission_locale": "mission_locale", "reseau_national": "network",
    "reseau_regional": "network", "operateur_handicap": "disability_employment", "association": "association",
    "service_public": "public_service", "orientation": "guidance", "carif_oref": "carif_oref", "financeur_formation": "funder",
    "etat": "state", "instance": "instance", "prefecture": "prefecture", "service_etat": "state", "collectivite_region": "region",
    "collectivite_departement": "departement", "collectivite_commune": "municipality", "organisme_formation": "training_body",
    "consulaire": "chamber", "organisation_patronale": "employers", "insertion": "inclusion",
}  # fmt: skip
"""Kinds of body in the networks table → kinds of `record.Organisation`."""


@dataclass(frozen=True, slots=True)
class Place:
    """A territory of the official geography. `departement`, `region`, `zone` (zone d'emploi) and `epci` are the codes of what it
    lies in (None: none or several)."""

    kind: str
    code: str
    name: str
    departement: str | None = None
    region: str | None = None
    zone: str | None = None
    epci: str | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Network:
    """A network of local units, or a national body. `units`: has local units. Dates are EDTF, None unknown or still in force."""

    id: str
    name: str
    acronym: str | None
    aliases: tuple[str, ...]
    kind: str
    units: bool
    first: str | None
    last: str | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    ambiguous: bool
    perimeter: str = "local"
    """What one unit serves: "local" (a bassin, a town), "departement", "region" or "academie"."""
    renamed_from: str | None = None
    """The id of the network that this one is the new name of."""

    @property
    def short(self) -> str:
        """The form in use: the acronym where there is one."""
        return self.acronym or self.name


@dataclass(frozen=True, slots=True)
class Programme:
    id: str
    name: str
    acronym: str | None
    aliases: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A local unit of a network. `names` are all in use for it, the usual one first."""

    id: str
    network: str
    names: tuple[str, ...]
    departement: str
    commune: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """A body known by name that is no unit of a network: a regional Carif-Oref, an OPCO, a DDETS."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    departement: str | None = None
    region: str | None = None


# --- networks and programmes ----------------------------------------------------------------------------------------------


@functools.cache
def networks() -> tuple[Network, ...]:
    """Every network of the table, in its order."""
    rules = tomllib.loads(_bytes("rules.toml").decode("utf-8"))
    perimeter = {identity: kind for kind, members in rules["perimeter"].items() for identity in members}
    return tuple(
        Network(
            id=row["id"],
            name=row["nom"],
            acronym=row.get("sigle"),
            aliases=tuple(row.get("alias", ())),
            kind=KINDS.get(row["kind"], "other"),
            units=bool(row.get("unites_locales")),
            first=row.get("debut"),
            last=row.get("fin"),
            predecessors=tuple(row.get("remplace", ())),
            successors=tuple(row.get("remplace_par", ())),
            ambiguous="ambigu" in (row.get("note") or ""),
            perimeter=perimeter.get(row["id"], "local"),
            renamed_from=rules["renamed"].get(row["id"]),
        )
        for row in _networks_json()["reseaux"]
    )


@functools.cache
def programmes() -> tuple[Programme, ...]:
    """Every programme of the table, in its order."""
    return tuple(
        Programme(row["id"], row["nom"], row.get("sigle"), tuple(row.get("alias", ())), row["kind"])
        for row in _networks_json()["programmes"]
    )


def network(identity: str) -> Network | None:
    """The network with this id, or None."""
    return _networks_by_id().get(identity)


def find_network(name: str) -> Network | None:
    """The network that `name` names (name, acronym, alias; singular or plural), or None."""
    return _network_names().get(name_key(name))


def find_programme(name: str) -> Programme | None:
    """The programme that `name` names, or None."""
    return _programme_names().get(name_key(name))


def network_names() -> Mapping[str, Network]:
    """Folded key → network, for every name, acronym and alias."""
    return _network_names()


def programme_names() -> Mapping[str, Programme]:
    """Folded key → programme, for every name, acronym and alias."""
    return _programme_names()


@functools.cache
def _networks_json() -> dict[str, list[dict[str, Any]]]:
    return json.loads(_bytes("networks.json"))  # type: ignore[no-any-return]


@functools.cache
def _networks_by_id() -> dict[str, Network]:
    return {item.id: item for item in networks()}


@functools.cache
def _network_names() -> dict[str, Network]:
    return _names_of(networks())


@functools.cache
def _programme_names() -> dict[str, Programme]:
    return _names_of(programmes())


def _names_of(items: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        for name in [item.name, *item.aliases, *([item.acronym] if item.acronym else [])]:
            key = name_key(name)
            found.setdefault(key, item)
            found.setdefault(_plural(key), item)
    return found


def _plural(key: str) -> str:
    return " ".join(word if word.endswith(("s", "x")) else f"{word}s" for word in key.split())


# --- territories ----------------------------------------------------------------------------------------------------------


def place(kind: str, code: str) -> Place | None:
    """The place of this kind (commune, departement, region, zone_emploi, epci) and code, or None."""
    return _commune(code) if kind == "commune" else _wide_places()[0].get((kind, code))


def find_places(name: str, kinds: Iterable[str] | None = None) -> tuple[Place, ...]:
    """Every place called `name` (a département also by its number), widest kind first, then by population.

    Regions answer to their names before 2016 too, « Communauté de communes » and the like to the table's « CC ».
    """
    key = _COMMUNITY.sub(lambda match: _COMMUNITY_SHORT[match[1]], _saint(name_key(name)))
    wide = _wide_places()[1].get(key, ())
    if kinds is None:
        return (*wide, *_communes_called(key))
    wanted = set(kinds)
    found = tuple(item for item in wide if item.kind in wanted)
    return (*found, *_communes_called(key)) if "commune" in wanted else found


@functools.cache
def communes_of(departement: str) -> tuple[Place, ...]:
    """The communes of the département with this code, the most populous first."""
    inside = (_commune(code) for code in _commune_rows()[0] if code.startswith(departement))
    found = [item for item in inside if item is not None and item.departement == departement]
    return tuple(sorted(found, key=lambda item: (-item.population, item.code)))


def region_of(item: Place) -> Place | None:
    """The region that `item` is or lies in."""
    code = item.code if item.kind == "region" else item.region
    return place("region", code) if code else None


@functools.cache
def departements() -> tuple[Place, ...]:
    """Every département, in the order of the table."""
    return tuple(item for (kind, _), item in _wide_places()[0].items() if kind == "departement")


@functools.cache
def former_regions(code: str) -> tuple[str, ...]:
    """Names before 2016 of the regions that today's region with this code was made of; one name for a mere renaming."""
    return tuple(row["nom"] for row in _csv("regions_anciennes.csv") if row["region_2016"] == code)


@functools.cache
def only_departement(region: str) -> str | None:
    """Code of the one département of the region with this code; None when it has several."""
    inside = [item.code for item in departements() if item.region == region]
    return inside[0] if len(inside) == 1 else None


_KIND_ORDER = {"region": 0, "departement": 1, "epci": 2, "zone_emploi": 3, "commune": 4}


@functools.cache
def _commune_rows() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Code → row and key → codes of the communes. Rows are taken apart when they are asked for: there are 35,000."""
    rows: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for line in _bytes("communes.csv.gz").decode("utf-8").split("\n")[1:-1]:
        key, code, rest = line.split("\t", 2)
        rows[code] = rest
        names.setdefault(_saint(key) if "st" in key else key, []).append(code)
    return rows, names


@functools.cache
def _commune(code: str) -> Place | None:
    row = _commune_rows()[0].get(code)
    if row is None:
        return None
    name, departement, zone, epci, population = row.split("\t")
    above = _wide_places()[0].get(("departement", departement))
    return Place(
        "commune", code, name, departement or None, above.region if above else None, zone or None, epci or None,
        int(population) if population else 0,
    )  # fmt: skip


@functools.cache
def epci_of() -> dict[str, str]:
    """Commune → the intercommunalité it belongs to, of those that belong to one."""
    rows = ((code, row.split("\t")[3]) for code, row in _commune_rows()[0].items())
    return {code: epci for code, epci in rows if epci}


@functools.cache
def _communes_called(key: str) -> tuple[Place, ...]:
    found = [item for item in map(_commune, _commune_rows()[1].get(key, ())) if item is not None]
    return tuple(sorted(found, key=lambda item: (-item.population, item.code)))


@functools.cache
def _wide_places() -> tuple[dict[tuple[str, str], Place], dict[str, tuple[Place, ...]]]:
    """Régions, départements, intercommunalités and zones d'emploi by kind and code, and by name."""
    names: dict[str, list[Place]] = {}
    everything: dict[tuple[str, str], Place] = {}

    def add(item: Place, *keys: str) -> None:
        everything[(item.kind, item.code)] = item
        for key in keys:
            names.setdefault(_saint(key), []).append(item)

    former: dict[str, list[str]] = {}
    for row in _csv("regions_anciennes.csv"):
        former.setdefault(row["region_2016"], []).append(row["nom"])
    for row in _csv("regions.csv"):
        known = {name_key(name) for name in (row["nom"], *former.get(row["code"], ()))}
        add(Place("region", row["code"], row["nom"], region=row["code"]), *known)
    regions = {}
    for row in _csv("departements.csv"):
        regions[row["code"]] = row["region"]
        item = Place("departement", row["code"], row["nom"], row["code"], row["region"])
        add(item, name_key(row["nom"]), row["code"].lower())
    for kind, table in (("zone_emploi", "zones.csv"), ("epci", "epci.csv")):
        for code, name, listed in _rows(table):
            inside = listed.split()
            above = {regions.get(one) for one in inside}
            departement = inside[0] if len(inside) == 1 else None
            item = Place(kind, code, name, departement, above.pop() if len(above) == 1 else None)
            add(item, name_key(name))
    order = {key: tuple(sorted(found, key=lambda p: (_KIND_ORDER[p.kind], p.code))) for key, found in names.items()}
    return everything, order


_COMMUNITY = re.compile(r"^communaute (communes|agglomeration|urbaine)\b")
_COMMUNITY_SHORT = {"communes": "cc", "agglomeration": "ca", "urbaine": "cu"}


def _saint(key: str) -> str:
    return re.sub(r"\bste?\b", lambda match: "sainte" if match[0] == "ste" else "saint", key)


# --- local units and other bodies -------------------------------------------------------------------------------------------


_ML_PREFIX = re.compile(r"^(?:\d+ )?(?:missions? locales?|ml|milo|mloc)(?: jeunes)?\b ?")


def unit_key(name: str) -> str:
    """Key of a local unit's name: the usual ways of writing « Mission locale » are one."""
    key = name_key(name)
    return _ML_PREFIX.sub("mission locale ", key) if _ML_PREFIX.match(key) else key


def find_units(name: str) -> tuple[Unit, ...]:
    """The local units (Missions locales, agencies) that bear `name`, official or usual: « ML BLOIS » and « Mission Locale du
    Blaisois » give the same one."""
    return _units().get(_saint(unit_key(name)), ())


@functools.cache
def _units() -> dict[str, tuple[Unit, ...]]:
    found: dict[str, dict[str, Unit]] = {}

    def add(unit: Unit, *names: str) -> None:
        for name in names:
            found.setdefault(_saint(unit_key(name)), {})[unit.id] = unit

    in_use = tomllib.loads(_bytes("rules.toml").decode("utf-8"))["units"]
    for row in _csv("missions_locales.csv"):
        usual = re.sub(r"^\d{2,3}[AB]?\s*-\s*", "", row["nom_usuel"]).strip()
        official = row["nom_officiel"].strip()
        unit = Unit(f"ml:{row['id_structure']}", "mission-locale", (usual, official), row["departement"], None)
        add(unit, usual, official, *in_use.get(unit.id, ()))
    for row in _csv("agences_communes.csv"):
        town = row["nom"].title()
        unit = Unit(
            f"pe:{row['departement']}:{fold(row['nom'])}",
            "pole-emploi",
            (f"Pôle emploi {town}", f"France Travail {town}"),
            row["departement"],
            row["commune"] or None,
        )
        add(unit, *unit.names)
    return {key: tuple(units.values()) for key, units in found.items()}


def find_body(name: str) -> Body | None:
    """The body known by `name` (Carif-Oref, OPCO, DDETS, Transitions Pro, académie), or None."""
    return _bodies().get(name_key(name))


@functools.cache
def _bodies() -> dict[str, Body]:
    found: dict[str, Body] = {}

    def add(body: Body) -> None:
        for name in (body.name, *body.aliases):
            found.setdefault(name_key(name), body)

    names = {row["code"]: row["nom"] for row in _csv("departements.csv")}
    for row in _csv("carif_oref.csv"):
        others = tuple(filter(None, (name.strip() for name in re.split(r"[;|,]", row["autres_noms"]))))
        add(Body(f"carif:{row['region']}", row["nom"], others, "carif_oref", region=row["region"]))
    for row in _csv("opco.csv"):
        add(Body(f"opco:{fold(row['nom'])}", row["nom"], (), "funder"))
    for row in _csv("transitions_pro.csv"):
        add(Body(f"tpro:{row['region']}", row["nom"], (), "funder", region=row["region"]))
    for row in _csv("ddets.csv"):
        where = names.get(row["departement"], "")
        aliases = (*(f"{sigle} {part}" for sigle in ("DDETS", "DDETSPP") for part in (row["departement"], where)), row["nom"])
        add(Body(f"ddets:{row['departement']}", f"{row['sigle']} {where}", aliases, "state", row["departement"]))
    for row in _csv("academies.csv"):
        name = row["academie_nom"]
        add(Body(f"academie:{row['academie']}", f"Académie de {name}", (f"Rectorat de {name}",), "state", region=row["region"]))
    return found


@functools.cache
def academies() -> dict[str, str]:
    """Code of a département → code of its académie."""
    return {row["departement"]: row["academie"] for row in _csv("academies.csv")}


# --- given names --------------------------------------------------------------------------------------------------------------


def given_name_rank(word: str) -> int | None:
    """Rank of a given name by births in France, 0 the most frequent; None when `word` is none. Parts of a compound name count
    for the whole (« Marie-Ange »)."""
    ranks = _given_names()
    key = strip_accents(word).casefold()
    if key in ranks:
        return ranks[key]
    parts = re.split(r"[-\s]", key)
    if len(parts) > 1 and all(part in ranks for part in parts):
        return max(ranks[part] for part in parts)
    return None


@functools.cache
def _given_names() -> dict[str, int]:
    found: dict[str, int] = {}
    for rank, (name, *_) in enumerate(_rows("given_names.csv.gz")):
        found.setdefault(strip_accents(name).casefold(), rank)
    return found


# --- files ----------------------------------------------------------------------------------------------------------------------


def _bytes(name: str) -> bytes:
    data = resources.files(__package__).joinpath(name).read_bytes()
    return gzip.decompress(data) if name.endswith(".gz") else data


def _csv(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(_bytes(name).decode("utf-8")))


def _rows(name: str) -> Iterator[list[str]]:
    """Rows of a table that `prepare` wrote: tab between cells, no quoting."""
    lines = _bytes(name).decode("utf-8").split("\n")
    return (line.split("\t") for line in lines[1:] if line)
