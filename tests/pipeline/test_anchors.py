"""Anchors in the project file calibrate the map; too few of them, or ones of later days, do not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from whoholds.config import FILE
from whoholds.errors import ConfigError
from whoholds.pipeline.answer import Case, case_of
from whoholds.pipeline.given import on_our_days, rows_of
from whoholds.pipeline.intake import read
from whoholds.pipeline.project import Project, init
from whoholds.read import Defaults

HEADER = "unit,date,holder\n"
DAY = date(2021, 7, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one source: a table that is wrong about every third of forty districts."""
    where = tmp_path_factory.mktemp("anchors") / "p"
    project = init(where, country="AFG", start=date(2021, 6, 1))
    table = where / "table.csv"
    told = [f"{unit},{DAY},{'north' if n % 3 else 'south'}" for n, unit in enumerate(units(project, 40))]
    names = [f"{name(project, row)}" for row in told]
    table.write_text("unit,parent,date,holder\n" + "\n".join(names), encoding="utf8")
    for tally in read(project, [str(table)], Defaults()):
        assert tally.problems == []
    return where


def units(project: Project, count: int) -> list[str]:
    """Districts whose name with their province is nobody else's."""
    own = [u for u in project.frame.map_units if len(project.frame.find(project.label(u))) == 1]
    return own[:count]


def name(project: Project, row: str) -> str:
    unit, day, holder = row.split(",")
    place, parent = project.label(unit).split(", ")
    return f"{place},{parent},{day},{holder}"


def anchored(folder: Path, count: int, day: date = DAY) -> Case:
    """The project's case when so many of its districts are known to be north's."""
    project = Project.open(folder)
    rows = "".join(f"{unit},{day},north\n" for unit in units(project, count))
    (folder / "anchors.csv").write_text(HEADER + rows, encoding="utf8")
    settings = folder / FILE
    text = settings.read_text(encoding="utf8")
    if "anchors" not in text:
        settings.write_text(
            text.replace("[project]\n", '[project]\nanchors = "anchors.csv"\n'), encoding="utf8"
        )
    return case_of(Project.open(folder), reach=date(2021, 7, 20))


def test_thirty_anchored_units_teach_how_sure_a_map_may_be(folder: Path) -> None:
    case = anchored(folder, 40)
    now = case.posteriors()
    assert now.parameters["calibrated"] == "on anchors in 40 units"
    of = (now.units.index(units(case.project, 1)[0]), (DAY - case.first).days)
    untaught = anchored(folder, 0).posteriors()
    assert untaught.p[of].max() > 0.9
    assert 0.55 < now.p[of].max() < 0.8  # every third word of this source is wrong


def test_fewer_change_nothing_and_the_map_says_so(folder: Path) -> None:
    case = anchored(folder, 29)
    assert case.parameters == case.settings
    assert case.posteriors().parameters["calibrated"] == "no: 29 units have an anchor, it takes 30"


def test_nothing_is_known_before_its_day(folder: Path) -> None:
    late = anchored(folder, 40, day=date(2021, 7, 15))
    assert late.known == DAY
    assert late.parameters == late.settings
    assert anchored(folder, 40).posteriors(on_the_day=True).parameters["power"] == 1.0


def test_an_anchor_of_a_party_that_only_later_reports_name_does_not_stop_an_earlier_map(folder: Path) -> None:
    anchored(folder, 40)
    with (folder / "anchors.csv").open("a", encoding="utf8") as lines:
        lines.write(f"{units(Project.open(folder), 41)[-1]},2021-07-01,east\n")
    case = case_of(Project.open(folder))
    with pytest.raises(ConfigError, match=r"anchors.csv:42: 'east' is no actor of this map"):
        case.posteriors()
    earlier = replace(case, newest=date(2021, 7, 2))
    assert earlier.posteriors().parameters["calibrated"] == "on anchors in 40 units"


def test_an_anchor_that_is_no_unit_stops_with_its_line(folder: Path) -> None:
    anchored(folder, 2)
    with (folder / "anchors.csv").open("a", encoding="utf8") as lines:
        lines.write("Atlantis,2021-07-01,north\n")
    with pytest.raises(ConfigError, match=r"anchors.csv:4: no unit is called 'Atlantis'"):
        case_of(Project.open(folder)).posteriors()


def test_a_row_holds_until_the_next_one_the_last_for_a_day(folder: Path) -> None:
    project = Project.open(folder)
    unit = project.frame.map_units[0]
    file = folder / "truth.csv"
    file.write_text(f"{HEADER}{unit},2021-06-03,north\n{unit},2021-06-05,contested\n", encoding="utf8")
    found = on_our_days(project, file, rows_of(file), ["north", "contested"], first=date(2021, 6, 1), days=6)
    assert found.holder.tolist() == [[-1, -1, 0, 0, 1, -1]]


def test_a_holder_that_the_map_does_not_have_ends_what_was_said_before(folder: Path) -> None:
    project = Project.open(folder)
    unit = project.frame.map_units[0]
    file = folder / "truth.csv"
    rows = f"{unit},2021-06-01,north\n{unit},2021-06-03,east\n{unit},2021-06-05,north\n"
    file.write_text(HEADER + rows, encoding="utf8")
    found = on_our_days(project, file, rows_of(file), ["north", "contested"], first=date(2021, 6, 1), days=6)
    assert found.holder.tolist() == [[0, 0, -1, -1, 0, -1]]
    assert [problem.reason for problem in found.problems] == ["'east' is no actor of this map"]


def test_a_row_from_before_our_days_lasts_into_them_and_one_to_come_lets_the_last_last(folder: Path) -> None:
    project = Project.open(folder)
    one, other = project.frame.map_units[:2]
    rows = f"{one},2021-01-01,north\n{one},2021-06-03,contested\n{one},2022-01-01,north\n{other},2021-01-01,north\n"
    file = folder / "truth.csv"
    file.write_text(HEADER + rows, encoding="utf8")
    found = on_our_days(project, file, rows_of(file), ["north", "contested"], first=date(2021, 6, 1), days=4)
    assert found.units == (one,)
    assert found.holder.tolist() == [[0, 0, 1, 1]]
