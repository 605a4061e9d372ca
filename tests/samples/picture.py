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
SIZE = {"width": 1280, "height": 760}
CHOSEN = "Cap emploi 41"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page_file = Path(folder, "carte.html")
        environment = {**os.environ, "MAILLAGE_CACHE": folder, "MAILLAGE_LANG": "fr"}
        sources = [str(ROOT / "examples" / name) for name in ("vendome", "romorantin", "departement")]
        for words in (["load", *sources], ["map", "--scope", "Vendôme", "--out", str(page_file)]):
            command = [sys.executable, "-m", "maillage.cli", "-C", folder, *words]
            subprocess.run(command, check=True, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport=SIZE, locale="fr-FR", color_scheme="light")  # type: ignore[arg-type]
            page.goto(page_file.as_uri())
            page.wait_for_timeout(2000)
            page.locator("input[type=search]").fill(CHOSEN)
            page.get_by_role("button", name=CHOSEN).or_(page.get_by_text(CHOSEN, exact=True)).first.click()
            page.wait_for_timeout(1500)
            page.screenshot(path=ROOT / "docs" / "carte.png")
            browser.close()


if __name__ == "__main__":
    main()
