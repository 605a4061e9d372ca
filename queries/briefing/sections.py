"""The sections of the page, each from one question, each line with its sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ...graph.dates import bounds
from ...graph.errors import QueryError
from ...graph.names import fold
from ..answer import run, words
from ..followup import reported
from ..gathering import sources_of
from ..meetings import by_date
from ..seated import seating as seated
from ..wording import Text, both, count, listed, when
from .head import dated
from .values import Asked, Line, Section, clipped, first, quoted, unscoped

ACTION = 210
"""Characters of an action."""
STEPS = 600
"""How long a seating is searched for: a quarter of what the command takes."""
CITED = 6
"""Sources of one line of pairs."""
INTRODUCED = 6
"""Pairs for which somebody is named."""
FEWEST_SEATED, MOST_SEATED = 5, 40
"""People for whom a seating is worth a place on the page."""


def never(asked: Asked) -> Section:
    """The pairs that have not worked together, gathered so that those without the same partners share a line: never seen together first,
    then crossed in plenary only, then not known. Partners that no list shows at all have a line of their own."""
    data, cite = asked.never.data, asked.cite
    names = {partner["id"]: partner["name"] for partner in data["partners"]}
    nowhere = _on_no_list(data)
    lines: list[Line] = []
    for verdict, head in (
        ("never-seen", both("Never seen together: ", "Jamais vus ensemble : ")),
        ("plenary-only", both("Crossed in plenary only: ", "Croisés en plénière seulement : ")),
        ("not-known", both("Not known whether they met: ", "On ne sait pas s'ils se sont vus : ")),
    ):
        pairs = {frozenset((pair["a"]["id"], pair["b"]["id"])): pair for pair in data["pairs"] if pair["verdict"] == verdict}
        for some, others in _blocks([pair for pair in pairs if not pair & nowhere.keys()], names):
            own = [pairs[frozenset((a, b))] for a in some for b in others]
            lists = _lists(own) if verdict != "plenary-only" else both("", "")
            sides = [
                {code: listed([names[actor] for actor in side], code, 15) for code in ("fr", "en")} for side in (some, others)
            ]
            if verdict == "plenary-only":
                numbers = [n for pair in own for n in cite(pair["sources"], 2)]
            else:
                numbers = [n for actor in (*some, *others) for n in cite(asked.proofs.get(actor, []), 1)]
            text = both(
                f"{head['en']}{sides[0]['en']} — {sides[1]['en']}{lists['en']}.",
                f"{head['fr']}{sides[0]['fr']} — {sides[1]['fr']}{lists['fr']}.",
            )
            lines.append(Line(text, tuple(sorted(set(numbers))[:CITED])))
    for actor in sorted(nowhere, key=lambda key: (fold(names[key]), key)):
        never = all(pair["verdict"] == "never-seen" for pair in nowhere[actor])
        lists = _lists(nowhere[actor])
        told = both("never seen with the others", "jamais vu avec les autres") if never else both(
            "not known whether it met the others", "on ne sait pas s'il a vu les autres"
        )  # fmt: skip
        text = both(
            f"{names[actor]}, on no list here: {told['en']}{lists['en']}.",
            f"{names[actor]}, sur aucune liste d'ici : {told['fr']}{lists['fr']}.",
        )
        lines.append(Line(text, cite(asked.proofs.get(actor, []), 1)))
    kept, more = first(lines, both("never-met", "jamais-vus"))
    title = both("Who has not met yet", "Qui ne s'est pas encore rencontré")
    return Section("never-met", title, unscoped(asked.never.sentence, asked.scope), kept, more)


def _on_no_list(data: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Partner that came to no local meeting and met none of the others elsewhere → its pairs."""
    absent = {partner["id"] for partner in data["partners"] if not partner["meetings"]}
    pairs: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for pair in data["pairs"]:
        for side in ("a", "b"):
            if pair[side]["id"] in absent:
                pairs[pair[side]["id"]].append(pair)
    others = len(data["partners"]) - 1
    return {
        actor: own
        for actor, own in pairs.items()
        if len(own) == others and all(pair["verdict"] in ("never-seen", "not-known") for pair in own)
    }


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


