"""A small memory of what the graph held before it last changed, so that « what changed since the last load » has an answer.

The graph is a function of the project's files, and those do not say when they came. Each publication therefore leaves, in the cache, which
records it showed, how bodies were called and which actions were open; the one before it is kept too. It is a help, no truth: without it
(another machine, a cleared cache) the question is answered from a date on.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from .followup import Told, reports
from .model import Changes, Graph
from .project import Project, write_text

VERSION = 1


@dataclass(frozen=True, slots=True)
class State:
    """What one publication showed. `when` is the moment of it (ISO 8601, UTC); `bodies` and `actions` by node id: names, and whether
    the action is done."""

    digest: str
    when: str
    records: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, bool] = field(default_factory=dict)


def state_of(graph: Graph, digest: str, now: datetime | None = None) -> State:
    """What is worth remembering of `graph`."""
    done = _done(graph)
    records, bodies, actions = {}, {}, {}
    for node in graph.nodes.values():
        label = node.labels[-1]
        if label == "Record":
            records[node.id] = node.name
        elif label == "Organisation":
            bodies[node.id] = node.name
        elif label == "Action":
            actions[node.id] = node.id in done or node.properties.get("status") == "done"
    moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    return State(digest, moment, records, bodies, actions)


def _done(graph: Graph) -> set[str]:
    """The actions that a later meeting reports as done."""
    who: dict[str, set[str]] = defaultdict(set)
    decided: dict[str, str] = {}
    for link in graph.relationships.values():
        if link.type == "COMMITTED_TO":
            who[link.end].add(link.start)
        elif link.type == "DECIDED_AT":
            decided[link.start] = min(link.end, decided.get(link.start, link.end))
    told = []
    for action, event in decided.items():
        day, node = graph.nodes[event].properties.get("latest"), graph.nodes[action]
        if isinstance(day, date):
            told.append(Told(action, event, frozenset(who[action]), node.name, str(node.properties.get("status")), event, day))
    return {earlier.action for earlier, later in reports(told) if later.status == "done"}


def note(project: Project, graph: Graph, digest: str) -> None:
    """Remember `graph` as the current state, and what was current as the former one. A cache that cannot be written costs the memory."""
    current = _read(project).get("current")
    if current is None or current.digest != digest:
        _keep(project, state_of(graph, digest), current)


def follow(project: Project, changes: Changes, digest: str) -> None:
    """The same after a change that did not make the whole graph again: the state moves by `changes`. An action counts as done by its own
    status then, or as it did before."""
    current = _read(project).get("current")
    if current is None or current.digest == digest:
        return
    records, bodies, actions = dict(current.records), dict(current.bodies), dict(current.actions)
    for gone in changes.gone_nodes:
        for held in (records, bodies, actions):
            held.pop(gone, None)
    for node in changes.nodes:
        label = node.labels[-1]
        if label == "Record":
            records[node.id] = node.name
        elif label == "Organisation":
            bodies[node.id] = node.name
        elif label == "Action":
            actions[node.id] = actions.get(node.id, False) or node.properties.get("status") == "done"
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    _keep(project, State(digest, moment, records, bodies, actions), current)


def _keep(project: Project, state: State, before: State | None) -> None:
    states = {"current": asdict(state)}
    if before is not None:
        states["former"] = asdict(before)
    with contextlib.suppress(OSError):
        _path(project).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_text(_path(project), json.dumps({"version": VERSION, **states}, ensure_ascii=False))


def former(project: Project) -> State | None:
    """The state before the graph last changed; None when it is not known."""
    return _read(project).get("former")


def _read(project: Project) -> dict[str, State]:
    try:
        told = json.loads(_path(project).read_text("utf-8"))
        if told.get("version") != VERSION:
            return {}
        return {name: State(**told[name]) for name in ("former", "current") if name in told}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _path(project: Project) -> Path:
    return project.cache / "memory.json"
