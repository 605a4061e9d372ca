"""Which tokens are a role, and where the body begins inside it: « directrice de la Direccte », « maire d'Uzès »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....graph import reference
from ....graph.names import fold
from . import lexicon
from .items import Item
from .person_shapes import WEAK_HEADS, companion, person_at, sigle, sure_person
from .phrases import read_mark
from .stops import JOINS, SMALL_WORDS
from .tokens import Token

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


def role_starts(run: list[Token], i: int) -> bool:
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


def role_length(run: list[Token], i: int) -> int:
    """Number of tokens of the role at `run[i]`, its body included."""
    j = i + 1
    while j < len(run):
        token = run[j]
        if token.kind == "title" and not (j and run[j - 1].folded in ("de", "du", "a")):
            break
        if token.folded in JOINS and (j + 1 >= len(run) or run[j + 1].kind == "title" or person_at(run, j + 1)):
            break
        if token.text[0].islower() and run[j - 1].folded not in SMALL_WORDS and (read_mark(token.text) and len(token.text) > 3):
            break
        if run[j - 1].folded not in SMALL_WORDS | {"l"} and person_at(run, j) and sure_person(run[j : j + person_at(run, j)]):
            break
        j += 1
    return j - i


def read_role(run: list[Token], i: int, j: int, depth: int, out: list[Item]) -> int:
    """Role from `run[j]` (article at `i`), split from its body: « directrice de la Direccte »."""
    size = role_length(run, j)
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
        if not named_body_at(words, k):
            continue
        previous = k - 1
        while previous > 0 and words[previous].folded in SMALL_WORDS:
            previous -= 1
        sigle_last = k + 1 == n and token.caps and token.folded in lexicon.HEADS  # « déléguée CFDT »
        if (
            k - 1 == previous
            and not sigle_last
            and not (
                token.capital and lexicon.known_words(tuple(t.folded for t in words[k : k + 8])) and (k + 1 < n or token.caps)
            )
        ):
            continue
        weak = token.folded in WEAK_HEADS and not _made_definite(words, k)
        if best is None or (not weak and words[best[1]].folded in WEAK_HEADS and not _made_definite(words, best[1])):
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
        while end > 0 and words[end].folded in SMALL_WORDS:
            end -= 1
        return end + 1, k
    return None


def _made_definite(words: list[Token], k: int) -> bool:
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


def named_body_at(words: Sequence[Token], k: int) -> bool:
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
            return bool(following) or token.folded not in WEAK_HEADS
        proper = [t for t in following if t.capital or (t.kind == "number" and t.text.isdigit())]
        if not proper:
            return bool(following) and _made_definite(list(words), k)
        between = following[: following.index(proper[0])]
        return all(t.folded in SMALL_WORDS or (len(t.folded) > 3 and t.kind == "word") for t in between) and len(between) <= 4
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
    if re.search(r"\b(?:association|syndicat|amicale|union) des maires\b", flat):
        return ""
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


def read_unnamed(run: list[Token], i: int, depth: int) -> Item | None:
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
    if companion(run, i):
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
    size = role_length(run, j)
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
