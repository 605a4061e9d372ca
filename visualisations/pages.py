"""What every page shares: data that is only data, and a policy that lets nothing but the page's own scripts run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def data_json(value: object) -> str:
    """JSON that can stand inside a script element: no « < », no line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    for character, escaped in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(character, escaped)
    return text


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def with_policy(html: str) -> str:
    """The page with a policy that lets only its own scripts run, named by their digests, and nothing be fetched."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in _SCRIPT.findall(html)
    )
    policy = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    return html.replace("CONTENT_SECURITY_POLICY", policy, 1)
