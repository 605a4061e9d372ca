"""What changed: since the graph last changed (its memory says what it held), or since a day (the dates of meetings say)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ..graph.dates import bounds
from ..graph.errors import QueryError
from ..graph.memory import State
from ..graph.names import fold
from ..graph.store import Store
from . import lookup
from .answer import Answer, column_titles, parse_day, run, words
from .gathering import NAMED, Gathered, Naming, gather, sources_of
from .meetings import Occasion, by_date, meetings_of_pairs
from .views import Reader
from .wording import Text, both, count, joined, when

Kind = Literal[
    "record",
    "gone-record",
    "new-partner",
    "first-meeting",
    "not-seen",
    "gone-body",
    "renamed",
    "succeeded",
    "new-action",
    "closed-action",
]
ORDER: tuple[Kind, ...] = (
    "record", "gone-record", "new-partner", "first-meeting", "not-seen", "gone-body", "renamed", "succeeded", "new-action",
    "closed-action",
)  # fmt: skip
COLUMNS = ("change", "what", "date", "source")
LISTS = 3
"""Listed meetings since, without a partner, before it is said to be no longer seen."""
REGULAR = 2


@dataclass(frozen=True, slots=True)
class _News:
    """What counts as new: facts that only new records state, or occasions from a day on."""

    since: date | None = None
    facts: frozenset[str] = frozenset()

    def naming(self, naming: Naming, occasion: Occasion) -> bool:
        if self.since is None:
            return naming.fact in self.facts
        return occasion.earliest is not None and occasion.earliest >= self.since


def changes(
    store: Store, former: State | None = None, *, scope: str | None = None, since: str | None = None, until: str | None = None,
    language: str = "fr",
) -> Answer:  # fmt: skip
    """One row a change, in words: with `since`, by the dates of meetings; without, by what records came or went since `former`.

    Raises QueryError when there is neither a day nor a former state, UnknownName for an unknown scope.
    """
    reader = Reader(store)
    within = lookup.resolve_scope(store, scope) if scope else None
    start, end = parse_day(since) if since else None, parse_day(until, last=True) if until else None
    if start is None and former is None:
        raise QueryError(
            "What the graph held before is not known here (nothing was loaded twice on this machine). Give a day: --since 2024-01-01.",
            "On ne sait pas ici ce que le graphe contenait avant (rien n'a été chargé deux fois sur cette machine). "
            "Donnez un jour : --since 2024-01-01.",
        )
    found = gather(reader, within, None, end)
    rows: list[dict[str, Any]] = []
    if start is None:
        assert former is not None
        news = _News(facts=_new_facts(reader, former, rows))
    else:
        news = _News(since=start)
    given = {key: value for key, value in (("scope", within), ("until", end)) if value is not None}
    known = run(store, "never-met", given).data
    partners = {partner["id"]: partner for partner in known["partners"]}
    newcomers = {**partners, **{partner["id"]: partner for partner in known["occasional_left_out"]}}
    rows += _new_partners(found, newcomers, news)
    rows += _first_meetings(reader, found, partners, news)
    if start is not None:
        rows += _not_seen(found, partners, start)
        rows += _successions(reader, set(partners), start, end)
    else:
        assert former is not None
        rows += _bodies(reader, former)
    told = run(store, "actions", {**{k: v for k, v in given.items() if k == "scope"}, "all": True}).data["actions"]
    rows += _actions(told, former if start is None else None, start, end)
    said = sources_of(reader, [fact for row in rows for fact in row["facts"]], 2)
    for row in rows:
        row["sources"] = row.pop("told", None) or [source for fact in row["facts"] for source in said.get(fact, ())][:3]
        del row["facts"]
    rows.sort(key=lambda row: (ORDER.index(row["change"]), row["date"] or "", fold(row["text"]["fr"])))
    shown = [
        {
            "change": words("change", row["change"], language),
            "what": row["text"][language],
            "date": when(row["date"], language) if row["date"] else "",
            "source": row["sources"][0]["record"] if row["sources"] else "",
        }
        for row in rows
    ]
    counts = {kind: sum(row["change"] == kind for row in rows) for kind in ORDER}
    data = {
        "scope": within.as_dict() if within else None, "as_of": found.as_of, "since": start,
        "former": former.when if start is None and former else None, "counts": counts, "changes": rows,
    }  # fmt: skip
    return Answer(
        "changes",
        COLUMNS,
        tuple(shown),
        _sentence(within, counts, start, former),
        tuple(_notes(found, start)),
        data,
        column_titles(COLUMNS),
    )


def _row(change: Kind, text: Text, day: str | None = None, facts: Sequence[str] = (), told: Any = None) -> dict[str, Any]:
    return {"change": change, "text": text, "date": day, "facts": list(facts), "told": told}


# --- records ------------------------------------------------------------------------------------------------------------


def _new_facts(reader: Reader, former: State, rows: list[dict[str, Any]]) -> frozenset[str]:
    """The facts that no former record states; adds the rows of the records that came and went."""
    now = {row["id"]: row["name"] for row in reader.read("record_names")}
    new = sorted(set(now) - set(former.records))
    for record in new:
        rows.append(_row("record", both(f"read: {now[record]}", f"lu : {now[record]}")))
    for record, name in former.records.items():
        if record not in now:
            rows.append(_row("gone-record", both(f"no longer there: {name}", f"n'y est plus : {name}")))
    facts = {row["fact"] for row in reader.read("said_by", records=new)}
    before = {row["fact"] for row in reader.read("told_in", facts=sorted(facts)) if row["record"] in former.records}
    return frozenset(facts - before)


# --- partners and pairs -------------------------------------------------------------------------------------------------


def _local(found: Gathered, partners: Collection[str]) -> dict[str, list[Naming]]:
    """Partner → how lists of local occasions name it, oldest first."""
    namings: dict[str, list[Naming]] = defaultdict(list)
    for naming in found.namings:
        if naming.actor in partners and naming.state in NAMED and found.occasions[naming.event].inside:
            namings[naming.actor].append(naming)
    for own in namings.values():
        own.sort(key=lambda naming: (found.occasions[naming.event].latest or date.min, naming.event))
    return namings


def _new_partners(found: Gathered, partners: Mapping[str, Any], news: _News) -> list[dict[str, Any]]:
    rows = []
    for actor, namings in _local(found, partners).items():
        if all(news.naming(naming, found.occasions[naming.event]) for naming in namings):
            first, name = found.occasions[namings[0].event], partners[actor]["name"]
            text = both(
                f"{name}: on a list for the first time ({first.name})",
                f"{name} : pour la première fois sur une liste ({first.name})",
            )
            rows.append(_row("new-partner", text, first.date, [namings[0].fact]))
    return rows


def _first_meetings(reader: Reader, found: Gathered, partners: Mapping[str, Any], news: _News) -> list[dict[str, Any]]:
    """The pairs of partners whose every shared occasion is new; those who came for the first time too are told as partners."""
    there = found.there(False)
    facts = {(n.event, n.actor): n for n in found.namings if n.state == "ATTENDED" and not n.person}
    rows = []
    for pair, events in meetings_of_pairs(there, list(partners)).items():
        shared = [[facts[event, actor] for actor in pair] for event in events]
        if all(any(news.naming(naming, found.occasions[naming.event]) for naming in namings) for namings in shared):
            first = by_date(found.occasions[event] for event in events)[0]
            a, b = sorted((partners[actor]["name"] for actor in pair), key=fold)
            text = both(
                f"{a} and {b}: together for the first time ({first.name})",
                f"{a} et {b} : ensemble pour la première fois ({first.name})",
            )
            rows.append(_row("first-meeting", text, first.date, [facts[first.id, actor].fact for actor in pair]))
    return rows


def _not_seen(found: Gathered, partners: Mapping[str, Any], since: date) -> list[dict[str, Any]]:
    """Partners that lists named twice or more before the day, and none of at least three complete lists since."""
    listed_since = [o for o in found.inside if o.listed == "complete" and o.earliest and o.earliest >= since]
    if len(listed_since) < LISTS:
        return []
    rows = []
    for actor, namings in _local(found, partners).items():
        days = [found.occasions[naming.event] for naming in namings]
        before = {o.id for o in days if o.latest and o.latest < since}
        if len(before) >= REGULAR and not any(o.latest is None or o.latest >= since for o in days):
            last, name = by_date(days)[-1], partners[actor]["name"]
            lists = count(len(listed_since), ("list", "lists"), ("liste", "listes"))
            text = both(
                f"{name}: named until {when(last.date, 'en')}, on none of {lists['en']} since",
                f"{name} : sur les listes jusqu'au {when(last.date, 'fr')}, sur aucune des {lists['fr']} depuis",
            )
            rows.append(_row("not-seen", text, last.date, [namings[-1].fact]))
    return rows


# --- bodies and actions -------------------------------------------------------------------------------------------------


def _bodies(reader: Reader, former: State) -> list[dict[str, Any]]:
    now = {row["id"]: row["name"] for row in reader.read("actor_names") if row["label"] == "Organisation"}
    rows = []
    for body, name in former.bodies.items():
        if body not in now:
            if name not in now.values():
                rows.append(
                    _row("gone-body", both(f"{name}: no record names it any more", f"{name} : plus aucun document ne la nomme"))
                )
        elif now[body] != name:
            rows.append(_row("renamed", both(f"{name} is now called {now[body]}", f"{name} s'appelle maintenant {now[body]}")))
    return rows


def _successions(reader: Reader, partners: Collection[str], since: date, until: date | None) -> list[dict[str, Any]]:
    rows = []
    for row in reader.read("successions"):
        day = bounds(row["date"])[0]
        if day is None or day < since or (until and day > until) or not {row["old"], row["new"]} & set(partners):
            continue
        text = both(
            f"{row['old_name']} was succeeded by {row['new_name']}", f"{row['old_name']} a pour successeur {row['new_name']}"
        )
        rows.append(_row("succeeded", text, row["date"], [row["fact"]]))
    return rows


def _actions(
    told: Sequence[Mapping[str, Any]], former: State | None, since: date | None, until: date | None
) -> list[dict[str, Any]]:
    rows = []
    for action in told:
        who = ", ".join(one["name"] for one in action["who"]) or action["who_text"]
        line = f"{who} : {action['action']}" if who else action["action"]
        decided = bounds(action["decided"])[0]
        closing = next((report for report in action["reports"] if report["status"] == "done"), None)
        if former is not None:
            new, closed = (
                action["id"] not in former.actions,
                former.actions.get(action["id"]) is False and action["state"] == "done",
            )
        else:
            assert since is not None
            new = bool(decided and decided >= since and (until is None or decided <= until))
            day = bounds(closing["date"])[0] if closing else None
            closed = bool(day and day >= since and (until is None or day <= until))
        if closed:
            day_text = closing["date"] if closing else None
            rows.append(_row("closed-action", both(line, line), day_text, told=(closing or action)["sources"]))
        elif new and action["state"] != "done":
            rows.append(_row("new-action", both(line, line), action["decided"], told=action["sources"]))
    return rows


# --- words --------------------------------------------------------------------------------------------------------------

_COUNTED: Mapping[Kind, tuple[tuple[str, str], tuple[str, str]]] = {
    "record": (("record read", "records read"), ("document lu", "documents lus")),
    "gone-record": (("record gone", "records gone"), ("document retiré", "documents retirés")),
    "new-partner": (("new partner", "new partners"), ("nouveau partenaire", "nouveaux partenaires")),
    "first-meeting": (("pair met for the first time", "pairs met for the first time"),
                      ("paire réunie pour la première fois", "paires réunies pour la première fois")),
    "not-seen": (("partner no longer seen", "partners no longer seen"),
                 ("partenaire qu'on ne voit plus", "partenaires qu'on ne voit plus")),
    "gone-body": (("body no longer named", "bodies no longer named"),
                  ("structure qui n'est plus nommée", "structures qui ne sont plus nommées")),
    "renamed": (("body renamed", "bodies renamed"), ("structure renommée", "structures renommées")),
    "succeeded": (("succession", "successions"), ("succession", "successions")),
    "new-action": (("new action", "new actions"), ("nouvelle action", "nouvelles actions")),
    "closed-action": (("action done", "actions done"), ("action faite", "actions faites")),
}  # fmt: skip


def _sentence(scope: lookup.Scope | None, counts: Mapping[Kind, int], since: date | None, former: State | None) -> Text:
    where = both(f"{scope.name}, ", f"{scope.name}, ") if scope else both("", "")
    if since is not None:
        day = since.isoformat()
        moment = both(f"since {when(day, 'en')}", f"depuis le {when(day, 'fr')}")
    else:
        assert former is not None
        day = former.when[:10]
        moment = both(f"since what was loaded on {when(day, 'en')}", f"depuis ce qui était chargé le {when(day, 'fr')}")
    parts = [count(counts[kind], *_COUNTED[kind]) for kind in ORDER if counts[kind]]
    head = joined([both(f"{where['en']}{moment['en']}:", f"{where['fr']}{moment['fr']} :")])
    head = {code: text[0].upper() + text[1:] for code, text in head.items()}
    if not parts:
        return both(f"{head['en']} no change is known.", f"{head['fr']} aucun changement connu.")
    return {code: f"{head[code]} {', '.join(part[code] for part in parts)}." for code in ("fr", "en")}


def _notes(found: Gathered, since: date | None) -> list[Text]:
    notes = []
    if found.as_of:
        notes.append(both(f"As of {when(found.as_of.isoformat(), 'en')} (last record).",
                          f"État au {when(found.as_of.isoformat(), 'fr')} (dernier document)."))  # fmt: skip
    unlisted = sum(o.listed != "complete" and (since is None or bool(o.latest and o.latest >= since)) for o in found.inside)
    if unlisted:
        met = count(unlisted, ("meeting has", "meetings have"), ("réunion n'a", "réunions n'ont"))
        notes.append(both(f"{met['en']} no complete list: who came there is not known.",
                          f"{met['fr']} pas de liste complète : on ne sait pas qui y est venu."))  # fmt: skip
    if since is not None:
        notes.append(
            both(
                f"« No longer seen » needs {LISTS} complete lists since that day.",
                f"« Qu'on ne voit plus » demande {LISTS} listes complètes depuis ce jour.",
            )
        )
    return notes
