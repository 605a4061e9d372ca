"""A further reader: the user's own model endpoint, asked for what the rules may have missed. Off unless the project asks for it.

`maillage.toml` names the endpoint and what leaves the machine:

    [proposer]
    url = "http://localhost:11434/v1"    # an OpenAI-compatible service
    model = "name-of-the-model"
    sends = "text"                       # the whole text of each record read from now on

Nothing is sent without these three lines. What comes back is a proposal: it counts only when the words it quotes stand in the text and
hold both names, it bears the rule `proposer`, and it waits for a person (`optional`), never in the graph by itself.
The key, where the service wants one, is read from the environment (MAILLAGE_PROPOSER_KEY), never from a file.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ...graph.names import fold, name_key, person_key
from ...graph.project import ProposerSettings
from ...graph.record import Evidence, Link, Organisation, Person, Record, Unread

CONFIDENCE = 0.5
TIMEOUT = 60  # seconds for one record
LONGEST = 60_000  # characters of text sent at most
_KEY = "MAILLAGE_PROPOSER_KEY"
_ASK = (
    "Voici un compte rendu. Relève les personnes qui représentent une organisation. Réponds par un objet JSON : "
    '{"represented": [{"person": "Prénom Nom", "organisation": "Nom", "quote": "mots exacts du texte"}]}. '
    "Chaque « quote » doit être copiée mot pour mot du texte et contenir les deux noms. N'invente rien."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """« person sits for organisation », with the words said to prove it."""

    person: str
    organisation: str
    quote: str


class Proposer(Protocol):
    """Anything that proposes facts for a text. Raises OSError or ValueError when it cannot answer."""

    def propose(self, text: str) -> Sequence[Proposal]: ...


class Endpoint:
    """An OpenAI-compatible chat endpoint."""

    def __init__(self, settings: ProposerSettings) -> None:
        self.settings = settings

    def propose(self, text: str) -> Sequence[Proposal]:
        """What the model proposes for `text`. Raises OSError when it does not answer, ValueError when the answer is no such JSON."""
        body = {
            "model": self.settings.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": _ASK}, {"role": "user", "content": text[:LONGEST]}],
        }
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get(_KEY):
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(
            f"{self.settings.url.rstrip('/')}/chat/completions", json.dumps(body).encode("utf-8"), headers
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            content = json.loads(answer.read(2_000_000))["choices"][0]["message"]["content"]
        found = re.search(r"\{.*\}", content, re.DOTALL)
        if found is None:
            raise ValueError("the answer holds no JSON object")
        return list(_proposals(json.loads(found[0])))


def with_proposals(record: Record, proposer: Proposer) -> Record:
    """`record` and what `proposer` adds that its text proves; a record that could not be asked about says so (`unread`)."""
    try:
        proposals = proposer.propose(record.text)
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        told = Unread(span=(0, min(1, len(record.text))), reason="proposer-silent")
        return record.model_copy(update={"unread": (*record.unread, told)})
    for proposal in proposals:
        span = _proved(record.text, proposal)
        if span:
            record = _added(record, proposal, span)
    return record


def _proposals(answer: Any) -> Iterator[Proposal]:
    items = answer.get("represented", []) if isinstance(answer, Mapping) else []
    for item in items if isinstance(items, list) else []:
        if isinstance(item, Mapping) and all(isinstance(item.get(key), str) for key in ("person", "organisation", "quote")):
            yield Proposal(item["person"].strip(), item["organisation"].strip(), item["quote"].strip())


def _proved(text: str, proposal: Proposal) -> tuple[int, int] | None:
    """Where the quoted words stand in the text (white space apart); None unless they do and hold both names."""
    words = proposal.quote.split()
    if not 2 <= len(words) <= 80 or not proposal.person or not proposal.organisation:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    said = f" {fold(proposal.quote)} "
    family = fold(proposal.person).split()
    if found is None or not family or f" {family[-1]} " not in f" {re.sub(r'[^a-z0-9]+', ' ', said)} ":
        return None
    return found.span() if name_key(proposal.organisation) in name_key(proposal.quote) else None


def _added(record: Record, proposal: Proposal, span: tuple[int, int]) -> Record:
    """The record with the proposed link, between items it has or new ones that wait as the link does."""
    evidence = Evidence(spans=(span,), quote=record.text[span[0] : span[1]], rule="proposer", confidence=CONFIDENCE)
    person = next((p.id for p in record.people if person_key(p.name) == person_key(proposal.person)), None)
    wanted = name_key(proposal.organisation)
    body = next(
        (o.id for o in record.organisations if wanted in {name_key(n) for n in (o.name, o.long or "", *o.surfaces)}), None
    )
    if person and body and any((link.type, link.start, link.end) == ("represented", person, body) for link in record.links):
        return record
    people, bodies = list(record.people), list(record.organisations)
    if person is None:
        person = f"xp{len(people) + 1}"
        people.append(Person(id=person, name=proposal.person, optional=True, evidence=evidence))
    if body is None:
        body = f"xo{len(bodies) + 1}"
        bodies.append(Organisation(id=body, name=proposal.organisation, kind="other", optional=True, evidence=evidence))
    link = Link(type="represented", start=person, end=body, optional=True, evidence=evidence)
    return record.model_copy(update={"people": tuple(people), "organisations": tuple(bodies), "links": (*record.links, link)})
