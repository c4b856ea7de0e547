"""What is learnt of sources, and when nothing is."""

import random
from dataclasses import replace

import numpy as np
import pytest
from world import answers, says

from whoholds.adjudicate import Parameters, deltas, inference, readjudicate

UNITS = tuple(f"u{i}" for i in range(30))
SETTINGS = Parameters(learn_claims=20)
RIGHT = {"careful": 0.97, "honest": 0.95, "plain": 0.93, "liar": 0.3}


def reports(sources, seed=1, days=120):
    """Calm units; each source names the true holder as often as it does."""
    rng = random.Random(seed)
    out = []
    for i, unit in enumerate(UNITS):
        truth = ("north", "south", "east")[i % 3]
        for n, source in enumerate(sources):
            for k in range(4):
                others = [a for a in ("north", "south", "east") if a != truth]
                named = truth if rng.random() < RIGHT[source] else rng.choice(others)
                out.append(
                    says(
                        f"{unit}-{n}-{k}", rng.randrange(days), named, unit=unit, source=source, outlet=source
                    )
                )
    return out


def test_a_liar_among_honest_sources_is_found_out():
    posteriors, _ = answers(reports(RIGHT), days=120, units=UNITS, settings=SETTINGS)
    wrong = posteriors.parameters["sources_learnt"]
    assert wrong["liar"] > 0.4
    assert max(wrong[s] for s in RIGHT if s != "liar") < 0.2
    by_settings, _ = answers(reports(RIGHT), days=120, units=UNITS, settings=Parameters(learn=False))
    truth = np.arange(len(UNITS)) % 3
    assert _right(posteriors.p, truth) > _right(by_settings.p, truth)


def test_what_a_source_is_called_does_not_matter():
    letters = {"careful": "A", "honest": "C", "plain": "F", "liar": "E"}
    other = {"careful": "zeta", "honest": "yota", "plain": "xeno", "liar": "beta"}  # another order

    def learnt(called):
        told = [replace(t, source=called[t.source], outlet="") for t in reports(RIGHT)]
        settings = replace(SETTINGS, sources={called[s]: letter for s, letter in letters.items()})
        return answers(told, days=120, units=UNITS, settings=settings)[0]

    one, two = learnt({s: s for s in RIGHT}), learnt(other)
    assert one.parameters["learnt"]["sources"] == len(RIGHT)
    assert 400 < one.parameters["learnt"]["claims"] <= 480  # twice the same on one day teaches nothing
    assert np.allclose(one.p, two.p, atol=1e-5)


def _right(p, truth):
    return float(np.log(p[np.arange(len(truth)), :, truth]).mean())


@pytest.mark.parametrize("sources", [["careful"], ["careful", "liar"]])
def test_fewer_than_three_sources_are_weighed_by_the_settings_and_it_is_said(sources):
    posteriors, _ = answers(reports(sources), days=120, units=UNITS, settings=SETTINGS)
    assert posteriors.parameters["learnt"] is None
    assert "3 sources" in posteriors.parameters["not_learnt"]


def test_sources_that_never_speak_of_the_same_units_teach_nothing():
    apart = [t for t in reports(RIGHT) if list(RIGHT).index(t.source) == UNITS.index(t.unit) % 4]
    posteriors, _ = answers(apart, days=120, units=UNITS, settings=SETTINGS)
    assert posteriors.parameters["learnt"] is None


def test_copies_do_not_make_sources_that_can_be_learnt_from():
    told = reports(["careful"])
    copies = [
        replace(t, claim=f"{t.claim} in {s}", source=s, outlet=s) for t in told for s in ("echo", "mirror")
    ]
    posteriors, _ = answers([*told, *copies], days=120, units=UNITS, settings=SETTINGS)
    assert posteriors.parameters["learnt"] is None


