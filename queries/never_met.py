"""Who has not met yet: the pairs of partners of a scope with their verdicts, what is known to say so, and the proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from ..graph.names import fold
from .answer import Answer, Question, words
from .crossings import Crossings
from .gathering import Gathered, elsewhere
from .lookup import Scope
from .meetings import STRENGTHS, Thresholds, standing_for
from .membership import acted_together, apart_of, asked_about, before, windows_of
from .network.coverage import as_of_words, coverage, coverage_words
from .partners import Candidate, Partner, Roster
from .proofs import Proof
from .verdicts import VERDICTS, Calendar, Judged, judge
from .wording import Text, both, count, listed, when


def never_met(question: Question) -> Answer:
    """The answer to « Haven't met » for a scope, as docs/architecture.md defines the words."""
    values = question.values
    scope: Scope | None = values["scope"]
    people: bool = values["people"]
    everything: bool = values["all"]
    thresholds = Thresholds(
        table=values["table"], room=values["room"], lists=values["lists"], share=values["share"], months=values["months"]
    )
    asked = asked_about(
        question, scope, values["since"], values["until"], thresholds,
        people=people, everything=everything, level=values["level"],
    )  # fmt: skip
    found, kinship, chosen, ids, names = asked.found, asked.kinship, asked.chosen, asked.ids, asked.names
    committee = scope is not None and scope.kind != "territory"
    known = [*ids, *(candidate.id for candidate in chosen.resources)]
    away, away_there = elsewhere(question, before(known, kinship), found.occasions, values["since"], values["until"])
    occasions = found.occasions | away
    there = standing_for({**found.there(people), **away_there}, kinship.standing)
    met = Crossings(there, occasions, known)
    apart = apart_of(question, ids, kinship, people, committee and everything)
    pairs = [pair for pair in combinations(sorted(ids), 2) if pair not in apart]
    judged = judge(
        pairs, met, Calendar(found.inside), windows_of(asked, committee and people),
        thresholds, acted_together(question, ids, kinship),
    )  # fmt: skip
    called = {actor: fold(names[actor]) for actor in ids}
    rank = {verdict: number for number, verdict in enumerate(VERDICTS)}
    judged.sort(key=lambda j: (rank[j.verdict], j.inside, *sorted((called[j.pair[0]], called[j.pair[1]])), j.pair))
    shown = [j for j in judged if everything or j.verdict != "worked-together"]
    proof = Proof(question, found, asked.grounds, kinship, people, shown, chosen, called)
    table = [_pair(j, names, called, proof) for j in shown]
    data = {
        "scope": scope.as_dict() if scope else None,
        "as_of": found.as_of,
        "coverage": coverage(found.inside),
        "counts": _counts(judged),
        "thresholds": {
            "table": thresholds.table, "room": thresholds.room, "lists": thresholds.lists, "share": thresholds.share,
            "regular": thresholds.regular, "months": thresholds.months if people else None,
        },
        "partners": [_partner(partner, found, proof) for partner in chosen.partners],
        "occasional_left_out": [{"id": p.id, "name": p.candidate.name} for p in chosen.occasional],
        "resources": [_resource(resource, ids, names, met, proof) for resource in chosen.resources],
        "next": [_event(row) for row in found.planned[:3]],
        "pairs": table,
    }  # fmt: skip
    said: dict[str, str] = {code: words("verdict", code, question.language) for code in VERDICTS}
    said |= {code: words("strength", code, question.language) for code in STRENGTHS}
    rows = [_row(item, said, question.language) for item in table]
    return question.answer(rows, _sentence(scope, chosen, judged, found), _notes(found, chosen, thresholds, data, people), data)


# --- the shape of the answer --------------------------------------------------------------------------------------------


def _counts(judged: Sequence[Judged]) -> dict[str, int]:
    verdicts = [j.verdict for j in judged]
    return {
        "pairs": len(judged),
        **{verdict: verdicts.count(verdict) for verdict in VERDICTS},
        "met_inside": sum(1 for j in judged if j.inside),
        "without_meeting_inside": sum(1 for j in judged if not j.inside),
    }


