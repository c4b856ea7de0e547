"""Where two maps differ, and since when, as a picture."""

from datetime import timedelta
from pathlib import Path

import pytest

from whoholds.errors import ExportError
from whoholds.publish import Edition, differences
from whoholds.publish.differences import Apart, write


def test_each_unit_that_differs_has_a_strip_and_each_run_of_days_a_bar(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = edition.units[:2]
    first, holder = edition.first, edition.actors[0].id
    later = first + timedelta(days=6)
    apart = [
        Apart(unit=one.id, since=first, until=first + timedelta(days=3), here="(nobody)", there=holder),
        Apart(unit=one.id, since=later, until=later, here=holder, there="contested"),
    ]
    assert [a.days for a in apart] == [4, 1]
    drawn = []
    monkeypatch.setattr(differences, "save", lambda canvas, *_: drawn.append(canvas.figure) or [])
    write(edition, tmp_path / "d.svg", {one.id: 10, two.id: 10}, apart)
    ((_, strips),) = [figure.axes for figure in drawn]
    assert [label.get_text() for label in strips.get_yticklabels()] == [one.name]
    assert sorted(bar.get_width() for bar in strips.patches) == [1, 4]
    assert "1 of 2 compared units differ from the other map" in [t.get_text() for t in drawn[0].texts]


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_maps_that_agree_make_a_picture_too_and_always_the_same(
    edition: Edition, tmp_path: Path, suffix: str
) -> None:
    one, two = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
    for path in (one, two):
        assert write(edition, path, {edition.units[0].id: 5}, []) == [path]
    assert one.read_bytes() == two.read_bytes()


def test_another_suffix_is_refused(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"d.gif: a picture ends in .png, .svg, .pdf"):
        write(edition, tmp_path / "d.gif", {}, [])
