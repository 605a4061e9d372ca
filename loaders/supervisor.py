"""Files read in processes of their own, so that one which crashes, hangs or fills the memory is refused and the others are read.

`concurrent.futures` gives up a whole pool when one of its processes dies; here each process has a thread that hands it one file at a
time, and starts another process in the place of one that was lost. One process is kept between loads, since its start costs more
than reading a record.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from .worker import TOO_MUCH_MEMORY

if TYPE_CHECKING:  # imported while the process starts, not before
    from ..graph.ingest import Reading, Refusal

Job = tuple[str, str, str]
"""Path, key of the source, SHA-256."""

MEMORY = 1_000_000_000  # bytes a reading process may hold; a record of a meeting takes a tenth of it
SECONDS, SECONDS_A_MEGABYTE, MOST_SECONDS = 120, 60, 600
"""Time for one document: slow laptops read 5 kB in a second; files of pictures are large and quick."""

FEW = 24  # after more files than this, no process is kept: the memory is for the graph
_BEGIN = f"import sys; sys.path[:] = sys.argv.pop().split({os.pathsep!r}); from maillage.loaders.worker import main; main()"
_ARCHIVES = (".zip", ".eml", ".msg")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. `seconds` None: by the size of its file."""

    seconds: float | None = None
    memory: int = MEMORY

    def of(self, path: str) -> float:
        """Seconds for a document of the file at `path`."""
        if self.seconds is not None:
            return self.seconds
        try:
            size = Path(path).stat().st_size
        except OSError:
            size = 0
        return min(MOST_SECONDS, SECONDS + SECONDS_A_MEGABYTE * size / 1_000_000)


