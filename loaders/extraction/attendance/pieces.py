"""From tokens to items: the grammar of one piece of a list (what stands between two separators).

Every word gets one kind: person, body, role, mark (a state of one person), link, unnamed (« trois agents »), group, unknown
(a name or a body: the block decides), comment; separators keep their sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ....graph import reference
from ....graph.names import fold, name_key
from . import lexicon
from .phrases import Link, Mark, read_link, read_mark
from .tokens import Token

SEPARATORS = frozenset(
    [",", ";", ":", "(", ")", "[", "]", "/", "-", "→", "+", ".", "\t", "tab", "bullet", "|", "&", "•", "~", "="]
)
_QUOTES = frozenset(["«", "»", '"', "“", "”", "'", "?", "!", "mark", "’"])
_JOIN = frozenset(["et", "puis", "ainsi", "avec", "dont", "plus", "accompagne", "accompagnee", "&"])
_DE = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "au", "aux", "a", "chez", "pour", "aupres", "en"])
_NAMED_AFTER = frozenset(
    [
        "lycee",
        "college",
        "ecole",
        "espace",
        "salle",
        "rue",
        "fondation",
        "institut",
        "maison",
        "ehpad",
        "residence",
        "stade",
        "gymnase",
        "clinique",
        "hopital",
        "cabinet",
        "centre",
        "groupe",
        "cfa",
        "etablissement",
        "ets",
        "theatre",
        "place",
        "avenue",
        "foyer",
        "universite",
        "musee",
        "boulangerie",
        "garage",
        "menuiserie",
        "scierie",
        "entreprise",
        "societe",
        "transports",
        "imprimerie",
        "laboratoire",
        "pharmacie",
    ]
)
_WEAK_HEADS = frozenset(
    [
        "service",
        "services",
        "direction",
        "directions",
        "section",
        "bureau",
        "cellule",
        "pole",
        "poles",
        "groupe",
        "structure",
        "structures",
        "section",
        "entreprise",
        "entreprises",
        "etablissement",
        "etat",
        "conseil",
        "centre",
        "operation",
        "organisation",
        "secteur",
        "ecole",
        "college",
        "delegation",
        "comite",
        "departement",
        "region",
        "ville",
        "villes",
        "commission",
        "commune",
        "pays",
        "presse",
        "espace",
        "habitat",
        "jeunesse",
        "station",
        "protection",
        "coordination",
        "mouvement",
        "maison",
        "office",
        "inspection",
    ]
)
_NUMBERS = frozenset(
    [
        "un",
        "une",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "douze",
        "plusieurs",
        "quelques",
        "des",
        "les",
        "leurs",
        "son",
        "sa",
        "ses",
        "autre",
        "autres",
    ]
)


@dataclass(slots=True)
class Item:
    """A labelled stretch of tokens. `words` are its tokens; `sure` says whether the grammar is certain of `kind`."""

    kind: str
    words: list[Token]
    depth: int = 0
    sure: bool = True
    title: str = ""
    plural: bool = False
    mark: Mark | None = None
    link: Link | None = None
    count: int | None = None
    derived: str = ""
    extra: dict[str, int] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


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
        elif token.kind not in _QUOTES or token.kind in ("«", "»", '"', "“", "”"):
            run.append(token)
        previous = token
    close()
    return _join(items)


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


# --- one piece -----------------------------------------------------------------------------------------------------------


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
        if token.folded in _JOIN and i + 1 < n:
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
        if link is not None and not (i == 0 and token.folded in lexicon.ROLES and not _person_follows(run, i + 1)):
            size = _words_in(rest, run, i, link.length)
            out.append(Item("link", run[i : i + size], depth, link=link))
            i += size
            continue
        mark = read_mark(rest)
        if mark is not None:
            stop = next(
                (
                    k
                    for k in range(i + 2, n - 1)
                    if run[k].folded in ("pour", "chez") and _body_start(run, k + 1 + _article(run, k + 1))
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


def _words_in(rest: str, run: list[Token], i: int, length: int) -> int:
    """Number of tokens of `run` from `i` that the first `length` characters of the folded rest cover."""
    from .phrases import plain

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
    if (unnamed := _unnamed(run, i, depth)) is not None:
        out.append(unnamed)
        return len(unnamed.words)
    person = _person(run, i)
    if person:
        out.append(Item("person", run[i : i + person], depth, sure=_sure_person(run[i : i + person])))
        return person
    if token.folded in ("ex", "ancien", "ancienne", "anciennement") and i + 1 < n and run[i + 1].folded not in lexicon.ROLES:
        out.append(Item("ex", [token], depth))
        return 1
    if token.folded in ("son", "sa", "ses", "leur", "un", "une") and (size := _companion(run, i)):
        return size
    lead = _article(run, i)
    j = i + lead
    if (
        j < n
        and run[j].capital
        and (programme := lexicon.programme_words(tuple(t.folded for t in run[j : j + 7])))
        and not _person_inside(run, j + programme)
    ):
        out.append(Item("group", run[i:], depth))
        return n - i
    if j < n and _role_start(run, j):
        return _role(run, i, j, depth, out)
    if j < n and _body_start(run, j):
        size = _body(run, j)
        out.append(Item("body", run[j : j + size], depth))
        return lead + size
    if token.folded in ("pour", "chez") and i + 1 < n:
        out.append(Item("pour", [token], depth))
        return 1
    if lead and j < n and run[j].capital:
        size = _until_stop(run, j)
        first = i if run[i].text[0].isupper() and len(run[i].text) > 1 else j
        out.append(Item("unknown", run[first : j + size], depth, sure=False))
        return lead + size
    if token.capital or token.kind == "init" or (token.kind == "number" and i + 1 < n):
        size = _until_stop(run, i)
        out.append(Item("unknown", run[i : i + size], depth, sure=False))
        return size
    size = 1
    while (
        i + size < n
        and run[i + size].kind != "title"
        and run[i + size].folded not in _JOIN
        and not _strong_body_at(run, i + size)
    ):
        if _person(run, i + size) >= 2:
            break
        size += 1
    out.append(Item("comment", run[i : i + size], depth))
    return size


def _person_inside(run: list[Token], i: int) -> bool:
    return any(run[k].kind == "title" or (lexicon.is_given(run[k].folded) and _person(run, k)) for k in range(i, len(run)))


def _companion(run: list[Token], i: int) -> int:
    """Number of words before the name in « sa collègue Lucie », « son adjoint Paul Durand »; 0 when no name follows."""
    j = i + 1
    while j < len(run) and run[j].text[0].islower() and j - i < 5 and run[j].folded not in lexicon.PARTICLES:
        j += 1
    if j == i + 1 or j >= len(run) or not run[j].capital:
        return 0
    return j - i if lexicon.is_given(run[j].folded) or _person(run, j) else 0


def _until_stop(run: list[Token], i: int) -> int:
    """Length of an unknown name from `run[i]`: to a mark, a role in lower case, a title, or « et » before a person."""
    j = i + 1
    while j < len(run):
        token = run[j]
        if token.kind == "title" or (
            token.folded in _JOIN and (j + 1 >= len(run) or run[j + 1].kind == "title" or _person(run, j + 1))
        ):
            break
        if token.text[0].islower() and token.folded in lexicon.ROLES and run[j - 1].folded not in _DE:
            break
        if (
            token.text[0].islower()
            and token.folded not in _DE | {"et", "sur", "sous", "lez", "les", "en"}
            and read_mark(token.text)
        ):
            break
        if token.kind == "«" or _to_person(run, j) or _link_at(run, j) or (token.folded in ("pour", "chez") and j + 1 < len(run)):
            break
        j += 1
    return j - i


def _to_person(run: list[Token], j: int) -> bool:
    """« à Mme X », « au Dr Y » at `run[j]`: the receiver of a proxy."""
    return run[j].text in ("à", "a", "au") and j + 1 < len(run) and (run[j + 1].kind == "title" or _person(run, j + 1) > 0)


def _link_at(run: list[Token], j: int) -> bool:
    """Does a link word (« représentée par ») begin at `run[j]`?"""
    token = run[j]
    if not token.text[0].islower() or not re.match(r"represent|remplac|pouvoir|procur|mandat|supple", token.folded):
        return False
    return read_link(" ".join(t.text for t in run[j : j + 5])) is not None


def _article(run: list[Token], i: int) -> int:
    return (
        1
        if run[i].folded in ("le", "la", "les", "l", "un", "une")
        and run[i].text[0] in "lLu"
        and i + 1 < len(run)
        and not run[i].caps
        else 0
    )


# --- persons -------------------------------------------------------------------------------------------------------------


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
        size = _name_length(bare, 0, True)
        if size:
            out.append(Item("person", bare[:size], depth, title=title, plural=plural))
            return next(k for k, t in enumerate(run) if t is bare[size - 1]) + 1 - i
    lead = _article(run, j)
    lower = run[j + lead].text[0].islower() if j + lead < n else False
    if (
        (lead or lower)
        and j + lead < n
        and not (run[j].folded in lexicon.PARTICLES and _name_length(run, j, True) > 1 and not _role_start(run, j + lead))
    ) and (_role_start(run, j + lead) or lead):
        size = _role_end(run, j + lead)
        item = Item("unnamed", run[j + lead : j + lead + size], depth, title=title, count=1)
        item.derived = office_body(item.words)
        out.append(item)
        return j + lead + size - i
    size = _name_length(run, j, True)
    if not size:
        out.append(Item("title", run[i:j], depth, title=title, plural=plural))
        return j - i
    out.append(Item("person", run[j : j + size], depth, title=title, plural=plural))
    return j + size - i


def _name_like(token: Token) -> str:
    """C capitals, N a capitalised word, I an initial, p a particle in lower case, "" no part of a name."""
    if token.kind == "init" or (token.kind == "word" and len(token.text) == 1 and token.text.isupper()):
        return "I"
    if token.kind == "elision":
        return "p" if token.folded == "d" or token.text[0].isupper() else ""
    if token.kind != "word" or any(c.isdigit() for c in token.text):
        return ""
    if token.text[0].islower():
        return "p" if token.folded in lexicon.PARTICLES and len(token.text) < 5 else ""
    if token.caps:
        return "C"
    letters = [c for c in token.text if c.isalpha()]
    inner = sum(c.isupper() for c in letters[1:])
    return (
        "N"
        if inner == 0
        or "-" in token.text
        or "'" in token.text
        or "’" in token.text
        or letters[:2] == ["M", "c"]
        or (len(letters) > 4 and inner / len(letters) > 0.5)
        else "X"
    )


def _name_length(run: list[Token], i: int, titled: bool) -> int:
    """Number of tokens of a person's name at `run[i]`, 0 when there is none. After a title any capitalised words are a name, until
    the name is whole (surname and given name in two cases) or a known body begins."""
    shapes: list[str] = []
    j = i
    while j < len(run) and len(shapes) < 9:
        token = run[j]
        shape = _name_like(token)
        if not shape:
            break
        if (
            shapes
            and shape in "CNX"
            and _known_at(run, j)
            and not (lexicon.is_given(token.folded) and token.folded not in ("france",))
            and not _surname_after_init(shapes)
        ):
            break
        if shape == "X" and shapes:
            break
        if shape == "N" and shapes and token.folded in lexicon.ROLES and not lexicon.is_given(token.folded):
            break
        if (
            shape == "p"
            and not shapes
            and not token.text[0].isupper()
            and token.folded not in ("de", "d", "du", "le", "la", "von", "van", "el", "ben", "da", "di")
        ):
            break
        shapes.append("N" if shape == "X" else shape)
        j += 1
        if _whole(shapes, run[i:j]) and j < len(run) and not _continues(shapes, run, i, j):
            break
    while shapes and shapes[-1] == "p":
        shapes.pop()
    return len(shapes) if any(s in "CNI" for s in shapes) else 0


def _surname_after_init(shapes: list[str]) -> bool:
    return shapes == ["I"]


def _whole(shapes: list[str], words: list[Token]) -> bool:
    """Is the name complete: a surname in capitals and a given name, in either order, or an initial and a surname?"""
    core = [(s, w) for s, w in zip(shapes, words, strict=True) if s != "p" and w.folded not in lexicon.PARTICLES]
    kinds = "".join(s for s, _ in core)
    if re.fullmatch(r"C+[NI]+|I+C", kinds):
        return True
    return bool(re.fullmatch(r"N+C+", kinds)) or bool(re.fullmatch(r"I+N", kinds))


def _continues(shapes: list[str], run: list[Token], i: int, j: int) -> bool:
    """Does the name go on at `run[j]` although it could end there (a second given name, a second surname)?"""
    nxt = _name_like(run[j])
    if not nxt or _known_at(run, j):
        return False
    core = [s for s, w in zip(shapes, run[i:j], strict=True) if s != "p" and w.folded not in lexicon.PARTICLES]
    if core[0] == "C" and core[-1] in "NI":  # NOM Prénom …: only further given names
        return (
            nxt in ("N", "I")
            and run[j].folded not in lexicon.HEADS | lexicon.ROLES
            and (nxt == "I" or lexicon.is_given(run[j].folded) or _last(run, j))
        )
    if core[0] in "NI" and core[-1] == "C":  # Prénom NOM …: further capitals, unless a sigle of a known shape
        if nxt == "p":
            return j + 1 < len(run) and _name_like(run[j + 1]) == "C" and run[j].folded not in ("du", "des")
        return (
            nxt == "C" and (len(run[j].text) > 5 or (_last(run, j) and not sigle(run[j]))) and run[j].folded not in lexicon.HEADS
        )
    if core[-1] == "N" and core[0] == "I":
        return nxt == "N" and run[j].folded not in lexicon.HEADS | lexicon.ROLES
    return True


def _last(run: list[Token], j: int) -> bool:
    return j + 1 >= len(run)


def sigle(token: Token) -> bool:
    """Does the word look like an abbreviation: short capitals, or capitals with hardly a vowel, or dotted capitals?"""
    text = token.folded.replace(" ", "")
    vowels = sum(c in "aeiouy" for c in text)
    return (token.caps or "." in token.text) and (len(text) <= 3 or vowels / max(1, len(text)) < 0.26 or "." in token.text)


def _known_at(run: list[Token], j: int) -> bool:
    """Does the name of a known body, or a word that only heads names of bodies, begin at `run[j]`?"""
    words = tuple(t.folded for t in run[j : j + 8])
    token = run[j]
    if lexicon.known_words(words):
        return not (len(words[0]) <= 2 and not token.caps)
    return (
        token.folded in lexicon.HEADS
        and ((token.caps and len(token.text) < 7) or token.folded not in _WEAK_HEADS)
        and not lexicon.is_given(token.folded)
    )


def _person(run: list[Token], i: int) -> int:
    """Number of tokens of an untitled person's name at `run[i]`, 0 when the words are no name for sure."""
    token = run[i]
    shape = _name_like(token)
    if shape not in ("C", "N", "I", "X") and not (shape == "p" and token.text[0].isupper()):
        return 0
    if _known_at(run, i) and not (
        lexicon.is_given(token.folded) and _name_length(run, i, False) > 1 and token.folded not in ("france",)
    ):
        return 0
    if lexicon.programme_words(tuple(t.folded for t in run[i : i + 7])):
        return 0
    size = _name_length(run, i, False)
    if size == 0:
        return 0
    words = run[i : i + size]
    names = [w for w in words if _name_like(w) == "I" or (_name_like(w) in ("C", "N", "X") and w.folded not in lexicon.PARTICLES)]
    kinds = "".join(_name_like(w) for w in names)
    if len(names) < 2:
        return 0
    if (
        words[0].folded in lexicon.ROLES
        and not (words[0].caps and any(lexicon.is_given(w.folded) for w in names[1:]))
        and not lexicon.is_given(words[0].folded)
    ):
        return 0
    if words[0].folded in lexicon.HEADS | lexicon.GROUPS and not (words[0].caps and lexicon.is_given(names[-1].folded)):
        return 0
    if (
        kinds.startswith("CN")
        and sigle(words[0])
        and (later := [t for t in run[i + size :] if t.folded not in lexicon.PARTICLES])
        and _name_like(later[0]) == "C"
        and not sigle(later[0])
    ):
        return 0  # SIGLE Prénom NOM
    if any(w.folded in ("du", "des", "et", "aux") and w.text[0].islower() for w in words) and not any(
        lexicon.is_given(w.folded) for w in names[:1]
    ):
        return 0
    if "I" in kinds and re.fullmatch(r"I+[CN]+|[CN]+I+|N+I+C+|C+[NI]+", kinds):
        return size
    given = [k for k, w in enumerate(names) if lexicon.is_given(w.folded)]
    if given and (0 in given or len(names) - 1 in given or re.search(r"CN|NC", kinds)):
        return size
    if re.fullmatch(r"N+C+|C+N+", kinds):
        capitals = [w for w, k in zip(names, kinds, strict=True) if k == "C"]
        if all(len(w.text) > 3 and not sigle(w) for w in capitals) and i + size == len(run):
            return size
    return 0