def _blocks(pairs: Iterable[frozenset[str]], names: Mapping[str, str]) -> list[tuple[list[str], list[str]]]:
    """The pairs as blocks « each of these with each of those », every pair once, the largest block first."""
    left: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        a, b = pair
        left[a].add(b)
        left[b].add(a)

    def by_name(actors: Iterable[str]) -> list[str]:
        return sorted(actors, key=lambda actor: (fold(names[actor]), actor))

    blocks = []
    while left:
        alike: dict[frozenset[str], list[str]] = defaultdict(list)
        for actor in by_name(left):
            alike[frozenset(left[actor])].append(actor)
        others, some = min(
            alike.items(), key=lambda item: (-len(item[0]) * len(item[1]), [fold(names[a]) for a in item[1]], item[1])
        )
        blocks.append((some, by_name(others)))
        for one in some:
            del left[one]
        for other in others:
            left[other] -= set(some)
            if not left[other]:
                del left[other]
    return blocks


def unseen(asked: Asked) -> Section:
    answer = run(asked.store, "expected-unseen", asked.period)
    lines = []
    for item in answer.data["unseen"]:
        why = both(words("why", item["why"], "en"), words("why", item["why"], "fr"))
        verdict = both(words("presence", item["verdict"], "en"), words("presence", item["verdict"], "fr"))
        people = [person["name"] for person in item["contacts"]] if asked.audience == "names" else []
        places = [place["name"] for place in item["places"]]
        text = both(f"{item['name']}: {why['en']}, {verdict['en']}", f"{item['name']} : {why['fr']}, {verdict['fr']}")
        if places:
            text = both(f"{text['en']}; there in {listed(places, 'en', 4)}", f"{text['fr']} ; là à {listed(places, 'fr', 4)}")
        if people:
            text = both(
                f"{text['en']}; contact: {listed(people, 'en', 2)}", f"{text['fr']} ; contact : {listed(people, 'fr', 2)}"
            )
        lines.append(Line(both(f"{text['en']}.", f"{text['fr']}."), asked.cite(item["sources"], 2)))
    kept, more = first(lines, both("expected-unseen", "attendus-jamais-vus"), 6)
    title = both("Expected and never seen", "Attendus et jamais vus")
    return Section("expected-unseen", title, unscoped(answer.sentence, asked.scope), kept, more)


def actions(asked: Asked) -> Section:
    """The open actions, what is firm first. What all of them have in common (when decided, what is said since) is said once."""
    answer = run(asked.store, "actions", asked.period)
    rows = sorted(
        answer.data["actions"],
        key=lambda row: (
            not row["overdue"],
            row["status"] not in ("decided", "ongoing"),
            row["status"] == "wished",
            not row["who"],
            -(bounds(row["decided"])[1] or date.min).toordinal(),
        ),
    )
    lead = unscoped(answer.sentence, asked.scope)
    dates = {row["decided"] for row in rows}
    news = {reported(row)["en"]: reported(row) for row in rows}
    if rows and len(dates) == 1:
        day = next(iter(dates))
        lead = both(f"{lead['en']} All of {when(day, 'en')}.", f"{lead['fr']} Toutes du {when(day, 'fr')}.")
    if rows and len(news) == 1:
        said = next(iter(news.values()))
        lead = {code: f"{lead[code]} {said[code][:1].upper()}{said[code][1:]}." for code in ("fr", "en")}
    lines = []
    if asked.audience == "names":
        for row in rows:
            who = ", ".join(one["name"] for one in row["who"]) or row["who_text"]
            action = clipped(row["action"], ACTION)
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
                texts[language] = f"{who or ''}{colon}{quoted(action)} ({', '.join(details)})"
            # The action is the sentence: its source need not say it again.
            lines.append(Line(texts, asked.cite([{**source, "quote": ""} for source in row["sources"]], 1)))
    kept, more = first(lines, both("actions", "actions"))
    return Section("actions", both("Open actions", "Actions ouvertes"), lead, kept, more)


def introductions(asked: Asked) -> Section | None:
    """For each pair that has not worked together, whoever has met both; then the doors to the resources of the scope."""
    found = run(asked.store, "introductions", {**asked.period, "most": INTRODUCED, "level": asked.level}).data["pairs"]
    lines: list[Line] = []
    for item in found:
        best = next((one for one in item["brokers"] if asked.audience == "names" or not one["person"]), None)
        if best is None:
            continue
        texts = {}
        for language in ("fr", "en"):
            who = best["name"]
            inside = [person["name"] for person in best["people"]] if asked.audience == "names" else []
            who += f" ({listed(inside, language, 2)})" if inside else ""
            met = [
                f"{item[side]['name']} {best[side]['meetings']} × ({when(best[side]['last'], language)})" for side in ("a", "b")
            ]
            only = both("the only one known, ", "seul connu, ")[language] if item["fragile"] else ""
            verb = both("has met", "a vu")[language]
            by = both(": through ", " : par ")[language]
            texts[language] = f"{item['a']['name']} — {item['b']['name']}{by}{who}, {only}{verb} {' ; '.join(met)}."
        lines.append(Line(texts, asked.cite(item["sources"], 2)))
    lines += _doors(asked)
    if not lines:
        return None
    kept, more = first(lines, both("introductions", "présentations"))
    return Section("introductions", both("Introductions to propose", "Présentations à proposer"), None, kept, more)


