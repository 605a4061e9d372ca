"""A second reader of a list: every token gets a label from weights learnt on made-up and real layouts.

A linear-chain model (CRF): `describe` says what each token looks like, what the grammar takes it for and what usually stands in its
place in the list; `Labeller.label` gives the most likely label of each token and how sure it is. The weights are data; they are
written by `benchmarks/labeller.py`.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from . import lexicon
from .items import Item
from .person_shapes import sigle, word_shape
from .tokens import Token

LABELS = ("PER", "ORG", "ROLE", "MARK", "LINK", "O")
CONTENT = frozenset(["person", "body", "role", "mark", "unknown", "unnamed", "link"])

Slot = tuple[str, str]
ReadLine = tuple[Sequence[Token], Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Label:
    """The label of one token and its probability."""

    name: str
    probability: float


def slots_of(items: Sequence[Item]) -> list[tuple[Slot, Item]]:
    """Each item that is no separator with its place: the sign before it and the kind of the item before that."""
    out: list[tuple[Slot, Item]] = []
    sign, before = "start", "start"
    for item in items:
        if item.kind in CONTENT:
            out.append(((sign, before), item))
            before, sign = item.kind if item.sure else "?", ""
        else:
            sign = item.kind
    return out


def usual_kinds(lines: Sequence[Sequence[Item]]) -> dict[Slot, str]:
    """What the places of a list hold, where the grammar is sure of most of them."""
    counts: dict[Slot, Counter[str]] = {}
    for items in lines:
        for slot, item in slots_of(items):
            if item.sure and item.kind != "unknown":
                counts.setdefault(slot, Counter())[item.kind] += 1
    usual = {}
    for slot, kinds in counts.items():
        kind, times = kinds.most_common(1)[0]
        if times >= 2 and times >= 0.7 * kinds.total():
            usual[slot] = kind
    return usual


def describe(lines: Sequence[ReadLine]) -> list[list[list[str]]]:
    """The features of every token of the lines of one list."""
    usual = usual_kinds([items for _, items in lines])
    return [describe_line(tokens, items, usual) for tokens, items in lines]


_PLAIN = re.compile(r"[^\w=+?.,;:()\[\]/ -]")


def describe_line(tokens: Sequence[Token], items: Sequence[Item], usual: Mapping[Slot, str]) -> list[list[str]]:
    """The features of every token of one line. `usual`: see `usual_kinds`."""
    grammar: dict[int, str] = {}
    places: dict[int, str] = {}
    for slot, item in slots_of(items):
        for word in item.words:
            places[word.start] = f"{slot[0]} {slot[1]}"
            places[-word.start - 1] = usual.get(slot, "none")
    for item in items:
        for k, word in enumerate(item.words):
            grammar[word.start] = f"{item.kind}{'' if item.sure else '?'}{'+' if k else ''}"
    own = [_token(token) for token in tokens]
    kinds = [grammar.get(token.start, token.kind) for token in tokens]
    signs = [token.kind not in ("word", "init", "number", "elision", "title") for token in tokens]
    out = []
    for k, token in enumerate(tokens):
        found = [*own[k], f"g={kinds[k]}", f"p={places.get(token.start, '')}", f"u={places.get(-token.start - 1, '')}"]
        for step in (-2, -1, 1, 2):
            at = k + step
            if 0 <= at < len(tokens):
                found.append(f"{step}g={kinds[at]}")
                found.extend(f"{step}{x}" for x in own[at][:2])
            else:
                found.append(f"{step}end")
        left = next((tokens[j].kind for j in range(k - 1, -1, -1) if signs[j]), "start")
        right = next((tokens[j].kind for j in range(k + 1, len(tokens)) if signs[j]), "end")
        found += [f"l={left}", f"r={right}", f"lr={left} {right}", f"lru={left} {right} {places.get(-token.start - 1, '')}"]
        out.append([_PLAIN.sub("_", feature).strip() for feature in found])
    return out


def _token(token: Token) -> list[str]:
    folded = token.folded
    shape = word_shape(token) or ("d" if token.kind == "number" else "x" if token.kind == "word" else token.kind)
    found = [f"s={shape}", f"k={_kind(token, folded)}"]
    if token.kind == "word":
        found += [f"e={folded[-3:]}", f"n={min(len(folded), 8)}"]
        if token.text[0].islower():
            found.append(f"w={folded}")
        if "-" in token.text:
            found.append("hyphen")
    return found


@cache
def _class(folded: str) -> str:
    if folded in lexicon.PARTICLES:
        return "particle"
    if lexicon.is_given(folded):
        return "given"
    if folded in lexicon.ROLES:
        return "role"
    if folded in lexicon.HEADS:
        return "head"
    if folded in lexicon.GROUPS:
        return "group"
    if lexicon.known_words((folded,)):
        return "known"
    return "word"


def _kind(token: Token, folded: str) -> str:
    kind = _class(folded) if token.kind == "word" else token.kind
    return "sigle" if kind == "word" and sigle(token) else kind


class Labeller:
    """Tags tokens with learnt weights. `states`: weight of each label by feature; `steps`: weight of each label after each label."""

    def __init__(
        self, labels: Sequence[str], states: Mapping[str, Sequence[tuple[int, float]]], steps: Sequence[Sequence[float]]
    ) -> None:
        self.labels, self.states, self.steps = labels, states, steps

    def label(self, features: Sequence[Sequence[str]]) -> list[Label]:
        """The label of each token, by the sum over all labellings of the line."""
        if not features:
            return []
        size = len(self.labels)
        scores = []
        for found in features:
            row = [0.0] * size
            for feature in found:
                for label, weight in self.states.get(feature, ()):
                    row[label] += weight
            scores.append(row)
        forward = [scores[0]]
        for row in scores[1:]:
            last = forward[-1]
            forward.append([row[b] + _log_sum([last[a] + self.steps[a][b] for a in range(size)]) for b in range(size)])
        backward = [[0.0] * size]
        for row in reversed(scores[1:]):
            after = backward[-1]
            backward.append([_log_sum([self.steps[a][b] + row[b] + after[b] for b in range(size)]) for a in range(size)])
        backward.reverse()
        total = _log_sum(forward[-1])
        out = []
        for left, right in zip(forward, backward, strict=True):
            shares = [math.exp(a + b - total) for a, b in zip(left, right, strict=True)]
            best = max(range(size), key=shares.__getitem__)
            out.append(Label(self.labels[best], shares[best]))
        return out


def _log_sum(values: Sequence[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


def labeller_of(weights: Mapping[str, object]) -> Labeller:
    """The labeller of weights as `benchmarks/labeller.py` writes them."""
    labels, states, steps = weights["labels"], weights["states"], weights["steps"]
    assert isinstance(labels, list)
    assert isinstance(states, dict)
    assert isinstance(steps, list)
    return Labeller(labels, {feature: [(int(k), float(w)) for k, w in pairs] for feature, pairs in states.items()}, steps)


@cache
def labeller() -> Labeller:
    """The labeller that comes with the program."""
    return labeller_of(json.loads(resources.files(__package__).joinpath("labels.json").read_text("utf-8")))
