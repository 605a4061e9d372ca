"""Who has not met yet: the pairs of partners of a scope with their verdicts, what is known to say so, and the proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from ..graph.errors import QueryError
from ..graph.names import fold
from .answer import Answer, Question, cypher_values, words
from .gathering import NAMED, PRESENTING, Gathered, elsewhere, gather, sources_of
from .lookup import Scope
from .meetings import Occasion, Pair, Thresholds, ancestors, heirs, meetings_of_pairs, ordered, standing_for
from .partners import Basis, Candidate, Partner, Roster, roster
from .verdicts import VERDICTS, Calendar, Judged, Window, judge
from .wording import Text, both, count, listed, when

MOST = 1_000
"""Partners of one question; more give more pairs than a person can read, and the embedded engine slows down."""
_BASES: dict[str, Basis] = {"member": "member", "roster": "member", "delegate": "delegate", "scope": "scope"}


@dataclass(frozen=True, slots=True)
class Kinship:
    """How bodies hang together: `standing` maps a body to those it counts for, `wholes` to what it is part of."""

    standing: Mapping[str, tuple[str, ...]]
    wholes: Mapping[str, frozenset[str]]

    def apart(self, a: str, b: str) -> bool:
        """True for a whole and its part."""
        return a in self.wholes.get(b, ()) or b in self.wholes.get(a, ())


@dataclass(slots=True)
class Ground:
    """On what somebody is a partner, gathered from all reads."""

    bases: set[Basis]
    named: set[str]
    attended: set[str]
    spoke: set[str]
    around: set[str]
    facts: list[str]
    starts: list[date]
    open_start: bool = False


def never_met(question: Question) -> Answer:
    """The answer to « Haven't met » for a scope, as docs/architecture.md defines the words."""
    values = question.values
    scope: Scope | None = values["scope"]
    people: bool = values["people"]
    everything: bool = values["all"]
    thresholds = Thresholds(
        table=values["table"], room=values["room"], lists=values["lists"], share=values["share"], months=values["months"]
    )
    found = gather(question, scope, values["since"], values["until"])
    kinship = _kinship(question, values["level"], people)
    grounds = _grounds(question, found, kinship, people)
    candidates = _candidates(question, found, grounds, people, values["level"])
    committee = scope is not None and scope.kind != "territory"
    chosen = roster(candidates, thresholds, everybody=everything and committee, committee=committee)
    if people and not everything:
        chosen = _recent(chosen, found.as_of, thresholds.months)
    if len(chosen.partners) > MOST:
        raise QueryError(
            f"{len(chosen.partners)} partners are too many for one table of pairs. Narrow the question with --scope or --since.",
            f"{len(chosen.partners)} partenaires font trop de paires pour un tableau. Précisez avec --scope ou --since.",
        )
    ids = [partner.id for partner in chosen.partners]
    known = [*ids, *(candidate.id for candidate in chosen.resources)]
    away, away_there = elsewhere(question, _before(known, kinship), found.occasions, values["since"], values["until"])
    occasions = found.occasions | away
    there = standing_for({**found.there(people), **away_there}, kinship.standing)
    met = meetings_of_pairs(there, known)
    apart = _apart(question, ids, kinship, people, committee and everything)
    pairs = [pair for pair in (ordered(a, b) for a, b in combinations(ids, 2)) if pair not in apart]
    names = {candidate.id: candidate.name for candidate in candidates}
    judged = judge(
        pairs, met, occasions, Calendar(found.inside), _windows(chosen.partners, grounds, found, committee and people),
        thresholds, _acted_together(question, ids),
    )  # fmt: skip
    judged.sort(key=lambda j: (VERDICTS.index(j.verdict), len(j.inside), fold(names[j.pair[0]]), fold(names[j.pair[1]]), j.pair))
    shown = [j for j in judged if everything or j.verdict != "worked-together"]
    proof = _Proof(question, found, grounds, kinship, people, shown, chosen)
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
        "resources": [_resource(resource, ids, names, met, occasions, proof) for resource in chosen.resources],
        "next": [_event(row) for row in found.planned[:3]],
        "pairs": [_pair(j, names, proof) for j in shown],
    }  # fmt: skip
    rows = [_row(j, names, proof, question.language) for j in shown]
    return question.answer(rows, _sentence(scope, chosen, judged, found), _notes(found, chosen, thresholds, data, people), data)