def test_a_map_that_repeats_a_partys_boasts_is_not_taken_for_its_organ():
    boasts = [says(f"boast of {u}", 60, unit=u, source="voice", side="north") for u in UNITS[::3]]
    settings = replace(SETTINGS, repeats={"careful": ("voice",)})
    posteriors, _ = answers([*reports(RIGHT), *boasts], days=120, units=UNITS, settings=settings)
    assert np.array(posteriors.parameters["learnt"]["says"]["careful"]).max() < 1  # claims a day, of one unit


def test_as_known_on_the_day_learns_from_no_later_report():
    told = reports(RIGHT)
    early = [t for t in told if (t.published - min(x.published for x in told)).days < 70]
    both = [
        answers(x, days=120, units=UNITS, settings=SETTINGS, on_the_day=True)[0].p[:, :70]
        for x in (told, early)
    ]
    assert np.allclose(*both, atol=1e-6)
    unlearnt = answers(told, days=120, units=UNITS, settings=Parameters(learn=False), on_the_day=True)[0]
    assert not np.allclose(both[0], unlearnt.p[:, :70], atol=0.01)


def test_a_source_first_heard_after_the_last_lesson_counts_too():
    told = reports(RIGHT)
    new = says("new", 115, "south", unit="u0", source="zealous")  # last by name, and so by number
    before, after = (
        answers(x, days=120, units=UNITS, settings=SETTINGS, on_the_day=True)[0] for x in (told, [*told, new])
    )
    assert "careful" in after.parameters["sources_learnt"]
    assert after.p[0, 115, 1] > before.p[0, 115, 1]
    assert np.array_equal(after.p[:, :115], before.p[:, :115])


@pytest.mark.parametrize("on_the_day", [False, True])
def test_a_map_made_in_blocks_is_the_map_made_at_once(monkeypatch, on_the_day):
    told, case = reports(RIGHT), {"days": 120, "units": UNITS, "settings": SETTINGS, "on_the_day": on_the_day}
    whole = answers(told, **case)[0]
    monkeypatch.setattr(inference, "_CELLS", 7 * 120 * 6)  # seven of the thirty units
    assert np.allclose(answers(told, **case)[0].p, whole.p, atol=1e-5)


def test_what_was_learnt_is_what_explains():
    told = reports(RIGHT)
    posteriors, _ = answers(told, days=120, units=UNITS, settings=SETTINGS)
    (found,) = deltas(posteriors, told, SETTINGS, units=["u1"], by="source")
    assert set(found.claims) == set(RIGHT)
    at = 60
    best = posteriors.states[int(posteriors.p[1, at].argmax())]
    assert posteriors.states[found.state[at]] == best
    assert abs(found.delta[found.claims.index("careful"), at]) > 0.1


def test_a_map_as_known_on_the_day_is_explained_with_what_was_learnt_by_then():
    told = reports(RIGHT)
    then, _ = answers(told, days=120, units=UNITS, settings=SETTINGS, on_the_day=True)
    assert len({str(appraisal["learnt"]) for appraisal in then.parameters["appraisals"]}) > 2
    (found,) = deltas(then, told, SETTINGS, units=["u1"], by="source")
    assert np.allclose(found.whole, then.p[1], atol=1e-5)


@pytest.mark.parametrize("on_the_day", [False, True])
def test_a_late_claim_re_runs_its_unit_as_the_whole_map_was_run(on_the_day):
    told = reports(RIGHT)
    posteriors, _ = answers(told, days=120, units=UNITS, settings=SETTINGS, on_the_day=on_the_day)
    again = readjudicate(posteriors, [t for t in told if t.unit == "u3"], ["u3"], SETTINGS)
    assert np.allclose(again[0], posteriors.p[3], atol=1e-5)
    late = says("late", 60, "south", unit="u3", source="careful", told=119)
    moved = readjudicate(posteriors, [*(t for t in told if t.unit == "u3"), late], ["u3"], SETTINGS)
    assert moved[0, 119 if on_the_day else 60, 1] > again[0, 119 if on_the_day else 60, 1]