def _sure_person(words: list[Token]) -> bool:
    kinds = "".join(_name_like(w) for w in words)
    given = any(lexicon.is_given(w.folded) for w in words)
    return (
        (given and bool(re.search(r"C", kinds)))
        or (given and lexicon.is_given(words[0].folded) and len(words) >= 2)
        or "I" in kinds
    )


def _person_follows(run: list[Token], i: int) -> bool:
    return i < len(run) and (run[i].kind == "title" or _person(run, i) > 0)


# --- roles and bodies -------------------------------------------------------------------------------------------------------


def _role_start(run: list[Token], i: int) -> bool:
    token = run[i]
    if token.kind == "number" and re.match(r"^\d+(?:er|ere|e|eme|ère|ème)$", token.text) and i + 1 < len(run):
        return run[i + 1].folded in lexicon.ROLE_STARTS or run[i + 1].folded.startswith(("vice", "adj"))
    folded = token.folded.split()[0] if token.folded else ""
    if token.folded.split()[-1:] and token.folded.split()[-1] in lexicon.HEADS and " " in token.folded:
        return False  # « Sous-préfecture »
    if token.folded not in lexicon.ROLE_STARTS and folded not in lexicon.ROLES | {"co", "vice", "sous", "ex"}:
        return False
    if token.folded in ("sous", "ex", "co", "vice", "conseil"):
        return i + 1 < len(run) and (run[i + 1].folded in lexicon.ROLES or run[i + 1].kind == "-")
    return token.kind in ("word", "init")


