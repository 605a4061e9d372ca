"""Elements and connections, as drawing tools hold them, into one record: what a Kumu workbook and a GEXF file have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...graph.errors import SourceError
from ...graph.names import fold
from ...graph.record import OCCASIONS, Evidence, Record
from .building import EVENT_KINDS, RecordBuilder, edtf, one_of
from .words import CONNECTIONS, ELEMENTS, LINKS, PASSED_OVER, STATUSES

_TERRITORIES = {
    "Bassin": "bassin", "Commune": "commune", "Departement": "departement", "Region": "region", "ZoneEmploi": "zone_emploi", "Epci": "epci",
}  # fmt: skip
_GROUPS = {"Person": "people", "Organisation": "organisations", "Event": "events", "Programme": "programmes"} | dict.fromkeys(
    _TERRITORIES, "territories"
)


@dataclass(frozen=True, slots=True)
class Element:
    """A thing on a map: `kind` is what its author calls it, `values` the rest by folded column name."""

    ref: str
    name: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connection:
    """Two elements (by their refs) and what joins them; `values` as in Element."""

    start: str
    end: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    directed: bool = True


def record_of(
    elements: Iterable[Element],
    connections: Iterable[Connection],
    *,
    rule: str,
    key: str,
    sha256: str,
    media_type: str,
    title: str,
) -> Record:
    """The record of a drawn graph. Raises SourceError when no element is a person, a structure or an event.

    An element of an unknown kind and a connection of an unknown kind are no facts: they are listed as unread, with their line.
    """
    builder = RecordBuilder(rule)
    kinds: dict[str, str] = {}
    names: dict[str, str] = {}
    unknown: Counter[str] = Counter()
    for number, element in enumerate(elements):
        ref = f"n{number}"
        known = one_of(element.kind, ELEMENTS)
        kinds[element.ref], names[element.ref] = ref, element.name
        evidence = builder.line(element.name, element.kind, element.values.get("date"))
        if not element.name:
            continue
        if known in _GROUPS:
            _element(builder, ref, known, element, evidence)
        elif known == "Partnership":
            builder.partnership(ref, evidence, element.name, date=edtf(element.values.get("date")))
        elif known is None:
            unknown[element.kind] += 1
            builder.not_read(evidence, "unknown element")
    for connection in connections:
        if connection.start in kinds and connection.end in kinds:
            said = builder.line(names[connection.start], connection.kind, names[connection.end], connection.values.get("role"))
            _connection(builder, kinds[connection.start], kinds[connection.end], connection, said)
    if builder.empty():
        raise SourceError(key, *_nothing(unknown))
    return builder.build(key, sha256, media_type, title)


def _nothing(unknown: Counter[str]) -> tuple[str, str]:
    met = ", ".join(kind or "?" for kind, _ in unknown.most_common(6))
    return (
        "names no person, no structure and no event. Say what each element is in a column Type (Person, Organisation, Event); "
        f"found: {met}.",
        f"ne désigne aucune personne, structure ni événement. Dites ce qu'est chaque élément dans une colonne Type "
        f"(Personne, Structure, Événement) ; trouvé : {met}.",
    )


def _element(builder: RecordBuilder, ref: str, kind: str, element: Element, evidence: Evidence) -> None:
    name, values = element.name, element.values
    if kind == "Person":
        builder.item("people", ref, evidence, name=name, incomplete=len(fold(name).split()) < 2)
    elif kind == "Organisation":
        builder.item("organisations", ref, evidence, name=name, long=values.get("long"), acronym=values.get("acronym"))
    elif kind == "Event":
        said = values.get("kind", "")
        builder.item(
            "events", ref, evidence, title=name[:300], kind=said if said in EVENT_KINDS else "meeting", date=edtf(values.get("date")),
            time=values.get("time"), place=values.get("place"), status=one_of(values.get("status"), STATUSES) or "held",
        )  # fmt: skip
    elif kind == "Programme":
        builder.item("programmes", ref, evidence, name=name)
    else:
        builder.item("territories", ref, evidence, name=name, kind=_TERRITORIES[kind], code=values.get("code"))


def _connection(builder: RecordBuilder, start: str, end: str, connection: Connection, evidence: Evidence) -> None:
    kind = one_of(connection.kind, CONNECTIONS)
    values = connection.values
    if kind in PASSED_OVER or fold(connection.kind) in {fold(name) for name in PASSED_OVER}:
        return
    role, first, last = values.get("role"), edtf(values.get("first")), edtf(values.get("last"))
    if not connection.directed and kind not in ("PARTNERS", None):
        start, end = _turned(builder, kind, start, end)
    held = builder.items["events"].get(end, {})
    if kind in ("ATTENDED", "INVITED_TO", "EXCUSED_FROM", "ABSENT_FROM"):
        done = held.get("kind", "meeting") in OCCASIONS and builder.attended(start, end, kind, evidence, role=role)
    elif kind == "PARTNER_IN":
        done = builder.member(start, end)
    elif kind == "PARTNERS":
        done = _partners(builder, start, end, connection.kind, evidence)
    elif kind in ("UNDER", "COVERS"):
        done = _of_partnership(builder, start, end, "programme" if kind == "UNDER" else "territory")
    elif kind == "ORGANISED":
        done = builder.link("contributed", start, end, evidence, role="organiser")
    elif kind in LINKS:
        dates = {"first": first, "last": last} if kind in ("REPRESENTED", "ACTS_FOR", "MEMBER_OF") else {}
        done = builder.link(LINKS[kind], start, end, evidence, role=role, **dates)
    else:
        done = False
    if not done:
        builder.not_read(evidence, "unknown connection")


def _turned(builder: RecordBuilder, kind: str | None, start: str, end: str) -> tuple[str, str]:
    """The two ends of an undirected connection in the only order that makes sense: a person before a body, an actor before an event."""
    rank = {"people": 0, "organisations": 1, "partnerships": 2, "events": 3, "territories": 4, "programmes": 5}
    order = rank.get(builder.group.get(start, ""), 9) <= rank.get(builder.group.get(end, ""), 9)
    return (start, end) if order else (end, start)


def _partners(builder: RecordBuilder, start: str, end: str, basis: str, evidence: Evidence) -> bool:
    actors = ("organisations", "people")
    if builder.group.get(start) not in actors or builder.group.get(end) not in actors or start == end:
        return False
    ref = f"g-{min(start, end)}-{max(start, end)}"
    builder.partnership(ref, evidence, basis)
    return builder.member(start, ref) and builder.member(end, ref)


def _of_partnership(builder: RecordBuilder, partnership: str, other: str, name: str) -> bool:
    if builder.group.get(partnership) != "partnerships" or builder.group.get(other) != f"{name}s".replace(
        "territorys", "territories"
    ):
        return False
    builder.partnerships[partnership][name] = other
    return True
