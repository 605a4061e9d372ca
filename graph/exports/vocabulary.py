"""The ontology itself as RDFS/OWL, and the SHACL shapes that every export passes, both made from `ontology.toml`."""

from __future__ import annotations

import rdflib
from rdflib import RDF, RDFS, XSD, Graph, Namespace, URIRef
from rdflib import Literal as Text
from rdflib.namespace import OWL

from ..ontology import NODE_PROPERTIES, ontology
from .rdf import EDTF, EDTF_KEYS, PREFIXES, TERM, TYPES, expanded

MAILLAGE = Namespace(TERM)


def _graph() -> Graph:
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, Namespace(namespace))
    return graph


def _term(name: str | None) -> URIRef | None:
    return URIRef(expanded(name)) if name else None


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
    if key in EDTF_KEYS and declared == "string":
        return URIRef(EDTF)
    return URIRef(TYPES[declared]) if declared in TYPES else XSD.string
