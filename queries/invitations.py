"""A list of people to invite against what records know: who is missing, who has left, who never comes, whom nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ..graph.names import fold
from ..graph.store import Store
from .answer import Answer, column_titles, run, words
from .gathering import sources_of
from .guests import Directory, Guest, Written
from .network.coverage import coverage_note
from .views import Reader
from .wording import Text, both, count, listed, when

Finding = Literal["missing", "left", "elsewhere", "replaced", "never-comes", "never-answers", "several", "unknown", "fine"]
ORDER: tuple[Finding, ...] = (
    "missing", "left", "elsewhere", "replaced", "never-comes", "never-answers", "several", "unknown", "fine",
)  # fmt: skip
COLUMNS = ("finding", "guest", "partner", "reason", "last", "source")
NEVER = 2
"""Times that somebody must have been named, or invited, before « never » is said of them."""


@dataclass(slots=True)
class _Past:
    """What records know of one person or body: the held events where a list names them, by state, and what they were invited to."""

    attended: list[Mapping[str, Any]] = field(default_factory=list)
    excused: list[Mapping[str, Any]] = field(default_factory=list)
    absent: list[Mapping[str, Any]] = field(default_factory=list)
    invited: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def named(self) -> set[str]:
        return {row["event"] for row in (*self.attended, *self.excused, *self.absent)}

    @property
    def last(self) -> Mapping[str, Any] | None:
        return max(self.attended, key=lambda row: (row["latest"] or date.min, row["event"]), default=None)

    def last_for(self, body: str) -> date | None:
        return max((row["latest"] for row in self.attended if body in row["bodies"] and row["latest"]), default=None)


def invitations(
    store: Store, lines: Sequence[Written], *, scope: str | None = None, since: str | None = None, until: str | None = None,
    everything: bool = False, language: str = "fr",
) -> Answer:  # fmt: skip
    """One row a finding: partners of `scope` whom no line invites, then what is known against each line; with `everything`, the lines
    about which there is nothing to say too. Raises UnknownName for an unknown scope."""
    reader = Reader(store)
    given = {key: value for key, value in (("scope", scope), ("since", since), ("until", until)) if value}
    known = run(store, "never-met", given, language).data
    partners = known["partners"]
    guests = Directory(reader, {partner["id"] for partner in partners}).match(lines)
    invited: dict[str, list[Guest]] = defaultdict(list)
    for guest in guests:
        for body in (guest.body, *guest.bodies):
            if body is not None:
                invited[body.id].append(guest)
    missing = [partner for partner in partners if partner["id"] not in invited]
    colleagues = _colleagues(reader, {*(p["id"] for p in missing), *invited})
    people = {guest.person.id for guest in guests if guest.person} | {
        row["person"] for rows in colleagues.values() for row in rows
    }
    pasts = _pasts(reader, people | {guest.body.id for guest in guests if guest.body})
    rows = [_missing(partner, colleagues[partner["id"]], pasts) for partner in missing]
    for guest in guests:
        rows += _about(guest, colleagues, pasts, known["as_of"])
    said = sources_of(reader, [row["fact"] for row in rows if row["fact"]], 2)
    for row in rows:
        row["sources"] = row.pop("told", None) or said.get(row.pop("fact") or "", [])
        row.pop("fact", None)
    rows.sort(key=lambda row: (ORDER.index(row["finding"]), row["line"] or 0, fold(row["partner"] or row["guest"] or "")))
    shown_rows = [row for row in rows if everything or row["finding"] != "fine"]
    shown = [
        {
            **row,
            "finding": words("finding", row["finding"], language),
            "reason": row["reason"][language],
            "last": when(row["last"], language) if row["last"] else "",
            "source": row["sources"][0]["record"] if row["sources"] else "",
        }
        for row in shown_rows
    ]
    counts = {finding: sum(row["finding"] == finding for row in rows) for finding in ORDER}
    data = {
        "scope": known["scope"], "as_of": known["as_of"], "coverage": known["coverage"], "lines": len(guests), "counts": counts,
        "partners": len(partners), "findings": shown_rows,
    }  # fmt: skip
    return Answer(
        "invitations", COLUMNS, tuple(shown), _sentence(known, guests, partners, missing), tuple(_notes(known, guests)), data,
        column_titles(COLUMNS),
    )  # fmt: skip


def _colleagues(reader: Reader, bodies: set[str]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in reader.read("people_of", organisations=sorted(bodies)):
        found[row["organisation"]].append(row)
    return found


def _pasts(reader: Reader, actors: set[str]) -> dict[str, _Past]:
    pasts: dict[str, _Past] = defaultdict(_Past)
    for row in reader.read("history", actors=sorted(actors)):
        if row["status"] != "held":
            continue
        past = pasts[row["actor"]]
        kinds = {"ATTENDED": past.attended, "EXCUSED_FROM": past.excused, "ABSENT_FROM": past.absent, "INVITED_TO": past.invited}
        kinds[row["state"]].append(row)
    return pasts


def _missing(partner: Mapping[str, Any], people: Sequence[Mapping[str, Any]], pasts: Mapping[str, _Past]) -> dict[str, Any]:
    """The row of a partner whom no line invites, with whoever came for it last."""
    best: tuple[date, str, Mapping[str, Any]] | None = None
    for row in people:
        past = pasts.get(row["person"])
        for event in past.attended if past else ():
            if (
                partner["id"] in event["bodies"]
                and event["latest"]
                and (best is None or (event["latest"], row["name"]) > best[:2])
            ):
                best = (event["latest"], row["name"], event)
    ground = words("kind", partner["kind"], "en"), words("kind", partner["kind"], "fr")
    reason = both(f"{ground[0]}, not on the list", f"{ground[1]}, absent de la liste")
    if best is not None:
        reason = both(f"{reason['en']}; last came: {best[1]}", f"{reason['fr']} ; dernière personne venue : {best[1]}")
    return {
        "finding": "missing", "line": None, "guest": None, "partner": partner["name"], "partner_id": partner["id"], "reason": reason,
        "last": best[2]["date"] if best else None, "fact": best[2]["fact"] if best else None,
        "told": None if best else partner["sources"],
    }  # fmt: skip


def _about(
    guest: Guest, colleagues: Mapping[str, Sequence[Mapping[str, Any]]], pasts: Mapping[str, _Past], as_of: date | None
) -> list[dict[str, Any]]:
    """What is to say of one line, at least that there is nothing to say."""
    if guest.several:
        names = [f"{one.name} [{one.id}]" for one in guest.several]
        return [_row("several", guest, both(f"may mean: {listed(names, 'en')}", f"peut désigner : {listed(names, 'fr')}"))]
    if not guest.matched:
        return [_row("unknown", guest, both("no record names them", "aucun document ne les nomme"))]
    found: list[dict[str, Any]] = []
    if guest.person is not None:
        past = pasts.get(guest.person.id, _Past())
        gone = _gone(guest, past, colleagues, pasts, as_of)
        if gone is not None:
            found.append(gone)
    else:
        assert guest.body is not None
        past = pasts.get(guest.body.id, _Past())
    found += _silence(guest, past)
    if not found:
        last = past.last
        reason = both("nothing against it", "rien à signaler")
        found.append(_row("fine", guest, reason, last["date"] if last else None, last["fact"] if last else None))
    return found


def _gone(
    guest: Guest,
    past: _Past,
    colleagues: Mapping[str, Sequence[Mapping[str, Any]]],
    pasts: Mapping[str, _Past],
    as_of: date | None,
) -> dict[str, Any] | None:
    """The row that says that a person no longer stands for the body they are invited for; None when no record lets one think so."""
    assert guest.person is not None
    for body in (guest.body,) if guest.body else guest.bodies:
        own = [row for row in colleagues.get(body.id, ()) if row["person"] == guest.person.id]
        ended = [row for row in own if row["last"] and as_of and row["last"] < as_of]
        mine = past.last_for(body.id)
        if own and len(ended) == len(own) and not (mine and mine > max(row["last"] for row in ended)):
            day = max(ended, key=lambda row: (row["last"], row["fact"]))
            text = both(
                f"for {body.name} until {when(day['last'].isoformat(), 'en')}",
                f"pour {body.name} jusqu'au {when(day['last'].isoformat(), 'fr')}",
            )
            return _row("left", guest, text, day["last"].isoformat(), day["fact"])
        if mine is None:
            continue
        moved = _moved(guest, body.id, mine, past, pasts)
        if moved is not None:
            text = both(f"seen since for another body than {body.name}", f"vu depuis pour une autre structure que {body.name}")
            if moved["actor"] != guest.person.id:
                text = both(f"somebody of this name was {text['en']}", f"quelqu'un de ce nom a été {text['fr']}")
            return _row("elsewhere", guest, text, moved["date"], moved["fact"])
        heir = _heir(guest.person.id, body.id, mine, colleagues, pasts)
        if heir is not None:
            name, times, last = heir
            met = count(times, ("meeting", "meetings"), ("réunion", "réunions"))
            text = both(
                f"not seen for {body.name} since {when(mine.isoformat(), 'en')}; since then {name} came, {met['en']}",
                f"plus vu pour {body.name} depuis le {when(mine.isoformat(), 'fr')} ; depuis, {met['fr']} avec {name}",
            )
            return _row("replaced", guest, text, last["date"], last["fact"])
    return None


def _moved(guest: Guest, body: str, since: date, past: _Past, pasts: Mapping[str, _Past]) -> Mapping[str, Any] | None:
    """The last time that the person, or one of the same name, came for other bodies only, after having come for `body` last."""
    if guest.body is None:
        return None
    events = [*past.attended, *(row for one in guest.namesakes if one.id in pasts for row in pasts[one.id].attended)]
    later = [row for row in events if row["latest"] and row["latest"] > since and row["bodies"] and body not in row["bodies"]]
    return max(later, key=lambda row: (row["latest"], row["event"]), default=None)


def _heir(
    person: str, body: str, since: date, colleagues: Mapping[str, Sequence[Mapping[str, Any]]], pasts: Mapping[str, _Past]
) -> tuple[str, int, Mapping[str, Any]] | None:
    """Who came for `body` at two meetings or more after the person came last, and what the last of them is."""
    best: tuple[int, str, Mapping[str, Any]] | None = None
    for row in colleagues.get(body, ()):
        if row["person"] == person or row["person"] not in pasts:
            continue
        came = [
            event
            for event in pasts[row["person"]].attended
            if body in event["bodies"] and event["latest"] and event["latest"] > since
        ]
        if len({event["event"] for event in came}) >= NEVER and (best is None or (len(came), row["name"]) > (best[0], best[1])):
            best = (len(came), row["name"], max(came, key=lambda event: (event["latest"], event["event"])))
    return (best[1], best[0], best[2]) if best else None


def _silence(guest: Guest, past: _Past) -> list[dict[str, Any]]:
    """The row that says that somebody never comes, or never answers."""
    if past.attended:
        return []
    excused, absent = (len({row["event"] for row in rows}) for rows in (past.excused, past.absent))
    if len(past.named) >= NEVER:
        times = len(past.named)
        last = max((*past.excused, *past.absent), key=lambda row: (row["latest"] or date.min, row["event"]))
        text = both(f"named on {times} lists, never there ({excused} times excused, {absent} absent)",
                    f"sur {times} listes, jamais là ({excused} fois excusé, {absent} fois absent)")  # fmt: skip
        return [_row("never-comes", guest, text, last["date"], last["fact"])]
    unanswered = {row["event"]: row for row in past.invited if row["event"] not in past.named and row["listed"] == "complete"}
    if len(unanswered) >= NEVER and not past.named:
        last = max(unanswered.values(), key=lambda row: (row["latest"] or date.min, row["event"]))
        times = len(unanswered)
        text = both(
            f"invited to {times} meetings whose lists do not name them",
            f"invité à {times} réunions dont les listes ne le nomment pas",
        )
        return [_row("never-answers", guest, text, last["date"], last["fact"])]
    return []


def _row(finding: Finding, guest: Guest, reason: Text, last: str | None = None, fact: str | None = None) -> dict[str, Any]:
    bodies = [guest.body] if guest.body else list(guest.bodies)
    name = guest.person.name if guest.person else None if guest.body else guest.said
    return {
        "finding": finding, "line": guest.number, "guest": name,
        "partner": ", ".join(body.name for body in bodies) or guest.body_text, "partner_id": bodies[0].id if len(bodies) == 1 else None,
        "reason": reason, "last": last, "fact": fact,
    }  # fmt: skip


def _sentence(known: Mapping[str, Any], guests: Sequence[Guest], partners: Sequence[Any], missing: Sequence[Any]) -> Text:
    where = both(f"{known['scope']['name']}: ", f"{known['scope']['name']} : ") if known["scope"] else both("", "")
    matched = sum(guest.matched for guest in guests)
    told = count(len(guests), ("line", "lines"), ("ligne", "lignes"))
    read = both(
        f"{told['en']} read, {matched} known in the records",
        f"{told['fr']}, dont {matched} connue{'s' if matched > 1 else ''} des documents",
    )
    if not partners:
        return both(
            f"{where['en']}who should be there is not known (no partner of this scope in the records); {read['en']}.",
            f"{where['fr']}on ne sait pas qui devrait être là (aucun partenaire connu pour ce périmètre) ; {read['fr']}.",
        )
    here = len(partners) - len(missing)
    return both(
        f"{where['en']}{here} of {len(partners)} known partners are on the list, {len(missing)} missing; {read['en']}.",
        f"{where['fr']}sur la liste, {here} des {len(partners)} partenaires connus ; manquants : {len(missing)} ; {read['fr']}.",
    )


def _notes(known: Mapping[str, Any], guests: Sequence[Guest]) -> list[Text]:
    notes = []
    lost = [guest.said for guest in guests if not guest.matched and not guest.several]
    if lost:
        notes.append(
            both(
                f"Not found in the records: {listed(lost, 'en', 30)}.",
                f"Introuvables dans les documents : {listed(lost, 'fr', 30)}.",
            )
        )
    notes.append(coverage_note(known["coverage"], known["as_of"]))
    notes.append(
        both(
            f"« Never » is said from {NEVER} lists or invitations on.",
            f"« Jamais » se dit à partir de {NEVER} listes ou invitations.",
        )
    )
    return notes