def _role_end(run: list[Token], i: int) -> int:
    """Number of tokens of the role at `run[i]`, its body included."""
    j = i + 1
    while j < len(run):
        token = run[j]
        if token.kind == "title" and not (j and run[j - 1].folded in ("de", "du", "a")):
            break
        if token.folded in _JOIN and (j + 1 >= len(run) or run[j + 1].kind == "title" or _person(run, j + 1)):
            break
        if token.text[0].islower() and run[j - 1].folded not in _DE and (read_mark(token.text) and len(token.text) > 3):
            break
        if run[j - 1].folded not in _DE | {"l"} and _person(run, j) and _sure_person(run[j : j + _person(run, j)]):
            break
        j += 1
    return j - i


def _role(run: list[Token], i: int, j: int, depth: int, out: list[Item]) -> int:
    """Role from `run[j]` (article at `i`), split from its body: « directrice de la Direccte »."""
    size = _role_end(run, j)
    words = run[j : j + size]
    cut, at = _role_body(words)
    role = Item("role", words[:cut] if cut else words, depth, count=1)
    out.append(role)
    if at < len(words):
        body = words[at:]
        out.append(Item("body", body, depth, extra={"of_role": 1}))
    else:
        derived = office_body(words)
        if derived:
            role.derived = derived
    return j + size - i


