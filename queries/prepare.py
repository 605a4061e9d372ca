"""One page before a meeting: who has not met, who is expected and unseen, what was decided, the dates, introductions, a seating.

Everything stands beside the sentences it rests on. The page is short on purpose: a section shows its first lines and says how many more
there are and which question lists them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ..graph.names import fold
from ..graph.store import Store
from . import lookup
from .answer import parse_day, run, words
from .faces import faces
from .followup import reported
from .gathering import Gathered, gather, sources_of
from .meetings import by_date
from .seated import seating
from .views import Reader
from .wording import Text, both, count, listed, when

Audience = Literal["organisations", "names"]
MOST = 8
"""Lines of one section."""
QUOTE = 150
"""Characters of a sentence on the page."""
ACTION = 170
FEWEST_SEATED, MOST_SEATED = 5, 40
"""People for whom a seating is worth a place on the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of the page and the numbers of its sources."""

    text: Text
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. `lead` is its sentence; `more` says how many lines are left out, and where they are."""

    key: str
    title: Text
    lead: Text | None = None
    lines: tuple[Line, ...] = ()
    more: Text | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a record; `quote` is empty where the audience may not read it."""

    number: int
    record: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """The page. `scope` is its name; `facts` the lines at its head; `sources` all that the numbers mean."""

    scope: str
    as_of: date | None
    facts: tuple[Line, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    audience: Audience


class _Sources:
    """The sentences in the order in which the page first uses them."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self.found: dict[tuple[str, int | None, str], int] = {}

    def __call__(self, said: Sequence[Mapping[str, Any]], most: int = 2) -> tuple[int, ...]:
        numbers = []
        for source in said[:most]:
            quote = "" if self.audience == "organisations" else _clipped(str(source["quote"] or ""), QUOTE)
            key = (str(source["record"]).rsplit("/", 1)[-1], source["page"], quote)
            numbers.append(self.found.setdefault(key, len(self.found) + 1))
        return tuple(sorted(set(numbers)))

    def all(self) -> tuple[Source, ...]:
        return tuple(Source(number, *key) for key, number in self.found.items())


def briefing(
    store: Store, scope: str, *, since: str | None = None, until: str | None = None, seats: int = 4, audience: Audience = "names",
    language: str = "fr",
) -> Briefing:  # fmt: skip
    """What is known of `scope` before its next meeting. Raises UnknownName for an unknown scope, QueryError for a wrong date."""
    reader = Reader(store)
    where = lookup.resolve_scope(store, scope)
    start, end = parse_day(since) if since else None, parse_day(until, last=True) if until else None
    period = {key: value for key, value in (("since", start), ("until", end)) if value}
    found = gather(reader, where, start, end)
    never = run(store, "never-met", {"scope": where, **period}, language)
    cite = _Sources(audience)
    partners = never.data["partners"]
    proofs = _proofs(reader, found, partners)
    facts = _facts(store, reader, where, found, never.data, proofs, cite, audience)
    sections = [
        _never(never, proofs, cite),
        _unseen(store, where, period, cite, language),
        _actions(store, where, period, cite, audience),
        _introductions(store, where, period, never.data, cite, language),
        _dates(store, where, found, period, cite),
        _seating(store, where, since, until, seats, never.data, audience, language),
        _known(never, found),
    ]
    return Briefing(
        where.name, found.as_of, tuple(facts), tuple(one for one in sections if one is not None), cite.all(), audience
    )


