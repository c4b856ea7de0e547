"""Archives: a 1 GB WARC made here, iterated before text extraction.

    python benchmarks/read_warc.py [MEGABYTES]

Prints records a second (wall and CPU) for our reader, plain and gzip, and for warcio, what a user would
take instead; and peak memory.
"""

from __future__ import annotations

import gzip
import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from whoholds.read import warc


def record(url: str, body: bytes) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    dated = {"WARC-Date": datetime(2021, 8, 9, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    made = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=dated,
    )
    writer.write_record(made)
    return out.getvalue()


def build(path: Path, size: int, zipped: bool) -> int:
    """Write pages of about 24 kB of words until the file has the size; how many."""
    rng = random.Random(1)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 9))) for _ in range(5000)]
    pool = []
    for number in range(200):
        text = "</p><p>".join(" ".join(rng.choices(words, k=80)) for _ in range(48))
        raw = record(f"https://example.org/{number:06}", f"<html><body><p>{text}</p></body></html>".encode())
        pool.append(gzip.compress(raw, 6) if zipped else raw)
    count = 0
    with path.open("wb") as file:
        while file.tell() < size:
            file.write(pool[count % len(pool)])
            count += 1
    return count


def with_warcio(path: Path) -> Iterator[object]:
    with path.open("rb") as file:
        for found in ArchiveIterator(file):
            if found.rec_type == "response":
                found.content_stream().read()
                yield found


def timed(name: str, items: Callable[[], Iterator[object]], count: int) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    seen = sum(1 for _ in items())
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:<28} {seen:>7} of {count} records  {seen / wall:>8,.0f}/s wall  {seen / cpu:>8,.0f}/s CPU  peak {peak:,.0f} MB"
    )


def main(megabytes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for suffix, zipped in ((".warc", False), (".warc.gz", True)):
            path = Path(folder) / f"pages{suffix}"
            count = build(path, megabytes * 1_000_000, zipped)
            print(f"{path.name}: {path.stat().st_size / 1e6:,.0f} MB")
            timed("whoholds", lambda path=path: warc.captures(path), count)
            timed("warcio", lambda path=path: with_warcio(path), count)
            path.unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