class Lost(Exception):
    """A process ended in the middle of a file. `why` is "time", "memory" or "crash"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Reader:
    """A process that reads. It is started with the first file, and anew after each file that ended it."""

    def __init__(self, memory: int = MEMORY) -> None:
        self.memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._closed = False

    def start(self) -> None:
        """Start the process, so that it is ready when the first file comes."""
        if self._process is None and not self._closed:
            # -P: a folder of records may hold a file called like a module
            command = [sys.executable, "-P", "-c", _BEGIN, str(self.memory), str(os.getpid()), os.pathsep.join(sys.path)]
            self._process, self._ready = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE), False
        if self._closed:  # by another thread, in the meantime
            self.close()

    def read(self, job: Job, seconds: float) -> Reading:
        """What the file of `job` gives, each of its documents within `seconds`. A file that ends the process is a refusal."""
        path, key, sha256 = job
        try:
            return self._asked((os.path.abspath(path), key, sha256, seconds))  # noqa: PTH100 - a link stays a link
        except Lost as lost:
            self._end()
            from ..graph.ingest import Reading

            return Reading(key, sha256, (), (refusal(lost.why, key, seconds, self.memory),))

    def _asked(self, question: tuple[str, str, str, float]) -> Reading:
        for fresh in (self._process is None, True):
            self.start()
            process = self._process
            if process is None:
                raise Lost("crash")
            assert process.stdin is not None
            try:
                pickle.dump(question, process.stdin)
                process.stdin.flush()
                if not self._ready:  # its start is not the file's time
                    self._answer(process, MOST_SECONDS)
                    self._ready = True
                return self._reading(process, question[3])
            except OSError as error:  # it was lost between two files
                self._end()
                if fresh:
                    raise Lost("crash") from error
        raise Lost("crash")

    def _reading(self, process: subprocess.Popen[bytes], seconds: float) -> Reading:
        while True:
            found = self._answer(process, seconds)
            if found is not None:  # None: one document of several is done
                return cast("Reading", found)

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> object:
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            return pickle.load(process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            status = process.wait()
            raise Lost("time" if late.is_set() else "memory" if status == TOO_MUCH_MEMORY else "crash") from error
        finally:
            timer.cancel()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()  # whoever waits for its answer is told that it is lost
            process.wait()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self._end()


_kept: list[Reader] = []


def _close_kept() -> None:
    while _kept:
        _kept.pop()._end()


atexit.register(_close_kept)


def start() -> None:
    """Start the process that will be asked first, where it is sure that a file will be read: its start takes as long as ours."""
    _give_back([_taken(MEMORY)])


def read_apart(job: Job, limits: Limits | None = None) -> Reading:
    """What one file gives, read in the process that is kept."""
    limits = limits or Limits()
    reader = _taken(limits.memory)
    try:
        return reader.read(job, limits.of(job[0]))
    finally:
        _give_back([reader])


def _taken(memory: int) -> Reader:
    """The process that is kept, or a new one, started."""
    reader = _kept.pop() if _kept else Reader(memory)
    if reader.memory != memory:
        reader._end()
        reader = Reader(memory)
    reader.start()
    return reader


def _give_back(readers: Sequence[Reader]) -> None:
    for reader in readers:
        if not reader._closed and not _kept:
            _kept.append(reader)
        else:
            reader._end()


def read_supervised(
    jobs: Sequence[Job], processes: int, limits: Limits | None = None, meanwhile: Callable[[], None] | None = None
) -> Generator[Reading, None, None]:
    """The readings of `jobs`, in their order, by at most `processes` processes. Closing the iterator ends them. `meanwhile` is called
    once, when they have begun."""
    limits = limits or Limits()
    count = max(1, min(processes, len(jobs)))
    readers = [_taken(limits.memory) for _ in range(count)]
    free = list(readers)

    def read(job: Job) -> Reading:
        reader = free.pop()  # as many threads as readers: there is always one
        try:
            return reader.read(job, limits.of(job[0]))
        finally:
            free.append(reader)

    pool = ThreadPoolExecutor(count, thread_name_prefix="maillage-read")
    done = False
    try:
        futures: list[Future[Reading]] = [pool.submit(read, job) for job in jobs]
        if meanwhile is not None:
            meanwhile()
        for future in futures:
            yield future.result()
        done = True
    finally:
        if not done:
            for reader in readers:
                reader.close()
        pool.shutdown(cancel_futures=True)
        if len(jobs) > FEW:
            for reader in readers:
                reader._end()
        else:
            _give_back(readers)


def refusal(why: str, key: str, seconds: float, memory: int) -> Refusal:
    """The sentence for a file that ended the process which read it."""
    from ..graph.ingest import Refusal

    archive = key.lower().endswith(_ARCHIVES)
    en, fr = _SENTENCES[why]
    what = (
        (
            "Extract it and load its files: only the bad one is then left out",
            "Extrayez-en les fichiers, chargez-les : seul le fautif manquera",
        )
        if archive
        else ("Open it, save it anew, then load the copy", "Ouvrez-le, enregistrez-le de nouveau, puis chargez la copie")
    )
    values = {"seconds": round(seconds), "more": round(5 * seconds), "memory": memory // 1_000_000}
    return Refusal(key, f"{key}: {en.format(what=what[0], **values)}", f"{key} : {fr.format(what=what[1], **values)}")


_SENTENCES: dict[str, tuple[str, str]] = {
    "time": (
        "reading it took more than {seconds} s, so it is left out. {what}; if it is only long, give it more time: --patience {more}.",
        "sa lecture a pris plus de {seconds} s : il est laissé de côté. {what} ; s'il est seulement long, laissez-lui plus de temps : "
        "--patience {more}.",
    ),
    "memory": (
        "reading it takes more than {memory} MB of memory, so it is left out. {what}, or split it.",
        "sa lecture demande plus de {memory} Mo de mémoire : il est laissé de côté. {what}, ou découpez-le.",
    ),
    "crash": (
        "the program that reads such files crashed on it, so it is left out. {what}.",
        "le programme qui lit ces fichiers s'est arrêté net dessus : il est laissé de côté. {what}.",
    ),
}
