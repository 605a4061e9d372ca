"""People and bodies of a draft in the order of the text, and the words between two neighbours."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ...graph.model import Span
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or a body (`id` in the draft) named at `span`."""

    span: Span
    kind: Literal["person", "body"]
    id: str


class Mentions:
    """All mentions of one record, sorted, without overlap."""

    def __init__(self, reading: Reading, people: Mapping[Span, str], bodies: Mapping[Span, str]) -> None:
        self.reading = reading
        self.text = reading.text
        every = [Mention(span, "person", identity) for span, identity in people.items()]
        every += [Mention(span, "body", identity) for span, identity in bodies.items()]
        self.all: tuple[Mention, ...] = tuple(_apart(sorted(every, key=lambda m: (m.span.start, -m.span.end))))
        self._starts = [mention.span.start for mention in self.all]

    def inside(self, span: Span) -> list[Mention]:
        """Mentions that begin inside `span`, in reading order."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return list(self.all[first:last])

    def between(self, left: Mention, right: Mention) -> str:
        return self.text[left.span.end : right.span.start]

    def runs(self, span: Span, kind: str = "body") -> Iterable[Sequence[Mention]]:
        """Lists in the sentence `span`: mentions of one kind with only « , », « et », « avec », articles or brackets between."""
        import re

        joint = re.compile(
            r"\s*(?:\([^()]{0,60}\)\s*)?(?:,|;|et|ainsi que|et avec|avec|/|\+|&|•|puis|ou)\s*(?:(?:de |avec |par |pour |que )?(?:la |le |les |l['’]|du |des |de la |de l['’]|d['’])?"
            r"(?:agence |réseau (?:des? )?|association |unité \w+ de (?:la |l['’])?|antenne de (?:la |l['’])?)?)?\s*\Z",
            re.IGNORECASE,
        )
        run: list[Mention] = []
        for mention in self.inside(span):
            if mention.kind != kind:
                continue
            if run and joint.match(self.text[run[-1].span.end : mention.span.start]):
                run.append(mention)
                continue
            if run:
                yield run
            run = [mention]
        if run:
            yield run


def _apart(mentions: Iterable[Mention]) -> Iterable[Mention]:
    end = -1
    for mention in mentions:
        if mention.span.start >= end:
            yield mention
            end = mention.span.end
