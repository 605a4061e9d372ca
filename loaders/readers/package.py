"""XML from strangers: no entities, no DTD, no network; parts of zip packages within limits."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from .refusals import MAX_EXPANDED_BYTES, MAX_MEMBERS, MAX_XML_BYTES, Refused, megabytes

if TYPE_CHECKING:
    from lxml.etree import _Element


def parse(data: bytes) -> _Element:
    """The root element. Raises `Refused` when the text is no XML or declares a document type (entities come with it)."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if b"<!ENTITY" in data[:100_000]:
            raise Refused("entities") from error
        raise Refused("broken", f"XML error at line {error.lineno}", f"erreur XML à la ligne {error.lineno}") from error
    if b"<!DOCTYPE" in data[:100_000] or root.getroottree().docinfo.internalDTD is not None:
        raise Refused("entities")
    return root


class Package:
    """The parts of a zipped office file. Raises `Refused` when the zip is broken, locked or expands too far."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Refused("broken", "zip structure", "structure zip") from error
        entries = self._zip.infolist()
        if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_EXPANDED_BYTES:
            raise Refused("bomb", *megabytes(MAX_EXPANDED_BYTES))
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("password")
        self._names = {entry.filename.lower().replace("\\", "/"): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def names(self) -> list[str]:
        """The names of the parts, in small letters."""
        return list(self._names)

    def bytes(self, name: str) -> bytes | None:
        """The part of this name (capitals do not matter), or None when there is none."""
        entry = self._names.get(name.lower())
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(MAX_EXPANDED_BYTES + 1)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
            raise Refused("broken", f"part {name}", f"partie {name}") from error
        except Exception as error:  # zlib.error and its kin have no common base
            raise Refused("broken", f"part {name}", f"partie {name}") from error
        if len(data) > MAX_EXPANDED_BYTES:
            raise Refused("bomb", *megabytes(MAX_EXPANDED_BYTES))
        return data

    def xml(self, name: str) -> _Element | None:
        """The part of this name as XML, or None when there is none."""
        data = self.bytes(name)
        if data is not None and len(data) > MAX_XML_BYTES:
            raise Refused("bomb", *megabytes(MAX_XML_BYTES))
        return None if data is None else parse(data)

    def refuse_entities(self) -> None:
        """Raises `Refused` when a part declares a document type; for libraries that parse the package themselves."""
        for name in self._names:
            if name.endswith((".xml", ".rels")):
                data = self.bytes(name) or b""
                if any(mark in data for mark in _DECLARATIONS):
                    raise Refused("entities")


_DECLARATIONS = tuple(
    f"<!{word}".encode(encoding) for word in ("DOCTYPE", "ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def workbook(data: bytes, **options: bool) -> Any:
    """The workbook (openpyxl) in `data`, values for formulas. Raises `Refused` when it is broken, locked, declares entities or expands
    too far."""
    import warnings

    from openpyxl import load_workbook

    Package(data).refuse_entities()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # unknown extensions of newer Excel versions
        try:
            return load_workbook(io.BytesIO(data), data_only=True, **options)
        except Exception as error:  # openpyxl has no common base for what a damaged workbook raises
            raise Refused("broken", "workbook", "classeur") from error
