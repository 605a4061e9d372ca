"""Events of one document in its draft: the meeting it is about, those beside it, parts of a day, what was signed there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from ...graph import reference
from ...graph.dates import bounds
from ...graph.model import Span
from ...graph.names import fold
from ...graph.record import EventStatus
from .activities import size_in
from .actors import Actors
from .context import LOGS
from .event_titles import full_title
from .french_dates import find_dates, resolve
from .happenings import AGREEMENT, event_kind, with_article
from .header import report_year
from .main_event import MainEvent, find_main, session_events
from .occasion import Occasion
from .occasions import find_occasions
from .officers import bodies_of
from .places import PlaceMention
from .relations import take_part
from .roster import group_perimeter
from .sub_events import find_parts_of_day
from .title_words import EVENT_NOUN
from .venue import beside, main_venue

_HERE = r"(?:en séance|ce jour|(?:en |à l['’])(?:ouverture|début|fin|clôture|cours|issue) de (?:la |cette )?(?:séance|réunion|rencontre|journée)|lors de (?:la|cette) (?:séance|réunion|rencontre)|à l['’]issue de (?:la|cette) (?:séance|réunion|rencontre))"
_SIGNED_HERE = re.compile(
    rf"\b(?:a|ont) été (?:officiellement )?(?:signée?s?|paraphée?s?) {_HERE}|\b[Ss]ignature\s?,? {_HERE},? d(?:e la|e l['’]|u|es|['’])",
    re.IGNORECASE,
)
_COUNCIL = re.compile(
    r"(?:\w+ )?(?:prochaine? |dernière? )?(?:conseil d['’]administration|CA|assemblée générale(?: \w+)?|AG|bureau|conseil syndical|conseil de surveillance)\b",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"\b(?:est|était|sera|a été|finalement|donc)?\s*(?:annul(?:ée?|ation)|supprimée?)\b(?! et remplac)", re.IGNORECASE
)
_PUT_OFF = re.compile(
    r"\b(?:est|sera|a été|doit être) (?:finalement |donc |de nouveau )?(?:reporté|décalé|repoussé|déplacé)e?s?\b", re.IGNORECASE
)
_PUT_OFF_FROM = re.compile(r"\b(?:reporté|décalé|repoussé|déplacé)e?s? (?:à aujourd|à ce jour)", re.IGNORECASE)
_OFF_TO = re.compile(r"\b(?:report|décal|déplac|remplac)\w*", re.IGNORECASE)


class Timeline(Actors):
    """One document on its way to a record. Each method is one stage and uses only those before it."""

    own: str | None = None
    writes: bool = False
    main_title: str | None = None
    path: str = ""

    def _main_events(self) -> None:
        found = session_events(self.lists.rows, self.header, self.dates) or find_main(
            self.reading, self.header, self.dates, self.path
        )
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
                title=full_title(self.reading, self.header, event.title),
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
            self.main_title = self.main_title or event.title
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
        if self.header.kind == "mail" and _PUT_OFF.search(words) and not _PUT_OFF_FROM.search(words):
            return "postponed"
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

    def _is_log(self) -> bool:
        """A diary: most of its lines begin with a date."""
        lines = [line for line in self.reading.lines if len(line.text.strip()) > 20]
        opened = {
            self.reading.line_number(mention.span.start)
            for mention in self.dates
            if mention.span.start - self.reading.line_at(mention.span.start).span.start < 6
        }
        return len(opened) >= 5 and len(opened) * 2 >= len(lines)

    def _signed_here(self) -> None:
        """« L'avenant a été signé en séance par A et B »: a signature on the day of the main event, or of the event its section is about."""
        for match in _SIGNED_HERE.finditer(self.text):
            told = self._event_of_section(match.start())
            if told is None:
                continue
            event = self.draft.events[told]
            sentence = self.reading.sentence_at(match.start())
            agreement = AGREEMENT.search(self.text, sentence.start, match.end()) or AGREEMENT.search(
                self.text, match.end(), sentence.end
            )
            if agreement is None or event.kind == "signature" or event.status != "held":
                continue
            named = self.text[agreement.end("noun") : sentence.end]
            quoted = re.match(r"\s?[«“\"][^»”\"\n]{2,60}[»”\"]", named)
            title = f"Signature de {with_article(agreement['noun'], quoted[0] if quoted else agreement['rest'])}".replace(
                "de le ", "du "
            )
            span = Span(match.start(), match.end())
            identity = self.draft.event(
                [span],
                "events.signed-here",
                0.8,
                title=title,
                kind="signature",
                date=event.date,
                inferred=event.inferred,
                status="held",
            )
            self.occasion_spans.append((identity, span, sentence))

    def _event_of_section(self, offset: int) -> str | None:
        """The event that the heading above a place names by its day; else the one main event."""
        heading = self.reading.heading_above(offset)
        days = [m for m in self.dates if heading and m.day and heading.span.start <= m.span.start < heading.span.end]
        for event in self.draft.events.values():
            if days and event.date and event.date[-5:] == f"{days[0].month or 0:02d}-{days[0].day or 0:02d}":
                return event.id
        return self.mains[0] if len(self.mains) == 1 and self.header.kind != "activity_report" else None

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
            and self.header.kind not in ("invitation", "programme", "activity_report", "article", "newsletter", "press_release")
        ):
            used.append(self.header.date.span)
        title = self.main_title or self.header.title or "Réunion"
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
            aside = self.header.kind in LOGS and not any(
                self.reading.line_at(span.start) is self.reading.line_at(found.span.start) for span in self.main_spans
            )
            council = bool(
                self.own
                and _COUNCIL.search(self.header.title or "")
                and _COUNCIL.match(found.title)
                and found.date
                and found.date.mention.day
            )
            if (found.next or council) and self.mains and found.status == "planned" and not aside:
                self.draft.link("next", self.mains[-1], identity, found.span, "events.next", 0.85)
                if found.rule != "events.next-is":
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
        known = [p.name for p in self.draft.programmes.values() if fold(p.name).startswith(f"{fold(name)} ")]
        if len(name.split()) == 1 and len(set(known)) == 1:
            name = known[0]
        elif len(name.split()) == 1 and not name.isupper() and (label := self._label(found.sentence)):
            name = f"{name} {label}"
        elif len(name.split()) == 1 and found.date and not name.isupper():
            name = f"{name} du {self.text[slice(*found.date.mention.span)]}"
        identity = self.draft.programme(name[:1].upper() + name[1:], "convention", None, found.span, "programmes.signed", 0.8)
        self.draft.link("about", event, identity, found.span, "events.signature", 0.8)
        sentence = found.sentence
        if any(sentence.start <= span.start < sentence.end for span in self.main_spans):
            for main in self.mains:
                self.draft.link("about", main, identity, found.span, "events.signature", 0.75)

    def _label(self, sentence: Span) -> str | None:
        """« prêt de vélos : A et B signent la convention »: what the line is about."""
        line = self.reading.line_at(sentence.start)
        named = re.match(r"\W*(?:\d+\W+)?(?P<label>[a-zà-ÿA-ZÀ-Ý][^:.;,\t]{5,40}?)\s?:\s", line.text)
        bad = r"\b(?:M\.|Mme|décision|action|point|prochaine?|date|signature|rappel|information|proposition)\b|\d"
        return (
            named["label"]
            if named and not re.search(bad, named["label"], re.IGNORECASE) and named["label"][0].islower()
            else None
        )

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