def _role_body(words: list[Token]) -> tuple[int, int]:
    """(end of the role, start of its body) inside `words`; both the length when no body is named."""
    n = len(words)
    best: tuple[int, int] | None = None
    for k in range(1, n):
        token = words[k]
        if not _strong_body_at(words, k):
            continue
        previous = k - 1
        while previous > 0 and words[previous].folded in _DE:
            previous -= 1
        if k - 1 == previous and not (
            token.capital and lexicon.known_words(tuple(t.folded for t in words[k : k + 8])) and (k + 1 < n or token.caps)
        ):
            continue
        weak = token.folded in _WEAK_HEADS and not _adjective(words, k)
        if best is None or (not weak and words[best[1]].folded in _WEAK_HEADS and not _adjective(words, best[1])):
            best = (previous + 1, k)
        if not weak:
            break
    if best is None:
        best = _proper_tail(words)
    return best if best is not None else (n, n)


_TOPICS = frozenset(
    [
        "etat",
        "natura",
        "education",
        "mission",
        "missions",
        "projet",
        "projets",
        "sports",
        "sport",
        "formation",
        "emploi",
        "insertion",
        "communication",
        "developpement",
        "culture",
        "sante",
        "environnement",
        "jeunesse",
        "economie",
        "agriculture",
        "logement",
        "mobilite",
        "urbanisme",
        "enfance",
        "social",
        "solidarites",
        "vie",
        "relations",
        "territoire",
        "public",
        "eau",
        "energie",
        "climat",
        "habitat",
        "numerique",
        "tourisme",
        "recherche",
        "qualite",
        "finances",
        "juridique",
    ]
)


