"""RDF: W3C ORG, FOAF, vCard, schema.org, PROV-O and GeoSPARQL terms beside those of `ontology.toml`, and back.

Every node is `urn:maillage:<id>`. A relationship is one triple between its ends and a resource of its own (`urn:maillage:<fact>`,
`rdf:subject`/`predicate`/`object`) that carries its properties, so that nothing is lost on the way back; that of a person and a body
is an org:Membership too, that of a body and its successor an org:ChangeEvent. In N-Quads the triples of a statement lie in the named
graph of its record. All three are written subject by subject, in the memory of one: rdflib's writers need the whole graph.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple, cast
from urllib.parse import quote, unquote

from ..model import Graph as Model
from ..model import Node, Relationship, Value
from ..ontology import EVIDENCE_PROPERTIES, NODE_PROPERTIES, ontology
from .common_terms import LinkTerms, NodeTerms
from .source import Source, finished

Syntax = Literal["turtle", "json-ld", "nquads"]
ITEM = "urn:maillage:"
TERM = "urn:maillage:term:"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
PREFIXES = {
    "m": TERM, "i": ITEM, **ontology().namespaces, "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#", "owl": "http://www.w3.org/2002/07/owl#",
    "vcard": "http://www.w3.org/2006/vcard/ns#", "time": "http://www.w3.org/2006/time#", "igeo": "http://rdf.insee.fr/def/geo#",
}  # fmt: skip
_XSD = PREFIXES["xsd"]
TYPES = {"integer": f"{_XSD}integer", "float": f"{_XSD}double", "boolean": f"{_XSD}boolean", "date": f"{_XSD}date"}
"""Type of a property → datatype; text has none."""
EDTF_KEYS = frozenset({"date", "due", "published"})
_BAD = {0: None, **dict.fromkeys(range(0xD800, 0xE000))}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)


class Iri(str):
    """An address; other strings are names still to be expanded (« org:memberOf »)."""


class Text(NamedTuple):
    """A literal: its characters and the address of its datatype."""

    value: str
    datatype: str | None = None


Object = Iri | Text
Triple = tuple[Iri, Iri, Object]


def expanded(name: str) -> Iri:
    """The address of « prefix:local »."""
    prefix, _, local = name.partition(":")
    return Iri(PREFIXES[prefix] + local)


def item(identity: str) -> Iri:
    """The address of a node, a relationship or what hangs on it."""
    return Iri(ITEM + quote(identity, safe="-._~:"))


_TYPE, _LABEL = expanded("rdf:type"), expanded("rdfs:label")
_SUBJECT, _PREDICATE, _OBJECT, _STATEMENT = (expanded(f"rdf:{name}") for name in ("subject", "predicate", "object", "Statement"))


def write_rdf(source: Source, path: Path, syntax: Syntax) -> int:
    """Write `source` in `syntax`; give the number of triples (or quads)."""
    with finished(path) as opened:
        return _WRITERS[syntax](source, cast(IO[str], opened))


def _triples(source: Source) -> Iterator[Triple]:
    terms = Terms()
    for node in source.nodes():
        yield from terms.of_node(node)
    for link in source.relationships():
        yield from terms.of_link(link)


def _write_quads(source: Source, file: IO[str]) -> int:
    places: dict[str, str] = {}
    for link in source.relationships():
        if link.type == "STATED_IN":
            places[link.start] = link.end
    count = 0
    terms = Terms()
    for one in _items(source):
        record = places.get(one.id if isinstance(one, Node) else one.start if one.type == "STATED_IN" else "")
        suffix = f" <{item(record)}>" if record else ""
        for subject, predicate, value in terms.of_node(one) if isinstance(one, Node) else terms.of_link(one):
            file.write(f"<{subject}> <{predicate}> {_plain(value)}{suffix} .\n")
            count += 1
    return count


def _items(source: Source) -> Iterator[Node | Relationship]:
    yield from source.nodes()
    yield from source.relationships()


def _plain(value: Object) -> str:
    if isinstance(value, Iri):
        return f"<{value}>"
    return f'"{value.value.translate(_ESCAPES)}"' + (f"^^<{value.datatype}>" if value.datatype else "")


def _write_turtle(source: Source, file: IO[str]) -> int:
    for prefix, namespace in PREFIXES.items():
        file.write(f"@prefix {prefix}: <{namespace}> .\n")
    count = 0
    for subject, triples in groupby(_triples(source), key=lambda triple: triple[0]):
        said = [f"{_compact(predicate)} {_turtle(value)}" for _, predicate, value in triples]
        file.write(f"\n{_compact(subject)} " + " ;\n    ".join(said) + " .\n")
        count += len(said)
    return count


def _compact(address: Iri) -> str:
    short = _short(address)
    return short if short else f"<{address}>"


def _turtle(value: Object) -> str:
    if isinstance(value, Iri):
        return _compact(value)
    return f'"{value.value.translate(_ESCAPES)}"' + (f"^^{_compact(Iri(value.datatype))}" if value.datatype else "")


def _short(address: Iri) -> str | None:
    for prefix, namespace in PREFIXES.items():
        if address.startswith(namespace) and _LOCAL.fullmatch(address, len(namespace)):
            return f"{prefix}:{address[len(namespace) :]}"
    return None


def _write_json_ld(source: Source, file: IO[str]) -> int:
    file.write('{"@context": ' + json.dumps(PREFIXES) + ',\n"@graph": [')
    count = 0
    for number, (subject, triples) in enumerate(groupby(_triples(source), key=lambda triple: triple[0])):
        found: dict[str, Any] = {"@id": _short(subject) or subject}
        for _, predicate, value in triples:
            if predicate == _TYPE:
                found.setdefault("@type", []).append(_short(cast(Iri, value)) or value)
            else:
                found.setdefault(_short(predicate) or predicate, []).append(_json(value))
            count += 1
        file.write((",\n" if number else "\n") + json.dumps(found, ensure_ascii=False))
    file.write("\n]}\n")
    return count


def _json(value: Object) -> Any:
    if isinstance(value, Iri):
        return {"@id": _short(value) or value}
    return {"@value": value.value, "@type": _short(Iri(value.datatype)) or value.datatype} if value.datatype else value.value


_WRITERS: dict[Syntax, Callable[[Source, IO[str]], int]] = {
    "nquads": _write_quads, "turtle": _write_turtle, "json-ld": _write_json_ld,
}  # fmt: skip


def _text(value: object) -> Text:
    return Text(str(value).translate(_BAD))


def _literals(key: str, value: Value, declared: str) -> Iterator[Text]:
    if isinstance(value, list):
        yield from map(_text, value)
    elif declared in TYPES:
        words = (
            ("false", "true")[value] if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else str(value)
        )
        yield Text(words, TYPES[declared])
    elif key in EDTF_KEYS:
        yield Text(str(value).translate(_BAD), EDTF)
    else:
        yield _text(value)


class Terms(NodeTerms, LinkTerms):
    """The triples of nodes and relationships. What several share (a role, a post, a reader) is described where it first comes."""

    def __init__(self) -> None:
        self.described: set[str] = set()

    def of_node(self, node: Node) -> Iterator[Triple]:
        """Its types, its name as rdfs:label, each property under `urn:maillage:term:`, and the same in the common vocabularies."""
        kind = ontology().nodes[node.labels[-1]]
        subject = item(node.id)
        yield subject, _TYPE, Iri(TERM + kind.label)
        if kind.rdf:
            yield subject, _TYPE, expanded(kind.rdf)
        yield subject, _LABEL, _text(node.name)
        types = {**NODE_PROPERTIES, **kind.properties}
        for key, value in node.properties.items():
            for literal in _literals(key, value, types[key]):
                yield subject, Iri(TERM + key), literal
        yield from self._resolved(self.node_terms(node), subject)

    def of_link(self, link: Relationship) -> Iterator[Triple]:
        """The plain triple, the one of a common vocabulary, its own resource, and what that is in the common vocabularies."""
        relation = ontology().relationships[link.type]
        start, end, subject = item(link.start), item(link.end), item(link.fact)
        yield start, Iri(TERM + link.type), end
        if relation.rdf:
            common = expanded(relation.rdf)
            yield (end, common, start) if link.type == "ATTENDED" else (start, common, end)
        yield subject, _TYPE, _STATEMENT
        yield subject, _SUBJECT, start
        yield subject, _PREDICATE, Iri(TERM + link.type)
        yield subject, _OBJECT, end
        types = {**EVIDENCE_PROPERTIES, **relation.properties}
        for key, value in link.properties.items():
            for literal in _literals(key, value, types[key]):
                yield subject, Iri(TERM + key), literal
        yield from self._resolved(self.link_terms(link), subject)

    def _resolved(self, said: Iterable[tuple[str, str, str, str]], subject: Iri) -> Iterator[Triple]:
        """Triples of `said`: subject and object are ids ("" is `subject`), the kind says what the object is."""
        for one, predicate, kind, value in said:
            found: Object
            if kind == "item":
                found = item(value)
            elif kind == "name":
                found = expanded(value)
            elif kind == "address":
                found = Iri(value)
            else:
                found = Text(value.translate(_BAD), {"text": None, "edtf": EDTF}.get(kind, f"{_XSD}{kind}"))
            yield (item(one) if one else subject), expanded(predicate), found


def read_rdf(path: Path, syntax: Syntax) -> Model:
    """The graph that `write_rdf` wrote to `path`."""
    from rdflib import Dataset, Graph

    graph = Graph()
    with warnings.catch_warnings():  # rdflib's own readers use names that rdflib calls deprecated
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="rdflib")
        if syntax == "nquads":
            dataset = Dataset(default_union=True)
            dataset.parse(path, format=syntax)
            for subject, predicate, value in dataset.triples((None, None, None)):
                graph.add((subject, predicate, value))
        else:
            graph.parse(path, format=syntax)
    return _model(graph)


def _model(graph: Any) -> Model:
    from rdflib import URIRef

    nodes: dict[str, Node] = {}
    links: dict[str, Relationship] = {}
    for label, kind in ontology().nodes.items():
        for subject in graph.subjects(URIRef(_TYPE), URIRef(TERM + label)):
            types = {**NODE_PROPERTIES, **kind.properties}
            nodes[_id(subject)] = Node(_id(subject), kind.labels, _properties(graph, subject, types))
    for subject in graph.subjects(URIRef(_TYPE), URIRef(_STATEMENT)):
        kind_name = str(graph.value(subject, URIRef(_PREDICATE))).removeprefix(TERM)
        relation = ontology().relationships[kind_name]
        types = {**EVIDENCE_PROPERTIES, **relation.properties}
        start, end = graph.value(subject, URIRef(_SUBJECT)), graph.value(subject, URIRef(_OBJECT))
        links[_id(subject)] = Relationship(_id(subject), kind_name, _id(start), _id(end), _properties(graph, subject, types))
    return Model(nodes, links)


def _id(subject: Any) -> str:
    return unquote(str(subject).removeprefix(ITEM))


def _properties(graph: Any, subject: Any, types: dict[str, str]) -> dict[str, Value]:
    from rdflib import URIRef

    found: dict[str, Value] = {}
    for key, declared in types.items():
        values = list(graph.objects(subject, URIRef(TERM + key)))
        if not values:
            continue
        if declared == "strings":
            found[key] = sorted(str(value) for value in values)
        else:
            value = values[0]
            found[key] = value.toPython() if declared in TYPES else str(value)
    return found
