"""The program on its examples, end to end, against the answers of a careful reader (`examples/expected.toml`)."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import maillage
from maillage.graph.names import fold

EXAMPLES = Path(maillage.__file__).parent / "examples"
EXPECTED = tomllib.loads((EXAMPLES / "expected.toml").read_text("utf-8"))
SCOPES = {scope["name"]: scope for scope in EXPECTED["scopes"]}
EVENTS = {event["date"].isoformat(): event for event in EXPECTED["events"]}
FOLDERS = [str(EXAMPLES / name) for name in ("vendome", "romorantin", "departement")]

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a command in a project of the examples; its JSON comes back."""
    project = tmp_path_factory.mktemp("project")
    cache = tmp_path_factory.mktemp("cache")

    def plain(*words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "maillage.cli", "-C", str(project), *words],
            capture_output=True, check=False, encoding="utf-8",
            env={**os.environ, "MAILLAGE_CACHE": str(cache), "PYTHONUTF8": "1", "MAILLAGE_DEBUG": "1", **surroundings},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done

    def command(*words: str) -> Any:
        return json.loads(plain(*words, "--format", "json").stdout)

    command.plain = plain  # type: ignore[attr-defined]
    command.report = command("load", *FOLDERS)  # type: ignore[attr-defined]
    return command


@pytest.fixture(scope="module")
def answers(run: Run) -> dict[str, dict[str, Any]]:
    return {name: run("ask", "never-met", "--scope", name, "--all") for name in SCOPES}


def as_expected(scope: str) -> Callable[[str], str]:
    """The reader's name of a body that an answer about `scope` gives; the answer's own when the reader has none."""
    bodies = [*SCOPES[scope]["partners"], *SCOPES[scope]["resources"]]
    known = {fold(name): body for body in bodies for name in (body, *EXPECTED["names"].get(body, ()))}
    return lambda name: known.get(fold(name), name)


def named(scope: str, items: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(map(as_expected(scope), (item["name"] for item in items)))


def pairs(scope: str, answer: dict[str, Any], verdict: str) -> set[frozenset[str]]:
    reader = as_expected(scope)
    return {frozenset({reader(p["a"]["name"]), reader(p["b"]["name"])}) for p in answer["pairs"] if p["verdict"] == verdict}


def test_every_example_is_read(run: Run) -> None:
    report = run.report  # type: ignore[attr-defined]
    assert report["refused"] == []
    records = run("cypher", "MATCH (r:Record) RETURN r.source AS source ORDER BY source")
    assert len(records) == EXPECTED["counts"]["records"]


def test_loading_again_changes_nothing(run: Run) -> None:
    again = run("load", *FOLDERS)
    assert (again["read"], again["unchanged"]) == ([], len(run.report["read"]))  # type: ignore[attr-defined]
    assert again["nodes"] == again["relationships"] == {"created": 0, "updated": 0, "deleted": 0}


@pytest.mark.parametrize("scope", SCOPES)
def test_the_partners_are_those_of_the_bassin(scope: str, answers: dict[str, dict[str, Any]]) -> None:
    members = [p for p in answers[scope]["partners"] if p["kind"] != "occasional"]
    assert named(scope, members) == sorted(SCOPES[scope]["partners"])


@pytest.mark.parametrize("scope", SCOPES)
def test_the_coverage_counts_held_local_meetings(scope: str, answers: dict[str, dict[str, Any]]) -> None:
    expected = SCOPES[scope]
    found = answers[scope]["coverage"]
    assert {
        "occasions": found["occasions"],
        "listed": found["listed"],
        "unlisted": found["partial"] + found["unlisted"],
    } == expected["coverage"]
    assert answers[scope]["as_of"] == expected["as_of"].isoformat()


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(
    ("verdict", "key"), [("never-seen", "never_seen"), ("plenary-only", "plenary_only"), ("not-known", "not_known")]
)
def test_the_pairs_are_those_of_a_careful_reader(scope: str, verdict: str, key: str, run: Run) -> None:
    answer = run("ask", "never-met", "--scope", scope)
    assert pairs(scope, answer, verdict) == {frozenset(pair) for pair in SCOPES[scope][key]}


@pytest.mark.parametrize("scope", SCOPES)
def test_the_other_pairs_worked_together(scope: str, run: Run) -> None:
    answer = run("ask", "never-met", "--scope", scope)
    partners, others = (
        len(SCOPES[scope]["partners"]),
        sum(len(SCOPES[scope][k]) for k in ("never_seen", "plenary_only", "not_known")),
    )
    assert partners * (partners - 1) // 2 - others == SCOPES[scope]["worked_together"]
    assert len(answer["partners"]) * (len(answer["partners"]) - 1) // 2 - len(answer["pairs"]) == SCOPES[scope]["worked_together"]


def test_each_pair_that_met_comes_with_its_sentence(answers: dict[str, dict[str, Any]]) -> None:
    texts = {path.name for folder in FOLDERS for path in Path(folder).iterdir()}
    met = [pair for pair in answers["Vendôme"]["pairs"] if pair["verdict"] == "worked-together"]
    assert met
    for pair in met:
        assert pair["sources"], pair
        for source in pair["sources"]:
            assert source["quote"]
            assert any(name in source["record"] for name in texts), source


@pytest.fixture(scope="module")
def states(run: Run) -> dict[tuple[str, str], list[str]]:
    """(date, relationship) -> folded names of the people, sorted."""
    rows = run(
        "cypher",
        "MATCH (e:Event)<-[x:ATTENDED|EXCUSED_FROM|ABSENT_FROM]-(p:Person) "
        "RETURN e.date AS date, type(x) AS state, x.mode AS mode, p.name AS name ORDER BY date, state, name",
        "--limit", "1000",
    )  # fmt: skip
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row["date"], row["state"]), []).append(fold(row["name"]))
        if row["mode"]:
            found.setdefault((row["date"], row["mode"]), []).append(fold(row["name"]))
    return {key: sorted(names) for key, names in found.items()}


