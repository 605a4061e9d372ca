"""Doubtful readings, confirmed or refused: at the keyboard, and as a second sheet of the workbook of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..graph.claims import Claim
from ..graph.corrections import Correction
from ..graph.doubtful import Doubtful
from ..graph.language import Language
from ..graph.names import fold
from ..graph.resolution.clusters import digest
from .correction_sheet import word
from .review import Outcome, excerpt, wrap
from .terminal import plain

SHEET = {"en": "Readings", "fr": "Lectures"}
ANSWER = {"right": ("right", "juste"), "wrong": ("wrong", "faux")}
COLUMNS = (
    ("number", "No.", "N°", 5), ("answer", "Answer", "Réponse", 14), ("comment", "Comment", "Commentaire", 28),
    ("kind", "Kind", "Genre", 16), ("says", "What was read", "Ce qui a été lu", 44), ("quote", "Sentence", "Phrase", 60),
    ("where", "Record", "Document", 28), ("record", "maillage:record", "maillage:record", 12),
    ("code", "maillage:code", "maillage:code", 12), ("check", "maillage:check", "maillage:check", 12),
)  # fmt: skip
"""Name, title in English and in French, width of the columns of the sheet; those called `maillage:…` are hidden."""

_KEYS = {
    "r": "right", "v": "right", "y": "right", "o": "right", "w": "wrong", "f": "wrong", "l": "later", "p": "later", "\r": "later",
    "\n": "later", " ": "later", "b": "back", "a": "back", "\x7f": "back", "q": "quit", "\x1b": "quit", "\x03": "quit", "\x04": "quit",
    "": "quit",
}  # fmt: skip

Save = Callable[[Correction], str]
"""Writes a correction at once, and gives the id by which it is taken back."""


def converse(
    found: Sequence[Doubtful], language: Language, *, key: Callable[[], str], show: Callable[[str], None], save: Save,
    undo: Callable[[str], None], width: int = 100, most: int | None = None,
) -> Outcome:  # fmt: skip
    """Ask about `found` one after the other, at most `most` of them."""
    fr = language == "fr"
    asked = list(found[:most])
    outcome, place, given = Outcome(left=len(found)), 0, list[tuple[int, str]]()
    while place < len(asked):
        for text in lines(asked[place], language, width, place + 1, len(asked)):
            show(text)
        keys = "[v]rai  [f]aux  [p]lus tard" if fr else "[r]ight  [w]rong  [l]ater"
        back = ("  [a]nnuler" if fr else "  [b]ack") if given else ""
        show(f"  {keys}{back}{'  [q]uitter' if fr else '  [q]uit'}")
        while (meaning := _KEYS.get(key().lower())) is None or (meaning == "back" and not given):
            pass
        if meaning == "quit":
            break
        if meaning == "back":
            place, identity = given.pop()
            undo(identity)
            show("← Réponse reprise." if fr else "← Answer taken back.")
            continue
        if meaning in ANSWER:
            given.append((place, save(asked[place].correction("right" if meaning == "right" else "wrong"))))
            show(f"→ {ANSWER[meaning][fr]}")
        place += 1
    outcome.answered = len(given)
    outcome.left -= len(given)
    return outcome


def lines(one: Doubtful, language: Language, width: int, place: int, total: int) -> list[str]:
    """A doubtful reading as a person reads it."""
    fr = language == "fr"
    head = f"── {place}/{total} · {'lecture incertaine' if fr else 'doubtful reading'} · {word(one.accept.kind, language)} "
    found = ["", head + "─" * max(0, min(width, 100) - len(head))]
    found += wrap(says(one.accept, language), width, "  ")
    return found + wrap(f"« {excerpt(one.proof.quote, one.accept.values.get('name', ''))} » {where(one)}", width, "     ")


def says(claim: Claim, language: Language) -> str:
    """What a claim says, its fields in a row."""
    shown = [claim.values["name"], claim.values.get("to", "")]
    shown += [word(claim.values[name], language) for name in ("status", "role", "date") if claim.values.get(name)]
    return " · ".join(part for part in map(plain, shown) if part)


def where(one: Doubtful) -> str:
    """The file, and the page, of the sentence."""
    return plain(one.proof.record) + (f", p. {one.proof.page}" if one.proof.page else "")


def data(found: Sequence[Doubtful]) -> list[dict[str, Any]]:
    """The readings as JSON values."""
    return [
        {"record": one.record.id, "code": one.code, "kind": one.accept.kind, **{k: v for k, v in one.accept.values.items() if v},
         "quote": one.proof.quote, "file": one.proof.record, "page": one.proof.page}
        for one in found
    ]  # fmt: skip


def rows(found: Sequence[Doubtful], language: Language) -> list[dict[str, str]]:
    """The rows of the sheet, one a reading."""
    return [
        _checked({
            "kind": word(one.accept.kind, language), "says": says(one.accept, language)[:2000],
            "quote": excerpt(one.proof.quote, one.accept.values.get("name", ""), 500), "where": where(one), "record": one.record.id,
            "code": one.code,
        })
        for one in found
    ]  # fmt: skip


def take(
    found: Sequence[Doubtful], rows_: Iterable[tuple[int, Mapping[str, str]]]
) -> tuple[list[Correction], list[tuple[int, str, str]]]:
    """The corrections that answered rows ask for, and the rows that are refused with a sentence in English and in French."""
    waiting = {(one.record.id, one.code): one for one in found}
    words = {fold(word_): answer for answer, both in ANSWER.items() for word_ in both} | {"vrai": "right", "fausse": "wrong"}
    taken: list[Correction] = []
    refused: list[tuple[int, str, str]] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in rows_:
        if not row.get("answer"):
            continue
        answer, place = words.get(fold(row["answer"])), (row["record"], row["code"])
        if answer is None:
            refused.append((number, f"“{row['answer'][:30]}” is no answer. Choose one from the list.",
                            f"« {row['answer'][:30]} » n'est pas une réponse. Choisissez dans la liste."))  # fmt: skip
        elif row["check"] != _check(row):
            refused.append((number, "its words were changed since it was written. Write the workbook again and answer there.",
                            "ses mots ont été modifiés depuis. Écrivez de nouveau le classeur et répondez-y."))  # fmt: skip
        elif place in seen:
            refused.append((number, f"it repeats row {seen[place]}. Delete one of the two.",
                            f"elle répète la ligne {seen[place]}. Supprimez l'une des deux."))  # fmt: skip
        elif place not in waiting:
            refused.append((number, "this reading no longer waits: it was answered since, or its record changed.",
                            "cette lecture n'attend plus : elle a reçu une réponse depuis, ou son document a changé."))  # fmt: skip
        else:
            seen[place] = number
            taken.append(
                replace(waiting[place].correction("right" if answer == "right" else "wrong"), why=row.get("comment", ""))
            )
    return taken, refused


def _checked(row: dict[str, str]) -> dict[str, str]:
    return {**row, "check": _check(row)}


def _check(row: Mapping[str, str]) -> str:
    return digest(*(" ".join(row[name].split()) for name in ("kind", "says", "quote", "where", "record", "code")))
