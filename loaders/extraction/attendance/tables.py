"""Attendance sheets: a header row, one row a person, columns of presence, signatures or sessions.

Columns by header words; values by the legend, then by the usual letters (P E A R V X oui non); a cross under « Excusé »; initials
or a signature = present.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ....graph.model import Span
from ....graph.names import fold
from . import lexicon
from .assembler import Line
from .entries import Context, Entry, apply_mark, body_mention, clean_group, is_group, set_state
from .items import Item
from .lines import ListLine, heading_state, read_items, section
from .model import BodyMention
from .names import person_name
from .office_shapes import office_body, unnamed_body
from .phrases import Mark, State, plain, read_link, read_mark, read_state

_HEADERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("proxy", r"^(?:pouvoir|procuration|mandat|representee?s? par|remplacee?s? par|suppleant)\b"),
        ("given", r"^prenoms?$"),
        ("name", r"^(?:noms? ?(?:et|,|/|-|&)? ?prenoms?|prenoms? ?(?:et|,|/|-|&)? ?noms?|participante?s?|membres?|personnes?|nom des? (?:participants?|membres?|personnes?)|"
                 r"sur place|contacts?|representante?s?|intervenante?s?|interlocut\w+|nom du representant|identite|administrat\w+|elus?|delegues?)\b"),
        ("family", r"^noms?\b(?! de (?:la|l'|votre) )"),
        ("title", r"^(?:civ|civilite|titre civ\w*|m\.?/mme|mme/m)\b\.?"),
        ("excused", r"^(?:excuse\w*|exc\.?)(?: \w+)?$"),
        ("absent", r"^(?:absent\w*|abs\.?)(?: \w+)?$"),
        ("present", r"^(?:present\w*|p)(?: ?\(?(?:oui|x|e)\)?)?$"),
        ("remote", r"^(?:visio\w*|distanciel|a distance|teams|zoom|telephone)$"),
        ("presence", r"^(?:presences?|statut|participation|emargements?|signatures?|visa|etat de presence|presence .*|emargement .*|signature .*|present ?/ ?.*|p ?/ ?[ea].*)$"),
        ("morning", r"^matin\w*\b"),
        ("afternoon", r"^(?:apres[- ]midi|a\.?-?m\.?|aprem)\b"),
        ("date", r"^(?:(?:seance|reunion|atelier|jour) ?(?:du |n ?°? ?)?)?(?:\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{2,4})?|\d{1,2}(?:er)? (?:jan|fev|mars|avr|mai|juin|juil|aou|sep|oct|nov|dec)\w*\.?(?: \d{2,4})?|\d{4}-\d{2}-\d{2}(?: .*)?|\d)$"),
        ("body", r"^(?:organismes?|structures?|organisations?|entreprises?|institutions?|employeurs?|collectivites?|exposants?|etablissements?|societes?|associations?|"
                 r"fonction ?/ ?(?:organisme|structure)|organisme ?/ ?.*|structure ?/ ?.*|partenaires?|services?|entites?|communes?|representant .*|qualite ?/ ?(?:organisme|structure))\b"),
        ("role", r"^(?:fonctions?|qualites?|titres?|postes?|roles?|mandat|metier)\b"),
        ("note", r"^(?:obs\w*\.?|remarques?|commentaires?|notes?|a noter|precisions?|divers|motif\w*)\b"),
        ("initials", r"^(?:init\w*\.?|initiales?|sigle|trigramme)$"),
    )
)  # fmt: skip
_LETTERS: Mapping[str, Mark] = {
    "p": Mark("present"), "x": Mark("present"), "oui": Mark("present"), "o": Mark("present"), "1": Mark("present"), "✓": Mark("present"),
    "✔": Mark("present"), "☒": Mark("present"), "☑": Mark("present"), "ok": Mark("present"), "present": Mark("present"), "presente": Mark("present"),
    "e": Mark("excused"), "exc": Mark("excused"), "ex": Mark("excused"), "excuse": Mark("excused"), "excusee": Mark("excused"), "r": Mark("excused"),
    "represente": Mark("excused"), "representee": Mark("excused"), "pv": Mark("excused"), "a": Mark("absent"), "abs": Mark("absent"), "absent": Mark("absent"),
    "absente": Mark("absent"), "non": Mark("absent"), "n": Mark("absent"), "-": Mark("absent"), "–": Mark("absent"), "—": Mark("absent"), "0": Mark("absent"),
    "ae": Mark("excused"), "v": Mark("present", "remote"), "visio": Mark("present", "remote"), "d": Mark("present", "remote"),
    "t": Mark("present", "remote"), "tel": Mark("present", "remote"), "distanciel": Mark("present", "remote"), "teams": Mark("present", "remote"),
}  # fmt: skip
_VACANT = re.compile(
    r"^(?:siege vacant|vacant\w*|a designer|en attente|nn|n\.n\.|poste vacant|a pourvoir|a confirmer|-+|–|—|\?)$"
)
_ADDED = re.compile(r"rajout|ajout|a la main|manuscrit")


@dataclass(slots=True)
class Column:
    kind: str
    label: str
    span: Span


def legend(lines: Sequence[ListLine]) -> dict[str, Mark]:
    """Letters explained near the table: « P présent, E excusé, D à distance », « R : représenté »."""
    found: dict[str, Mark] = {}
    for line in lines:
        for match in re.finditer(
            r"(?:^|[\s,;(.])([A-ZÉ]{1,2}|[-–/Xx*])\s*(?:[:=–]\s*|\s)((?:pr[ée]sent|excus|absen|repr[ée]sent|en visio|visio|[àa] distance|distanciel|par t[ée]l|t[ée]l[ée]phone|non )[^,;().\n]*)",
            line.text,
        ):
            mark = _meaning(match[2])
            if mark is not None:
                found[fold(match[1]) or match[1]] = mark
    return found if len(found) >= 2 else {}


def _meaning(words: str) -> Mark | None:
    flat = plain(words)
    if flat.startswith("represent"):
        return Mark("excused")
    if re.match(r"(?:en )?visio|a distance|distanciel|par tel|telephone", flat):
        return Mark("present", "remote")
    state = read_state(words)
    return Mark(state.presence, state.mode) if state is not None else None


def _columns(row: ListLine, text: str) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for span, column in zip(row.cells, row.columns, strict=True):
        words = text[span.start : span.end].strip()
        flat = plain(words).strip(" .:*")
        if not flat or len(flat.split()) > 7:
            continue
        for kind, pattern in _HEADERS:
            if pattern.match(flat):
                found[column] = Column(kind, words, span)
                break
    kinds = [c.kind for c in found.values()]
    if "given" not in kinds:
        for item in found.values():
            if item.kind == "family":
                item.kind = "name"
    if not {"name", "family", "given"} & set(kinds):  # « Structure | Représentée par »: the only column of people
        for item in found.values():
            if item.kind == "proxy" and plain(item.label).startswith("represent"):
                item.kind = "name"
    return found


def _header(rows: Sequence[ListLine], text: str, state: State | None) -> tuple[int, dict[int, Column]] | None:
    """(index of the header row, its columns) when the table is an attendance sheet."""
    for index, row in enumerate(rows[:10]):
        if len(row.cells) < 2:
            continue
        columns = _columns(row, text)
        kinds = {c.kind for c in columns.values()}
        if not kinds & {"name", "family", "given"} and not (kinds & {"body"} and kinds & {"presence", "present"}):
            continue
        shows = kinds & {"presence", "present", "excused", "absent", "morning", "afternoon", "date", "remote"}
        if shows or (kinds & {"body", "role"} and (state is not None or (kinds & {"name", "given"} and "body" in kinds))):
            return index, columns
    return None


def read_table(
    rows: Sequence[ListLine], text: str, context: Context, letters: Mapping[str, Mark], known: list[Entry], state: State | None
) -> list[Entry]:
    """Rows of an attendance sheet, [] when the table is none. `state`: what the heading above the table says."""
    header = _header(rows, text, state)
    if header is None:
        return []
    index, columns = header
    for row in rows[:index]:
        letters = {**letters, **legend([row])}
    sheet = _Sheet(rows[index + 1 :], text, context, columns, letters, known, state)
    return sheet.read()


class _Sheet:
    def __init__(
        self, rows: Sequence[ListLine], text: str, context: Context, columns: dict[int, Column], letters: Mapping[str, Mark], known: list[Entry],
        state: State | None,
    ) -> None:  # fmt: skip
        self.rows, self.text, self.context, self.columns, self.known = rows, text, context, columns, known
        self.letters = {**_LETTERS, **letters}
        self.state = state
        kinds = {c.kind for c in columns.values()}
        self.shows = bool(kinds & {"presence", "present", "excused", "absent", "morning", "afternoon", "date", "remote"})
        self.out: list[Entry] = []
        self.notes: list[tuple[Entry, Span, bool]] = []
        self.invited: bool | None = state.invited if state else None
        self.above: list[BodyMention] = []

    def read(self) -> list[Entry]:
        misses = 0
        for row in self.rows:
            filled = [(s, c) for s, c in zip(row.cells, row.columns, strict=True) if self.text[s.start : s.end].strip()]
            if not filled:
                continue
            if len(filled) == 1 and (filled[0][1] == 0 or len(row.cells) == 1):
                if self._single(row, filled[0][0]):
                    break
                continue
            if self._row(row):
                misses = 0
            else:
                misses += 1
                if misses >= 2 and self.out:
                    break
        for entry, span, proxy in self.notes:
            self._note(entry, span, proxy)
        return self.out

    def _single(self, row: ListLine, span: Span) -> bool:
        """A row of one cell: a heading inside the table. True when the sheet ends here."""
        words = self.text[span.start : span.end].strip()
        line = ListLine(words, span, "cell")
        if _ADDED.search(plain(words)):
            return False
        kind = next((c.kind for i, c in self.columns.items() if i == row.columns[row.cells.index(span)]), "")
        state = heading_state(line) or read_state(words) if len(words.split()) <= 8 else None
        if state is not None and (state.presence != "present" or not self.shows):
            set_state(self.context, state, span)
            self.invited = state.invited
            if not self.shows:
                self.state = state
            self.context.group, self.context.group_span = clean_group(words), span
            return False
        items = read_items(ListLine(words, Span(span.start, span.end), "cell"), self.text)
        if is_group(items, words):
            self.context.group, self.context.group_span = clean_group(words), span
            self.invited = True if plain(words).startswith("invite") else None
            self.context.bodies = []
            return False
        if kind in ("name", "family", "given") and items and items[0].kind == "person":
            self._row(row)
            return False
        if kind == "body" and len(items) == 1 and items[0].kind in ("body", "unknown") and not self.shows:
            self._row(row)
            return False
        if section(line, items) or len(words.split()) > 12:
            return True
        if len(items) == 1 and items[0].kind == "body" and kind == "name":
            self.context.bodies = [body_mention(items[0].words)]
        return plain(words) in ("decisions", "decision", "ordre du jour")

    def _cell(self, row: ListLine, *kinds: str) -> list[tuple[Span, Column]]:
        out = []
        for span, column in zip(row.cells, row.columns, strict=True):
            info = self.columns.get(column)
            if info is not None and info.kind in kinds and self.text[span.start : span.end].strip():
                out.append((_trim(self.text, span), info))
        return out

    def _items(self, span: Span) -> list[Item]:
        return read_items(ListLine(self.text[span.start : span.end], span, "cell"), self.text)

    def _row(self, row: ListLine) -> bool:
        families, givens = self._cell(row, "family"), self._cell(row, "given")
        names, bodies = self._cell(row, "name"), self._cell(row, "body")
        entries: list[Entry] = []
        mentions = self._bodies(bodies, row)
        if families or givens:
            words = [t for s, _ in (*givens, *families) for i in self._items(s) for t in i.words if i.kind not in ("(", ")")]
            family = self._text(families).split(",")[0]
            given = self._text(givens)
            if not words:
                return False
            from .names import normal_case

            given, family = _case(given, normal_case), _case(family, normal_case)
            first = (families or givens)[0][0]
            name = " ".join(filter(None, (given, family)))
            start, end = min(s.start for s, _ in (*givens, *families)), max(s.end for s, _ in (*givens, *families))
            entry = Entry("person", name, first.start if not families else start, end, given=given or None, family=family or None)
            entries.append(entry)
        for span, _ in names:
            entries.extend(self._named(span))
        titled = bool(self._cell(row, "title"))
        persons = [e for e in entries if e.kind == "person"]
        if persons:
            for entry in persons:
                entry.title = entry.title or titled
                entry.bodies = (
                    [*mentions, *[b for b in entry.bodies if all(b.name != m.name for m in mentions)]]
                    if not (entry.bodies and not mentions)
                    else entry.bodies
                )
                if not entry.bodies and self.context.bodies:
                    entry.bodies = list(self.context.bodies)
                if mentions and entry.rule == "office":
                    entry.bodies = list(mentions)
        elif entries:
            for entry in entries:
                if mentions and not entry.title:
                    entry.name, (entry.start, entry.end) = mentions[0].name, mentions[0].span
                elif mentions and entry.title:
                    entry.name = mentions[0].name
        elif mentions and (self.shows or self.state is not None or not names):
            vacant = bool(names and _VACANT.match(plain(self._text(names))))
            if not (vacant and not self._values(row)):
                entries = [Entry("body", m.name, m.span.start, m.span.end) for m in mentions]
        if not entries:
            return False
        roles = [self._text([cell]) for cell in self._cell(row, "role")]
        for entry in entries:
            entry.rule = "table"
            entry.line = row.span
            entry.role.extend(r for r in roles if r)
            entry.group, entry.group_span, entry.invited = self.context.group, self.context.group_span, self.invited
            entry.heading = self.context.heading
            if self.context.group and plain(self.context.group).startswith("invite"):
                entry.heading = self.context.group_span
        self._presence(row, entries)
        return True

    def _text(self, cells: Sequence[tuple[Span, Column]]) -> str:
        return " ".join(" ".join(self.text[s.start : s.end].split()) for s, _ in cells)

    def _bodies(self, cells: Sequence[tuple[Span, Column]], row: ListLine) -> list[BodyMention]:
        found: list[BodyMention] = []
        for span, _ in cells:
            flat = plain(self.text[span.start : span.end])
            if re.match(r"^(?:idem|id\.?|dito|\"|″|〃)(?:$|\s)", flat):
                found.extend(self.above)
                continue
            if _VACANT.match(flat):
                continue
            found.extend(self._bodies_of(span))
        if found:
            self.above = found
        return found

    def _bodies_of(self, span: Span) -> list[BodyMention]:
        """The bodies of a cell that holds bodies, perhaps with a role: « Président du syndicat », « UNA / SSIAD », « A puis B »."""
        items = self._items(span)
        out: list[BodyMention] = []
        outer = [x for x in items if x.depth == 0]
        if any(x.kind == "role" for x in outer):
            bodies = [x for x in outer if x.kind == "body"]
            if bodies:
                first, last = bodies[-1].words[0], outer[-1].words[-1]
                words = [
                    t
                    for x in outer
                    if x.start >= first.start and x.kind in ("body", "unknown", "-", "et", "comment")
                    for t in x.words
                ]
                del last
                return [body_mention(words)]
            role = next(x for x in outer if x.kind == "role")
            derived = office_body(role.words)
            return [BodyMention(derived, span)] if derived else []
        runs: list[list[Item]] = [[]]
        for item in items:
            if item.depth > 0 or item.kind in ("(", ")"):
                continue
            if item.kind in ("/", ";", "+") or (
                item.kind == "et" and item.words[0].folded in ("puis", "et") and _stands(runs[-1]) and _next_body(items, item)
            ):
                runs.append([])
            else:
                runs[-1].append(item)
        for run in runs:
            words = [t for x in run for t in x.words]
            while words and words[-1].kind in ("-", ",", "et"):
                words.pop()
            if not words or not any(t.kind == "word" for t in words):
                continue
            if out and words[0].folded in lexicon.SUBUNITS:
                continue
            mention = body_mention(words)
            inner = [x for x in items if x.kind == "-" and mention.span.start < x.start < mention.span.end]
            if (
                inner
                and words[0].caps
                and words[0].kind == "word"
                and inner[0].start > words[0].end
                and len([w for w in words if w.start < inner[0].start]) == 1
            ):
                mention = BodyMention(words[0].text, Span(words[0].start, words[0].end))
            out.append(mention)
        return out

    def _named(self, span: Span) -> list[Entry]:
        items = self._items(span)
        out: list[Entry] = []
        last: Entry | None = None
        words_before = plain(self.text[span.start : span.end])
        if _VACANT.match(words_before):
            return []
        for item in items:
            unknown_name = (
                item.kind == "unknown"
                and not any(c.isdigit() for t in item.words for c in t.text)
                and len(item.words) <= 4
                and item.depth == 0
            )
            body_name = item.kind == "body" and item.depth == 0 and not out and len(item.words) == 1 and False
            if item.kind == "person" or unknown_name or body_name:
                name, given, family = person_name(item.words, self.context.family_first)
                last = Entry(
                    "person",
                    name,
                    item.start,
                    item.end,
                    given=given,
                    family=family,
                    title=bool(item.title),
                    sure=item.kind == "person",
                )
                out.append(last)
            elif item.kind == "unnamed":
                at, end = unnamed_body(item)
                name = (
                    body_mention(item.words[at:end]).name
                    if at < end
                    else item.derived or self.text[span.start : span.end].strip()
                )
                out.append(
                    Entry(
                        "body",
                        name,
                        item.start,
                        item.end,
                        people=item.count,
                        title=bool(item.title),
                        role=[self.text[item.start : item.end]],
                    )
                )
            elif item.kind == "role" and last is not None:
                last.role.append(self.text[item.start : item.end])
                if item.derived:
                    last.bodies, last.rule = [BodyMention(item.derived, Span(item.start, item.end))], "office"
            elif item.kind == "mark" and last is not None and item.mark is not None:
                apply_mark(last, item.mark)
                last.own_presence = item.mark.presence is not None and item.mark.timing is None
            elif item.kind == "body" and last is not None and not last.bodies:
                last.bodies.append(body_mention(item.words))
            elif item.kind == "idem" and self.out:
                previous = next((e for e in reversed(self.out) if e.kind == "person"), None)
                if previous is not None:
                    previous.bodies.extend(m for m in self.above if all(m.name != b.name for b in previous.bodies))
        return out

    # --- presence --------------------------------------------------------------------------------------------------------

    def _values(self, row: ListLine) -> list[tuple[Span, Column]]:
        return self._cell(row, "presence", "present", "excused", "absent", "morning", "afternoon", "date", "remote")

    def _presence(self, row: ListLine, entries: list[Entry]) -> None:
        dated = [c for c in self.columns.values() if c.kind == "date"]
        halves = [c for c in self.columns.values() if c.kind in ("morning", "afternoon")]
        values = self._values(row)
        notes = self._cell(row, "note", "proxy")
        for entry in entries:
            if dated:
                self._sessions(row, entry)
                continue
            marks: list[Mark] = []
            for span, column in values:
                mark = self._value(span, column, entry)
                if mark is not None:
                    marks.append(mark)
                    if column.kind in ("morning", "afternoon") and mark.presence == "present":
                        entry.sessions.append("matin" if column.kind == "morning" else "après-midi")
            if not entry.own_presence:
                if not self.shows:
                    entry.presence = self.state.presence if self.state is not None else "unknown"
                elif any(m.presence == "present" for m in marks):
                    entry.presence = "present"
                elif marks:
                    entry.presence = next((m.presence for m in marks if m.presence), "absent")
                else:
                    entry.presence = (
                        "unknown" if not halves and not any(c.kind == "presence" for c in self.columns.values()) else "absent"
                    )
            entry.mode = next((m.mode for m in marks if m.mode), entry.mode)
            self.out.append(entry)
        if entries:
            for span, column in notes:
                self.notes.append((entries[0], span, column.kind == "proxy"))

    def _sessions(self, row: ListLine, entry: Entry) -> None:
        """One row for each dated column. A body followed by a date in brackets holds for that date only."""
        for span, column in self._cell(row, "date"):
            mark = self._value(span, column, entry)
            if mark is None or mark.presence is None:
                continue
            one = replace(
                entry,
                presence=mark.presence,
                mode=mark.mode or entry.mode,
                sessions=[column.label] if sum(c.kind == "date" for c in self.columns.values()) > 1 else [],
                role=list(entry.role),
            )
            one.bodies = self._bodies_on(entry, column.label)
            self.out.append(one)

    def _bodies_on(self, entry: Entry, label: str) -> list[BodyMention]:
        kept = []
        for mention in entry.bodies:
            tail = self.text[mention.span.end : mention.span.end + 14]
            match = re.match(r"\s*\(([^)]*\d[^)]*)\)", tail)
            if match is None or fold(match[1]) == fold(label):
                kept.append(mention)
        return kept or list(entry.bodies)

    def _value(self, span: Span, column: Column, entry: Entry) -> Mark | None:
        words = self.text[span.start : span.end].strip()
        flat = fold(words) or words
        if column.kind in ("present", "excused", "absent", "remote"):
            if flat in ("non", "n", "0"):
                return None
            presence = {"present": "present", "excused": "excused", "absent": "absent", "remote": "present"}[column.kind]
            return Mark(presence, "remote" if column.kind == "remote" else None)  # type: ignore[arg-type]
        if flat in self.letters and not (
            column.kind in ("morning", "afternoon")
            and flat in ("a", "e", "d", "r", "n", "t", "v")
            and self._initials(entry) == flat
        ):
            return self.letters[flat]
        if words in self.letters:
            return self.letters[words]
        if self._signature(words, entry):
            return Mark("present")
        mark = read_mark(words)
        if mark is not None and mark.presence:
            return mark
        return None

    @staticmethod
    def _initials(entry: Entry) -> str:
        return "".join(w[0] for w in fold(entry.name).split())

    def _signature(self, words: str, entry: Entry) -> bool:
        """Initials, or the name itself, or a word that can be nothing else."""
        flat = fold(words).split()
        name = fold(entry.name).split()
        if not flat:
            return words.strip() not in ("", "/", ".")
        compact = "".join(flat)
        if compact == "signe" or compact == "signature":
            return True
        if all(any(n.startswith(w) for n in name) for w in flat):
            return True
        initials = "".join(n[0] for n in name)
        return (
            words.isupper()
            and len(compact) <= 4
            and (sorted(compact) == sorted(initials) or set(compact) <= set(initials) or len(compact) <= 3)
        )

    # --- notes ------------------------------------------------------------------------------------------------------------

    def _note(self, entry: Entry, span: Span, proxy: bool) -> None:
        words = self.text[span.start : span.end].strip()
        same = [e for e in self.out if e.line == entry.line]
        link = read_link(words)
        items = self._items(span)
        if link is None and proxy and items and (items[0].kind == "person" or items[0].title):
            self._link(entry, items, "Pouvoir à ")
            return
        if link is not None:
            self._link(entry, items, "")
            return
        mark = read_mark(words)
        if mark is None:
            return
        for one in same:
            if mark.presence in ("excused", "absent") and one.presence in ("absent", "unknown", "excused"):
                one.presence = "excused" if "excused" in (mark.presence, one.presence) else "absent"
            if mark.timing:
                one.timing = mark.timing
            if mark.session and mark.session not in one.sessions:
                one.sessions.append(mark.session)
            if mark.mode and one.presence == "present":
                one.mode = mark.mode

    def _link(self, entry: Entry, items: list[Item], prefix: str) -> None:
        pool = [*self.known, *[e for e in self.out if e not in self.known]]
        helper = Line(Context(state=State("present"), block=self.context.block), items, self.text, entry.line or Span(0, 0), pool)
        helper.entries = list(pool)
        helper.last = entry if entry.kind == "person" else None
        helper.last_body = entry if entry.kind == "body" else None
        if prefix:
            from .phrases import Link

            items = [Item("link", items[0].words[:1], 0, link=Link("proxy", "by", 0)), *items]
        k = 0
        while k < len(items):
            if items[k].kind == "link":
                helper._link(items, k)
                break
            k += 1
        for found in helper.entries:
            if found not in pool[: len(pool)] or (found not in self.out and found not in self.known):
                found.line, found.heading = entry.line, None
                self.out.append(found)


def _trim(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - (len(piece) - len(piece.rstrip())))


def _case(words: str, normal_case: object) -> str:
    assert callable(normal_case)
    return " ".join(str(normal_case(w)) for w in words.split())


def _stands(run: list[Item]) -> bool:
    return any(x.kind in ("body", "unknown") for x in run)


def _next_body(items: Sequence[Item], item: Item) -> bool:
    at = next(k for k, x in enumerate(items) if x is item)
    return at + 1 < len(items) and items[at + 1].kind in ("body", "unknown")
