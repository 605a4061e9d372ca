"""A browser without network; tests that need one are skipped where Chromium is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is missing")
    try:
        playwright = sync_api.sync_playwright().start()
    except Exception as error:
        pytest.skip(f"Playwright does not start here ({type(error).__name__})")
    arguments = [
        "--no-sandbox",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
    ]
    running = playwright.chromium.launch(executable_path=chromium, args=arguments)
    yield running
    running.close()
    playwright.stop()


class Opened:
    """A page opened from a file: what it asked for, what it complained of."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append("dialog " + dialog.message), dialog.dismiss()))

    @property
    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(scope="session")
def axe() -> str:
    module = pytest.importorskip("axe_playwright_python")
    return (Path(module.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def serious(axe: str) -> Callable[[Opened], list[tuple[str, str, str]]]:
    """What axe-core holds against a page as it stands: faults of impact serious or critical."""

    def found(opened: Opened) -> list[tuple[str, str, str]]:
        opened.page.evaluate(axe)
        faults = opened.page.evaluate("axe.run(document, { resultTypes: ['violations'], preload: false })")["violations"]
        return [
            (fault["id"], fault["nodes"][0]["html"][:120], fault["nodes"][0]["failureSummary"][:200])
            for fault in faults
            if fault["impact"] in ("serious", "critical")
        ]

    return found


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def opened(html: str | Path, width: int = 1440, height: int = 900, query: str = "") -> Opened:
        path = html if isinstance(html, Path) else tmp_path / "page.html"
        if not isinstance(html, Path):
            path.write_text(html, "utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.goto(path.as_uri() + query)
        found.page.wait_for_selector("html[data-ready]", timeout=20_000)
        return found

    yield opened
    for context in contexts:
        context.close()
