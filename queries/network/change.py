"""What changes between those who know each other: relations that cool, relations that are new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from ...graph.names import fold
from ..answer import Answer, Question, words
from ..gathering import Gathered
from ..lookup import Scope
from ..meetings import STRENGTHS, Occasion, Strength, Thresholds, by_date, same_session, strength
from ..membership import Kinship, asked_about
from ..verdicts import Calendar, Window
from ..wording import Text, both, count, when
from .coverage import coverage, coverage_note, enough
from .fabric import MONTH, Fabric, company_of, last_sources
from .weave import weave

Order = npt.NDArray[np.int32]
NEVER = -1


@dataclass(frozen=True, slots=True)
class Relations:
    """Who shared what when: `first[i, j]` and `last[i, j]` are places in `occasions` (oldest first; -1: none) of any size,
    `counts[i, j]` how many they shared that were as close as asked: who crossed in a plenary since has met since."""

    actors: Sequence[str]
    names: Mapping[str, str]
    occasions: Sequence[Occasion]
    first: Order
    last: Order
    counts: Order
    fabric: Fabric
    kinship: Kinship
    found: Gathered


def relations(question: Question, since: date | None, until: date | None) -> Relations:
    """The relations of the partners of a scope wherever they met, or of everybody where no scope is asked for."""
    values, thresholds = question.values, Thresholds()
    scope: Scope | None = values["scope"]
    if scope is None:
        woven = weave(
            question, None, since, until, thresholds, people=values["people"], level=values["level"], closest=values["closest"]
        )
        fabric, actors, names, kinship, found = woven.fabric, list(woven.actors), woven.names, woven.kinship, woven.found
    else:
        asked = asked_about(
            question, scope, since, until, thresholds, people=values["people"], everything=True, level=values["level"]
        )
        members = (*asked.chosen.partners, *asked.chosen.occasional)
        names = {partner.id: partner.candidate.name for partner in members}
        actors = sorted(names, key=lambda actor: (fold(names[actor]), actor))
        kinship, found = asked.kinship, asked.found
        fabric = company_of(question, actors, kinship, since, until, people=values["people"])
    occasions = by_date(occasion for occasion in fabric.occasions.values() if occasion.latest is not None)
    first, last, counts = spans(fabric, actors, occasions, values["closest"], thresholds)
    for part, wholes in kinship.wholes.items():
        for whole in wholes & set(names):
            if part in names:
                i, j = actors.index(part), actors.index(whole)
                counts[i, j] = counts[j, i] = 0
    return Relations(actors, names, occasions, first, last, counts, fabric, kinship, found)


def spans(
    fabric: Fabric, actors: Sequence[str], occasions: Sequence[Occasion], closest: Strength, thresholds: Thresholds
) -> tuple[Order, Order, Order]:
    """First and last shared occasion (places in `occasions`, which are oldest first; -1: none), and how many were at least as close as
    `closest`, for each two of `actors`."""
    column = {actor: number for number, actor in enumerate(actors)}
    shape = (len(actors), len(actors))
    first, last = np.full(shape, NEVER, np.int32), np.full(shape, NEVER, np.int32)
    counts = np.zeros(shape, np.int32)
    limit = STRENGTHS.index(closest)
    for place, occasion in enumerate(occasions):
        near = STRENGTHS.index(strength(occasion, thresholds)) <= limit
        present = fabric.there.get(occasion.id, {})
        here = [(column[actor], sessions) for actor, sessions in present.items() if actor in column]
        index = [number for number, _ in here]
        met = np.ones((len(here), len(here)), bool)
        if any(sessions for _, sessions in here):
            met = np.array([[same_session(a, b) for _, b in here] for _, a in here], bool).reshape(len(here), len(here))
        np.fill_diagonal(met, False)
        cells = np.ix_(index, index)
        counts[cells] += met & near
        last[cells] = np.where(met, place, last[cells])
        first[cells] = np.where(met & (first[cells] == NEVER), place, first[cells])
    return first, last, counts


def cooling(question: Question) -> Answer:
    """Pairs that shared some occasions, none for so many months, most shared first; by default only those of which both still come."""
    values = question.values
    thresholds = Thresholds(lists=values["lists"], share=values["share"])
    known = relations(question, values["since"], values["until"])
    as_of = known.found.as_of
    oldest = as_of - timedelta(days=round(values["months"] * MONTH)) if as_of else None
    calendar = Calendar(known.found.inside)
    seen = {actor: _last_day(known.fabric, actor) for actor in known.actors}
    pairs: list[tuple[int, int, bool]] = []
    if oldest is not None:
        rows, columns = np.nonzero(np.triu(known.counts >= values["times"], 1))
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
            day = known.occasions[known.last[i, j]].latest
            if day is not None and day < oldest:
                pairs.append((i, j, all(_after(seen[known.actors[n]], day) for n in (i, j))))
    gone = sum(not still for _, _, still in pairs)
    wanted = [pair for pair in pairs if values["all"] or pair[2]]
    wanted.sort(key=lambda p: (not p[2], -int(known.counts[p[0], p[1]]), -int(known.last[p[0], p[1]]), p))
    shown = wanted[: values["most"]]
    said = _proofs(question, known, [(i, j, int(known.last[i, j])) for i, j, _ in shown])
    items = []
    for i, j, still in shown:
        occasion = known.occasions[known.last[i, j]]
        after = Window(occasion.latest + timedelta(days=1) if occasion.latest else None, None)
        listed, partial, none = (calendar.count(kind, after) for kind in ("complete", "partial", "none"))
        sure = enough({"occasions": listed + partial + none, "listed": listed}, thresholds)
        items.append(
            {
                **_ends(known, i, j), "verdict": ("cooling" if sure else "not-known") if still else "gone",
                "meetings": int(known.counts[i, j]), "first": known.occasions[known.first[i, j]].date, "last": occasion.date,
                "event": {"id": occasion.id, "name": occasion.name}, "listed": listed, "unlisted": partial + none,
                "seen": {"a": seen[known.actors[i]], "b": seen[known.actors[j]]}, "sources": said[i, j],
            }
        )  # fmt: skip
    language = question.language
    shown_rows = [
        {
            **{key: item[key] for key in ("meetings", "listed", "unlisted")}, "a": item["a"]["name"], "b": item["b"]["name"],
            "verdict": words("cooling", item["verdict"], language), "last": when(item["last"], language),
            "source": item["sources"][0]["record"] if item["sources"] else "",
        }
        for item in items
    ]  # fmt: skip
    data = {
        **_base(question, known),
        "thresholds": {**_limits(question), "times": values["times"], "lists": thresholds.lists, "share": thresholds.share},
        "counts": {"relations": _number(known, values["times"]), "cooling": len(pairs) - gone, "gone": gone}, "pairs": items,
    }  # fmt: skip
    since = when(oldest.isoformat(), "en") if oldest else "", when(oldest.isoformat(), "fr") if oldest else ""
    if not data["counts"]["relations"]:
        sentence = both("not known — no record shows two who met so often.",
                        "on ne sait pas — aucun document ne montre deux partenaires qui se soient vus aussi souvent.")  # fmt: skip
    else:
        some = count(len(pairs) - gone, ("relation has not been seen", "relations have not been seen"),
                     ("relation n'a plus été vue", "relations n'ont plus été vues"))  # fmt: skip
        of = count(data["counts"]["relations"], ("relation", "relations"), ("relation", "relations"))
        sentence = both(f"of {of['en']}, {some['en']} since {since[0]} though both still come; of {gone} more, one no longer comes.",
                        f"sur {of['fr']}, {some['fr']} depuis le {since[1]} alors que les deux viennent encore ; pour {gone} de plus, "
                        "l'un des deux ne vient plus.")  # fmt: skip
    notes = [_coverage(known), both(
        "Lists: local meetings since their last one; on none of these are both. « Not known »: too few of them have a list.",
        "Listes : réunions locales depuis leur dernière rencontre ; aucune ne montre les deux. « On ne sait pas » : trop peu de listes.",
    ), _undated(known)]  # fmt: skip
    return question.answer(shown_rows, _with_scope(question, sentence), [note for note in notes if note], data)


def new_relations(question: Question) -> Answer:
    """Pairs whose first known shared occasion lies in the period, newest first."""
    values, thresholds = question.values, Thresholds()
    known = relations(question, None, values["until"])
    as_of = known.found.as_of
    begin: date | None = values["since"] or (as_of - timedelta(days=round(values["months"] * MONTH)) if as_of else None)
    pairs: list[tuple[int, int]] = []
    if begin is not None:
        rows, columns = np.nonzero(np.triu(known.counts > 0, 1))
        pairs = [
            (i, j)
            for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
            if _after(known.occasions[known.first[i, j]].earliest, begin - timedelta(days=1))
        ]
    pairs.sort(key=lambda p: (-int(known.first[p]), -int(known.counts[p]), p))
    shown = pairs[: values["most"]]
    said = _proofs(question, known, [(i, j, int(known.first[i, j])) for i, j in shown])
    items = []
    for i, j in shown:
        occasion = known.occasions[known.first[i, j]]
        items.append(
            {
                **_ends(known, i, j), "first": occasion.date, "last": known.occasions[known.last[i, j]].date,
                "meetings": int(known.counts[i, j]), "strength": strength(occasion, thresholds),
                "event": {"id": occasion.id, "name": occasion.name}, "sources": said[i, j],
            }
        )  # fmt: skip
    language = question.language
    rows_shown = [
        {
            "a": item["a"]["name"], "b": item["b"]["name"], "first": when(item["first"], language), "meetings": item["meetings"],
            "strength": words("strength", item["strength"], language), "meeting": item["event"]["name"],
            "source": item["sources"][0]["record"] if item["sources"] else "",
        }
        for item in items
    ]  # fmt: skip
    data = {
        **_base(question, known), "thresholds": {**_limits(question), "since": begin},
        "counts": {"relations": _number(known, 1), "new": len(pairs)}, "pairs": items,
    }  # fmt: skip
    if begin is None or not data["counts"]["relations"]:
        sentence = both("not known — no record shows two partners at one meeting.",
                        "on ne sait pas — aucun document ne montre deux partenaires à une même réunion.")  # fmt: skip
    else:
        some = count(len(pairs), ("relation is new", "relations are new"), ("relation est nouvelle", "relations sont nouvelles"))
        of = count(data["counts"]["relations"], ("relation", "relations"), ("relation", "relations"))
        sentence = both(f"of {of['en']}, {some['en']} since {when(begin.isoformat(), 'en')}.",
                        f"sur {of['fr']}, {some['fr']} depuis le {when(begin.isoformat(), 'fr')}.")  # fmt: skip
    notes = [_coverage(known), both("New: no earlier meeting is known. One without a list may hide an earlier meeting.",
                                    "Nouvelle : aucune rencontre antérieure n'est connue. Une réunion sans liste peut en cacher une."),
             _undated(known)]  # fmt: skip
    return question.answer(rows_shown, _with_scope(question, sentence), [note for note in notes if note], data)


# --- what they share ----------------------------------------------------------------------------------------------------


def _ends(known: Relations, i: int, j: int) -> dict[str, Any]:
    a, b = known.actors[i], known.actors[j]
    return {"a": {"id": a, "name": known.names[a]}, "b": {"id": b, "name": known.names[b]}}


def _proofs(
    question: Question, known: Relations, wanted: Sequence[tuple[int, int, int]]
) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """For each pair and the place of an occasion: the sentences that put both there."""
    events = [(known.occasions[place], (known.actors[i], known.actors[j])) for i, j, place in wanted]
    said = last_sources(question, events, known.kinship)
    return {
        (i, j): [
            source for n in (i, j) for source in said.get((known.occasions[place].id, known.actors[n]), [])[:1]
        ]
        for i, j, place in wanted
    }  # fmt: skip


def _last_day(fabric: Fabric, actor: str) -> date | None:
    return max((o.latest for event in fabric.events.get(actor, []) if (o := fabric.occasions[event]).latest), default=None)


def _after(day: date | None, other: date) -> bool:
    return day is not None and day > other


def _number(known: Relations, times: int) -> int:
    return int(np.triu(known.counts >= times, 1).sum())


def _base(question: Question, known: Relations) -> dict[str, Any]:
    scope: Scope | None = question.values["scope"]
    return {
        "scope": scope.as_dict() if scope else None, "as_of": known.found.as_of, "coverage": coverage(known.found.inside),
    }  # fmt: skip


def _limits(question: Question) -> dict[str, Any]:
    limits = Thresholds()
    return {
        "closest": question.values["closest"], "months": question.values["months"], "table": limits.table, "room": limits.room,
    }  # fmt: skip


def _coverage(known: Relations) -> Text:
    return coverage_note(coverage(known.found.inside), known.found.as_of)


def _undated(known: Relations) -> Text | None:
    number = sum(1 for occasion in known.fabric.occasions.values() if occasion.latest is None)
    if not number:
        return None
    some = count(number, ("undated meeting is", "undated meetings are"), ("réunion sans date", "réunions sans date"))
    return both(f"{some['en']} left out: nobody knows when.", f"Laissé de côté, faute de date : {some['fr']}.")


def _with_scope(question: Question, text: Mapping[str, str]) -> Text:
    scope: Scope | None = question.values["scope"]
    if scope is None:
        return {code: said[:1].upper() + said[1:] for code, said in text.items()}
    return both(f"{scope.name}: {text['en']}", f"{scope.name} : {text['fr']}")
