"""Reports typed into a spreadsheet, one a row."""

from datetime import date
from pathlib import Path

import openpyxl

from whoholds.model import Document, Problem
from whoholds.read import Defaults, everything, read

HEAD = "Outlet;Published;Title;Text;synthetic\n"
ROW = 'Nile Courier;2023-12-19;Wad Madani;"The RSF captured Wad Madani on Monday; residents fled.";yes\n'


def test_a_row_is_a_report(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(HEAD + ROW, encoding="utf8")
    (report,) = everything(path, Defaults())
    assert isinstance(report, Document)
    assert (report.outlet, report.published, report.synthetic) == ("Nile Courier", date(2023, 12, 19), True)
    assert report.text == "The RSF captured Wad Madani on Monday; residents fled."
    assert list(read(path, Defaults())) == [report], "it is coded like any other report"


def test_a_bad_row_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(
        HEAD + "Nile Courier;;No day;Somebody holds it.;\n" + "Nile Courier;2023-12-19;No text;;\n" + ROW,
        encoding="utf8",
    )
    found = list(everything(path, Defaults()))
    assert [(p.line, p.reason.split(":")[0]) for p in found if isinstance(p, Problem)] == [
        (2, "no date"),
        (3, "no text"),
    ]
    assert sum(isinstance(item, Document) for item in found) == 1


def test_a_workbook_with_a_date_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["published", "text"])
    book.active.append([date(2023, 12, 19), "The RSF captured Wad Madani on Monday."])
    book.save(tmp_path / "reports.xlsx")
    (report,) = everything(tmp_path / "reports.xlsx", Defaults(outlet="Desk"))
    assert isinstance(report, Document)
    assert (report.outlet, report.published) == ("Desk", date(2023, 12, 19))


def test_a_control_table_with_a_column_of_words_is_still_claims(tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_text("unit,date,holder,text\nKhartoum,2023-04-20,army,seen\n", encoding="utf8")
    (item,) = everything(path, Defaults())
    assert isinstance(item, tuple)


def test_two_reports_with_one_address_and_day_are_told(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(
        "url,published,text\nhttps://example.org,2023-12-19,The army left.\nhttps://example.org,2023-12-19,It came back.\n",
        encoding="utf8",
    )
    first, problem, second = read(path, Defaults())
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.kind, "as line 2" in problem.reason) == (3, "repeat", True)
