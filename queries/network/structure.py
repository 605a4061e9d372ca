"""The shape of a scope's network: who brokers, which groups do not touch, who stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from ...graph.names import fold
from ..answer import Answer, Question, words
from ..lookup import Scope
from ..meetings import STRENGTHS, Occasion, Thresholds, by_date, strength
from ..membership import apart_of, asked_about
from ..wording import Text, both, count, listed, when
from . import holes
from .coverage import coverage, coverage_note, enough
from .fabric import company_of, fabric_of, last_sources
from .weave import Weave, shared, weave

HIDDEN = both(
    "A meeting without a list may hide ties: a gap here is a gap in what is known.",
    "Une réunion sans liste peut cacher des liens : un manque ici est un manque dans ce que l'on sait.",
)


def brokers(question: Question) -> Answer:
    """Those who stand between others, by the pairs that they alone join, then by Burt's constraint (low: many holes)."""
    woven = _weave(question)
    joined, actors = woven.joined, woven.actors
    between = holes.joined_by_it_alone(joined)
    constraint = holes.constraint(woven.counts)
    effective = holes.effective_size(joined)
    degree = joined.sum(axis=1)
    graph = woven.graph()
    cuts = holes.separated(graph)
    index = [number for number, actor in enumerate(actors) if between[number] or actor in cuts]
    index.sort(
        key=lambda n: (
            -int(between[n]),
            -cuts.get(actors[n], 0),
            round(float(constraint[n]), 9),
            fold(woven.names[actors[n]]),
            actors[n],
        )
    )
    shown = index[: question.values["most"]]
    last = {actors[n]: _last(woven, actors[n]) for n in shown}
    said = last_sources(question, [(occasion, (actor,)) for actor, occasion in last.items()], woven.kinship)
    items: list[dict[str, Any]] = []
    for n in shown:
        actor = actors[n]
        items.append(
            {
                "id": actor, "name": woven.names[actor], "contacts": int(degree[n]), "between": int(between[n]),
                "articulation": actor in cuts, "separates": cuts.get(actor, 0),
                "constraint": round(float(constraint[n]), 4), "effective_size": round(float(effective[n]), 2),
                "sides": [[{"id": one, "name": woven.names[one]} for one in side] for side in holes.sides(graph, actor)],
                "last": last[actor].date, "sources": said.get((last[actor].id, actor), []),
            }
        )  # fmt: skip
    language = question.language
    rows = [
        {
            "broker": item["name"], "between": item["between"], "separates": item["separates"] or "",
            "constraint": item["constraint"], "effective": item["effective_size"], "contacts": item["contacts"],
            "sides": " | ".join(listed([one["name"] for one in side], language, 3) for side in item["sides"][:3]),
            "source": item["sources"][0]["record"] if item["sources"] else "",
        }
        for item in items
    ]  # fmt: skip
    if not len(actors):
        sentence = _unknown(question)
    elif not index:
        sentence = _with_scope(question, both(
            "all who are tied are tied closely: nobody is the only link between two others, as far as lists show.",
            "tous ceux qui sont liés le sont étroitement : personne n'est le seul lien entre deux autres, d'après les listes.",
        ))  # fmt: skip
    else:
        first = items[0]["name"]
        some = count(len(index), ("broker", "brokers"), ("intermédiaire", "intermédiaires"))
        pairs = count(items[0]["between"], ("pair is joined by", "pairs are joined by"),
                      ("paire n'est reliée que par", "paires ne sont reliées que par"))  # fmt: skip
        sentence = _with_scope(
            question, both(f"{some['en']}; {pairs['en']} {first} alone.", f"{some['fr']} ; {pairs['fr']} {first}.")
        )
    data = {
        **_base(question, woven),
        "actors": len(actors),
        "ties": int(joined.sum()) // 2,
        "brokers": items,
        "brokers_known": len(index),
    }
    notes = [_coverage(woven), _ties_note(question), both(
        "Pairs joined by it alone: contacts of it who do not know each other and have no other contact in common. Separates: pairs "
        "that no longer reach each other at all without it. Constraint (Burt): low where one joins separate groups.",
        "Paires reliées par lui seul : deux de ses contacts qui ne se connaissent pas et n'ont aucun autre contact commun. Sépare : "
        "paires qui ne se rejoindraient plus du tout sans lui. Contrainte (Burt) : faible pour qui relie des groupes distincts.",
    ), HIDDEN]  # fmt: skip
    return question.answer(rows, sentence, notes, data)


