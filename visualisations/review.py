"""Questions about who is who on a terminal: both sides with their sentences, an answer by one key; and the same as rows."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ..graph.decisions import Entry, Pair
from ..graph.identity import Identity, Sight, permalink
from ..graph.language import Language
from ..graph.names import fold
from ..graph.questions import Answer, Case, drafts
from .terminal import plain

QUOTE = 240
"""Characters of a sentence shown, around the name."""

KIND = {
    "person": ("person", "personne"), "organisation": ("organisation", "structure"), "event": ("meeting", "réunion"),
    "territory": ("territory", "territoire"),
}  # fmt: skip
VERDICT = {"same": ("the same", "les mêmes"), "different": ("different", "différents"), "unsure": ("unsure", "incertain")}

_KEYS: dict[str, str] = {
    "s": "same", "m": "same", "d": "different", "u": "unsure", "i": "unsure", "l": "later", "p": "later", "\r": "later",
    "\n": "later", " ": "later", "n": "note", "b": "back", "a": "back", "\x7f": "back", "\x08": "back", "q": "quit", "\x1b": "quit",
    "\x03": "quit", "\x04": "quit", "": "quit",
}  # fmt: skip
"""What a key means, in both languages at once: no letter means two things."""

Save = Callable[[list[dict[str, Any]]], list[Entry]]
Again = Callable[[], tuple[Identity, list[Case]]]


@dataclass(slots=True)
class Outcome:
    """What a conversation gave: how many questions were answered, put off, and spared because an answer settled them too."""

    answered: int = 0
    later: int = 0
    spared: int = 0
    left: int = 0


@dataclass(slots=True)
class _Told:
    """What the answers so far say of nodes, so that nothing is asked twice."""

    joined: dict[str, str] = field(default_factory=dict)
    apart: set[frozenset[str]] = field(default_factory=set)

    def root(self, node: str) -> str:
        while self.joined.get(node, node) != node:
            node = self.joined[node]
        return node

    def add(self, answer: Answer, nodes: Sequence[str]) -> None:
        first = self.root(nodes[0])
        for other in nodes[1:]:
            if answer == "same":
                self.joined[self.root(other)] = first
            else:
                self.apart.add(frozenset((first, self.root(other))))

    def settles(self, case: Case) -> bool:
        a, b = (self.root(node) for node in case.pair)
        return a == b or any({self.root(node) for node in pair} == {a, b} for pair in self.apart)


class Conversation:
    """Asks `found` one after the other. `key` gives the next key pressed, `line` a line of text, `show` prints one, `save` writes
    the entries of an answer at once, so that a stop loses nothing. `again` reads who is who anew, after an answer on which other
    questions hang."""

    def __init__(
        self, identity: Identity, found: Sequence[Case], language: Language, *, key: Callable[[], str], line: Callable[[str], str],
        show: Callable[[str], None], save: Save, again: Again, width: int = 100, most: int | None = None,
    ) -> None:  # fmt: skip
        self.identity, self.queue, self.language, self.width, self.most = identity, list(found), language, width, most
        self.key, self.line, self.show, self.save, self.again = key, line, show, save, again
        self.outcome = Outcome()
        self.given: list[list[tuple[Case, list[Entry]]]] = []
        self.put_off: set[str] = set()
        self.told = _Told()
        self.why = ""

    def run(self) -> Outcome:
        """Ask until the end or until the person stops."""
        while True:
            done = self._answered() + len(self.put_off)
            if not self.queue or done == self.most:
                if not (self.given and self._mended()):
                    break
                continue
            case = self.queue[0]
            if self._settled(case):
                continue
            total = min(done + len(self.queue), self.most or 1_000_000)
            for text in lines(case, self.language, self.width, done + 1, total):
                self.show(text)
            if not self._answer(case):
                break
        self.outcome.answered, self.outcome.later, self.outcome.left = self._answered(), len(self.put_off), len(self.queue)
        return self.outcome

    def _mended(self) -> bool:
        """After the last question: True when the person takes the last answer back."""
        self.show(
            "  [a]nnuler la dernière réponse  [q]uitter" if self.language == "fr" else "  [b]ack to the last answer  [q]uit"
        )
        if _KEYS.get(self.key().lower()) != "back":
            return False
        self._back()
        return True

    def _answered(self) -> int:
        return sum(map(len, self.given))

    def _answer(self, case: Case) -> bool:
        """Take one answer to `case`; False to stop."""
        while True:
            self.show(prompt(case, self.language, self.width, group=len(self._of_name(case)) > 1, back=bool(self.given)))
            pressed = self.key()
            meaning, choice = _KEYS.get(pressed.lower()), None
            if pressed.isdigit() and 0 < int(pressed) <= len(case.choices):
                meaning, choice = "same", case.choices[int(pressed) - 1]
            elif meaning == "same" and case.conflict and case.choices:
                meaning = None  # of a contradiction about a name only its meanings can be chosen
            if meaning == "quit":
                return False
            if meaning == "later":
                self.put_off.add(self.queue.pop(0).id)
                return True
            if meaning == "note":
                self.why = " ".join(self.line("Note : " if self.language == "fr" else "Note: ").split())
            elif meaning == "back" and self.given:
                self._back()
                return True
            elif meaning in ("same", "different", "unsure"):
                self.given.append([])
                for one in self._of_name(case) if pressed.isupper() and choice is None else [case]:
                    self._give(one, cast(Answer, meaning), choice)
                self.why = ""
                return True

    def _give(self, case: Case, answer: Answer, choice: Sight | None) -> None:
        if self._settled(case):
            return
        self.given[-1].append((case, self.save(drafts(self.identity, case, answer, self.why, choice))))
        self.queue.remove(case)
        self.show(_noted(case, answer, choice, self.language))
        if case.moves or case.conflict:
            self._read_again()  # who else is one, or asked, may change with it
        elif answer != "unsure" and not (case.members and answer == "different"):
            self.told.add(answer, [*case.pair, *([choice.node] if choice else [])])

    def _settled(self, case: Case) -> bool:
        """True when an answer to another question has settled this one, which then is asked no more."""
        if case.conflict or not self.told.settles(case):
            return False
        self.queue.remove(case)
        self.outcome.spared += 1
        return True

    def _back(self) -> None:
        """Take the last answer back, with all that the same key answered, and ask its question again."""
        answers = self.given.pop()
        case = answers[0][0]
        self.save([{"kind": "undo", "undoes": entry.id} for _, entries in answers for entry in entries])
        self.show("← Réponse reprise." if self.language == "fr" else "← Answer taken back.")
        self._read_again()
        self.queue.sort(key=lambda other: other.pair != case.pair)

    def _read_again(self) -> None:
        before = len(self.queue)
        self.identity, found = self.again()
        self.queue = [case for case in found if case.id not in self.put_off]
        self.outcome.spared += max(0, before - len(self.queue))
        self.told = _Told()

    def _of_name(self, case: Case) -> list[Case]:
        """The waiting questions about the name of `case` that one answer may settle."""
        if case.conflict or case.choices or case.members:
            return [case]
        return [
            other for other in self.queue
            if (other.of, other.group) == (case.of, case.group) and not (other.conflict or other.choices or other.members)
        ]  # fmt: skip


def lines(case: Case, language: Language, width: int, place: int, total: int) -> list[str]:
    """A question as a person reads it."""
    fr = language == "fr"
    kind = KIND.get(case.of, (case.of, case.of))[fr]
    head = f"── {place}/{total} · {kind} "
    found = ["", head + "─" * max(0, min(width, 100) - len(head))]
    if case.members:
        found += wrap(case.reason(language), width, "  ")
        for side in case.sides:
            found += side_lines("·", side, language, width)
    elif not (case.conflict and case.choices):
        for letter, side in zip("AB", case.sides, strict=True):
            found += side_lines(letter, side, language, width)
    for choice, side in enumerate(case.choices, 1):
        found += side_lines(str(choice), side, language, width)
    if not case.members:
        title = ("Contradiction : " if fr else "Contradiction: ") if case.conflict else ("Doute : " if fr else "Doubt: ")
        found += wrap(title + case.reason(language), width, "  ")
    found += wrap(case.changes(language), width, "  ")
    for entry in case.said if not case.conflict else ():
        found += wrap(said(entry, language), width, "  ")
    return found


def prompt(case: Case, language: Language, width: int, *, group: bool, back: bool) -> str:
    """The keys that answer `case`."""
    fr = language == "fr"
    keys = []
    if case.choices:
        numbers = "1" if len(case.choices) == 1 else f"1–{len(case.choices)}"
        keys.append(f"[{numbers}] c'est celle-là" if fr else f"[{numbers}] it is this one")
    if case.members:
        none = (", aucune de celles-ci" if fr else ", none of these") if case.choices else ""
        keys += [f"[m] une seule{none}", "[d] chacune la sienne"] if fr else [f"[s] one body{none}", "[d] each record its own"]
    elif not (case.conflict and case.choices):
        keys += ["[m]êmes", "[d]ifférents"] if fr else ["[s]ame", "[d]ifferent"]
    keys += ["[i]ncertain", "[p]lus tard"] if fr else ["[u]nsure", "[l]ater"]
    if group:
        keys.append("[M]/[D] pour tout ce nom" if fr else "[S]/[D] for all of this name")
    keys.append("[n]ote")
    if back:
        keys.append("[a]nnuler" if fr else "[b]ack")
    keys.append("[q]uitter" if fr else "[q]uit")
    found = [""]
    for name in keys:
        if found[-1] and len(found[-1]) + len(name) + 2 > width:
            found.append("")
        found[-1] += f"  {name}"
    return "\n".join(found)


def said(entry: Entry, language: Language) -> str:
    """What a person said before, in a line."""
    fr = language == "fr"
    if not isinstance(entry, Pair):
        return ""
    why = f" — {plain(entry.why)}" if entry.why else ""
    who = plain(entry.by)
    verdict = VERDICT[entry.verdict][fr]
    return f"{who} ({entry.when[:10]}) : {verdict}{why}" if fr else f"{who} ({entry.when[:10]}): {verdict}{why}"


def summary(outcome: Outcome, language: Language) -> str:
    """What a conversation came to, and what is left."""
    fr = language == "fr"
    parts = [number(outcome.answered, ("answer noted", "answers noted"), ("réponse notée", "réponses notées"), fr)]
    if outcome.spared:
        parts.append(number(outcome.spared, ("settled with it", "settled with them"), ("réglée du même coup",
                                                                                   "réglées du même coup"), fr))  # fmt: skip
    waiting = outcome.left + outcome.later
    if waiting:
        parts.append(number(waiting, ("waits", "wait"), ("attend", "attendent"), fr))
    text = ", ".join(parts) + "."
    if outcome.answered:
        text += (
            " La prochaine question au graphe en tient compte."
            if fr
            else " The next question to the graph takes it into account."
        )
    return text


def rows(found: Sequence[Case], language: Language) -> list[dict[str, Any]]:
    """The questions as rows of a table."""
    fr = language == "fr"
    return [
        {"n": place, "kind": KIND.get(case.of, (case.of, case.of))[fr], "a": _short(case.sides[0]), "b": _short(case.sides[1]),
         "reason": case.reason(language), "records": case.effect}
        for place, case in enumerate(found, 1)
    ]  # fmt: skip


def data(found: Sequence[Case]) -> list[dict[str, Any]]:
    """The questions as JSON values."""
    return [
        {
            "id": case.id, "kind": case.of, "group": case.group, "conflict": case.conflict, "reason": {"en": case.en, "fr": case.fr},
            "changes": {"en": case.changes("en"), "fr": case.changes("fr")}, "effect": case.effect,
            "sides": [_side_data(side) for side in case.sides], "choices": [_side_data(side) for side in case.choices],
            "members": [permalink(mention) for mention in case.members],
            "said": [entry.model_dump(mode="json", include={"id", "by", "when", "why", "kind", "verdict"}) for entry in case.said],
        }
        for case in found
    ]  # fmt: skip


def excerpt(quote: str, name: str, size: int = QUOTE) -> str:
    """`quote`, cut to `size` characters around `name`."""
    quote = plain(quote)
    if len(quote) <= size:
        return quote
    words = [word for word in plain(name).split() if len(word) > 2]
    place = next((at for word in words if (at := quote.lower().find(word.lower())) >= 0), 0)
    start = max(0, min(place - size // 3, len(quote) - size))
    cut = quote[start : start + size]
    return ("… " if start else "") + cut.strip() + (" …" if start + size < len(quote) else "")


def where(side: Sight, language: Language) -> str:
    """The file, and the page, that a side's sentence stands in."""
    page = f", p. {side.proof.page}" if side.proof.page else ""
    return plain(side.proof.record) + page


