"""Watch the hostile server of the tests for five minutes: no crash, limits kept, memory flat.

    python benchmarks/read_watch.py [SECONDS]

The server runs in its own process; its feed lists a new page of every hostile kind each second.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "read"))

import hostile

from whoholds.model import Document, Problem
from whoholds.read import warc
from whoholds.read.fetch import Limits
from whoholds.read.watch import Watcher, Watching

KINDS = [
    "/good", "/bomb", "/loop", "/file", "/brotli", "/badgzip", "/short", "/picture", "/empty", "/latin", "/future", "/garbage",
    "/hangup", "/missing", "/endless", "/liar", "/moved", "/slow", "/good", "/forbidden",
]  # fmt: skip


class Turning(hostile.Handler):
    """A feed that is never the same."""

    def on_feed(self) -> None:  # noqa: D102
        now = int(time.time())
        self.server.entries = [f"{kind}?{now}-{number}" for number, kind in enumerate(KINDS)]
        items = "".join(
            f"<item><title>t</title><link>{self.server.base}{path}</link><guid>{path}</guid></item>"
            for path in self.server.entries
        )
        self.answer(
            f'<rss version="2.0"><channel><title>W</title>{items}</channel></rss>'.encode(),
            kind="application/rss+xml",
        )


def resident() -> float:
    """Megabytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def rounds(watch: Watcher, until: float) -> Iterator[Document | Problem]:
    while time.time() < until:
        for look in watch.round():
            yield from look
        time.sleep(watch.wait())


def main(seconds: float) -> None:
    server = subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    base = server.stdout.readline().strip()
    reports: Counter[str] = Counter()
    samples: list[float] = []
    longest, last = 0.0, time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "feeds.opml").write_text(f'<opml><body><outline xmlUrl="{base}/feed"/></body></opml>')
            limits = Limits(private=True, seconds=1.0, bytes=2_000_000)
            watching = Watching(minutes=0.005, pause=0.0, limits=limits)
            with Watcher(folder / "feeds.opml", folder / "captures", watching=watching) as watch:
                for item in rounds(watch, time.time() + seconds):
                    reports["read" if isinstance(item, Document) else item.reason.split(":")[0][:40]] += 1
                    longest, last = max(longest, time.monotonic() - last), time.monotonic()
                    if sum(reports.values()) % 20 == 0:
                        samples.append(resident())
            kept, bad = zip(
                *(warc.verify(path) for path in sorted((folder / "captures").glob("*.warc.gz"))), strict=True
            )
            size = sum(path.stat().st_size for path in (folder / "captures").glob("*"))
    finally:
        server.kill()
        server.wait()
    third = len(samples) // 3
    print(f"{seconds:.0f} s, {sum(reports.values())} pages: {dict(reports.most_common())}")
    print(
        f"captures {sum(kept)} verified, {sum(map(len, bad))} bad, {size / 1e6:.1f} MB; longest step {longest:.1f} s"
    )
    print(
        f"resident MB: first third {max(samples[:third]):.0f}, second {max(samples[third : 2 * third]):.0f}, last {max(samples[2 * third :]):.0f}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        running = hostile.Server()
        running.RequestHandlerClass = Turning
        print(running.base, flush=True)
        running.serve_forever()
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 300.0)
