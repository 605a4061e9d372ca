"""What pages are made of: facts, tables, figures, a matrix. Data only: `templates/atlas.js` knows the words and draws.

A column is its key (`words` of atlas.js) and how its cells are shown: "link" (name and id), "links" (several), "date" (EDTF), "number",
"text", "both" (French and English), "code" (a word of `terms`), "share" (0 to 1, drawn as a bar), "quote" (sentence and record).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Text = Mapping[str, str]
Section = dict[str, Any]


_NOTHING: tuple[Any, ...] = (None, "", [], ["", ""])


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the atlas. `path` is relative to its folder, `kind` the letter of its node ("" for a list); `crumbs` lead to what is
    around; `lead` stands under the title; `facts` are key, how shown, value; `notes` stand at the end."""

    path: str
    title: Text
    kind: str = ""
    sort: str = ""
    identity: str = ""
    crumbs: Sequence[Any] = ()
    lead: Sequence[Text] = ()
    facts: Sequence[tuple[str, str, Any]] = ()
    sections: Sequence[Section] = ()
    notes: Sequence[Text] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """What the page carries."""
        found: dict[str, Any] = {"title": dict(self.title), "kind": self.kind, "sort": self.sort, "id": self.identity}
        found |= {"crumbs": list(self.crumbs), "lead": list(self.lead), "notes": list(self.notes)}
        found["facts"] = [fact for fact in self.facts if fact[2] not in (None, "", [])]
        found["sections"] = [section for section in self.sections if section]
        return {**{key: value for key, value in found.items() if value}, **self.more}


def named(name: str) -> Text:
    """A name: the same in both languages."""
    return {"fr": name, "en": name}


def table(
    title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]], *, sort: tuple[int, int] | None = None,
    note: Text | None = None, empty: str | None = None, few: int | None = None,
) -> Section:  # fmt: skip
    """A table; {} without rows, unless `empty` (a key of words) says what that means. `sort` is the column it is sorted by and 1 or -1
    (None: as given); `few` how many rows are shown before the reader asks for the rest."""
    found = list(rows)
    if not found and empty is None:
        return {}
    if found:  # a column that says nothing of anybody is left out
        kept = [n for n in range(len(columns)) if any(row[n] not in _NOTHING for row in found)]
        columns, found = [columns[n] for n in kept], [[row[n] for n in kept] for row in found]
        sort = (kept.index(sort[0]), sort[1]) if sort is not None and sort[0] in kept else None
    section: Section = {"k": "table", "t": title, "c": [list(column) for column in columns], "r": found}
    section |= {key: value for key, value in (("s", sort), ("n", note), ("e", empty), ("few", few)) if value is not None}
    return section


def prose(title: str, texts: Sequence[Text]) -> Section:
    """Some sentences under a heading; {} without any."""
    return {"k": "prose", "t": title, "p": list(texts)} if texts else {}
