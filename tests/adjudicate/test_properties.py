"""What must hold whatever is reported."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from world import ACTORS, answers, day, says

from whoholds.adjudicate import Parameters, influences

DAYS, UNITS = 60, ("u", "v")
WIDE = {"scope": "region", "others": 2}


@st.composite
def a_report(draw, number=st.integers(0, 9999)):
    on, late = draw(st.integers(-20, DAYS - 1)), draw(st.integers(0, 25))
    symbol = draw(st.sampled_from(["holds", "holds", "denies", "contests"]))
    more = draw(
        st.sampled_from([{}, {}, WIDE, WIDE | {"quantifier": "most"}, WIDE | {"quantifier": "except"}])
    )
    if draw(st.booleans()):
        more = more | {"until": day(on + draw(st.integers(0, 30)))}
    return says(
        f"c{draw(number)}", on, draw(st.sampled_from(ACTORS)), symbol, min(on + late, DAYS - 1),
        unit=draw(st.sampled_from(UNITS)), source=draw(st.sampled_from("pqrs")), outlet=draw(st.sampled_from("xy")),
        side=draw(st.sampled_from([None, None, *ACTORS])), onset=draw(st.booleans()),
        modality=draw(st.sampled_from(["asserted", "claimed", "possible", "planned"])),
        weight=draw(st.sampled_from([1.0, 0.5])), **more,
    )  # fmt: skip


many = st.lists(a_report(), max_size=14, unique_by=lambda t: t.claim)
some = st.lists(a_report(), min_size=1, max_size=14, unique_by=lambda t: t.claim)
checked = settings(max_examples=15, deadline=None)


def same(one, other):
    assert np.array_equal(one[0].p, other[0].p)
    for name in ("state", "holder", "claims", "outlets", "newest_evidence"):
        assert np.array_equal(getattr(one[1], name), getattr(other[1], name)), name


def run(testimonies, on_the_day=False, **more):
    return answers(testimonies, days=DAYS, units=UNITS, on_the_day=on_the_day, **more)


@checked
@given(many, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(testimonies, on_the_day, random):
    shuffled = random.sample(testimonies, len(testimonies))
    same(run(testimonies, on_the_day), run(shuffled, on_the_day))


@checked
@given(many, st.booleans())
def test_what_claims_are_called_does_not_matter(testimonies, on_the_day):
    other = {t.claim: f"c{9999 - int(t.claim[1:]):04}" for t in testimonies}  # in the contrary order
    crowded = [
        replace(t, source=t.claim, day=day(20 + n % 2), published=day(30 + n % 3))
        for n, t in enumerate(testimonies)
    ]
    renamed = [replace(t, claim=other[t.claim]) for t in crowded]
    one, two = run(crowded, on_the_day), run(renamed, on_the_day)
    assert np.allclose(one[0].p, two[0].p, atol=1e-6)
    assert np.array_equal(one[1].claims, two[1].claims)


@checked
@given(many, st.booleans())
def test_probabilities_sum_to_one(testimonies, on_the_day):
    p = run(testimonies, on_the_day)[0].p
    assert np.allclose(p.sum(axis=2), 1, atol=1e-5)
    assert (p >= 0).all()


@checked
@given(many, st.booleans())
def test_recording_twice_is_recording_once(testimonies, on_the_day):
    same(run(testimonies, on_the_day), run(testimonies + testimonies, on_the_day))


@checked
@given(some, st.integers(0, 13), st.integers(0, 5), st.booleans())
def test_a_copy_adds_nothing(testimonies, which, later, on_the_day):
    told = testimonies[which % len(testimonies)]
    published = day(min(DAYS - 1, (told.published - day(0)).days + later))
    copy = replace(told, claim=f"{told.claim} copied", source="copyist", published=published)
    one, other = run(testimonies, on_the_day), run([*testimonies, copy], on_the_day)
    assert np.array_equal(one[0].p, other[0].p)
    assert np.array_equal(one[1].state, other[1].state)
    assert np.array_equal(one[1].claims, other[1].claims)


@checked
@given(many, st.integers(0, DAYS - 1))
def test_known_on_a_day_is_the_map_made_of_what_was_published_by_then(testimonies, on):
    replayed = run(testimonies, on_the_day=True)[0]
    by_then = [t for t in testimonies if t.published <= day(on)]
    made = answers(by_then, days=on + 1, units=UNITS)[0]
    assert np.allclose(replayed.p[:, on], made.p[:, on], atol=1e-6)
    assert np.array_equal(run(testimonies, known=on)[0].p, run(by_then)[0].p)


@checked
@given(many, st.integers(0, DAYS - 1))
def test_leaving_a_claim_out_is_never_having_had_it(others, on):
    testimonies = [*others, says("told of u", on)]
    whole = run(testimonies)[0]
    carried = influences(whole, testimonies, "u", day(on), Parameters())
    assert carried
    for found in carried[:3]:
        without = run([t for t in testimonies if t.claim != found.claim])[0]
        k = whole.states.index(found.state)
        p, q = (np.clip(float(x.p[0, on, k]), 1e-7, 1 - 1e-7) for x in (whole, without))
        assert np.isclose(found.delta, np.log(p / (1 - p)) - np.log(q / (1 - q)), atol=1e-2)
        assert np.isclose(found.without[1], without.p[0, on].max(), atol=1e-5)
