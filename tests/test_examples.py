"""The program on its examples, end to end, against the answers of a careful reader (`examples/expected.toml`)."""

from __future__ import annotations

import json
import os
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

    def command(*words: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "maillage.cli", "-C", str(project), *words, "--format", "json"],
            capture_output=True, check=False, encoding="utf-8",
            env={**os.environ, "MAILLAGE_CACHE": str(cache), "LANG": "fr_FR.UTF-8", "PYTHONUTF8": "1", "MAILLAGE_DEBUG": "1"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

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
    assert again["published"] is None or not any(
        again["published"][key] for key in again["published"] if key.endswith(("created", "updated", "deleted"))
    )


@pytest.mark.parametrize("scope", SCOPES)
def test_the_partners_are_those_of_the_bassin(scope: str, answers: dict[str, dict[str, Any]]) -> None:
    members = [p for p in answers[scope]["partners"] if p["kind"] != "occasional"]
    assert named(scope, members) == sorted(SCOPES[scope]["partners"])


@pytest.mark.parametrize("scope", SCOPES)
def test_the_coverage_counts_held_local_meetings(scope: str, answers: dict[str, dict[str, Any]]) -> None:
    expected = SCOPES[scope]
    assert answers[scope]["coverage"] == {**expected["coverage"], "partial": 0}
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


def people(run: Run, date: str, relation: str) -> list[str]:
    return [
        row["name"]
        for row in run(
            "cypher", f"MATCH (e:Event)<-[:{relation}]-(p:Person) WHERE e.date = $d RETURN p.name AS name ORDER BY name",
            "--param", f"d={date}",
        )
    ]  # fmt: skip


def is_person(name: str) -> bool:
    return name not in EXPECTED["names"] and not name.startswith(("CCI", "Communauté", "GRETA"))


@pytest.mark.parametrize("date", [date for date, event in EVENTS.items() if "present" in event])
def test_those_present_are_those_of_the_list(date: str, run: Run) -> None:
    assert sorted(map(fold, people(run, date, "ATTENDED"))) == sorted(map(fold, EVENTS[date]["present"]))


@pytest.mark.parametrize("date", [date for date, event in EVENTS.items() if "excused" in event])
def test_those_excused_are_those_of_the_list(date: str, run: Run) -> None:
    assert sorted(map(fold, people(run, date, "EXCUSED_FROM"))) == sorted(
        fold(n) for n in EVENTS[date]["excused"] if is_person(n)
    )


@pytest.mark.parametrize("date", EVENTS)
def test_each_meeting_is_one_event_with_its_status(date: str, run: Run) -> None:
    rows = run("cypher", "MATCH (e:Event) WHERE e.date = $d RETURN e.status AS status", "--param", f"d={date}")
    assert [row["status"] for row in rows] == [EVENTS[date]["status"]]


def test_a_postponed_meeting_leads_to_its_new_date(run: Run) -> None:
    rows = run("cypher", "MATCH (e:Event)-[:MOVED_TO]->(f:Event) RETURN e.date AS was, f.date AS now")
    assert rows == [{"was": "2023-06-15", "now": EVENTS["2023-06-15"]["moved_to"].isoformat()}]


@pytest.mark.parametrize(("kind", "key"), [("substitute", "substitutes"), ("proxy", "proxies")])
def test_stand_ins_are_told_apart(kind: str, key: str, run: Run) -> None:
    rows = run(
        "cypher", "MATCH (p:Person)-[x:STOOD_IN_FOR]->(q:Person) WHERE x.kind = $k RETURN p.name AS a, q.name AS b", "--param", f"k={kind}"
    )  # fmt: skip
    expected = [pair for event in EVENTS.values() for pair in event.get(key, ())]
    assert sorted((fold(r["a"]), fold(r["b"])) for r in rows) == sorted((fold(a), fold(b)) for a, b in expected)


def test_a_deleted_name_is_not_there(run: Run) -> None:
    for date, event in EVENTS.items():
        for name in event.get("not_there", ()):
            assert name not in people(run, date, "ATTENDED")


def test_each_person_is_one_node_but_where_the_program_asks(run: Run) -> None:
    names = [row["name"] for row in run("cypher", "MATCH (p:Person) RETURN p.name AS name") if " " in row["name"]]
    expected = EXPECTED["counts"]["people"]
    assert len({fold(name) for name in names}) == expected
    doubled = {name for name in names if names.count(name) > 1}
    assert doubled <= set(EXPECTED["counts"]["changed_employer"])


def test_a_renamed_agency_is_one_node_and_two_cio_are_two(run: Run) -> None:
    def nodes(pattern: str) -> int:
        query = "MATCH (o:Organisation) WHERE any(n IN o.names WHERE n =~ $p) AND o.level = 'unit' RETURN o.id AS id"
        return len(run("cypher", query, "--param", f"p={pattern}"))

    assert nodes("(?iu).*(p[ôo]le emploi|france travail).*") == 2
    assert nodes("(?iu)cio( .*)?") == 2
