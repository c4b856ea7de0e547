"""Small projects that the tests of this folder share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from whoholds.pipeline.intake import read
from whoholds.pipeline.project import Project, init
from whoholds.read import Defaults


@pytest.fixture
def of_table(tmp_path: Path) -> Callable[[str], Project]:
    """Makes a project of Sudan's states that has read a table of who holds what."""

    def make(table: str) -> Project:
        file = tmp_path / "table.csv"
        file.write_text(table, encoding="utf8")
        project = init(tmp_path / "p", country="SDN", level="1", start=date(2023, 4, 15))
        for tally in read(project, [str(file)], Defaults(outlet="Desk")):
            assert tally.problems == []
        return project

    return make