def _pair(judged: Judged, names: Mapping[str, str], called: Mapping[str, str], proof: Proof) -> dict[str, Any]:
    a, b = (
        judged.pair if (called[judged.pair[0]], judged.pair[0]) <= (called[judged.pair[1]], judged.pair[1]) else judged.pair[::-1]
    )
    return {
        "a": {"id": a, "name": names[a]},
        "b": {"id": b, "name": names[b]},
        "verdict": judged.verdict,
        "strength": judged.strength,
        "meetings": judged.inside,
        "elsewhere": judged.elsewhere,
        "listed": judged.listed,
        "unlisted": judged.unlisted + judged.partial,
        "last": judged.last.date if judged.last else None,
        "last_possible": judged.possible.date if judged.possible else None,
        "sources": proof.pair(judged),
    }


def _row(item: Mapping[str, Any], said: Mapping[str, str], language: str) -> dict[str, Any]:
    sources = item["sources"]
    return {
        "meetings": item["meetings"],
        "elsewhere": item["elsewhere"],
        "listed": item["listed"],
        "unlisted": item["unlisted"],
        "a": item["a"]["name"],
        "b": item["b"]["name"],
        "verdict": said[item["verdict"]],
        "strength": said.get(item["strength"], ""),
        "last": when(item["last"], language) if item["strength"] else "",
        "source": sources[0]["record"] if sources else "",
    }


def _partner(partner: Partner, found: Gathered, proof: Proof) -> dict[str, Any]:
    candidate = partner.candidate
    return {
        "id": partner.id,
        "name": candidate.name,
        "kind": partner.kind,
        "meetings": len(candidate.attended),
        "first": candidate.first,
        "last": candidate.last,
        "sources": proof.partner(partner.id),
    }


def _resource(
    resource: Candidate, ids: Sequence[str], names: Mapping[str, str], met: Crossings, proof: Proof,
) -> dict[str, Any]:  # fmt: skip
    doors = []
    for partner in ids:
        if shared := met.shared(partner, resource.id):
            doors.append({"id": partner, "name": names[partner], "meetings": met.count(shared), "last": met.last(shared).date})
    doors.sort(key=lambda door: (-int(str(door["meetings"])), fold(str(door["name"]))))
    return {"id": resource.id, "name": resource.name, "doors": doors, "sources": proof.partner(resource.id)}


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("id", "name", "date", "time", "place", "status")}


def _where(scope: Scope | None) -> Text:
    return both(f"{scope.name}: ", f"{scope.name} : ") if scope else both("", "")


def _sentence(scope: Scope | None, chosen: Roster, judged: Sequence[Judged], found: Gathered) -> Text:
    where = _where(scope)
    totals = _counts(judged)
    pairs = totals["pairs"]
    if not found.inside and not chosen.partners:
        return both(f"{where['en']}not known — no record tells of a meeting held here.",
                    f"{where['fr']}on ne sait pas — aucun document ne raconte de réunion tenue ici.")  # fmt: skip
    if not pairs:
        partners = count(len(chosen.partners), ("known partner", "known partners"), ("partenaire connu", "partenaires connus"))
        done = coverage(found.inside)
        return both(
            f"{where['en']}not known — {partners['en']}, so no pair; {done['listed']} of {done['occasions']} meetings listed.",
            f"{where['fr']}on ne sait pas — {partners['fr']}, donc aucune paire ; "
            f"{done['listed']} réunion{'s' if done['listed'] > 1 else ''} sur {done['occasions']} avec liste.",
        )
    worked, plenary, never, unknown = (totals[v] for v in ("worked-together", "plenary-only", "never-seen", "not-known"))
    if worked == pairs:
        every = count(pairs, ("pair has", "pairs have all"), ("paire a", "paires ont toutes"))
        return both(f"{where['en']}the {every['en']} worked together; nobody is left to introduce.".replace("the 1 pair", "the only pair"),
                    f"{where['fr']}les {every['fr']} travaillé ensemble ; il n'y a personne à présenter."
                    .replace("les 1 paire", "la seule paire"))  # fmt: skip
    parts_en, parts_fr = [f"{worked} worked together"], [f"{worked} {'ont' if worked > 1 else 'a'} travaillé ensemble"]
    if plenary:
        parts_en.append(f"{plenary} crossed in plenary only")
        parts_fr.append(f"{plenary} {'se sont croisées' if plenary > 1 else 's’est croisée'} en plénière seulement")
    if never:
        parts_en.append(f"{never} never seen together")
        parts_fr.append(f"{never} ne {'se sont' if never > 1 else 's’est'} jamais vue{'s' if never > 1 else ''}")
    if unknown:
        parts_en.append(f"{unknown} not known (too few lists)")
        parts_fr.append(f"pour {unknown}, on ne sait pas (trop peu de listes)")
    total = count(pairs, ("pair", "pairs"), ("paire", "paires"))
    of, out_of = ("of", "sur") if scope else ("Of", "Sur")
    return both(
        f"{where['en']}{of} {total['en']}, {'; '.join(parts_en)}.",
        f"{where['fr']}{out_of} {total['fr']}, {' ; '.join(parts_fr)}.",
    )


