"""From tokens to items: the grammar of one piece of a list (what stands between two separators).

Every word gets one kind: person, body, role, mark (a state of one person), link, unnamed (« trois agents »), group, unknown
(a name or a body: the block decides), comment; separators keep their sign.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import lexicon
from .body_shapes import body_length, body_starts, until_stop
from .items import Item
from .joins import join_pieces
from .office_shapes import named_body_at, office_body, read_role, read_unnamed, role_length, role_starts
from .person_shapes import companion, name_length, person_at, person_follows, person_inside, sure_person
from .phrases import plain, read_link, read_mark
from .stops import JOINS, QUOTES, SEPARATORS, article_at
from .tokens import Token


def parse(tokens: Sequence[Token], text: str, offset: int = 0) -> list[Item]:
    """Items of one line. `text` is the text the tokens' offsets point into (minus `offset`)."""
    items: list[Item] = []
    depth = 0
    run: list[Token] = []
    previous: Token | None = None

    def close() -> None:
        nonlocal run
        if run:
            items.extend(_piece(run, text, offset, depth))
        run = []

    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if _separates(token, previous, following):
            close()
            if token.kind in ("(", "["):
                depth += 1
            items.append(Item(token.kind, [token], depth))
            if token.kind in (")", "]"):
                depth = max(0, depth - 1)
        elif token.kind == "mark" and "*" in token.text:
            close()
            items.append(Item("star", [token], depth))
        elif token.kind not in QUOTES or token.kind in ("«", "»", '"', "“", "”"):
            run.append(token)
        previous = token
    close()
    return join_pieces(items)


def _separates(token: Token, previous: Token | None, following: Token | None) -> bool:
    if token.kind == "-":
        if previous is not None and previous.folded in ("vice", "co", "sous", "ex"):
            return False
        return token.space_before or token.space_after or len(token.text) > 1
    if token.kind == ".":
        return not (previous is not None and previous.kind in ("title", "init")) and (
            following is None or following.space_before or following.kind in SEPARATORS
        )
    if token.kind == ":" and previous is not None and following is not None and previous.kind == following.kind == "number":
        return token.space_before or token.space_after
    if token.kind == "&":
        return not (previous is not None and previous.capital and following is not None and following.kind == "word")
    return token.kind == "bullet" or token.kind in SEPARATORS


def _piece(run: list[Token], text: str, offset: int, depth: int) -> list[Item]:
    """Items of a run of tokens without separators."""
    out: list[Item] = []
    i, n = 0, len(run)
    while i < n:
        token = run[i]
        rest = text[token.start - offset : run[-1].end - offset]
        if token.kind in ("«", "»", '"', "“", "”") and not (i + 1 < n and run[i + 1].kind in ("word", "elision")):
            i += 1
            continue
        if token.folded in JOINS and i + 1 < n:
            out.append(Item("et", [token], depth))
            i += 1
            while (
                i < n
                and run[i].folded in ("que", "de", "par", "ainsi", "aussi")
                and run[i - 1].folded in ("ainsi", "accompagne", "accompagnee", "par", "que")
            ):
                i += 1
            continue
        link = read_link(rest)
        size = _words_in(rest, run, i, link.length) if link is not None else 0
        if link is not None and not (
            i == 0
            and token.folded in lexicon.ROLES
            and not person_follows(run, i + size)
            and run[i + size - 1].folded not in ("egalement", "aussi")
        ):
            out.append(Item("link", run[i : i + size], depth, link=link))
            i += size
            continue
        mark = read_mark(rest)
        if mark is not None and (sender := _sender(run, i)):
            item = Item("person", run[sender : sender + name_length(run, sender, True)], depth, title=run[sender - 1].text)
            item.extra["away"] = 1
            out.extend([Item("mark", run[i : sender - 1], depth, mark=mark), item])
            i = sender + len(item.words)
            continue
        if mark is not None:
            stop = next(
                (
                    k
                    for k in range(i + 2, n - 1)
                    if run[k].folded in ("pour", "chez") and body_starts(run, k + 1 + article_at(run, k + 1))
                ),
                n,
            )
            out.append(
                Item(
                    "mark",
                    run[i:stop],
                    depth,
                    mark=mark if stop == n else read_mark(text[token.start - offset : run[stop - 1].end - offset]),
                )
            )
            i = stop
            continue
        size = _one(run, i, depth, out)
        i += size
    return out


def _sender(run: list[Token], i: int) -> int:
    """Where the name begins in « message de Mme X lu en séance » at `run[i]`, 0 when it is no such thing."""
    if run[i].folded not in ("message", "mot", "excuses", "lettre", "courrier", "mail", "courriel"):
        return 0
    k = i + 1
    while k < len(run) and k - i <= 3 and run[k].kind != "title":
        k += 1
    return k + 1 if k + 1 < len(run) and run[k].kind == "title" and name_length(run, k + 1, True) else 0


