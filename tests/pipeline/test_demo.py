"""The demo never clears a folder that it did not make; what a person publishes can be mailed and cited."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from whoholds.cli import whoholds
from whoholds.errors import ConfigError
from whoholds.pipeline.demo import demo, example
from whoholds.pipeline.project import Project, init


def test_the_example_is_there_with_reports_actors_gold_and_truth() -> None:
    names = {path.name for path in example().iterdir()}
    assert {"reports.jsonl", "actors.toml", "gold.jsonl", "truth.csv"} <= names


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(ConfigError, match="holds something else"):
        next(demo(tmp_path, []))
    assert (tmp_path / "thesis.txt").exists()


def test_somebodys_own_project_that_is_called_so_is_left_alone(tmp_path: Path) -> None:
    init(tmp_path / "project", country="SDN", title='The "two"\nSudans')
    with pytest.raises(ConfigError, match="holds something else"):
        next(demo(tmp_path, []))
    assert Project.open(tmp_path / "project").title == 'The "two"\nSudans'


def test_a_map_is_one_page_where_its_name_ends_in_html_and_says_how_to_cite_it(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("unit,date,holder\nKhartoum,2023-04-20,the army\n", encoding="utf8")
    project, page = str(tmp_path / "p"), tmp_path / "map.html"
    run = CliRunner()
    for command in (["init", project, "--country", "SDN"], ["read", "-p", project, str(table)]):
        assert run.invoke(whoholds, command).exit_code == 0
    done = run.invoke(whoholds, ["publish", "-p", project, str(page)])
    assert done.exit_code == 0, done.output
    assert "cite as: Sudan, 2023-04-20 to 2023-04-20" in done.output
    text = page.read_text(encoding="utf8")
    assert "SDN.khartoum" in text
    assert "<script src" not in text
    done = run.invoke(whoholds, ["publish", "-p", project, str(tmp_path / "site")])
    assert done.exit_code == 0, f"a map of one day has a site too: {done.exception!r}"
