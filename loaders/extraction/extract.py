"""The stages of reading in their order: lists, dates, header, actors, places, programmes, events, links, partnerships, actions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from ...graph import reference
from ...graph.dates import bounds
from ...graph.model import Span
from ...graph.names import fold
from ...graph.record import EventStatus, Record, Source, record_id
from ..document import Document
from .activities import size_in
from .actors import Actors
from .attendance import Row
from .context import LOGS, Context, Placed
from .french_dates import find_dates, resolve
from .happenings import event_kind
from .header import EVENT_NOUN, report_year
from .institutions import complete_names
from .letterhead import letterhead
from .main_event import MainEvent, find_main, session_events
from .mentions import Mentions
from .occasions import Occasion, find_occasions
from .paging import page_starts
from .places import PlaceMention, Places
from .relations import (
    add_activities,
    add_commitments,
    add_elected,
    add_group_partnerships,
    add_officers,
    add_pairs,
    add_participation,
    add_parties,
    add_partnerships,
    add_signatories,
    add_signers,
    bodies_of,
    take_part,
)
from .roster import add_rows, group_perimeter, group_territory
from .schemes import find_schemes
from .sub_events import find_parts_of_day
from .topics import axes, headings, title_topics
from .venue import beside, main_venue

_COUNCIL = re.compile(
    r"(?:\w+ )?(?:prochaine? |dernière? )?(?:conseil d['’]administration|CA|assemblée générale(?: \w+)?|AG|bureau|conseil syndical|conseil de surveillance)\b",
    re.IGNORECASE,
)
READER = "maillage.extraction/1"
_OFF = re.compile(
    r"\b(?:est|était|sera|a été|finalement|donc)?\s*(?:annul(?:ée?|ation)|supprimée?)\b(?! et remplac)", re.IGNORECASE
)
_OFF_TO = re.compile(r"\b(?:report|décal|déplac|remplac)\w*", re.IGNORECASE)


def extract(document: Document, *, path: str, sha256: str = "") -> Record:
    """The record that `document` states. `path` is the source as the project names it, `sha256` of its bytes."""
    return Extraction(document).record(path, sha256)


class Extraction(Actors):
    """One document on its way to a record. Each method is one stage and uses only those before it."""

    def record(self, path: str, sha256: str) -> Record:
        """Run the stages and put the parts together."""
        self._header_perimeters()
        self._actors()
        self._territories()
        self.mentions = Mentions(self.reading, self._all_people(), self._all_bodies())
        self._find_own_body()
        add_pairs(self.draft, self.mentions)
        add_elected(self.draft, self.mentions)
        self._main_events()
        self._occasions()
        if self.header.kind == "activity_report":
            self._report_main()
        self._attendance()
        self._row_parts()
        self._parts_of_day()
        self._programmes()
        self._participation()
        self._partnerships()
        add_commitments(
            self.draft,
            self.mentions,
            self.dates,
            self.anchor,
            self.mains,
            self._list_end(),
            self.authors[0] if self.authors and self.header.kind == "mail" else None,
        )
        complete_names(self.draft, self.header_date(), self._region_hints())
        values: dict[str, Any] = dict(self.draft.items())
        published = self.document.published
        if published is None and self.header.published:
            published = resolve(self.header.published, None).edtf
        return Record(
            id=record_id(self.text),
            source=Source(path=path, part=self.document.part, media_type=self.document.media_type, sha256=sha256),
            kind=self.header.kind,
            title=self.header.title or self.document.title,
            published=published if published and not published.startswith("XXXX") else None,
            authors=tuple(self.authors),
            text=self.text,
            pages=page_starts(self.document),
            reader=READER,
            **values,
        )

    # --- events --------------------------------------------------------------------------------------------------------------------

    def _main_events(self) -> None:
        found = session_events(self.lists.rows, self.header, self.dates) or find_main(self.reading, self.header, self.dates)
        if self.header.kind == "activity_report":
            year = report_year(self.text) or next((m.year for m in self.dates if m.year), None)
            self.anchor = date(year, 7, 1) if year else None
            self.dates = [replace(m, year=year) if m.month and not m.year else m for m in self.dates]
            return
        for event in found:
            resolved = event.date
            first = bounds(resolved.edtf)[0] if resolved else None
            block = self._main_block(event)
            identity = self.draft.event(
                [event.span, *([self.header.title_span] if self.header.title_span else [])],
                "events.main",
                0.9 if resolved else 0.7,
                title=event.title,
                kind=event_kind(event.noun),
                date=resolved.edtf if resolved else None,
                inferred=resolved.inferred if resolved else (),
                time=event.time,
                status=self._main_status(event),
                main=True,
                listed=block.complete if block else "none",
                size=block.stated_size if block else None,
                size_approximate=block.approximate if block else False,
            )
            self.mains.append(identity)
            self.main_spans.append(event.span)
            self.anchor = self.anchor or first
            self._main_places(identity, event, len(found) > 1)

    def _main_status(self, event: MainEvent) -> EventStatus:
        """Held, unless the record announces it (an invitation, a mail or page written before the day) or says that it is off."""
        sentence = self.reading.sentence_at(event.span.start)
        words = self.text[sentence.start : sentence.end]
        title = self.text[slice(*self.header.title_span)] if self.header.title_span else ""
        for said in (words, title):
            if _OFF.search(said) and not _OFF_TO.search(said) and len(find_dates(said)) <= 1:
                return "cancelled"
        published = self.header.published
        told = bounds(resolve(published, None).edtf if published and published.year else self.document.published)[1]
        day = bounds(event.date.edtf)[0] if event.date else None
        if self.header.kind in ("invitation", "programme") or (told and day and day > told):
            return "planned"
        return "held"

    def _main_block(self, event: MainEvent) -> Any:
        return self.lists.blocks[0] if self.lists.blocks else None

    def _main_places(self, identity: str, event: MainEvent, twins: bool) -> None:
        draft = self.draft
        if not twins or not event.place_hint:
            for perimeter in self.perimeters:
                draft.link(
                    "concerns",
                    identity,
                    draft.territory(perimeter.name, perimeter.kind, perimeter.code, perimeter.span, "perimeter", 0.9),
                    perimeter.span,
                    "events.perimeter",
                    0.9,
                )
        elif event.place_hint:
            self._twin_region(identity, event.place_hint)
        groups = {group_perimeter(row): row for row in self.lists.rows}
        for group, row in groups.items():
            if group:
                draft.link(
                    "concerns",
                    identity,
                    draft.territory(group.name, group.kind, group.code, row.group_span, "perimeter.group", 0.9),
                    row.group_span,
                    "events.groups",
                    0.9,
                )
        where = self._held_in(event, twins)
        if where:
            draft.link(
                "held_in",
                identity,
                draft.territory(where.name, where.kind, where.code, where.span, "places", 0.9),
                where.span,
                "events.place",
                0.85,
            )

    def _twin_region(self, event: str, place: str) -> None:
        """Of two days held in two regions that the title names, each concerns the region its place lies in."""
        commune = next((p for p in self.places if p.kind == "commune" and fold(p.name) == fold(place)), None)
        item = reference.place("commune", commune.code) if commune and commune.code else None
        region = reference.region_of(item) if item else None
        named = next((p for p in self.places if p.kind == "region" and region and p.code == region.code), None)
        if named:
            territory = self.draft.territory(named.name, named.kind, named.code, named.span, "places", 0.9)
            self.draft.link("concerns", event, territory, named.span, "events.twin", 0.85)

    def _held_in(self, event: MainEvent, twins: bool) -> PlaceMention | None:
        if event.place_hint:
            return next((p for p in self.places if fold(p.name) == fold(event.place_hint)), None)
        start = min((block.span.start for block in self.lists.blocks), default=None)
        return main_venue(self.reading, self.finder, self.header, event, start, [p.span for p in self.perimeters])

    def _attendance(self) -> None:
        placed = [Placed(main, span, True, True) for main, span in zip(self.mains, self.main_spans, strict=False)]
        for event, span, _ in self.occasion_spans:
            item = self.draft.events[event]
            placed.append(
                Placed(event, span, False, item.kind != "signature" and item.status in ("held", "planned"), item.status == "held")
            )
        self.context = Context(self.reading, placed, self.mains, self.header.kind in LOGS or self._is_log())
        add_rows(self.draft, self.lists, self.row_actors, self._events_of)
        if self.header.kind == "agreement":
            add_parties(self.draft, self.mentions, self.mains, self.header.title or "convention", self.header.title_span)

    def _is_log(self) -> bool:
        """A diary: most of its lines begin with a date."""
        lines = [line for line in self.reading.lines if len(line.text.strip()) > 20]
        opened = {
            self.reading.line_number(mention.span.start)
            for mention in self.dates
            if mention.span.start - self.reading.line_at(mention.span.start).span.start < 6
        }
        return len(opened) >= 5 and len(opened) * 2 >= len(lines)

    def _events_of(self, row: Row) -> list[str]:
        if not self.mains:
            self.mains.append(
                self.draft.event(
                    [row.span], "events.list", 0.6, title=self.header.title or "Réunion", main=True, listed="complete"
                )
            )
        if len(self.mains) > 1 and row.sessions:
            chosen = []
            for identity in self.mains:
                day = self.draft.events[identity].date or ""
                for session in row.sessions:
                    found = find_dates(session)
                    if found and found[0].day and day.endswith(f"-{found[0].month or 0:02d}-{found[0].day:02d}"):
                        chosen.append(identity)
            return chosen or self.mains
        block = self.lists.blocks[row.block] if row.block < len(self.lists.blocks) else None
        first = self.lists.blocks[0].span.end if self.lists.blocks else 0
        own = (
            self.context.opened(block.span)
            if block and row.block
            else self.context.opened(row.span)
            if row.span.start > first + 300 or row.span.start > 3000
            else None
        )
        if own:
            return [own]
        events = self.context.at(row.span)
        return events if len(self.mains) == 1 and (self.context.log or set(events) != set(self.mains)) and events else self.mains

    def _programmes(self) -> None:
        """Programmes and themes; the main event is about those it names, a secondary event about those of its sentence."""
        taken = [body.span for body in self.bodies]
        end_of_lists = max((block.span.end for block in self.lists.blocks), default=0)
        for mention in find_schemes(self.text, taken):
            identity = self.draft.programme(
                mention.name, mention.kind, mention.long, mention.span, "programmes", mention.confidence
            )
            for event, _, sentence in self.occasion_spans:
                if sentence.start <= mention.span.start < sentence.end:
                    self.draft.link("about", event, identity, mention.span, "events.sentence", 0.75)
            line = self.reading.line_at(mention.span.start)
            topic = line.heading and line.span.start > end_of_lists
            title = self.header.title_span
            if title and title.start <= mention.span.start < title.end:
                for link in list(self.draft.links.values()):
                    if link.type == "next":
                        self.draft.link("about", link.end, identity, mention.span, "events.series", 0.8)
            listed = any(block.span.start <= mention.span.start < block.span.end for block in self.lists.blocks)
            elsewhere = any(sentence.start <= mention.span.start < sentence.end for _, _, sentence in self.occasion_spans)
            titled = topic or bool(title and title.start <= mention.span.start < title.end)
            for main in self.mains:
                weak = not titled and (listed or elsewhere)
                self.draft.link("about", main, identity, mention.span, "events.topic", 0.85 if topic else 0.7, optional=weak)
        for topic_name, span in (*title_topics(self.reading, self.header.title_span), *axes(self.reading)):
            identity = self.draft.programme(topic_name, "theme", None, span, "topics.title", 0.85)
            for main in self.mains:
                self.draft.link("about", main, identity, span, "topics.title", 0.85)
        for topic_name, span, numbered in headings(
            self.reading, max(self._list_end(), self.header.top_end if self.lists.blocks else 0)
        ):
            agenda = numbered and self.header.kind in ("minutes", "decisions", "attendance_sheet", "mail")
            identity = self.draft.programme(topic_name, "theme", None, span, "topics.heading", 0.7, optional=not agenda)
            for main in self.mains:
                self.draft.link("about", main, identity, span, "topics.heading", 0.72 if agenda else 0.7, optional=not agenda)

    def _list_end(self) -> int:
        """Where the lists at the top end: the first one and those that follow it closely."""
        end = 0
        for block in sorted(self.lists.blocks, key=lambda b: b.span):
            if end and block.span.start > end + 300:
                break
            end = max(end, block.span.end) if end or block.span.start < 2500 else 0
        return end

    def _occasions(self) -> None:
        skip: list[Span] = [
            block.span for block in self.lists.blocks if not EVENT_NOUN.search(self.text[block.span.start : block.span.end])
        ]
        used: list[Span] = list(self.main_spans)
        if self.header.published:
            used.append(self.header.published.span)
        if (
            self.header.date
            and self.header.date.span not in used
            and self.header.kind not in ("invitation", "programme", "activity_report")
        ):
            used.append(self.header.date.span)
        title = self.draft.events[self.mains[0]].title if self.mains else (self.header.title or "Réunion")
        next_title = f"Prochaine réunion : {title}"
        main_dates = {self.draft.events[main].date for main in self.mains}
        for one, two in zip(self.mains, self.mains[1:], strict=False):
            if self.draft.events[one].date != self.draft.events[two].date and self.lists.rows:
                self.draft.link("next", one, two, self.main_spans[0], "events.sessions", 0.8)
        for found in find_occasions(self.reading, self.dates, self.anchor, skip, used, next_title, self._written()):
            if found.date and found.date.edtf in main_dates:
                continue
            identity = self.draft.event(
                [found.date.mention.span if found.date else found.span], found.rule, found.confidence,
                title=found.title, kind=found.kind, date=found.date.edtf if found.date else None,
                inferred=found.date.inferred if found.date else (), time=found.date.mention.time if found.date else None,
                status=found.status,
            )  # fmt: skip
            self.occasion_spans.append((identity, found.span, found.sentence))
            said = (
                size_in(self.text[found.date.mention.span.start : found.sentence.end])
                if found.date and found.status == "held"
                else None
            )
            if said:
                self.draft.update_event(identity, size=said[0], size_approximate=said[1])
            if found.kind == "signature":
                self._agreement_of(identity, found)
            if found.status == "postponed" and len(self.mains) == 1 and self.draft.events[self.mains[0]].status == "planned":
                self.draft.link("moved_to", identity, self.mains[0], found.span, "events.moved", 0.85)
                self._concerns(identity, found.span, "events.moved")
            if found.kind != "signature":
                self._people_of(identity, found.span, found.status)
            if found.next and self.mains and found.status == "planned":
                self.draft.link("next", self.mains[-1], identity, found.span, "events.next", 0.85)
                self._concerns(identity, found.span, "events.next")
            section = self._section_at(found.span.start)
            if section and not found.next:
                self.draft.link("concerns", identity, section, found.span, "events.section", 0.8)
            same = re.search(r"\bmême (?:endroit|lieu|salle)\b", self.text[found.sentence.start : found.sentence.end])
            if same and self.mains:
                for link in list(self.draft.links.values()):
                    if link.type == "held_in" and link.start == self.mains[0]:
                        self.draft.link("held_in", identity, link.end, found.sentence, "events.same-place", 0.85)
            place = beside(self.reading, self.finder, found.date.mention.span, found.sentence) if found.date else None
            if place:
                territory = self.draft.territory(place.name, place.kind, place.code, place.span, "places", 0.85)
                self.draft.link("held_in", identity, territory, place.span, "events.place", 0.8)

    def _report_main(self) -> None:
        """A report on a year is about several meetings: its main one is the last held of the body's own, else the first held."""
        held = [
            event
            for event, _, _ in self.occasion_spans
            if self.draft.events[event].status == "held" and self.draft.events[event].kind != "signature"
        ]
        own = [
            event
            for event in held
            if re.match(r"(?:conseil d['’]administration|assemblée)", self.draft.events[event].title, re.IGNORECASE)
        ]
        if held and not self.mains:
            main = own[-1] if own else held[0]
            self.draft.update_event(main, main=True)
            self.mains.append(main)
            self.main_spans.append(next(span for event, span, _ in self.occasion_spans if event == main))
            self.occasion_spans = [item for item in self.occasion_spans if item[0] != main]

    def _row_parts(self) -> None:
        """In a table of meetings the bodies and people of a row took part in its event."""
        placed = [(event, span) for event, span, _ in self.occasion_spans] + list(zip(self.mains, self.main_spans, strict=False))
        for event, span in placed:
            line = self.reading.line_at(span.start)
            if "\t" not in line.text or self.draft.events[event].status != "held" or self.header.kind not in LOGS:
                continue
            cell_end = self.text.find("\t", self.text.find("\t", line.span.start) + 1)
            for mention in self.mentions.inside(Span(max(cell_end, line.span.start), line.span.end)):
                if mention.kind == "body":
                    self.draft.link("contributed", mention.id, event, mention.span, "events.row", 0.75, role="participant")

    def _parts_of_day(self) -> None:
        """Workshops and round tables of the one main day, with the people of their lines."""
        if len(self.mains) != 1 or self.header.kind in ("agreement", "transcript", *LOGS):
            return
        main = self.draft.events[self.mains[0]]
        start = self._list_end()
        for part in find_parts_of_day(self.mentions, max(start, self.main_spans[0].end), [m.span for m in self.dates if m.day]):
            status: EventStatus = "cancelled" if part.off else main.status
            identity = self.draft.event(
                [part.span], "events.part", 0.75, title=part.title, kind=part.kind, date=main.date, inferred=main.inferred, time=part.time,
                status=status, listed="partial" if status == "held" else "none",
            )  # fmt: skip
            if part.off:
                continue
            bodies = bodies_of(self.draft)
            for actor in dict.fromkeys(part.actors):
                take_part(self.draft, actor, identity, status, bodies, "events.part")

    def _agreement_of(self, event: str, found: Occasion) -> None:
        """The convention that is signed, as a programme: by its own words, else by its day."""
        name = re.sub(r"^Signature (?:de la |de l['’]|de le |du |de )", "", found.title)
        if len(name.split()) == 1 and found.date:
            name = f"{name} du {self.text[slice(*found.date.mention.span)]}"
        identity = self.draft.programme(name[:1].upper() + name[1:], "convention", None, found.span, "programmes.signed", 0.8)
        self.draft.link("about", event, identity, found.span, "events.signature", 0.8)
        sentence = found.sentence
        if any(sentence.start <= span.start < sentence.end for span in self.main_spans):
            for main in self.mains:
                self.draft.link("about", main, identity, found.span, "events.signature", 0.75)

    def _written(self) -> date | None:
        """The day up to which the record can tell what was held: the main event, the end of the year a report is about, else unknown."""
        if self.header.kind == "activity_report" and self.anchor:
            return date(self.anchor.year, 12, 31)
        return None if self._is_log() or self.header.kind == "newsletter" else self.anchor

    def _concerns(self, event: str, span: Span, rule: str) -> None:
        """An event that carries on the record's own meeting concerns the same perimeters."""
        for perimeter in self.perimeters:
            territory = self.draft.territory(perimeter.name, perimeter.kind, perimeter.code, None, "perimeter", 0.9)
            self.draft.link("concerns", event, territory, span, rule, 0.8)

    def _people_of(self, event: str, clause: Span, status: str) -> None:
        """Who is named in the clause of a secondary event took part in it."""
        if status in ("cancelled", "postponed") or self.header.kind == "table":
            return

    def _participation(self) -> None:
        """Presence told in sentences, when no list tells it; undated events with their actors."""
        present = sum(row.kind == "person" and row.presence in ("present", "unknown") for row in self.lists.rows)
        sections = len({identity for _, identity in self.sections if identity}) > 1
        told = bool(self.mains) and self.draft.events[self.mains[0]].status == "held"
        if told and self.header.kind != "agreement" and (present < 3 or self.header.kind in LOGS):
            add_participation(self.draft, self.mentions, self._told_at, set(self.authors))
        elif self.mains and self.header.kind != "agreement":
            add_participation(self.draft, self.mentions, self.context.at, set(self.authors), roles=("organiser",))
            add_participation(self.draft, self.mentions, self._announced_at, set(self.authors))
        if self.mains and self.draft.events[self.mains[0]].size is None:
            words = " ".join(self.text[s.start : s.end] for s in self.reading.sentences[:12] if not self._occasion_in(s))
            said = size_in(words)
            if said:
                self.draft.update_event(self.mains[0], size=said[0], size_approximate=said[1])
        if self.mains and not self.lists.blocks and any(row.event == self.mains[0] for row in self.draft.attendance):
            for main in self.mains:
                self.draft.update_event(main, listed="partial")
        for event in dict.fromkeys(row.event for row in self.draft.attendance if row.presence == "present"):
            if (
                event not in self.mains
                and self.draft.events[event].listed == "none"
                and self.draft.events[event].status == "held"
            ):
                self.draft.update_event(event, listed="partial")
        add_activities(self.draft, self.mentions, sections, self._section_at, lambda i: self.draft.territories[i].name)

    def _told_at(self, span: Span) -> list[str]:
        """The events of a place of the text; none inside a list, whose rows say it."""
        if any(block.span.start <= span.start < block.span.end for block in self.lists.blocks):
            return []
        return self.context.at(span)

    def _announced_at(self, span: Span) -> list[str]:
        """Where a list tells who was at the main event: the other events of the text, and the items of a programme, each with its hour."""
        line = self.reading.line_at(span.start)
        if self.header.kind in ("invitation", "programme") and re.match(r"\W*\d{1,2}\s?[h:]", line.text):
            return list(self.mains)
        sentence = self.reading.sentence_at(span.start)
        inside = [
            event
            for event, at, _ in self.occasion_spans
            if sentence.start <= at.start < sentence.end and at.start <= span.start + 200
        ]
        return [event for event in self.context.at(span) if event in inside and event not in self.mains]

    def _occasion_in(self, sentence: Span) -> str | None:
        return next((event for event, _, at in self.occasion_spans if at == sentence), None)

    def _partnerships(self) -> None:
        spro = next((i for i, p in self.draft.programmes.items() if p.name == "SPRO"), None)
        signatures = [(event, span) for event, span, _ in self.occasion_spans if self.draft.events[event].kind == "signature"]
        own = self.own
        add_officers(self.draft, own)
        if own and self.writes:
            add_signers(self.draft, self.mentions, own)
        for event in self._own_events():
            self.draft.link("contributed", own, event, self.header.title_span, "events.own-body", 0.78, role="organiser")
        add_signatories(self.draft, self.mentions, signatures, own)
        territory = next((self.draft.territory(p.name, p.kind, p.code, p.span, "perimeter", 0.9) for p in self.perimeters), None)
        add_partnerships(self.draft, self.mentions, self.mains, own, 0, territory, spro)
        groups: dict[str, tuple[str, list[str], Span]] = {}
        for number, row in enumerate(self.lists.rows):
            territory = group_territory(self.draft, row)
            if territory and row.group and number in self.row_actors and "spro" in fold(row.group):
                _title, members, _ = groups.setdefault(territory, (row.group, [], row.group_span or row.span))
                members += [
                    link.end
                    for link in self.draft.links.values()
                    if link.type == "represented" and link.start == self.row_actors[number]
                ]
        add_group_partnerships(self.draft, groups, spro)

    def _find_own_body(self) -> None:
        """The body whose record it is: the one its letterhead names, or whose council or assembly the first lines name."""
        title = (self.header.title or "").lower()
        council = any(word in title for word in ("conseil d", "assemblée", "bureau"))
        self.own: str | None = None
        self.writes = False
        if self.header.kind in ("minutes", "decisions", "invitation", "programme", "attendance_sheet", "press_release"):
            known, name, span = letterhead(self.mentions, self.header)
            if name and span:
                known = self.draft.organisation(name, span, "bodies.letterhead", 0.8)
            if known:
                self.own, self.writes = known, True
                return
        limit = min((block.span.start for block in self.lists.blocks), default=self.header.top_end)
        inside = list(dict.fromkeys(identity for span, identity in self.body_ids.items() if span.start < limit))
        self.own = inside[0] if inside and council else None

    def _own_events(self) -> list[str]:
        """The main events, and the next meetings of the same council, that the record's own body holds."""
        councils = [
            event.id
            for event in self.draft.events.values()
            if not event.main and event.status in ("held", "planned") and _COUNCIL.match(event.title)
        ]
        return [*self.mains, *(councils if _COUNCIL.search(self.header.title or "") else [])]

    # --- what is known of the whole -----------------------------------------------------------------------------------------------------

    def header_date(self) -> date | None:
        """The day the record is about, else its publication."""
        return self.anchor

    def _region_hints(self) -> Places:
        return self.finder
