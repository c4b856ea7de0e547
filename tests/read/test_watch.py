"""Watching feeds: polite, bounded, unbroken by what servers do; a capture of every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hostile
import pytest

from whoholds.errors import ConfigError, Unreadable
from whoholds.model import Document, Problem
from whoholds.read import warc
from whoholds.read.fetch import Fetcher, Limits
from whoholds.read.watch import Watcher, Watching
from whoholds.read.watched import MOST_SEEN, Record

LIMITS = Limits(private=True, seconds=1.0, bytes=2_000_000)


@pytest.fixture
def server() -> Iterator[hostile.Server]:
    with hostile.serving() as running:
        yield running


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_628_500_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def watcher(folder: Path, clock: Clock, *urls: str, **settings: Any) -> Watcher:
    outlines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in urls)
    (folder / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    watching = Watching(limits=LIMITS, **settings)
    return Watcher(
        folder / "feeds.opml", folder / "captures", watching=watching, clock=clock, sleep=clock.sleep
    )


def split(looks: Iterator[Iterator[Document | Problem]]) -> tuple[list[Document], list[Problem]]:
    got = [item for look in looks for item in look]
    return [x for x in got if isinstance(x, Document)], [x for x in got if isinstance(x, Problem)]


def test_a_new_story_is_read_and_kept_once(tmp_path: Path, server: hostile.Server) -> None:
    clock = Clock()
    with watcher(tmp_path, clock, f"{server.base}/feed") as watch:
        [report], problems = split(watch.round())
        assert not problems
        assert (report.title, report.outlet, str(report.published)) == ("T", "North Wire", "2021-08-09")
        assert "published" not in report.guessed  # the feed states it
        archive = tmp_path / "captures" / "2021-08-09.warc.gz"
        assert report.locator == "2021-08-09.warc.gz#0"
        assert warc.verify(archive) == (1, [])
        clock.now += 3600
        assert split(watch.round()) == ([], [])
    assert server.asked["/feed"] == 2  # the second answer was "not modified"
    assert server.asked["/good"] == 1
    assert all(agent.startswith("whoholds/") for agent in server.agents)


def test_a_watcher_that_was_stopped_remembers(tmp_path: Path, server: hostile.Server) -> None:
    clock = Clock()
    with watcher(tmp_path, clock, f"{server.base}/feed") as watch:
        assert len(split(watch.round())[0]) == 1
    server.entries = ["/good", "/moved"]
    with watcher(tmp_path, clock, f"{server.base}/feed") as again:
        assert split(again.round()) == ([], [])  # not due yet
        clock.now += 3600
        assert split(again.round()) == ([], [])  # the server says: not modified
    assert server.asked["/good"] == 1


def test_a_watcher_that_was_stopped_before_a_report_was_taken_in_gives_it_again(
    tmp_path: Path, server: hostile.Server
) -> None:
    with watcher(tmp_path, Clock(), f"{server.base}/feed") as watch:
        # Whoever takes reports in keeps some waiting: this one was handed out and not asked after.
        assert len(list(next(watch.round()))) == 1
    with watcher(tmp_path, Clock(), f"{server.base}/feed") as again:
        assert len(split(again.round())[0]) == 1


def test_hosts_are_asked_slowly_and_only_what_they_allow(tmp_path: Path, server: hostile.Server) -> None:
    server.robots = "User-agent: whoholds\nCrawl-delay: 9\nDisallow: /forbidden\n"
    server.entries = ["/good", "/forbidden", "/liar"]
    clock = Clock()
    with watcher(tmp_path, clock, f"{server.base}/feed") as watch:
        reports, [problem] = split(watch.round())
    assert len(reports) == 2
    assert "robots.txt" in problem.reason
    assert server.asked["/forbidden"] == 0
    assert clock.slept == [pytest.approx(9), pytest.approx(9)]


def test_a_failing_feed_is_asked_ever_more_rarely_and_as_the_server_says(
    tmp_path: Path, server: hostile.Server
) -> None:
    clock = Clock()
    with watcher(tmp_path, clock, f"{server.base}/missing", minutes=10.0) as watch:
        waits = []
        for _ in range(3):
            [problem] = split(watch.round())[1]
            assert "404" in problem.reason
            before = clock.now
            while not server.asked["/missing"] or not split(watch.round())[1]:
                clock.now += 60
            waits.append(clock.now - before)
            clock.now += 100_000
    assert waits[0] == 1200
    with watcher(tmp_path, clock, f"{server.base}/busy") as watch:
        assert "503" in split(watch.round())[1][0].reason
        clock.now += 7100
        assert split(watch.round()) == ([], [])
        clock.now += 200
        assert split(watch.round())[1]


HOSTILE = {
    "/lost": "no web address", "/bomb": "more than 2,000,000 bytes", "/endless": "more than 2,000,000 bytes", "/loop": "redirects", "/file": "no web address",
    "/brotli": "packed as", "/badgzip": "broken packing", "/short": "failed", "/picture": "binary", "/empty": "empty",
    "/latin": "not UTF-8", "/future": "future", "/garbage": "failed", "/hangup": "failed", "/missing": "404",
    "/slow": "within 1 seconds", "/slowhead": "within 1 seconds",
}  # fmt: skip


def test_every_hostile_page_is_one_problem_and_costs_no_other_page(
    tmp_path: Path, server: hostile.Server
) -> None:
    server.entries = ["/good", *HOSTILE, "/moved"]
    with watcher(tmp_path, Clock(), f"{server.base}/feed") as watch:
        reports, problems = split(watch.round())
    assert [report.url for report in reports] == [f"{server.base}/good", f"{server.base}/good?moved"]
    assert [problem.file.removeprefix(server.base) for problem in problems] == list(HOSTILE)
    for problem, reason in zip(problems, HOSTILE.values(), strict=True):
        assert reason in problem.reason


def test_a_page_packed_in_several_members_is_read_whole(server: hostile.Server) -> None:
    with Fetcher(Limits(private=True)) as fetcher:
        plain, packed = (fetcher.get(f"{server.base}/{name}").body for name in ("good", "members"))
    assert packed == plain


def test_a_page_cannot_pass_itself_off_as_another_site(tmp_path: Path, server: hostile.Server) -> None:
    server.entries = ["/liar"]
    with watcher(tmp_path, Clock(), f"{server.base}/feed") as watch:
        [report], _ = split(watch.round())
    assert report.url == f"{server.base}/liar"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/",
        "http://0x7f.1/", "http://2130706433/", "http://192.168.1.1:8080/", "http://100.64.0.1/", "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
    ],
)  # fmt: skip
def test_private_addresses_are_never_asked(url: str) -> None:
    with Fetcher(Limits(seconds=2)) as fetcher, pytest.raises(Unreadable, match=r"private address|not known"):
        fetcher.get(url)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///etc/passwd", "http://", "javascript:alert(1)", "http://[", "x"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with Fetcher() as fetcher, pytest.raises(Unreadable, match="no web address"):
        fetcher.get(url)


def test_a_redirect_to_a_private_address_is_refused(
    server: hostile.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ipaddress

    # The test's own server counts as public here; the metadata address that it sends us to does not.
    real = ipaddress.ip_address
    public = real("9.9.9.9")
    monkeypatch.setattr(
        "whoholds.read.fetch.ipaddress.ip_address", lambda text: public if text == "127.0.0.1" else real(text)
    )
    with Fetcher(Limits(seconds=2)) as fetcher, pytest.raises(Unreadable, match=r"private address 169\.254"):
        fetcher.get(f"{server.base}/inside")


def test_a_bad_feed_is_one_problem(tmp_path: Path, server: hostile.Server) -> None:
    with watcher(
        tmp_path, Clock(), f"{server.base}/feed_bomb", f"{server.base}/good", f"{server.base}/feed"
    ) as watch:
        reports, problems = split(watch.round())
    assert len(reports) == 1
    assert ["XML entities" in problems[0].reason, "no RSS" in problems[1].reason] == [True, True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<opml><body/></opml>", "no feed in it"),
        ("<rss/>", "no OPML"),
        ("not xml", "no OPML"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_list_of_feeds_is_a_setup_error(tmp_path: Path, text: str | None, reason: str) -> None:
    path = tmp_path / "feeds.opml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ConfigError, match=reason):
        Watcher(path, tmp_path)


def test_a_wrong_memory_is_a_setup_error_and_a_wrong_outline_a_problem(tmp_path: Path) -> None:
    with watcher(tmp_path, Clock(), "http://127.0.0.1:1/feed", "ftp://no") as watch:
        assert "no feed address" in watch.problems[0].reason
    (tmp_path / "captures").mkdir()
    (tmp_path / "captures" / "watched.json").write_text("[1]")
    with pytest.raises(ConfigError, match="memory of a watcher"):
        watcher(tmp_path, Clock(), "http://127.0.0.1:1/feed")


def test_what_is_too_much_for_one_round_waits_for_the_next(tmp_path: Path, server: hostile.Server) -> None:
    server.entries = ["/good", "/moved", "/liar"]
    clock, read = Clock(), []
    with watcher(tmp_path, clock, f"{server.base}/feed", most_new=2) as watch:
        for _ in range(3):
            read.append(len(split(watch.round())[0]))
            clock.now += 3600
    assert read == [2, 1, 0]


def test_a_feeds_memory_keeps_the_newest_marks_only() -> None:
    record = Record()
    for number in range(MOST_SEEN + 2):
        record.saw(str(number))
    assert len(record.seen) == MOST_SEEN
    assert [record.has_seen(str(n)) for n in (1, 2, MOST_SEEN + 1)] == [False, True, True]
