"""The learnt labeller at work on a document: asked where the grammar cannot tell, and for how sure a name is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from ....graph.names import fold
from .items import Item
from .labels import Label, Slot, describe_line, labeller, slots_of, usual_kinds
from .lines import ListLine, coverage
from .tokens import Token, tokenise

SURE = 0.8
"""Probability from which a label decides. Below it the grammar's own rules do."""

_KINDS = {"PER": "person", "ORG": "body"}


class SecondReader:
    """Labels of the words of a document. A line is labelled when one of its words is first asked for."""

    def __init__(self, lines: Sequence[ListLine], text: str, items_of: Callable[[ListLine, str], list[Item]]) -> None:
        self._lines, self._text, self._items_of = lines, text, items_of
        self._starts = [line.span.start for line in lines]
        self._usual: dict[Slot, str] | None = None
        self._labels: dict[int, Label] = {}
        self._done: set[int] = set()
        self.people: set[frozenset[str]] = set()

    def remember(self, name: str) -> None:
        """Note the name of a person read with certainty: the same words are a person wherever they stand."""
        if len(parts := fold(name).split()) > 1:
            self.people.add(frozenset(parts))

    def kind_of(self, words: Sequence[Token]) -> tuple[str, float]:
        """("person", "body" or "", how probable) of words that stand together: "" when their labels differ or are neither."""
        if frozenset(" ".join(token.folded for token in words).split()) in self.people:
            return "person", 1.0
        labels = [label for token in words if (label := self._label(token)) is not None]
        names = {label.name for label in labels}
        if len(names) != 1 or (kind := _KINDS.get(labels[0].name)) is None:
            return "", 0.0
        return kind, min(label.probability for label in labels)

    def usual_of(self, items: Sequence[Item]) -> dict[int, str]:
        """By `id` of each item, what usually stands in its place in this document."""
        usual = self._usual_kinds()
        return {id(item): usual.get(slot, "") for slot, item in slots_of(items)}

    def _label(self, token: Token) -> Label | None:
        index = bisect_right(self._starts, token.start) - 1
        if index not in self._done:
            self._done.add(index)
            self._read(self._lines[index])
        return self._labels.get(token.start)

    def _read(self, line: ListLine) -> None:
        piece = self._text[line.span.start : line.span.end]
        tokens = tokenise(piece, line.span.start)
        labels = labeller().label(describe_line(tokens, self._items_of(line, self._text), self._usual_kinds()))
        self._labels.update({token.start: label for token, label in zip(tokens, labels, strict=True)})

    def _usual_kinds(self) -> dict[Slot, str]:
        if self._usual is None:
            lines = [self._items_of(each, self._text) for each in self._lines if not each.blank and len(each.text) < 200]
            self._usual = usual_kinds([items for items in lines if coverage(items) >= 0.6])
        return self._usual
