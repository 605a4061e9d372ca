"""The stages of reading in their order: lists, dates, header, actors, places, programmes, events, links, partnerships, actions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Any

from ...graph.model import Span
from ...graph.names import fold
from ...graph.record import Record, Source, record_id
from ..document import Document
from .activities import size_in
from .attendance import Row
from .calibration import waiting
from .context import LOGS, Context, Placed
from .contributions import add_agents, add_invited, add_joint_contributions
from .event_actors import bodies_at, bodies_beside
from .french_dates import find_dates, resolve
from .institutions import complete_names
from .letterhead import letterhead
from .mentions import Mentions
from .occasion import direction
from .officers import add_mail_signature, add_officers, add_own_officers, add_signers, complete_rows
from .paging import page_starts
from .partners import find_pacts
from .places import Places
from .relations import (
    add_activities,
    add_commitments,
    add_elected,
    add_group_partnerships,
    add_pairs,
    add_participation,
    add_parties,
    add_partnerships,
    add_signatories,
)
from .roster import add_rows, group_territory
from .schemes import find_schemes
from .sheet_form import read_form
from .timeline import Timeline
from .title_words import EVENT_NOUN
from .topics import axes, headings, title_topics

_COUNCIL = re.compile(
    r"(?:\w+ )?(?:prochaine? |dernière? )?(?:conseil d['’]administration|CA|assemblée générale(?: \w+)?|AG|bureau|conseil syndical|conseil de surveillance)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s*(?:(?:elle|il|celle-ci|celui-ci|cette \w+|ce \w+|cet \w+|la (?:journée|rencontre|réunion|séance|formation|session)|le (?:forum|salon|programme|comité)|l['’](?:atelier|événement))\b|programme (?:coordonné|porté|monté|préparé)|(?:co-?)?(?:organis|port|anim|assur|pilot|mont|encadr|propos)\w*é?e?s? par|animation\s*:|intervenants?\s*:|portage\s*:|avec (?:la |le |l['’])?|[^.;]{3,80}?\b(?:tiendr\w+|l['’]organis\w+|y (?:particip|interv|présent|tien|ser)\w+|(?:sont|seront) (?:co-?)?organisat\w+|(?:en )?assur\w+ l['’]animation)\b)",
    re.IGNORECASE,
)
"""A sentence that goes on about the event of the one before it."""
_SEVERAL = (*LOGS, "newsletter", "activity_report")
"""Records that tell of several meetings: what is named elsewhere in them is not what the main one is about."""
READER = "maillage.extraction/1"


def extract(document: Document, *, path: str, sha256: str = "") -> Record:
    """The record that `document` states. `path` is the source as the project names it, `sha256` of its bytes. Raises SourceError for a
    sheet of our own whose filling cannot be understood."""
    form = read_form(document, path=path, sha256=sha256)
    return form if form is not None else Extraction(document).record(path, sha256)


def _tab_cells(text: str, start: int) -> list[Span]:
    """The parts of a line between tabs."""
    spans, at = [], 0
    for part in text.split("\t"):
        spans.append(Span(start + at, start + at + len(part)))
        at += len(part) + 1
    return spans


def _title_key(title: str) -> frozenset[str]:
    """The words of a title that tell one event from another."""
    return frozenset(word for word in fold(title).split() if len(word) > 2 and word not in ("les", "des", "une", "aux"))


class Extraction(Timeline):
    """One document on its way to a record. Each method is one stage and uses only those before it."""

    def record(self, path: str, sha256: str) -> Record:
        """Run the stages and put the parts together."""
        self.path = PurePath(path).name
        self._header_perimeters()
        self._actors()
        self._territories()
        self.mentions = Mentions(self.reading, self._all_people(), self._all_bodies())
        self._find_own_body()
        add_pairs(self.draft, self.mentions)
        add_elected(self.draft, self.mentions)
        self._mention_late()
        self._main_events()
        self._occasions()
        self._signed_here()
        if self.header.kind == "activity_report":
            self._report_main()
        self._attendance()
        self._row_parts()
        self._parts_of_day()
        self._programmes()
        self._event_bodies()
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
        values: dict[str, Any] = {key: waiting(items) for key, items in self.draft.items().items()}
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

    def _attendance(self) -> None:
        placed = [Placed(main, span, True, True) for main, span in zip(self.mains, self.main_spans, strict=False)]
        for event, span, _ in self.occasion_spans:
            item = self.draft.events[event]
            placed.append(
                Placed(event, span, False, item.kind != "signature" and item.status in ("held", "planned"), item.status == "held")
            )
        placed += self._named_in_headings(placed)
        self.context = Context(self.reading, placed, self.mains, self.header.kind in LOGS or self._is_log())
        add_rows(self.draft, self.lists, self.row_actors, self._events_of)
        if self.header.kind == "agreement":
            add_parties(self.draft, self.mentions, self.mains, self.header.title or "convention", self.header.title_span)

    def _named_in_headings(self, placed: list[Placed]) -> list[Placed]:
        """Headings that name an event again, by its day or by its whole title, above the paragraph on it."""
        found = []
        by_title: dict[frozenset[str], list[Placed]] = {}
        for item in placed:
            by_title.setdefault(_title_key(self.draft.events[item.event].title), []).append(item)
        for line in self.reading.lines:
            if not line.heading or len(line.text) > 120 or any(i.span.start in range(*line.span) for i in placed):
                continue
            days = {resolve(m, self.anchor).edtf for m in self.dates if line.span.start <= m.span.start < line.span.end and m.day}
            same = [item for item in placed if self.draft.events[item.event].date in days] if len(days) == 1 else []
            if not days:
                key = _title_key(re.sub(r"^\s*[\dIVX.]+\s*[.)–-]*\s*", "", line.text))
                same = by_title.get(key, []) if len(key) > 1 else []
            if len({item.event for item in same}) == 1:
                found.append(replace(same[0], span=line.span))
        return found

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
        if own and (row.presence == "unknown" or self.draft.events[own].status == "held"):
            return [own]  # nobody was there, or missed, what has not been held
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
            sigle = (
                self.text[mention.span.start : mention.span.end].isupper() and not self.text[slice(*title)].isupper()
                if title
                else False
            )
            if sigle and title and title.start <= mention.span.start < title.end:
                for link in list(self.draft.links.values()):
                    if link.type == "next":
                        self.draft.link("about", link.end, identity, mention.span, "events.series", 0.8)
            listed = any(block.span.start <= mention.span.start < block.span.end for block in self.lists.blocks)
            elsewhere = any(sentence.start <= mention.span.start < sentence.end for _, _, sentence in self.occasion_spans)
            titled = topic or bool(title and title.start <= mention.span.start < title.end)
            for main in self.mains:
                aside = self.header.kind in _SEVERAL and main not in self.context.at(mention.span)
                sheet = bool(re.search(r"\b[Ff]iches?\s*\W*\Z", self.text[max(0, mention.span.start - 9) : mention.span.start]))
                weak = not titled and (listed or elsewhere or aside or sheet)
                self.draft.link("about", main, identity, mention.span, "events.topic", 0.85 if topic else 0.7, optional=weak)
        self._agreed()
        for topic_name, span in (*title_topics(self.reading, self.header.title_span), *axes(self.reading)):
            if self.header.kind == "agreement":
                continue
            identity = self.draft.programme(topic_name, "theme", None, span, "topics.title", 0.85)
            for main in self.mains:
                self.draft.link("about", main, identity, span, "topics.title", 0.85)
        for topic_name, span, numbered in headings(
            self.reading, max(self._list_end(), self.header.top_end if self.lists.blocks else 0)
        ):
            if any(block.span.start <= span.start < block.span.end for block in self.lists.blocks):
                continue
            if any(m.kind == "person" for m in self.mentions.inside(span)):
                continue
            agenda = numbered and self.header.kind in ("minutes", "decisions", "attendance_sheet", "mail")
            confidence = 0.72 if agenda else 0.7
            identity = self.draft.programme(topic_name, "theme", None, span, "topics.heading", 0.7, optional=not agenda)
            for main in self.mains:
                self.draft.link("about", main, identity, span, "topics.heading", confidence, optional=not agenda)

    def _agreed(self) -> None:
        """The agreement itself, by its title, is what its signature is about."""
        title = self.header.title_span
        if self.header.kind != "agreement" or not title or not self.mains:
            return
        words = self.text[title.start : title.end].strip()
        under = self.reading.line_number(title.start) + 1
        below = self.reading.lines[under].text.strip() if under < len(self.reading.lines) else ""
        if not re.search(r"[«“\"]", words) and re.match(r"[«“\"]", below):
            words = f"{words} {below}"
        named = re.match(r"[^«“\"]*[«“\"][^»”\"]+[»”\"]", words)
        shown = re.sub(r"\s+", " ", named[0] if named else words)
        capitals = sum(c.isupper() for c in shown) > 0.6 * sum(c.isalpha() for c in shown)
        shown = shown[:1].upper() + (shown[1:].lower() if capitals else shown[1:])
        identity = self.draft.programme(shown, "convention", None, title, "programmes.agreement", 0.85)
        for main in self.mains:
            self.draft.link("about", main, identity, title, "events.agreement", 0.85)

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

    def _event_bodies(self) -> None:
        """Bodies that the sentence or the row of a secondary event ties to it."""
        for event, span, sentence in self.occasion_spans:
            item = self.draft.events[event]
            at = Span(*item.evidence.spans[0]) if item.evidence.spans else span
            line = self.reading.line_at(at.start)
            cells = list(line.cells) or _tab_cells(line.text, line.span.start)
            if len(cells) > 2:
                for body in bodies_beside(self.mentions, cells, at) if item.status in ("planned", "proposed", "held") else ():
                    self.draft.link("contributed", body.id, event, body.span, "events.row", 0.75, role="participant")
                if item.kind != "signature":
                    continue
            if item.status in ("cancelled", "postponed"):
                continue
            others = [s for e, s, own in self.occasion_spans if own == sentence and e != event]
            for body, role, rule, confidence in bodies_at(self.mentions, sentence, at, item.kind):
                if not others or role == "signatory" or span.start <= body.span.start < span.end:
                    self.draft.link("contributed", body.id, event, body.span, rule, confidence, role=role)

    def _participation(self) -> None:
        """Presence told in sentences, when no list tells it; undated events with their actors."""
        present = sum(row.kind == "person" and row.presence in ("present", "unknown") for row in self.lists.rows)
        sections = len({identity for _, identity in self.sections if identity}) > 1
        told = bool(self.mains) and self.draft.events[self.mains[0]].status == "held"
        if told and self.header.kind != "agreement" and (present < 3 or self.header.kind in LOGS):
            add_participation(self.draft, self.mentions, self._told_at, set(self.authors), mains=self.mains)
        elif self.mains and self.header.kind != "agreement":
            add_participation(
                self.draft, self.mentions, self.context.at, set(self.authors), roles=("organiser",), mains=self.mains
            )
            add_participation(self.draft, self.mentions, self._announced_at, set(self.authors), mains=self.mains)
            if told and len(self.mains) == 1:
                add_participation(self.draft, self.mentions, self._told_at, set(self.authors), mains=self.mains, unlisted=True)
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
        events = self.context.at(span)
        sentence = self.reading.sentence_at(span.start)
        ahead = (
            EVENT_NOUN.search(self.text, sentence.start, sentence.end) and direction(self.text[sentence.start : sentence.end]) > 0
        )
        if ahead and self._written() is not None:  # « une réunion sera organisée avec X » is not the one that was held
            return [event for event in events if event not in self.mains or self.draft.events[event].status != "held"]
        return events

    def _announced_at(self, span: Span) -> list[str]:
        """Where a list tells who was at the main event: the other events of the text, and the items of a programme, each with its hour."""
        line = self.reading.line_at(span.start)
        if self.header.kind in ("invitation", "programme") and re.match(r"\W*\d{1,2}\s?[h:]", line.text):
            return list(self.mains)
        sentence = self.reading.sentence_at(span.start)
        own = self._events_in(sentence)
        if own:
            before = [event for event, at in own if at <= span.start]
            return [before[-1] if before else own[0][0]]
        if any(sentence.start <= m.span.start < sentence.end for m in self.dates):
            return []
        above = self.reading.sentence_at(max(0, sentence.start - 2))
        same_line = self.reading.line_at(above.start) is self.reading.line_at(sentence.start)
        told = (
            self._events_in(above)
            if same_line and above.end <= sentence.start and _GOES_ON.match(self.text, sentence.start)
            else []
        )
        return [told[-1][0]] if len({event for event, _ in told}) == 1 else []

    def _events_in(self, sentence: Span) -> list[tuple[str, int]]:
        """Secondary events that people can be at, named in a sentence, with the place of their date."""
        found = []
        for event, _, _ in self.occasion_spans:
            item = self.draft.events[event]
            at = item.evidence.spans[0][0] if item.evidence.spans else -1
            if sentence.start <= at < sentence.end and item.status in ("held", "planned", "proposed"):
                found.append((event, at))
        return found

    def _occasion_in(self, sentence: Span) -> str | None:
        return next((event for event, _, at in self.occasion_spans if at == sentence), None)

    def _partnerships(self) -> None:
        spro = next((i for i, p in self.draft.programmes.items() if p.name == "SPRO"), None)
        signatures = [(event, span) for event, span, _ in self.occasion_spans if self.draft.events[event].kind == "signature"]
        own = self.own
        add_officers(self.draft, own)
        if own and self.writes:
            add_signers(self.draft, self.mentions, own)
        if own and _COUNCIL.search(self.header.title or ""):
            add_own_officers(self.draft, self.mentions, own)
        add_mail_signature(self.draft, self.mentions)
        complete_rows(self.draft, self.mains)
        for event in self._own_events():
            self.draft.link("contributed", own, event, self.header.title_span, "events.own-body", 0.78, role="organiser")
        add_signatories(self.draft, self.mentions, signatures, own)
        add_joint_contributions(self.draft, self.mentions, self.occasion_spans, list(find_pacts(self.mentions, own)))
        add_agents(self.draft, self.mentions, self.occasion_spans)
        add_invited(self.draft, self.mentions, self.occasion_spans)
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
        if self.header.kind in ("minutes", "decisions", "invitation", "programme", "attendance_sheet", "press_release"):
            known, name, span = letterhead(self.mentions, self.header)
            if known and name:
                self.draft.rename(known, name.name)
            elif name and span:
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
