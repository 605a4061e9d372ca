"""What is wrong with a query, or answers differently on the two engines: for the shipped ones in tests, for a user's own as warnings.

The forms and what to write instead are listed in docs/engines.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ..graph.ontology import PUBLICATION, ontology

_STRINGS = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(
    r"\b(?:CREATE|MERGE|SET|REMOVE|DELETE|DETACH|DROP|FOREACH|LOAD\s+CSV|IN\s+TRANSACTIONS|CALL\s+(?:db|dbms|apoc)\b)",
    re.IGNORECASE,
)
_LABELS = re.compile(r"\(\s*\w*\s*:\s*([A-Za-z_]\w*(?:\s*[|:&]\s*[A-Za-z_]\w*)*)")
_TYPES = re.compile(r"\[\s*\w*\s*:\s*([A-Z_]+(?:\s*\|\s*[A-Z_]+)*)")
_PREDICATE_LABELS = re.compile(r"\b[a-z]\w*:([A-Z][a-z]\w*)")

_AGGREGATE = r"\b(?:count|collect|min|max|sum|avg)\s*\("

TRAPS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), en, fr)
    for pattern, en, fr in (
        (rf"\bIN\s+{_AGGREGATE}|\bNOT\s+{_AGGREGATE}|{_AGGREGATE}[^()]*\)\s*(?:IS\s+(?:NOT\s+)?NULL|STARTS\s+WITH|ENDS\s+WITH|CONTAINS)\b",
         "an aggregate inside IN, NOT, IS NULL or STARTS WITH is silently wrong on the embedded engine: WITH … collect(x) AS list first",
         "un agrégat dans IN, NOT, IS NULL ou STARTS WITH est faux sur la base embarquée : d'abord WITH … collect(x) AS liste"),
        (r"\{\s*\w+\s*:\s*([a-z]\w*)\.fact\s*\}",
         "an inline map that refers to a relationship's property finds nothing on the embedded engine: WITH x.fact AS f first",
         "une propriété de relation dans une accolade ne trouve rien sur la base embarquée : d'abord WITH x.fact AS f"),
        (r"\bshortestPath\s*\(.*?\)\s*WHERE\s+all\s*\(",
         "shortestPath with a filter over its nodes is empty on the embedded engine: match a bounded path and ORDER BY length",
         "shortestPath filtré sur ses nœuds est vide sur la base embarquée : un chemin borné, ORDER BY length"),
        (rf"\{{\s*\w+\s*:[^{{}}]*\b\w+\.\w+\s*,\s*\w+\s*:\s*{_AGGREGATE}",
         "a map of a property and an aggregate is refused by Neo4j: WITH n.id AS id, collect(x) AS list first",
         "une accolade avec une propriété et un agrégat est refusée par Neo4j : d'abord WITH n.id AS id, collect(x) AS liste"),
        (r"\bshortestPath\s*\(\s*\(\s*(\w+)[^()]*\)[^()]*\(\s*\1\s*\)",
         "shortestPath from a node to itself is refused by Neo4j and 0 on the embedded engine: compare the ids first",
         "shortestPath d'un nœud à lui-même est refusé par Neo4j et vaut 0 sur la base embarquée : comparez d'abord les id"),
        (r"\bSHORTEST\s+\d", "SHORTEST k is known to one engine only", "SHORTEST k n'existe que sur une base"),
        (r"\*\s*[2-9]\d*\s*\.\.", "a variable length that begins above 1 differs between the engines: begin at 1 and filter",
         "une longueur variable qui commence au-dessus de 1 diffère d'une base à l'autre : commencez à 1 et filtrez"),
        (r"-\s*\[[^\]]*\*\s*(?:\.\.\s*)?\]", "a path without an upper bound may never end: write *1..4",
         "un chemin sans borne peut ne jamais finir : écrivez *1..4"),
        (r"\bexists\s*\(\s*\w+\.\w+\s*\)", "exists(n.p) is gone from Neo4j 5: n.p IS NOT NULL",
         "exists(n.p) n'existe plus : n.p IS NOT NULL"),
        (r"\bid\s*\(\s*\w+\s*\)", "id(n) is the engine's own number: use n.id", "id(n) est le numéro interne : utilisez n.id"),
        (r"\[\s*\w*\s*:\s*\w+\s*\|\s*:", "[:A|:B] is refused by Neo4j 5: [:A|B]", "[:A|:B] est refusé : [:A|B]"),
        (r"\bapoc\.|\bgds\.", "apoc and gds are not everywhere", "apoc et gds ne sont pas partout"),
        (r"\(\?i\)", "(?i) does not fold accents: compare name_key", "(?i) ignore les accents : comparez name_key"),
    )
)  # fmt: skip


def masked(cypher: str) -> str:
    """`cypher` with strings and comments blanked out, same length, so that words in them are not taken for clauses."""
    return _STRINGS.sub(lambda match: " " * len(match[0]), cypher)


def parameters_of(cypher: str) -> set[str]:
    """Names of the `$parameters` that `cypher` uses."""
    return set(re.findall(r"\$(\w+)", masked(cypher)))


def columns_of(cypher: str) -> tuple[str, ...]:
    """Columns of the final RETURN, in order."""
    text = masked(cypher)
    last = [match.end() for match in re.finditer(r"\bRETURN\b(?:\s+DISTINCT\b)?", text, re.IGNORECASE)][-1]
    end = re.search(r"\b(?:ORDER\s+BY|SKIP|LIMIT)\b|;|\Z", text[last:], re.IGNORECASE)
    assert end is not None
    body, columns, depth, start = text[last : last + end.start()], [], 0, 0
    for index, character in enumerate(body + ","):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            part = body[start:index].strip()
            name = re.search(r"\bAS\s+(\w+)\s*\Z", part, re.IGNORECASE)
            columns.append(name[1] if name else part)
            start = index + 1
    return tuple(columns)


def problems(cypher: str, *, returns: Collection[str] = (), parameters: Collection[str] | None = None) -> Iterator[str]:
    """What a shipped query must not have: writing clauses, unknown labels or types, other columns or parameters than declared, traps."""
    text = masked(cypher)
    write = _WRITES.search(text)
    if write:
        yield f"writes ({write[0]})"
    known = {*ontology().labels, PUBLICATION}
    for found in (*_LABELS.findall(text), *_PREDICATE_LABELS.findall(text)):
        for label in re.split(r"\s*[|:&]\s*", found):
            if label not in known:
                yield f"unknown label {label}"
    for found in _TYPES.findall(text):
        for kind in re.split(r"\s*\|\s*", found):
            if kind not in ontology().relationships:
                yield f"unknown relationship type {kind}"
    if returns and columns_of(cypher) != tuple(returns):
        yield f"returns {columns_of(cypher)}, declares {tuple(returns)}"
    if parameters is not None and parameters_of(cypher) - set(parameters):
        yield f"uses undeclared parameters {sorted(parameters_of(cypher) - set(parameters))}"
    for pattern, en, _ in TRAPS:
        if pattern.search(text):
            yield en


def warnings(cypher: str) -> list[dict[str, str]]:
    """Sentences (fr, en) about forms of a user's own query that answer differently on the two engines."""
    text = masked(cypher)
    return [{"en": en, "fr": fr} for pattern, en, fr in TRAPS if pattern.search(text)]