def _doors(asked: Asked) -> list[Line]:
    """For each resource the partners that have met it, proved by the last occasion that it shared with the first of them."""
    found = asked.found
    facts = {(n.event, n.actor): n.fact for n in found.namings if n.state == "ATTENDED" and not n.person}
    lines = []
    for resource in asked.never.data["resources"]:
        doors = resource["doors"]
        if not doors:
            continue
        names = [door["name"] for door in doors]
        pair = (resource["id"], doors[0]["id"])
        shared = by_date(found.occasions[event] for event, actor in facts if actor == pair[0] and (event, pair[1]) in facts)
        proof = [facts[shared[-1].id, actor] for actor in pair] if shared else []
        said = sources_of(asked.reader, proof, 1)
        text = both(
            f"To reach {resource['name']}: through {listed(names, 'en', 3)}.",
            f"Pour joindre {resource['name']} : par {listed(names, 'fr', 3)}.",
        )
        sources = [source for fact in proof for source in said.get(fact, ())]
        lines.append(Line(text, asked.cite(sources or resource["sources"], 2)))
    return lines


def dates(asked: Asked) -> Section | None:
    """The dates after the next one."""
    ahead = asked.agenda[1:]
    lines = [Line(both(f"{dated(event, 'en')}.", f"{dated(event, 'fr')}."), asked.cite(event["sources"], 1)) for event in ahead]
    if not lines:
        return None
    kept, more = first(lines, both("agenda", "agenda"), 5)
    return Section("agenda", both("Further dates", "Dates suivantes"), None, kept, more)


def seating(asked: Asked) -> Section | None:
    """One round for the people last seen, or for the bodies where people may not be named."""
    try:
        answer = seated(
            asked.store, None, scope=asked.scope.id, since=_text(asked.since), until=_text(asked.until), seats=asked.seats,
            bodies=asked.audience != "names", steps=STEPS, most=MOST_SEATED,
        )  # fmt: skip
    except QueryError:
        return None
    if answer.data["counts"]["guests"] < FEWEST_SEATED:
        return None
    lines = []
    for table in answer.data["rounds"][0]["tables"]:
        guests = [g["name"] + (f" ({g['organisation']})" if g["organisation"] else "") for g in table["guests"]]
        lines.append(
            Line(both(f"Table {table['table']}: {'; '.join(guests)}.", f"Table {table['table']} : {' ; '.join(guests)}."))
        )
    return Section("seating", both("Seating", "Plan de table"), _tables(answer.data), tuple(lines))


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _tables(data: Mapping[str, Any]) -> Text:
    """What the seating changes, in a line."""
    done = data["counts"]
    people = count(done["guests"], ("guest", "guests"), ("convive", "convives"))
    tables = count(len(data["rounds"][0]["tables"]), ("table", "tables"), ("table", "tables"))
    if not done["bound"]:
        return both(
            f"{people['en']}, {tables['en']}: all pairs of different bodies have sat together before.",
            f"{people['fr']}, {tables['fr']} : toutes les paires de structures différentes ont déjà siégé ensemble.",
        )
    return both(
        f"{people['en']}, {tables['en']}: of {done['pairs']} pairs of different bodies, {done['met_before']} are known to have sat "
        f"together before, {done['met_after']} will have after ({done['new']} new).",
        f"{people['fr']}, {tables['fr']} : sur {done['pairs']} paires de structures différentes, on en sait {done['met_before']} qui "
        f"ont déjà siégé ensemble ; {done['met_after']} après ({done['new']} nouvelles).",
    )


def known(asked: Asked) -> Section:
    """What the page rests on: coverage, the day up to which records go, the thresholds."""
    notes = [note for note in asked.never.notes if not note["en"].startswith(("Seen once", "Next:", "Resources"))]
    return Section(
        "coverage", both("What this rests on", "Sur quoi cela repose"), None, tuple(Line(dict(note)) for note in notes)
    )
