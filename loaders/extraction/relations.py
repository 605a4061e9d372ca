"""Links between what was found: who represents whom, who took part in what, what an event is about, who is partner of whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from ...graph.model import Span
from ...graph.names import fold, name_key
from ...graph.record import Action, Attendance, EventStatus, Partnership, StandsInFor
from .activities import find_activities, size_in
from .agreement import find_parties, find_signers
from .articles import of
from .bodies import identify
from .body_names import BodyName
from .commitments import find_commitments, short_names
from .draft import Draft
from .french_dates import Mention as DateMention
from .mentions import Mention, Mentions
from .named_again import class_nouns
from .officers import bodies_of
from .participation import Part, find_parts
from .partners import calls_partners, find_pacts
from .represented import SHARED, find_apposed, find_councillors, find_elected, find_pairs, find_unknown
from .titles import municipality

_NEXT_ENTRY = re.compile(r",\s*(?:le |la |l['’]|une? )\s*[a-zà-ÿ]")


def add_pairs(draft: Draft, mentions: Mentions) -> None:
    """`represented` links of running text. A person whom the list pairs with a body gets no second one from a bare « X, Y »."""
    listed = {link.start for link in draft.links.values() if link.type == "represented"}
    lines = {
        (link.start, mentions.reading.line_number(start))
        for link in draft.links.values()
        if link.type == "represented"
        for start, _ in link.evidence.spans
    }
    pairs = list(find_pairs(mentions))
    direct = listed | {pair[0] for pair in pairs if pair[4] != SHARED}
    for person, body, role, span, rule, confidence in pairs:
        if rule == SHARED and person in direct:
            continue
        if person in listed and confidence < 0.88:
            continue
        if (person, mentions.reading.line_number(span.start)) in lines and _NEXT_ENTRY.search(
            mentions.text[span.start : span.end]
        ):
            continue  # « M. X – CCI, le directeur de B »: the next of the list
        draft.link("represented", person, body, span, rule, confidence, role=role, optional=person in listed and confidence < 0.9)


def add_elected(draft: Draft, mentions: Mentions) -> None:
    """People who sit for their commune."""
    for person, head, kind, place, role, span in find_elected(mentions):
        elected = (
            municipality(place)
            if kind == "municipality"
            else BodyName(f"{head} {of(place)}", kind, "unit", head, name_key(place))
        )
        body = draft.organisation(elected, span, "represented.elected", 0.8)
        draft.link("represented", person, body, span, "represented.elected", 0.8, role=role)
    placed = {link.start for link in draft.links.values() if link.type == "represented"}
    for person, network, span in find_councillors(mentions):
        if person not in placed:
            placed.add(person)
            kind = "region" if network == "Conseil régional" else "departement"
            council = draft.organisation(BodyName(network, kind, "body", network), span, "represented.elected", 0.78)
            draft.link("represented", person, council, span, "represented.elected", 0.78)
    for person, name, span in find_unknown(mentions):
        if person not in placed:
            body = draft.organisation(BodyName(name, "other"), span, "represented.unknown", 0.72)
            draft.link("represented", person, body, span, "represented.unknown", 0.72)
            placed.add(person)
    for person, name, said, span in find_apposed(mentions):
        if person not in placed:
            placed.add(person)
            apposed = draft.organisation(identify(name), span, "represented.apposed-name", 0.7)
            draft.link("represented", person, apposed, span, "represented.apposed-name", 0.7, role=said)


def add_participation(
    draft: Draft,
    mentions: Mentions,
    event_at: Callable[[Span], list[str]],
    authors: set[str],
    roles: tuple[str, ...] | None = None,
    mains: Sequence[str] = (),
    unlisted: bool = False,
) -> None:
    """Attendance and contributions of running text, at the event that `event_at` gives for a place of the text. With `roles` only
    contributions of these roles: a list tells the rest. `unlisted`: only people without a row so far who led or spoke."""
    bodies = bodies_of(draft)
    rows: dict[tuple[str, str], Attendance] = {(row.who, row.event): row for row in draft.attendance}
    parts = [
        part for part in find_parts(mentions, 0, authors, bodies) if roles is None or (part.role in roles and part.kind == "body")
    ]
    if unlisted:
        there = {row.who for row in draft.attendance}
        parts = [part for part in parts if part.role in ("leader", "speaker") and part.kind == "person" and part.id not in there]
    first: dict[tuple[str, str], Part] = {}
    for part in parts:
        for event in event_at(part.at):
            if unlisted and event not in mains:
                continue
            if event not in mains and (part.role == "reporter" or (part.role == "speaker" and part.kind == "person")):
                continue  # who tells of another meeting is not said to have been there
            key = (part.id, event)
            if key not in first or (first[key].presence in ("excused", "absent")) < (part.presence in ("excused", "absent")):
                first[key] = part
    for (actor, event), part in first.items():
        held = draft.events[event].status == "held"
        if part.kind == "body" and part.presence == "present":
            draft.link("contributed", actor, event, part.at, part.rule, part.confidence, role=part.role)
        if (
            (actor, event) in rows
            or roles is not None
            or (part.kind == "person" and draft.events[event].kind == "signature" and not draft.events[event].main)
        ):
            continue
        presence = part.presence if held or part.presence != "present" else "unknown"
        if part.kind == "body" and part.role in ("organiser", "leader") and not held:
            continue
        if part.instead_of and actor not in bodies:  # who came in somebody's place sat for the same body
            bodies[actor] = list(bodies.get(part.instead_of, ()))
            for body in bodies[actor]:
                draft.link("represented", actor, body, part.at, part.rule, 0.75)
        made = Attendance(
            who=actor, event=event, presence=presence, invited=part.invited, on_behalf_of=tuple(bodies.get(actor, ())) if part.kind == "person" else (),
            stands_in_for=(StandsInFor(who=part.instead_of, kind="substitute"),) if part.instead_of else (),
            evidence=draft.evidence([part.at], part.rule, part.confidence),
        )  # fmt: skip
        rows[(actor, event)] = made
        draft.attendance.append(made)


def add_parties(draft: Draft, mentions: Mentions, mains: Sequence[str], title: str, title_span: Span | None) -> None:
    """The parties of an agreement signed it, each by those who represent it, and are partners in it."""
    bodies = []
    rows = {(row.who, row.event) for row in draft.attendance}
    signers = list(find_signers(mentions))
    parties = list(find_parties(mentions))
    signed = {person.id for _, person in signers} if len(signers) >= len(parties) else set()
    for body, person in signers:
        if body:
            draft.link("represented", person.id, body.id, Span(body.span.start, person.span.end), "agreement.signer", 0.88)
    for party, people, span in parties:
        bodies.append(party.id)
        for person in people:
            draft.link("represented", person.id, party.id, span, "agreement.party", 0.9)
        for main in mains:
            draft.link("contributed", party.id, main, span, "agreement.party", 0.92, role="signatory")
            for person in people:
                if (person.id, main) not in rows and (person.id in signed or not signed):
                    rows.add((person.id, main))
                    evidence = draft.evidence([person.span], "agreement.party", 0.7)
                    draft.attendance.append(
                        Attendance(who=person.id, event=main, presence="present", on_behalf_of=(party.id,), evidence=evidence)
                    )
    for body, person in signers:
        for main in mains:
            if (person.id, main) not in rows:
                rows.add((person.id, main))
                evidence = draft.evidence([person.span], "agreement.signer", 0.8)
                behalf = (body.id,) if body else ()
                draft.attendance.append(
                    Attendance(who=person.id, event=main, presence="present", on_behalf_of=behalf, evidence=evidence)
                )
    if len(set(bodies)) > 1:
        evidence = draft.evidence([title_span or Span(0, 0)], "agreement.parties", 0.9)
        draft.partnerships.append(
            Partnership(
                id=f"n{len(draft.partnerships) + 1}", members=tuple(dict.fromkeys(bodies)), basis=title, evidence=evidence
            )
        )


def add_signatories(draft: Draft, mentions: Mentions, signatures: Sequence[tuple[str, Span]], own: str | None) -> None:
    """The bodies that sign at a signature: those the sentence ties to the convention."""
    pacts = list(find_pacts(mentions, own))
    for event, span in signatures:
        line = mentions.reading.line_at(span.start).span
        for pact in pacts:
            follows = pact.rule == "partners.signed-by" and line.start <= pact.span.start < line.end
            if pact.span.start <= span.start < pact.span.end or span.start <= pact.span.start < span.end or follows:
                for member in pact.members:
                    draft.link("contributed", member, event, pact.span, "events.signatory", 0.82, role="signatory")


def add_partnerships(
    draft: Draft,
    mentions: Mentions,
    mains: Sequence[str],
    own: str | None,
    start: int,
    territory: str | None,
    programme: str | None,
) -> None:
    """Partnerships of sentences, of participants called partners, of the organisers of an event."""
    seen: set[frozenset[str]] = set()

    def add(
        members: Sequence[str], basis: str, status: str, span: Span, rule: str, confidence: float, **more: str | None
    ) -> None:
        key = frozenset(members)
        if len(key) < 2 or key in seen:
            return
        seen.add(key)
        draft.partnerships.append(Partnership.model_validate({
            "id": f"n{len(draft.partnerships) + 1}", "members": tuple(dict.fromkeys(members)), "basis": basis, "status": status,
            "evidence": draft.evidence([span], rule, confidence), **{k: v for k, v in more.items() if v},
        }))  # fmt: skip

    represents = {person: bodies[0] for person, bodies in bodies_of(draft).items() if len(bodies) == 1}
    for pact in find_pacts(mentions, own, start, represents):
        add(pact.members, pact.basis, pact.status, pact.span, pact.rule, pact.confidence)
    called = calls_partners(mentions.text[start:])
    if called and mains:
        there = _present_bodies(draft, mains[0])
        if 2 < len(there) < 25:
            add(
                there,
                draft.events[mains[0]].title,
                "actual",
                Span(start + called.start(), start + called.end()),
                "partners.participants",
                0.8,
                territory=territory,
                programme=programme,
            )
    for main in mains:
        if draft.events[main].kind == "signature":
            signed = [
                link.start
                for link in draft.links.values()
                if link.type == "contributed"
                and link.end == main
                and link.role == "signatory"
                and link.start in draft.organisations
            ]
            members = list(dict.fromkeys(signed if len(set(signed)) > 1 else [*signed, *_present_bodies(draft, main)]))
            if 1 < len(members) < 12:
                add(
                    members,
                    draft.events[main].title,
                    "actual",
                    Span(*draft.events[main].evidence.spans[0]),
                    "partners.signatories",
                    0.75,
                )
        organisers = [
            link.start
            for link in draft.links.values()
            if link.type == "contributed" and link.end == main and link.role == "organiser" and link.start in draft.organisations
        ]
        if 1 < len(set(organisers)) < 7:
            event = draft.events[main]
            span = Span(*event.evidence.spans[0]) if event.evidence.spans else Span(0, 0)
            add(organisers, "co-organisation", "actual", span, "partners.organisers", 0.75)


def _present_bodies(draft: Draft, event: str) -> list[str]:
    found: list[str] = []
    for row in draft.attendance:
        if row.event == event and row.presence == "present":
            found.extend([row.who] if row.who in draft.organisations else row.on_behalf_of)
    return list(dict.fromkeys(found))


def add_group_partnerships(draft: Draft, groups: dict[str, tuple[str, list[str], Span]], programme: str | None) -> None:
    """« SPRO Départemental 37 : … »: the bodies listed under one territory's heading are partners in it."""
    for territory, (title, members, span) in groups.items():
        unique = tuple(dict.fromkeys(members))
        if len(unique) > 1:
            draft.partnerships.append(Partnership.model_validate({
                "id": f"n{len(draft.partnerships) + 1}", "members": unique, "basis": title, "territory": territory, "status": "actual",
                "evidence": draft.evidence([span], "partners.group", 0.85), **({"programme": programme} if programme else {}),
            }))  # fmt: skip


