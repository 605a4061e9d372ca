"""RDF: W3C ORG, FOAF, schema.org, PROV-O and GeoSPARQL terms as `ontology.toml` names them, and back. The only import of rdflib.

Every node is `urn:maillage:<id>`. A relationship that only joins two nodes is one triple; one that carries properties is a resource too
(`urn:maillage:<fact>`, `rdf:subject`/`predicate`/`object`), so that nothing is lost on the way back. Statements and records stand in
named graphs, one a record, in N-Quads.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any, Literal, cast

import rdflib
from rdflib import RDF, RDFS, XSD, Graph, Namespace, URIRef
from rdflib import Literal as Text
from rdflib.namespace import OWL

from ..model import Graph as Model
from ..model import Node, Relationship, Value
from ..ontology import EVIDENCE_PROPERTIES, NODE_PROPERTIES, ontology
from .source import Source, finished

Syntax = Literal["turtle", "json-ld", "nquads"]
MAILLAGE = Namespace("urn:maillage:term:")
ITEM = "urn:maillage:"
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
INSEE = {
    "Commune": "http://id.insee.fr/geo/commune/", "Departement": "http://id.insee.fr/geo/departement/", "Region": "http://id.insee.fr/geo/region/",
    "ZoneEmploi": "http://id.insee.fr/geo/zoneDEmploi2020/", "Epci": "http://id.insee.fr/geo/intercommunalite/",
}  # fmt: skip
_TYPES = {"integer": XSD.integer, "float": XSD.double, "boolean": XSD.boolean, "date": XSD.date}
_EDTF = frozenset({"date", "due", "published"})
_BAD = {ord(c): None for c in "\x00"}


def write_rdf(source: Source, path: Path, syntax: Syntax) -> int:
    """Write `source` in `syntax`; give the number of triples (or quads)."""
    if syntax == "nquads":
        with finished(path, binary=True) as opened:
            return _write_quads(source, cast(IO[bytes], opened))
    graph = _graph()
    for node in source.nodes():
        for triple in node_triples(node):
            graph.add(triple)
    for link in source.relationships():
        for triple in link_triples(link):
            graph.add(triple)
    with finished(path, binary=True) as opened:
        graph.serialize(cast(Any, opened), format=syntax, encoding="utf-8")
    return len(graph)


def _write_quads(source: Source, file: IO[bytes]) -> int:
    """Quads one by one, in constant memory: a statement's triples lie in the graph of its record."""
    places: dict[str, str] = {}
    for link in source.relationships():
        if link.type == "STATED_IN":
            places[link.start] = link.end
    count = 0
    for item in _items(source):
        record = places.get(item.id if isinstance(item, Node) else item.start if item.type == "STATED_IN" else "")
        suffix = f" <{ITEM}{record}>" if record else ""
        triples = node_triples(item) if isinstance(item, Node) else link_triples(item)
        for subject, predicate, value in triples:
            file.write(f"{subject.n3()} {predicate.n3()} {value.n3()}{suffix} .\n".encode())
            count += 1
    return count


def _items(source: Source) -> Iterator[Node | Relationship]:
    yield from source.nodes()
    yield from source.relationships()


def _graph() -> Graph:
    graph = Graph()
    graph.bind("m", MAILLAGE)
    for prefix, namespace in ontology().namespaces.items():
        graph.bind(prefix, Namespace(namespace))
    return graph


def _term(name: str | None) -> URIRef | None:
    if not name:
        return None
    prefix, _, local = name.partition(":")
    return URIRef(ontology().namespaces[prefix] + local)


def _item(identity: str) -> URIRef:
    return URIRef(ITEM + "".join(c if c.isalnum() or c in "-._~:" else f"%{ord(c):02X}" for c in identity))


def _literals(key: str, value: Value, declared: str) -> Iterator[Text]:
    if isinstance(value, list):
        for item in value:
            yield Text(str(item).translate(_BAD))
    elif declared in _TYPES:
        yield Text(value.isoformat() if isinstance(value, date) else value, datatype=_TYPES[declared])
    elif key in _EDTF:
        yield Text(str(value), datatype=EDTF)
    else:
        yield Text(str(value).translate(_BAD))


def node_triples(node: Node) -> Iterator[tuple[URIRef, URIRef, Any]]:
    """The triples of a node: its types, its name as rdfs:label, each property under `urn:maillage:term:`, an INSEE address."""
    kind = ontology().nodes[node.labels[-1]]
    subject = _item(node.id)
    yield subject, RDF.type, MAILLAGE[kind.label]
    common = _term(kind.rdf)
    if common is not None:
        yield subject, RDF.type, common
    yield subject, RDFS.label, Text(node.name.translate(_BAD))
    code = node.properties.get("code")
    if code and kind.label in INSEE:
        yield subject, OWL.sameAs, URIRef(f"{INSEE[kind.label]}{code}")
    types = {**NODE_PROPERTIES, **kind.properties}
    for key, value in node.properties.items():
        for literal in _literals(key, value, types[key]):
            yield subject, MAILLAGE[key], literal


