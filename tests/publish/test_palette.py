"""Hues stay apart for colour-blind readers; letters stay apart in grey."""

from itertools import combinations

import numpy as np
import pytest

from whoholds.publish import Actor, palette

# Viénot, Brettel and Mollon (1999) for protanopes and deuteranopes; Brettel-like single plane for tritanopes.
SIMULATED = {
    "normal": np.eye(3),
    "protan": np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
    "deutan": np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
    "tritan": np.array([[1, 0.1273, -0.1273], [0, 0.8739, 0.1261], [0, 0.8739, 0.1261]]),
}


def lab(colour, matrix):
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(matrix @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    f = np.cbrt(xyz / [0.9505, 1, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eyes", SIMULATED)
def test_hues_stay_apart(eyes):
    colours = [*palette.HUES[:4], palette.NOTHING]
    distance = [
        np.linalg.norm(lab(a, SIMULATED[eyes]) - lab(b, SIMULATED[eyes])) for a, b in combinations(colours, 2)
    ]
    assert min(distance) > 10


def test_letters_differ_even_where_names_begin_alike(made):
    names = ("River League", "River Guard", "Rural Front", "River", "R", "Union")
    edition = made(10, 20, actors=[Actor(id=f"a{k}", name=name) for k, name in enumerate(names)])
    given = palette.letters(edition)
    assert len(set(given.values())) == len(names)
    assert given["a0"] == "R"


def test_letters_that_have_no_small_form_stand_in_brackets():
    assert [palette.small(letters) for letters in ("RL", "R2", "ط", "河", "")] == [
        "rl",
        "r2",
        "(ط)",
        "(河)",
        "",
    ]


def test_more_actors_than_hues_share_one_grey(made):
    edition = made(10, 20, actors=[Actor(id=f"a{k}", name=f"Name {k}") for k in range(9)])
    hues = palette.hues(edition)
    assert len(set(hues.values())) == 7
    assert hues["a8"] == palette.OTHER
