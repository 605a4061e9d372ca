"""Size, time until usable and frames a second of the map pages, beside their budgets.

    python benchmarks/maps.py [--sizes 500,5000,20000] [--keep FOLDER]

Invented graphs: n organisations, 3n links, communities of unequal size, a sentence for every link. Chromium runs without network; a page
is usable when it has drawn and the last long task (over 50 ms) is over. The size of a first view is that of the file up to the end of
what the view needs: above 800 nodes, points, links and sentences come after it and are decoded on demand. Exit status 1 when a budget
is missed. The last lines are a matrix of 60 partners.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from maillage.graph.model import Node, Relationship, Statement, Subgraph
from maillage.visualisations import matrix
from maillage.visualisations.network import WHOLE, page

KINDS = ("mission_locale", "guidance", "region", "municipality", "training_body", "association", "inclusion", "health", "chamber")
PLACES = ("Évreux", "Blois", "Dreux", "Châteauroux", "Saint-Étienne", "Besançon", "L'Aigle", "Orléans", "Épinal", "Nîmes")
NAMES = (
    "Mission locale",
    "CIO",
    "Cap emploi",
    "Maison de l'emploi",
    "Chantier",
    "Centre de formation",
    "Association Trait d'union",
)

# A vocabulary large enough that sentences do not repeat: repeated ones would compress better than real records do.
_SYLLABLES = ("ba", "cor", "del", "fi", "gran", "lo", "mai", "nour", "pe", "ris", "son", "ti", "val", "zan")
WORDS = tuple(f"{a}{b}{c}" for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES)

# page, nodes, press « whole map » first, seconds until usable, MB, frames a second while panning (issue: maps people can use)
BUDGETS = (
    ("first view", 500, False, 1.0, 1.0, 50),
    ("first view", 5_000, False, 0.8, 3.5, 50),
    ("full on demand", 5_000, True, 2.5, 3.5, 40),
    ("first view", 20_000, False, 0.8, 0.6, 50),
    ("full on demand", 20_000, True, 7.0, 12.0, 12),
)
PYTHON_SECONDS = 20.0
MATRIX_SECONDS = 1.0

WATCH = """(() => { const w = window.__watch = { long: [], gaps: [], last: 0, on: false };
const seen = list => list.getEntries().forEach(e => w.long.push(e.startTime + e.duration));
new PerformanceObserver(seen).observe({ type: 'longtask', buffered: true });
const tick = t => { if (w.on) { if (w.last) w.gaps.push(t - w.last); w.last = t; } requestAnimationFrame(tick); };
requestAnimationFrame(tick); })()"""
SETTLED = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(performance.now()))))"


def invented(size: int, seed: int = 1) -> Subgraph:
    """`size` organisations and about three links each, most of them inside communities whose sizes follow a power law."""
    chance = random.Random(seed)
    groups: list[list[int]] = []
    placed = 0
    while placed < size:
        length = min(size - placed, int(8 * chance.paretovariate(1.1)), max(8, size // 8))
        groups.append(list(range(placed, placed + length)))
        placed += length
    nodes = []
    for number in range(size):
        name = f"{chance.choice(NAMES)} {chance.choice(PLACES)} {number}"
        nodes.append(
            Node(f"o{number:05}", ("Actor", "Organisation"), {"name": name, "kind": chance.choice(KINDS), "level": "unit"})
        )
    pairs: set[tuple[int, int]] = set()
    of = {number: group for group in groups for number in group}
    wanted = min(3 * size, size * (size - 1) // 2)
    while len(pairs) < wanted:
        a = chance.randrange(size)
        near = of[a] if chance.random() < 0.92 and len(of[a]) * (len(of[a]) - 1) > 60 else range(size)
        b = near[min(len(near) - 1, int(len(near) * chance.random() ** 2))]
        if a != b:
            pairs.add((min(a, b), max(a, b)))
    links, said = [], []
    for a, b in sorted(pairs):
        day = f"{chance.randrange(2016, 2025)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        met = {
            "meetings": min(30, int(chance.paretovariate(1.2))),
            "last": day,
            "strength": chance.choice(("table", "room", "plenary")),
        }
        links.append(Relationship(f"m{a}-{b}", "MET", f"o{a:05}", f"o{b:05}", met))
        quote = f"Étaient présents : {' '.join(chance.choices(WORDS, k=9))}."
        said.append(Statement(f"m{a}-{b}", f"CR {day[:7]}.docx", quote, page=chance.randrange(1, 9)))
    return Subgraph(tuple(nodes), tuple(links), tuple(said), {"fr": "Données inventées.", "en": "Invented data."})


def needed(file: Path, whole: bool) -> int:
    """Bytes of the file that a view needs: all of it, or up to the first block that is decoded on demand."""
    data = file.read_bytes()
    return len(data) if whole else data.index(b'<script type="application/gzip" id="graph">')


def partners(size: int, seed: int = 1) -> dict[str, Any]:
    """The data of a matrix of `size` partners, every pair with two sentences."""
    chance = random.Random(seed)
    found = [{"id": f"o{n}", "name": f"{chance.choice(NAMES)} {chance.choice(PLACES)} {n}", "sources": []} for n in range(size)]
    pairs = []
    for a, b in itertools.combinations(found, 2):
        verdict = chance.choice(tuple(matrix.VERDICTS))
        said = [
            {"record": f"CR {n}.docx", "quote": f"Étaient présents : {' '.join(chance.choices(WORDS, k=9))}.", "page": n}
            for n in (1, 2)
        ]
        met = chance.randrange(1, 9) if verdict in ("worked-together", "plenary-only") else 0
        last = "2024-05-06" if met else None
        pairs.append({"a": a, "b": b, "verdict": verdict, "meetings": met, "elsewhere": 0, "listed": 9, "unlisted": 1, "last": last,
                      "sources": said})  # fmt: skip
    return {"partners": found, "pairs": pairs, "coverage": {"occasions": 10, "listed": 9}}


def settled(tab: Any) -> float:
    """Milliseconds since navigation at which two frames have been drawn and the last long task before the next quiet second is over."""
    drawn = tab.evaluate(SETTLED)
    tab.wait_for_timeout(1000)
    return float(max(drawn, *tab.evaluate("[0, ...window.__watch.long]")))


def opened(browser: Any, file: Path, whole: bool, drag: str = "#map") -> tuple[float, float]:
    """Seconds until the page (or, with `whole`, the whole map after its button is pressed) is usable; frames a second while panning."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        tab = context.new_page()
        tab.set_default_timeout(120_000)
        tab.add_init_script(WATCH)
        tab.goto(file.resolve().as_uri())
        tab.wait_for_selector("html[data-ready]")
        usable = settled(tab)
        if whole and tab.locator("#all").is_visible():
            begun = tab.evaluate("(() => { const t = performance.now(); document.querySelector('#all').click(); return t; })()")
            usable = settled(tab) - begun
        box = tab.locator(drag).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 850) - 25
        tab.mouse.move(x, y)
        tab.mouse.down()
        tab.evaluate("window.__watch.on = true")
        end, step = time.monotonic() + 2.5, 0
        while time.monotonic() < end:
            step += 1
            tab.mouse.move(x + 120 * ((step % 40) / 20 - 1), y - 3 * (step % 30))
        gaps = tab.evaluate("window.__watch.gaps")
        tab.mouse.up()
        return usable / 1000, 1000 * len(gaps) / max(1.0, sum(gaps))
    finally:
        context.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="500,5000,20000", help="nodes, separated by commas")
    parser.add_argument("--keep", type=Path, help="folder that keeps the pages")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    folder = given.keep or Path(tempfile.mkdtemp(prefix="maps-"))
    folder.mkdir(parents=True, exist_ok=True)
    missed, built = 0, {}
    for size in sizes:
        subgraph = invented(size)
        begun = time.perf_counter()
        html = page(subgraph, title="Qui travaille avec qui", language="fr")
        file = folder / f"map{size}.html"
        file.write_text(html, "utf-8")
        seconds = time.perf_counter() - begun
        built[size] = file
        late = size >= 20_000 and seconds > PYTHON_SECONDS
        missed += late
        over = "  OVER 20 s" if late else ""
        print(f"python  {size:>6} nodes  {len(subgraph.relationships):>6} links  {seconds:6.1f} s{over}", flush=True)
    if chromium is None:
        print("Chromium is missing: pages not opened.")
        return 1
    from playwright.sync_api import sync_playwright

    print(f"\n{'page':<16}{'nodes':>7}   {'usable (budget)':<20}{'MB (budget)':<18}fps (budget)")
    with sync_playwright() as driver:
        arguments = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-dev-shm-usage"]
        browser = driver.chromium.launch(executable_path=chromium, args=arguments)
        for name, size, whole, seconds, megabytes, frames in BUDGETS:
            if size not in built:
                continue
            usable, fps = opened(browser, built[size], whole)
            weight = needed(built[size], whole or size <= WHOLE) / 1e6
            failed = [
                label for label, bad in (("time", usable > seconds), ("size", weight > megabytes), ("fps", fps < frames)) if bad
            ]
            missed += len(failed)
            cells = f"{f'{usable:.2f} s ({seconds})':<20}{f'{weight:.2f} ({megabytes})':<18}{fps:.0f} ({frames})"
            print(f"{name:<16}{size:>7}   {cells}{'   MISSED: ' + ', '.join(failed) if failed else ''}", flush=True)
        file = folder / "matrix60.html"
        file.write_text(matrix.page(partners(60), title="Qui a rencontré qui"), "utf-8")
        usable = opened(browser, file, False, "#scroll")[0]
        missed += usable > MATRIX_SECONDS
        late = "   MISSED: time" if usable > MATRIX_SECONDS else ""
        print(f"{'matrix 60 × 60':<16}{60:>7}   {f'{usable:.2f} s ({MATRIX_SECONDS})':<20}{file.stat().st_size / 1e6:.2f}{late}")
        browser.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
