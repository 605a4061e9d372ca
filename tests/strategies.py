"""Records as hypothesis makes them: any that record/1 allows, with everything that may stand in one, true to its own text."""

from __future__ import annotations

from typing import Any, get_args

from hostile import strings
from hypothesis import strategies as st

from maillage.graph.record import EventKind, EventStatus, Presence, Record, TerritoryKind, record_id

_NAMES = ["Aline Morel", "A. Morel", "MOREL Aline", "Bruno Petit", "Morel", "张伟", "d'Hondt", "Zoé", "Aline Morel-Petit"]
_BODIES = [
    "Cap emploi",
    "Cap emploi 41",
    "Mission Locale",
    "Mission Locale du Blaisois",
    "CIO",
    "CIO de Blois",
    "Pôle emploi",
    "L'Étape 62",
]
_PLACES = ["Blois", "Vexin", "Bassin de Dreux", "Centre-Val de Loire", "41", "Loir-et-Cher", "Saint-Denis", "Nulle Part"]
_DATES = ["2024-03-05", "2024-03", "2024", "2024-03-05/2024-03-07", "2023-12-31", "2024-02-29", None]
_odd = st.sampled_from([text for text in strings(300) if text.strip() and text.isprintable()][:120])


def _named(names: list[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(names), _odd)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """One record: up to four events, six people, five bodies, three territories, rows and links between them."""
    lines: list[str] = [draw(st.sampled_from(["Compte rendu", "Relevé", "Feuille"])) + f" {draw(st.integers(0, 10**6))}"]

    def proof(text: str) -> dict[str, Any]:
        line = " ".join(text.split()) or "x"
        start = len("\n".join(lines)) + 1
        lines.append(line)
        confidence = draw(st.sampled_from([0.3, 0.6, 0.75, 0.9, 1.0]))
        return {"spans": [[start, start + len(line)]], "quote": line, "rule": "made", "confidence": confidence}

    def items(prefix: str, most: int, make: Any) -> list[dict[str, Any]]:
        return [{"id": f"{prefix}{number}", **make()} for number in range(draw(st.integers(0, most)))]

    def named(names: list[str]) -> dict[str, Any]:
        name = draw(_named(names))
        return {"name": name, "evidence": proof(name)}

    people = items("p", 6, lambda: named(_NAMES))
    bodies = items("o", 5, lambda: named(_BODIES))
    places = items("t", 3, lambda: {**named(_PLACES), "kind": draw(st.sampled_from(get_args(TerritoryKind)))})
    events = items("e", 4, lambda: {
        "title": draw(_named(["Comité", "Réunion", "Atelier CV", "Forum"])), "kind": draw(st.sampled_from(get_args(EventKind))),
        "date": draw(st.sampled_from(_DATES)), "status": draw(st.sampled_from(get_args(EventStatus))),
        "listed": draw(st.sampled_from(["complete", "partial", "none"])), "evidence": proof("Réunion"),
    })  # fmt: skip
    if events:
        events[0]["main"] = True
    rows: list[dict[str, Any]] = []
    for who in [*people, *bodies]:
        for event in events:
            if draw(st.booleans()):
                behalf = (
                    draw(st.lists(st.sampled_from(bodies), max_size=2, unique_by=lambda one: one["id"]))
                    if bodies and who in people
                    else []
                )
                rows.append({
                    "who": who["id"], "event": event["id"], "presence": draw(st.sampled_from(get_args(Presence))),
                    "on_behalf_of": [one["id"] for one in behalf], "evidence": proof(f"{who['name']} : là"),
                })  # fmt: skip
    links = [
        {"type": "represented", "start": person["id"], "end": body["id"], "evidence": proof("au titre de")}
        for person in people for body in bodies if draw(st.integers(0, 3)) == 0
    ]  # fmt: skip
    links += [
        {"type": "concerns", "start": event["id"], "end": place["id"]}
        for event in events
        for place in places
        if draw(st.booleans())
    ]
    text = "\n".join(lines)
    source = f"{draw(st.sampled_from(['a', 'b', 'é / ü']))}/{record_id(text)}.txt"
    return Record.model_validate({
        "format": "record/1", "id": record_id(text), "source": {"path": source}, "kind": "minutes", "text": text, "events": events,
        "people": people, "organisations": bodies, "territories": places, "attendance": rows, "links": links,
    })  # fmt: skip
