"""Every verb is there, explains itself with an example, and names its errors."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from whoholds.cli import VERBS, main, whoholds
from whoholds.cli.options import INSTANT
from whoholds.model import Problem
from whoholds.pipeline import intake
from whoholds.pipeline.intake import Tally


def verbs() -> list[tuple[str, click.Command]]:
    found = []
    for name in VERBS:
        verb = whoholds.get_command(click.Context(whoholds), name)
        assert verb is not None
        found.append((name, verb))
        if isinstance(verb, click.Group):
            found += [(f"{name} {sub}", command) for sub, command in verb.commands.items()]
    return found


@pytest.mark.parametrize(("name", "verb"), verbs(), ids=lambda x: x if isinstance(x, str) else "")
def test_every_verb_has_help_with_an_example(name: str, verb: click.Command) -> None:
    assert verb.help
    if not isinstance(verb, click.Group):
        assert f"Example: whoholds {name}" in verb.help


def test_help_loads_no_parser() -> None:
    code = "import sys; from whoholds.cli import whoholds; whoholds(['--help'], standalone_mode=False); print('spacy' in sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
        env={"PYTHONPATH": "src"},
    )
    assert out.stdout.strip().endswith("False")


def run(*args: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["whoholds", *args])
    with pytest.raises(SystemExit) as done:
        main()
    return int(done.value.code or 0), capsys.readouterr().err


def test_a_missing_project_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, err = run(
        "why", "-p", str(tmp_path), "Kabul", "--on", "2021-08-19", monkeypatch=monkeypatch, capsys=capsys
    )
    assert code == 2
    assert "whoholds init" in err


def test_a_bad_date_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, err = run("why", "Kabul", "--on", "yesterday", monkeypatch=monkeypatch, capsys=capsys)
    assert code == 2
    assert "YYYY-MM-DD" in err


def test_an_unknown_verb_is_wrong_usage() -> None:
    assert CliRunner().invoke(whoholds, ["explode"]).exit_code == 2


def test_a_misspelt_verb_is_told_what_is_near() -> None:
    assert "did you mean judge?" in CliRunner().invoke(whoholds, ["judgee"]).output


def test_a_place_that_cannot_be_written_is_one_line_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    code, err = run(
        "init", str(tmp_path / "file" / "p"), "--country", "AFG", monkeypatch=monkeypatch, capsys=capsys
    )
    assert code == 2
    assert err.count("\n") == 1
    assert "may write in it" in err


def test_problems_as_json_have_file_line_reason_and_kind(tmp_path: Path) -> None:
    cli = CliRunner()
    assert cli.invoke(whoholds, ["init", str(tmp_path / "p"), "--country", "SDN"]).exit_code == 0
    (tmp_path / "r.jsonl").write_text('{"text": "The army holds Kassala."}\n', encoding="utf8")
    done = cli.invoke(whoholds, ["read", "-p", str(tmp_path / "p"), "--json", str(tmp_path / "r.jsonl")])
    assert done.exit_code == 1
    assert json.loads(done.stderr)["line"] == 1
    assert json.loads(done.stderr)["kind"] == "undated"


def test_a_dry_run_shows_rows_and_tells_problems_as_a_run_does(tmp_path: Path) -> None:
    table, text = tmp_path / "t.csv", tmp_path / "t.jsonl"
    table.write_text("unit,date,holder\nKassala,2023-04-20,army\n,2023-04-20,army\n", encoding="utf8")
    text.write_text("{}\n", encoding="utf8")
    done = CliRunner().invoke(whoholds, ["read", "--dry-run", str(table), str(text)])
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "holds | army | Kassala, - | 2023-04-20 | asserted | said by t, published 2023-04-20"
    ]
    assert "t.csv:3: unit is empty" in done.stderr
    assert "t.jsonl:1: no table" in done.stderr


def test_a_watch_tells_problems_at_once_and_its_counts_when_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def watch(*_: object, **__: object) -> Iterator[Tally]:
        tally = Tally()
        for name in ("a", "b"):
            tally.problem(Problem(file=name, reason="the server answered 404"))
            yield tally
            assert name in told.getvalue()
        raise KeyboardInterrupt

    told = io.StringIO()
    monkeypatch.setattr(intake, "watch", watch)
    monkeypatch.setattr("click.echo", lambda text, err=False: print(text, file=told))
    (tmp_path / "feeds.opml").touch()
    assert CliRunner().invoke(whoholds, ["init", str(tmp_path / "p"), "--country", "SDN"]).exit_code == 0
    done = CliRunner().invoke(whoholds, ["watch", "-p", str(tmp_path / "p"), str(tmp_path / "feeds.opml")])
    assert done.exit_code == 1
    assert told.getvalue().count("404") == 2
    assert "2 problems" in told.getvalue()


def test_without_project_and_country_places_asks_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for verb in (["places", "Kabul"], ["units", "list"], ["units", "check"]):
        code, err = run(*verb, monkeypatch=monkeypatch, capsys=capsys)
        assert code == 2
        assert "--country" in err


def test_a_bare_day_of_recording_is_its_end_and_a_time_without_an_offset_is_utc() -> None:
    assert INSTANT.convert("2021-08-19", None, None) == datetime(2021, 8, 19, 23, 59, 59, 999999, tzinfo=UTC)
    assert INSTANT.convert("20210819", None, None) == INSTANT.convert("2021-08-19", None, None)
    assert INSTANT.convert("2021-08-19T10:00", None, None) == datetime(2021, 8, 19, 10, tzinfo=UTC)
