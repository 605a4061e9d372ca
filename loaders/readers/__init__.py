"""Any file a meeting record comes in, as `Document` values. Format libraries are imported when a file needs them."""

from __future__ import annotations

from .reading import read
from .refusals import Refused

__all__ = ["Refused", "read"]