def _proper_tail(words: list[Token]) -> tuple[int, int] | None:
    """« psychologue du Phare », « directrice de la Ruche »: a capitalised name of no place at the end of a role; elected offices have
    none."""
    if words[0].folded.split()[0] in (
        "maire",
        "prefet",
        "prefete",
        "sous",
        "conseiller",
        "conseillere",
        "adjoint",
        "adjointe",
        "depute",
        "deputee",
        "consul",
        "consule",
        "elu",
        "elue",
    ):
        return None
    for k in range(len(words) - 1, 1, -1):
        if not words[k].capital:
            continue
        while k > 1 and words[k - 1].capital:
            k -= 1
        if words[k - 1].folded not in ("du", "la", "l", "de", "d", "des", "chez") or not words[k - 1].text[0].islower():
            return None
        name = " ".join(t.text for t in words[k:])
        if reference.find_places(name) or lexicon.is_given(words[k].folded) or words[k].folded in _TOPICS:
            return None
        end = k - 1
        while end > 0 and words[end].folded in _DE:
            end -= 1
        return end + 1, k
    return None


def _adjective(words: list[Token], k: int) -> bool:
    """Is the head at `words[k]` made definite by what follows: « Direction régionale », « Conseil départemental », « commune de X »?"""
    if k + 1 >= len(words):
        return False
    nxt = words[k + 1].folded
    if words[k].folded in ("service", "services", "bureau", "section", "pole", "cellule", "secteur", "groupe"):
        return False
    if re.match(
        r"^(?:regional|departemental|interregional|interdepartemental|general|national|territorial|municipal|communautaire|intercommunal|academique|local)",
        nxt,
    ):
        return True
    return (
        nxt in ("de", "d", "du", "des")
        and k + 2 < len(words)
        and words[k].folded in ("commune", "ville", "region", "departement", "pays", "communaute")
        and any(t.capital for t in words[k + 2 : k + 5])
    )


