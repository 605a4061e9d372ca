"""Contacts: when each person was last seen, for which body, and who seems to have followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ...graph.names import fold
from ..answer import Answer, Question, words
from ..gathering import gather, sources_of
from ..lookup import Scope
from ..meetings import Occasion, by_date
from ..membership import kinship_of
from ..wording import both, count, listed, when
from .coverage import coverage, coverage_note

State = Literal["current", "followed", "moved", "unseen", "not-known"]


@dataclass(slots=True)
class Post:
    """Somebody at the meetings of a body: the places, in the row of its meetings at which people are named for it, of those
    attended. `state` and `after` (later meetings of the body without this person) are filled in by `judge`."""

    person: str
    places: list[int] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    role: str | None = None
    state: State = "current"
    after: int = 0
    successors: list[str] = field(default_factory=list)


def judge(posts: Sequence[Post], meetings: int, after: int, elsewhere: Mapping[str, int]) -> None:
    """Say of each of the `posts` of one body, which had so many `meetings`, whether the person is still its contact.

    No longer: at the last `after` meetings somebody else was named for the body. Who first came for it only then seems to have
    followed; of several, the most often seen. `elsewhere`: people seen for another body since, and how often.
    """
    for post in posts:
        last = post.places[-1]
        post.after = meetings - 1 - last
        if post.after == 0:
            continue
        if post.after < after:
            post.state = "not-known"
            continue
        new = [other for other in posts if other.places[0] > last]
        most = max((len(other.places) for other in new), default=0)
        post.successors = [other.person for other in new if len(other.places) == most]
        post.state = "followed" if new else "moved" if elsewhere.get(post.person) else "unseen"


def contacts(question: Question) -> Answer:
    """A row for each person and body, by body, the current contact first."""
    values = question.values
    scope: Scope | None = values["scope"]
    found = gather(question, scope, values["since"], values["until"], named=False)
    kinship = kinship_of(question, values["level"], False)
    dated = by_date(occasion for occasion in found.inside if occasion.latest is not None)
    order = {occasion.id: place for place, occasion in enumerate(dated)}
    there: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    roles: dict[tuple[str, str], str] = {}
    for row in question.read("on_behalf", events=sorted(order)):
        for body in {heir for one in row["bodies"] for heir in kinship.standing.get(one, (one,))}:
            there[body][order[row["event"]]][row["person"]] = row["fact"]
            if row["role"]:
                roles[body, row["person"]] = row["role"]
    people = {person for days in there.values() for present in days.values() for person in present}
    names = {row["id"]: str(row["name"]) for row in question.read("actors", actors=sorted({*there, *people}))} | dict(
        kinship.names
    )
    last_seen: dict[str, tuple[int, str]] = {}
    for body, days in there.items():
        for place, present in days.items():
            for person in present:
                last_seen[person] = max(last_seen.get(person, (-1, "")), (place, body))
    items: list[dict[str, Any]] = []
    for body, days in there.items():
        places = sorted(days)
        posts: dict[str, Post] = {}
        for number, place in enumerate(places):
            for person, fact in sorted(days[place].items()):
                post = posts.setdefault(person, Post(person, role=roles.get((body, person))))
                post.places.append(number)
                post.facts.append(fact)
        moved = {
            p: last_seen[p][0]
            for p, post in posts.items()
            if last_seen[p][0] > places[post.places[-1]] and last_seen[p][1] != body
        }
        judge(list(posts.values()), len(places), values["after"], moved)
        items += [_item(body, post, dated, places, names, last_seen) for post in posts.values()]
    items.sort(key=lambda item: (fold(item["organisation"]["name"]), item["organisation"]["id"], item["after"], -item["meetings"],
                                 fold(item["person"]["name"]), item["person"]["id"]))  # fmt: skip
    said = sources_of(question, [item["fact"] for item in items], most=1)
    for item in items:
        item["sources"] = said.get(item.pop("fact"), [])
    done = coverage(found.inside)
    data = {
        "scope": scope.as_dict() if scope else None, "as_of": found.as_of, "coverage": done, "thresholds": {"after": values["after"]},
        "contacts": items,
    }  # fmt: skip
    language = question.language
    rows = [
        {
            "organisation": item["organisation"]["name"], "person": item["person"]["name"],
            "state": words("state", item["state"], language), "meetings": item["meetings"], "last": when(item["last"], language),
            "after": item["after"], "successor": listed([one["name"] for one in item["successors"]], language, 2),
            "source": item["sources"][0]["record"] if item["sources"] else "",
        }
        for item in items
    ]  # fmt: skip
    where = both(f"{scope.name}: ", f"{scope.name} : ") if scope else both("", "")
    followed = sum(item["state"] == "followed" for item in items)
    if not items:
        sentence = both(f"{where['en']}not known — no record names anybody who came for a body.",
                        f"{where['fr']}on ne sait pas — aucun document ne nomme quelqu'un venu pour une structure.")  # fmt: skip
    else:
        bodies = count(len(there), ("body", "bodies"), ("structure", "structures"))
        some = count(len(people), ("person", "people"), ("personne", "personnes"))
        gone = count(followed, ("seems to have been followed", "seem to have been followed"),
                     ("semble avoir été remplacée", "semblent avoir été remplacées"))  # fmt: skip
        sentence = both(
            f"{where['en']}{some['en']} for {bodies['en']}; {gone['en']}.",
            f"{where['fr']}{some['fr']} pour {bodies['fr']} ; {gone['fr']}.",
        )
    notes = [coverage_note(done, found.as_of), both(
        f"No longer the contact: {values['after']} later meetings at which others are named for the body. This is what lists show, no "
        "announcement of a departure.",
        f"N'est plus le contact : {values['after']} réunions suivantes où d'autres sont nommés pour la structure. C'est ce que montrent "
        "les listes, non l'annonce d'un départ.",
    )]  # fmt: skip
    return question.answer(rows, sentence, notes, data)


def _item(
    body: str, post: Post, dated: Sequence[Occasion], places: Sequence[int], names: Mapping[str, str],
    last_seen: Mapping[str, tuple[int, str]],
) -> dict[str, Any]:  # fmt: skip
    last = dated[places[post.places[-1]]]
    moved = last_seen[post.person][1] if post.state == "moved" else None
    return {
        "organisation": {"id": body, "name": names.get(body, body)},
        "person": {"id": post.person, "name": names[post.person]},
        "role": post.role,
        "state": post.state,
        "meetings": len(post.places),
        "last": last.date,
        "event": {"id": last.id, "name": last.name},
        "after": post.after,
        "successors": [{"id": one, "name": names[one]} for one in post.successors],
        "now_for": {"id": moved, "name": names.get(moved, moved)} if moved else None,
        "fact": post.facts[-1],
    }
