"""What every page shares: one shell, data that is only data, packed blocks, and a policy that lets nothing but the page's scripts run.

A page is built from `templates/`: `page.html` is the shell (title, language, styles, scripts), a page's own template extends it.
`scripts` joins the JavaScript of a page into one function, `common.js` first. Data travels in three ways: `data_json` for what the
first view needs, `packed` (gzip in Base64) for what the page decodes when it needs it, and never as HTML.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from typing import Any, Protocol

from ..graph.language import Language

Text = Mapping[str, str]
"""The same words in both languages: "fr" and "en"."""

Back = tuple[str, Text]
"""Where a page hangs in an atlas: the address, relative to the page, and what is there."""

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class Environment(Protocol):
    """What is asked of jinja2: ours, or the one pyvis writes its page with."""

    globals: Any
    filters: Any


def data_json(value: object) -> str:
    """JSON that can stand inside a script element: no « < », no line separators."""
    text = _json(value)
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text


def packed(value: object) -> str:
    """`value` (JSON, or a text as it is) compressed by gzip, in Base64: what `unpack` of common.js reads. Equal values give equal
    texts."""
    text = value if isinstance(value, str) else _json(value)
    return _packed(text.encode("utf-8"))


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 6, mtime=0)).decode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


@functools.cache
def part(name: str) -> str:
    """The text of a file of `templates/`."""
    return resources.files(__package__).joinpath("templates", name).read_text("utf-8")


def scripts(names: Iterable[str]) -> str:
    """The scripts of a page as one strict function, `common.js` first; nothing of it becomes global."""
    parts = "\n".join(part(name) for name in ("common.js", *names))
    return f'"use strict";\n(async () => {{\n{parts}\nawait start();\n}})().catch(report);\n{part("report.js")}'


def styles(names: Iterable[str]) -> str:
    """The styles of a page, `base.css` first."""
    return "\n".join(part(name) for name in ("base.css", *names))


def both(text: str | Text) -> dict[str, str]:
    """`text` in both languages; one text stands for both."""
    return {"fr": text, "en": text} if isinstance(text, str) else {"fr": text["fr"], "en": text["en"]}


def variables(
    title: str | Text,
    language: Language,
    *,
    css: Iterable[str],
    js: Iterable[str],
    head: Mapping[str, Any],
    blocks: Mapping[str, str] | None = None,
    libraries: Mapping[str, str] | None = None,
    back: Back | None = None,
) -> dict[str, Any]:
    """What `page.html` is filled with. `head` is read at once, `blocks` (name → `packed` text) when the page asks for them;
    `libraries` (name → packed script) are scripts the page may run, see `with_policy`; `back` is where the page hangs."""
    titles = both(title)
    return {
        "title": titles[language], "language": language, "back": back[0] if back else None, "style": styles(css), "script": scripts(js),
        "head": data_json({**head, "title": titles, "language": language, **({"back": {"title": back[1]}} if back else {})}),
        "blocks": dict(blocks or {}), "libraries": dict(libraries or {}),
    }  # fmt: skip


def document(template: str, title: str | Text, language: Language, **rest: Any) -> str:
    """A whole page: `template` filled with `variables(title, language, **rest)`, under the policy."""
    return with_policy(_environment().get_template(template).render(**variables(title, language, **rest)))


@functools.cache
def _environment() -> Any:
    from jinja2 import Environment, FunctionLoader

    return Environment(autoescape=True, loader=FunctionLoader(part))


def with_policy(html: str, libraries: Iterable[str] = ()) -> str:
    """The page with a policy that lets only its own scripts run, named by their digests, and nothing be fetched. `libraries` are the
    texts of scripts that the page unpacks and runs."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in (*_SCRIPT.findall(html), *libraries))
    policy = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    return html.replace("CONTENT_SECURITY_POLICY", policy, 1)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
