"""Where a name stands in files, byte by byte: in every encoding and escape, and inside what is zipped or packed.

    python tests/name_search.py "Aline Morel" FOLDER...      prints the files, exits 1 when there are any

It knows nothing of the product, so that it can be asked whether the product left a name anywhere.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import quopri
import re
import sys
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

BLOCK = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")


def needles(name: str) -> set[bytes]:
    """The bytes that would show `name`: its words in both orders, cases, with what may stand between them, encoded and escaped."""
    first, _, rest = name.strip().partition(" ")
    if not rest:
        return {needle for text in {first, first.upper(), first.lower()} for needle in _encoded(text)}
    found: set[bytes] = set()
    for order in ((first, rest), (rest, first)):
        for between in (" ", "\u00a0", ", ", "-", "_", ".", "\t", "\n", ""):
            for cased in ((order[0], order[1]), (order[0].upper(), order[1].upper()), (order[0].lower(), order[1].lower()),
                          (order[0], order[1].upper()), (order[0].upper(), order[1])):  # fmt: skip
                text = between.join(cased)
                plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
                for form in {text, unicodedata.normalize("NFD", text), plain}:
                    found |= _encoded(form)
    return found


def _encoded(text: str) -> set[bytes]:
    utf8 = text.encode("utf-8")
    escaped = "".join(c if ord(c) < 128 else f"&#{ord(c)};" for c in text)
    hexadecimal = "".join(c if ord(c) < 128 else f"&#x{ord(c):x};" for c in text)
    return {
        utf8, text.encode("utf-16-le"), text.encode("utf-16-be"), json.dumps(text)[1:-1].encode(), escaped.encode(), hexadecimal.encode(),
        urllib.parse.quote(text).encode(), quopri.encodestring(utf8).replace(b"=\n", b""), text.encode("latin-1", "ignore"),
    }  # fmt: skip


def _core(name: str) -> bytes:
    """The longest run of plain letters of a name: no encoding and no escape changes it, so that most files are passed over at once."""
    return max(re.findall(r"[A-Za-z0-9]+", name), key=len).lower().encode()


def hits(names: list[str], places: list[Path]) -> list[str]:
    """The files under `places` (members of archives after « ! ») that hold one of `names`."""
    wanted = [(_core(name), needles(name)) for name in names]

    def holds(data: bytes) -> bool:
        folded = data.lower()
        squeezed = folded.replace(b"\0", b"")  # UTF-16
        return any((core in folded or core in squeezed) and any(n in data for n in wanted_) for core, wanted_ in wanted)

    found = []
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                found += [f"{path}{inner}" for inner, data in parts(path.read_bytes()) if holds(data)]
            if holds(path.name.encode()):
                found.append(f"{path} (its name)")
    return found


def parts(data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file and of all that is packed in it."""
    yield "", data
    if depth > 3:
        return
    if data[:2] == b"\x1f\x8b":
        for inner, more in parts(zlib.decompressobj(31).decompress(data), depth + 1):
            yield f"!gz{inner}", more
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                for inner, more in parts(package.read(member), depth + 1):
                    yield f"!{member}{inner}", more
                    yield f"!{member}{inner} (tags out)", re.sub(rb"<[^>]*>", b"", more)
    for number, block in enumerate(BLOCK.findall(data)):
        if block.startswith(b"H4sI"):
            yield from (
                (f"!block {number}{inner}", more) for inner, more in parts(gzip.decompress(base64.b64decode(block)), depth + 1)
            )


if __name__ == "__main__":
    files = hits(sys.argv[1:2], [Path(place) for place in sys.argv[2:]])
    print("\n".join(files) or "0 hits")
    sys.exit(bool(files))