def link_triples(link: Relationship) -> Iterator[tuple[URIRef, URIRef, Any]]:
    """The triples of a relationship: the plain one, the one of the common vocabulary, and its own resource."""
    relation = ontology().relationships[link.type]
    start, end, subject = _item(link.start), _item(link.end), _item(link.fact)
    yield start, MAILLAGE[link.type], end
    common = _term(relation.rdf)
    if common is not None:
        yield (end, common, start) if link.type == "ATTENDED" else (start, common, end)
    yield subject, RDF.type, RDF.Statement
    yield subject, RDF.subject, start
    yield subject, RDF.predicate, MAILLAGE[link.type]
    yield subject, RDF.object, end
    types = {**EVIDENCE_PROPERTIES, **relation.properties}
    for key, value in link.properties.items():
        for literal in _literals(key, value, types[key]):
            yield subject, MAILLAGE[key], literal


def read_rdf(path: Path, syntax: Syntax) -> Model:
    """The graph that `write_rdf` wrote to `path`."""
    graph: Any = rdflib.Dataset(default_union=True) if syntax == "nquads" else Graph()
    graph.parse(path, format=syntax)
    nodes: dict[str, Node] = {}
    links: dict[str, Relationship] = {}
    for label, kind in ontology().nodes.items():
        for subject in graph.subjects(RDF.type, MAILLAGE[label]):
            types = {**NODE_PROPERTIES, **kind.properties}
            nodes[_id(subject)] = Node(_id(subject), kind.labels, _properties(graph, subject, types))
    for subject in graph.subjects(RDF.type, RDF.Statement):
        kind_name = str(graph.value(subject, RDF.predicate)).removeprefix(str(MAILLAGE))
        relation = ontology().relationships[kind_name]
        types = {**EVIDENCE_PROPERTIES, **relation.properties}
        start, end = graph.value(subject, RDF.subject), graph.value(subject, RDF.object)
        links[_id(subject)] = Relationship(_id(subject), kind_name, _id(start), _id(end), _properties(graph, subject, types))
    return Model(nodes, links)


def _id(subject: Any) -> str:
    from urllib.parse import unquote

    return unquote(str(subject).removeprefix(ITEM))


def _properties(graph: Any, subject: Any, types: dict[str, str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, declared in types.items():
        values = list(graph.objects(subject, MAILLAGE[key]))
        if not values:
            continue
        if declared == "strings":
            found[key] = sorted(str(value) for value in values)
        else:
            value = values[0]
            found[key] = value.toPython() if declared in _TYPES else str(value)
    return found


def vocabulary() -> Graph:
    """The ontology itself as RDFS/OWL, labels in French and English."""
    graph = _graph()
    graph.add((URIRef("urn:maillage:ontology"), RDF.type, OWL.Ontology))
    for label, kind in ontology().nodes.items():
        term = MAILLAGE[label]
        graph.add((term, RDF.type, OWL.Class))
        for language, title in kind.title.items():
            graph.add((term, RDFS.label, Text(title, lang=language)))
        if kind.also:
            graph.add((MAILLAGE[kind.also], RDF.type, OWL.Class))
            graph.add((term, RDFS.subClassOf, MAILLAGE[kind.also]))
        common = _term(kind.rdf)
        if common is not None:
            graph.add((term, RDFS.subClassOf, common))
        for key, declared in {**NODE_PROPERTIES, **kind.properties}.items():
            graph.add((MAILLAGE[key], RDF.type, OWL.DatatypeProperty))
            graph.add((MAILLAGE[key], RDFS.range, _range(key, declared)))
    for name, relation in ontology().relationships.items():
        term = MAILLAGE[name]
        graph.add((term, RDF.type, OWL.ObjectProperty))
        for language, title in relation.title.items():
            graph.add((term, RDFS.label, Text(title, lang=language)))
        common = _term(relation.rdf)
        if common is not None and name != "ATTENDED":
            graph.add((term, RDFS.subPropertyOf, common))
    return graph


def shapes() -> Graph:
    """SHACL shapes made from the ontology: what each kind of node may carry, which kinds a relationship joins."""
    sh = Namespace("http://www.w3.org/ns/shacl#")
    graph = _graph()
    graph.bind("sh", sh)
    for label, kind in ontology().nodes.items():
        shape = MAILLAGE[f"{label}Shape"]
        graph.add((shape, RDF.type, sh.NodeShape))
        graph.add((shape, sh.targetClass, MAILLAGE[label]))
        for key, declared in {**NODE_PROPERTIES, **kind.properties}.items():
            one = rdflib.BNode(f"{label}-{key}")
            graph.add((shape, sh.property, one))
            graph.add((one, sh.path, MAILLAGE[key]))
            graph.add((one, sh.datatype, _range(key, declared)))
            if declared != "strings":
                graph.add((one, sh.maxCount, Text(1)))
        name = rdflib.BNode(f"{label}-label")
        graph.add((shape, sh.property, name))
        graph.add((name, sh.path, RDFS.label))
        graph.add((name, sh.minCount, Text(1)))
        for relation_name, relation in ontology().relationships.items():
            if set(relation.starts) & set(kind.labels) and len(relation.ends) == 1:
                one = rdflib.BNode(f"{label}-{relation_name}")
                graph.add((shape, sh.property, one))
                graph.add((one, sh.path, MAILLAGE[relation_name]))
                choices = [kind_label for kind_label, other in ontology().nodes.items() if relation.ends[0] in other.labels]
                if len(choices) == 1:
                    graph.add((one, sh["class"], MAILLAGE[choices[0]]))
    return graph


def _range(key: str, declared: str) -> URIRef:
    return EDTF if key in _EDTF and declared == "string" else _TYPES.get(declared, XSD.string)