def _words_in(rest: str, run: list[Token], i: int, length: int) -> int:
    """Number of tokens of `run` from `i` that the first `length` characters of the folded rest cover."""
    begin = run[i].start
    for size in range(1, len(run) - i + 1):
        if len(plain(rest[: run[i + size - 1].end - begin])) >= length:
            return size
    return len(run) - i


def _one(run: list[Token], i: int, depth: int, out: list[Item]) -> int:
    """Append the item that begins at `run[i]`; its number of tokens."""
    n = len(run)
    token = run[i]
    if token.kind in ("«", '"', "“"):
        j = i + 1
        while j < n and run[j].kind not in ("»", '"', "”"):
            j += 1
        out.append(Item("unknown", run[i + 1 : j] or [token], depth, sure=False))
        return min(j + 1, n) - i
    if token.kind == "title" or (token.folded in ("le", "la", "l") and i + 1 < n and run[i + 1].kind == "title"):
        return _titled(run, i, depth, out)
    if token.folded in lexicon.IDEM:
        out.append(Item("idem", [token], depth))
        return 1
    if token.kind == "number" and i + 1 < n and (i == 0 and not token.text.isdigit()):
        out.append(Item("comment", [token], depth))
        return 1
    if (unnamed := read_unnamed(run, i, depth)) is not None:
        out.append(unnamed)
        return len(unnamed.words)
    person = person_at(run, i)
    if person:
        out.append(Item("person", run[i : i + person], depth, sure=sure_person(run[i : i + person])))
        return person
    if token.folded in ("ex", "ancien", "ancienne", "anciennement") and i + 1 < n and run[i + 1].folded not in lexicon.ROLES:
        out.append(Item("ex", [token], depth))
        return 1
    if token.folded in ("son", "sa", "ses", "leur", "un", "une") and (size := companion(run, i)):
        return size
    lead = article_at(run, i)
    j = i + lead
    if (
        j < n
        and run[j].capital
        and (programme := lexicon.programme_words(tuple(t.folded for t in run[j : j + 7])))
        and not person_inside(run, j + programme)
    ):
        out.append(Item("group", run[i:], depth))
        return n - i
    if j < n and role_starts(run, j):
        return read_role(run, i, j, depth, out)
    if j < n and body_starts(run, j):
        size = body_length(run, j)
        out.append(Item("body", run[j : j + size], depth))
        return lead + size
    if token.folded in ("pour", "chez") and i + 1 < n:
        out.append(Item("pour", [token], depth))
        return 1
    if lead and j < n and run[j].capital:
        size = until_stop(run, j)
        first = i if run[i].text[0].isupper() and len(run[i].text) > 1 else j
        out.append(Item("unknown", run[first : j + size], depth, sure=False))
        return lead + size
    if token.capital or token.kind == "init" or (token.kind == "number" and i + 1 < n):
        size = until_stop(run, i)
        out.append(Item("unknown", run[i : i + size], depth, sure=False))
        return size
    size = 1
    while (
        i + size < n and run[i + size].kind != "title" and run[i + size].folded not in JOINS and not named_body_at(run, i + size)
    ):
        if person_at(run, i + size) >= 2:
            break
        size += 1
    out.append(Item("comment", run[i : i + size], depth))
    return size


def _titled(run: list[Token], i: int, depth: int, out: list[Item]) -> int:
    n = len(run)
    j = i
    plural = False
    while j < n and (
        run[j].kind == "title"
        or (run[j].folded == "et" and j + 1 < n and run[j + 1].kind == "title" and j > i)
        or (run[j].folded in ("le", "la", "l") and j == i)
    ):
        plural = plural or run[j].folded in lexicon.PLURAL_TITLES
        j += 1
    title = " ".join(t.text for t in run[i:j])
    if j >= n:
        out.append(Item("title", run[i:j], depth, title=title, plural=plural))
        return j - i
    if run[j].kind in ("«", '"', "“") and (bare := [t for t in run[j:] if t.kind not in ("«", "»", '"', "“", "”")]):
        size = name_length(bare, 0, True)
        if size:
            out.append(Item("person", bare[:size], depth, title=title, plural=plural))
            return next(k for k, t in enumerate(run) if t is bare[size - 1]) + 1 - i
    lead = article_at(run, j)
    lower = run[j + lead].text[0].islower() if j + lead < n else False
    if (
        (lead or lower)
        and j + lead < n
        and not (run[j].folded in lexicon.PARTICLES and name_length(run, j, True) > 1 and not role_starts(run, j + lead))
    ) and (role_starts(run, j + lead) or lead):
        size = role_length(run, j + lead)
        item = Item("unnamed", run[j + lead : j + lead + size], depth, title=title, count=1)
        item.derived = office_body(item.words)
        out.append(item)
        return j + lead + size - i
    size = name_length(run, j, True)
    if not size:
        out.append(Item("title", run[i:j], depth, title=title, plural=plural))
        return j - i
    out.append(Item("person", run[j : j + size], depth, title=title, plural=plural))
    return j + size - i
