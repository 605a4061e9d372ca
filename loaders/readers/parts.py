"""A piece of a file that is a document of its own: member, attachment, sheet."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from .refusals import Refused


@dataclass(frozen=True, slots=True)
class Part:
    """Already read (`document`), still bytes (`data`), or `refused`. An empty `name` stands for the file itself."""

    name: str
    document: Document | None = None
    data: bytes | None = None
    refused: Refused | None = None
