"""Damaged files of every format and damaged records, rosters, reviews and mappings: how many are read, refused, or break something.

    python benchmarks/fuzz.py [--files 10000] [--inputs 10000] [--seed 1] [--keep DIR]

Each damaged file is read as `maillage load` reads it, by processes with the limits of `loaders/supervisor.py`, and what it gives goes on
to who is who and to facts. Prints a line a kind, the largest memory of a process, and each traceback once; --keep writes the files that
broke something. Exit status 1 when there is a traceback, a hang, a crash, or more than 1 GB.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent / "tests"
sys.path[:0] = [str(HERE), str(TESTS), str(TESTS / "samples")]

from fuzz_seeds import MAPPING, TABLE, base_records, file_seeds, fill, input_seeds  # noqa: E402
from mutations import mutated  # noqa: E402

OUTCOMES = ("read", "refused", "traceback", "time", "memory", "crash")
Maker = Callable[[random.Random], bytes]
SECONDS = 240.0
CHUNK = 400
BEGIN = (
    "import os, sys; sys.path[:] = sys.argv.pop().split(os.pathsep); import maillage.loaders.load as load, fuzz; "
    "load.read_file = fuzz.{entry}(load); from maillage.loaders.worker import main; main()"
)
# --- in the reading process -------------------------------------------------------------------------------------------------


def traced(load: object) -> None:
    """Make a refusal of our own fault say where it happened: the files here are invented."""
    import traceback

    from maillage.graph.ingest import Refusal

    def failed(source: str, error: Exception) -> Refusal:
        told = "TRACEBACK " + "".join(traceback.format_exception(error)[-6:])
        return Refusal(source, told, told)

    load._failed = failed  # type: ignore[attr-defined]


def whole(records: Sequence) -> None:  # type: ignore[type-arg]
    """Records on to who is who, facts and back from their file."""
    from maillage.graph.facts import build
    from maillage.graph.gold import to_gold
    from maillage.graph.ontology import check
    from maillage.graph.record import dumps, loads
    from maillage.graph.resolution import resolve

    graph = build(list(records), resolve(records))
    check(graph)
    for record in records:
        if loads(dumps(record)) != record:
            raise AssertionError("a record that is another one when it is read back")
        to_gold(record)


def files(load) -> Callable:  # type: ignore[no-untyped-def,type-arg]
    """`read_file`, followed by the rest of the way."""
    from dataclasses import replace

    traced(load)
    read = load.read_file

    def read_whole(path, key, sha256, alive=None):  # type: ignore[no-untyped-def]
        reading = read(path, key, sha256, alive)
        try:
            whole(reading.records)
        except Exception as error:
            return replace(reading, records=(), refused=(load._failed(key, error),))
        return replace(reading, records=reading.records[:1])

    return read_whole


def inputs(load) -> Callable:  # type: ignore[no-untyped-def,type-arg]
    """A damaged input of a project instead of a file; a refusal of it is a refusal."""
    from maillage.graph import project as projects
    from maillage.graph.errors import MaillageError
    from maillage.graph.ingest import Reading, Refusal

    traced(load)

    def take(path, key, sha256, alive=None):  # type: ignore[no-untyped-def]
        with tempfile.TemporaryDirectory() as folder:
            project = projects.create(Path(folder))
            try:
                told = list(_taken(key.partition("/")[0], Path(path), project))
            except MaillageError as error:
                told = [error.en, error.fr]
            except MemoryError:
                raise
            except Exception as error:
                return Reading(key, sha256, (), (load._failed(key, error),))
        return Reading(key, sha256, (), tuple(Refusal(key, one, one) for one in told[:1]))

    return take


def _taken(kind: str, path: Path, project) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """What is said about the input `path` of this kind, taken by `project` all the way. Raises MaillageError for a refusal."""
    from maillage.graph import corrections, decisions
    from maillage.graph import project as projects
    from maillage.graph import record as records
    from maillage.graph import roster as rosters
    from maillage.graph.facts import build
    from maillage.graph.identity import of_project
    from maillage.graph.resolution import resolve
    from maillage.graph.standing import open_questions, settle
    from maillage.loaders import tables
    from maillage.visualisations import review_book

    if kind in ("record", "record-text"):
        whole([records.read(path)])
        return
    base = base_records()
    if kind in ("partenaires", "territoires"):
        fill(project.root)
        shutil.copyfile(path, project.root / f"{kind}.xlsx")
        yield from (problem.en for problem in rosters.problems(project))
        roster = rosters.read(project)
        every = [*base, *roster.records]
        build(every, resolve(every), roster)
    elif kind in ("decisions", "corrections"):
        for record in base:
            projects.write_record(project, record)
        (project.root / kind).mkdir(exist_ok=True)
        shutil.copyfile(path, project.root / kind / "camille.jsonl")
        if kind == "decisions":
            book = decisions.read(project)
            yield from (broken.en for broken in book.broken)
            settled = settle(book.entries, base)
            open_questions(resolve(base, settled.applied), settled)
        else:
            whole(list(corrections.read_overlay(project).over(base)))
    elif kind == "review":
        for record in base:
            projects.write_record(project, record)
        yield from (refused.en for refused in review_book.read(of_project(project), path).refused)
    else:
        table, mapping = project.root / "t.csv", project.root / "m.toml"
        table.write_text(TABLE, "utf-8")
        mapping.write_text(MAPPING, "utf-8")
        shutil.copyfile(path, table if kind == "table" else mapping)
        for reading in tables.read_tables(project, [table], mapping, {}, []):
            whole(reading.records)


# --- the run ----------------------------------------------------------------------------------------------------------------


def run(
    entry: str, makers: dict[str, Maker], count: int, seed: int = 1, processes: int = 1, keep: Path | None = None
) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Outcomes by kind, and how often each traceback came, of `count` damaged files made in turn by `makers`."""
    from maillage.loaders import supervisor

    supervisor._close_kept()
    before, supervisor._BEGIN = supervisor._BEGIN, BEGIN.format(entry=entry)
    table: dict[str, Counter[str]] = {kind: Counter() for kind in makers}
    traces: Counter[str] = Counter()
    kinds = list(makers)
    try:
        for start in range(0, count, CHUNK):
            with tempfile.TemporaryDirectory(prefix="maillage-fuzz-") as folder:
                jobs = []
                for number in range(start, min(count, start + CHUNK)):
                    kind = kinds[number % len(kinds)]
                    path = Path(folder) / f"{number}.{kind}"
                    path.write_bytes(makers[kind](random.Random(f"{seed}/{entry}/{number}")))
                    jobs.append((str(path), f"{kind}/{number}", ""))
                for job, reading in zip(
                    jobs, supervisor.read_supervised(jobs, processes, supervisor.Limits(SECONDS)), strict=True
                ):
                    kind, outcome = job[1].partition("/")[0], outcome_of(reading)
                    table[kind][outcome] += 1
                    if outcome not in ("read", "refused"):
                        traces[reading.refused[0].en] += 1
                        if keep is not None:
                            keep.mkdir(parents=True, exist_ok=True)
                            shutil.copyfile(job[0], keep / f"{outcome}-{entry}-{Path(job[0]).name}")
            if sys.stderr.isatty() or os.environ.get("MAILLAGE_FUZZ_TOLD"):
                print(
                    f"{entry}: {min(count, start + CHUNK)} of {count}, {sum(traces.values())} broken", file=sys.stderr, flush=True
                )
    finally:
        supervisor._close_kept()
        supervisor._BEGIN = before
    return table, traces


