"""Write a small Outlook message (.msg): a Compound File (MS-CFB) holding MAPI properties as MS-OXMSG lays them out.

For samples only: text properties, recipients, no attachments.
"""

from __future__ import annotations

import datetime as dt
import struct
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
UNICODE, LONG, TIME = 0x001F, 0x0003, 0x0040


@dataclass
class Storage:
    streams: dict[str, bytes] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)


def message(subject: str, body: str, sender: tuple[str, str], to: list[tuple[str, str]], sent: dt.datetime) -> bytes:
    """The bytes of one message; `sent` is in UTC, names and addresses come in pairs."""
    texts = {
        0x001A: "IPM.Note", 0x0037: subject, 0x003D: "", 0x0070: subject, 0x0C1A: sender[0], 0x0C1E: "SMTP", 0x0C1F: sender[1],
        0x0042: sender[0], 0x0065: sender[1], 0x0E04: "; ".join(name for name, _ in to), 0x1000: body,
    }  # fmt: skip
    ticks = int((sent - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)).total_seconds()) * 10_000_000
    numbers = {(0x340D, LONG): 0x00040000, (0x0E07, LONG): 1, (0x0039, TIME): ticks, (0x0E06, TIME): ticks}
    header = struct.pack("<8xIIII8x", len(to), 0, len(to), 0)
    root = _properties(header, texts, numbers)
    root.storages["__nameid_version1.0"] = Storage({f"__substg1.0_000{n}0102": b"" for n in (2, 3, 4)})
    for number, (name, address) in enumerate(to):
        recipient = {0x3001: name, 0x3002: "SMTP", 0x3003: address, 0x39FE: address}
        root.storages[f"__recip_version1.0_#{number:08X}"] = _properties(bytes(8), recipient, {(0x0C15, LONG): 1})
    return compound(root)


def _properties(header: bytes, texts: dict[int, str], numbers: dict[tuple[int, int], int]) -> Storage:
    storage, entries = Storage(), []
    for tag, text in texts.items():
        data = text.encode("utf-16-le")
        storage.streams[f"__substg1.0_{tag:04X}{UNICODE:04X}"] = data
        entries.append(struct.pack("<HHIII", UNICODE, tag, 6, len(data) + 2, 0))
    entries += [struct.pack("<HHIQ", kind, tag, 6, value) for (tag, kind), value in numbers.items()]
    storage.streams["__properties_version1.0"] = header + b"".join(entries)
    return storage


@dataclass
class _Entry:
    name: str
    kind: int
    right: int = FREE
    child: int = FREE
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        length = len(name) if self.name else 0
        return struct.pack(
            "<64sHBBIII16xI8x8xIQ", name, length, self.kind, 1, FREE, self.right, self.child, 0, self.start, self.size
        )


def compound(root: Storage) -> bytes:
    """A version 3 compound file. Names of a storage form one sorted chain to the right, which is a valid search tree."""
    entries = [_Entry("Root Entry", 5)]
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, minifat = bytearray(), []

    def chain(data: bytes) -> int:
        first, count = len(sectors), -(-len(data) // SECTOR)
        for number in range(count):
            sectors.append(data[number * SECTOR : (number + 1) * SECTOR].ljust(SECTOR, b"\0"))
            fat.append(first + number + 1 if number + 1 < count else END)
        return first if count else END

    def place(data: bytes) -> int:
        if len(data) >= CUTOFF:
            return chain(data)
        first, count = len(mini) // MINI, -(-len(data) // MINI)
        mini.extend(data.ljust(count * MINI, b"\0"))
        minifat.extend([first + n + 1 if n + 1 < count else END for n in range(count)])
        return first if count else END

    def add(storage: Storage, owner: int) -> None:
        names = sorted([*storage.streams, *storage.storages], key=lambda name: (len(name), name.upper()))
        previous = None
        for name in names:
            number = len(entries)
            if previous is None:
                entries[owner].child = number
            else:
                entries[previous].right = number
            previous = number
            if name in storage.streams:
                data = storage.streams[name]
                entries.append(_Entry(name, 2, start=place(data), size=len(data)))
            else:
                entries.append(_Entry(name, 1))
                add(storage.storages[name], number)

    add(root, 0)
    entries[0].start, entries[0].size = chain(bytes(mini)), len(mini)
    mini_start = chain(struct.pack(f"<{len(minifat)}I", *minifat).ljust(-(-len(minifat) * 4 // SECTOR) * SECTOR, b"\xff"))
    mini_count = -(-len(minifat) * 4 // SECTOR)
    while len(entries) % 4:
        entries.append(_Entry("", 0, start=0))
    directory = chain(b"".join(entry.packed() for entry in entries))
    count = 1
    while (len(sectors) + count) * 4 > count * SECTOR:
        count += 1
    places = list(range(len(sectors), len(sectors) + count))
    fat += [FAT] * count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, CUTOFF,
        mini_start, mini_count, END, 0,
    )  # fmt: skip
    difat = struct.pack("<109I", *(places + [FREE] * (109 - count)))
    return header + difat + b"".join(sectors) + table
