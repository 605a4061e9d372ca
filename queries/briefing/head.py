"""The head of the page: the last meeting, the next date, who the partners are and who comes for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ...graph.names import fold
from ..answer import words
from ..faces import faces
from ..gathering import Gathered, Reader, sources_of
from ..meetings import by_date
from ..wording import Text, both, count, listed, when
from .values import Asked, Line


def facts(asked: Asked) -> list[Line]:
    """The lines at the head: the last meeting, the next date, the partners."""
    found, cite = asked.found, asked.cite
    lines = []
    held = by_date(o for o in found.inside if o.latest)
    if held:
        last = held[-1]
        there = [n.fact for n in found.namings if n.event == last.id and n.state == "ATTENDED"]
        size = _size(last.size)
        said = sources_of(asked.reader, there[:1], 1)
        lines.append(
            Line(
                both(f"Last meeting: {last.name}, {when(last.date, 'en', weekday=True)}{size['en']}.",
                     f"Dernière réunion : {last.name}, {when(last.date, 'fr', weekday=True)}{size['fr']}."),
                cite(said.get(there[0], [])) if there else (),
            )
        )  # fmt: skip
    else:
        lines.append(Line(both("Last meeting: not known, no record tells of one held here.",
                               "Dernière réunion : on ne sait pas, aucun document n'en raconte ici.")))  # fmt: skip
    ahead = asked.agenda
    if ahead:
        lines.append(
            Line(
                both(f"Next date: {dated(ahead[0], 'en')}.", f"Prochaine date : {dated(ahead[0], 'fr')}."),
                cite(ahead[0]["sources"], 1),
            )
        )
    else:
        lines.append(
            Line(
                both(
                    "Next date: not known, no record announces one.",
                    "Prochaine date : on ne sait pas, aucun document n'en annonce.",
                )
            )
        )
    return lines + _partners(asked)


def _size(size: int | None) -> Text:
    if size is None:
        return both("", "")
    told = count(size, ("person there", "people there"), ("personne présente", "personnes présentes"))
    return both(f", {told['en']}", f", {told['fr']}")


def _partners(asked: Asked) -> list[Line]:
    """The partners and who comes for them. The number of a source stands behind each partner, unless all have the same one."""
    partners = sorted(asked.never.data["partners"], key=lambda partner: fold(partner["name"]))
    if not partners:
        return [Line(both("Partners: not known.", "Partenaires : on ne sait pas."))]
    known = faces(asked.reader, [partner["id"] for partner in partners]) if asked.audience == "names" else {}
    numbers = [asked.cite(asked.proofs[partner["id"]], 1) for partner in partners]
    one = len(set(numbers)) == 1
    names = []
    for partner, own in zip(partners, numbers, strict=True):
        people = [face.name for face in known.get(partner["id"], ())]
        more = ", …" if len(people) > 2 else ""
        place = "" if one else "".join(f" [{number}]" for number in own)
        names.append(partner["name"] + (f", {', '.join(people[:2])}{more}" if people else "") + place)
    told = count(len(partners), ("known partner", "known partners"), ("partenaire connu", "partenaires connus"))
    text = "; ".join(names), " ; ".join(names)
    inside = () if one else tuple(number for own in numbers for number in own)
    lines = [Line(both(f"{told['en']}: {text[0]}.", f"{told['fr']} : {text[1]}."), numbers[0] if one else (), inside)]
    once = [partner["name"] for partner in asked.never.data["occasional_left_out"]]
    if once:
        lines.append(Line(both(f"Seen once only: {listed(once, 'en', 10)}.", f"Vus une seule fois : {listed(once, 'fr', 10)}.")))
    return lines


def dated(event: Mapping[str, Any], language: str) -> str:
    """An announced event with its day, hour and place."""
    parts = [event["meeting"], when(event["date"], language, weekday=True), event["time"], event["place"]]
    state = f" ({words('status', event['status'], language)})" if event["status"] != "planned" else ""
    return ", ".join(str(part) for part in parts if part) + state


def proofs(reader: Reader, found: Gathered, partners: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Partner → the sentence of the last list that shows it there; where there is none, what makes it a partner."""
    last: dict[str, tuple[date, str, str]] = {}
    for naming in found.namings:
        if naming.state == "ATTENDED" and found.occasions[naming.event].inside:
            day = found.occasions[naming.event].latest or date.min
            last[naming.actor] = max(last.get(naming.actor, (date.min, "", "")), (day, naming.event, naming.fact))
    said = sources_of(reader, [fact for _, _, fact in last.values()], 1)
    return {
        partner["id"]: said.get(last[partner["id"]][2], []) if partner["id"] in last else list(partner["sources"])[:1]
        for partner in partners
    }
