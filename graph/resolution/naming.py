"""What the gazetteers say of a body's name: its network, the place that makes it a unit, the known body it is."""

from __future__ import annotations

import functools
import re

from .. import reference
from ..names import name_key
from ..record import Organisation
from .spelling import one_slip
from .territories import Home, located, place_key

_SHORT_FOR = {
    "cc": "communaute communes", "ca": "communaute agglomeration", "cu": "communaute urbaine", "asso": "association",
    "assoc": "association", "lp": "lycee professionnel", "clg": "college", "ch": "centre hospitalier", "st": "saint", "ste": "sainte",
    "univ": "universite",
}  # fmt: skip
_LEADING = re.compile(r"^association (?=\w+ \w+)")
_OFFICE = re.compile(
    r"^(?:agence|antenne|site|delegation|direction|bureau|unite) (?:(?:locale?|departementale?|territoriale?|regionale?) )?(?=\w)"
)
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_NUMBERED = re.compile(r"^([a-z]{2,5})(\d[\dab]\d?)\b")
_PLACE_WORDS = re.compile(r"^(?:departement|region|academie|ville|bassin|pays|agence|antenne|site|secteur|delegation)\b ?")


def body_key(name: str) -> str:
    """Key of a body's name: usual short forms written out, « association » in front left out."""
    words = name_key(_undotted(name)).split()
    if len(words) > 1:
        words = [
            _SHORT_FOR.get(word, word) if number == 0 or word in ("st", "ste") else word for number, word in enumerate(words)
        ]
    return _LEADING.sub("", " ".join(words))


def _undotted(name: str) -> str:
    """« C.I.O. de Blois » without the points of the acronym."""
    return _DOTTED.sub(lambda match: match[0].replace(".", ""), name)


@functools.lru_cache(maxsize=50_000)
def _network_and_rest(name: str, stated: str | None) -> tuple[str | None, str]:
    named = reference.find_network(stated) if stated else None
    key = _NUMBERED.sub(r"\1 \2", name_key(_undotted(name)))
    for unit_key in dict.fromkeys((reference.unit_key(key), key, _OFFICE.sub("", key))):
        words = unit_key.split()
        for size in range(len(words), 0, -1):
            head = " ".join(words[:size])
            found = reference.find_network(head) or _misspelt_network(head)
            if found is not None and found.units and (named is None or renamed(found.id) == renamed(named.id)):
                return renamed(found.id), " ".join(words[size:])
    if named is not None and named.units:
        shortened = set(key.split()) <= set(name_key(named.name).split())  # « chambre de métiers » for « … et de l'artisanat »
        return renamed(named.id), "" if shortened else key
    return None, ""


def network_of(item: Organisation) -> tuple[str | None, str]:
    """The network (renamings followed) that a body is a unit of, and what its name adds to the network's: « ML BLOIS » gives
    ("mission-locale", "blois"), « Mission Locale » ("mission-locale", "")."""
    return _network_and_rest(item.name, item.network)


def _misspelt_network(head: str) -> reference.Network | None:
    if len(head) < 9:
        return None
    found = {network.id: network for key, network in reference.network_names().items() if len(key) >= 9 and one_slip(head, key)}
    return next(iter(found.values())) if len(found) == 1 else None


@functools.lru_cache(maxsize=10_000)
def _misspelt_departement(name: str) -> tuple[reference.Place, ...]:
    if len(name) < 6 or reference.find_places(name):
        return ()
    found = [place for place in reference.departements() if one_slip(name_key(place.name), name)]
    return tuple(found) if len(found) == 1 else ()


@functools.cache
def renamed(network: str) -> str:
    """The id of a network's first name: a pure renaming is the same body."""
    found = reference.network(network)
    return renamed(found.renamed_from) if found is not None and found.renamed_from else network


@functools.cache
def related_networks(network: str) -> tuple[str, ...]:
    """The networks (first names) that succeed this one or that it succeeds."""
    same = [found for found in reference.networks() if renamed(found.id) == network]
    others = {renamed(other) for found in same for other in (*found.predecessors, *found.successors)}
    return tuple(sorted(others - {network}))


def place_of_unit(network: str, rest: str, where: str | None, home: Home) -> str | None:
    """The key of the place that makes a unit of `network`: from what its name adds (`rest`), else from the record's perimeter.

    `where` is the place key of that perimeter, `home` its département and region. None when neither says it. A network with one unit
    a département (région, académie) takes the one in which the place lies.
    """
    found = reference.network(network)
    perimeter = found.perimeter if found is not None else "local"
    rest = _PLACE_WORDS.sub("", rest) or rest
    if perimeter == "region":
        if not rest:
            return f"region {home[1]}" if home[1] else None
        return _region(rest) or located(rest, home)
    if rest:
        places = reference.find_places(rest, ["departement"]) or _misspelt_departement(rest)
        if places:
            home = (places[0].code, places[0].region)
        elif perimeter == "departement" and (wider := _region(rest)):
            return wider  # « Direccte Centre-Val de Loire »: the directorate, not one of its units
        elif perimeter != "local":
            home = _home_of_town(rest, home) or (None, None)
        if not places and (perimeter == "local" or not home[0]):
            return located(place_key(rest), home)
        return _wide(perimeter, home)
    if perimeter != "local":
        return _wide(perimeter, home) if home[0] else None
    return where


def _region(name: str) -> str | None:
    """The place key of the région that `name` means; with the name where it is one of those that were merged into today's."""
    places = reference.find_places(name, ["region"])
    if not places:
        return None
    merged = len(reference.former_regions(places[0].code)) > 1 and name_key(places[0].name) != name
    return f"region {places[0].code}" + (f" {name}" if merged else "")


def _wide(perimeter: str, home: Home) -> str:
    code = reference.academies().get(home[0] or "") if perimeter == "academie" else None
    return f"academie {code}" if code else f"departement {home[0]}"


def _home_of_town(name: str, home: Home) -> Home | None:
    places = reference.find_places(name, ["commune"])
    near = [place for place in places if place.departement == home[0]] or ([places[0]] if len(places) == 1 else [])
    return (near[0].departement, near[0].region) if near else None


def gazetteer_keys(names: frozenset[str], network: str | None, place: str | None, bare: bool) -> list[tuple[int, object]]:
    """Keys of the units and bodies of the tables that bear one of `names`, or that a bare network name at `place` means."""
    keys: list[tuple[int, object]] = []
    for name in sorted(names):
        units = reference.find_units(name)
        if len(units) == 1:
            keys.append((1, ("unit", units[0].id)))
        body = reference.find_body(name)
        if body is not None:
            keys.append((1, ("body", body.id)))
        national = reference.find_network(name)
        if national is not None and not national.units:
            keys.append((2, ("national", renamed(national.id))))
    if bare and place and network in ("mission-locale", "pole-emploi"):
        head = "mission locale" if network == "mission-locale" else "pole emploi"
        units = reference.find_units(f"{head} {place}")
        if len(units) == 1:
            keys.append((2, ("unit", units[0].id)))
    return keys
