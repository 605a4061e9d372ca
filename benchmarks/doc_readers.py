"""What readers of Word 97–2003 files keep of the lines on the page: ours, kreuzberg and legacy-doc, on the same files.

    python benchmarks/doc_readers.py [FOLDER]

FOLDER holds what `tests/samples/word97.py` writes (default: the files of the tests: six languages, three versions of LibreOffice). The
peers are counted where they are installed: pip install kreuzberg legacy-doc. A line counts when the reader gives it as a line of its
own with the same words; in a row of a table, cells may be separated by tabs or bars. `words` counts every word wherever it stands;
`deleted` the files whose deleted text comes out again.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from maillage.loaders.document import Document
from maillage.loaders.readers import read

FILES = Path(__file__).resolve().parent.parent / "tests" / "loaders" / "readers" / "data" / "word97"


def ours(path: Path) -> str:
    return "\n".join(document.text for document in read(path) if isinstance(document, Document))


def kreuzberg(path: Path) -> str:
    from kreuzberg import extract_file_sync

    return str(extract_file_sync(str(path)).content)


def legacy_doc(path: Path) -> str:
    from legacy_doc import extract_text

    return str(extract_text(path.read_bytes()).text)


READERS: dict[str, Callable[[Path], str]] = {"maillage": ours, "kreuzberg": kreuzberg, "legacy_doc": legacy_doc}


def cells(line: str) -> tuple[str, ...]:
    """The words of a line, by cell, without signs of lists."""
    parts = (" ".join(part.replace("\xa0", " ").split()).lstrip("•·\uf0b7*- ") for part in re.split(r"[\t|]", line))
    return tuple(part for part in parts if part)


def main(folder: Path) -> int:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    files = sorted(folder.glob("*/*.doc"))
    print(f"{len(files)} files, {len({file.parent.name for file in files})} versions of LibreOffice, {len(expected)} languages\n")
    print(f"{'reader':12}{'version':20}{'lines':>12}{'words':>14}{'deleted':>9}{'failed':>8}")
    for name, reader in READERS.items():
        if name != "maillage" and importlib.util.find_spec(name) is None:
            print(f"{name:12}not installed")
            continue
        totals: Counter[str] = Counter()
        for version in sorted({file.parent.name for file in files}):
            count = counted(reader, [file for file in files if file.parent.name == version], expected)
            totals.update(count)
            show(name, version, count)
        show(name, "all", totals)
    return 0


def counted(reader: Callable[[Path], str], files: list[Path], expected: dict[str, dict[str, object]]) -> Counter[str]:
    count: Counter[str] = Counter()
    for file in files:
        wanted = expected[file.stem]
        lines = [cells(str(line)) for line in wanted["lines"]]  # type: ignore[attr-defined]
        words = Counter(" ".join(cell for line in lines for cell in line).split())
        count.update(lines=len(lines), words=words.total())
        try:
            text = reader(file)
        except Exception as error:  # a peer may fail in any way: that is a figure too
            print(f"  {file.parent.name}/{file.name}: {type(error).__name__}", file=sys.stderr)
            count["failed"] += 1
            continue
        found = Counter(cells(line) for line in text.splitlines())
        count["lines found"] += (Counter(lines) & found).total()
        count["words found"] += (words & Counter(" ".join(cell for line in found.elements() for cell in line).split())).total()
        count["deleted"] += str(wanted["deleted"]) in text
    return count


def show(name: str, version: str, count: Counter[str]) -> None:
    lines = f"{count['lines found']}/{count['lines']}"
    words = f"{count['words found']}/{count['words']}"
    print(f"{name:12}{version:20}{lines:>12}{words:>14}{count['deleted']:>9}{count['failed']:>8}")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILES))
