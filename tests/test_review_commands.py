"""The commands about who is who in processes of their own, and at a real terminal where the system has one."""

import json
import os
import select
import subprocess
import sys
import time

import pytest
from desk import BARE, HERE, PEOPLE, THERE

from maillage.graph import project as projects

pty = pytest.importorskip("pty") if os.name != "nt" else None


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def project(folder):
    found = projects.create(folder / "p")
    for record in (*PEOPLE[:2], HERE, THERE, *BARE):
        projects.write_record(found, record)
    return found


def surroundings(folder, language, author):
    return {
        **os.environ,
        "MAILLAGE_LANG": language,
        "MAILLAGE_CACHE": str(folder / "cache"),
        "COLUMNS": "100",
        "MAILLAGE_AUTHOR": author,
    }


@pytest.fixture
def run(project, folder):
    def maillage(*words, language="en", author="Camille", where=None):
        command = [sys.executable, "-m", "maillage.cli", "-C", str(where or project.root), *words]
        return subprocess.run(command, env=surroundings(folder, language, author), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, encoding="utf-8", check=False)  # fmt: skip

    return maillage


@pytest.fixture
def at_terminal(project, folder):
    """Run a command at a terminal; each of `keys` is pressed when the line of keys has been shown."""

    def maillage(*words, keys, language="en"):
        command = [sys.executable, "-m", "maillage.cli", "-C", str(project.root), *words]
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe(command[0], command, surroundings(folder, language, "Camille"))
        shown, waiting, end = "", list(keys), time.monotonic() + 60
        seen = 0
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    data = os.read(terminal, 65536)
                except OSError:
                    break
                if not data:
                    break
                shown += data.decode("utf-8", "replace")
            elif waiting and ("[q]uit" in shown[seen:]):
                seen = len(shown)
                os.write(terminal, waiting.pop(0).encode())
        os.close(terminal)
        return shown.replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return maillage


