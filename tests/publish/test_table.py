"""The control table and its CSV: one row per unit and day, with the design's columns."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest

from whoholds.errors import ExportError
from whoholds.publish import export
from whoholds.publish.csv_hxl import claims
from whoholds.publish.table import View, control

COLUMNS = [
    "unit_id",
    "unit_name",
    "level",
    "parent_id",
    "parent_name",
    "code",
    "date",
    "state",
    "holder",
    "probability",
    "claims",
    "outlets",
    "newest_evidence",
    "known",
    "p_crown",
    "p_league",
    "p_contested",
]


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_one_row_per_unit_and_day_with_the_fixed_columns(edition, tmp_path):
    export(edition, tmp_path / "control.csv")
    found = rows(tmp_path / "control.csv")
    assert list(found[0]) == COLUMNS
    assert len(found) == 40 * 60
    assert len({(row["unit_id"], row["date"]) for row in found}) == 40 * 60


def test_holder_stands_only_where_one_holds(edition, tmp_path):
    export(edition, tmp_path / "control.csv")
    for row in rows(tmp_path / "control.csv"):
        assert bool(row["holder"]) == (row["state"] in ("held", "unconfirmed"))
        assert row["known"] == edition.known.isoformat()


def test_changes_keep_the_first_day_and_every_change(edition, tmp_path):
    export(edition, tmp_path / "all.csv")
    export(edition, tmp_path / "changes.csv", changes=True)
    expected, last = [], {}
    for row in rows(tmp_path / "all.csv"):
        now = (row["state"], row["holder"])
        if last.get(row["unit_id"]) != now:
            expected.append((row["unit_id"], row["date"], *now))
        last[row["unit_id"]] = now
    found = [(r["unit_id"], r["date"], r["state"], r["holder"]) for r in rows(tmp_path / "changes.csv")]
    assert found == expected
    assert len(found) > 60


def test_a_day_outside_the_edition_is_refused_with_its_days(edition, tmp_path):
    with pytest.raises(ExportError, match="2031-01-01 to 2031-03-01"):
        export(edition, tmp_path / "control.csv", on=edition.last + timedelta(days=1))


def test_an_unknown_suffix_is_refused_with_the_known_ones(edition, tmp_path):
    with pytest.raises(ExportError, match=r"\.gpkg"):
        export(edition, tmp_path / "control.docx")


def test_as_known_on_the_day_is_known_that_day(edition, tmp_path):
    export(edition, tmp_path / "then.csv", series="then")
    assert all(row["known"] == row["date"] for row in rows(tmp_path / "then.csv"))


def test_the_page_on_columns_names_every_column_and_no_other(edition):
    page = (Path(__file__).parents[2] / "docs" / "reference" / "columns.md").read_text(encoding="utf8")
    told = set(re.findall(r"(?m)^\| `(\w+)` \|", page))
    control_columns = {name for name in control(edition, View(on=edition.last)) if name[:2] != "p_"}
    assert told == {*control_columns, *claims(edition), "p_contested", "rollup"}
