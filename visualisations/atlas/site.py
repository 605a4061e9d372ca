"""The whole atlas: which pages there are, and what they share (styles, script, words, search, former ids)."""

from __future__ import annotations

import functools
import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...graph import leads
from ...graph.audience import Audience
from ...graph.errors import MaillageError
from ...graph.language import Language
from ...graph.memory import State
from ...graph.model import Node
from ...graph.store import Store
from ...graph.writer import published
from ...queries import changes as changed
from ...queries.answer import Answer, words
from ...queries.wording import both
from .. import editions, gallery
from ..kinds import signs
from ..matrix import VERDICTS
from ..pages import Text, data_json, part, scripts, styles
from . import actors, figure, folder, front, happenings, places, world
from .folder import Written
from .places import Known
from .sections import Page
from .world import World

Told = Callable[[str, int, int], None]
"""Told of progress: the stage, how many are done, how many there are."""
TERRITORY_VIEWS = ("network", "gaps", "circles", "matrix", "timeline", "programmes")
WHOLE_VIEWS = ("network", "territories", "programmes", "timeline")
_VERSION = 1
"""Raised when the pages are made otherwise: an atlas of another version is made anew."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was made: how many pages for people, and how many files were written, left and removed."""

    pages: int
    written: Written


def build(
    store: Store, root: Path, *, title: str, audience: Audience = "organisations", language: Language = "fr",
    former: State | None = None, afresh: bool = False, told: Told | None = None,
    perimeters: Mapping[str, Sequence[str]] | None = None,
) -> Built:  # fmt: skip
    """Make or renew the atlas in `root`. `former` is what the graph held before it last changed (`graph.memory`); `afresh` looks at
    everything again though nothing has changed; `perimeters` are the communes of territories (`graph.perimeters`).

    Raises MaillageError for a folder that is not an atlas and not empty, or that cannot be written.
    """
    target = folder.Folder.open(root)
    state = _state(store, title, audience, language, former, perimeters or {})
    if not afresh and target.state == state and all((root / path).is_file() for path in target.before):
        return Built(_people_s_pages(target.before), Written(unchanged=len(target.before)))
    with target:
        site = _Site(store, world.read(store, audience), target, title, language, told)
        site.perimeters = perimeters or {}
        site.assets()
        site.nodes(former)
        site.redirects(leads.former(store))
        written = target.finish(state)
    return Built(_people_s_pages(target.now), written)


def _people_s_pages(files: Iterable[str]) -> int:
    return sum(path.endswith(".html") for path in files)


