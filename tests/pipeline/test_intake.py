"""Reading into the ledger."""

from datetime import date
from pathlib import Path

import pytest

from whoholds.pipeline import intake
from whoholds.pipeline.project import init
from whoholds.read import Defaults


def test_reading_again_adds_nothing_and_looks_at_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("unit,date,holder\nKassala,2023-12-20,the army\n", encoding="utf8")
    project = init(tmp_path / "p", country="SDN", level="1", start=date(2023, 4, 15))
    first = list(intake.read(project, [str(table)], Defaults(outlet="Desk")))[-1]
    assert (first.counts["reports"], first.counts["known"]) == (1, 0)
    # Cutting every known text into shingles is the dear part of a start.
    monkeypatch.setattr(intake, "Stories", None)
    again = list(intake.read(project, [str(table)], Defaults(outlet="Desk")))[-1]
    assert (again.counts["reports"], again.counts["known"]) == (0, 1)
