"""The project file."""

from pathlib import Path

import pytest

from whoholds import config
from whoholds.errors import ConfigError


def load(tmp_path: Path, text: str) -> config.Config:
    path = tmp_path / config.FILE
    path.write_text(text)
    return config.load(path)


def test_settings_fill_each_stage(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        '[project]\ncountry = "AFG"\nstart = 2021-06-01\n[adjudicate]\nheld = 0.9\n[publish]\ndelay_days = 7\n',
    )
    assert (found.project.country, found.adjudicate.held, found.publish.delay_days) == ("AFG", 0.9, 7)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[project]\ncuntry = "AFG"\n', "did you mean 'country'"),
        ("[project]\n", "'country' is missing"),
        ('[project]\ncountry = "AFG"\n[adjudicate]\nheld = "high"\n', "is no float"),
        ('[project]\ncountry = "AFG"\n[adjudicate]\nheld = 7\n', "between 0 and 1"),
        ('[project]\ncountry = "AFG"\n[publish]\nspeakers = "all"\n', "none of"),
        ('[project]\ncountry = "AFG"\n[publish]\ndelay_days = true\n', "is no int"),
        ('[project]\ncountry = "AFG"\nstart = 2021-06-01T10:00:00\n', "is no date"),
        ('[project]\ncountry = "AFG"\n[code]\nthreshold = 7\n', r"whoholds.toml: \[code\] threshold = 7.0"),
        ('[project]\ncountry = "AFG"\n[code]\njobs = 0\n', "at least 1"),
        ('[project]\ncountry = "AFG"\n[publish]\ndelay_days = -4\n', "must lie between 0"),
        ("not toml", "not a TOML file"),
    ],
)
def test_a_wrong_setting_says_where_and_why(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        load(tmp_path, text)


def test_no_project_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="whoholds init"):
        config.load(tmp_path / config.FILE)


def test_a_number_may_stand_for_a_word_and_a_table_is_filled_key_by_key(tmp_path: Path) -> None:
    found = load(tmp_path, '[project]\ncountry = "AFG"\nlevel = 1\n[adjudicate.sources]\n"Desk" = "C"\n')
    assert (found.project.level, dict(found.adjudicate.sources)) == ("1", {"Desk": "C"})
    with pytest.raises(ConfigError, match=r"sources: 3\.5 is no str"):
        load(tmp_path, '[project]\ncountry = "AFG"\n[adjudicate.sources]\n"Desk" = 3.5\n')


def test_a_file_that_an_editor_on_windows_saved_is_read(tmp_path: Path) -> None:
    path = tmp_path / config.FILE
    path.write_text('\ufeff[project]\ncountry = "AFG"\n', encoding="utf8")
    assert config.load(path).project.country == "AFG"