def rows(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_without_a_keyboard_review_says_what_to_do(run):
    done = run("review")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "--xlsx" in done.stderr
    assert "maillage vérifier --xlsx" in run("vérifier", language="fr").stderr


def test_review_lists_its_questions(run):
    listed = rows(run("review", "--format", "json"))
    assert listed["waiting"] == 2
    assert {question["kind"] for question in listed["questions"]} == {"person", "organisation"}
    assert rows(run("review", "--format", "json", "--kind", "person"))["waiting"] == 1
    assert rows(run("review", "--format", "json", "--about", "dreux"))["waiting"] == 1
    table = run("vérifier", "--format", "table", language="fr").stdout
    assert "« CIO » sans périmètre" in table


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminal")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_answers_at_a_terminal_change_the_graph(at_terminal, run, language):
    before = len(rows(run("cypher", "MATCH (p:Person) RETURN p.id AS id", "--format", "json")))
    shown, status = at_terminal("review", "--kind", "person", keys="sq", language=language)
    assert status == 0
    assert ("1 réponse notée" if language == "fr" else "1 answer noted") in shown
    assert len(rows(run("cypher", "MATCH (p:Person) RETURN p.id AS id", "--format", "json"))) == before - 1
    assert "1 question is waiting: maillage review" in run("status", "--format", "text").stdout
    assert rows(run("status", "--format", "json"))["questions"] == 1


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminal")
def test_an_interrupted_review_keeps_what_was_answered(at_terminal, run):
    shown, status = at_terminal("review", keys=["d", "\x03"])
    assert (status, "1 answer noted" in shown) == (0, True)
    assert len(rows(run("decisions", "--format", "json"))) >= 1


def test_a_workbook_out_and_back_in(run, folder):
    import openpyxl

    path = folder / "revue.xlsx"
    assert run("review", "--xlsx", str(path)).returncode == 0
    again = run("review", "--xlsx", str(path))
    assert again.returncode == 1
    assert "--from" in again.stderr
    book = openpyxl.load_workbook(path)
    book["Questions"]["B2"], book["Questions"]["B3"] = "the same", "perhaps"
    book.save(path)
    taken = run("vérifier", "--reprendre", str(path), language="fr")
    assert taken.returncode == 1
    assert taken.stdout.startswith("1 réponse notée au nom de Camille")
    assert taken.stderr == "ligne 3 : « perhaps » n'est pas une réponse. Choisissez dans la liste.\n"
    assert len(rows(run("decisions", "--format", "json"))) == 1


def test_decisions_are_listed_filtered_and_taken_back(run):
    a, b = (f"{record.id}:p-aline morel" for record in PEOPLE[:2])
    assert run("decide", a, b, "--same", "--why", "vue deux fois").returncode == 0
    assert run("decide", a, b, "--different", author="Bruno").returncode == 0
    assert run("décider", "CIO", f"{HERE.id}:o-cio", "--designe", "--dans", "", language="fr").returncode == 0
    listed = rows(run("decisions", "--format", "json"))
    assert [(line["by"], line["state"]) for line in listed] == [
        ("Camille", "conflict"),
        ("Bruno", "conflict"),
        ("Camille", "holds"),
    ]
    assert len(rows(run("decisions", "--by", "bruno", "--format", "json"))) == 1
    assert len(rows(run("decisions", "--about", "ALINE", "--format", "json"))) == 2
    assert len(rows(run("decisions", "--verdict", "name", "--format", "json"))) == 1
    assert len(rows(run("decisions", "--conflicts", "--format", "json"))) == 2
    assert "contradicted by Bruno" in run("decisions", "--format", "csv", "--conflicts").stdout
    assert "Aline Morel" in run("decisions", "--format", "table", "--conflicts").stdout
    assert run("decisions", "--undo", listed[1]["id"][:6]).returncode == 0
    assert [line["state"] for line in rows(run("decisions", "--format", "json"))] == ["holds", "holds"]
    assert len(rows(run("decisions", "--all", "--format", "json"))) == 4
    assert "vue deux fois" in run("décisions", "--format", "csv", language="fr").stdout


def test_a_decision_whose_record_is_gone_is_listed(run, project):
    a, b = (f"{record.id}:p-aline morel" for record in PEOPLE[:2])
    run("decide", a, b, "--same")
    next(project.records.glob(f"*{PEOPLE[0].id}*")).unlink()
    assert [line["state"] for line in rows(run("decisions", "--lost", "--format", "json"))] == ["no_object"]


def test_a_broken_line_is_told_and_the_command_goes_on(run, project):
    run("decide", *(f"{record.id}:p-aline morel" for record in PEOPLE[:2]), "--same")
    with (project.root / "decisions" / "camille.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    done = run("decisions", "--format", "json")
    assert len(rows(done)) == 1
    assert done.stderr.startswith("decisions/camille.jsonl, line 2: is cut off, or no JSON.")


def test_a_broken_line_is_told_by_every_command_that_looks_at_the_project_as_a_whole(run, project, folder):
    (project.root / "decisions" / "camille.jsonl").write_text("{broken\n", "utf-8")
    assert rows(run("status", "--format", "json"))["broken_decisions"] == 1
    assert "maillage décisions" in run("état", "--format", "text", language="fr").stdout
    doctor = run("doctor")
    assert doctor.returncode == 1
    assert "!!  decisions/camille.jsonl, line 1" in doctor.stdout
    (folder / "note.txt").write_text("Réunion du 3 mai 2024\nPrésents : Bruno Petit (CIO)\n", "utf-8")
    loaded = run("load", str(folder / "note.txt"), "--format", "json")
    assert loaded.returncode == 0
    assert "line 1" in loaded.stderr


def test_a_dry_run_counts_with_the_decisions(run, folder):
    run("cypher", "RETURN 1 AS one")
    (folder / "note.txt").write_text("Réunion du 3 mai 2024\nPrésents : Bruno Petit (CIO)\n", "utf-8")
    before = rows(run("load", str(folder / "note.txt"), "--dry-run", "--format", "json"))
    run("decide", *(f"{record.id}:p-aline morel" for record in PEOPLE[:2]), "--same")
    after = rows(run("load", str(folder / "note.txt"), "--dry-run", "--format", "json"))
    assert after["nodes"]["deleted"] > before["nodes"]["deleted"]  # a person, and statements that name the other by now
    assert after["questions"] == before["questions"] - 1


def test_why_and_history(run):
    (told,) = rows(run("why", "Aline Morel", "Aline Morel", "--format", "json"))
    assert told["one"] is False
    assert told["reasons"][0]["says"] == "asks"
    table = run("pourquoi", "Aline Morel", "--format", "table", language="fr").stdout
    assert table.startswith("Deux nœuds.")
    assert "La question attend une réponse : maillage vérifier." in table
    node = told["a"]["node"]
    found = rows(run("history", node, "--format", "json"))
    assert found["names"][0]["name"] == "Aline Morel"
    both = "".join(run("historique", told[side]["node"], "--format", "table", language="fr").stdout for side in ("a", "b"))
    assert "Cap emploi" in both
    assert "CIO" in both
    several = run("history", "Aline Morel")
    assert several.returncode == 1
    assert node in several.stderr


def test_ids_of_before_and_permalinks_are_understood_by_questions(run):
    a, b = (f"{record.id}:p-aline morel" for record in PEOPLE[:2])
    former = {line["a"]["node"] for line in rows(run("why", a, "--format", "json"))} | {
        line["a"]["node"] for line in rows(run("why", b, "--format", "json"))
    }
    assert len(former) == 2
    run("decide", a, b, "--same")
    answers = [run("ask", "where-from", "--actor", text, "--format", "json") for text in (*former, a, b)]
    assert len({answer.stdout for answer in answers}) == 1
    assert answers[0].returncode == 0, answers[0].stderr
    assert run("ask", "where-from", "--actor", "p000000000000").returncode == 1


def test_another_project_is_taken_over(run, folder):
    other = projects.create(folder / "other")
    projects.write_record(other, PEOPLE[2])
    done = run("merge", str(other.root))
    assert done.returncode == 0, done.stderr
    assert "1 record, 0 decisions" in done.stdout
    assert rows(run("status", "--format", "json"))["records"] == 10
    for wrong in (folder / "nowhere", folder / "p"):
        refused = run("réunir", str(wrong), language="fr")
        assert refused.returncode == 1
        assert "aucun autre projet" in refused.stderr


@pytest.mark.parametrize(
    "words",
    [("decide", "Aline Morel", "CIO", "--same"), ("decide", "nobody at all", "CIO", "--same"), ("decisions", "--undo", "zzzz"),
     ("why", "nobody at all"), ("history", "nobody at all")],
)  # fmt: skip
def test_what_goes_wrong_is_one_sentence(run, words):
    done = run(*words)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "failed" not in done.stderr
    assert done.stdout == ""
