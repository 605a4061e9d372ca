"""Damage done to files on purpose: to their bytes, to the members of their zip (whose check sums stay right), to their tags, words and
JSON values. A pure function of a seed."""

from __future__ import annotations

import contextlib
import copy
import gzip
import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import Any

ODD = (
    b"", b"\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"0", b"1e309", b"NaN", b"999999999999", b"2024-02-30", b"0000-00-00",
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"%s%n", b"../../x", b"<", b">", b"&", b"&#0;", b"&x;", b"\"", b"'", b"{", b"}", 
    b"\\", b"\n" * 50, b"\t" * 50, b"=1+1", b"<!DOCTYPE x [<!ENTITY y 'z'>]>", b"<![CDATA[", b"-->", b"endobj", b"(" * 40, b"[" * 40,
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 10**40, 1.5, 1e308, "", " ", "x", "\x00", "\ud7ff", "é" * 3000, "2024-02-30", "0000", "9999-12-31", 
    "../..", "=cmd", "<b>", "'; DROP", [], {}, [[]], [None], {"a": {}}, [0, 1], [[5, 2]], [[-3, 10**9]],
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]{1,400}>")
_NUMBER = re.compile(rb"\d+")
_VALUE = re.compile(rb'="[^"]*"')

Mutation = Callable[[random.Random, bytes], bytes]


def _flip(draw: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 8, 40))):
        if out:
            out[draw.randrange(len(out))] = draw.randrange(256)
    return bytes(out)


def _slice(draw: random.Random, data: bytes) -> tuple[int, int]:
    start = draw.randrange(len(data) + 1)
    return start, min(len(data), start + draw.choice((1, 4, 30, 300, 3000)))


def _cut(draw: random.Random, data: bytes) -> bytes:
    start, end = _slice(draw, data)
    return data[:start] + data[end:]


def _double(draw: random.Random, data: bytes) -> bytes:
    start, end = _slice(draw, data)
    place = draw.randrange(len(data) + 1)
    return data[:place] + data[start:end] * draw.choice((1, 2, 20)) + data[place:]


def _insert(draw: random.Random, data: bytes) -> bytes:
    place = draw.randrange(len(data) + 1)
    return data[:place] + draw.choice(ODD) + data[place:]


def _end(draw: random.Random, data: bytes) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _numbers(draw: random.Random, data: bytes) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return _flip(draw, data)
    match = draw.choice(found)
    number = draw.choice(
        (b"0", b"-1", b"4294967295", b"2147483648", b"65536", b"99999999999999999999", str(draw.randrange(5000)).encode())
    )
    return data[: match.start()] + number + data[match.end() :]


BYTES: tuple[Mutation, ...] = (_flip, _flip, _cut, _double, _insert, _end, _numbers)


def _tags(draw: random.Random, data: bytes) -> bytes:
    """Take out, double, wrap or exchange tags, or the values of their attributes."""
    found = list(_TAG.finditer(data))
    if len(found) < 2:
        return draw.choice(BYTES)(draw, data)
    one, two = sorted(draw.sample(range(len(found)), 2))
    a, b = found[one], found[two]
    what = draw.randrange(6)
    if what == 0:
        return data[: a.start()] + data[a.end() :]
    if what == 1:
        return data[: a.start()] + data[a.start() : b.end()] * draw.choice((2, 3, 30)) + data[b.end() :]
    if what == 2:
        return data[: a.start()] + b.group() + data[a.end() : b.start()] + a.group() + data[b.end() :]
    if what == 3:
        return data[: a.start()] + a.group() * draw.choice((3, 100, 600)) + data[a.end() :]
    if what == 4:
        value = _VALUE.search(a.group())
        changed = (
            a.group()
            if value is None
            else a.group()[: value.start()] + b'="' + draw.choice(ODD) + b'"' + a.group()[value.end() :]
        )
        return data[: a.start()] + changed + data[a.end() :]
    return data[: a.end()] + draw.choice(ODD) + data[a.end() :]


def structured(draw: random.Random, data: bytes) -> bytes:
    """One mutation of a text that may have tags."""
    return _tags(draw, data) if data.count(b"<") > 3 and draw.random() < 0.7 else draw.choice(BYTES)(draw, data)


def _members(draw: random.Random, data: bytes) -> bytes:
    """Damage inside a zip that stays a right zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:
        return draw.choice(BYTES)(draw, data)
    if not members:
        return data
    weights = [len(content) + 50 for _, content in members]
    place = draw.choices(range(len(members)), weights)[0]
    name, content = members[place]
    what = draw.randrange(12)
    if what == 0:
        del members[place]
    elif what == 1:
        members.append((name + draw.choice(("x", "/", "..", "")), content))
    elif what == 2:
        members[place] = name, draw.choice(members)[1]
    else:
        members[place] = name, structured(draw, content)
    buffer = io.BytesIO()
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # two members of one name are what a broken program writes
        for member, inside in members:
            package.writestr(member or "x", inside)
    return buffer.getvalue()


def mutated(draw: random.Random, data: bytes) -> bytes:
    """`data` with one to four damages."""
    for _ in range(draw.choice((1, 1, 2, 4))):
        if data.startswith(b"\x1f\x8b") and draw.random() < 0.8:
            with contextlib.suppress(OSError, EOFError, zlib.error):
                data = gzip.compress(structured(draw, gzip.decompress(data)))
                continue
        inside = data.startswith(b"PK\x03\x04") and draw.random() < 0.85
        data = (_members if inside else structured)(draw, data)
    return data


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += _places(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            found += _places(item, (*path, number))
    return found


def mutated_json(draw: random.Random, data: Any) -> Any:
    """A copy of the JSON value `data` in which one to four values are lost, exchanged, doubled or odd."""
    data = json.loads(json.dumps(data))
    for _ in range(draw.choice((1, 1, 2, 4))):
        places = _places(data)
        if not places:
            return data
        *way, last = draw.choice(places)
        holder = data
        for step in way:
            holder = holder[step]
        what = draw.randrange(6)
        if what == 0:
            del holder[last]
        elif what == 1 and isinstance(holder, list):
            holder.insert(draw.randrange(len(holder) + 1), holder[last])
        elif what == 2:
            *_, other = [data, *(_at(data, place) for place in draw.sample(places, 1))]
            holder[last] = json.loads(json.dumps(other))
        elif what == 3 and isinstance(holder, dict):
            holder[draw.choice(("x", "id", "", "é"))] = holder.pop(last)
        elif what == 4 and isinstance(holder[last], (int, str)):
            holder[last] = holder[last] + draw.choice((1, -1, 1000)) if isinstance(holder[last], int) else holder[last][::-1]
        else:
            holder[last] = copy.deepcopy(draw.choice(VALUES))
    return data


def _at(data: Any, place: Sequence[Any]) -> Any:
    for step in place:
        data = data[step]
    return data
