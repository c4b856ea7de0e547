"""Archives: streaming, a broken record costs one problem, a killed run goes on where it was."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import reading_samples as builders
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from whoholds.model import Document, Problem
from whoholds.read import Defaults, read, warc


def split(path: Path) -> tuple[list[Document], list[Problem]]:
    got = list(read(path, Defaults()))
    return [x for x in got if isinstance(x, Document)], [x for x in got if isinstance(x, Problem)]


def test_an_archive_gives_its_pages_with_their_place_in_it(tmp_path: Path) -> None:
    locators = builders.archive(tmp_path / "a.warc.gz", 3)
    reports, problems = split(tmp_path / "a.warc.gz")
    assert not problems
    assert [report.locator for report in reports] == locators
    assert [report.url for report in reports] == [f"https://example.org/{n}" for n in range(3)]
    assert reports[0].text.startswith("In report 0. The Taliban captured")
    assert warc.verify(tmp_path / "a.warc.gz") == (3, [])


def test_a_page_that_begins_with_a_comment_is_still_a_page(tmp_path: Path) -> None:
    builders.archive(tmp_path / "a.warc.gz", 1, f"<!-- saved -->{builders.page(head=builders.dated())}")
    [report], problems = split(tmp_path / "a.warc.gz")
    assert not problems
    assert builders.STORY in report.text
    assert "<" not in report.text


def test_a_page_without_a_date_takes_the_day_of_its_capture_as_a_guess(tmp_path: Path) -> None:
    builders.archive(tmp_path / "a.warc.gz", 1, builders.page())
    [report], _ = split(tmp_path / "a.warc.gz")
    assert (report.published, "published" in report.guessed) == (date(2021, 8, 9), True)


def test_a_record_that_does_not_say_when_it_was_taken_is_a_problem_and_not_of_today(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    builders.archive(tmp_path / "a.warc.gz", 2)
    plain = gzip.decompress((tmp_path / "a.warc.gz").read_bytes())
    path.write_bytes(plain.replace(b"WARC-Date:", b"WARC-Datf:", 1))
    [report], [problem] = split(path)
    assert report.url == "https://example.org/1"
    assert "when it was taken" in problem.reason


def test_a_broken_record_costs_itself_and_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    locators = builders.archive(path, 5)
    data = bytearray(path.read_bytes())
    data[int(locators[2].split("#")[1]) + 60] ^= 0xFF
    path.write_bytes(data)
    reports, [problem] = split(path)
    assert [report.url[-1] for report in reports if report.url] == ["0", "1", "3", "4"]
    assert "broken record" in problem.reason
    good, bad = warc.verify(path)
    assert good < 5
    assert bad


def test_a_truncated_archive_keeps_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    builders.archive(path, 3)
    path.write_bytes(path.read_bytes()[:-200])
    reports, [problem] = split(path)
    assert len(reports) == 2
    assert "cut short" in problem.reason


def test_other_records_and_bombs_are_passed_over_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        bomb = gzip.compress(b"<html>" + b" " * 60_000_000, 9)
        for url, kind, body, coding in [
            ("https://example.org/p.png", "image/png", b"\x89PNG", None),
            ("dns:example.org", "text/plain", b"1.2.3.4", None),
            ("https://example.org/bomb", "text/html", bomb, "gzip"),
            (
                "https://example.org/good",
                "text/html",
                gzip.compress(builders.page(head=builders.dated()).encode()),
                "gzip",
            ),
        ]:
            headers = [("Content-Type", kind), *([("Content-Encoding", coding)] if coding else [])]
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http
                )
            )
    [report], [problem] = split(path)
    assert report.url == "https://example.org/good"
    assert "too large" in problem.reason


def test_wacz_is_read_through_its_archives(tmp_path: Path) -> None:
    builders.archive(tmp_path / "a.warc.gz", 2)
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as out:
        out.write(tmp_path / "a.warc.gz", "archive/data.warc.gz")
        out.writestr("pages/pages.jsonl", "{}")
    reports, problems = split(tmp_path / "a.wacz")
    assert not problems
    assert reports[0].locator == "a.wacz!archive/data.warc.gz#0"
    with zipfile.ZipFile(tmp_path / "b.wacz", "w") as out:
        out.writestr("x", "")
    assert "no archive/" in split(tmp_path / "b.wacz")[1][0].reason
    (tmp_path / "c.wacz").write_bytes(b"PK no")
    assert "no WACZ" in split(tmp_path / "c.wacz")[1][0].reason


def test_what_is_no_archive_says_so(tmp_path: Path) -> None:
    for name, data in [("a.warc", b""), ("b.warc", b"junk" * 99), ("c.warc.gz", gzip.compress(b"junk"))]:
        (tmp_path / name).write_bytes(data)
        reports, [problem] = split(tmp_path / name)
        assert not reports
        assert "record" in problem.reason
