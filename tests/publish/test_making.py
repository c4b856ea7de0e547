"""Where editions are made: what must not be published never reaches one."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from whoholds.errors import ExportError
from whoholds.publish import Settings, export, make_edition


def arguments(edition, **changes):
    """The arguments that gave this edition, as far as the tests here need them."""
    given = {
        "title": edition.title, "country": edition.country, "level": edition.level, "units": edition.units,
        "parents": edition.parents, "actors": edition.actors, "now": edition.now, "then": edition.then,
        "attested": [], "bearings": [], "newest": edition.known, "content": "c", "version": "0",
    }  # fmt: skip
    return given | changes


def test_a_map_made_with_later_reports_than_the_delay_allows_is_refused(edition):
    with pytest.raises(ExportError, match="adjudicate with known = 2031-02-22"):
        make_edition(**arguments(edition, settings=Settings(delay_days=7)))


def test_days_and_claims_within_the_delay_are_held_back(made):
    whole = made(40, 60)
    limit = whole.known - timedelta(days=10)
    early = {
        name: replace(series, posteriors=replace(series.posteriors, known=limit))
        for name, series in (("now", whole.now), ("then", whole.then))
    }
    held = made(40, 60, settings=Settings(delay_days=10), **early)
    assert held.last == limit
    assert held.now.posteriors.p.shape[1] == held.days == 50
    assert max(item.document.published for item in held.cited) <= limit
    late = {item.id for item in whole.cited if item.document.published > limit}
    assert late
    assert not late & {bearing.testimony.claim for bearing in held.bearings}


def test_a_delay_longer_than_the_map_is_said(edition):
    series = replace(
        edition.now, posteriors=replace(edition.now.posteriors, known=edition.first - timedelta(days=200))
    )
    with pytest.raises(ExportError, match="no day to publish"):
        make_edition(**arguments(edition, now=series, then=series, settings=Settings(delay_days=90)))


def test_coarsened_editions_show_parents_and_no_words(made, tmp_path):
    coarse = made(40, 60, settings=Settings(coarsen="1"))
    assert {unit.level for unit in coarse.units} == {"1"}
    assert all(item.claim.quote == item.claim.sentence == "" for item in coarse.cited)
    export(coarse, tmp_path / "claims.csv")
    export(coarse, tmp_path / "control.csv")
    text = (tmp_path / "claims.csv").read_text() + (tmp_path / "control.csv").read_text()
    assert "took" not in text
    assert "XVR00" in text
    small = made(40, 60).units
    assert not [unit for unit in small if unit.id in text or f"{unit.name}," in text]
    assert "news.example" not in text


def test_equal_input_gives_an_equal_id_and_any_change_another(made):
    one = made(10, 20)
    assert one.id == made(10, 20).id
    others = [
        made(10, 20, content="other"),
        made(10, 20, version="0.1.1"),
        made(10, 20, settings=Settings(fresh_days=61)),
        made(11, 20),
        made(10, 21),
    ]
    assert len({one.id, *(other.id for other in others)}) == 6


def test_invented_reports_mark_the_edition(made):
    assert made(10, 20, synthetic=None).synthetic
    assert not made(10, 20, synthetic=None, attested=[], bearings=[]).synthetic


def test_arrays_are_shared_not_copied_without_a_delay(edition):
    assert np.shares_memory(make_edition(**arguments(edition)).now.state, edition.now.state)
