"""What joined two mentions, step by step, and what a rule says of two that it does not join: sentences in both languages."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import reference
from . import events, organisations, people
from .clusters import BUNDLE, Clustering
from .model import Mention

Text = tuple[str, str]
"""A sentence in English and in French."""

REFUSALS: dict[str, Text] = {
    "decided different": ("a decision keeps them apart", "une décision les garde séparés"),
    "two in one record": ("one record names both side by side", "un même document nomme les deux côte à côte"),
    "different identifiers": (
        "their sources give them different identifiers",
        "leurs sources leur donnent des identifiants différents",
    ),
    "nothing in common": ("what is known of them has nothing in common", "ce qu'on sait d'eux n'a rien en commun"),
}
"""Reasons of `Refused` in words."""


@dataclass(slots=True)
class Trace:
    """What `resolve` leaves of its work: the clusterings by the first letter of their ids, and the profiles that were compared."""

    clusterings: dict[str, Clustering] = field(default_factory=dict)
    bodies: Mapping[Mention, organisations.Profile] = field(default_factory=dict)
    people: Mapping[Mention, people.Profile] = field(default_factory=dict)
    events: Mapping[Mention, events.Profile] = field(default_factory=dict)

    def path(self, prefix: str, a: Mention, b: Mention) -> list[tuple[Mention, Mention, float]]:
        """The edges, with their ranks, that lead from `a` to `b` of one node; empty where the stratum keeps no trace."""
        clustering = self.clusterings.get(prefix)
        if clustering is None or a == b:
            return []
        beside: dict[Mention, list[tuple[Mention, float]]] = defaultdict(list)
        for one, two, rank in clustering.taken:
            beside[one].append((two, rank))
            beside[two].append((one, rank))
        came: dict[Mention, tuple[Mention, float]] = {}
        waiting = deque([a])
        while waiting:
            here = waiting.popleft()
            if here == b:
                break
            for other, rank in beside[here]:
                if other != a and other not in came:
                    came[other] = (here, rank)
                    waiting.append(other)
        steps = []
        while b != a and b in came:
            before, rank = came[b]
            steps.append((before, b, rank))
            b = before
        return steps[::-1]

    def reason(self, prefix: str, a: Mention, b: Mention, rank: float) -> Text:
        """What rule joined `a` and `b` at `rank`."""
        keys = self.clusterings[prefix].keys
        shared = [key for (found, key), members in keys.items() if found == rank and a in members and b in members]
        if shared:
            return _key(prefix, rank, min(shared, key=str))
        if prefix == "o" and rank == BUNDLE:
            profile = self.bodies[a]
            rank, found_key = min(organisations.keys_of(profile), key=lambda key: (key[0], str(key[1])))
            return _key(prefix, rank, found_key)
        if prefix == "p":
            if rank == 6:
                return "an initial that fits, and nobody else of the body that it fits", (
                    "une initiale qui convient, et à personne d'autre de la structure"
                )
            said = people.verdict(self.people[a], self.people[b])
        elif prefix == "e":
            said = events.verdict(self.events[a], self.events[b])
        else:
            said = None
        if said is not None:
            return _lower(said[1]), _lower(said[2])
        return "names a slip of the keyboard apart, same département", "noms à une faute de frappe près, même département"

    def apart(self, prefix: str, a: Mention, b: Mention) -> Text:
        """What a rule sees in two mentions that it neither joins nor asks about."""
        if prefix == "p":
            return self._people_apart(a, b)
        if prefix == "e":
            return self._events_apart(a, b)
        if prefix == "o":
            one, two = self.bodies[a], self.bodies[b]
            if one.network and one.network == two.network:
                if one.level != two.level and "network" in (one.level, two.level):
                    return "one is the network as a whole, the other one of its units", (
                        "l'une est le réseau entier, l'autre une de ses unités"
                    )
                if one.place and two.place:
                    return "same network, but units of two places", "même réseau, mais unités de deux lieux"
                return ("same network, but at least one record does not say of what place",
                        "même réseau, mais un document au moins ne dit pas de quel lieu")  # fmt: skip
            if one.network != two.network and (one.network or two.network):
                return "different networks", "réseaux différents"
            if one.names & two.names:
                return (
                    "same name, but in two places that are not known to be one",
                    "même nom, mais dans deux lieux distincts ou inconnus",
                )
        return (
            "different names, and no table that knows them for one",
            "noms différents, et aucune table ne les donne pour un seul",
        )

    def _people_apart(self, a: Mention, b: Mention) -> Text:
        one, two = self.people.get(a), self.people.get(b)
        if one is None or two is None:
            return "a name that is not full stays in its record", "un nom incomplet reste dans son document"
        if one.key == two.key:
            return "same name, but in different regions and for no common body", (
                "même nom, mais dans des régions différentes et sans structure commune"
            )
        return "different names", "noms différents"

    def _events_apart(self, a: Mention, b: Mention) -> Text:
        one, two = self.events.get(a), self.events.get(b)
        if one is None or two is None:
            return "a meeting without a day is never joined by a rule", "une réunion sans date n'est jamais réunie par une règle"
        if one.day != two.day:
            return "different days", "jours différents"
        if one.committees and two.committees and not one.committees & two.committees:
            return "same day, but two committees", "même jour, mais deux instances"
        if one.time and two.time and one.time != two.time:
            return "same day, but two hours", "même jour, mais deux heures"
        return "same day, but neither place nor people in common", "même jour, mais ni lieu ni participants communs"


def _key(prefix: str, rank: float, key: object) -> Text:
    parts = key if isinstance(key, tuple) else (key,)
    if rank == 0:
        return f"same identifier ({parts[0]} {parts[1]})", f"même identifiant ({parts[0]} {parts[1]})"
    if prefix == "o":
        return _body_key(rank, parts)
    if prefix == "t":
        if parts[0] == "bassin":
            return "same name of a bassin", "même nom de bassin"
        if len(parts) == 2:
            found = reference.place(str(parts[0]), str(parts[1]))
            name = found.name if found else str(parts[1])
            return f"both are {name} in the official tables", f"les deux sont {name} dans les tables officielles"
        return "same name in the same département or region", "même nom dans le même département ou la même région"
    return "same name", "même nom"


def _body_key(rank: float, parts: tuple[object, ...]) -> Text:
    if rank == 1 and parts[0] == "unit":
        return "the tables know both names for one unit", "les tables donnent les deux noms pour une même unité"
    if rank == 1 and parts[0] == "body":
        return "the tables know both names for one body", "les tables donnent les deux noms pour une même structure"
    if rank == 2 and parts[0] == "unit":
        return "the only unit of this network in this place", "la seule unité de ce réseau à cet endroit"
    if rank == 2 and parts[0] in ("national", "network"):
        network = reference.network(str(parts[1]))
        name = network.name if network else str(parts[1])
        return f"both mean {name} as a whole", f"les deux désignent {name} dans son ensemble"
    if rank == 2:
        network = reference.network(str(parts[0]))
        name = network.name if network else str(parts[0])
        return f"same network ({name}), same place", f"même réseau ({name}), même lieu"
    if rank == 3:
        return "same name in the same département or region", "même nom dans le même département ou la même région"
    return "same long name, and nothing known against it", "même nom long, et rien de connu ne s'y oppose"


def _lower(text: str) -> str:
    text = text.rstrip(".")
    return text[:1].lower() + text[1:]