def _strong_body_at(words: Sequence[Token], k: int) -> bool:
    """Does a named body begin at `words[k]`: a known one, a sigle, a head word with something proper after it?"""
    token = words[k]
    if token.kind not in ("word",):
        return False
    following = words[k + 1 : k + 7]
    known = lexicon.known_words(tuple(t.folded for t in words[k : k + 8]))
    if known and (token.capital or known > 1):
        return not (len(token.folded) <= 2 and not token.caps)
    if token.folded in lexicon.HEADS:
        if token.capital:
            return bool(following) or token.folded not in _WEAK_HEADS
        proper = [t for t in following if t.capital or (t.kind == "number" and t.text.isdigit())]
        if not proper:
            return bool(following) and _adjective(list(words), k)
        between = following[: following.index(proper[0])]
        return all(t.folded in _DE or (len(t.folded) > 3 and t.kind == "word") for t in between) and len(between) <= 4
    if (
        token.caps
        and 2 <= len(token.text) <= 12
        and k > 0
        and words[k - 1].folded in ("de", "du", "la", "le", "l", "d", "au", "aux", "a", "des", "chez", "les")
    ):
        return not lexicon.is_given(token.folded) or sigle(token)
    return False


def office_body(words: Sequence[Token]) -> str:
    """The body that an office stands for, "" when none: « Sous-Préfet » → Sous-préfecture, « maire d'Uzès » → Mairie d'Uzès."""
    flat = fold(" ".join(t.text for t in words))
    if re.match(r"^sous prefete?\b", flat):
        place = re.search(r"(?:d['’]|de |du |des )\s?[A-ZÉÈ].*$", _raw(words))
        return "Sous-préfecture" + (" " + place[0] if place else "")
    if re.match(r"^prefete?\b", flat):
        place = re.search(r"(?:de l['’]|d['’]|de la |de |du |des )\s?[A-ZÉÈ].*$", _raw(words))
        return "Préfecture" + (" " + place[0] if place else "")
    if re.match(r"^(?:recteur|rectrice)\b", flat):
        return "Rectorat"
    if re.match(r"^(?:directeur|directrice|inspecteur|inspectrice) (?:academique|d academie)\b", flat):
        return "DSDEN"
    match = re.search(
        r"\b(?:[Mm]aires?|MAIRE|[Mm]airie)(?:[- ](?:adjointe?|[Aa]djoint))? ((?:de la |de |du |des |d['’]\s?|de l['’]\s?)(?:[A-ZÉÈÀÂÎ].*))$",
        _raw(words),
    )
    if match:
        return f"Mairie {match[1]}"
    return ""


