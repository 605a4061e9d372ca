"""Which tokens are the name of a person: by the shapes of the words, given names, and what cannot stand in a name."""

from __future__ import annotations

import re

from ....graph import reference
from . import lexicon
from .tokens import Token

WEAK_HEADS = frozenset(
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


def person_inside(run: list[Token], i: int) -> bool:
    return any(run[k].kind == "title" or (lexicon.is_given(run[k].folded) and person_at(run, k)) for k in range(i, len(run)))


def companion(run: list[Token], i: int) -> int:
    """Number of words before the name in « sa collègue Lucie », « son adjoint Paul Durand »; 0 when no name follows."""
    j = i + 1
    while j < len(run) and run[j].text[0].islower() and j - i < 5 and run[j].folded not in lexicon.PARTICLES:
        j += 1
    if j == i + 1 or j >= len(run) or not run[j].capital:
        return 0
    return j - i if lexicon.is_given(run[j].folded) or person_at(run, j) else 0


def word_shape(token: Token) -> str:
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


def name_length(run: list[Token], i: int, titled: bool) -> int:
    """Number of tokens of a person's name at `run[i]`, 0 when there is none. After a title any capitalised words are a name, until
    the name is whole (surname and given name in two cases) or a known body begins."""
    shapes: list[str] = []
    j = i
    while j < len(run) and len(shapes) < 9:
        token = run[j]
        shape = word_shape(token)
        if not shape:
            break
        if (
            shapes
            and shape in "CNX"
            and known_at(run, j)
            and not (lexicon.is_given(token.folded) and token.folded not in ("france",))
            and not _surname_after_init(shapes)
        ):
            break
        if shape == "X" and shapes:
            break
        if shape == "p" and _of_sigle(run, i, j, shapes):
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


def _of_sigle(run: list[Token], i: int, j: int, shapes: list[str]) -> bool:
    """Does « du SIGLE » follow at `run[j]` a given name and a surname in small letters (« Lucie Marais du CLEF »)?"""
    if run[j].text != "du" or j + 1 >= len(run) or shapes[:1] != ["N"] or shapes[-1] != "N" or len(shapes) < 2:
        return False
    letters = run[j + 1].text.split("-")[0]
    return 2 <= len(letters) <= 6 and letters.isupper() and not lexicon.is_given(run[j - 1].folded)


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
    nxt = word_shape(run[j])
    if not nxt or known_at(run, j):
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
            return j + 1 < len(run) and word_shape(run[j + 1]) == "C" and run[j].folded not in ("du", "des")
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


def known_at(run: list[Token], j: int) -> bool:
    """Does the name of a known body, or a word that only heads names of bodies, begin at `run[j]`?"""
    words = tuple(t.folded for t in run[j : j + 8])
    token = run[j]
    if lexicon.known_words(words):
        return not (len(words[0]) <= 2 and not token.caps)
    return (
        token.folded in lexicon.HEADS
        and ((token.caps and len(token.text) < 7) or token.folded not in WEAK_HEADS)
        and not lexicon.is_given(token.folded)
    )


def person_at(run: list[Token], i: int) -> int:
    """Number of tokens of an untitled person's name at `run[i]`, 0 when the words are no name for sure."""
    token = run[i]
    shape = word_shape(token)
    if shape not in ("C", "N", "I", "X") and not (shape == "p" and token.text[0].isupper()):
        return 0
    if known_at(run, i) and not (
        lexicon.is_given(token.folded) and name_length(run, i, False) > 1 and token.folded not in ("france",)
    ):
        return 0
    if lexicon.programme_words(tuple(t.folded for t in run[i : i + 7])):
        return 0
    size = name_length(run, i, False)
    if size == 0:
        return 0
    words = run[i : i + size]
    names = [w for w in words if word_shape(w) == "I" or (word_shape(w) in ("C", "N", "X") and w.folded not in lexicon.PARTICLES)]
    kinds = "".join(word_shape(w) for w in names)
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
        and word_shape(later[0]) == "C"
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
            return 0 if kinds.startswith("C") and _place_after(names) else size
    return 0


def _place_after(names: list[Token]) -> bool:
    """Do the words after the capitals name a place (« ORG Grand Est », « ORG Strasbourg »)?"""
    return bool(reference.find_places(" ".join(w.text for w in names if not w.caps)))


def sure_person(words: list[Token]) -> bool:
    kinds = "".join(word_shape(w) for w in words)
    given = any(lexicon.is_given(w.folded) for w in words)
    return (
        (given and bool(re.search(r"C", kinds)))
        or (given and lexicon.is_given(words[0].folded) and len(words) >= 2)
        or "I" in kinds
    )


def person_follows(run: list[Token], i: int) -> bool:
    return i < len(run) and (run[i].kind == "title" or person_at(run, i) > 0)
