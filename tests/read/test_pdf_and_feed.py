"""PDFs with text, saved feeds: what is taken, and what bad ones give."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import reading_samples as builders

from whoholds.model import Document, Problem
from whoholds.read import Defaults, feed, read

LINES = [
    "The Taliban captured the city of Kunduz on Sun-",
    "day, residents of the city said, and govern-",
    "ment forces left.",
]
LONG = builders.STORY * 2


def split(
    path: Path, data: bytes | str, defaults: Defaults | None = None
) -> tuple[list[Document], list[Problem]]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    got = list(read(path, defaults or Defaults()))
    return [x for x in got if isinstance(x, Document)], [x for x in got if isinstance(x, Problem)]


def test_a_pdf_gives_its_paragraphs_and_guesses_its_date(tmp_path: Path) -> None:
    data = builders.pdf(LINES, "/CreationDate (D:20210810120000Z) /Title (Kunduz falls)")
    [report], problems = split(tmp_path / "a.pdf", data)
    assert not problems
    assert (
        report.text
        == "The Taliban captured the city of Kunduz on Sunday, residents of the city said, and government forces left."
    )
    assert (report.title, report.published, report.guessed) == (
        "Kunduz falls",
        date(2021, 8, 10),
        ("published", "language"),
    )


def test_the_day_that_a_pdf_was_made_yields_to_the_day_that_is_given(tmp_path: Path) -> None:
    given = Defaults(published=date(2021, 8, 9))
    for made in ("20260101120000Z", "00000000"):
        [report], _ = split(tmp_path / "a.pdf", builders.pdf(LINES, f"/CreationDate (D:{made})"), given)
        assert (report.published, "published" in report.guessed) == (date(2021, 8, 9), False)


def test_a_pdf_that_takes_a_library_to_decrypt_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdf
    from pypdf.errors import DependencyError

    def locked(page: object) -> str:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(pypdf.PageObject, "extract_text", locked)
    reports, [problem] = split(tmp_path / "a.pdf", builders.pdf(LINES))
    assert not reports
    assert "encrypted with AES" in problem.reason


def test_what_a_feed_has_beyond_the_most_that_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whoholds.read.feed.MOST_ENTRIES", 2)
    items = [{"id": str(n), "date_published": "2021-08-09", "content_text": f"{n}. {LONG}"} for n in range(5)]
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items})
    reports, [problem] = split(tmp_path / "a.json", data)
    assert len(reports) == 2
    assert "3 entries after the first 2" in problem.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (builders.pdf([]), "OCR"),
        (builders.pdf(LINES)[:200], "broken PDF"),
        (b"%PDF-1.4\n" + b"\0" * 400, "broken PDF"),
        (builders.pdf(LINES), "no date"),
    ],
)
def test_a_bad_pdf_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    reports, [problem] = split(tmp_path / "a.pdf", data)
    assert not reports
    assert reason in problem.reason


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>North Wire</title><language>en</language>
<item><title>One</title><link>https://example.org/1</link><pubDate>Mon, 09 Aug 2021 21:30:00 +0430</pubDate>
<description>Teaser</description><content:encoded><![CDATA[<p>{LONG}</p><script>alert(1)</script><p>More.</p>]]></content:encoded></item>
<item><title>Two</title><link>https://example.org/2</link><description>Only a teaser.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>North Wire</title><entry><title>One</title><id>urn:1</id>
<link href="https://example.org/1"/><published>2021-08-09T21:30:00+04:30</published><author><name>Desk</name></author>
<content type="text">{LONG}</content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1", "title": "North Wire", "language": "en",
        "items": [{"id": "1", "url": "https://example.org/1", "title": "One", "date_published": "2021-08-09T21:30:00+04:30",
                   "authors": [{"name": "Desk"}], "content_text": LONG}],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [("a.xml", RSS), ("a.atom", ATOM), ("a.json", JSON), ("feed", JSON)]
)
def test_feeds_of_three_kinds_give_the_stories_they_carry_whole(tmp_path: Path, name: str, text: str) -> None:
    [report], problems = split(tmp_path / name, text)
    assert report.text.split("\n")[0] == LONG
    assert "alert" not in report.text
    assert (report.outlet, report.title, report.url) == ("North Wire", "One", "https://example.org/1")
    assert (report.published, report.name) == (date(2021, 8, 9), "https://example.org/1")
    assert [problem.reason for problem in problems if "teaser" not in problem.reason] == []


BOMB = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>'


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.rss", "", "empty"),
        ("a.rss", "<rss>no", "without entries"),
        ("a.rss", "<html><body>Not found</body></html>", "no RSS or Atom"),
        ("a.rss", BOMB, "XML entities"),
        ("a.rss", OUTSIDE, "XML entities"),
        ("a.rss", '<rss version="2.0"><channel></channel></rss>', "without entries"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1", "items": 3}', "without entries"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1", ', "no JSON Feed"),
        ("a.json", "[1]", "report 1: a report must be an object"),
        ("a.json", "{", "broken JSON"),
    ],
)
def test_a_bad_feed_says_why(tmp_path: Path, name: str, text: str, reason: str) -> None:
    reports, [problem] = split(tmp_path / name, text)
    assert not reports
    assert reason in problem.reason


def test_a_json_file_may_be_one_report_or_a_list(tmp_path: Path) -> None:
    record = {"id": "a", "published": "2021-08-09", "text": builders.STORY}
    assert len(split(tmp_path / "a.json", json.dumps(record, indent=2))[0]) == 1
    assert len(split(tmp_path / "b.json", json.dumps([record, {**record, "id": "b"}]))[0]) == 2
    assert (
        len(split(tmp_path / "c.json", f"{json.dumps(record)}\n{json.dumps(record | {'id': 'c'})}")[0]) == 2
    )


def test_relative_and_strange_links_of_a_feed() -> None:
    item = {"id": "1", "content_text": LONG}
    entries = feed.parse(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1",
                "items": [{**item, "url": url} for url in ("/a", "javascript:x", 3)],
            }
        ).encode(),
        "https://example.org/feed",
    ).entries
    assert [entry.url for entry in entries] == ["https://example.org/a", None, None]