def _side_data(side: Sight) -> dict[str, Any]:
    return {
        "node": side.node, "permalink": permalink(side.mention), "name": side.name, "other_names": list(side.others), "note": side.note,
        "quote": side.proof.quote, "record": side.proof.record, "page": side.proof.page, "records": side.records, "first": side.first,
        "last": side.last,
    }  # fmt: skip


def side_lines(mark: str, side: Sight, language: Language, width: int) -> list[str]:
    """A node as a person who must judge it sees it."""
    fr = language == "fr"
    note = f" — {plain(side.note)}" if side.note else ""
    others = [other for other in side.others if fold(other) != fold(side.name)][:3]
    called = f" ({'aussi' if fr else 'also'} {plain(', '.join(others))})" if others else ""
    days = side.first if side.first == side.last else f"{side.first} → {side.last}"
    count = number(side.records, ("record", "records"), ("document", "documents"), fr)
    found = wrap(f"{mark}  {plain(side.name)}{called}{note}", width, "  ", "     ")
    found += wrap(f"{count}{', ' if days else ''}{days}", width, "     ")
    quote = excerpt(side.proof.quote, side.name)
    found += wrap(f"« {quote} » {where(side, language)}" if quote else where(side, language), width, "     ")
    return found


def _short(side: Sight) -> str:
    return f"{side.name} — {side.note}" if side.note else side.name


def _noted(case: Case, answer: Answer, choice: Sight | None, language: Language) -> str:
    fr = language == "fr"
    if choice is not None:
        return f"→ {plain(choice.name)}"
    if case.members and answer != "unsure":
        one = ("une seule structure", "chacune la sienne") if fr else ("one organisation", "each record its own")
        return f"→ {one[answer == 'different']}"
    return f"→ {VERDICT[answer][fr]}"


def wrap(text: str, width: int, indent: str, further: str | None = None) -> list[str]:
    """`text` as lines of at most `width` characters."""
    return textwrap.wrap(plain(text), max(40, min(width, 110)), initial_indent=indent, subsequent_indent=further or indent,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def number(count: int, en: tuple[str, str], fr: tuple[str, str], french: bool) -> str:
    """A count with its noun."""
    words = fr if french else en
    return f"{count} {words[count > 1 if french else count != 1]}"
