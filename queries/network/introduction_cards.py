"""Introductions in words: a card for each pair, a row of the table, the sentence and notes of the whole answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ...graph.names import fold
from ..answer import words
from ..lookup import Scope
from ..meetings import Occasion, Thresholds
from ..wording import Text, both, count, listed, when
from .coverage import coverage, coverage_note
from .fabric import HALF_LIFE

if TYPE_CHECKING:
    from .introductions import Broker, Circle, Introduction

Said = Mapping[tuple[str, str], Sequence[dict[str, Any]]]


def described(one: Introduction, circle: Circle, said: Said, rank: int) -> dict[str, Any]:
    """An introduction as data: the pair with its verdict, its brokers with their ties and sentences, what is shared, the card."""
    names, judged = circle.names, one.judged
    a, b = sorted(judged.pair, key=lambda actor: (fold(names[actor]), actor))
    turned = (a, b) != judged.pair
    item: dict[str, Any] = {
        "rank": rank,
        "a": {"id": a, "name": names[a]},
        "b": {"id": b, "name": names[b]},
        "verdict": judged.verdict,
        "strength": judged.strength,
        "listed": judged.listed,
        "unlisted": judged.unlisted + judged.partial,
        "last": judged.last.date if judged.last else None,
        "score": round(one.score, 6),
        "brokers": [_broker(broker, circle, said, judged.pair, turned) for broker in one.brokers],
        "brokers_known": one.known,
        "fragile": one.fragile,
        "programmes": one.programmes,
        "next": one.next,
    }
    item["sources"] = [source for broker in item["brokers"] for source in broker["sources"]][:6]
    item["card"] = _card(item)
    return item


def _broker(broker: Broker, circle: Circle, said: Said, pair: tuple[str, str], turned: bool) -> dict[str, Any]:
    one, two = (broker.b, broker.a) if turned else (broker.a, broker.b)
    ends = (pair[1], pair[0]) if turned else pair
    sources: list[dict[str, Any]] = []
    for tie, end in ((one, ends[0]), (two, ends[1])):
        for actor in (broker.id, end):
            sources += [source for source in said.get((tie.last.id, actor), ())[:1] if source not in sources]
    return {
        "id": broker.id,
        "name": circle.names[broker.id],
        "person": broker.id in circle.persons,
        "organisations": sorted(circle.names.get(body, body) for body in circle.bodies.get(broker.id, ())),
        "a": one.as_dict(),
        "b": two.as_dict(),
        "score": round(broker.score, 6),
        "people": [
            {"id": person.id, "name": circle.names[person.id],
             "a": (person.b if turned else person.a).as_dict(), "b": (person.a if turned else person.b).as_dict()}
            for person in broker.people
        ],
        "sources": sources,
    }  # fmt: skip


def row_of(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The row of the table: the best broker, and how it knows each of the two."""
    best = item["brokers"][0] if item["brokers"] else None
    event = item["next"]
    sources = item["sources"]
    return {
        "rank": item["rank"],
        "a": item["a"]["name"],
        "b": item["b"]["name"],
        "verdict": words("verdict", item["verdict"], language),
        "through": _through(best, language) if best else "",
        "with_a": _times(best["a"], language) if best else "",
        "with_b": _times(best["b"], language) if best else "",
        "fragile": both("yes", "oui")[language] if item["fragile"] else "",
        "next": f"{when(event['date'], language)} — {event['name']}" if event else "",
        "source": sources[0]["record"] if sources else "",
    }


def _through(broker: Mapping[str, Any], language: str) -> str:
    inside = [person["name"] for person in broker["people"]] or broker["organisations"]
    return str(broker["name"]) + (f" ({listed(inside, language, 2)})" if inside else "")


def _times(tie: Mapping[str, Any], language: str) -> str:
    return f"{tie['meetings']} × ({when(tie['last'], language)})"


def _card(item: Mapping[str, Any]) -> Text:
    """What to say to somebody who could make the introduction, in four sentences at most."""
    return {language: _card_in(item, language) for language in ("fr", "en")}


def _card_in(item: Mapping[str, Any], language: str) -> str:
    fr = language == "fr"
    a, b = item["a"]["name"], item["b"]["name"]
    parts = [f"{a} — {b}{' : ' if fr else ': '}{_verdict(item, language)}."]
    for number, broker in enumerate(item["brokers"]):
        times = _known(broker, a, b, language)
        if number == 0:
            only = item["fragile"]
            lead = ("Seul intermédiaire connu : " if only else "Peut les présenter : ") if fr else (
                "Only known go-between: " if only else "Can introduce them: ")  # fmt: skip
        else:
            lead = "Ou : " if fr else "Or: "
        parts.append(f"{lead}{_through(broker, language)}, {times}.")
    if not item["brokers"]:
        parts.append(
            "Aucun document ne montre quelqu'un qui ait vu les deux." if fr else "No record shows anybody who has met both."
        )
    more = item["brokers_known"] - len(item["brokers"])
    if more > 0:
        parts.append(f"{more} autre{'s' if more > 1 else ''} les connai{'ssen' if more > 1 else ''}t." if fr
                     else f"{more} other{'s' if more > 1 else ''} know{'s' if more == 1 else ''} both.")  # fmt: skip
    if item["programmes"]:
        names = listed([programme["name"] for programme in item["programmes"]], language, 4)
        parts.append(f"Programme{'s' if len(item['programmes']) > 1 else ''} en commun : {names}." if fr
                     else f"Shared programme{'s' if len(item['programmes']) > 1 else ''}: {names}.")  # fmt: skip
    event = item["next"]
    if event:
        day = when(event["date"], language, weekday=True) + (f", {event['time']}" if event["time"] else "")
        parts.append(f"Prochaine date où les deux sont attendus : {event['name']}, {day}." if fr
                     else f"Next date at which both are expected: {event['name']}, {day}.")  # fmt: skip
    return " ".join(parts)


