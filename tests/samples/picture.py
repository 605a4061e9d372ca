"""Draw `docs/carte.png`, the picture of the README, from the examples: python tests/samples/picture.py

Needs playwright and Chromium. Run it again when the map or the examples change.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
SIZE = {"width": 1360, "height": 800}
CHOSEN, WITH = "Mission Locale du Vendômois", "CIO de Vendôme"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page_file = Path(folder, "carte.html")
        environment = {**os.environ, "MAILLAGE_CACHE": folder, "MAILLAGE_LANG": "fr"}
        sources = [str(ROOT / "examples" / name) for name in ("vendome", "romorantin", "departement")]
        for words in (["load", *sources], ["map", "--audience", "names", "--out", str(page_file)]):
            command = [sys.executable, "-m", "maillage.cli", "-C", folder, *words]
            subprocess.run(command, check=True, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport=SIZE, locale="fr-FR", color_scheme="light")  # type: ignore[arg-type]
            page.goto(page_file.as_uri())
            page.wait_for_selector("html[data-ready]")
            page.fill("#search", CHOSEN)
            page.locator("#results button", has_text=CHOSEN).first.click()
            page.fill("#search", "")
            page.locator("#panel li button", has_text=WITH).first.click()
            page.wait_for_selector("#panel blockquote")
            page.wait_for_timeout(500)
            page.screenshot(path=ROOT / "docs" / "carte.png")
            browser.close()


if __name__ == "__main__":
    main()
