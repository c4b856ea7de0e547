"""A web server on the loopback that misbehaves in every way the tests (and the benchmark) need."""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import reading_samples as builders

BOMB = gzip.compress(b"<html>" + b" " * 50_000_000, 9)


class Server(ThreadingHTTPServer):
    """Counts what was asked; ``entries`` are the paths that its feed lists."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.entries: list[str] = ["/good"]
        self.robots = "User-agent: *\nDisallow: /forbidden\n"
        self.base = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up on slow answers; that is the point."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self.server.asked[path] += 1
        self.server.agents.add(self.headers.get("User-Agent", ""))
        getattr(self, f"on_{path.strip('/').replace('.', '_')}", self.on_missing)()

    def answer(
        self, body: bytes, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def on_missing(self) -> None:
        self.answer(b"no", 404)

    def on_robots_txt(self) -> None:
        self.answer(self.server.robots.encode(), kind="text/plain")

    def on_feed(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.answer(b"", 304)
            return
        items = "".join(
            f"<item><title>{path}</title><link>{self.server.base}{path}</link><guid>{path}</guid>"
            "<pubDate>Mon, 09 Aug 2021 21:30:00 +0430</pubDate></item>"
            for path in self.server.entries
        )
        feed = f'<rss version="2.0"><channel><title>North Wire</title>{items}</channel></rss>'
        self.answer(feed.encode(), kind="application/rss+xml", ETag='"v1"')

    def on_busy(self) -> None:
        self.answer(b"later", 503, Retry_After="7200")

    def on_feed_bomb(self) -> None:
        self.answer(
            b'<!DOCTYPE r [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>', kind="application/rss+xml"
        )

    def on_good(self) -> None:
        self.answer(builders.page().encode())

    def on_forbidden(self) -> None:
        self.answer(builders.page().encode())

    def on_moved(self) -> None:
        self.answer(b"", 302, Location="/good?moved")

    def on_loop(self) -> None:
        self.answer(b"", 302, Location="/loop")

    def on_file(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def on_lost(self) -> None:
        self.answer(b"", 302, Location="http://[")

    def on_inside(self) -> None:
        self.answer(b"", 302, Location="http://169.254.169.254/latest/meta-data")

    def on_bomb(self) -> None:
        self.answer(BOMB, Content_Encoding="gzip")

    def on_brotli(self) -> None:
        self.answer(b"x", Content_Encoding="br")

    def on_badgzip(self) -> None:
        self.answer(b"this is not gzip", Content_Encoding="gzip")

    def on_members(self) -> None:
        page = builders.page().encode()
        halves = page[: len(page) // 2], page[len(page) // 2 :]
        self.answer(b"".join(map(gzip.compress, halves)) + bytes(16), Content_Encoding="gzip")

    def on_short(self) -> None:
        self.answer(builders.page().encode(), Content_Length="100000")

    def on_picture(self) -> None:
        self.answer(b"\x89PNG\r\n\x1a\n\0\0\0")

    def on_empty(self) -> None:
        self.answer(b"")

    def on_latin(self) -> None:
        self.answer(builders.page("Kundûz " + builders.STORY).encode("latin-1"))  # and says it is UTF-8

    def on_liar(self) -> None:
        self.answer(builders.page(head='<link rel="canonical" href="https://example.com/else">').encode())

    def on_future(self) -> None:
        self.answer(builders.page(head=builders.dated("2999-01-01")).encode())

    def on_garbage(self) -> None:
        self.wfile.write(b"not HTTP at all\r\n\r\n")
        self.close_connection = True

    def on_hangup(self) -> None:
        self.connection.close()

    def on_slow(self) -> None:
        """Drip the answer, one byte at a time, for longer than anyone should wait."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(600):
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.1)

    def on_slowhead(self) -> None:
        for _ in range(600):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.1)

    def on_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(4000):
            self.wfile.write(b" " * 65536)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server in a thread."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