def outcome_of(reading) -> str:  # type: ignore[no-untyped-def]
    """One of OUTCOMES; a file of which one part is refused and another read counts as read."""
    said = [refusal.en for refusal in reading.refused]
    if any(sentence.startswith("TRACEBACK") for sentence in said):
        return "traceback"
    for outcome, words in (("time", "reading it took more than"), ("memory", "MB of memory, so"), ("crash", "crashed on it")):
        if any(words in sentence for sentence in said):
            return outcome
    return "read" if reading.records or not said else "refused"


def damaged_files() -> dict[str, Maker]:
    return {kind: lambda draw, data=data: mutated(draw, data) for kind, data in file_seeds().items()}  # type: ignore[misc]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    begun, bad = time.monotonic(), 0
    for title, entry, makers, count in (
        ("files", "files", damaged_files(), options.files),
        ("inputs", "inputs", input_seeds(), options.inputs),
    ):
        table, traces = run(entry, makers, count, options.seed, options.processes, options.keep)
        print(f"{title:14}" + "".join(f"{outcome:>11}" for outcome in OUTCOMES))
        total: Counter[str] = Counter()
        for kind, outcomes in table.items():
            total += outcomes
            print(f"{kind:14}" + "".join(f"{outcomes[outcome]:11}" for outcome in OUTCOMES))
        print(f"{'all':14}" + "".join(f"{total[outcome]:11}" for outcome in OUTCOMES) + "\n", flush=True)
        bad += sum(traces.values())
        for trace, times in traces.most_common():
            print(f"{times} times: {trace}\n")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    print(f"largest process {peak:.0f} MB (limit 1000), {time.monotonic() - begun:.0f} s, {bad} broken")
    return 1 if bad or peak > 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
