"""What nodes and relationships are in the vocabularies that others read: W3C ORG, FOAF, vCard, SKOS, schema.org, PROV-O, INSEE.

Each gives (subject, predicate, kind, object): ids of the graph ("" for the item itself), names with their prefix, and what the object
is: "item" (an id), "name" (prefix:local), "address", "text", "edtf" or the local name of an XML Schema datatype.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..model import Node, Relationship
from ..names import fold

Said = tuple[str, str, str, str]

INSEE = {"Commune": "commune", "Departement": "departement", "Region": "region"}
"""Kinds of territory whose INSEE address is made of the code."""
_EVENT_STATUS = {
    "held": "EventScheduled",
    "planned": "EventScheduled",
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
}
_ACTION_STATUS = {"decided": "PotentialActionStatus", "ongoing": "ActiveActionStatus", "done": "CompletedActionStatus"}
_ROLES = {"organiser": "schema:organizer", "host": "schema:organizer", "speaker": "schema:performer", "funder": "schema:funder"}


class NodeTerms:
    """Nodes. `described` holds what was said already."""

    described: set[str]

    def node_terms(self, node: Node) -> Iterator[Said]:
        label, given = node.labels[-1], node.properties
        if label == "Person":
            yield "", "rdf:type", "name", "vcard:Individual"
            yield from _texts(node.name, "foaf:name", "vcard:fn")
            yield from _texts(given.get("given"), "foaf:givenName", "vcard:given-name")
            yield from _texts(given.get("family"), "foaf:familyName", "vcard:family-name")
        elif label in ("Organisation", "Programme", "Partnership"):
            yield from _texts(node.name, "skos:prefLabel")
            others = given.get("names")
            for name in others if isinstance(others, list) else ():
                if name != node.name:
                    yield from _texts(name, "skos:altLabel")
            if label == "Organisation":
                yield from _texts(given.get("acronym"), "skos:altLabel")
                identifiers = given.get("identifiers")
                for identifier in identifiers if isinstance(identifiers, list) else ():
                    yield from _texts(identifier, "org:identifier")
        elif label == "Event":
            yield from _event(node)
        elif label == "Action":
            yield from _texts(node.name, "schema:name")
            if isinstance(given.get("latest"), date):
                yield "", "schema:endTime", "date", str(given["latest"])
            if given.get("status") in _ACTION_STATUS:
                yield "", "schema:actionStatus", "name", f"schema:{_ACTION_STATUS[str(given['status'])]}"
        elif label == "Record":
            yield from _texts(node.name, "dcterms:title")
            yield from _texts(given.get("source"), "dcterms:source")
            if given.get("published"):
                yield "", "dcterms:issued", "edtf", str(given["published"])
        elif label == "Statement":
            yield from self._statement(node)
        elif given.get("code"):
            yield from _texts(given["code"], "igeo:codeINSEE", "dcterms:identifier") if label != "Bassin" else ()
            if label in INSEE:
                yield "", "owl:sameAs", "address", f"http://id.insee.fr/geo/{INSEE[label]}/{given['code']}"

    def _statement(self, node: Node) -> Iterator[Said]:
        given = node.properties
        yield from _texts(given.get("quote"), "prov:value")
        if given.get("fact"):
            yield str(given["fact"]), "prov:wasDerivedFrom", "item", node.id
        if given.get("rule"):
            reader = f"reader:{given['rule']}"
            yield "", "prov:wasAttributedTo", "item", reader
            if reader not in self.described:
                self.described.add(reader)
                yield reader, "rdf:type", "name", "prov:SoftwareAgent"
                yield reader, "rdfs:label", "text", str(given["rule"])


def _event(node: Node) -> Iterator[Said]:
    given = node.properties
    yield from _texts(node.name, "schema:name")
    first, last, clock = given.get("earliest"), given.get("latest"), str(given.get("time") or "")
    if isinstance(first, date):
        timed = first == last and len(clock) == 5
        yield "", "schema:startDate", "dateTime" if timed else "date", f"{first}T{clock}:00" if timed else str(first)
    if isinstance(last, date):
        yield "", "schema:endDate", "date", str(last)
    if given.get("status") in _EVENT_STATUS:
        yield "", "schema:eventStatus", "name", f"schema:{_EVENT_STATUS[str(given['status'])]}"
    yield from _texts(given.get("place"), "schema:location")


class LinkTerms:
    """Relationships. `described` holds what was said already."""

    described: set[str]

    def link_terms(self, link: Relationship) -> Iterator[Said]:
        if link.type in ("REPRESENTED", "MEMBER_OF", "PARTNER_IN"):
            yield from self._membership(link)
        elif link.type == "SUCCEEDED_BY":
            yield "", "rdf:type", "name", "org:ChangeEvent"
            yield "", "org:originalOrganization", "item", link.start
            yield "", "org:resultingOrganization", "item", link.end
            yield link.start, "org:changedBy", "item", link.fact
            yield link.end, "org:resultedFrom", "item", link.fact
            if link.properties.get("date"):
                yield "", "dcterms:date", "edtf", str(link.properties["date"])
        elif link.type == "CONTRIBUTED_TO":
            roles = link.properties.get("roles")
            for role in roles if isinstance(roles, list) else ():
                if role in _ROLES:
                    yield link.end, _ROLES[str(role)], "item", link.start
        elif link.type == "COMMITTED_TO":
            yield link.end, "schema:agent", "item", link.start

    def _membership(self, link: Relationship) -> Iterator[Said]:
        yield "", "rdf:type", "name", "org:Membership"
        yield "", "org:member", "item", link.start
        yield "", "org:organization", "item", link.end
        role = str(link.properties.get("role") or "")
        if role:
            key = fold(role) or role
            yield "", "org:role", "item", f"role:{key}"
            yield from self._once(f"role:{key}", "org:Role", role)
            if link.type == "REPRESENTED":
                post = f"post:{link.end}:{key}"
                yield link.start, "org:holds", "item", post
                if post not in self.described:
                    yield post, "org:postIn", "item", link.end
                    yield post, "org:role", "item", f"role:{key}"
                yield from self._once(post, "org:Post", role)
        first, last = link.properties.get("first"), link.properties.get("last")
        if isinstance(first, date) or isinstance(last, date):
            during = f"{link.fact}:during"
            yield "", "org:memberDuring", "item", during
            yield during, "rdf:type", "name", "time:Interval"
            for day, name in ((first, "Beginning"), (last, "End")):
                if isinstance(day, date):
                    yield during, f"time:has{name}", "item", f"{during}:{name}"
                    yield f"{during}:{name}", "rdf:type", "name", "time:Instant"
                    yield f"{during}:{name}", "time:inXSDDate", "date", day.isoformat()

    def _once(self, resource: str, kind: str, label: str) -> Iterator[Said]:
        if resource not in self.described:
            self.described.add(resource)
            yield resource, "rdf:type", "name", kind
            yield resource, "skos:prefLabel", "text", label


def _texts(value: object, *predicates: str) -> Iterator[Said]:
    if value:
        for predicate in predicates:
            yield "", predicate, "text", str(value)