def _state(
    store: Store,
    title: str,
    audience: Audience,
    language: Language,
    former: State | None,
    perimeters: Mapping[str, Sequence[str]],
) -> str:
    """What the atlas depends on, in a word; "" where the database does not say what it holds."""
    found = published(store)
    if found is None:
        return ""
    parts = (
        _VERSION,
        found.digest,
        title,
        audience,
        language,
        former.digest if former else "",
        sorted(perimeters.items()),
        _assets_digest(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


@functools.cache
def _assets_digest() -> str:
    return hashlib.sha256((_script("") + _style() + part("atlas.html")).encode()).hexdigest()


def _script(site: str) -> str:
    return scripts(("signs.js", "atlas-words.js", "atlas-draw.js", "atlas.js")).replace("/* SITE */ null", site)


def _style() -> str:
    return styles(("atlas.css",))


class _Site:
    """An atlas being made."""

    def __init__(
        self, store: Store, known: World, target: folder.Folder, title: str, language: Language, told: Told | None
    ) -> None:
        self.store, self.world, self.target = store, known, target
        self.title, self.language, self.told = title, language, told
        self.made: dict[str, Any] = {}
        self.perimeters: Mapping[str, Sequence[str]] = {}

    def put(self, page: Page) -> None:
        self.target.write(page.path, _html(page, self.title, self.language, self.world.audience))

    # --- what pages share ---------------------------------------------------------------------------------------------------

    def assets(self) -> None:
        known = self.world
        lists = [[name, dict(front.SHORT.get(name, front.LISTS[name][0]))] for name in front.LISTS if front.listed(known, name)]
        site = {
            "title": self.title, "lists": lists, "audience": known.audience, "notice": dict(front.AUDIENCES[known.audience]),
            "terms": _terms(), "kinds": signs(), "verdicts": {k: dict(v) for k, v in VERDICTS.items()},
            "views": {name: dict(view.title) for name, view in gallery.VIEWS.items()}, "asOf": known.found.as_of,
        }  # fmt: skip
        self.target.write("assets/atlas.css", _style())
        self.target.write("assets/atlas.js", _script(data_json(site)))
        self.target.write("assets/search.js", "globalThis.maillageSearch=" + data_json(_search(known)) + ";\n")

    # --- pages ----------------------------------------------------------------------------------------------------------------

    def nodes(self, former: State | None) -> None:
        known = {node.id: self.territory(node) for node in self._counted("territories", self.world.territories)}
        for node in self._counted("pages", [self.world.nodes[one] for one in sorted(self.world.pages)]):
            made = self._page(node, known)
            if made is not None:
                self.put(made)
        self.put(front.front(self.world, self.title, known, self.maps("", WHOLE_VIEWS, None)))
        for page in front.lists(self.world, known):
            self.put(page)
        self.put(front.changes(self.world, self._changes(former)))

    def _page(self, node: Node, known: Mapping[str, Known]) -> Page | None:
        if node.id in known:
            return places.page(self.world, node, known[node.id])
        makers = {
            "Organisation": actors.organisation, "Person": actors.person, "Event": happenings.event,
            "Programme": happenings.programme, "Partnership": happenings.partnership,
        }  # fmt: skip
        maker = makers.get(node.labels[-1])
        return maker(self.world, node) if maker else None

    def _counted(self, stage: str, nodes: Sequence[Node]) -> Iterator[Node]:
        for number, node in enumerate(nodes, 1):
            yield node
            if self.told is not None:
                self.told(stage, number, len(nodes))

    def territory(self, node: Node) -> Known:
        """What is known of the pairs of a territory, with its maps."""
        answer, why = places.verdicts(self.store, node)
        if answer is None:
            maps = self.maps(node.id, ("network", "timeline"), None)
            return Known(None, why, maps, self.made.get(node.id, {}))
        if not (answer.data["partners"] or answer.data["coverage"]["occasions"]):
            return Known(answer)
        views = [view for view in TERRITORY_VIEWS if view != "programmes" or self._programmes(node.id)]
        if len(answer.data["partners"]) < 2:
            views = [view for view in views if view in ("circles", "timeline")]
        maps = self.maps(node.id, views, answer)
        return Known(answer, None, maps, self.made.get(node.id, {}))

    def _programmes(self, territory: str) -> bool:
        events = {link.start for link in self.world.into(territory, "CONCERNS")}
        return any(self.world.out(event, "ABOUT") for event in events) or bool(self.world.into(territory, "COVERS"))

    def maps(self, scope: str, views: Sequence[str], answer: Answer | None) -> list[tuple[str, str]]:
        """Write the maps of a scope ("": everything) and give their views and paths; one without a link to show is left out."""
        known = self.world
        name = known.name(scope) if scope else None
        back = (f"../t/{scope}.html", both(name, name)) if scope and name else ("../index.html", both(self.title, self.title))
        found = []
        for view in views:
            if not scope and not self._worth(view):
                continue
            path = f"maps/{view}{'-' + scope if scope else ''}"
            wanted = gallery.Wanted(
                scope or None,
                label=name,
                audience=known.audience,
                back=back,
                answer=answer,
                pages=_paged(known),
                perimeters=self.perimeters,
            )
            edition = editions.parse(self.target.read(f"{path}.json") or "")
            try:
                made = gallery.make(self.store, view, wanted, self.language, edition)
            except MaillageError:  # too many for one picture: the page says so where it lists them
                continue
            self.target.write(f"{path}.html", made.html)
            if made.edition is not None:
                self.target.write(f"{path}.json", made.edition)
            if view == "network" and scope and made.subgraph is not None and (laid := editions.parse(made.edition or "")):
                self.made[scope] = figure.network(known, made.subgraph, laid.places)
            found.append((view, f"{path}.html"))
        return found

    def _worth(self, view: str) -> bool:
        known = self.world
        if view == "programmes":
            return bool(known.of_label("Programme", "Partnership"))
        if view == "territories":
            return len(known.territories) > 1
        return any(there for there in known.found.there(False).values())

    def _changes(self, former: State | None) -> Answer | None:
        if former is None:
            return None
        return changed.changes(self.store, former, language=self.language)

    # --- links that survive merges --------------------------------------------------------------------------------------------

    def redirects(self, members: Mapping[str, str]) -> None:
        """A page that leads on for each page of earlier atlases whose node is now another's; and the table of all former ids."""
        pages = self.world.pages
        before = {path[2:-5] for path in self.target.before if re.fullmatch(r"[egopst]/\w+\.html", path)}
        wanted = (before | set(self.target.former)) - pages
        leads: dict[str, str] = {}
        for old in sorted(wanted):
            new = self._lead(old, members)
            if new is not None:
                leads[old] = new
                self.target.write(f"{old[0]}/{old}.html", _redirect(new, self.world.name(new), self.world.audience))
        self.target.former = leads
        table = {old: new for old, new in members.items() if new in pages and old not in pages} | leads
        self.target.write("assets/former.js", "globalThis.maillageFormer=" + data_json(dict(sorted(table.items()))) + ";\n")

    def _lead(self, old: str, members: Mapping[str, str]) -> str | None:
        """The page that an id of before leads to: as the records say today, else as an earlier atlas knew."""
        seen = {old}
        new = members.get(old) or self.target.former.get(old)
        while new is not None and new not in self.world.pages and new not in seen:
            seen.add(new)
            new = members.get(new) or self.target.former.get(new)
        return new if new in self.world.pages else None


def _paged(known: World) -> str:
    """The letters of the ids that have pages, for links from the maps."""
    return "".join(sorted({one[0] for one in known.pages}))


def _terms() -> dict[str, Text]:
    """Codes in words: kinds, states and lists as the questions say them, kinds of organisations as the maps do."""
    codes = {
        "kind": ("meeting", "committee", "assembly", "working_group", "workshop", "training", "day", "forum", "visit", "presentation",
                 "ceremony", "signature", "vote", "publication", "deadline", "other", "member", "regular", "occasional", "delegate"),
        "status": ("held", "planned", "proposed", "cancelled", "postponed", "unconfirmed", "decided", "wished", "ongoing", "done"),
        "listed": ("complete", "partial", "none"),
        "change": changed.ORDER,
    }  # fmt: skip
    found: dict[str, Text] = {}
    for column, values in codes.items():
        for code in values:
            key = f"listed-{code}" if column == "listed" else code
            found.setdefault(key, {language: words(column, code, language) for language in ("fr", "en")})
    return found


def _search(known: World) -> dict[str, list[Any]]:
    """All pages by id: name, other names (acronym, long name), and what tells them apart (day, bodies, kind)."""
    found: dict[str, list[Any]] = {"i": [], "n": [], "a": [], "x": []}
    for one in sorted(known.pages):
        node = known.nodes[one]
        values = node.properties
        others = [values.get("long"), values.get("acronym"), *(values.get("names") or ())]  # type: ignore[misc]
        others = [known.masked(str(other)) for other in dict.fromkeys(others) if other and other != node.name]
        if known.audience == "roles" and one[0] == "p":
            others = []
        extra = values.get("date") or "" if one[0] == "e" else ""
        if one[0] == "p":
            bodies = [known.name(link.end) for link in known.out(one, "REPRESENTED")]
            extra = ", ".join(list(dict.fromkeys(bodies))[:2])
        for key, told in zip("inax", (one, known.name(one), " ".join(others), extra), strict=True):
            found[key].append(told)
    return found


@functools.cache
def _template() -> Any:
    from jinja2 import Environment

    return Environment(autoescape=True).from_string(part("atlas.html"))


def _html(page: Page, site: str, language: Language, audience: Audience) -> str:
    """The file of a page: a shell, and its data as JSON that nothing executes."""
    root = "../" if "/" in page.path else ""
    head = {**page.data(), "language": language, "root": root}
    text: str = _template().render(
        title=page.title[language],
        site=site,
        language=language,
        root=root,
        head=data_json(head),
        hidden=audience != "organisations",
    )
    return text


def _redirect(new: str, name: str, audience: Audience) -> str:
    """A page that leads on, without a script, to where its node is told of now."""
    robots = '<meta name="robots" content="noindex">\n' if audience != "organisations" else ""
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f'<meta http-equiv="refresh" content="0; url=../{new[0]}/{new}.html">\n{robots}<title>{html.escape(name)}</title>\n</head>\n'
        f'<body><p><a href="../{new[0]}/{new}.html">{html.escape(name)}</a></p></body>\n</html>\n'
    )
