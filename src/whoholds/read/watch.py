"""Feeds watched politely: what is new is fetched, captured and read.

Conditional requests (ETag, Last-Modified), back-off after failures, robots.txt, a pause per host. Each
page is kept as a WARC record with its hash and time, so that evidence outlives the link.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType

from whoholds.errors import ConfigError, Unreadable
from whoholds.model import Document, Problem
from whoholds.read import feed, report, warc
from whoholds.read.fetch import Answer, Fetcher, Limits
from whoholds.read.opml import subscriptions
from whoholds.read.robots import Manners
from whoholds.read.watched import Record, Watched

DAY = 24 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Watching:
    """How to watch. ``minutes`` between two looks at a feed; ``pause`` seconds between requests to a host."""

    minutes: float = 30.0
    pause: float = 5.0
    most_new: int = 50
    """Pages fetched for one feed in one round; the rest wait for the next."""
    limits: Limits = field(default_factory=Limits)


class Watcher:
    """Watches the feeds of an OPML file; captures and its memory lie in a folder of the project."""

    def __init__(
        self,
        opml: Path,
        folder: Path,
        defaults: report.Defaults | None = None,
        watching: Watching | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._feeds, self.problems = subscriptions(opml)
        if not self._feeds:
            raise ConfigError(f"{opml}: no feed in it; each needs an outline with xmlUrl")
        self._watching = watching or Watching()
        self._defaults = defaults or report.Defaults()
        self._clock = clock
        self._folder = folder
        self._watched = Watched(folder / "watched.json")
        self._fetcher = Fetcher(self._watching.limits)
        self._manners = Manners(
            self._fetcher, self._watching.limits.agent, self._watching.pause, clock, sleep
        )

    def __enter__(self) -> Watcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._fetcher.__exit__()

    def round(self) -> Iterator[Iterator[Document | Problem]]:
        """Look once at every feed that is due: for each, what is new in it.

        Take in what one feed gives before asking for the next: only then is it remembered as read, so that a stop
        in between loses nothing.
        """
        for url in self._feeds:
            record = self._watched.of(url)
            if record.due <= self._clock():
                yield self._look(url, record)
                self._watched.save()

    def wait(self) -> float:
        """Seconds until the next feed is due."""
        return max(0.05, min(self._watched.of(url).due for url in self._feeds) - self._clock())

    def _look(self, url: str, record: Record) -> Iterator[Document | Problem]:
        answer = None
        try:
            answer = self._manners.get(url, record.conditions())
            if answer.status == 304:
                self._rest(record, answer)
                return
            found = feed.parse(_good(answer).body, answer.url)
        except Unreadable as bad:
            self._back_off(record, answer)
            yield Problem(file=url, reason=str(bad), kind=bad.kind)
            return
        fresh = [entry for entry in found.entries if not record.has_seen(entry.id)]
        for entry in fresh[: self._watching.most_new]:
            yield from self._entry(entry, found, url)
            record.saw(entry.id)
        if len(fresh) <= self._watching.most_new:
            record.remember(answer.header("etag"), answer.header("last-modified"))
        self._rest(record, answer)

    def _entry(self, entry: feed.Entry, found: feed.Feed, feed_url: str) -> Iterator[Document | Problem]:
        said = feed.fields(entry, found)
        shown = entry.url or feed_url
        try:
            if entry.url is None:
                yield report.document(said, self._defaults)
                return
            capture = self._captured(self._manners.get(entry.url))
            yield warc.document(capture, self._defaults, said)
        except Unreadable as bad:
            yield Problem(file=shown, reason=str(bad), kind=bad.kind)

    def _captured(self, answer: Answer) -> warc.Capture:
        """Keep a page in the day's archive."""
        _good(answer)
        at = datetime.fromtimestamp(self._clock(), UTC)
        kind = answer.header("content-type") or ""
        charset = kind.partition("charset=")[2].strip("\"' ;") or None
        capture = warc.Capture(
            url=answer.url,
            at=at,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            charset=charset,
        )
        return warc.Writer(self._folder / f"{at:%Y-%m-%d}.warc.gz").kept(capture)

    def _rest(self, record: Record, answer: Answer) -> None:
        record.failures = 0
        record.due = self._clock() + max(60 * self._watching.minutes, _asked_to_wait(answer, self._clock()))

    def _back_off(self, record: Record, answer: Answer | None) -> None:
        """Wait twice as long after each failure, up to a day, and as long as the server asks."""
        record.failures += 1
        wait = min(60 * self._watching.minutes * 2**record.failures, DAY)
        record.due = self._clock() + max(wait, _asked_to_wait(answer, self._clock()) if answer else 0.0)


def _good(answer: Answer) -> Answer:
    if answer.status != 200:
        raise Unreadable(f"the server answered {answer.status}")
    return answer


def _asked_to_wait(answer: Answer, now: float) -> float:
    """Seconds that the server asks for in Retry-After; at most a day."""
    value = (answer.header("retry-after") or "").strip()
    if value.isdecimal():
        return min(float(value), DAY)
    try:
        return min(max(0.0, parsedate_to_datetime(value).timestamp() - now), DAY) if value else 0.0
    except (ValueError, TypeError, OverflowError):
        return 0.0
