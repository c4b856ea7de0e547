"""The page in Chromium: payload, first draw, a step of the slider, memory.

    python benchmarks/publish_page.py [UNITSxDAYS ...]        default: 400x365 5000x3650

An invented country; nothing is fetched. Beside it stands what somebody would mail today: Leaflet with
GeoJSON and a table of colours for every unit and day (the form of folium's TimeSliderChoropleth), payload only.
Each time is a median over steps in one page, by the clock and as processor time of the page's main thread (script,
style, layout, painting): on a busy machine the second is what the page takes. The load is printed. All of it takes a
minute or two on a quiet machine.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "publish")]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
OPENED, STEPS, JUMPS = 3, 30, 15
"""How often the page is opened, the slider goes on by a day, and to any day."""

STEP = """async (day) => {
  const begin = performance.now();
  app.go({ on: day });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begin;
}"""
"""From the wish for a day until the frame after the one that shows it has begun: two frames, where nothing is slow."""

SCRIPT = """(day) => {
  app.state.on = day;
  const begin = performance.now();
  app.show();
  document.body.offsetHeight;
  return performance.now() - begin;
}"""
"""Script, style and layout of a step, without waiting for a frame."""


def main() -> None:
    import synthetic

    from whoholds.publish import site

    for size in sys.argv[1:] or ["400x365", "5000x3650"]:
        units, days = map(int, size.split("x"))
        begin = time.process_time()
        edition = synthetic.edition(units, days, reports=units * (2 if units < 1000 else 4))
        built = time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            files = site.write(edition, Path(folder), downloads=False)
            written = time.process_time()
            print(f"\n{units} units x {days} days, load {os.getloadavg()[0]:.1f}")
            print(
                f"  edition built in {built - begin:.1f} s CPU, site written in {written - built:.1f} s CPU"
            )
            first = list(at_once(files, Path(folder)))
            payload = sum(len(gzip.compress(f.read_bytes(), 6)) for f in first)
            print(f"  payload of the first view: {payload / 1000:.0f} kB gzipped ({len(first)} files)")
            if units * days < 1_000_000:
                print(
                    f"  the same as GeoJSON and a colour per unit and day: {usual(edition) / 1000:.0f} kB gzipped"
                )
            browse(Path(folder), edition)


def at_once(files: Iterable[Path], folder: Path) -> Iterable[Path]:
    """Files that the page reads before anybody chooses a place or searches."""
    for file in files:
        shown = file.suffix in (".html", ".js", ".css") and file.name != "quotes.js"
        if shown and file.parent in (folder, folder / "vendor"):
            yield file


def usual(edition: object) -> int:
    """Gzipped bytes of geometry and styles as a time-slider choropleth holds them."""
    from whoholds.publish import export, palette

    with tempfile.TemporaryDirectory() as folder:
        export(edition, Path(folder) / "m.geojson")
        shapes = (Path(folder) / "m.geojson").read_bytes()
    hues = palette.hues(edition)
    own = edition.now
    styles = {
        unit.id: {
            str(int(time.mktime((edition.first + timedelta(days=d)).timetuple()))): {
                "color": hues[own.posteriors.states[own.holder[k, d]]] if own.holder[k, d] >= 0 else palette.NOTHING,
                "opacity": 0.7,
            }
            for d in range(edition.days)
        }
        for k, unit in enumerate(edition.units)
    }  # fmt: skip
    return len(gzip.compress(shapes, 6)) + len(gzip.compress(json.dumps(styles).encode(), 6))


def browse(folder: Path, edition: Any) -> None:
    """Open the page, move its slider, and print what that takes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS, timeout=180_000)
        drawn, spent = [], []
        for _ in range(OPENED):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            context.set_default_timeout(180_000)
            page = context.new_page()
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto((folder / "index.html").as_uri())
            page.wait_for_selector("html[data-ready]")
            drawn.append(page.evaluate("performance.getEntriesByName('drawn')[0].startTime"))
            spent.append(metric(session, "TaskDuration") * 1000)
            if len(drawn) < OPENED:
                context.close()
        told("first draw", drawn, spent)
        middle = edition.days // 2
        days = [middle + k for k in range(STEPS + 1)]
        page.evaluate(STEP, days[0])
        told("no step, two frames", *timed(page, session, STEP, [days[0]] * 10))
        told("step of a day, two frames", *timed(page, session, STEP, days[1:]))
        told("its script and layout", *timed(page, session, SCRIPT, days))
        told(
            "jump to any day, two frames",
            *timed(page, session, STEP, [k * 7919 % edition.days for k in range(JUMPS)]),
        )
        session.send("HeapProfiler.collectGarbage")
        heap, nodes = metric(session, "JSHeapUsedSize") / 1e6, metric(session, "Nodes")
        print(f"  script memory: {heap:.1f} MB, {nodes:.0f} nodes")
        browser.close()


def metric(session: Any, name: str) -> float:
    """A figure of the page's renderer; durations are seconds of its main thread."""
    return next(m["value"] for m in session.send("Performance.getMetrics")["metrics"] if m["name"] == name)


def timed(page: Any, session: Any, script: str, days: Iterable[int]) -> tuple[list[float], list[float]]:
    """Milliseconds of each step by the clock, and of the main thread."""
    clock, spent = [], []
    for day in days:
        begin = metric(session, "TaskDuration")
        clock.append(page.evaluate(script, day))
        spent.append((metric(session, "TaskDuration") - begin) * 1000)
    return clock, spent


def told(name: str, clock: list[float], spent: list[float]) -> None:
    """Print a line: medians, and the range by the clock."""
    middle: Callable[[list[float]], float] = statistics.median
    print(
        f"  {name}: median {middle(clock):.0f} ms by the clock (least {min(clock):.0f}, most {max(clock):.0f}), "
        f"{middle(spent):.0f} ms of the main thread"
    )


if __name__ == "__main__":
    main()
