"""Small records written by tests: who was where, in a line."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from maillage.graph.names import fold
from maillage.graph.record import Record, record_id


def meeting(
    day: str | None,
    present: Iterable[str] = (),
    *,
    bassin: str | Iterable[str] = "Vexin",
    title: str = "Réunion",
    excused: Iterable[str] = (),
    absent: Iterable[str] = (),
    bodies: Iterable[str] = (),
    status: str = "held",
    kind: str = "meeting",
    listed: str | None = None,
    source: str | None = None,
    level: Mapping[str, str] | None = None,
    **event: Any,
) -> Record:
    """Minutes of one meeting. People are written « Aline Morel (Cap emploi) », bodies without a name under `bodies`."""
    people: dict[str, dict[str, Any]] = {}
    organisations: dict[str, dict[str, Any]] = {}
    rows: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    lines = [f"{title} {day} {source or ''}"]

    def evidence(line: str) -> dict[str, Any]:
        start = len("\n".join(lines)) + 1
        lines.append(line)
        return {"spans": [[start, start + len(line)]], "quote": line, "rule": "test"}

    def body(name: str) -> str:
        ref = f"o-{fold(name)}"
        organisations.setdefault(
            ref, {"id": ref, "name": name, "level": (level or {}).get(name, "unit"), "network": _network(name)}
        )
        return ref

    for presence, listed_people in (("present", present), ("excused", excused), ("absent", absent)):
        for text in listed_people:
            name, _, rest = text.partition(" (")
            refs = [body(part) for part in rest.rstrip(")").split(", ")] if rest else []
            ref = f"p-{fold(name)}"
            proof = evidence(f"{presence} : {text}")
            people.setdefault(ref, {"id": ref, "name": name, "incomplete": " " not in name, "evidence": proof})
            rows.append({"who": ref, "event": "e", "presence": presence, "on_behalf_of": refs, "evidence": proof})
            links += [{"type": "represented", "start": ref, "end": one, "evidence": proof} for one in refs]
    for text in bodies:
        presence, name = ("excused", text[1:]) if text.startswith("-") else ("present", text)
        rows.append({"who": body(name), "event": "e", "presence": presence, "evidence": evidence(f"{presence} : {name}")})
    names = [bassin] if isinstance(bassin, str) else list(bassin)
    territories = [{"id": f"t-{fold(name)}", "name": f"Bassin de {name}", "kind": "bassin"} for name in names if name]
    links += [{"type": "concerns", "start": "e", "end": item["id"]} for item in territories]
    text = "\n".join(lines)
    return Record.model_validate(
        {
            "format": "record/1",
            "id": record_id(text),
            "source": {"path": source or f"cr-{fold(title)}-{day}.txt"},
            "kind": "minutes",
            "text": text,
            "events": [
                {"id": "e", "title": title, "kind": kind, "date": day, "status": status, "main": True,
                 "listed": listed or ("complete" if rows and status == "held" else "none"), **event}
            ],
            "organisations": list(organisations.values()),
            "people": list(people.values()),
            "territories": territories,
            "attendance": rows,
            "links": links,
        }
    )  # fmt: skip


def _network(name: str) -> str | None:
    for network in ("Cap emploi", "CIO", "Mission Locale", "Pôle emploi", "France Travail"):
        if fold(name).startswith(fold(network)):
            return network
    return None


def orders(records: list[Record], limit: int = 24) -> Iterable[list[Record]]:
    """Some orders of `records`, the given one first."""
    return (list(order) for order in itertools.islice(itertools.permutations(records), limit))
