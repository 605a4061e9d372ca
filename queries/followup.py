"""What was decided, who was to do it, and what later records say of it.

What reports on what is found here and not written into the graph: a fact of the graph depends on the records that state it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from ..graph.followup import Told, reports
from ..graph.names import fold
from .answer import Answer, Question, words
from .gathering import gather, local_events, sources_of
from .lookup import Actor, Scope
from .meetings import Occasion, by_date, in_period
from .wording import Text, both, count, when

State = Literal["open", "ongoing", "done"]
NOBODY = both("nobody named", "personne n'est nommé")


def actions(question: Question) -> Answer:
    """The actions decided at the events of a scope, by who was to do them: when, where, by when, what became of them."""
    values = question.values
    scope: Scope | None = values["scope"]
    actor: Actor | None = values["actor"]
    found = gather(question, scope, named=False, sizes=False)
    events = {
        key: row
        for key, row in local_events(question, found).items()
        if in_period(row["earliest"], row["latest"], values["since"], values["until"])
    }
    told = question.read("all_actions") if scope is None else question.read("actions_at", events=sorted(events))
    told = [row for row in told if row["event"] in events]
    rows = _rows(question, told, events, found.as_of, by_date(found.inside))
    if actor is not None:
        rows = [row for row in rows if any(one["id"] == actor.id for one in row["who"])]
    if not values["all"]:
        rows = [row for row in rows if row["state"] != "done"]
    rows.sort(key=lambda row: (not row["who"], fold(_who(row, "fr")), row["decided"] or "", row["id"]))
    language = question.language
    shown = [
        {
            **row,
            "who": _who(row, language),
            "status": words("status", row["status"], language),
            "decided": when(row["decided"], language),
            "due": _due(row, language),
            "reported": reported(row)[language],
            "source": row["sources"][0]["record"] if row["sources"] else "",
        }
        for row in rows
    ]
    data = {
        "scope": scope.as_dict() if scope else None, "as_of": found.as_of, "actions": rows, "by_partner": _by_partner(rows),
    }  # fmt: skip
    return question.answer(shown, _sentence(scope, rows, bool(told)), _notes(rows, found.as_of), data)


def _rows(
    question: Question, told: list[dict[str, Any]], events: dict[str, Any], as_of: date | None, held: Sequence[Occasion]
) -> list[dict[str, Any]]:  # fmt: skip
    who: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in question.read("committed", actions=sorted({row["id"] for row in told})):
        who[row["action"]].append({"id": row["actor"], "name": row["name"], "person": bool(row["person"])})
    later = _reports(told, who, events)
    reporting = {row["id"] for rows in later.values() for row in rows}
    said = sources_of(question, [row["fact"] for row in told])
    rows = []
    for row in told:
        if row["id"] in reporting:
            continue
        event = events[row["event"]]
        news = [
            {"status": one["status"], "meeting": events[one["event"]]["name"], "date": events[one["event"]]["date"],
             "sources": said.get(one["fact"], [])}
            for one in later.get(row["id"], ())
        ]  # fmt: skip
        state: State = "open"
        if row["status"] == "done" or any(one["status"] == "done" for one in news):
            state = "done"
        elif row["status"] == "ongoing" or news:
            state = "ongoing"
        decided = event["latest"]
        rows.append(
            {
                "id": row["id"], "action": row["name"], "who": who[row["id"]], "who_text": row["who_text"], "decided": event["date"],
                "meeting": event["name"], "due": row["due"], "status": row["status"], "state": state,
                "overdue": bool(state != "done" and row["latest"] and as_of and row["latest"] < as_of),
                "meetings_since": sum(1 for o in held if decided and o.earliest and o.earliest > decided),
                "reports": news, "sources": said.get(row["fact"], []),
            }
        )  # fmt: skip
    return rows


def _reports(
    told: Sequence[Mapping[str, Any]], who: Mapping[str, Sequence[Mapping[str, Any]]], events: Mapping[str, Any]
) -> dict[str, list[Mapping[str, Any]]]:  # fmt: skip
    """Action → the actions of later meetings that report on it, oldest first."""
    rows = {row["id"]: row for row in told}
    values = [
        Told(
            row["id"],
            row["event"],
            frozenset(one["id"] for one in who.get(row["id"], ())),
            row["name"],
            row["status"],
            row["event"],
            day,
        )
        for row in rows.values()
        if (day := events[row["event"]]["latest"]) is not None
    ]
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for earlier, later in reports(values):
        found[earlier.action].append(rows[later.action])
    return found


def reported(row: dict[str, Any]) -> Text:
    """What later records say of an action, in words; that they say nothing is no word on whether it was done."""
    if row["reports"]:
        last = row["reports"][-1]
        return both(
            f"{words('status', last['status'], 'en')}, {when(last['date'], 'en')}",
            f"{words('status', last['status'], 'fr')}, {when(last['date'], 'fr')}",
        )
    if row["state"] != "open":
        return both("said when decided", "dit le jour même")
    since = row["meetings_since"]
    if not since:
        return both("no meeting known here since", "aucune réunion connue ici depuis")
    met = count(since, ("meeting", "meetings"), ("réunion", "réunions"))
    return both(f"nothing said in {met['en']} since", f"rien n'en est dit en {met['fr']} depuis")


def _who(row: dict[str, Any], language: str) -> str:
    if row["who"]:
        return ", ".join(one["name"] for one in row["who"])
    return row["who_text"] or NOBODY[language]


def _due(row: dict[str, Any], language: str) -> str:
    if not row["due"]:
        return ""
    late = {"fr": " (passée)", "en": " (past)"}[language] if row["overdue"] else ""
    return when(row["due"], language) + late


def _by_partner(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["state"] == "done":
            continue
        for one in row["who"]:
            entry = found.setdefault(one["id"], {**one, "open": 0, "overdue": 0})
            entry["open"] += 1
            entry["overdue"] += row["overdue"]
    return sorted(found.values(), key=lambda entry: (-entry["open"], fold(entry["name"]), entry["id"]))


def _sentence(scope: Scope | None, rows: list[dict[str, Any]], told: bool) -> Text:
    where = both(f"{scope.name}: ", f"{scope.name} : ") if scope else both("", "")
    if not rows:
        if told:
            return both(f"{where['en']}no open action is known.", f"{where['fr']}aucune action ouverte n'est connue.")
        return both(
            f"{where['en']}not known — no record tells of an action decided here.",
            f"{where['fr']}on ne sait pas — aucun document ne rapporte d'action décidée ici.",
        )
    done = sum(row["state"] == "done" for row in rows)
    late = sum(row["overdue"] for row in rows)
    kinds = {kind: sum(row["status"] == kind and row["state"] != "done" for row in rows) for kind in ("proposed", "wished")}
    open_ = count(len(rows) - done, ("open action", "open actions"), ("action ouverte", "actions ouvertes"))
    parts: list[Text] = []
    if kinds["proposed"]:
        parts.append(
            both(
                f"{kinds['proposed']} only proposed",
                f"dont {count(kinds['proposed'], ('', ''), ('proposée', 'proposées'))['fr']} seulement",
            )
        )
    if kinds["wished"]:
        parts.append(
            both(
                f"{kinds['wished']} only wished for",
                f"{count(kinds['wished'], ('', ''), ('souhaitée', 'souhaitées'))['fr']} seulement",
            )
        )
    if late:
        parts.append(both(f"{late} past their date", f"{late} dont l'échéance est passée"))
    if done:
        parts.append(both(f"{done} done", f"et {count(done, ('', ''), ('action faite', 'actions faites'))['fr']}"))
    tail = {code: "".join(f", {part[code]}" for part in parts) for code in ("fr", "en")}
    return both(f"{where['en']}{open_['en']}{tail['en']}.", f"{where['fr']}{open_['fr']}{tail['fr']}.")


def _notes(rows: list[dict[str, Any]], as_of: date | None) -> list[Text]:
    notes = []
    if as_of:
        notes.append(both(f"As of {when(as_of.isoformat(), 'en')} (last record).",
                          f"État au {when(as_of.isoformat(), 'fr')} (dernier document)."))  # fmt: skip
    if any(row["state"] == "open" for row in rows):
        notes.append(both("An action nothing is said of may well be done: records do not say so.",
                          "Une action dont rien n'est dit peut être faite : les documents ne le disent pas."))  # fmt: skip
    return notes


__all__ = ["actions", "reported"]
