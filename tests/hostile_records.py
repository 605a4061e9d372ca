"""Records in which hostile texts are the names of everything: people, bodies, events, places, files, actions, partnerships."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.graph.record import (
    Action,
    Attendance,
    Event,
    Evidence,
    Link,
    Organisation,
    Partnership,
    Person,
    Programme,
    Record,
    Source,
    Territory,
    record_id,
)


def records(texts: Sequence[str], size: int = 25) -> list[Record]:
    """Records of `size` texts each; every text names a person, a body, an event, a place, a file, an action and a programme."""
    return [_record(number, texts[at : at + size]) for number, at in enumerate(range(0, len(texts), size))]


def usable(texts: Sequence[str]) -> list[str]:
    """Those that can be a name: a name is not empty."""
    return [text for text in texts if text]


def _record(number: int, texts: Sequence[str]) -> Record:
    lines, spans, at = [], [], 0
    for text in texts:
        lines.append(f"- Cap emploi : {text}")
        spans.append((at, at + len(lines[-1])))
        at += len(lines[-1]) + 1
    body = "\n".join(lines)
    proofs = [Evidence(spans=(span,), quote=line, rule="test") for span, line in zip(spans, lines, strict=True)]
    marked = list(enumerate(zip(texts, proofs, strict=True)))
    day = f"2024-{number % 12 + 1:02}-10"
    return Record(
        id=record_id(f"{number} {body}"), source=Source(path=f"{texts[0]}/{texts[-1]}.txt", part=texts[0]), kind="minutes",
        title=texts[0], text=body,
        events=tuple(Event(id=f"e{n}", title=text, place=text, date=day, main=n == 0, listed="complete", evidence=proof)
                     for n, (text, proof) in marked),
        organisations=tuple(Organisation(id=f"o{n}", name=text, long=text, surfaces=(text,), evidence=proof)
                            for n, (text, proof) in marked),
        people=tuple(Person(id=f"p{n}", name=text, incomplete=" " not in text.strip(), surfaces=(text,), evidence=proof)
                     for n, (text, proof) in marked),
        territories=(Territory(id="t0", name="Bassin de Vexin", kind="bassin"),),
        programmes=tuple(Programme(id=f"g{n}", name=text, long=text, evidence=proof) for n, (text, proof) in marked[:5]),
        partnerships=tuple(Partnership(id=f"s{n}", members=("o0", "o1"), basis=text, territory="t0", evidence=proof)
                           for n, (text, proof) in marked[:5] if len(texts) > 1),
        actions=tuple(Action(id=f"a{n}", who=(f"p{n}",), who_text=text, what=text, event="e0", evidence=proof)
                      for n, (text, proof) in marked),
        attendance=tuple(Attendance(who=f"p{n}", event="e0", presence="present", on_behalf_of=(f"o{n}",), role=text, evidence=proof)
                         for n, (text, proof) in marked),
        links=(*(Link(type="represented", start=f"p{n}", end=f"o{n}", role=text, evidence=proof) for n, (text, proof) in marked),
               Link(type="concerns", start="e0", end="t0")),
    )  # fmt: skip