def components(question: Question) -> Answer:
    """The groups of the network without a tie between them, largest first."""
    woven = _weave(question)
    pieces = sorted(
        (sorted(piece, key=lambda actor: (fold(woven.names[actor]), actor)) for piece in nx.connected_components(woven.graph())),
        key=lambda piece: (-len(piece), fold(woven.names[piece[0]]), piece[0]),
    )
    limit = STRENGTHS.index(question.values["closest"])
    near = {
        event for event in woven.fabric.there if STRENGTHS.index(strength(woven.fabric.occasions[event], Thresholds())) <= limit
    }
    meetings: list[list[Occasion]] = []
    for piece in pieces:
        events = {event for actor in piece for event in woven.fabric.events.get(actor, [])}
        meetings.append(by_date(woven.fabric.occasions[event] for event in (events if len(piece) == 1 else events & near)))
    wanted = [(held[-1], piece) for piece, held in zip(pieces, meetings, strict=True) if held]
    said = last_sources(question, wanted, woven.kinship)
    items: list[dict[str, Any]] = []
    for number, (piece, held) in enumerate(zip(pieces, meetings, strict=True), 1):
        sources = [source for actor in piece for source in said.get((held[-1].id, actor), [])[:1]] if held else []
        items.append(
            {
                "group": number, "size": len(piece), "members": [{"id": actor, "name": woven.names[actor]} for actor in piece],
                "meetings": len(held), "last": held[-1].date if held else None, "sources": sources[:2],
            }
        )  # fmt: skip
    language = question.language
    rows = [
        {
            "group": item["group"], "size": item["size"], "members": listed([one["name"] for one in item["members"]], language, 6),
            "meetings": item["meetings"], "last": when(item["last"], language) if item["meetings"] else "",
            "source": item["sources"][0]["record"] if item["sources"] else "",
        }
        for item in items
    ]  # fmt: skip
    groups = [item for item in items if item["size"] > 1]
    alone = len(items) - len(groups)
    if not items:
        sentence = _unknown(question)
    elif len(groups) == 1 and not alone:
        size = items[0]["size"]
        sentence = _with_scope(question, both(
            f"all {size} are in one group, where each can reach every other.",
            f"les {size} sont d'un seul groupe, où chacun peut joindre tous les autres.",
        ))  # fmt: skip
    else:
        en, fr = (
            count(len(groups), ("group", "groups"), ("groupe", "groupes")),
            count(alone, ("stands", "stand"), ("reste seul", "restent seuls")),
        )
        sentence = _with_scope(question, both(
            f"{en['en']} without a tie between them; {fr['en']} alone.", f"{en['fr']} sans lien entre eux ; {fr['fr']}.",
        ))  # fmt: skip
    data = {**_base(question, woven), "groups": items}
    return question.answer(rows, sentence, [_coverage(woven), _ties_note(question), HIDDEN], data)


