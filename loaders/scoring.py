"""Scores of predicted records against annotated ones, both in gold/1: the rules of the corpus's own scorer.

Nodes are matched one to one by folded name, then by any other form of the annotated one; events by date and words of the title; a
link is right when both its ends are matched. Optional annotations are neither misses nor false alarms.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]
NODES = ("organisations", "people", "territories", "programmes", "events")
PRESENCES = ("present", "excused", "absent", "unknown")
_ANNOUNCED = ("planned", "cancelled", "postponed")
_STOP = re.compile(r"\b(?:l|d|de|du|des|la|le|les|l'|d')\b")


@dataclass
class Count:
    """How many annotations of one kind were found; what was predicted in vain and what was missed, by label."""

    right: int = 0
    alarms: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.alarms)) if self.right + len(self.alarms) else float(not self.misses)

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.misses)) if self.right + len(self.misses) else 1.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, other: Count) -> None:
        self.right += other.right
        self.alarms += other.alarms
        self.misses += other.misses


def fold(text: str | None) -> str:
    """The scorer's folding: no accents, lower case, articles dropped, letters and digits kept."""
    plain = (text or "").replace("œ", "oe").replace("Œ", "oe").replace("’", "'")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", " ", _STOP.sub(" ", plain)).strip()


def score(gold: Json, predicted: Json) -> dict[str, Count]:
    """Counts by kind: node groups, "- " and the name of a link, "actions", "attendance" and its parts, "event status"."""
    result: dict[str, Count] = {}
    same: dict[str, str] = {}
    events: list[tuple[Json, Json]] = []
    for group in NODES:
        want, have = gold[group], predicted.get(group, [])
        matched = _match_events(want, have) if group == "events" else _match_names(want, have, group == "people")
        hit = set(matched.values())
        result[group] = Count(
            sum(not want[j].get("optional") for j in hit),
            [_label(n) for i, n in enumerate(have) if i not in matched and n.get("kind") != "theme"],
            [_label(n) for j, n in enumerate(want) if j not in hit and not n.get("optional")],
        )
        same.update({have[i]["id"]: want[j]["id"] for i, j in matched.items()})
        if group == "events":
            events = [(want[j], have[i]) for i, j in matched.items()]
            result["event dates"] = _dates(events)
    free = {node["id"] for group in NODES for node in gold[group] if node.get("optional")}
    for name, wanted in gold["edges"].items():
        result[f"- {name}"] = _links(wanted, predicted.get("edges", {}).get(name, []), same, free)
    result["- next_event"] = _links(gold["next_event"], predicted.get("next_event", []), same, free)
    result["- partners"] = _partners(gold["partners"], predicted.get("partners", []), same, free)
    result["actions"] = _actions(gold["actions"], predicted.get("actions", []))
    result.update(_attendance(gold, predicted, same, free))
    right = [g for g, p in events if p.get("status") in (g["status"], *g.get("status_accept", []))]
    result["event status"] = Count(len(right), [], [g["title"] for g, _ in events if g not in right])
    return result


def totals(counts: Mapping[str, Count]) -> tuple[Count, Count]:
    """All nodes together, all links together (micro-average)."""
    nodes, links = Count(), Count()
    for kind, count in counts.items():
        if kind in NODES:
            nodes.add(count)
        elif kind.startswith("- "):
            links.add(count)
    return nodes, links


# --- nodes ---------------------------------------------------------------------------------------------------------------------


def _label(node: Json) -> str:
    return str(node.get("name") or node.get("title"))


def _forms(node: Json) -> list[str]:
    return [fold(f) for f in (node.get("name"), node.get("long"), *node.get("accept", []), *node.get("surface", [])) if f]


def _match_names(gold: Sequence[Json], predicted: Sequence[Json], any_order: bool) -> dict[int, int]:
    matched: dict[int, int] = {}
    taken: set[int] = set()
    tests: list[Callable[[str, Json], bool]] = [lambda p, g: p == fold(g["name"]), lambda p, g: p in _forms(g)]
    if any_order:
        tests.append(lambda p, g: any(sorted(p.split()) == sorted(f.split()) for f in _forms(g)))
    for test in tests:
        for i, node in enumerate(predicted):
            if i in matched:
                continue
            hit = next((j for j, other in enumerate(gold) if j not in taken and test(fold(node["name"]), other)), None)
            if hit is not None:
                matched[i] = hit
                taken.add(hit)
    return matched


