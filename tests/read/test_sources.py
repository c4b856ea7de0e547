"""The bad inputs of the main job: each gives one problem, and everything else is read."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from whoholds.model import Document, Problem
from whoholds.read import Defaults, everything, read

STORY = (
    "The Taliban captured the northern city of Kunduz on Sunday, residents and a police officer said. "
    "Government forces still held the airport, which lies to the south of the city."
)
FRENCH = (
    "Les talibans ont pris dimanche la ville de Kunduz, dans le nord du pays, ont indiqué des habitants et un "
    "responsable local. Les combats ont duré deux jours autour de l'aéroport."
)


def split(source: Path, defaults: Defaults | None = None) -> tuple[list[Document], list[Problem]]:
    got = list(read(source, defaults or Defaults()))
    return [x for x in got if isinstance(x, Document)], [x for x in got if isinstance(x, Problem)]


def line(**fields: object) -> str:
    return json.dumps({"id": "a", "published": "2021-08-09", "outlet": "North Wire", "text": STORY, **fields})


def test_a_report_keeps_its_text_and_says_what_was_given(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(
        line(published="2021-08-09T01:30:00+04:30", title="Kunduz falls", synthetic=True, copy_of=None)
    )
    [report], problems = split(file)
    assert not problems
    assert (report.name, report.text, report.outlet, report.title) == (
        "a",
        STORY,
        "North Wire",
        "Kunduz falls",
    )
    assert report.published == date(2021, 8, 9)  # in its own offset, though still the 8th in London
    assert report.published_at == "2021-08-09T01:30:00+04:30"
    assert report.synthetic
    assert report.guessed == ("language",)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"id": "b", "text": "cut', "broken JSON"),
        (line(id="b", published=None), "no date"),
        (line(id="b", published="last Tuesday"), "no ISO date"),
        (line(id="b", published="2999-01-01"), "future"),
        (line(id="b", published="1066-10-14"), "before 1900"),
        (line(id="b", text=FRENCH), "French"),
        (line(id="b", text="word " * 2_000_000), "10,000,000 characters"),
        (line(id="b", text=None), "no text"),
        (line(id="b", text="  "), "empty"),
        (line(id="b", text="nul \0 here"), "NUL"),
        (line(id="b", text="half \ud800 pair"), "surrogate"),
        (line(id="b", outlet=["x"]), '"outlet" must be a string'),
        (line(id="b", synthetic="perhaps"), '"synthetic" must be true or false'),
        (line(id="b", year_hint="0000"), '"year_hint" must be a year'),
        (line(id="b", year_hint="9" * 5000), '"year_hint" must be a year'),
        ("[1, 2]", "must be an object"),
        (line(), "same id and text as line 1"),
    ],
)  # fmt: skip
def test_a_bad_line_costs_only_itself(tmp_path: Path, bad: str, reason: str) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text("\n".join([line(), bad, line(id="c")]))
    reports, [problem] = split(file)
    assert [report.name for report in reports] == ["a", "c"]
    assert (problem.file, problem.line) == (str(file), 2)
    assert reason in problem.reason


def test_a_folder_of_bad_files_gives_one_problem_each_and_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "a-binary.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "b-empty.txt").write_bytes(b"")
    (tmp_path / "c-latin.html").write_bytes("<html><body><p>Kund\xfbz</p></body></html>".encode("latin-1"))
    (tmp_path / "d-picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "e-good.txt").write_text(STORY)
    (tmp_path / "f-good.jsonl").write_text(line())
    reports, problems = split(tmp_path, Defaults(published=date(2021, 8, 9)))
    assert [report.outlet for report in reports] == [None, "North Wire"]
    assert [Path(problem.file).name[0] for problem in problems] == ["a", "b", "c", "d"]


def test_code_may_read_reports_without_a_date(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(line(published=None, year_hint=2021))
    [report], _ = split(file, Defaults(undated=True))
    assert report.published is None
    assert report.year_hint == 2021


def test_a_table_in_a_folder_is_read_as_claims_and_is_a_problem_to_the_coder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("unit,date,holder\nKunduz,2021-08-09,Taliban\n")
    (tmp_path / "b.jsonl").write_text(line())
    coded, report = everything(tmp_path, Defaults())
    assert isinstance(coded, tuple)
    assert coded[1][0].actor == "Taliban"
    assert isinstance(report, Document)
    problem, report = read(tmp_path, Defaults())
    assert isinstance(problem, Problem)
    assert "a table" in problem.reason


def test_a_folder_without_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    (tmp_path / ".hidden").touch()
    _, [problem] = split(tmp_path)
    assert problem.reason == "no file in this folder"


def test_another_text_under_an_id_and_date_is_read_as_its_new_version_and_told(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(
        "\n".join([line(), line(text=STORY + " It rained."), line(published="2021-08-10", text="New.")])
    )
    reports, [problem] = split(file)
    assert [len(report.text) for report in reports] == [
        len(STORY),
        len(STORY) + len(" It rained."),
        len("New."),
    ]
    assert (problem.line, problem.kind, "new version" in problem.reason) == (2, "repeat", True)


def test_a_line_too_short_to_judge_is_not_called_foreign(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(line(text="Les talibans ont pris Kunduz, Herat et Kandahar."))
    [report], problems = split(file)
    assert (report.language, problems) == ("en", [])


@pytest.mark.parametrize("word", ["true", "True", "yes", 1])
def test_an_invented_report_is_one_however_that_is_written(tmp_path: Path, word: object) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(line(synthetic=word))
    [report], _ = split(file)
    assert report.synthetic


def test_one_id_of_two_outlets_is_two_reports(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text("\n".join([line(), line(outlet="Desk"), line(outlet="Post", text="New.")]))
    reports, problems = split(file)
    assert ([report.outlet for report in reports], problems) == (["North Wire", "Desk", "Post"], [])


def test_a_list_of_reports_tells_of_ids_that_come_twice_as_lines_do(tmp_path: Path) -> None:
    file = tmp_path / "reports.json"
    file.write_text(f"[{line()}, {line()}, {line(text='New.')}]")
    reports, problems = split(file)
    assert [report.text for report in reports] == [STORY, "New."]
    assert [problem.reason for problem in problems] == [
        "the same id and text as report 1",
        "the same id and date as report 1 with other text: taken as its new version",
    ]


def test_a_folder_that_may_not_be_opened_is_a_problem_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "b.jsonl").write_text(line())
    (tmp_path / "open.jsonl").write_text(line())
    scandir = os.scandir

    def closed(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)  # who runs the tests may be allowed everything
    [report], [problem] = split(tmp_path)
    assert report.name == "a"
    assert (problem.file, problem.reason) == (
        str(tmp_path / "closed"),
        "cannot be opened: Permission denied",
    )
    _, [problem] = split(tmp_path / "closed")
    assert "Permission denied" in problem.reason


def test_links_in_a_circle_and_names_that_cannot_be_are_problems(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    reports, problems = split(tmp_path)
    assert not reports
    assert [problem.reason for problem in problems] == ["a link that leads nowhere"] * 2
    _, [problem] = split(tmp_path / ("x" * 300))
    assert "too long" in problem.reason


def test_files_of_one_name_in_a_tree_of_days_are_reports_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in ("2020", "2021"):
        folder = tmp_path / "articles" / year / "08"
        folder.mkdir(parents=True)
        (folder / "15.txt").write_text(f"{STORY} It was {year}.")
    given = Defaults(published=date(2021, 8, 15))
    reports, _ = split(tmp_path / "articles", given)
    assert [report.name for report in reports] == ["articles/2020/08/15.txt", "articles/2021/08/15.txt"]
    monkeypatch.chdir(folder)
    assert [report.name for report in split(Path("../.."), given)[0]] == [report.name for report in reports]
    assert split(Path("15.txt"), given)[0][0].name == "08/15.txt"