def add_activities(
    draft: Draft, mentions: Mentions, sections: bool, section_at: Callable[[int], str | None], name_of: Callable[[str], str]
) -> None:
    """Undated events with an actor, and who took part in them."""
    bodies = bodies_of(draft)
    dated = [Span(*span) for event in draft.events.values() for span in event.evidence.spans]
    for found in find_activities(mentions, sections):
        if found.rule == "activities.plans" and any(found.span.start - 60 <= span.start < found.span.end for span in dated):
            continue  # told with its day
        section = section_at(found.span.start)
        title = (
            f"{found.title} ({name_of(section)})" if section and fold(name_of(section)) not in fold(found.title) else found.title
        )
        sentence = mentions.reading.sentence_at(found.span.start)
        said = size_in(_with_next(mentions, sentence))
        identity = draft.event(
            [found.span], found.rule, found.confidence, title=title, kind=found.kind, status=found.status,
            listed="partial" if found.status == "held" else "none", size=said[0] if said else None, size_approximate=said[1] if said else False,
        )  # fmt: skip
        if section:
            draft.link("concerns", identity, section, found.span, "events.section", 0.85)
        for actor in found.actors:
            if actor.kind == "person" and found.status != "held":
                continue  # who proposes a meeting is not yet announced at it
            take_part(draft, actor, identity, found.status, bodies, found.rule)