def date_fits(gold: str | None, predicted: str | None, inferred: Iterable[str] = ()) -> bool:
    """Is the predicted date the annotated one, as precise at least? Parts written X fit anything; an inferred year may be left out."""
    if not gold or not predicted:
        return False
    want, have = gold.replace("X", "").split("-"), predicted.split("-")
    for k, part in enumerate(want):
        if not part or (k == 0 and "year" in (inferred or ()) and len(want) > 1 and have[0] in ("", "XXXX")):
            continue
        if k >= len(have) or have[k] != part:
            return False
    return True


def _overlap(a: str | None, b: str | None) -> float:
    one, other = set(fold(a).split()), set(fold(b).split())
    return len(one & other) / max(1, len(one | other))


def _match_events(gold: Sequence[Json], predicted: Sequence[Json]) -> dict[int, int]:
    pairs = []
    for (i, p), (j, g) in itertools.product(enumerate(predicted), enumerate(gold)):
        title = p.get("title") or p.get("name") or ""
        alike = max(_overlap(title, g["title"]), _overlap(title, g.get("title_text")))
        fits = date_fits(g.get("date"), p.get("date"), g.get("date_inferred", ()))
        clash = bool(g.get("date")) and bool(p.get("date")) and not fits
        both_main = bool(g.get("main") and p.get("main"))
        announced = g.get("status") in _ANNOUNCED and p.get("status") in _ANNOUNCED
        if (fits and (alike >= 0.1 or announced)) or (not clash and (alike >= 0.4 or both_main)):
            pairs.append((alike + fits + 0.5 * both_main - clash, i, j))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs, reverse=True):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


def _dates(events: Sequence[tuple[Json, Json]]) -> Count:
    dated = [(g, p) for g, p in events if g.get("date") and not g.get("optional")]
    good = [g for g, p in dated if date_fits(g["date"], p.get("date"), g.get("date_inferred", ()))]
    return Count(len(good), [], [g["title"] for g, _ in dated if g not in good])


# --- links ---------------------------------------------------------------------------------------------------------------------


def _links(want: Sequence[Json], have: Sequence[Json], same: Mapping[str, str], free: set[str]) -> Count:
    wanted = {(e["from"], e["to"]): bool(e.get("optional")) for e in want}
    found = {(same.get(e["from"]), same.get(e["to"])): e for e in have}
    return Count(
        sum(key in found and not optional for key, optional in wanted.items()),
        [f"{e['from']} -> {e['to']}" for key, e in found.items() if key not in wanted and not free & set(key)],
        [f"{a} -> {b}" for (a, b), optional in wanted.items() if not optional and (a, b) not in found],
    )


def _pairs(groups: Sequence[Json], rename: Callable[[str], str]) -> dict[tuple[str, ...], bool]:
    pairs: dict[tuple[str, ...], bool] = {}
    for group in groups:
        for a, b in itertools.combinations([rename(m) for m in group["members"]], 2):
            key = tuple(sorted((a, b)))
            pairs[key] = pairs.get(key, True) and bool(group.get("optional"))
    return pairs


def _partners(want: Sequence[Json], have: Sequence[Json], same: Mapping[str, str], free: set[str]) -> Count:
    wanted = _pairs(want, str)
    found = _pairs(have, lambda ref: same.get(ref, f"?{ref}"))
    return Count(
        sum(key in wanted and not wanted[key] for key in found),
        [" + ".join(key) for key in found if key not in wanted and not free & set(key)],
        [" + ".join(key) for key, optional in wanted.items() if not optional and key not in found],
    )


