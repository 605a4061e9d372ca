"""Bassins side by side: how many pairs of partners have worked together, only where enough is known to compare."""

from __future__ import annotations

from typing import Any

from ...graph.names import fold
from ..answer import Answer, Question, bind, words
from ..catalogue import catalogue
from ..lookup import Scope, resolve_scope
from ..meetings import Thresholds
from ..never_met import never_met
from ..wording import both, count, listed, when
from .coverage import enough
from .structure import brokers

TOP = 2
"""Brokers named for a bassin."""


def compare(question: Question) -> Answer:
    """A row for each bassin within the scope (all known ones without it), the comparable ones first, by their share of pairs that
    worked together. Where too few meetings are listed, or fewer than three partners are known, no share is given."""
    values = question.values
    scope: Scope | None = values["scope"]
    thresholds = Thresholds(lists=values["lists"], share=values["share"])
    wanted = None if scope is None else set(scope.ids)
    bassins = {
        row["id"]: row["name"]
        for row in question.read("known_territories")
        if row["kind"] == "bassin" and (wanted is None or row["id"] in wanted)
    }
    items = [_bassin(question, resolve_scope(question.store, key), thresholds) for key in sorted(bassins)]
    items = [item for item in items if item["coverage"]["occasions"] or item["partners"]]
    items.sort(
        key=lambda item: (
            item["comparable"] != "yes",
            -(item["met_share"] or 0),
            -item["partners"],
            fold(item["name"]),
            item["id"],
        )
    )
    language = question.language
    rows = [
        {
            "territory": item["name"], "comparable": words("comparable", item["comparable"], language), "partners": item["partners"],
            "pairs": item["counts"]["pairs"], "worked": item["counts"]["worked-together"],
            "met_share": "" if item["met_share"] is None else f"{item['met_share']:.0%}",
            "brokers": listed([one["name"] for one in item["brokers"]], language, TOP),
            "occasions": item["coverage"]["occasions"], "listed": item["coverage"]["listed"],
            "last": when(item["as_of"].isoformat(), language) if item["as_of"] else "",
        }
        for item in items
    ]  # fmt: skip
    able = sum(item["comparable"] == "yes" for item in items)
    where = both(f"{scope.name}: ", f"{scope.name} : ") if scope else both("", "")
    if not items:
        sentence = both(f"{where['en']}not known — no record tells of a meeting held in a bassin.",
                        f"{where['fr']}on ne sait pas — aucun document ne raconte de réunion tenue dans un bassin.")  # fmt: skip
    else:
        of = count(len(items), ("bassin", "bassins"), ("bassin", "bassins"))
        sentence = both(
            f"{where['en']}{able} of {of['en']} can be compared" + ("." if able else ": too few lists, or too few partners."),
            f"{where['fr']}{able} sur {of['fr']} {'peuvent être comparés' if able > 1 else 'peut être comparé'}"
            + ("." if able else " : trop peu de listes, ou de partenaires."),
        )
    share = round(thresholds.share * 100)
    notes = [both(
        f"Comparable: {thresholds.lists} listed meetings at least, {share} % of all listed, and {thresholds.fewest} partners. A share of a "
        "bassin with fewer lists would measure the lists, not the meetings.",
        f"Comparable : {thresholds.lists} réunions avec liste au moins, {share} % de listes, et {thresholds.fewest} partenaires. La part "
        "d'un bassin moins documenté mesurerait ses listes, non ses rencontres.",
    )]  # fmt: skip
    data = {
        "scope": scope.as_dict() if scope else None, "as_of": max((item["as_of"] for item in items if item["as_of"]), default=None),
        "thresholds": {"lists": thresholds.lists, "share": thresholds.share, "fewest": thresholds.fewest}, "people": values["people"],
        "comparable": able, "bassins": items,
    }  # fmt: skip
    return question.answer(rows, sentence, notes, data)


def _bassin(question: Question, scope: Scope, thresholds: Thresholds) -> dict[str, Any]:
    values = question.values
    period = {key: values[key] for key in ("since", "until") if values[key] is not None}
    shared = {"scope": scope, "level": values["level"], "people": values["people"], **period}
    pairs = _ask(question, "never-met", {**shared, "lists": values["lists"], "share": values["share"], "all": True})
    done, partners = pairs["coverage"], len(pairs["partners"])
    comparable = "few-lists" if not enough(done, thresholds) else "few-partners" if partners < thresholds.fewest else "yes"
    counts = {key: pairs["counts"][key] for key in ("pairs", "worked-together", "plenary-only", "never-seen", "not-known")}
    known = _ask(question, "brokers", shared)["brokers"] if comparable == "yes" else []
    return {
        "id": scope.id,
        "name": scope.name,
        "comparable": comparable,
        "partners": partners,
        "counts": counts,
        "met_share": round(counts["worked-together"] / counts["pairs"], 3) if comparable == "yes" and counts["pairs"] else None,
        "brokers": [{"id": one["id"], "name": one["name"], "between": one["between"]} for one in known[:TOP]],
        "coverage": done,
        "as_of": pairs["as_of"],
        "sources": [source for pair in pairs["pairs"][-3:] for source in pair["sources"][:1]],
    }


def _ask(question: Question, name: str, given: dict[str, Any]) -> Any:
    """The data of another question about one bassin."""
    query = catalogue()[name]
    asked = Question(question.store, query, bind(question.store, query, given), question.language)
    return (never_met if name == "never-met" else brokers)(asked).data