def isolated(question: Question) -> Answer:
    """The partners that have worked with no other partner: never seen at all, seen alone, or seen in plenaries only."""
    values, people = question.values, question.values["people"]
    scope: Scope | None = values["scope"]
    thresholds = Thresholds(lists=values["lists"], share=values["share"])
    asked = asked_about(
        question,
        scope,
        values["since"],
        values["until"],
        thresholds,
        people=people,
        everything=values["all"],
        level=values["level"],
    )
    ids = asked.ids
    if scope is None:  # everything is read already
        fabric = fabric_of(asked.found, asked.kinship, people)
    else:
        fabric = company_of(question, ids, asked.kinship, values["since"], values["until"], people=people)
    apart = apart_of(question, ids, asked.kinship, people, values["all"] and scope is not None and scope.kind != "territory")
    close = (shared(fabric, ids, thresholds, "room", apart) > 0).sum(axis=1)
    seen_with = (shared(fabric, ids, thresholds, "plenary", apart) > 0).sum(axis=1)
    done = coverage(asked.found.inside)
    verdict = "never-seen" if enough(done, thresholds) else "not-known"
    alone = [partner for number, partner in enumerate(asked.chosen.partners) if not close[number]]
    crossed = {partner.id for number, partner in enumerate(asked.chosen.partners) if seen_with[number]}
    last = {p.id: by_date(fabric.occasions[e] for e in fabric.events.get(p.id, []))[-1:] for p in alone}
    said = last_sources(question, [(found[0], (actor,)) for actor, found in last.items() if found], asked.kinship)
    items: list[dict[str, Any]] = []
    for partner in alone:
        found = last[partner.id]
        why = "plenary" if partner.id in crossed else "alone" if found else "unseen"
        items.append(
            {
                "id": partner.id, "name": partner.candidate.name, "kind": partner.kind, "why": why, "verdict": verdict,
                "meetings": len(fabric.events.get(partner.id, [])), "last": found[0].date if found else None,
                "sources": said.get((found[0].id, partner.id), []) if found else [],
            }
        )  # fmt: skip
    items.sort(key=lambda item: (("unseen", "alone", "plenary").index(item["why"]), fold(item["name"]), item["id"]))
    language = question.language
    rows = [
        {
            "partner": item["name"], "kind": words("kind", item["kind"], language), "why": words("alone", item["why"], language),
            "verdict": words("presence", item["verdict"], language), "meetings": item["meetings"],
            "last": when(item["last"], language) if item["meetings"] else "",
            "source": item["sources"][0]["record"] if item["sources"] else "",
        }
        for item in items
    ]  # fmt: skip
    if len(ids) < 2:
        sentence = _unknown(question)
    elif not items:
        sentence = _with_scope(question, both(f"each of the {len(ids)} partners has worked with another.",
                                              f"chacun des {len(ids)} partenaires a travaillé avec un autre."))  # fmt: skip
    else:
        some = count(len(items), ("partner has", "partners have"), ("partenaire n'a", "partenaires n'ont"))
        sure = enough(done, thresholds)
        sentence = _with_scope(question, both(
            f"{some['en']} worked with no other" + ("." if sure else ", as far as is known: too few lists to say never."),
            f"{some['fr']} travaillé avec aucun autre"
            + ("." if sure else ", pour ce que l'on sait : trop peu de listes pour dire jamais."),
        ))  # fmt: skip
    data = {
        "scope": scope.as_dict() if scope else None, "as_of": asked.found.as_of, "coverage": done,
        "thresholds": {"lists": thresholds.lists, "share": thresholds.share, "table": thresholds.table, "room": thresholds.room},
        "partners": len(ids), "isolated": items,
    }  # fmt: skip
    return question.answer(rows, sentence, [coverage_note(done, asked.found.as_of)], data)


# --- what they share ----------------------------------------------------------------------------------------------------


def _weave(question: Question) -> Weave:
    values = question.values
    return weave(
        question, values["scope"], values["since"], values["until"], Thresholds(),
        people=values["people"], level=values["level"], closest=values["closest"],
    )  # fmt: skip


def _last(woven: Weave, actor: str) -> Occasion:
    return by_date(woven.fabric.occasions[event] for event in woven.fabric.events[actor])[-1]


def _base(question: Question, woven: Weave) -> dict[str, Any]:
    scope: Scope | None = question.values["scope"]
    thresholds = Thresholds()
    return {
        "scope": scope.as_dict() if scope else None, "as_of": woven.found.as_of, "coverage": coverage(woven.found.inside),
        "thresholds": {"closest": question.values["closest"], "table": thresholds.table, "room": thresholds.room},
    }  # fmt: skip


def _coverage(woven: Weave) -> Text:
    return coverage_note(coverage(woven.found.inside), woven.found.as_of)


def _ties_note(question: Question) -> Text:
    limits = Thresholds()
    return {
        "table": both(f"Tied: were at one table together ({limits.table} people at most).",
                      f"Liés : ont été à une même table ({limits.table} personnes au plus)."),
        "room": both(f"Tied: were in one room together ({limits.room} people at most).",
                     f"Liés : ont été dans une même salle ({limits.room} personnes au plus)."),
        "plenary": both("Tied: were at one meeting together, of any size.",
                        "Liés : ont été à une même réunion, quelle que soit sa taille."),
    }[question.values["closest"]]  # fmt: skip


def _with_scope(question: Question, text: Mapping[str, str]) -> Text:
    scope: Scope | None = question.values["scope"]
    if scope is None:
        return {code: said[:1].upper() + said[1:] for code, said in text.items()}
    return both(f"{scope.name}: {text['en']}", f"{scope.name} : {text['fr']}")


def _unknown(question: Question) -> Text:
    return _with_scope(question, both("not known — no record names enough of those who were at meetings.",
                                      "on ne sait pas — aucun document ne nomme assez de présents à des réunions."))  # fmt: skip