def _raw(words: Sequence[Token]) -> str:
    out = ""
    for token in words:
        out += (" " if token.space_before and out else "") + token.text
    return out


def _body_start(run: list[Token], i: int) -> bool:
    token = run[i]
    if token.kind != "word":
        return False
    known = lexicon.known_words(tuple(t.folded for t in run[i : i + 8]))
    if known:
        if known == 1 and len(token.folded) <= 2 and not token.caps:
            return False
        return token.capital or known > 1 or i > 0 or token.folded not in ("region", "departement", "academie")
    if token.folded in lexicon.HEADS or (token.folded.split()[0] in lexicon.HEADS and "-" in token.text):
        if token.capital:
            return len(run) - i > 1 or token.caps or token.folded not in _WEAK_HEADS
        return _strong_body_at(run, i)
    if (
        token.caps
        and token.folded not in lexicon.PARTICLES
        and sigle(token)
        and not (
            i + 1 < len(run)
            and lexicon.is_given(run[i + 1].folded)
            and _name_like(run[i + 1]) == "N"
            and not (i + 2 < len(run) and _name_like(run[i + 2]) == "C")
        )
    ):
        return len(token.text) > 1 and len(run) - i <= 5 and (len(run) - i > 1 or len(token.text) >= 2)
    return (
        any(c.isupper() for c in token.text[1:])
        and not token.caps
        and "-" not in token.text
        and "'" not in token.text
        and "’" not in token.text
        and len(token.text) > 4
        and token.text[0].isupper()
        and _name_like(token) == "X"
    )


def _body(run: list[Token], i: int) -> int:
    """Number of tokens of the body's name at `run[i]`: to the end of the piece, or to a person, role or mark without a separator."""
    head = run[i].folded
    known = lexicon.known_words(tuple(t.folded for t in run[i : i + 8]))
    j = i + 1
    while j < len(run):
        token = run[j]
        if token.kind == "title" or _to_person(run, j) or _link_at(run, j):
            break
        if (
            token.folded in _JOIN
            and j + 1 < len(run)
            and (run[j + 1].kind == "title" or _person(run, j + 1) or _splits_bodies(run, i, j))
        ):
            break
        if (
            token.text[0].islower()
            and run[j - 1].folded not in _DE
            and token.folded in lexicon.ROLES
            and token.folded not in ("parents", "conseil", "eleves", "agents")
        ):
            break
        if (
            token.text[0].islower()
            and run[j - 1].folded not in _DE
            and len(token.text) > 3
            and read_mark(token.text)
            and token.folded not in _DE
        ):
            break
        if j >= i + max(known, 1) and run[j - 1].folded not in _DE and token.capital:
            size = _person(run, j)
            words = run[j : j + size]
            if size >= 2 and j + size == len(run) and (head not in _NAMED_AFTER or known):
                kinds = {_name_like(w) for w in words}
                if (
                    "C" in kinds
                    and "N" in kinds
                    and any(lexicon.is_given(w.folded) for w in words)
                    and (run[i].caps or not all(t.caps for t in run[i:j]))
                ) or (known and j == i + known and lexicon.is_given(words[0].folded)):
                    break
        j += 1
    return j - i


def _splits_bodies(run: list[Token], i: int, j: int) -> bool:
    """Does « et » at `run[j]` join two known bodies (« AFPA et GRETA »)?"""
    k = j + 1 + _article(run, j + 1)
    left = lexicon.known_words(tuple(t.folded for t in run[i:j]))
    right = lexicon.known_words(tuple(t.folded for t in run[k : k + 8])) if k < len(run) else 0
    return bool(left and right and (run[k].capital or right > 1))