def _actions(want: Sequence[Json], have: Sequence[Json]) -> Count:
    taken: set[int] = set()
    alarms = []
    for action in have:
        said = fold(action.get("evidence"))
        hit = next(
            (
                j
                for j, g in enumerate(want)
                if j not in taken and said and (fold(g["evidence"])[:60] in said or said[:60] in fold(g["evidence"]))
            ),
            None,
        )
        if hit is None:
            alarms.append(said[:60])
        else:
            taken.add(hit)
    return Count(
        sum(not want[j].get("optional") for j in taken),
        alarms,
        [g["what"][:60] for j, g in enumerate(want) if j not in taken and not g.get("optional")],
    )


# --- attendance ------------------------------------------------------------------------------------------------------------------


def _rows(record: Json) -> list[Json]:
    if "attendance" in record:
        return list(record["attendance"])
    status = {e["id"]: e.get("status") for e in record.get("events", [])}
    bodies = defaultdict(list)
    for edge in record.get("edges", {}).get("represented", []):
        bodies[edge["from"]].append(edge["to"])
    there = [
        (e["from"], e["to"], "present" if status.get(e["to"], "held") == "held" else "unknown")
        for e in record.get("edges", {}).get("participated", [])
    ]
    away = [
        (a["who"], a["event"], {"absent": "absent", "invited": "unknown"}.get(a["status"], "excused"))
        for a in record.get("absences", [])
    ]
    return [
        {"who": who, "event": event, "presence": presence, "on_behalf_of": bodies[who]} for who, event, presence in there + away
    ]


def _facts(row: Json, ref: Callable[[str], str]) -> dict[str, list[tuple[Any, ...]]]:
    at = (ref(row["who"]), ref(row["event"]))
    other = row.get("stands_in_for")
    return {
        "attendance": [(*at, row.get("presence"))],
        "att. invited": [(*at, row["invited"])] if row.get("invited") is not None else [],
        "att. stands_in_for": [(*at, ref(other["who"]), other["kind"])] if other else [],
        "att. on_behalf_of": [(*at, ref(body)) for body in row.get("on_behalf_of") or []],
    }


def _attendance(gold: Json, predicted: Json, same: Mapping[str, str], free: set[str]) -> dict[str, Count]:
    want: dict[str, dict[tuple[Any, ...], bool]] = defaultdict(dict)
    have: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    took = gold["edges"]["took_part"]
    implied = {
        (e["from"], e["to"], "present") for e in took if not e.get("optional") and e.get("role") not in ("invite", "represente")
    }
    for row in _rows(gold):
        implied.update((body, row["event"], row["presence"]) for body in row.get("on_behalf_of", []))
        for kind, facts in _facts(row, str).items():
            for fact in facts:
                optional = bool(row.get("optional") or free & set(fact))
                want[kind][fact] = want[kind].get(fact, True) and optional
        for edge in gold["edges"]["represented"]:
            if edge.get("optional") and edge["from"] == row["who"]:
                want["att. on_behalf_of"].setdefault((row["who"], row["event"], edge["to"]), True)
    for row in _rows(predicted):
        for kind, facts in _facts(row, lambda ref: same.get(ref, f"?{ref}")).items():
            if "attendance" in gold or kind in ("attendance", "att. on_behalf_of"):
                have[kind].update(facts)
    stated = {fact[:2] for fact in want["attendance"]}
    loose = {fact[:2] for fact, optional in want["attendance"].items() if optional}
    have["attendance"] -= {fact for fact in implied if fact[:2] not in stated}
    for value in PRESENCES:
        want[f"att. {value}"] = {f: o for f, o in want["attendance"].items() if f[2] == value}
        have[f"att. {value}"] = {f for f in have["attendance"] if f[2] == value}
    kinds = ("attendance", *(f"att. {value}" for value in PRESENCES), "att. invited", "att. stands_in_for", "att. on_behalf_of")
    return {
        kind: Count(
            sum(f in have[kind] and not optional for f, optional in want[kind].items()),
            sorted(_words(f) for f in have[kind] - set(want[kind]) if not free & set(f) and f[:2] not in loose),
            [_words(f) for f, optional in want[kind].items() if not optional and f not in have[kind]],
        )
        for kind in kinds
    }


def _words(fact: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in fact)
