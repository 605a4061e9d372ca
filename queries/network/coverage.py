"""What every answer rests on: how many held meetings have a list, and up to which day records go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..meetings import Occasion, Thresholds
from ..wording import Text, both, joined, when


def coverage(occasions: Sequence[Occasion]) -> dict[str, int]:
    """How many held occasions there are, and how many with a complete list, a partial one, none."""
    kinds = [occasion.listed for occasion in occasions]
    return {
        "occasions": len(kinds), "listed": kinds.count("complete"), "partial": kinds.count("partial"), "unlisted": kinds.count("none"),
    }  # fmt: skip


def enough(done: Mapping[str, int], thresholds: Thresholds) -> bool:
    """True when enough held meetings have a complete list for « never » to be said."""
    return done["listed"] >= thresholds.lists and done["listed"] >= thresholds.share * done["occasions"]


def coverage_words(done: Mapping[str, int]) -> Text:
    """How many held meetings have a complete list, a partial one, none."""
    listed, occasions, partial = done["listed"], done["occasions"], done["partial"]
    plural = "s" if listed > 1 else ""
    return both(
        f"Coverage: {listed} of {occasions} held meeting{'' if occasions == 1 else 's'} with a complete list"
        + (f", {partial} with a partial one" if partial else "") + f", {done['unlisted']} without.",
        f"Couverture : {listed} réunion{plural} tenue{plural} sur {occasions} avec une liste complète"
        + (f", {partial} avec une liste partielle" if partial else "") + f", {done['unlisted']} sans liste.",
    )  # fmt: skip


def as_of_words(as_of: date) -> Text:
    """The day up to which records go."""
    day = as_of.isoformat()
    return both(f"As of {when(day, 'en')} (last record).", f"État au {when(day, 'fr')} (dernier document).")


def coverage_note(done: Mapping[str, int], as_of: date | None) -> Text:
    """Coverage and the day of the last record, as one note."""
    return joined([coverage_words(done), *([as_of_words(as_of)] if as_of else [])])
