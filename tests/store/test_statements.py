"""Strengths, alignments and stances are lines like any other: once each, chained, versioned, erasable."""

from datetime import date

import pytest

from whoholds.errors import UnknownClaim
from whoholds.model import Alignment, Judgement, Pass, Placement, Stance, Strength
from whoholds.store import Ledger

TEXT = "The river front has 300 men. It joined the hill league. It called for talks."


def said(of, type_, quote, **slots):
    start = TEXT.index(quote)
    return type_(
        document=of.id,
        actor="river front",
        quote=quote,
        sentence=quote,
        span=(start, start + len(quote)),
        **slots,
    )


@pytest.fixture
def entries(make):
    of = make.document(text=TEXT)
    return [
        of,
        said(
            of, Strength, "The river front has 300 men.", low=300, high=None, unit="men", qualifier="at least"
        ),
        said(of, Alignment, "It joined the hill league.", kind="joins", other="hill league", start="2021-08"),
        said(
            of, Stance, "It called for talks.", kind="calls", topic="talks", speaker=("a", "b"), by_party=True
        ),
        Pass(document=of.id, coder=make.coder),
    ]


def test_what_is_written_is_read_again(path, entries, make):
    with Ledger.create(path) as ledger:
        assert ledger.append(entries, by=make.coder) == 5
        assert ledger.append(entries, by=make.coder) == 0
        found = list(ledger.statements())
        assert [row.statement for row in found] == entries[1:4]
        assert found[0].document.id == entries[0].id
        assert [row.entry for row in ledger.follow()][1:4] == entries[1:4]
        assert not ledger.verify().problems


def test_a_newer_pass_that_no_longer_finds_it_shadows_it(path, entries, make):
    with Ledger.create(path) as ledger:
        ledger.append(entries, by="rules@1")
        ledger.append([entries[1], Pass(document=entries[0].id, coder="rules@2")], by="rules@2")
        assert [row.statement for row in ledger.statements()] == [entries[1]]
        assert not ledger.verify().problems
        assert ledger.content() == ledger.verify().content


def test_only_what_was_published_by_then_is_known(path, entries, make):
    with Ledger.create(path) as ledger:
        ledger.append(entries, by=make.coder)
        assert not list(ledger.statements(known=date(2021, 7, 31)))
        assert len(list(ledger.statements(known=date(2021, 8, 1)))) == 3


def test_a_takedown_takes_the_quotes_and_leaves_what_was_said(path, entries, make):
    with Ledger.create(path) as ledger:
        ledger.append(entries, by=make.coder)
        ledger.erase(entries[0].id, "asked for")
        found = [row.statement for row in ledger.statements()]
        assert [s.quote for s in found] == [""] * 3
        assert found[0].low == 300
        assert [s.id for s in found] == [e.id for e in entries[1:4]]


def test_an_editor_judges_a_statement_as_a_claim(path, entries, make):
    strength = entries[1]
    word = Judgement(claim=strength.id, verdict="reject", by="ana", reason="the other front")
    with Ledger.create(path) as ledger:
        ledger.append([word, *entries], by=make.coder)
        assert [row.judgement is not None for row in ledger.statements()] == [True, False, False]
        ledger.append(
            [Judgement(claim=strength.id, verdict="accept", by="ben", reason="read again")], by="ben"
        )
        (latest, *_) = [row.judgement for row in ledger.statements()]
        assert (latest.verdict, latest.by) == ("accept", "ben")
        assert ledger.claim(strength.id[:8]) == strength
        assert not ledger.verify().problems
        assert ledger.content() == ledger.verify().content


def test_a_judged_statement_stands_though_a_newer_pass_no_longer_finds_it(path, entries, make):
    with Ledger.create(path) as ledger:
        ledger.append(entries, by="rules@1")
        ledger.append(
            [Judgement(claim=entries[2].id, verdict="accept", by="ana", reason="so it says")], by="ana"
        )
        ledger.append([Pass(document=entries[0].id, coder="rules@2")], by="rules@2")
        assert [row.statement for row in ledger.statements()] == [entries[2]]


def test_a_statement_is_placed_nowhere(path, entries, make):
    with Ledger.create(path) as ledger:
        ledger.append(entries, by=make.coder)
        with pytest.raises(UnknownClaim):
            ledger.append([Placement(claim=entries[1].id, unit="u", probability=1.0, gazetteer="g")], by="g")
