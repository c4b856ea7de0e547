"""One article in one file: what is found, what is guessed, what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whoholds.model import Document, Problem
from whoholds.read import Defaults, read
from whoholds.read.article import page, prose_of

PARAGRAPH = (
    "The Taliban captured the northern city of Kunduz on Sunday, residents and a police officer said. "
    "Government forces still held the airport, which lies to the south of the city, and the road to it."
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Kunduz falls | The Northern Post</title>
<meta property="og:site_name" content="The Northern Post"><meta property="og:title" content="Kunduz falls">
<meta property="article:published_time" content="2021-08-08T21:30:00+04:30"><meta name="author" content="Staff reporter">
<link rel="canonical" href="https://example.org/2021/08/09/kunduz-falls">
<script>document.title = "run"</script></head>
<body><nav><a href="/">Home</a> <a href="/war">War</a></nav><article><h1>Kunduz falls</h1>
<p>{PARAGRAPH}</p><p>{PARAGRAPH.replace("Kunduz", "Taloqan")}</p></article><footer>Cookies</footer></body></html>"""


def one(path: Path, text: str, defaults: Defaults | None = None) -> Document | Problem:
    path.write_text(text)
    [got] = read(path, defaults or Defaults())
    return got


def test_a_page_gives_its_main_text_and_what_its_head_states(tmp_path: Path) -> None:
    report = one(tmp_path / "page.html", PAGE)
    assert isinstance(report, Document)
    assert report.text.split("\n") == [PARAGRAPH, PARAGRAPH.replace("Kunduz", "Taloqan")]
    assert (report.title, report.outlet, report.author) == (
        "Kunduz falls",
        "The Northern Post",
        "Staff reporter",
    )
    assert (report.published, report.published_at) == (date(2021, 8, 8), "2021-08-08T21:30:00+04:30")
    assert report.url == report.name == "https://example.org/2021/08/09/kunduz-falls"
    assert (report.language, report.guessed) == ("en", ())


def test_what_a_page_does_not_state_is_guessed_from_its_address_and_marked(tmp_path: Path) -> None:
    bare = "\n".join(line for line in PAGE.splitlines() if "<meta" not in line)
    report = one(tmp_path / "page.html", bare)
    assert isinstance(report, Document)
    assert (report.published, report.outlet) == (date(2021, 8, 9), "example.org")
    assert report.guessed == ("outlet", "published")


def test_a_date_in_the_body_is_not_the_date_of_publication(tmp_path: Path) -> None:
    page = f"<html><body><article><p>In Kunduz, on 5 May 2021. {PARAGRAPH}</p><p>© 2021</p></article></body></html>"
    problem = one(tmp_path / "page.html", page)
    assert isinstance(problem, Problem)
    assert problem.kind == "undated"


def test_json_ld_of_an_article_is_read_and_broken_json_ld_is_passed_over(tmp_path: Path) -> None:
    page = f"""<html><head><script type="application/ld+json">{{broken</script><script type="application/ld+json">
    {{"@graph": [{{"@type": "WebSite", "name": "no"}}, {{"@type": ["NewsArticle"], "headline": "H", "datePublished":
    "2021-08-09", "author": [{{"name": "A. Reporter"}}], "publisher": {{"name": "Post"}}}}]}}</script></head>
    <body><article><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></article></body></html>"""
    report = one(tmp_path / "page", page)
    assert isinstance(report, Document)
    assert (report.title, report.author, report.outlet) == ("H", "A. Reporter", "Post")
    assert report.published == date(2021, 8, 9)


