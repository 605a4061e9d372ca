"""The user's own model endpoint: off by default, asked only as the project says, believed only where the text says so."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from maillage.graph.errors import ProjectError
from maillage.graph.project import Config, Project, ProposerSettings, create, find
from maillage.loaders.evaluate import read_record
from maillage.loaders.extraction.proposer import Endpoint, Proposal, with_proposals
from maillage.loaders.load import _proposing

TEXT = "Réunion du 4 mai 2021\n\nMaud Lestrade est venue nous parler ; elle porte la voix de Terre Commune depuis mars.\n"
QUOTE = "Maud Lestrade est venue nous parler ; elle porte la voix de Terre Commune"


@pytest.fixture
def stub() -> Iterator[tuple[str, list[dict[str, Any]], dict[str, Any]]]:
    """(url, requests received, the answer to give)."""
    received: list[dict[str, Any]] = []
    answer: dict[str, Any] = {"represented": []}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            received.append({"path": self.path, "authorization": self.headers.get("Authorization"), **body})
            said = json.dumps({"choices": [{"message": {"content": "```json\n" + json.dumps(answer) + "\n```"}}]}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", received, answer
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def record(tmp_path: Path) -> Any:
    path = tmp_path / "texte.txt"
    path.write_text(TEXT, "utf-8")
    return read_record(path)


def test_a_quoted_proposal_waits_for_a_person(stub: Any, record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    url, received, answer = stub
    answer["represented"] = [{"person": "Maud Lestrade", "organisation": "Terre Commune", "quote": QUOTE}]
    monkeypatch.setenv("MAILLAGE_PROPOSER_KEY", "secret")
    found = with_proposals(record, Endpoint(ProposerSettings(url, "petit", "text")))
    link = next(link for link in found.links if link.evidence.rule == "proposer")
    assert link.optional
    assert link.evidence.confidence == 0.5
    start, end = link.evidence.spans[0]
    assert found.text[start:end] == QUOTE
    assert {o.name for o in found.organisations if o.id == link.end} == {"Terre Commune"}
    assert received[0]["path"] == "/v1/chat/completions"
    assert received[0]["model"] == "petit"
    assert received[0]["authorization"] == "Bearer secret"
    assert received[0]["messages"][1]["content"] == record.text


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal("Maud Lestrade", "Terre Commune", "Maud Lestrade dirige Terre Commune"),  # words that are not in the text
        Proposal("Maud Lestrade", "Mairie de Vire", QUOTE),  # a body that the words do not name
        Proposal("Paul Vannier", "Terre Commune", QUOTE),  # a person that the words do not name
        Proposal("", "Terre Commune", QUOTE),
    ],
)
def test_a_proposal_that_the_text_does_not_prove_is_refused(record: Any, proposal: Proposal) -> None:
    class Fixed:
        def propose(self, text: str) -> list[Proposal]:
            return [proposal]

    assert with_proposals(record, Fixed()) == record


def test_a_silent_endpoint_is_told_in_the_report(record: Any) -> None:
    found = with_proposals(record, Endpoint(ProposerSettings("http://127.0.0.1:9/v1", "petit", "text")))
    assert [unread.reason for unread in found.unread][-1:] == ["proposer-silent"]
    assert found.links == record.links


def test_an_answer_that_is_no_json_is_told_too(record: Any) -> None:
    class Broken:
        def propose(self, text: str) -> list[Proposal]:
            raise ValueError("no JSON")

    assert with_proposals(record, Broken()).unread[-1].reason == "proposer-silent"


def test_nothing_is_sent_by_a_project_that_does_not_ask(tmp_path: Path, stub: Any) -> None:
    from maillage.loaders.load import read_file

    _url, received, _answer = stub
    path = tmp_path / "texte.txt"
    path.write_text(TEXT, "utf-8")
    reading = read_file(str(path), "texte.txt", "")
    assert _proposing(Project(tmp_path, Config("essai")))(reading) is reading
    assert received == []


def test_a_project_that_asks_sends_each_record_it_reads(tmp_path: Path, stub: Any) -> None:
    from maillage.loaders.load import read_file

    url, received, _answer = stub
    path = tmp_path / "texte.txt"
    path.write_text(TEXT, "utf-8")
    reading = read_file(str(path), "texte.txt", "")
    _proposing(Project(tmp_path, Config("essai", proposer=ProposerSettings(url, "petit", "text"))))(reading)
    assert len(received) == 1


@pytest.mark.parametrize(
    "lines",
    [
        'url = "http://localhost:1/v1"\nmodel = "petit"',  # does not say what leaves the machine
        'url = "http://localhost:1/v1"\nmodel = "petit"\nsends = "everything"',
        'url = "file:///etc/passwd"\nmodel = "petit"\nsends = "text"',
        'url = "http://localhost:1/v1"\nmodel = "petit"\nsends = "text"\nkey = "secret"',
    ],
)
def test_a_setting_that_does_not_name_what_leaves_is_refused(tmp_path: Path, lines: str) -> None:
    project = create(tmp_path)
    config = project.root / "maillage.toml"
    config.write_text(config.read_text("utf-8") + f"\n[proposer]\n{lines}\n", "utf-8")
    with pytest.raises(ProjectError):
        find(tmp_path)


def test_the_setting_is_read(tmp_path: Path) -> None:
    project = create(tmp_path)
    config = project.root / "maillage.toml"
    config.write_text(
        config.read_text("utf-8") + '\n[proposer]\nurl = "http://localhost:1/v1"\nmodel = "m"\nsends = "text"\n', "utf-8"
    )
    found = find(tmp_path)
    assert found is not None
    assert found.config.proposer == ProposerSettings("http://localhost:1/v1", "m", "text")
