from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from whoholds.errors import BoundaryError
from whoholds.locate.check import check, draw
from whoholds.locate.units import Frame


def test_the_shipped_frames_are_sound(frame: Callable[..., Frame]) -> None:
    assert check(frame("AFG")) == []
    assert check(frame("SYR")) == []


def test_an_overlap_and_a_missing_parent_are_found(frame: Callable[..., Frame]) -> None:
    syria = frame("SYR")
    raqqa = syria.units["SYR.raqqa"]
    swollen = replace(raqqa, geometry=shapely.to_wkb(shapely.from_wkb(raqqa.geometry).buffer(0.2)), level="2")
    reasons = [p.reason for p in check(replace(syria, units={**syria.units, raqqa.id: swollen}))]
    assert "SYR.raqqa: its border does not meet its neighbour's" in reasons
    assert "SYR.raqqa: no parent on the level above" in reasons


def test_a_picture_is_drawn(frame: Callable[..., Frame], tmp_path: Path) -> None:
    draw(frame("SYR"), tmp_path / "units.png")
    assert (tmp_path / "units.png").read_bytes()[:4] == b"\x89PNG"
    with pytest.raises(BoundaryError, match=r"ends in \.png"):
        draw(frame("SYR"), tmp_path / "units.xyz")
