"""The views by name: which question each answers, and the page that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..graph.audience import Audience, nodes
from ..graph.language import Language
from ..graph.masking import KnownPeople
from ..graph.model import Subgraph
from ..graph.store import Store
from ..queries import lookup, pictures, places, presence, views
from ..queries.answer import Answer
from ..queries.stream import known_people
from . import arranged, editions, matrix, network, timeline
from .layout import communities, positions
from .pages import Back, Text


@dataclass(frozen=True, slots=True)
class View:
    """A view: its French name on the command line, its file and its title in both languages. `scoped`: makes sense for one scope only;
    `kept`: its positions are kept for the next edition."""

    french: str
    file: Text
    title: Text
    scoped: bool = False
    kept: bool = False


VIEWS: Mapping[str, View] = {
    "network": View("réseau", {"fr": "carte", "en": "map"}, {"fr": "Qui travaille avec qui", "en": "Who works with whom"}, kept=True),
    "gaps": View("jamais-vus", {"fr": "jamais-vus", "en": "gaps"},
                 {"fr": "Qui ne s'est pas encore rencontré", "en": "Who has not met yet"}, kept=True),
    "circles": View("cercles", {"fr": "cercles", "en": "circles"}, {"fr": "Les cercles de partenaires", "en": "Circles of partners"},
                    scoped=True),
    "programmes": View("programmes", {"fr": "programmes", "en": "programmes"},
                       {"fr": "Les programmes et qui y participe", "en": "The programmes and who is on them"}, kept=True),
    "timeline": View("frise", {"fr": "frise", "en": "timeline"}, {"fr": "Qui est venu, et quand", "en": "Who came, and when"}),
    "territories": View("territoires", {"fr": "territoires", "en": "territories"},
                        {"fr": "Les territoires et ce qu'on en sait", "en": "The territories and what is known of them"}),
    "matrix": View("matrice", {"fr": "matrice", "en": "matrix"}, {"fr": "Qui a rencontré qui", "en": "Who has met whom"}),
}  # fmt: skip
AROUND: Text = {"fr": "Avec qui travaille {name}", "en": "With whom {name} works"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a view. `scope` and `actor` are names, `since` and `until` EDTF dates; `shade` colours territories by
    "coverage" or "pairs"; `audience` other than "names" leaves the sentences out, which hold names of people, and masks those in
    titles. `label` is how the scope is called in titles; `back` and `pages` place the page in an atlas; `answer` is that of
    `pictures.verdicts` to the same question, where it is known already."""

    scope: str | None = None
    actor: str | None = None
    people: bool = False
    since: str | None = None
    until: str | None = None
    shade: str = "coverage"
    audience: Audience = "names"
    label: str | None = None
    back: Back | None = None
    pages: str = ""
    answer: Answer | None = None

    @property
    def period(self) -> dict[str, Any]:
        return {"scope": self.scope, "since": self.since, "until": self.until}


@dataclass(frozen=True, slots=True)
class Made:
    """A page, the text that keeps the positions of this edition (None: the view has none to keep), and what is drawn, if it is points
    and links."""

    html: str
    edition: str | None = None
    subgraph: Subgraph | None = None


def make(store: Store, view: str, wanted: Wanted, language: Language = "fr", edition: editions.Edition | None = None) -> Made:
    """The page of `view`. `edition` is the last one's, taken as a start. Raises UnknownName and QueryError as the questions do."""
    actor = lookup.resolve_actor(store, wanted.actor) if wanted.actor else None
    title = _title(view, wanted.label or wanted.scope, actor)
    people = None if wanted.audience == "names" else known_people(store)
    if view == "matrix":
        answer = wanted.answer or pictures.verdicts(store, people=wanted.people, **wanted.period)
        data = _without_sources(answer.data) if people else answer.data
        notes = [_masked(_capital(note), people) for note in (answer.sentence, *answer.notes)]
        return Made(matrix.page(data, title=title, language=language, notes=notes, back=wanted.back))
    if view == "timeline":
        found = presence.presence(store, people=wanted.people, actor=wanted.actor, **wanted.period)
        if people:
            found = replace(
                found,
                cells={key: {**cell, "sources": []} for key, cell in found.cells.items()},
                events=tuple({**event, "name": people.mask(event["name"])} for event in found.events),
            )
        return Made(timeline.page(found, title=title, language=language, back=wanted.back))
    subgraph = _subgraph(store, view, wanted)
    if people:
        subgraph = replace(
            subgraph,
            statements=(),
            nodes=tuple(nodes(subgraph.nodes, wanted.audience, None, people)),
            notes=_masked(subgraph.notes, people),
        )
    placing: dict[str, Any] = {"title": title, "language": language, "back": wanted.back, "pages": wanted.pages}
    if view == "circles" and wanted.scope:
        placed, backdrop = arranged.circles(subgraph)
        return Made(network.page(subgraph, placed=placed, backdrop=backdrop, **placing))
    if view == "territories":
        placed, backdrop, notes_ = arranged.territories(subgraph, wanted.shade)
        subgraph = replace(subgraph, notes={**subgraph.notes, **notes_})
        return Made(network.page(subgraph, placed=placed, backdrop=backdrop, **placing))
    groups = communities(subgraph) if len(subgraph.nodes) > network.WHOLE else []
    basis = replace(subgraph, relationships=tuple(x for x in subgraph.relationships if x.type not in ("NEVER_MET", "NOT_KNOWN")))
    placed = positions(basis, edition.places if edition else None, edition.marks if edition else None, groups)
    html = network.page(subgraph, placed=placed, groups=groups, focus=actor.id if actor else None, **placing)
    return Made(html, editions.text(placed, basis) if VIEWS[view].kept else None, subgraph)


def _subgraph(store: Store, view: str, wanted: Wanted) -> Subgraph:
    if view == "gaps":
        return pictures.gaps(store, people=wanted.people, answer=wanted.answer, **wanted.period)
    if view == "programmes":
        return pictures.programmes(store, people=wanted.people, **wanted.period)
    if view == "circles":
        return pictures.circles(
            store, wanted.scope or "", people=wanted.people, since=wanted.since, until=wanted.until, answer=wanted.answer
        )
    if view == "territories":
        return places.places(store, **wanted.period)
    return views.works_with(store, people=wanted.people, actor=wanted.actor, **wanted.period)


def _masked(text: Text, people: KnownPeople | None) -> dict[str, str]:
    return {code: people.mask(said) if people else said for code, said in text.items()}


def _title(view: str, scope: str | None, actor: lookup.Actor | None) -> dict[str, str]:
    found = dict(VIEWS[view].title)
    if view == "network" and actor:
        found = {code: text.format(name=actor.name) for code, text in AROUND.items()}
    elif actor:
        found = {code: f"{text} — {actor.name}" for code, text in found.items()}
    return {code: text + (f" — {scope}" if scope else "") for code, text in found.items()}


def _capital(text: Text) -> dict[str, str]:
    return {code: said[:1].upper() + said[1:] for code, said in text.items()}


def _without_sources(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **data,
        "pairs": [{**pair, "sources": []} for pair in data["pairs"]],
        "partners": [{**partner, "sources": []} for partner in data["partners"]],
    }
