"""The tutorial's first hour can be had: every command on the page runs and ends well."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorial" / "first-hour.md"

_spec = importlib.util.spec_from_file_location("transcript", ROOT / "scripts" / "transcript.py")
transcript = importlib.util.module_from_spec(_spec)
sys.modules["transcript"] = transcript
_spec.loader.exec_module(transcript)


def test_an_id_follows_the_output_that_showed_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ echo 0123456789ab\naaaaaaaaaaaa\n# 0 s\n$ echo aaaaaaaaaaaa\n```\n", encoding="utf8"
    )
    assert transcript.main(page) == 0
    assert page.read_text(encoding="utf8").count("0123456789ab") == 4


@pytest.mark.model
@pytest.mark.slow
def test_every_command_of_the_first_hour_ends_well() -> None:
    done = [step for block in transcript.replayed(PAGE) for step in block]
    assert len(done) >= 40
    assert [(step.command, step.output) for step in done if step.code] == []
