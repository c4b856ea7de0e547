"""The page in Chromium: payload, first draw, a step of the slider, memory.

    python benchmarks/publish_page.py [UNITSxDAYS ...]        default: 400x365 5000x3650

An invented country; nothing is fetched. Beside it stands what somebody would mail today: Leaflet with
GeoJSON and a table of colours for every unit and day (the form of folium's TimeSliderChoropleth), payload only.
Times are medians over steps in one page; on a busy machine read the smallest and the load that is printed.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "publish")]

STEP = """async (day) => {
  const begin = performance.now();
  app.go({ on: day });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begin;
}"""


SCRIPT = """(day) => {
  app.state.on = day;
  const begin = performance.now();
  app.show();
  document.body.offsetHeight;
  return performance.now() - begin;
}"""


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
            first = [
                f
                for f in files
                if f.parent.name in (Path(folder).name, "vendor") and f.suffix in (".html", ".js", ".css")
            ]
            first = [f for f in first if f.name != "quotes.js"]
            payload = sum(len(gzip.compress(f.read_bytes(), 6)) for f in first)
            print(f"\n{units} units x {days} days, load {os.getloadavg()[0]:.1f}")
            print(
                f"  edition built in {built - begin:.1f} s CPU, site written in {written - built:.1f} s CPU"
            )
            print(f"  payload of the first view: {payload / 1000:.0f} kB gzipped ({len(first)} files)")
            if units * days < 1_000_000:
                print(
                    f"  the same as GeoJSON and a colour per unit and day: {usual(edition) / 1000:.0f} kB gzipped"
                )
            browse(Path(folder), edition)


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


def cpu() -> float:
    """Processor seconds used so far by everything that this process started."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        stats[int(path.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    mine, total = {os.getpid()}, 0
    for pid in sorted(stats):
        if stats[pid][0] in mine:
            mine.add(pid)
            total += stats[pid][1]
    return total / os.sysconf("SC_CLK_TCK")


def browse(folder: Path, edition: object) -> None:
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags, timeout=180_000)
        drawn, spent = [], []
        for _ in range(3):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            context.set_default_timeout(180_000)
            page = context.new_page()
            begin = cpu()
            page.goto((folder / "index.html").as_uri())
            page.wait_for_selector("html[data-ready]")
            drawn.append(page.evaluate("performance.getEntriesByName('drawn')[0].startTime"))
            spent.append(cpu() - begin)
            if len(drawn) < 3:
                context.close()
        middle = edition.days // 2
        page.evaluate(STEP, middle)
        begin = cpu()
        for _ in range(40):
            page.evaluate(STEP, middle)
        rest = (cpu() - begin) / 40
        begin = cpu()
        steps = [page.evaluate(STEP, middle + k + 1) for k in range(40)]
        stepped = (cpu() - begin) / len(steps)
        script = [page.evaluate(SCRIPT, middle + k + 1) for k in range(40)]
        jumps = [page.evaluate(STEP, (k * 7919) % edition.days) for k in range(15)]
        frames = [page.evaluate(STEP, middle) for _ in range(10)]
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        print(f"  first draw: {min(drawn):.0f} ms (of {', '.join(f'{d:.0f}' for d in drawn)})")
        print(
            f"  processor time of all processes: {min(spent):.2f} s for the first draw, "
            f"{stepped * 1000:.0f} ms a step, {rest * 1000:.0f} ms for two frames without one"
        )
        for name, times in (
            ("no step, two frames", frames),
            ("step of a day", steps),
            ("its script and layout", script),
            ("jump to any day", jumps),
        ):
            times.sort()
            print(
                f"  {name}: median {statistics.median(times):.0f} ms, least {times[0]:.0f}, p95 {times[int(len(times) * 0.95)]:.0f}"
            )
        print(f"  script memory: {metrics['JSHeapUsedSize'] / 1e6:.1f} MB, {metrics['Nodes']:.0f} nodes")
        browser.close()


if __name__ == "__main__":
    main()
