"""Whatever the bytes, reading yields reports and problems: it never raises, and never loses a neighbour."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import reading_samples as samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whoholds.errors import ConfigError, Unreadable
from whoholds.model import Document, Problem
from whoholds.read import Defaults, everything, feed, report
from whoholds.read.article import markdown, prose_of
from whoholds.read.credits import credits_of
from whoholds.read.datasets import mapping
from whoholds.read.datasets.saying import iso_day
from whoholds.read.opml import subscriptions
from whoholds.read.pdf import paragraphs

GENTLE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DATED = Defaults(published=date(2021, 8, 9))
GOOD = json.dumps({"id": "good", "published": "2021-08-09", "text": samples.STORY}).encode()
RSS = (
    b'<rss version="2.0"><channel><title>T</title><item><title>a</title><description>'
    + b"word " * 60
    + b"</description></item></channel></rss>"
)
CSV = b"unit,parent,date,holder\nA,P,2021-08-09,Taliban\nB,P,2021-08-10,Contested\n"
ACLED = b"event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,location\n1,2021-08-08,Battles,Armed clash,A,B,L\n"


def archive() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        samples.archive(Path(folder) / "a.warc.gz", 2)
        return (Path(folder) / "a.warc.gz").read_bytes()


VALID = {
    "a.jsonl": GOOD, "a.json": GOOD, "a.html": samples.page(head=samples.dated()).encode(), "a.md": b"---\ndate: 2021-08-09\n---\n# T\n\n" + samples.STORY.encode(),
    "a.txt": samples.STORY.encode(), "a.rss": RSS, "a.csv": CSV, "b.csv": ACLED, "a.pdf": samples.pdf(["Some text of the report."]),
    "a.warc.gz": archive(), "a": GOOD,
}  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """A valid file, cut, flipped, doubled or with strange bytes put in."""
    out = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(out) - 1)))
        match draw(st.sampled_from(["cut", "flip", "insert", "double"])):
            case "cut":
                del out[at : at + draw(st.integers(1, 60))]
            case "flip" if out:
                out[at] ^= draw(st.integers(1, 255))
            case "insert":
                out[at:at] = draw(
                    st.sampled_from(
                        [b"\0", b"\xff\xfe", b'"', b"<", b"&a;", b"\n", b",,", b"{", b"\xe2\x80", b"9" * 30]
                    )
                )
            case _:
                out[at:at] = out[at : at + 40]
    return bytes(out)


def read_bytes(name: str, data: bytes) -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return list(everything(path, DATED))


@pytest.mark.parametrize("name", VALID)
@given(data=st.data())
@GENTLE
def test_a_damaged_file_gives_reports_and_problems(name: str, data: st.DataObject) -> None:
    for item in read_bytes(name, data.draw(damaged(VALID[name]))):
        assert isinstance(item, Document | Problem | tuple)
        if isinstance(item, Problem):
            assert item.reason
            assert "\n" not in item.reason
        elif isinstance(item, Document):
            assert item.id  # everything in it can be hashed, so stored
            assert item.text.strip()
            assert item.published


@given(noise=st.binary(max_size=200).filter(lambda b: b"\n" not in b))
@GENTLE
def test_a_line_of_noise_never_costs_its_neighbours(noise: bytes) -> None:
    got = read_bytes("a.jsonl", b"\n".join([GOOD, noise, GOOD.replace(b'"good"', b'"next"')]))
    assert {item.name for item in got if isinstance(item, Document)} >= {"good", "next"}


@given(row=st.binary(max_size=80).filter(lambda b: not set(b) & set(b'\n\r"')))
@GENTLE
def test_a_row_of_noise_never_costs_its_neighbours(row: bytes) -> None:
    # A quote may open a cell that runs on over the next lines; that is CSV, and not tested here.
    head, one, two = CSV.splitlines()
    got = read_bytes("a.csv", b"\n".join([head, one, row, two]) + b"\n")
    places = [item[1][0].place.name for item in got if isinstance(item, tuple)]
    if b"\0" not in row:  # which makes it a binary file
        assert {"A", "B"} <= set(places)


@given(st.binary(max_size=300))
@GENTLE
def test_a_feed_is_read_or_refused(data: bytes) -> None:
    with suppress(Unreadable):
        assert isinstance(feed.parse(data), feed.Feed)


@given(st.text(max_size=300))
@GENTLE
def test_texts_of_any_kind_are_taken_apart_without_failing(text: str) -> None:
    assert isinstance(markdown(text)["text"], str)
    prose_of(text)
    paragraphs(text)
    credits_of(text)
    day = report.parse_day(text)
    assert day is None or isinstance(day, date)


@given(
    st.one_of(
        st.text(max_size=30),
        st.dates(min_value=date(1900, 1, 1)).map(lambda d: f"{d.day}.{d.month}.{d.year}"),
    )
)
@GENTLE
def test_a_cell_is_a_day_or_says_that_it_is_none(cell: str) -> None:
    with suppress(Unreadable):
        assert date.fromisoformat(iso_day(cell, "date"))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
@GENTLE
def test_every_way_to_write_a_day_gives_that_day(day: date) -> None:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02} {months[day.month - 1]} {day.year}",
    ):
        assert iso_day(text, "date") == day.isoformat()


@given(st.binary(max_size=200))
@GENTLE
def test_setup_files_are_read_or_refused_by_name(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "setup"
        path.write_bytes(data)
        for load in (mapping.load, subscriptions):
            with suppress(ConfigError):
                assert load(path)
