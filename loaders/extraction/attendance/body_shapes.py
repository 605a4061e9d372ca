"""Which tokens are the name of a body, and where it ends before a person, a role or a mark without a separator."""

from __future__ import annotations

from . import lexicon
from .office_shapes import named_body_at
from .person_shapes import WEAK_HEADS, person_at, sigle, word_shape
from .phrases import read_mark
from .stops import JOINS, SMALL_WORDS, article_at, by_person, link_at, to_person
from .tokens import Token

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


def _known_after(run: list[Token], j: int) -> bool:
    """Does the name of a known body follow the preposition at `run[j]`?"""
    k = j + 1
    while k < len(run) and run[k].folded in ("la", "l", "le", "les"):
        k += 1
    return k < len(run) and run[k].capital and lexicon.known_words(tuple(t.folded for t in run[k : k + 8])) > 0


def until_stop(run: list[Token], i: int) -> int:
    """Length of an unknown name from `run[i]`: to a mark, a role in lower case, a title, or « et » before a person."""
    j = i + 1
    while j < len(run):
        token = run[j]
        if token.kind == "title" or (
            token.folded in JOINS and (j + 1 >= len(run) or run[j + 1].kind == "title" or person_at(run, j + 1))
        ):
            break
        if token.text[0].islower() and token.folded in lexicon.ROLES and run[j - 1].folded not in SMALL_WORDS:
            break
        if (
            token.text[0].islower()
            and token.folded not in SMALL_WORDS | {"et", "sur", "sous", "lez", "les", "en"}
            and read_mark(token.text)
        ):
            break
        if (
            j == i + 1
            and token.folded in ("de", "du", "d")
            and lexicon.is_given(run[i].folded)
            and not run[i].caps
            and _known_after(run, j)
        ):
            break  # « Samir de la Région »
        if (
            token.kind == "«"
            or to_person(run, j)
            or by_person(run, j)
            or link_at(run, j)
            or (token.folded in ("pour", "chez") and j + 1 < len(run))
        ):
            break
        j += 1
    return j - i


def body_starts(run: list[Token], i: int) -> bool:
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
            return len(run) - i > 1 or token.caps or token.folded not in WEAK_HEADS
        return named_body_at(run, i)
    if (
        token.caps
        and token.folded not in lexicon.PARTICLES
        and sigle(token)
        and not (
            i + 1 < len(run)
            and lexicon.is_given(run[i + 1].folded)
            and word_shape(run[i + 1]) == "N"
            and not (i + 2 < len(run) and word_shape(run[i + 2]) == "C")
        )
    ):
        return len(token.text) > 1 and len(run) - i <= 5 and (len(run) - i > 1 or len(token.text) >= 2)
    if token.mixed:
        return True
    return (
        any(c.isupper() for c in token.text[1:])
        and not token.caps
        and "-" not in token.text
        and "'" not in token.text
        and "’" not in token.text
        and len(token.text) > 4
        and token.text[0].isupper()
        and word_shape(token) == "X"
    )


def body_length(run: list[Token], i: int) -> int:
    """Number of tokens of the body's name at `run[i]`: to the end of the piece, or to a person, role or mark without a separator."""
    head = run[i].folded
    known = lexicon.known_words(tuple(t.folded for t in run[i : i + 8]))
    j = i + 1
    while j < len(run):
        token = run[j]
        if token.kind == "title" or to_person(run, j) or by_person(run, j) or link_at(run, j):
            break
        if (
            token.folded in JOINS
            and j + 1 < len(run)
            and (run[j + 1].kind == "title" or person_at(run, j + 1) or _splits_bodies(run, i, j))
        ):
            break
        if (
            token.text[0].islower()
            and run[j - 1].folded not in SMALL_WORDS
            and token.folded in lexicon.ROLES
            and token.folded not in ("parents", "conseil", "eleves", "agents")
        ):
            break
        if (
            token.text[0].islower()
            and run[j - 1].folded not in SMALL_WORDS
            and len(token.text) > 3
            and read_mark(token.text)
            and token.folded not in SMALL_WORDS
        ):
            break
        if j >= i + max(known, 1) and run[j - 1].folded not in SMALL_WORDS and token.capital:
            size = person_at(run, j)
            words = run[j : j + size]
            if size >= 2 and j + size == len(run) and (head not in _NAMED_AFTER or known):
                kinds = {word_shape(w) for w in words}
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
    k = j + 1 + article_at(run, j + 1)
    if k > j + 1 and k < len(run) and (run[k].folded in lexicon.HEADS or run[k].caps):
        return True  # « l'UDAF et le service départemental »: an article of its own
    left = lexicon.known_words(tuple(t.folded for t in run[i:j]))
    right = lexicon.known_words(tuple(t.folded for t in run[k : k + 8])) if k < len(run) else 0
    return bool(left and right and (run[k].capital or right > 1))
