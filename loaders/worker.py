"""The process that reads files for another one: it may crash, hang or want too much memory, and costs one file.

Started by `supervisor` only. Jobs come in on the standard input and readings go out on the standard output, as pickles; whatever a
library prints goes nowhere, since it may hold words of a record. Keeping a limit on itself is the duty of this process where the system
can (memory, processor time); the time of the clock is watched by its parent.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from typing import Any, BinaryIO

TOO_MUCH_MEMORY = 77
"""Exit status of a process that wanted more memory than its limit."""

_LOOK_EVERY = 0.1  # seconds


def main() -> None:
    """Read the jobs of the standard input until it ends. `argv` holds the limit of memory in bytes and the parent's process number."""
    memory, parent = (int(word) for word in sys.argv[1:3])
    jobs, answers = _take_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears the Ctrl-C too, and ends this process
    _limit(memory)
    threading.Thread(target=_watch, args=(memory, parent), daemon=True).start()
    from .load import read_file

    def alive() -> None:
        pickle.dump(None, answers)
        answers.flush()

    alive()  # ready
    while True:
        try:
            path, key, sha256, seconds = pickle.load(jobs)
        except EOFError:
            return
        _limit_processor(seconds)
        try:
            found = pickle.dumps(read_file(path, key, sha256, alive))
        except MemoryError:
            os._exit(TOO_MUCH_MEMORY)
        answers.write(found)
        answers.flush()


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """The two ends of the parent's pipes; the standard streams lead nowhere from then on."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1) if os.environ.get("MAILLAGE_DEBUG") else (0, 1, 2):
        os.dup2(nowhere, stream)
    return jobs, answers


def _limit(memory: int) -> None:
    """No file of the memory of a crash (it holds names); an end to what may be reserved, where the system counts that well."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (2 * memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _limit_processor(seconds: float) -> None:
    """An end for a process whose parent is gone and whose library never comes back to Python."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + 10 * seconds) + 60
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _watch(memory: int, parent: int) -> None:
    """End this process when it holds more than `memory` bytes, or when its parent is gone."""
    while True:
        time.sleep(_LOOK_EVERY)
        if memory_held() > memory:
            os._exit(TOO_MUCH_MEMORY)
        if os.name == "posix" and os.getppid() != parent:
            os._exit(1)


def memory_held() -> int:
    """Bytes of memory this process holds (its largest so far, where the system tells no other); 0 where nothing tells."""
    if sys.platform.startswith("linux"):
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - ten times a second
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if os.name == "nt":
        return _windows_memory()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _windows_memory() -> int:
    """The working set, from the system itself (PROCESS_MEMORY_COUNTERS of psapi.h)."""
    import ctypes

    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        return 0
    size = ctypes.c_size_t

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", ctypes.c_uint32),
            ("PageFaultCount", ctypes.c_uint32),
            ("PeakWorkingSetSize", size),
            ("WorkingSetSize", size),
            ("QuotaPeakPagedPoolUsage", size),
            ("QuotaPagedPoolUsage", size),
            ("QuotaPeakNonPagedPoolUsage", size),
            ("QuotaNonPagedPoolUsage", size),
            ("PagefileUsage", size),
            ("PeakPagefileUsage", size),
        )

    counters = Counters(cb=ctypes.sizeof(Counters))
    ask = windows.kernel32.K32GetProcessMemoryInfo
    ask.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
    windows.kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    found = ask(windows.kernel32.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return int(counters.WorkingSetSize) if found else 0


if __name__ == "__main__":
    main()
