"""What holds for every ledger: once is enough, order does not matter, and more is known later."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whoholds.model import Judgement
from whoholds.store import Ledger

quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    Ledger.create(path).close()

    @contextmanager
    def fresh() -> Iterator[Ledger]:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(path, Path(folder) / "ledger.db")
            with Ledger.open(Path(folder) / "ledger.db") as ledger:
                ledger._db.execute("PRAGMA synchronous = OFF")
                yield ledger

    return fresh


@st.composite
def worlds(draw, make):
    """Reports with claims, placements, copies and judgements: every one says something of its own."""
    documents = [
        make.document(str(n), day=draw(st.integers(0, 4)), outlet=f"outlet {n}")
        for n in range(draw(st.integers(1, 5)))
    ]
    groups = []
    for document in documents:
        actors = draw(st.lists(st.sampled_from(["north", "south", "west"]), unique=True))
        claims = [make.claim(document, actor=actor) for actor in actors]
        placements = [
            make.placement(claim, f"X-{unit}", probability=0.5)
            for claim in claims
            for unit in draw(st.lists(st.integers(1, 3), unique=True, max_size=2))
        ]
        judged = [
            Judgement(claim=c.id, verdict="accept", by="ana", reason="", nonce="1")
            for c in claims
            if draw(st.booleans())
        ]
        groups.append([document, *claims, *placements, *judged, make.read(document)])
    pairs = draw(st.lists(st.tuples(st.sampled_from(documents), st.sampled_from(documents)), max_size=4))
    copies = [make.copy(one, other) for one, other in pairs if one.id != other.id]
    return groups, copies


def state(ledger, **clocks):
    return [(a.claim, a.document, a.placements, a.judgement, a.story) for a in ledger.as_of(**clocks)]


@given(data=st.data())
@quick
def test_appending_twice_is_appending_once(empty, make, data):
    groups, copies = data.draw(worlds(make))
    entries = [entry for group in groups for entry in group] + copies
    with empty() as ledger:
        ledger.append(entries, by=make.coder)
        once, before = state(ledger), ledger.verify()
        assert ledger.append(data.draw(st.permutations(entries)), by=make.coder) == 0
        assert (state(ledger), ledger.verify()) == (once, before)


@given(data=st.data())
@quick
def test_the_order_of_recording_changes_neither_content_nor_answer(empty, make, data):
    groups, copies = data.draw(worlds(make))
    with empty() as one, empty() as two:
        one.append([entry for group in groups for entry in group] + copies, by=make.coder)
        for group in data.draw(st.permutations(groups)):
            two.append(data.draw(st.permutations(group)), by=make.coder)
        for copy in data.draw(st.permutations(copies)):
            two.append([copy], by="syndication")
        assert one.verify().content == two.verify().content
        assert not one.verify().problems
        assert not two.verify().problems
        assert state(one) == state(two)
        for unit in ("X-1", "X-2"):
            assert state(one, units={unit}) == state(two, units={unit})


@given(data=st.data(), day=st.integers(-1, 5))
@quick
def test_what_is_known_only_grows(empty, make, data, day):
    groups, copies = data.draw(worlds(make))
    known = date(2021, 8, 1) + timedelta(day)
    with empty() as ledger:
        ledger.append([entry for group in groups for entry in group] + copies, by=make.coder)
        before, after = ledger.as_of(known=known), ledger.as_of(known=known + timedelta(1))
        sooner, later = ({a.claim.id for a in answer} for answer in (before, after))
        assert sooner <= later
        assert all(a.document.published <= known for a in ledger.as_of(known=known))


@given(data=st.data())
@quick
def test_a_unit_has_the_same_claims_by_either_question(empty, make, data):
    groups, copies = data.draw(worlds(make))
    with empty() as ledger:
        ledger.append([entry for group in groups for entry in group] + copies, by=make.coder)
        for unit in ("X-1", "X-2", "X-3"):
            latest = ledger.unit_latest(unit)
            assert sorted(a.claim.id for a in latest) == sorted(
                a.claim.id for a in ledger.as_of(units={unit})
            )
            days = [a.document.published for a in latest]
            assert days == sorted(days, reverse=True)


@given(data=st.data())
@quick
def test_what_was_recorded_stays_as_it_was(empty, make, data):
    """Whatever is appended later, a question pinned to a moment has one answer."""
    groups, copies = data.draw(worlds(make))
    with empty() as ledger:
        pinned = []
        for group in groups:
            ledger.append(group, by=make.coder)
            at = max(line.at for line in ledger.follow())
            pinned.append((at, state(ledger)))
        last = dict(pinned)
        for copy in copies:
            ledger.append([copy], by="syndication", at=at + timedelta(seconds=1))
        for at, answer in last.items():
            assert state(ledger, recorded=at) == answer
