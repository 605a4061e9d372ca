"""The views by name: which question each answers, and the page that answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..graph.audience import Audience
from ..graph.errors import QueryError
from ..graph.language import Language
from ..graph.model import Subgraph
from ..graph.store import Store
from ..queries import lookup, pictures, places, presence, views
from ..queries.answer import Answer
from ..queries.shown import Shown, shown
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
    titles. `label` is how the scope is called in titles; `back` and `pages` place the page in an atlas; `perimeters` are the
    communes of territories (`graph.perimeters`); `answer` is that of
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
    perimeters: Mapping[str, Sequence[str]] | None = None
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
    if wanted.audience == "organisations" and (wanted.people or (actor is not None and actor.person)):
        raise QueryError(
            "A picture of people needs their names or roles: --audience names, or --audience roles.",
            "Une image de personnes demande leurs noms ou leurs fonctions : --public noms, ou --public fonctions.",
        )
    seen = shown(store, wanted.audience)
    if seen is not None and actor is not None and actor.person:
        title = {code: text.replace(actor.name, seen.roles.get(actor.id) or "…") for code, text in title.items()}
    if view == "matrix":
        answer = wanted.answer or pictures.verdicts(store, people=wanted.people, **wanted.period)
        data = answer.data if seen is None else seen.values(answer.data)
        notes = [_masked(_capital(note), seen) for note in (answer.sentence, *answer.notes)]
        where = {} if wanted.people else _territories(store, [partner["id"] for partner in data["partners"]])
        return Made(matrix.page(data, title=title, language=language, notes=notes, back=wanted.back, territories=where))
    if view == "timeline":
        found = presence.presence(store, people=wanted.people, actor=wanted.actor, **wanted.period)
        if seen is not None:
            found = replace(
                found, events=tuple(seen.values(found.events)), actors=tuple(seen.values(found.actors)),
                cells={key: seen.values(cell) for key, cell in found.cells.items()},
            )  # fmt: skip
        return Made(timeline.page(found, title=title, language=language, back=wanted.back))
    subgraph = _subgraph(store, view, wanted)
    if seen is not None:
        subgraph = seen.subgraph(subgraph)
        subgraph = replace(subgraph, notes=_masked(subgraph.notes, seen))
    placing: dict[str, Any] = {"title": title, "language": language, "back": wanted.back, "pages": wanted.pages}
    if view == "circles" and wanted.scope:
        placed, backdrop = arranged.circles(subgraph)
        return Made(network.page(subgraph, placed=placed, backdrop=backdrop, **placing))
    if view == "territories":
        placed, backdrop, notes_ = arranged.territories(subgraph, wanted.shade, wanted.perimeters)
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


def _territories(store: Store, bodies: Sequence[str]) -> dict[str, list[str]]:
    """Where bodies are active: id → names."""
    found = views.actor_nodes(views.Reader(store), bodies)
    return {
        node.id: [str(name) for name in names] for node in found if isinstance(names := node.properties.get("territories"), list)
    }


def _masked(text: Text, seen: Shown | None) -> dict[str, str]:
    return {code: seen.people.mask(said) if seen else said for code, said in text.items()}


def _title(view: str, scope: str | None, actor: lookup.Actor | None) -> dict[str, str]:
    found = dict(VIEWS[view].title)
    if view == "network" and actor:
        found = {code: text.format(name=actor.name) for code, text in AROUND.items()}
    elif actor:
        found = {code: f"{text} — {actor.name}" for code, text in found.items()}
    return {code: text + (f" — {scope}" if scope else "") for code, text in found.items()}


def _capital(text: Text) -> dict[str, str]:
    return {code: said[:1].upper() + said[1:] for code, said in text.items()}
