"""What a host allows, and how often it may be asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from whoholds.errors import Unreadable
from whoholds.read.fetch import Answer, Fetcher

_KEPT_SECONDS = 24 * 3600.0
_RETRY_SECONDS = 1800.0
_MOST_DELAY = 60.0


class Manners:
    """Robots.txt (RFC 9309) and a pause between two requests to one host."""

    def __init__(
        self, fetcher: Fetcher, agent: str, pause: float, clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._fetcher = fetcher
        self._agent = agent
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._rules: dict[str, tuple[float, RobotFileParser]] = {}
        self._last: dict[str, float] = {}

    def get(self, url: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        """Fetch a page if its host allows it, after the pause. Raises :class:`Unreadable` where it does not."""
        rules = self._of(url)
        if not rules.can_fetch(self._agent, url):
            raise Unreadable("robots.txt of the site does not allow it")
        delay = rules.crawl_delay(self._agent)
        self._wait(urlsplit(url).netloc, min(max(self._pause, float(delay or 0)), _MOST_DELAY))
        return self._fetcher.get(url, headers)

    def _wait(self, host: str, pause: float) -> None:
        left = self._last.get(host, -pause) + pause - self._clock()
        if left > 0:
            self._sleep(left)
        self._last[host] = self._clock()

    def _of(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        kept = self._rules.get(site)
        if kept is None or kept[0] < self._clock():
            rules, seconds = self._asked(site)
            self._rules[site] = kept = (self._clock() + seconds, rules)
        return kept[1]

    def _asked(self, site: str) -> tuple[RobotFileParser, float]:
        """Ask a site for its rules: none there means all is allowed, a failing server that nothing is."""
        rules = RobotFileParser()
        try:
            answer = self._fetcher.get(f"{site}/robots.txt")
        except Unreadable:
            answer = None
        if answer is None or answer.status >= 500 or answer.status == 429:
            rules.parse(["User-agent: *", "Disallow: /"])
            return rules, _RETRY_SECONDS
        text = answer.body[:500_000].decode("utf-8", "replace") if answer.status == 200 else ""
        rules.parse(text.splitlines())
        return rules, _KEPT_SECONDS
