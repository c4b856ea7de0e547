"""Between whom a place is fought over, or reports disagree, is said only of parties that reports name."""

from dataclasses import replace

import numpy as np
import pytest

from whoholds.publish import STATES, Actor, rolled
from whoholds.publish.looks import Look, label_of, looks


def test_a_party_nobody_speaks_of_there_is_not_what_reports_disagree_about(made):
    """The third party is likelier than the second, but only as what is left over."""
    plain = made(10, 20)
    posteriors = plain.now.posteriors
    p = np.zeros((10, 20, 4), np.float32)
    p[..., :] = (0.4, 0.15, 0.3, 0.15)
    state = np.full((10, 20), STATES.index("disputed"), np.uint8)
    now = replace(
        plain.now, state=state, holder=np.full((10, 20), -1, np.int16),
        posteriors=replace(posteriors, states=("crown", "league", "front", "contested"), p=p),
    )  # fmt: skip
    said = [
        replace(b, testimony=replace(b.testimony, actor=actor))
        for b in plain.bearings
        if b.testimony.unit == plain.units[0].id
        for actor in ("crown", "league")
    ]
    edition = replace(
        plain, now=now, bearings=tuple(said), actors=(*plain.actors, Actor(id="front", name="Hill Front"))
    )
    table, index = looks(edition, now)
    assert table[index[0, 0]].between == ("crown", "league")
    assert table[index[1, 0]].between == ("crown", "front"), "where nobody is named, the likeliest"


@pytest.mark.parametrize(
    ("how", "words"),
    [(None, "No recent report"), ("majority", "No majority"), ("seat", "No recent report or majority")],
)
def test_unknown_means_something_else_where_units_are_rolled_up(edition, how, words):
    """No majority is not the same as no report, and a legend must not say so."""
    wide = rolled(edition, how) if how else edition
    assert label_of(wide, Look(state="unknown")) == words