# --- who ----------------------------------------------------------------------------------------------------------------


def _kinship(question: Question, level: str, people: bool) -> Kinship:
    if people:
        return Kinship({}, {})
    parts: list[Pair] = []
    successions: list[Pair] = []
    for row in question.read("kinship"):
        (parts if row["type"] == "PART_OF" else successions).append((row["start"], row["end"]))
    wholes = ancestors(parts)
    standing = heirs(successions)
    if level == "parent":
        tops = {body: tuple(sorted(w for w in above if not wholes.get(w))) for body, above in wholes.items()}
        standing = {**tops, **{old: tuple(sorted({t for h in new for t in tops.get(h, (h,))})) for old, new in standing.items()}}
    return Kinship(standing, wholes)


def _grounds(question: Question, found: Gathered, kinship: Kinship, people: bool) -> dict[str, Ground]:
    grounds: dict[str, Ground] = {}

    def of(actor: str) -> list[Ground]:
        return [
            grounds.setdefault(heir, Ground(set(), set(), set(), set(), set(), [], []))
            for heir in kinship.standing.get(actor, (actor,))
        ]

    for naming in found.namings:
        if naming.person != people:
            continue
        occasion = found.occasions[naming.event]
        for ground in of(naming.actor):
            if naming.state in NAMED:
                if occasion.inside:
                    ground.named.add(naming.event)
                    ground.facts.append(naming.fact)
                    if occasion.earliest:
                        ground.starts.append(occasion.earliest)
                    if naming.state == "ATTENDED":
                        ground.attended.add(naming.event)
                elif naming.state == "ATTENDED":
                    ground.around.add(naming.event)
                    ground.facts.append(naming.fact)
            elif occasion.inside and found.roles.get((naming.event, naming.actor), frozenset()) & PRESENTING:
                ground.spoke.add(naming.event)
                ground.facts.append(naming.fact)
    if found.scope is not None:
        rows = question.store.read(question.query.cypher, cypher_values({"scope": found.scope}))
        for row in rows:
            for ground in of(row["actor"]):
                ground.bases.add(_BASES[row["basis"]])
                ground.facts.insert(0, row["fact"])
                if row["first"]:
                    ground.starts.append(row["first"])
                else:
                    ground.open_start = ground.open_start or row["basis"] != "delegate"
    return grounds


def _candidates(question: Question, found: Gathered, grounds: Mapping[str, Ground], people: bool, level: str) -> list[Candidate]:
    details = {row["id"]: row for row in question.read("actors", actors=sorted(grounds))}
    wide = set() if people else _wide(question, found.scope, grounds)
    candidates = []
    for actor, ground in grounds.items():
        row = details.get(actor)
        if row is None or bool(row["person"]) != people:
            continue
        dates = [found.occasions[e].latest for e in ground.named]
        days = sorted(day for day in dates if day)
        candidates.append(
            Candidate(
                actor,
                row["name"],
                people,
                row["kind"],
                row["level"],
                actor in wide,
                frozenset(ground.bases),
                frozenset(ground.named),
                frozenset(ground.attended),
                frozenset(ground.spoke),
                frozenset(ground.around),
                days[0] if days else None,
                days[-1] if days else None,
            )
        )
    if people:
        candidates = _with_their_bodies(question, candidates)
    return candidates


def _wide(question: Question, scope: Scope | None, actors: Collection[str]) -> set[str]:
    """Bodies whose own territory is a region around the scope."""
    if scope is None or not scope.above:
        return set()
    regions = {row["id"] for row in question.read("regions", territories=list(scope.above))}
    served: dict[str, set[str]] = defaultdict(set)
    for row in question.read("served", organisations=sorted(actors)):
        served[row["organisation"]].add(row["territory"])
    return {body for body, territories in served.items() if territories <= regions}


