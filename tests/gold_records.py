"""Annotated records (gold/1) as record/1, so that what comes after reading can be tested without reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from maillage.graph.record import Record, record_id

EVENT_KINDS = {
    "reunion": "meeting", "rencontre": "meeting", "signature": "signature", "forum": "forum", "comite": "committee", "journee": "day",
    "visite": "visit", "presentation": "presentation", "atelier": "workshop", "commission": "committee", "ceremonie": "ceremony",
    "conseil_administration": "committee", "formation": "training", "conseil": "committee", "table_ronde": "forum",
    "seminaire": "day", "assemblee_generale": "assembly", "assemblee": "assembly", "salon": "forum",
}  # fmt: skip
PARTNERSHIP = {"reel": "actual", "passe": "past", "prevu": "planned", "souhaite": "wished"}
ACTION = {"decide": "decided", "propose": "proposed", "souhaite": "wished", "en_cours": "ongoing"}
ROLES = {
    "organisateur": "organiser", "hote": "host", "intervenant": "speaker", "animateur": "speaker", "signataire": "signatory",
    "exposant": "exhibitor", "financeur": "funder", "invite": "invited",
}  # fmt: skip


def read(path: Path) -> Record:
    """The record/1 that the annotation at `path` (gold/1, its text beside it) says."""
    gold = json.loads(path.read_text("utf-8"))
    text = path.with_suffix(".txt").read_text("utf-8")

    def evidence(words: str | None) -> dict[str, Any]:
        start = text.find(words) if words else -1
        spans = [[start, start + len(words)]] if words and start >= 0 else []
        return {"spans": spans, "quote": words or "", "rule": "annotated"}

    def surface(item: dict[str, Any]) -> str:
        return next(iter(item.get("surface", [])), item.get("name", ""))

    links: list[dict[str, Any]] = []
    for name, kind in (("represented", "represented"), ("acts_for", "acts_for"), ("held_in", "held_in"), ("concerns", "concerns"),
                       ("about", "about")):  # fmt: skip
        links += [
            {"type": kind, "start": e["from"], "end": e["to"], "role": e.get("role"), "optional": bool(e.get("optional"))}
            for e in gold["edges"][name]
        ]
    links += [
        {"type": "contributed", "start": e["from"], "end": e["to"], "role": ROLES[e["role"]], "optional": bool(e.get("optional"))}
        for e in gold["edges"]["took_part"]
        if e.get("role") in ROLES
    ]
    links += [
        {"type": "next", "start": e["from"], "end": e["to"], "optional": bool(e.get("optional"))} for e in gold["next_event"]
    ]
    optional = {item["id"] for group in ("events", "organisations", "people", "territories", "programmes") for item in gold[group]
                if item.get("optional")}  # fmt: skip
    for link in links:
        link["optional"] = link["optional"] or bool({link["start"], link["end"]} & optional)
    data = {
        "format": "record/1",
        "id": record_id(text),
        "source": {"path": path.with_suffix(".txt").name},
        "kind": "minutes" if gold["record"]["kind"] == "compte_rendu" else "article",
        "published": gold["record"]["published"],
        "text": text,
        "events": [
            {"id": e["id"], "title": e["title"], "kind": EVENT_KINDS.get(e["kind"], "other"), "date": e.get("date"), "time": e.get("time"),
             "place": e.get("place"), "status": e["status"], "main": bool(e.get("main")), "listed": e.get("list", "none"),
             "size": e.get("stated_size"), "optional": bool(e.get("optional")), "evidence": evidence(e.get("title_text"))}
            for e in gold["events"]
        ],
        "organisations": [
            {"id": o["id"], "name": o["name"], "long": o.get("long"), "kind": o.get("kind"), "network": o.get("network"),
             "level": o.get("level", "body"), "scope": o.get("scope") if o.get("scope") not in optional else None,
             "surfaces": o.get("surface", []), "optional": bool(o.get("optional")), "evidence": evidence(surface(o))}
            for o in gold["organisations"]
        ],
        "people": [
            {"id": p["id"], "name": p["name"], "incomplete": bool(p.get("incomplete")), "optional": bool(p.get("optional")),
             "evidence": evidence(surface(p))}
            for p in gold["people"]
        ],
        "territories": [
            {"id": t["id"], "name": t["name"], "kind": t["kind"], "optional": bool(t.get("optional")), "evidence": evidence(surface(t))}
            for t in gold["territories"]
        ],
        "programmes": [
            {"id": p["id"], "name": p["name"], "long": p.get("long"), "kind": p["kind"], "optional": bool(p.get("optional"))}
            for p in gold["programmes"]
        ],
        "partnerships": [
            {"id": f"partners-{n}", "members": p["members"], "basis": p.get("basis") or "", "programme": p.get("programme"),
             "territory": p.get("territory"), "status": PARTNERSHIP[p["status"]], "optional": bool(p.get("optional")),
             "evidence": evidence(p.get("evidence"))}
            for n, p in enumerate(gold["partners"])
        ],
        "actions": [
            {"id": f"action-{n}", "who": a["who"], "what": a["what"], "due": a.get("due"), "status": ACTION[a["status"]],
             "optional": bool(a.get("optional")), "evidence": evidence(a.get("evidence"))}
            for n, a in enumerate(gold["actions"])
        ],
        "attendance": [
            {"who": r["who"], "event": r["event"], "presence": r["presence"], "invited": r.get("invited"),
             "on_behalf_of": r.get("on_behalf_of", []), "stands_in_for": [r["stands_in_for"]] if r.get("stands_in_for") else [],
             "sessions": r.get("sessions", []), "mode": r.get("mode"), "optional": bool(r.get("optional")),
             "evidence": evidence(r.get("text"))}
            for r in gold.get("attendance", [])
        ],
        "links": links,
    }  # fmt: skip
    return Record.model_validate(data)


def read_all(folder: Path) -> dict[str, Record]:
    """Stem → record for every annotated record of `folder`."""
    return {
        path.stem: read(path)
        for path in sorted(folder.glob("*.json"))
        if json.loads(path.read_text("utf-8")).get("format") == "gold/1"
    }
