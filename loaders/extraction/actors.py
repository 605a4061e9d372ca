"""The first stages: lists, dates, header, people, bodies and territories of one document, in the draft of its record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ...graph.model import Span
from ..document import Document
from .attendance import AttendanceReading, Row, read_attendance
from .bodies import find_bodies
from .body_names import BodyMention, BodyName
from .draft import Draft
from .event_titles import title_zone
from .french_dates import Mention, find_dates
from .header import Header, read_header
from .keys import territory_key
from .kinds import first_turn
from .mentions import Mentions
from .named_again import class_names, first_names, full_names, short_names
from .names_of_people import PersonName, find_people
from .perimeter import Perimeter, find_perimeters, of_letterhead, of_title, wider
from .places import PlaceMention, Places
from .reading import Reading
from .roster import add_actors, group_perimeter, spans_of
from .titles import find_offices

_INSTANCE = re.compile(
    r"(CLEE|CLPE|comité local (?:pour l['’]emploi|école[- ]entreprise))(?:\s*[-–:]\s*|\s+)(?:de la |de l['’]|du |des |de |d['’])?\Z",
    re.IGNORECASE,
)


_OF_BODY = re.compile(
    r"(?:PETR|[Cc]ommunauté[^,\n]*|CC|CA|[Mm]ission [Ll]ocale[^,\n]*|ML|[Ss]yndicat[^,\n]*|CPTS|[Pp]arc[^,\n]*|[Oo]ffice[^,\n]*|[Mm]aison[^,\n]*|[Cc]entre[^,\n]*) (?:du |de la |de l['’]|des |de )?\Z"
)


_TELLS = re.compile(
    r"\b(?:se|s['’]|expose|explique|indique|précise|annonce|aura|auront|sera|seront|va|vont|a|ont|est|sont|était|étaient|fait|font|prend|prennent|rappelle|propose|présente|ouvrira|fera|feront|demande|souhaite|peut|doit|"
    r"[a-zéè]{3,}(?:era|eront|dra|dront|ira|iront|ait|aient|issent)|"
    r"(?:prépar|financ|organis|mont|port|lanc|propos|ouvr|anim|cré|dépos|constat|soulign|rest|continu|travaill|accueill|assur|arriv|commenc|termin|fonctionn|concern|souhait|regrett|remerci|demand)(?:e|ent)|"
    r"(?:vienn|tienn|mett|doiv|peuv|veul|permett|prévoi|conviv|écriv|suiv)ent|vient|tient|met|veut|permet|prévoit)\b"
)
_OF_PRESENCE = re.compile(
    r"\bprésente?s?\b(?! (?:le|la|les|un|une|l['’]))|\bprésences?\b|excus|\babsente?s?\b|participant|participai|représent|assist(?:ai|é)|invitée?s?\b|"
    r"pouvoir|procuration|remplac|supplé|empêch|connect|arrivée?\b|quorum|étaient|retenue?s?\b|émarg",
    re.IGNORECASE,
)


def _told(name: str) -> bool:
    """Is what was read as the name of a body a piece of a sentence (« Nora y tiendra un stand »)?"""
    return len(name.split()) > 3 and bool(_FUTURE_OR_ACT.search(name))


_FUTURE_OR_ACT = re.compile(
    r"(?<=\s)(?:[a-zéè]{2,}(?:dra|dront|era|eront)|(?:prépar|financ|organis|mont|lanc|propos|anim|dépos|souhait|assur)(?:e|ent)|tient|tiennent|vont|ont|sont|était|étaient)(?=\s)"
)


def _without_sentences(lists: AttendanceReading, text: str) -> AttendanceReading:
    """Lists without the paragraph of plain sentences that follows them after a blank line: it tells, and says nothing of presence."""
    lists = _kept(lists, lambda row: row.kind != "body" or not _told(row.name))
    cut: dict[int, int] = {}
    for number, block in enumerate(lists.blocks):
        words = text[block.span.start : block.span.end]
        for gap in re.finditer(r"\n[ \t]*\n", words):
            following = re.search(r"\n[ \t]*\n", words[gap.end() :])
            rest = words[gap.end() : gap.end() + following.start() if following else None].strip()
            if (
                rest.endswith(".")
                and _TELLS.search(rest)
                and not _OF_PRESENCE.search(rest)
                and "\t" not in rest
                and len(rest) > 30
            ):
                cut[number] = block.span.start + gap.start()
                break
    if not cut:
        return lists
    blocks = tuple(
        replace(block, span=Span(block.span.start, cut[number])) if number in cut else block
        for number, block in enumerate(lists.blocks)
    )
    return replace(_kept(lists, lambda row: row.block not in cut or row.span.start < cut[row.block]), blocks=blocks)


def _kept(lists: AttendanceReading, keep: Callable[[Row], bool]) -> AttendanceReading:
    """The rows that `keep` takes; who stands in for a row that goes stands in for nobody."""
    numbers = [number for number, row in enumerate(lists.rows) if keep(row)]
    place = {old: new for new, old in enumerate(numbers)}
    rows = tuple(
        replace(
            lists.rows[number],
            stands_in_for=tuple(
                (place[other] if isinstance(other, int) else other, kind)
                for other, kind in lists.rows[number].stands_in_for
                if not isinstance(other, int) or other in place
            ),
        )
        for number in numbers
    )
    return replace(lists, rows=rows)


def _outside_dialogue(lists: AttendanceReading, text: str) -> AttendanceReading:
    """In a dialogue « Name : words » is no attendance row: only lists above the first turn count."""
    first = first_turn(text)
    if first is None:
        return lists
    kept = {number for number, block in enumerate(lists.blocks) if block.span.end <= first}
    if len(kept) == len(lists.blocks):
        return lists
    return replace(lists, rows=(), blocks=(), unread=()) if not kept else _kept(lists, lambda row: row.block in kept)


_OWN_MEETING = re.compile(r"\b(?:conseil d['’]administration|assemblée générale|bureau|CA|AG)\b", re.IGNORECASE)


class Actors:
    """One document on its way to a record. Each method is one stage and uses only those before it."""

    mentions: Mentions

    def __init__(self, document: Document) -> None:
        self.document = document
        self.reading = Reading(document)
        self.draft = Draft(self.reading)
        self.text = self.reading.text
        self.lists: AttendanceReading = _without_sentences(_outside_dialogue(read_attendance(document), self.text), self.text)
        self.dates: list[Mention] = find_dates(self.text)
        blocks = spans_of(self.lists)
        self.header: Header = read_header(self.reading, min((b.start for b in blocks), default=None), self.dates)
        self.bodies: list[BodyMention] = []
        self.names: list[PersonName] = []
        self.places: list[PlaceMention] = []
        self.mains: list[str] = []
        self.main_spans: list[Span] = []
        self.anchor: date | None = None
        self.body_ids: dict[Span, str] = {}
        self.person_ids: dict[Span, str] = {}
        self.perimeters: list[Perimeter] = []
        self.authors: list[str] = []
        self.occasion_spans: list[tuple[str, Span, Span]] = []

    # --- actors ------------------------------------------------------------------------------------------------------------------

    def _header_perimeters(self) -> None:
        limit = min((block.span.start for block in self.lists.blocks), default=self.header.top_end)
        limit = min(limit, 1500) if self.lists.blocks else max(min(limit, 1500), 1)
        title = self.header.title_span
        found = find_perimeters(self.text, 0, limit)
        above = [
            p
            for p in found
            if title
            and p.span.start < title.start
            and p.head == "pays"
            and not _OF_BODY.search(self.text[max(0, p.span.start - 60) : p.span.start])
        ]
        in_title = [p for p in found if title and title.start <= p.span.start < title.end] or above[:1]
        grouped = {p.name for p in (group_perimeter(row) for row in self.lists.rows) if p}
        firm = [p for p in found if not p.head.startswith(("agglo", "territoire", "arrondissement", "pays", "groupe"))]
        self.perimeters = in_title[:3] or ([] if grouped else firm[:1])
        if not self.perimeters and title and not grouped:
            zone = title_zone(self.reading, self.header)
            named = of_title(self.text, zone)
            if named is None and not _OWN_MEETING.search(self.text[title.start : title.end]):
                named = of_letterhead(self.text, self.text[title.start : title.end], title.start) or wider(
                    self.text, title.start, title.end
                )
            self.perimeters = [named] if named else []
        if not self.perimeters and self.header.kind not in ("article", "newsletter"):
            anywhere = [p for p in find_perimeters(self.text) if p.head.startswith("bassin")]
            self.perimeters = anywhere[:1] if len({territory_key(p.name) for p in anywhere}) == 1 else []

    def _actors(self) -> None:
        self.row_actors = add_actors(self.draft, self.lists)
        listed = [span for row in self.lists.rows for span in (row.span, *(body.span for body in row.bodies))]
        for body in find_bodies(self.reading):
            if any(body.span.start < span.end and span.start < body.span.end for span in listed):
                continue
            self.bodies.append(body)
        taken = [body.span for body in self.bodies] + listed
        self.bodies += [
            office
            for office in find_offices(self.text)
            if not any(office.span.start < span.end and span.start < office.span.end for span in taken)
        ]
        self.bodies.sort(key=lambda body: body.span)
        taken = [body.span for body in self.bodies] + listed
        self.again = full_names(self.draft, self.text, taken)
        taken += list(self.again)
        self.names = find_people(self.text, taken)

    def _territories(self) -> None:
        taken = [body.span for body in self.bodies] + [name.span for name in self.names] + list(self.again)
        taken += [row.span for row in self.lists.rows if row.kind == "person"]
        taken += [body.span for row in self.lists.rows for body in row.bodies]
        finder = Places(self.text, taken, self._place_hints())
        self.finder = finder
        for perimeter in self.perimeters:
            self.draft.territory(
                perimeter.name, perimeter.kind, perimeter.code, perimeter.span, f"perimeter.{perimeter.head.split(' ')[0]}", 0.9
            )
        self.sections = self._section_territories()
        self._instances()
        self.places = finder.mentions()
        for place in self.places:
            self.draft.territory(place.name, place.kind, place.code, place.span, "places", place.confidence)
        for body in self.bodies:
            scope = self._section_at(body.span.start)
            identity = self.draft.organisation(
                body.body, body.span, body.rule, body.confidence, scope=scope if body.body.bare else None
            )
            if identity:
                self.body_ids[body.span] = identity
        for span, identity in self.again.items():
            self.body_ids[span] = identity
            self.draft.organisations[identity].spans.append(span)
        for name in self.names:
            identity = self.draft.person(
                name.given, name.family, name.span, "people.prose", name.confidence, initial=name.initial, title=name.title
            )
            if identity:
                self.person_ids[name.span] = identity

        self._find_authors()
        self._mention_again()

    def _mention_again(self) -> None:
        """Short mentions of what is known by now; they add places of the text, not facts."""
        places = [mention.span for mention in self.places]
        taken = [*self.body_ids, *self.person_ids, *(row.span for row in self.lists.rows), *places]
        self.body_ids |= class_names(self.draft, self.text, taken)
        self.body_ids |= short_names(self.draft, self.text, [*taken, *self.body_ids])
        self.person_ids |= first_names(
            self.draft, self.text, [*self.person_ids, *(row.span for row in self.lists.rows), *self.body_ids, *places]
        )

    def _mention_late(self) -> None:
        """Mentions of the bodies that only the words beside a person made known (« Odile Roy, de Tilia »)."""
        placed = set(self.body_ids.values()) | set(self.row_actors.values())
        if all(identity in placed for identity in self.draft.organisations):
            return
        taken = [
            *self.body_ids,
            *self.person_ids,
            *(row.span for row in self.lists.rows),
            *(mention.span for mention in self.places),
        ]
        self.body_ids |= full_names(self.draft, self.text, taken)
        self._mention_again()
        self.mentions = Mentions(self.reading, self._all_people(), self._all_bodies())

    def _instances(self) -> None:
        """Local committees named with their place (« CLEE du X », « Comité local pour l'emploi X ») are bodies."""
        for perimeter in find_perimeters(self.text):
            head = _INSTANCE.search(self.text[max(0, perimeter.span.start - 60) : perimeter.span.start])
            if head:
                start = perimeter.span.start - len(head[0])
                words = head[1].capitalize() if head[1].isupper() and " " in head[1] else head[1]
                body = BodyName(f"{words} {perimeter.name}", "instance")
                self.draft.organisation(body, Span(start, perimeter.span.end), "bodies.instance", 0.85)

    def _find_authors(self) -> None:
        """The by-line, the writer, or in an article the name that stands alone on one of its last lines."""
        spans = [self.header.author, self.header.writer]
        if not self.lists.rows or self.header.kind in ("article", "newsletter"):
            for line in [line for line in self.reading.lines if line.text.strip()][-4:]:
                spans += [
                    name.span
                    for name in self.names
                    if name.given and line.text.strip() == self.text[name.span.start : name.span.end]
                ]
        for span in filter(None, spans):
            identity = next((i for s, i in self.person_ids.items() if s.start < span.end and span.start < s.end), None)
            identity = identity or next(
                (
                    i
                    for n, i in self.row_actors.items()
                    if self.lists.rows[n].span.start < span.end and span.start < self.lists.rows[n].span.end
                ),
                None,
            )
            if identity and identity in self.draft.people and identity not in self.authors:
                self.authors.append(identity)

    def _all_people(self) -> dict[Span, str]:
        found = dict(self.person_ids)
        found |= {
            row.span: self.row_actors[n] for n, row in enumerate(self.lists.rows) if row.kind == "person" and n in self.row_actors
        }
        return found

    def _all_bodies(self) -> dict[Span, str]:
        found = dict(self.body_ids)
        found |= {
            row.span: self.row_actors[n] for n, row in enumerate(self.lists.rows) if row.kind == "body" and n in self.row_actors
        }
        return found

    def _place_hints(self) -> list[str]:
        hints = [entry.body.qualifier for entry in self.draft.organisations.values() if entry.body.qualifier]
        hints += [body.body.qualifier for body in self.bodies if body.body.qualifier]
        hints += [p.name for p in self.perimeters]
        hints += [p.code for p in (group_perimeter(row) for row in self.lists.rows) if p and p.code]
        return [hint for hint in hints if hint]

    def _section_territories(self) -> list[tuple[int, str]]:
        """Offsets of headings that open the part of one territory (« SPRO Dreux »), with the territory's id."""
        found = []
        end_of_lists = max((block.span.end for block in self.lists.blocks), default=0)
        for line in self.reading.lines:
            if line.span.start < end_of_lists or not line.heading or len(line.text) > 60:
                continue
            inside = find_perimeters(self.text, line.span.start, line.span.end)
            if inside:
                p = inside[0]
                found.append((line.span.start, self.draft.territory(p.name, p.kind, p.code, p.span, "perimeter.section", 0.85)))
            elif re.match(r"\s*\d+[.)/]\s", line.text):
                found.append((line.span.start, ""))
        return found

    def _section_at(self, offset: int) -> str | None:
        inside = [identity for start, identity in self.sections if start <= offset]
        return (inside[-1] or None) if inside else None