def take_part(draft: Draft, actor: Mention, event: str, status: EventStatus, bodies: dict[str, list[str]], rule: str) -> None:
    """An actor named with a secondary event: a person was there (or is announced), a body speaks at it."""
    if actor.kind == "body":
        draft.link("contributed", actor.id, event, actor.span, rule, 0.72, role="speaker")
    elif status in ("held", "planned", "proposed") and not any(
        row.who == actor.id and row.event == event for row in draft.attendance
    ):
        presence: Literal["present", "unknown"] = "present" if status == "held" else "unknown"
        made = Attendance(
            who=actor.id, event=event, presence=presence, on_behalf_of=tuple(bodies.get(actor.id, ())),
            evidence=draft.evidence([actor.span], rule, 0.75),
        )  # fmt: skip
        draft.attendance.append(made)


def _with_next(mentions: Mentions, sentence: Span) -> str:
    """The sentence and the one after it, when that says « cette manifestation », « … personnes présentes »."""
    sentences = mentions.reading.sentences
    number = next((i for i, span in enumerate(sentences) if span.start == sentence.start), len(sentences))
    after = sentences[number + 1] if number + 1 < len(sentences) else None
    words = mentions.text[sentence.start : sentence.end]
    if after and mentions.reading.line_number(after.start) == mentions.reading.line_number(sentence.start):
        words += " " + mentions.text[after.start : after.end]
    return words


def add_commitments(
    draft: Draft,
    mentions: Mentions,
    dates: Sequence[DateMention],
    anchor: date | None,
    mains: Sequence[str],
    start: int,
    author: str | None = None,
) -> None:
    """Actions, decided at the main event."""
    people = [(person.id, person.given, person.family) for person in draft.people.values()]
    known = short_names(people)
    if author:
        known["moi"] = author
    known |= {noun: identity for noun, identity in class_nouns(draft).items() if noun not in known}
    for found in find_commitments(mentions, dates, anchor, start, known):
        draft.actions.append(Action(
            id=f"a{len(draft.actions) + 1}", who=found.who, who_text=found.who_text, what=found.what, due=found.due if found.due and not found.due.startswith("XXXX") else None,
            status=found.status, event=mains[-1] if mains else None, evidence=draft.evidence([found.span], found.rule, found.confidence),
        ))  # fmt: skip
