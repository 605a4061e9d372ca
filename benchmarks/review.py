"""What a person is asked over a generated region, and what the graph is worth once all is answered by the truth.

python benchmarks/review.py [--records 2000] [--seed 1]

Questions are those of `maillage review`: of one name as many as join all, a bare name of many records once. Answers go through the
entries that the program writes, so that a round measures decisions and their settling too. Times are of this machine, one run.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from region import Region, score

from maillage.graph import decisions, questions
from maillage.graph.decisions import Book, Entry
from maillage.graph.identity import Identity
from maillage.graph.questions import Answer, Case
from maillage.graph.resolution import Mention


def answer(case: Case, truth: dict[Mention, str]) -> tuple[Answer, int | None]:
    """What somebody who knows the truth answers, with the place of the choice among the bodies that a bare name may mean."""
    if not case.members:
        a, b = (truth.get(side.mention) for side in case.sides)
        return ("unsure" if a is None or b is None else "same" if a == b else "different"), None
    meant = {truth.get(mention) for mention in case.members}
    if len(meant) > 1:
        return "different", None
    for place, choice in enumerate(case.choices):
        if truth.get(choice.mention) in meant:
            return "same", place
    return "same", None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    region = Region(options.seed)
    records, truth = [], {}
    for number in range(options.records):
        record, here = region.record(number)
        records.append(record)
        truth.update(here)
    entries: list[Entry] = []
    instant, answered = datetime(2026, 1, 1, tzinfo=UTC), 0
    for turn in range(12):
        start = time.perf_counter()
        identity = Identity(records, Book(tuple(entries)))
        resolved = time.perf_counter() - start
        start = time.perf_counter()
        found = questions.cases(identity, "en")
        shown = time.perf_counter() - start
        values = {name: score(identity.resolution, truth, prefix) for prefix, name in (("o", "bodies"), ("p", "people"))}
        scores = ", ".join(f"{name} P {p:.4f} R {r:.4f}" for name, (p, r) in values.items())
        kinds = dict(Counter(case.of for case in found))
        doubts = len(identity.resolution.questions)
        print(f"round {turn}: {answered} answers so far; {scores}; {doubts} doubts, {len(found)} asked {kinds}; "
              f"resolve {resolved:.1f} s, questions {shown:.1f} s")  # fmt: skip
        if not found:
            break
        for case in found:
            said, place = answer(case, truth)
            choice = case.choices[place] if place is not None else None
            for draft in questions.drafts(identity, case, said, "", choice):
                instant += timedelta(seconds=1)
                data = {**draft, "id": f"{len(entries):08}", "by": "truth", "when": instant.isoformat()}
                entries.append(decisions.entry_of(data))
        answered += len(found)
    print(f"{answered} answers for {options.records} records: {100 * answered / options.records:.1f} per 100 records")


if __name__ == "__main__":
    main()