def _unnamed(run: list[Token], i: int, depth: int) -> Item | None:
    """« trois agents de la Région », « un conseiller », « les membres du RASED », « le directeur adjoint »."""
    token = run[i]
    number = token.kind == "number" and token.text.isdigit() and len(token.text) < 3
    if not number and token.folded not in _NUMBERS and token.folded not in ("le", "la", "l"):
        return None
    if i + 1 >= len(run) or not run[i + 1].text[0].islower():
        return None
    j = i + 1
    if token.folded in ("autre", "autres", "son", "sa", "ses"):
        pass
    if run[j].folded in ("autre", "autres", "jeune", "jeunes") and j + 1 < len(run):
        j += 1
    if _companion(run, i):
        return None
    if (
        run[j].folded.rstrip("s") not in lexicon.ROLES
        and run[j].folded not in lexicon.ROLES
        and run[j].folded
        not in lexicon.GROUPS
        | {
            "eleves",
            "personnes",
            "personne",
            "collegue",
            "collegues",
            "allocataires",
            "agents",
            "jeunes",
            "conseillers",
        }
    ):
        return None
    size = _role_end(run, j)
    words = run[j : j + size]
    item = Item(
        "unnamed",
        words,
        depth,
        count=_COUNTS.get(token.folded, int(token.text) if number else 1 if token.folded in ("le", "la", "l") else None),
    )
    item.derived = office_body(words) if token.folded in ("le", "la", "l") else ""
    item.words = run[i : j + size]
    item.extra["lead"] = j - i
    return item


_COUNTS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "douze": 12,
    "son": 1,
    "sa": 1,
}


def unnamed_body(item: Item) -> tuple[int, int]:
    """(start, end) of the tokens of the body inside an unnamed item; equal when it names none."""
    lead = item.extra.get("lead", 0)
    words = item.words[lead:]
    _, at = _role_body(words)
    return lead + at, len(item.words)


def _initials_of(sigle_: Sequence[Token], words: Sequence[Token]) -> bool:
    """Are the letters of a short name the first letters of the words before it?"""
    if len(sigle_) != 1 or not (sigle_[0].caps or "." in sigle_[0].text):
        return False
    letters = fold(sigle_[0].text).replace(" ", "")
    starts = [
        t.folded[0]
        for t in words
        if t.kind == "word" and t.folded not in lexicon.PARTICLES | {"et", "a", "au", "aux", "en"} and t.folded
    ]
    at = 0
    for letter in starts:
        if at < len(letters) and letters[at] == letter:
            at += 1
    return at >= max(2, len(letters) - 1)


def _join(items: list[Item]) -> list[Item]:
    """Put together what a comma, « et », a slash or a short name in brackets cut inside one name: « Environnement, de l'Aménagement
    et du Logement (DREAL) Centre »."""
    out: list[Item] = []
    k = 0
    while k < len(items):
        item = items[k]
        if (
            item.kind in ("comment", "unknown", "body")
            and len(out) >= 2
            and out[-1].kind in (",", "et")
            and out[-2].kind == "body"
            and item.depth == out[-2].depth
            and (item.words[0].folded in ("de", "du", "des", "d") and item.words[0].text[0].islower())
        ):
            separator = out.pop()
            out[-1].words = [*out[-1].words, *separator.words, *item.words]
        elif (
            item.kind == "("
            and k + 2 < len(items)
            and items[k + 2].kind == ")"
            and items[k + 1].kind in ("body", "unknown")
            and out
            and out[-1].kind in ("body", "role")
            and _initials_of(items[k + 1].words, out[-1].words)
        ):
            follow = items[k + 3] if k + 3 < len(items) else None
            if out[-1].kind == "body":
                out[-1].words = [*out[-1].words, *item.words, *items[k + 1].words, *items[k + 2].words]
                if follow is not None and follow.kind in ("unknown", "body") and follow.words[0].capital:
                    out[-1].words = [*out[-1].words, *follow.words]
                    k += 1
            k += 2
        elif (
            item.kind in ("unknown", "body")
            and len(out) >= 2
            and out[-1].kind == "/"
            and not out[-1].words[0].space_before
            and out[-2].kind == "body"
            and len(item.words) <= 2
            and item.kind == "unknown"
        ):
            separator = out.pop()
            out[-1].words = [*out[-1].words, *separator.words, *item.words]
        else:
            out.append(item)
        k += 1
    return out


def body_key(words: Sequence[Token]) -> str:
    return name_key(" ".join(t.text for t in words))