def test_a_page_in_another_encoding_is_read_as_it_declares_with_a_warning(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("Kunduz", "Kundûz")
    (tmp_path / "page.html").write_bytes(page.encode("cp1252"))
    problem, report = read(tmp_path / "page.html", Defaults())
    assert isinstance(problem, Problem)
    assert "windows-1252" in problem.reason
    assert isinstance(report, Document)
    assert report.text.startswith("The Taliban captured the northern city of Kundûz")


def test_markdown_gives_front_matter_and_plain_prose(tmp_path: Path) -> None:
    text = f'---\ntitle: "Kunduz falls"\ndate: 2021-08-09\nsource: Post\n---\n# Head\n\n**{PARAGRAPH}**\n\n- See [map](x).\n'
    report = one(tmp_path / "a.md", text)
    assert isinstance(report, Document)
    assert report.text == f"{PARAGRAPH}\n\nSee map."
    assert (report.title, report.outlet, report.published) == ("Kunduz falls", "Post", date(2021, 8, 9))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", "<html><body></body></html>", "no article text"),
        ("a.md", "---\ndate: 2021-08-09\n---\n", "empty"),
        ("a.txt", "nothing but\0nul", "binary"),
        ("a.pdfx", "\x89PNG", "a PNG picture"),
        ("a.txt", "Kund\xfbz", "not UTF-8"),
    ],
)
def test_a_bad_file_says_why(tmp_path: Path, name: str, content: str, reason: str) -> None:
    (tmp_path / name).write_bytes(content.encode("latin-1"))
    [problem] = read(tmp_path / name, Defaults(published=date(2021, 8, 9)))
    assert isinstance(problem, Problem)
    assert reason in problem.reason


def test_front_matter_states_only_what_it_can_state(tmp_path: Path) -> None:
    text = (
        "---\nsubject: Kunduz\npubDate: 2021-08-10 05:08\ndate: 2021-08-08\nplace: []\ntext: no\nlocator: no\n"
        f"tags:\n  - date: 1999-01-01\n---\n![A map (1) [x]](https://example.org/a_(b).png)\n\n[{PARAGRAPH}](https://example.org/c_(d))\n"
    )
    report = one(tmp_path / "a.md", text)
    assert isinstance(report, Document)
    assert (report.text, report.title, report.locator) == (PARAGRAPH, "Kunduz", None)
    assert report.published == date(2021, 8, 10)
    assert report.name == f"{tmp_path.name}/a.md"
    undated = one(tmp_path / "a.md", f"---\ndate: []\n---\n{PARAGRAPH}", Defaults(published=date(2021, 8, 9)))
    assert isinstance(undated, Document)
    assert undated.published == date(2021, 8, 9)


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(PARAGRAPH)
    folder = tmp_path / "reports"
    (folder / "day").mkdir(parents=True)
    (folder / "day" / "a.txt").write_text(PARAGRAPH)
    (folder / "out.txt").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    (folder / "same.txt").symlink_to(folder / "day" / "a.txt")
    got = list(read(folder, Defaults(published=date(2021, 8, 9))))
    assert [x.name for x in got if isinstance(x, Document)] == ["reports/day/a.txt"]
    assert [Path(x.file).name for x in got if isinstance(x, Problem)] == ["up", "out.txt"]


@pytest.mark.parametrize("marks", ["*a ", "`a ", "[", "[a](", "![", "# ", "_a", "\n"])
def test_marks_that_never_close_are_passed_over_in_linear_time(marks: str) -> None:
    # 300,000 characters: with a quadratic pattern this test would run for hours.
    assert isinstance(prose_of(marks * (300_000 // len(marks)))[0], str)


def test_an_outlet_that_is_given_goes_before_the_hosts_name_and_not_before_the_pages_word(
    tmp_path: Path,
) -> None:
    given = Defaults(outlet="Northern Desk")
    bare = "\n".join(line for line in PAGE.splitlines() if "<meta" not in line)
    report = one(tmp_path / "page.html", bare, given)
    assert isinstance(report, Document)
    assert (report.outlet, report.guessed) == ("Northern Desk", ("published",))
    report = one(tmp_path / "page.html", PAGE, given)
    assert isinstance(report, Document)
    assert report.outlet == "The Northern Post"


@pytest.mark.parametrize("address", ["https://example.org/2021/02/31/x", "https://[bad/2021/08/09/x"])
def test_no_day_is_guessed_from_an_address_that_has_none(address: str) -> None:
    found = page(PAGE.replace("article:published_time", "x").replace('rel="canonical"', ""), address)
    assert not found["published"]
