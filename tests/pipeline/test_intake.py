"""Reading into the ledger."""

from datetime import date
from pathlib import Path

import pytest

from whoholds.config import FILE
from whoholds.pipeline import intake
from whoholds.pipeline.answers import why
from whoholds.pipeline.project import Project, init
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


def test_a_map_read_as_a_source_counts_once_with_what_it_rests_on(tmp_path: Path) -> None:
    project = init(tmp_path / "p", country="SDN", level="1", start=date(2023, 4, 15))
    for outlet, day in (("Desk", "2023-12-20"), ("Frontier map", "2023-12-28")):
        table = tmp_path / f"{outlet}.csv"
        table.write_text(
            f"unit,date,holder\nKassala,{day},the army\nGezira,{day},contested\n", encoding="utf8"
        )
        for tally in intake.read(project, [str(table)], Defaults(outlet=outlet)):
            assert tally.problems == []
    assert [len(why(project, unit)["claims"]) for unit in ("Kassala", "Gezira")] == [2, 2]
    settings = project.folder / FILE
    text = settings.read_text(encoding="utf8")
    rests = '[adjudicate.sources]\n"Frontier map" = "C"\n\n[adjudicate.repeats]\n"Frontier map" = ["Desk"]\n'
    settings.write_text(f"{text}\n{rests}", encoding="utf8")
    project = Project.open(project.folder)
    for unit in ("Kassala", "Gezira"):
        (claim,) = why(project, unit)["claims"]
        assert claim["outlet"] == "Desk"
