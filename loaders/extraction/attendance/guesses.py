"""What an unknown stretch of words is, a person or a body: by its neighbours and the style of the block."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ....graph import reference
from . import lexicon
from .entries import Context
from .items import Item
from .names import raw
from .second_reader import SURE
from .tokens import Token


def name_shaped(words: Sequence[Token]) -> bool:
    """May the words be a person's name: one to four capitalised words, no digit, no head of a body?"""
    if not 1 <= len(words) <= 5:
        return False
    for token in words:
        if token.kind not in ("word", "init", "elision") or any(c.isdigit() for c in token.text):
            return False
        if token.text[0].islower() and token.folded not in lexicon.PARTICLES:
            return False
    if words[0].text[0].islower() and words[0].folded not in ("de", "d", "du", "le", "la", "van", "von"):
        return False
    if any(t.folded in lexicon.HEADS and not lexicon.is_given(t.folded) for t in words):
        return False
    return words[0].folded not in lexicon.GROUPS and not all(t.folded in lexicon.PARTICLES for t in words)


def resolve(items: Sequence[Item], context: Context, *, labelled: bool, dashes: bool) -> list[Item]:
    """The items with the unknown ones at the top level decided. `labelled`: the line began with the label of a body and nobody was
    read since; `dashes`: its dashes part people, its slashes what belongs to one."""
    out = _parted(items)
    plural = False
    bodies_first = _bodies_first(out)
    usual = context.second.usual_of(out) if context.second is not None else {}
    for k, item in enumerate(out):
        if item.kind == "person":
            plural = item.plural or (plural and not item.title)
        elif item.kind == "title":
            plural = plural or item.plural
        if item.kind != "unknown" or item.depth > 0:
            continue
        before = next((x for x in reversed(out[:k]) if x.kind not in ("comment", "title")), None)
        after = out[k + 1] if k + 1 < len(out) else None
        inner = (
            next((x for x in out[k + 2 : k + 4] if x.kind in ("person", "body", "role", "mark", ")")), None)
            if after is not None and after.kind == "("
            else None
        )
        kind = (
            "body"
            if (inner is not None and inner.kind == "person") or (bodies_first and _before_bracket(out, k))
            else _decide(item, before, after, plural, out[:k], context, labelled, dashes, usual.get(id(item), ""))
        )
        out[k] = Item(kind, item.words, item.depth, sure=False)
    return out


def _bodies_first(items: Sequence[Item]) -> bool:
    """Does the line go « ORG (persons), ORG (persons) »: a bracket after a body at least twice, and never after a person?"""
    before = [a.kind for a, b in itertools.pairwise(items) if b.kind == "(" and b.depth == 1]
    return before.count("body") >= 2 and "person" not in before


def _before_bracket(items: Sequence[Item], k: int) -> bool:
    """Is what follows the item at `k` a bracket, past a dash and a few words?"""
    following = next((x for x in items[k + 1 : k + 4] if x.kind not in ("-", "comment")), None)
    return following is not None and following.kind == "("


def _parted(items: Sequence[Item]) -> list[Item]:
    """The items with « X et Y » after a plural title (« Mesdames A, X et Y »), and « Anne et Paul », cut into their names."""
    out: list[Item] = []
    plural = False
    for item in items:
        plural = (item.plural or (plural and not item.title)) if item.kind in ("person", "title") else plural
        cut = next((k for k, t in enumerate(item.words) if t.folded == "et"), 0)
        firsts = len(item.words) == 3 and all(lexicon.is_given(item.words[k].folded) and not item.words[k].caps for k in (0, 2))
        if (
            (plural or firsts)
            and item.kind == "unknown"
            and 0 < cut < len(item.words) - 1
            and name_shaped(item.words[:cut])
            and name_shaped(item.words[cut + 1 :])
        ):
            out += [
                Item("unknown", item.words[:cut], item.depth, sure=False),
                Item("et", [item.words[cut]], item.depth),
                Item("unknown", item.words[cut + 1 :], item.depth, sure=False),
            ]
        else:
            out.append(item)
    return out


def _alone_after_a_name(before: Item | None, after: Item | None, earlier: Sequence[Item]) -> bool:
    """Does the line hold one person, with a given name, and after a comma these words to its end (« Mme Anne X, Fonderies Y »)?"""
    persons = [x for x in earlier if x.kind == "person"]
    return (
        before is not None
        and before.kind == ","
        and (after is None or after.kind in ("(", ".", "tab", "mark"))
        and len(persons) == 1
        and _given(persons[0].words)
        and not any(x.kind in ("unknown", "body") for x in earlier)
    )


def _given(words: Sequence[Token]) -> bool:
    return any(lexicon.is_given(token.folded) for token in words)


def _is_area(token: Token) -> bool:
    """Is the word the name of a département or region (« Lozère Développement »)?"""
    return len(token.text) > 3 and not token.caps and bool(reference.find_places(token.text, ("departement", "region")))


def _is_place(words: Sequence[Token]) -> bool:
    """Are the words the name of a place, and no given name among them?"""
    return not _given(words) and bool(reference.find_places(raw(words)))


def places_as_bodies(items: Sequence[Item]) -> list[Item]:
    """The items with what looks like a person but is a commune before a colon or in a bracket made a body (« CAMPLONG D'AUDE : M. X »)."""
    out = list(items)
    for (k, item), (_, after) in itertools.pairwise(enumerate(items)):
        before_sign = item.kind == "person" and not item.title and after.kind in (":", ")") and len(item.words) > 1
        if before_sign and reference.find_places(raw(item.words), ("commune",)):
            out[k] = Item("body", item.words, item.depth, sure=False)
    return out


def _decide(
    item: Item,
    before: Item | None,
    after: Item | None,
    plural: bool,
    earlier: list[Item],
    context: Context,
    labelled: bool,
    dashes: bool,
    usual: str,
) -> str:
    shaped = name_shaped(item.words)
    single = len(item.words) == 1
    if before is not None and before.kind == "link":
        return "person" if shaped else "body"
    if plural and shaped and len(item.words) <= 3:
        return "person"
    if not shaped:
        return "body"
    if context.second is not None:
        kind, probability = context.second.kind_of(item.words)
        if probability >= SURE and (kind == "body" or probability == 1.0):
            return kind
    if item.words[0].caps and len(item.words) > 1 and _is_place(item.words[1:]):
        return "body"
    if len(item.words) > 1 and not _given(item.words) and any(_is_area(token) for token in item.words):
        return "body"
    if (usual == "body" or (context.only_bodies and not single)) and not _given(item.words):
        return "body"
    if single and lexicon.is_given(item.words[0].folded) and not item.words[0].caps:
        return "person"
    placed = before is not None and before.kind in ("-", "/", "→", "tab", "\t") and any(x.kind == "person" for x in earlier)
    if placed or (before is not None and before.kind in ("pour", "person")):
        return "body"
    if labelled:
        return "person"
    if not single and not _given(item.words) and _alone_after_a_name(before, after, earlier):
        return "body"
    if after is not None and after.kind == "/" and dashes:
        return "person" if before is None or before.kind != "/" else "body"
    if after is not None and after.kind in ("/", "-", "(", "→") and not any(x.kind == "body" for x in earlier[-2:]):
        return "person" if context.persons_first else "body"
    if (
        single
        and before is not None
        and before.kind == ","
        and any(x.kind == "person" for x in earlier)
        and not context.singles_are_persons
    ):
        return "body"
    return "person" if (not single and context.persons_first) or context.singles_are_persons else "body"
