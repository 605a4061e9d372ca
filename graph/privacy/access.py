"""All that the project holds about one person, with the sentences and files it comes from (RGPD art. 15)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from .. import corrections, decisions
from ..identity import file_name, permalink
from ..language import Language
from ..project import Project
from ..record import Evidence, Record
from ..resolution import Mention
from .finding import EMAIL, TELEPHONE, Finder
from .paper import Paper, Part
from .people import Everyone, refusal_of
from .refusals import new_hasher


def held(project: Project, everyone: Everyone, mentions: Sequence[Mention]) -> dict[str, Any]:
    """What is held about the person whom `mentions` are, as JSON values: names, records with every statement, lines that people wrote."""
    hasher = new_hasher()  # for this answer only; nothing of it is kept
    finder = Finder(hasher, refusal_of(everyone, mentions, (), (), hasher))
    identity = everyone.identity
    records = [_record(identity.records[record], [m.item for m in mentions if m.record == record], finder)
               for record in dict.fromkeys(m.record for m in mentions)]  # fmt: skip
    ids = {mention.record for mention in mentions}
    return {
        "names": sorted(
            {name for entry in records for name in entry["names"]}, key=lambda name: (name.isupper(), -len(name), name)
        ),
        "nodes": sorted({identity.resolution.node_of[mention] for mention in mentions}),
        "mentions": [permalink(mention) for mention in mentions],
        "records": sorted(records, key=lambda entry: (entry["day"] or "9999", entry["source"])),
        "corrections": list(_written(corrections.files(project), finder, ids)),
        "decisions": list(_written(decisions.folder(project).glob(f"*{decisions.SUFFIX}"), finder, ids)),
    }


def _record(record: Record, items: list[str], finder: Finder) -> dict[str, Any]:
    names = {item.id: getattr(item, "name", None) or getattr(item, "title", None) or getattr(item, "what", "")
             for group in (record.events, record.organisations, record.people, record.territories, record.programmes, record.actions)
             for item in group}  # fmt: skip
    days = {event.id: event.date for event in record.events}
    people = [person for person in record.people if person.id in items]
    others = finder.others(record, items)
    passages = [line.strip() for line in record.text.split("\n") if finder.cuts(line, near=True, others=others)]
    statements: list[dict[str, Any]] = []

    def state(kind: str, evidence: Evidence, **values: Any) -> None:
        page = record.page_at(evidence.spans[0][0]) if evidence.spans else None
        kept = {key: value for key, value in values.items() if value not in (None, "", [], ())}
        statements.append({"kind": kind, **kept, "quote": evidence.quote, "page": page, "read_by": evidence.rule})

    for row in record.attendance:
        if row.who in items or any(other.who in items for other in row.stands_in_for):
            state(row.presence if row.who in items else "replaced", row.evidence, event=names.get(row.event), date=days.get(row.event),
                  role=row.role, on_behalf_of=[names[body] for body in row.on_behalf_of], invited=row.invited, mode=row.mode,
                  sessions=list(row.sessions), timing=row.timing,
                  stands_in_for=[names.get(other.who) for other in row.stands_in_for] if row.who in items else None)  # fmt: skip
    for link in record.links:
        if link.start in items or link.end in items:
            other = link.end if link.start in items else link.start
            state(link.type, link.evidence, to=names.get(other), role=link.role, first=link.first, last=link.last)
    for action in record.actions:
        if set(action.who) & set(items):
            state("action", action.evidence, what=action.what, due=action.due, status=action.status)
    for group in record.partnerships:
        if set(group.members) & set(items):
            state("partnership", group.evidence, what=group.basis, status=group.status)
    if set(record.authors) & set(items):
        state("author", Evidence())
    text = "\n".join(passages)
    return {
        "record": record.id, "source": record.source.path, "part": record.source.part, "title": record.title or file_name(record),
        "kind": record.kind, "day": corrections.main_date(record),
        "names": sorted({" ".join(name.split()) for person in people for name in (person.name, *person.surfaces)}),
        "identifiers": {key: value for person in people for key, value in person.identifiers.items()},
        "addresses": sorted({found.group() for pattern in (EMAIL, TELEPHONE) for found in pattern.finditer(text)}),
        "statements": statements, "passages": passages,
    }  # fmt: skip


def _written(files: Iterable[Any], finder: Finder, ids: set[str]) -> Iterable[dict[str, Any]]:
    """The lines of decisions or corrections that name the person in one of these records."""
    for path in sorted(files):
        for line in path.read_text("utf-8", "replace").splitlines():
            try:
                data = json.loads(line)
            except ValueError:
                continue
            if isinstance(data, dict) and any(identity in line for identity in ids) and finder.cuts(_words(data), near=True):
                yield {"file": f"{path.parent.name}/{path.name}", **data}


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(_words(item) for item in value.values())
    if isinstance(value, list):
        return "\n".join(map(_words, value))
    return str(value)


_SAID = {
    "en": {
        "title": "What is held about {name}", "names": "Names as written", "contact": "Addresses and numbers in the passages",
        "records": "{n} records", "passages": "Passages", "lines": "What people wrote about the readings",
        "origin": "Everything was read from the files named here; nothing was collected from the person. The graph shows the same "
        "statements, and what follows from them (who met whom). The passages name other people too: look at them before handing this over.",
        "of": "for", "page": "p. {n}", "none": "Nothing.", "kind": {},
    },
    "fr": {
        "title": "Ce qui est conservé au sujet de {name}", "names": "Noms tels qu'écrits",
        "contact": "Adresses et numéros dans les passages",
        "records": "{n} documents", "passages": "Passages", "lines": "Ce que des personnes ont écrit sur les lectures",
        "origin": "Tout a été lu dans les fichiers nommés ici ; rien n'a été recueilli auprès de la personne. Le graphe montre les mêmes "
        "affirmations, et ce qui en découle (qui a rencontré qui). "
        "Les passages nomment aussi d'autres personnes : relisez avant de remettre ce document.",
        "of": "pour", "page": "p. {n}", "none": "Rien.",
        "kind": {
            "present": "présence", "excused": "excuse", "absent": "absence", "unknown": "annonce", "represented": "représente",
            "acts_for": "agit pour", "contributed": "contribue à", "member_of": "membre de", "action": "action", "author": "auteur",
            "partnership": "partenariat", "replaced": "remplacement",
        },
    },
}  # fmt: skip


def paper(found: dict[str, Any], language: Language) -> Paper:
    """The same, to be read and handed over."""
    said: dict[str, Any] = _SAID[language]
    names = found["names"]
    head = [f"{said['names']} : {', '.join(names)}" if language == "fr" else f"{said['names']}: {', '.join(names)}"]
    contact = sorted({address for entry in found["records"] for address in entry["addresses"]})
    if contact:
        head.append(f"{said['contact']}{' :' if language == 'fr' else ':'} {', '.join(contact)}")
    parts = [Part(said["records"].format(n=len(found["records"])), [said["origin"]], head)]
    for entry in found["records"]:
        lines = []
        for one in entry["statements"]:
            words = [said["kind"].get(one["kind"], one["kind"])]
            words += [
                str(one[key]) for key in ("event", "to", "what", "date", "role", "due", "status", "first", "last") if one.get(key)
            ]
            if one.get("on_behalf_of"):
                words.append(f"{said['of']} {', '.join(one['on_behalf_of'])}")
            if one.get("page"):
                words.append(said["page"].format(n=one["page"]))
            quote = " ".join(str(one["quote"]).split())
            lines.append(", ".join(words) + (f" — « {quote} »" if quote else ""))
        lines += [
            f"{said['passages']}{' :' if language == 'fr' else ':'} « {' '.join(text.split())} »" for text in entry["passages"]
        ]
        place = entry["source"] + (f" ({entry['part']})" if entry["part"] else "")
        parts.append(Part(f"{entry['day'] or '?'} · {entry['title']}", [place], lines or [said["none"]]))
    written = [*found["corrections"], *found["decisions"]]
    if written:
        parts.append(Part(said["lines"], (), [f"{line['file']} : {json.dumps(line, ensure_ascii=False)}" for line in written]))
    return Paper(said["title"].format(name=names[0] if names else "?"), parts)
