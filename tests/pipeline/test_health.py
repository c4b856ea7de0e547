"""``whoholds doctor`` finds what is broken and says how to mend it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whoholds.cli import whoholds
from whoholds.errors import BoundaryError, ModelError
from whoholds.locate.units import Frame
from whoholds.pipeline import health
from whoholds.pipeline.project import init
from whoholds.store import driver


def doctor(*arguments: str) -> tuple[Result, dict[str, dict[str, object]]]:
    done = CliRunner().invoke(whoholds, ["doctor", "--json", *arguments])
    return done, {check["what"]: check for check in json.loads(done.output)}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Without the model: it is looked at in the test marked so."""
    monkeypatch.setattr(health, "_parser", lambda: "parser")
    monkeypatch.setattr(health, "_coder", lambda: "coder")
    return monkeypatch


def test_a_file_that_went_wrong_after_the_project_was_made_is_found(
    quick: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "initial.csv").write_text("unit,parent,holder\nKassala,,army\n", encoding="utf8")
    init(tmp_path / "p", country="SDN", initial=tmp_path / "initial.csv")
    (tmp_path / "p" / "initial.csv").write_text("unit,parent,holder\nAtlantis,,army\n", encoding="utf8")
    done, found = doctor("-p", str(tmp_path / "p"))
    assert done.exit_code == 2
    assert "initial.csv:2" in str(found["project"]["found"])


@pytest.mark.model
def test_all_is_well_here() -> None:
    done, found = doctor()
    assert done.exit_code == 0
    assert all(check["ok"] for check in found.values())
    assert "reads its test sentence" in str(found["coder"]["found"])


def test_a_good_project_is_well(quick: pytest.MonkeyPatch, tmp_path: Path) -> None:
    init(tmp_path / "p", country="SDN")
    done, found = doctor("-p", str(tmp_path / "p"))
    assert done.exit_code == 0
    assert "17 units" in str(found["project"]["found"])
    assert "the chain verifies" in str(found["ledger"]["found"])


def test_a_broken_model_says_install_again(quick: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise ModelError("parser/model: not the pinned weights")

    quick.setattr(health, "_parser", broken)
    done, found = doctor()
    assert done.exit_code == 2
    assert (found["parser"]["ok"], found["coder"]["ok"]) == (False, True)
    assert "pip install" in str(found["parser"]["mend"])


def test_an_old_sqlite_is_no_fault_but_says_what_it_costs(quick: pytest.MonkeyPatch) -> None:
    quick.setattr(driver, "wal_is_safe", lambda: False)
    done, found = doctor()
    assert done.exit_code == 0
    assert "one process at a time" in str(found["SQLite"]["found"])
    assert "pysqlite3" in str(found["SQLite"]["mend"])


def test_missing_data_says_reinstall(quick: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> Frame:
        raise BoundaryError("AFG.parquet: cannot be read as a layer")

    quick.setattr(Frame, "load", missing)
    assert "reinstall" in str(doctor()[1]["shipped geography"]["mend"])


def test_a_folder_that_is_not_there_a_wrong_setting_and_a_damaged_ledger(
    quick: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "whoholds init" in str(doctor("-p", str(tmp_path / "none"))[1]["folder"]["mend"])
    project = init(tmp_path / "p", country="SDN")
    (project.folder / "ledger.db").write_bytes(b"no ledger at all" * 64)
    assert "restore a backup" in str(doctor("-p", str(project.folder))[1]["ledger"]["mend"])
    (project.folder / "whoholds.toml").write_text('[project]\ncuontry = "SDN"\n', encoding="utf8")
    found = doctor("-p", str(project.folder))[1]
    assert "did you mean 'country'" in str(found["project"]["found"])
    assert "ledger" not in found, "what needs the project is looked at once the project is right"
