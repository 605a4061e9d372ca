"""Reading a document into a record: `extract` is a pure function of one document."""

from __future__ import annotations

from .extract import extract

__all__ = ["extract"]