@pytest.fixture(scope="module")
def events(run: Run) -> dict[str, list[str]]:
    """date -> statuses of its events."""
    found: dict[str, list[str]] = {}
    for row in run("cypher", "MATCH (e:Event) RETURN e.date AS date, e.status AS status ORDER BY date, status"):
        found.setdefault(row["date"], []).append(row["status"])
    return found


def is_person(name: str) -> bool:
    return name not in EXPECTED["names"] and not name.startswith(("CCI", "Communauté", "GRETA"))


def folded(names: Iterable[str]) -> list[str]:
    return sorted(fold(name) for name in names if is_person(name))


@pytest.mark.parametrize("date", [date for date, event in EVENTS.items() if "present" in event])
def test_those_present_are_those_of_the_list(date: str, states: dict[tuple[str, str], list[str]]) -> None:
    assert states.get((date, "ATTENDED"), []) == folded(EVENTS[date]["present"])


@pytest.mark.parametrize("date", [date for date, event in EVENTS.items() if "excused" in event])
def test_those_excused_are_those_of_the_list(date: str, states: dict[tuple[str, str], list[str]]) -> None:
    assert states.get((date, "EXCUSED_FROM"), []) == folded(EVENTS[date]["excused"])


@pytest.mark.parametrize("date", [date for date, event in EVENTS.items() if "remote" in event])
def test_remote_people_are_told_apart(date: str, states: dict[tuple[str, str], list[str]]) -> None:
    assert states.get((date, "remote"), []) == folded(EVENTS[date]["remote"])


@pytest.mark.parametrize("date", EVENTS)
def test_each_meeting_is_one_event_with_its_status(date: str, events: dict[str, list[str]]) -> None:
    assert events.get(date) == [EVENTS[date]["status"]]


def test_a_postponed_meeting_leads_to_its_new_date(run: Run) -> None:
    rows = run("cypher", "MATCH (e:Event)-[:MOVED_TO]->(f:Event) RETURN e.date AS was, f.date AS now")
    assert rows == [{"was": "2023-06-15", "now": EVENTS["2023-06-15"]["moved_to"].isoformat()}]


def test_substitutes_and_proxies_are_told_apart(run: Run) -> None:
    rows = run("cypher", "MATCH (p:Person)-[x:STOOD_IN_FOR]->(q:Person) RETURN x.kind AS kind, p.name AS a, q.name AS b")
    kinds = {"substitutes": "substitute", "proxies": "proxy"}
    expected = {(kinds[key], fold(a), fold(b)) for event in EVENTS.values() for key in kinds for a, b in event.get(key, ())}
    assert {(row["kind"], fold(row["a"]), fold(row["b"])) for row in rows} == expected


def test_a_deleted_name_is_not_there(states: dict[tuple[str, str], list[str]]) -> None:
    for date, event in EVENTS.items():
        assert not set(folded(event.get("not_there", ()))) & set(states.get((date, "ATTENDED"), ()))


def test_each_person_is_one_node_but_where_the_program_asks(run: Run) -> None:
    names = [row["name"] for row in run("cypher", "MATCH (p:Person) RETURN p.name AS name") if " " in row["name"]]
    assert len({fold(name) for name in names}) == EXPECTED["counts"]["people"]
    doubled = {name for name in names if names.count(name) > 1}
    assert doubled <= set(EXPECTED["counts"]["changed_employer"])


def test_a_renamed_agency_is_one_node_and_two_cio_are_two(run: Run) -> None:
    rows = run("cypher", "MATCH (o:Organisation) WHERE o.level = 'unit' RETURN o.id AS id, o.names AS names")

    def nodes(pattern: str) -> int:
        return sum(any(re.fullmatch(pattern, fold(name)) for name in row["names"] or ()) for row in rows)

    assert nodes("(pole emploi|france travail).*") == 2
    assert nodes("cio( .*)?") == 2


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("docs/guide.fr.md", "fr")])
def test_the_pages_show_the_real_answer(page: str, language: str, run: Run) -> None:
    block = re.search(
        r"^```\n\$ (maillage [^\n]*(?:jamais-vus|never-met)[^\n]*)\n(.*?)^```",
        (EXAMPLES.parent / page).read_text("utf-8"),
        re.M | re.S,
    )
    assert block is not None
    done = run.plain(*shlex.split(block[1])[1:], "--format", "table", MAILLAGE_LANG=language, COLUMNS="100")  # type: ignore[attr-defined]
    assert done.stdout.rstrip() == block[2].rstrip()