def _verdict(item: Mapping[str, Any], language: str) -> str:
    fr = language == "fr"
    verdict, number, unlisted = item["verdict"], item["listed"], item["unlisted"]
    lists = f"{number} liste{'s' if number > 1 else ''}" if fr else f"{number} list{'' if number == 1 else 's'}"
    if verdict == "never-seen":
        return f"jamais vus ensemble (0 fois sur {lists})" if fr else f"never seen together (0 times on {lists})"
    if verdict == "not-known":
        return (f"on ne sait pas s'ils se sont vus (0 fois sur {lists} ; {unlisted} réunion{'s' if unlisted > 1 else ''}"
                " sans liste complète)" if fr else
                f"not known whether they met (0 times on {lists}; {unlisted} meeting{'s' if unlisted != 1 else ''}"
                " without a complete list)")  # fmt: skip
    last = when(item["last"], language)
    if verdict == "plenary-only":
        return f"croisés en plénière seulement, la dernière fois : {last}" if fr else f"crossed in plenary only, last: {last}"
    return f"ont déjà travaillé ensemble, la dernière fois : {last}" if fr else f"worked together already, last: {last}"


def _known(broker: Mapping[str, Any], a: str, b: str, language: str) -> str:
    fr = language == "fr"

    def one(tie: Mapping[str, Any], name: str) -> str:
        times = tie["meetings"]
        if fr:
            return f"{name} {'une' if times == 1 else times} fois (la dernière : {when(tie['last'], 'fr')})"
        return f"{name} {'once' if times == 1 else f'{times} times'} (last: {when(tie['last'], 'en')})"

    met, link = ("a vu ", " et ") if fr else ("met ", " and ")
    return met + one(broker["a"], a) + link + one(broker["b"], b)


def summary(
    scope: Scope | None, items: Sequence[Mapping[str, Any]], occasions: Sequence[Occasion], as_of: date | None, pairs: int, apart: int,
    thresholds: Thresholds, *, pair_only: bool,
) -> tuple[Text, list[Text], dict[str, Any]]:  # fmt: skip
    """The sentence, the notes and the data of an answer whose introductions are `items`, of `apart` pairs that have not worked
    together among `pairs`."""
    done = coverage(occasions)
    data: dict[str, Any] = {
        "scope": scope.as_dict() if scope else None,
        "as_of": as_of,
        "coverage": done,
        "thresholds": {
            "lists": thresholds.lists, "share": thresholds.share, "table": thresholds.table, "room": thresholds.room,
            "half_life_months": HALF_LIFE,
        },
        "counts": {
            "pairs": pairs, "apart": apart, "shown": len(items), "with_broker": sum(bool(item["brokers"]) for item in items),
            "fragile": sum(item["fragile"] for item in items),
        },
        "pairs": list(items),
    }  # fmt: skip
    where = both(f"{scope.name}: ", f"{scope.name} : ") if scope else both("", "")
    if pair_only and items:
        sentence = items[0]["card"]
    elif not pairs:
        sentence = both(
            f"{where['en']}not known — fewer than two partners are known, so no pair.",
            f"{where['fr']}on ne sait pas — moins de deux partenaires sont connus, donc aucune paire.",
        )
    elif not apart:
        every = count(pairs, ("known pair has", "known pairs have all"), ("paire connue a", "paires connues ont toutes"))
        sentence = both(f"{where['en']}{every['en']} worked together; no introduction to propose.",
                        f"{where['fr']}{every['fr']} travaillé ensemble ; pas de présentation à proposer.")  # fmt: skip
    else:
        told = count(apart, ("pair has not worked together", "pairs have not worked together"),
                     ("paire n'a pas travaillé ensemble", "paires n'ont pas travaillé ensemble"))  # fmt: skip
        reached = data["counts"]["with_broker"]
        sentence = both(
            f"{where['en']}{told['en']}; of the {len(items)} shown, {reached} have a known go-between.",
            f"{where['fr']}{told['fr']} ; sur les {len(items)} montrées, {reached} ont un intermédiaire connu.",
        )
    notes = [coverage_note(done, as_of)]
    notes.append(both(
        "Best first: how often and how lately somebody met both in small meetings (a shared meeting counts one over the others there, "
        f"half as much after {HALF_LIFE} months), less for who knows everybody.",
        "Les mieux placées d'abord : combien de fois et depuis quand quelqu'un a vu les deux en petit comité (une réunion compte un "
        f"sur le nombre des autres présents, moitié moins après {HALF_LIFE} mois), moins s'il connaît tout le monde.",
    ))  # fmt: skip
    if data["counts"]["fragile"]:
        notes.append(both("Fragile: one go-between only; without it, no known way.",
                          "Fragile : un seul intermédiaire ; sans lui, aucun chemin connu."))  # fmt: skip
    notes.append(both(
        f"« Never » needs {thresholds.lists} listed meetings while both were partners, and "
        f"{round(thresholds.share * 100)} % of all listed.",
        f"« Jamais » demande {thresholds.lists} réunions avec liste pendant que les deux étaient partenaires, "
        f"et {round(thresholds.share * 100)} % de listes.",
    ))  # fmt: skip
    return sentence, notes, data