def _notes(found: Gathered, chosen: Roster, thresholds: Thresholds, data: Mapping[str, Any], people: bool) -> list[Text]:
    notes = [coverage_words(data["coverage"])]
    if found.as_of:
        notes.append(as_of_words(found.as_of))
    if chosen.widened:
        notes.append(both("Partners seen once only are counted too: fewer than three are members, regulars or delegates.",
                          "Les partenaires vus une seule fois sont comptés : "
                          "moins de trois sont membres, réguliers ou délégués."))  # fmt: skip
    if chosen.occasional:
        names = [partner.candidate.name for partner in chosen.occasional]
        notes.append(
            both(
                f"Seen once only, not counted: {listed(names, 'en')}.",
                f"Vus une seule fois, non comptés : {listed(names, 'fr')}.",
            )
        )
    if data["resources"]:
        notes.append(_resources_note(data["resources"]))
    for event in data["next"][:1]:
        hour = f", {event['time']}" if event["time"] else ""
        place = f", {event['place']}" if event["place"] else ""
        notes.append(both(f"Next: {event['name']}, {when(event['date'], 'en', weekday=True)}{hour}{place}.",
                          f"Prochaine date : {event['name']}, {when(event['date'], 'fr', weekday=True)}{hour}{place}."))  # fmt: skip
    if found.undated_left_out:
        left = count(
            found.undated_left_out, ("undated meeting is", "undated meetings are"), ("réunion sans date", "réunions sans date")
        )
        notes.append(both(f"{left['en']} left out of the period.", f"Laissé de côté pour cette période : {left['fr']}."))
    share = round(thresholds.share * 100)
    notes.append(both(
        f"« Never » needs {thresholds.lists} listed meetings while both were partners, and {share} % of all listed; "
        f"table: {thresholds.table} people at most, room: {thresholds.room}."
        + (f" People seen within {thresholds.months} months." if people else ""),
        f"« Jamais » demande {thresholds.lists} réunions avec liste pendant que les deux étaient partenaires, et {share} % de listes ; "
        f"table : {thresholds.table} personnes au plus, salle : {thresholds.room}."
        + (f" Personnes vues depuis moins de {thresholds.months} mois." if people else ""),
    ))  # fmt: skip
    return notes


def _resources_note(resources: Sequence[Mapping[str, Any]]) -> Text:
    texts: dict[str, list[str]] = {"fr": [], "en": []}
    for resource in resources[:6]:
        doors = [door["name"] for door in resource["doors"]]
        texts["fr"].append(resource["name"] + (f" (par {listed(doors, 'fr', 2)})" if doors else ""))
        texts["en"].append(resource["name"] + (f" (through {listed(doors, 'en', 2)})" if doors else ""))
    more = len(resources) - 6
    tail = both(f", and {more} more" if more > 0 else "", f", et {more} autres" if more > 0 else "")
    return both(f"Resources, listed apart: {', '.join(texts['en'])}{tail['en']}.",
                f"Ressources, à part : {', '.join(texts['fr'])}{tail['fr']}.")  # fmt: skip