def _proofs(reader: Reader, found: Gathered, partners: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Partner → the sentence of the last list that shows it there; where there is none, what makes it a partner."""
    last: dict[str, tuple[date, str, str]] = {}
    for naming in found.namings:
        if naming.state == "ATTENDED" and found.occasions[naming.event].inside:
            day = found.occasions[naming.event].latest or date.min
            last[naming.actor] = max(last.get(naming.actor, (date.min, "", "")), (day, naming.event, naming.fact))
    said = sources_of(reader, [fact for _, _, fact in last.values()], 1)
    return {
        partner["id"]: said.get(last[partner["id"]][2], []) if partner["id"] in last else list(partner["sources"])[:1]
        for partner in partners
    }


# --- the head -----------------------------------------------------------------------------------------------------------


def _facts(
    store: Store, reader: Reader, scope: lookup.Scope, found: Gathered, never: Mapping[str, Any], proofs: Mapping[str, Any], cite: _Sources,
    audience: Audience,
) -> list[Line]:  # fmt: skip
    lines = []
    held = by_date(o for o in found.inside if o.latest)
    if held:
        last = held[-1]
        facts = [n.fact for n in found.namings if n.event == last.id and n.state == "ATTENDED"]
        size = _size(last.size)
        said = sources_of(reader, facts[:1], 1)
        lines.append(
            Line(
                both(f"Last meeting: {last.name}, {when(last.date, 'en', weekday=True)}{size['en']}.",
                     f"Dernière réunion : {last.name}, {when(last.date, 'fr', weekday=True)}{size['fr']}."),
                cite(said.get(facts[0], [])) if facts else (),
            )
        )  # fmt: skip
    else:
        lines.append(Line(both("Last meeting: not known, no record tells of one held here.",
                               "Dernière réunion : on ne sait pas, aucun document n'en raconte ici.")))  # fmt: skip
    ahead = [event for event in _agenda(store, scope) if event["earliest"] is not None]
    if ahead:
        lines.append(
            Line(both(f"Next: {_event(ahead[0], 'en')}.", f"Prochaine : {_event(ahead[0], 'fr')}."), cite(ahead[0]["sources"], 1))
        )
    else:
        lines.append(
            Line(
                both(
                    "Next: not known, no record announces a date.",
                    "Prochaine : on ne sait pas, aucun document n'annonce de date.",
                )
            )
        )
    lines += _partners(reader, never, proofs, cite, audience)
    return lines


def _size(size: int | None) -> Text:
    if size is None:
        return both("", "")
    told = count(size, ("person there", "people there"), ("personne présente", "personnes présentes"))
    return both(f", {told['en']}", f", {told['fr']}")


def _partners(
    reader: Reader, never: Mapping[str, Any], proofs: Mapping[str, Any], cite: _Sources, audience: Audience
) -> list[Line]:  # fmt: skip
    """The partners and who comes for them. The number of a source stands behind each partner, unless all have the same one."""
    partners = sorted(never["partners"], key=lambda partner: fold(partner["name"]))
    if not partners:
        return [Line(both("Partners: not known.", "Partenaires : on ne sait pas."))]
    known = faces(reader, [partner["id"] for partner in partners]) if audience == "names" else {}
    numbers = [cite(proofs[partner["id"]], 1) for partner in partners]
    one = len(set(numbers)) == 1
    names = []
    for partner, own in zip(partners, numbers, strict=True):
        people = [face.name for face in known.get(partner["id"], ())]
        more = ", …" if len(people) > 2 else ""
        place = "" if one else "".join(f" [{number}]" for number in own)
        names.append(partner["name"] + (f", {', '.join(people[:2])}{more}" if people else "") + place)
    told = count(len(partners), ("known partner", "known partners"), ("partenaire connu", "partenaires connus"))
    text = "; ".join(names), " ; ".join(names)
    lines = [Line(both(f"{told['en']}: {text[0]}.", f"{told['fr']} : {text[1]}."), numbers[0] if one else ())]
    once = [partner["name"] for partner in never["occasional_left_out"]]
    if once:
        lines.append(Line(both(f"Seen once only: {listed(once, 'en', 10)}.", f"Vus une seule fois : {listed(once, 'fr', 10)}.")))
    return lines


def _agenda(store: Store, scope: lookup.Scope) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = run(store, "agenda", {"scope": scope}).data["events"]
    return events


def _event(event: Mapping[str, Any], language: str) -> str:
    parts = [event["meeting"], when(event["date"], language, weekday=True), event["time"], event["place"]]
    state = f" ({words('status', event['status'], language)})" if event["status"] != "planned" else ""
    return ", ".join(str(part) for part in parts if part) + state


# --- sections -----------------------------------------------------------------------------------------------------------


def _cut(lines: Sequence[Line], question: Text, most: int = MOST) -> tuple[tuple[Line, ...], Text | None]:
    left = len(lines) - most
    if left <= 0:
        return tuple(lines), None
    return tuple(lines[:most]), both(
        f"… and {left} more: maillage ask {question['en']}", f"… et {left} de plus : maillage demander {question['fr']}"
    )


def _never(never: Any, proofs: Mapping[str, Any], cite: _Sources) -> Section:
    """The pairs never seen together, gathered around whoever is in most of them, then those crossed in plenary only."""
    data = never.data
    names = {partner["id"]: partner["name"] for partner in data["partners"]}
    lines: list[Line] = []
    for verdict, head in (
        ("never-seen", both("Never seen together: ", "Jamais vus ensemble : ")),
        ("plenary-only", both("Crossed in plenary only: ", "Croisés en plénière seulement : ")),
        ("not-known", both("Not known whether they met: ", "On ne sait pas s'ils se sont vus : ")),
    ):
        pairs = [pair for pair in data["pairs"] if pair["verdict"] == verdict]
        stars = _stars([(pair["a"]["id"], pair["b"]["id"]) for pair in pairs], names)
        by_pair = {frozenset((pair["a"]["id"], pair["b"]["id"])): pair for pair in pairs}
        for centre, others in stars:
            own = [by_pair[frozenset((centre, other))] for other in others]
            lists = _lists(own) if verdict != "plenary-only" else both("", "")
            shown = listed([names[other] for other in others], "fr", 12), listed([names[other] for other in others], "en", 12)
            numbers = sorted({n for actor in (centre, *others) for n in cite(proofs.get(actor, []), 1)})
            if verdict == "plenary-only":
                numbers = sorted({n for pair in own for n in cite(pair["sources"], 2)})[:4]
            lines.append(Line(both(f"{head['en']}{names[centre]} — {shown[1]}{lists['en']}.", f"{head['fr']}{names[centre]} — {shown[0]}{lists['fr']}."),
                              tuple(numbers)))  # fmt: skip
    kept, more = _cut(lines, both("never-met", "jamais-vus"))
    return Section(
        "never-met", both("Who has not met yet", "Qui ne s'est pas encore rencontré"), dict(never.sentence), kept, more
    )


def _lists(pairs: Sequence[Mapping[str, Any]]) -> Text:
    """« 0 times on 4 to 6 lists »: the proof that goes with « never », from the fewest to the most lists of the pairs."""
    fewest, most = min(pair["listed"] for pair in pairs), max(pair["listed"] for pair in pairs)
    unlisted = max(pair["unlisted"] for pair in pairs)
    span = both(str(most), str(most)) if fewest == most else both(f"{fewest} to {most}", f"{fewest} à {most}")
    plural = "s" if most > 1 else ""
    text = both(f" (0 times on {span['en']} list{plural}", f" (0 fois sur {span['fr']} liste{plural}")
    if unlisted:
        met = count(unlisted, ("meeting", "meetings"), ("réunion", "réunions"))
        text = both(f"{text['en']}; {met['en']} without a full list", f"{text['fr']} ; {met['fr']} sans liste complète")
    return both(f"{text['en']})", f"{text['fr']})")


def _stars(pairs: Sequence[tuple[str, str]], names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The pairs as stars, each pair once: whoever is in most pairs first, with all the others it still has."""
    left: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        left[a].add(b)
        left[b].add(a)
    stars = []
    while left:
        centre = min(left, key=lambda actor: (-len(left[actor]), fold(names[actor]), actor))
        others = sorted(left.pop(centre), key=lambda actor: (fold(names[actor]), actor))
        for other in others:
            left[other].discard(centre)
            if not left[other]:
                del left[other]
        stars.append((centre, others))
    return stars


def _unseen(store: Store, scope: lookup.Scope, period: Mapping[str, Any], cite: _Sources, language: str) -> Section | None:
    return None


def _actions(store: Store, scope: lookup.Scope, period: Mapping[str, Any], cite: _Sources, audience: Audience) -> Section:
    """The open actions, what is firm first. What all of them have in common (when decided, what is said since) is said once."""
    answer = run(store, "actions", {"scope": scope, **period})
    rows = sorted(
        answer.data["actions"],
        key=lambda row: (
            not row["overdue"],
            row["status"] not in ("decided", "ongoing"),
            row["status"] == "wished",
            not row["who"],
        ),
    )
    lead = _bare(answer.sentence, scope)
    dates = {row["decided"] for row in rows}
    news = {reported(row)["en"]: reported(row) for row in rows}
    if rows and len(dates) == 1:
        day = next(iter(dates))
        lead = both(f"{lead['en']} All of {when(day, 'en')}.", f"{lead['fr']} Toutes du {when(day, 'fr')}.")
    if rows and len(news) == 1:
        said = next(iter(news.values()))
        lead = {code: f"{lead[code]} {said[code][:1].upper()}{said[code][1:]}." for code in ("fr", "en")}
    lines = []
    if audience == "names":
        for row in rows:
            who = ", ".join(one["name"] for one in row["who"]) or row["who_text"]
            action = _clipped(row["action"], ACTION)
            texts = {}
            for language in ("fr", "en"):
                details = [words("status", row["status"], language)]
                if len(dates) > 1:
                    details.append(when(row["decided"], language))
                if row["due"]:
                    late = both(", past", ", passée")[language] if row["overdue"] else ""
                    details.append(f"{both('due', 'échéance')[language]} {when(row['due'], language)}{late}")
                if len(news) > 1:
                    details.append(reported(row)[language])
                colon = both(": ", " : ")[language] if who else ""
                texts[language] = f"{who or ''}{colon}{_quoted(action)} ({', '.join(details)})"
            # The action is the sentence: its source need not say it again.
            lines.append(Line(texts, cite([{**source, "quote": ""} for source in row["sources"]], 1)))
    kept, more = _cut(lines, both("actions", "actions"))
    return Section("actions", both("Open actions", "Actions ouvertes"), lead, kept, more)


def _bare(sentence: Mapping[str, str], scope: lookup.Scope) -> Text:
    """A sentence without the name of the scope at its head: the page has it in its title."""
    found = {}
    for code, sign in (("fr", " : "), ("en", ": ")):
        rest = sentence[code].removeprefix(f"{scope.name}{sign}")
        found[code] = rest[:1].upper() + rest[1:]
    return found


def _quoted(text: str) -> str:
    return f"« {text.replace('« ', '“').replace(' »', '”').replace('«', '“').replace('»', '”')} »"


def _introductions(
    store: Store, scope: lookup.Scope, period: Mapping[str, Any], never: Mapping[str, Any], cite: _Sources, language: str
) -> Section | None:  # fmt: skip
    lines: list[Line] = []
    for resource in never["resources"]:
        doors = [door["name"] for door in resource["doors"]]
        if doors:
            lines.append(Line(both(f"To reach {resource['name']}: through {listed(doors, 'en', 3)}.",
                                   f"Pour joindre {resource['name']} : par {listed(doors, 'fr', 3)}."), cite(resource["sources"], 1)))  # fmt: skip
    if not lines:
        return None
    kept, more = _cut(lines, both("introductions", "présentations"))
    return Section("introductions", both("Introductions to propose", "Présentations à proposer"), None, kept, more)


def _dates(store: Store, scope: lookup.Scope, found: Gathered, period: Mapping[str, Any], cite: _Sources) -> Section | None:
    """The dates after the next one, and the announced days that passed without a record."""
    ahead = [event for event in _agenda(store, scope) if event["earliest"] is not None][1:]
    lines = [Line(both(f"{_event(event, 'en')}.", f"{_event(event, 'fr')}."), cite(event["sources"], 1)) for event in ahead]
    if not lines:
        return None
    kept, more = _cut(lines, both("agenda", "agenda"), 5)
    return Section("agenda", both("Further dates", "Dates suivantes"), None, kept, more)


def _seating(
    store: Store, scope: lookup.Scope, since: str | None, until: str | None, seats: int, never: Mapping[str, Any], audience: Audience,
    language: str,
) -> Section | None:  # fmt: skip
    """One round for the people last seen, or for the bodies where people may not be named."""
    from ..graph.errors import QueryError

    try:
        answer = seating(
            store, None, scope=scope.id, since=since, until=until, seats=seats, bodies=audience != "names", language=language
        )
    except QueryError:
        return None
    if not FEWEST_SEATED <= answer.data["counts"]["guests"] <= MOST_SEATED:
        return None
    lines = []
    for table in answer.data["rounds"][0]["tables"]:
        guests = [g["name"] + (f" ({g['organisation']})" if g["organisation"] else "") for g in table["guests"]]
        lines.append(
            Line(both(f"Table {table['table']}: {'; '.join(guests)}.", f"Table {table['table']} : {' ; '.join(guests)}."))
        )
    return Section("seating", both("Seating", "Plan de table"), dict(answer.sentence), tuple(lines))


def _known(never: Any, found: Gathered) -> Section:
    """What the page rests on: coverage, the day up to which records go, the thresholds."""
    notes = [note for note in never.notes if not note["en"].startswith(("Seen once", "Next:", "Resources"))]
    return Section(
        "coverage", both("What this rests on", "Sur quoi cela repose"), None, tuple(Line(dict(note)) for note in notes)
    )


def _clipped(text: str, most: int) -> str:
    """`text` on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0].rstrip(",;: ") + " …"
