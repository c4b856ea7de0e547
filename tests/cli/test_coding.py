"""``whoholds code``: the contract of a verb that needs no project."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from whoholds.cli import whoholds

pytestmark = pytest.mark.model

TEXT = "The Taliban captured Kunduz on Sunday, officials said."
LINES = [{"id": "a", "published": "2021-08-09", "text": TEXT}, {"id": "b", "text": "Nothing happened."}]


def test_one_line_of_claims_for_each_report_and_spans_that_hold_the_quotes(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf8")
    done = CliRunner().invoke(whoholds, ["code", str(path)])
    assert done.exit_code == 0, done.output
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], second["id"], second["claims"]) == ("a", "b", [])
    (claim,) = first["claims"]
    begin, end = claim["span"]
    assert TEXT[begin:end] == claim["quote"]
    assert (claim["relation"], claim["actor"], claim["place"]["name"]) == ("gains", "Taliban", "Kunduz")
    assert {"strengths", "alignments", "stances", "problems"} <= first.keys()


def test_a_broken_line_is_one_problem_and_standard_input_will_do() -> None:
    lines = json.dumps(LINES[0]) + "\n{broken\n"
    done = CliRunner().invoke(whoholds, ["code", "--threshold", "0.99", "-"], input=lines)
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 1
    assert "<stdin>:2: broken JSON" in done.stderr


def test_explaining_shows_the_parse_and_the_scores(tmp_path: Path) -> None:
    done = CliRunner().invoke(whoholds, ["code", "--explain", "-"], input=json.dumps(LINES[0]))
    assert done.exit_code == 0
    assert "captured" in done.stdout
    assert "gains Kunduz" in done.stdout


def test_a_gold_report_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    rows = [{**LINES[0], "claims": []}, {"id": "c", "text": " ", "claims": []}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    done = CliRunner().invoke(whoholds, ["score", "claims", str(path)])
    assert done.exit_code == 1
    assert "gold.jsonl:2: the text is empty" in done.stderr


def test_a_file_that_is_not_there_is_wrong_usage() -> None:
    assert CliRunner().invoke(whoholds, ["code", "nowhere.jsonl"]).exit_code == 2