def _with_their_bodies(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """People who stand for regional bodies or heads of networks only are as wide as those."""
    bodies: dict[str, set[str]] = defaultdict(set)
    for row in question.read("bodies", people=[candidate.id for candidate in candidates]):
        bodies[row["person"]].add(row["organisation"])
    details = {row["id"]: row for row in question.read("actors", actors=sorted({b for found in bodies.values() for b in found}))}
    from .partners import is_resource

    wide = {key for key, row in details.items() if is_resource(Candidate(key, row["name"], False, row["kind"], row["level"]))}
    return [replace(c, wide=bool(bodies.get(c.id)) and bodies[c.id] <= wide) for c in candidates]


def _recent(chosen: Roster, as_of: date | None, months: int) -> Roster:
    if as_of is None:
        return chosen
    oldest = as_of - timedelta(days=round(months * 30.44))

    def seen(partner: Partner) -> bool:
        return partner.candidate.last is None or partner.candidate.last >= oldest

    return replace(chosen, partners=tuple(filter(seen, chosen.partners)), occasional=tuple(filter(seen, chosen.occasional)))


def _before(actors: Iterable[str], kinship: Kinship) -> list[str]:
    """The actors, and those that count for them."""
    wanted = set(actors)
    return sorted(wanted | {old for old, new in kinship.standing.items() if wanted & set(new)})


def _apart(question: Question, ids: Sequence[str], kinship: Kinship, people: bool, every: bool) -> set[Pair]:
    """The pairs that are no pair: a whole and its part; people of one body."""
    if not people:
        return {ordered(part, whole) for part, wholes in kinship.wholes.items() for whole in wholes}
    if every:
        return set()
    members: dict[str, list[str]] = defaultdict(list)
    for row in question.read("bodies", people=list(ids)):
        members[row["organisation"]].append(row["person"])
    return {ordered(a, b) for people_of in members.values() for a, b in combinations(people_of, 2)}


def _windows(partners: Sequence[Partner], grounds: Mapping[str, Ground], found: Gathered, rolls: bool) -> dict[str, Window]:
    """When each was a partner: from the first day on a ground of theirs to the day of the last record; in a committee whose lists
    name the absent too, people no longer named have left."""
    rolls = rolls and any(naming.state != "ATTENDED" and naming.state in NAMED for naming in found.namings)
    windows = {}
    for partner in partners:
        ground = grounds[partner.id]
        start = None if ground.open_start else min(ground.starts, default=None)
        windows[partner.id] = Window(start, partner.candidate.last if rolls and partner.candidate.last else found.as_of)
    return windows


def _acted_together(question: Question, ids: Sequence[str]) -> set[Pair]:
    return {
        ordered(a, b) for row in question.read("common_actions", actors=sorted(ids)) for a, b in combinations(row["actors"], 2)
    }


# --- the proof ----------------------------------------------------------------------------------------------------------


class _Proof:
    """The sentences behind what is shown: the last shared occasion of a pair, else what makes each of them a partner."""

    def __init__(
        self, question: Question, found: Gathered, grounds: Mapping[str, Ground], kinship: Kinship, people: bool,
        shown: Sequence[Judged], chosen: Roster,
    ) -> None:  # fmt: skip
        self.people = people
        self._presence: dict[tuple[str, str], str] = {}
        for naming in found.namings:
            if naming.state == "ATTENDED" and naming.person == people:
                for heir in kinship.standing.get(naming.actor, (naming.actor,)):
                    self._presence[naming.event, heir] = naming.fact
        outside = {j.last.id for j in shown if j.last is not None and j.last.id not in found.occasions}
        if outside:
            actors = _before({actor for j in shown for actor in j.pair}, kinship)
            for row in question.read("presences", events=sorted(outside), actors=actors):
                for heir in kinship.standing.get(row["actor"], (row["actor"],)):
                    self._presence[row["event"], heir] = row["fact"]
        self._ground = {actor: ground.facts[0] for actor, ground in grounds.items() if ground.facts}
        facts = [fact for j in shown for fact in self._pair_facts(j)]
        facts += [self._ground[p.id] for p in chosen.partners if p.id in self._ground]
        facts += [self._ground[r.id] for r in chosen.resources if r.id in self._ground]
        self._said = sources_of(question, facts)

    def pair(self, judged: Judged) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for fact in self._pair_facts(judged):
            for source in self._said.get(fact, ())[:2]:
                if source not in found:
                    found.append(source)
        return found[:5]

    def partner(self, actor: str) -> list[dict[str, Any]]:
        return self._said.get(self._ground.get(actor, ""), [])[:2]

    def _pair_facts(self, judged: Judged) -> list[str]:
        if judged.last is None:
            facts = (self._ground.get(actor) for actor in judged.pair)
        else:
            facts = (self._presence.get((judged.last.id, actor)) for actor in judged.pair)
        return [fact for fact in facts if fact]


# --- the shape of the answer --------------------------------------------------------------------------------------------


def coverage(occasions: Sequence[Occasion]) -> dict[str, int]:
    """How many held local occasions there are, and how many with a complete list, a partial one, none."""
    kinds = [occasion.listed for occasion in occasions]
    return {
        "occasions": len(kinds), "listed": kinds.count("complete"), "partial": kinds.count("partial"), "unlisted": kinds.count("none"),
    }  # fmt: skip


def _counts(judged: Sequence[Judged]) -> dict[str, int]:
    verdicts = [j.verdict for j in judged]
    return {
        "pairs": len(judged),
        **{verdict: verdicts.count(verdict) for verdict in VERDICTS},
        "met_inside": sum(1 for j in judged if j.inside),
        "without_meeting_inside": sum(1 for j in judged if not j.inside),
    }


def _pair(judged: Judged, names: Mapping[str, str], proof: _Proof) -> dict[str, Any]:
    a, b = sorted(judged.pair, key=lambda actor: (fold(names[actor]), actor))
    return {
        "a": {"id": a, "name": names[a]},
        "b": {"id": b, "name": names[b]},
        "verdict": judged.verdict,
        "strength": judged.strength,
        "meetings": len(judged.inside),
        "elsewhere": len(judged.elsewhere),
        "listed": judged.listed,
        "unlisted": judged.unlisted + judged.partial,
        "last": judged.last.date if judged.last else None,
        "last_possible": judged.possible.date if judged.possible else None,
        "sources": proof.pair(judged),
    }


def _row(judged: Judged, names: Mapping[str, str], proof: _Proof, language: str) -> dict[str, Any]:
    item = _pair(judged, names, proof)
    sources = item["sources"]
    return {
        **{key: item[key] for key in ("meetings", "elsewhere", "listed", "unlisted")},
        "a": item["a"]["name"],
        "b": item["b"]["name"],
        "verdict": words("verdict", item["verdict"], language),
        "strength": words("strength", item["strength"], language) or "",
        "last": when(item["last"], language) if judged.last else "",
        "source": sources[0]["record"] if sources else "",
    }


def _partner(partner: Partner, found: Gathered, proof: _Proof) -> dict[str, Any]:
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
    resource: Candidate, ids: Sequence[str], names: Mapping[str, str], met: Mapping[Pair, Sequence[str]],
    occasions: Mapping[str, Occasion], proof: _Proof,
) -> dict[str, Any]:  # fmt: skip
    doors = []
    for partner in ids:
        events = met.get(ordered(partner, resource.id), ())
        if events:
            last = max((occasions[event] for event in events), key=lambda o: (o.latest or date.min, o.id))
            doors.append({"id": partner, "name": names[partner], "meetings": len(events), "last": last.date})
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
            f"{done['listed']} réunion sur {done['occasions']} avec liste.",
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
    return both(
        f"{where['en']}of {total['en']}, {'; '.join(parts_en)}.", f"{where['fr']}sur {total['fr']}, {' ; '.join(parts_fr)}."
    )


def _notes(found: Gathered, chosen: Roster, thresholds: Thresholds, data: Mapping[str, Any], people: bool) -> list[Text]:
    done = data["coverage"]
    notes = [both(
        f"Coverage: {done['listed']} of {done['occasions']} held meetings with a complete list"
        + (f", {done['partial']} with a partial one" if done["partial"] else "") + f", {done['unlisted']} without.",
        f"Couverture : {done['listed']} réunion(s) tenue(s) sur {done['occasions']} avec une liste complète"
        + (f", {done['partial']} avec une liste partielle" if done["partial"] else "") + f", {done['unlisted']} sans liste.",
    )]  # fmt: skip
    if found.as_of:
        notes.append(both(f"As of {when(found.as_of.isoformat(), 'en')} (last record).",
                          f"État au {when(found.as_of.isoformat(), 'fr')} (dernier document)."))  # fmt: skip
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


__all__ = ["Ground", "Kinship", "coverage", "never_met"]
