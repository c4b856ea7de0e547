"""A claim meets the map's units and the registry of actors."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pytest

from whoholds.model import (
    Attested,
    Claim,
    Document,
    Judgement,
    Modality,
    Place,
    Placement,
    Polarity,
    Relation,
    Testimony,
    Verdict,
)
from whoholds.pipeline.testimony import FOUGHT_OVER, Left, rejected, testimonies

FIRST = date(2021, 6, 1)
REPORT = Document(name="r1", text="", published=date(2021, 8, 19), outlet="Daily X")
CLAIM = Claim(
    document=REPORT.id, relation="gains", actor="Taliban", place=Place(name="Kunduz"),
    quote="Taliban captured Kunduz", sentence="The Taliban captured Kunduz.", span=(4, 27), start="2021-08-08",
)  # fmt: skip


class Map:
    """Two provinces: K with districts K1 and K2, P with P1."""

    map_units = ("K1", "K2", "P1")
    parts: ClassVar = {"C": ("K1", "K2", "P1"), "K": ("K1", "K2"), "P": ("P1",), "town": ("K1",)}
    above: ClassVar = {"K1": ("K", "C"), "K2": ("K", "C"), "P1": ("P", "C")}

    def expand(self, unit: str) -> tuple[str, ...]:
        return self.parts.get(unit, (unit,))

    def ancestors(self, unit: str) -> tuple[str, ...]:
        return self.above.get(unit, ())

    def is_place(self, name: str) -> bool:
        return name == "Kabul"


class Registry:
    def resolve(self, text: str) -> str:
        return text.lower()

    def side_of_outlet(self, outlet: str | None) -> str | None:
        return "taliban" if outlet == "Voice of Jihad" else None

    def side_of_speaker(self, speaker: Sequence[str], by_party: bool = True) -> str | None:
        return "government" if "ministry" in speaker[-1] else None


def attested(
    claim: Claim = CLAIM, unit: str | None = "K1", document: Document = REPORT, **placed: Any
) -> Attested:
    placement = Placement(claim=claim.id, unit=unit, probability=1.0, gazetteer="g1", **placed)
    return Attested(
        claim=claim, document=document, placements=(placement,), judgement=None, story=document.id,
        recorded=datetime(2021, 8, 20, tzinfo=UTC),
    )  # fmt: skip


def rows(*items: Attested, threshold: float = 0.5) -> list[Testimony]:
    found = testimonies(items, Map(), Registry(), first=FIRST, threshold=threshold, initial={})
    return [row for row in found if isinstance(row, Testimony)]


def reason(item: Attested) -> str:
    (left,) = testimonies([item], Map(), Registry(), first=FIRST, threshold=0.5, initial={})
    assert isinstance(left, Left)
    return left.reason


def test_a_taking_holds_from_its_day_on() -> None:
    (row,) = rows(attested())
    assert (row.unit, row.symbol, row.actor, row.day, row.onset) == (
        "K1",
        "holds",
        "taliban",
        date(2021, 8, 8),
        True,
    )


@pytest.mark.parametrize(
    ("relation", "polarity", "symbol"),
    [
        ("holds", "affirmed", "holds"), ("holds", "denied", "denies"), ("gains", "denied", "denies"),
        ("loses", "affirmed", "denies"), ("loses", "denied", "holds"), ("contests", "affirmed", "contests"),
    ],
)  # fmt: skip
def test_relation_and_polarity_say_one_thing(relation: Relation, polarity: Polarity, symbol: str) -> None:
    claim = replace(CLAIM, relation=relation, polarity=polarity)
    assert [row.symbol for row in rows(attested(claim))] == [symbol]


def test_no_fighting_there_says_nothing_of_control() -> None:
    assert "denies fighting" in reason(attested(replace(CLAIM, relation="contests", polarity="denied")))


def test_the_enemy_is_no_party_but_fighting_is_fighting() -> None:
    assert "names no actor" in reason(attested(replace(CLAIM, actor="the enemy", relation="holds")))
    [row] = rows(attested(replace(CLAIM, actor="enemy", relation="contests")))
    assert (row.symbol, row.actor) == ("contests", "")


def test_a_place_is_no_party() -> None:
    assert "is a place" in reason(attested(replace(CLAIM, actor="Kabul")))


@pytest.mark.parametrize("modality", ["planned", "conditional"])
def test_plans_and_conditions_are_left_out_with_the_reason(modality: Modality) -> None:
    assert modality in reason(attested(replace(CLAIM, modality=modality)))


def test_a_province_speaks_softly_for_each_of_its_districts() -> None:
    found = rows(attested(unit="K"))
    assert [(r.unit, r.scope, r.others) for r in found] == [("K1", "region", 2), ("K2", "region", 2)]


def test_the_only_district_of_a_province_is_still_a_region() -> None:
    assert rows(attested(unit="P"))[0].scope == "region"


def test_a_town_speaks_for_the_district_that_holds_it() -> None:
    (row,) = rows(attested(unit="town"))
    assert (row.unit, row.scope) == ("K1", "unit")


def test_excepted_units_hear_the_contrary() -> None:
    claim = replace(CLAIM, relation="holds", place=Place(name="C", quantifier="all", excepted=("P",)))
    found = {row.unit: row.symbol for row in rows(attested(claim, unit="C", excluded=("P",)))}
    assert found == {"K1": "holds", "K2": "holds", "P1": "denies"}


def test_a_count_speaks_for_its_share_of_the_region() -> None:
    claim = replace(CLAIM, place=Place(name=None, quantifier="count", n=1, of=2))
    assert {row.weight for row in rows(attested(claim, unit="K"))} == {0.5}


def test_some_of_a_region_are_a_quarter_of_it() -> None:
    claim = replace(CLAIM, place=Place(name=None, kind="village", quantifier="some"))
    assert {row.weight for row in rows(attested(claim, unit="K"))} == {0.25}


def test_nothing_is_told_of_days_after_the_report() -> None:
    (row,) = rows(attested(replace(CLAIM, start="2021-08")))
    assert row.day == REPORT.published
    (row,) = rows(attested(replace(CLAIM, relation="holds", start="2021-08-08", end="2021-12")))
    assert (row.day, row.until) == (date(2021, 8, 8), REPORT.published)


def test_what_began_in_a_year_and_ended_in_a_month_of_it_is_not_told_of_the_years_end() -> None:
    over = replace(CLAIM, relation="holds", start="2021", end="2021-06")
    (row,) = rows(attested(over))
    assert (row.day, row.until) == (date(2021, 6, 30), date(2021, 6, 30))
    assert "before the map" in reason(attested(replace(over, end="2021-03")))


def test_three_of_a_set_speak_softly_of_each() -> None:
    claim = replace(CLAIM, place=Place(name=None, quantifier="count", n=1))
    one, other = attested(claim, unit="K1", via="set"), attested(claim, unit="P1", via="set")
    item = replace(one, placements=(*one.placements, *other.placements))
    assert [(r.unit, r.scope, r.weight) for r in rows(item)] == [("K1", "region", 0.5), ("P1", "region", 0.5)]


def test_fighting_somewhere_in_a_region_is_fighting_in_few_of_its_units(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(Map.parts, "wide", tuple(f"W{n}" for n in range(6)))
    found = rows(attested(replace(CLAIM, relation="contests"), unit="wide"))
    assert [row.weight for row in found] == [FOUGHT_OVER / 6] * 6


def test_a_part_taken_is_a_contest() -> None:
    (row,) = rows(attested(replace(CLAIM, place=Place(name="Kunduz", extent="part"))))
    assert row.symbol == "contests"


def test_history_keeps_its_own_date_and_never_colours_the_map() -> None:
    told = "a day before the map, which begins on 2021-06-01"
    assert told in reason(attested(replace(CLAIM, relation="holds", start="1996", end="2001")))
    assert told in reason(attested(replace(CLAIM, relation="holds", start="1996")))


def test_a_state_since_a_day_lasts_until_the_report() -> None:
    (row,) = rows(attested(replace(CLAIM, relation="holds", start="2021-07")))
    assert (row.day, row.until) == (date(2021, 7, 31), date(2021, 8, 19))


@pytest.mark.parametrize("relation", ["gains", "loses"])
def test_a_taking_or_a_loss_shortly_before_the_map_speaks_for_its_first_day(relation: Relation) -> None:
    claim = replace(CLAIM, relation=relation)
    assert rows(attested(replace(claim, start="2021-05-20")))[0].day == FIRST
    assert "before the map" in reason(attested(replace(claim, start="2021-02-20")))


def test_a_hold_in_the_past_of_no_known_day_colours_no_day() -> None:
    held = replace(CLAIM, relation="holds", start=None)
    assert "in the past, and not when" in reason(attested(held))
    (row,) = rows(attested(replace(held, modality="possible")))
    assert row.day == date(2021, 8, 19)
    assert "not on this map" in reason(attested(replace(held, modality="possible"), unit=None))


def test_what_lies_elsewhere_is_left_out_with_the_reason() -> None:
    assert reason(attested(unit=None)) == "its place is not on this map"


def test_an_event_without_a_date_is_known_by_the_report() -> None:
    assert rows(attested(replace(CLAIM, start=None)))[0].day == date(2021, 8, 19)


def test_nothing_happens_after_it_was_reported() -> None:
    assert rows(attested(replace(CLAIM, start="2021-08")))[0].day == date(2021, 8, 19)


def test_who_vouches_is_the_innermost_speaker_and_its_side() -> None:
    said = replace(CLAIM, speaker=("the agency", "a defence ministry spokesman"), by_party=True)
    (row,) = rows(attested(said))
    assert (row.source, row.side) == ("side:government", "government")


def test_an_unknown_party_is_taken_to_speak_for_itself() -> None:
    (row,) = rows(attested(replace(CLAIM, speaker=("a commander",), by_party=True)))
    assert row.side == "taliban"


def test_a_partisan_outlet_speaks_for_its_party() -> None:
    (row,) = rows(attested(document=replace(REPORT, outlet="Voice of Jihad")))
    assert (row.source, row.side) == ("Voice of Jihad", "taliban")


def judged(verdict: Verdict, *fields: tuple[str, str], claim: Claim = CLAIM) -> Attested:
    word = Judgement(claim=claim.id, verdict=verdict, by="ana", reason="seen", fields=fields)
    return replace(attested(claim), judgement=word)


def test_a_rejected_claim_says_nothing() -> None:
    assert "rejected" in reason(judged("reject"))


def test_a_rejected_claim_is_shown_with_what_it_would_have_said() -> None:
    (row,) = rejected([judged("reject"), judged("accept"), attested()], Map(), Registry(), first=FIRST)
    assert (row.claim, row.unit, row.symbol) == (CLAIM.id, "K1", "holds")


def test_an_accepted_claim_counts_whatever_its_confidence() -> None:
    unsure = replace(CLAIM, confidence=0.1)
    assert "threshold" in reason(attested(unsure))
    assert len(rows(judged("accept", claim=unsure))) == 1


def test_an_amended_claim_counts_as_amended_under_its_own_id() -> None:
    (row,) = rows(judged("amend", ("actor", "Resistance"), ("start", "2021-08-10"), ("unit", "P1")))
    assert (row.claim, row.actor, row.day, row.unit) == (CLAIM.id, "resistance", date(2021, 8, 10), "P1")


def test_fighting_counts_although_nobody_says_whose() -> None:
    (row,) = rows(attested(replace(CLAIM, relation="contests", actor=None)))
    assert (row.symbol, row.actor, row.side) == ("contests", "", None)
    assert reason(attested(replace(CLAIM, relation="holds", actor=None))) == "it names no actor"


HELD = replace(
    CLAIM, relation="holds", actor="Government", start="2021-07-01", quote="The government holds Kunduz"
)
EARLY = Document(name="r0", text="", published=date(2021, 7, 2), outlet="Daily Y")
FALL = replace(CLAIM, relation="loses", actor=None, quote="Kunduz fell")


@pytest.mark.parametrize("relation", ["gains", "loses"])
def test_a_dated_fall_that_names_nobody_speaks_of_whom_reports_had_there(relation: Relation) -> None:
    fall = replace(FALL, relation=relation)
    (_, row) = rows(attested(HELD, document=EARLY), attested(fall))
    assert (row.claim, row.symbol, row.actor, row.day) == (fall.id, "denies", "government", date(2021, 8, 8))


def test_its_denial_leaves_the_place_to_them() -> None:
    (_, row) = rows(attested(HELD, document=EARLY), attested(replace(FALL, polarity="denied")))
    assert (row.symbol, row.actor) == ("holds", "government")


def test_nobody_is_found_where_no_report_said_before_who_held_it() -> None:
    assert reason(attested(FALL)) == "it names no actor, and nobody was said to hold the place before"
    later = replace(EARLY, published=date(2021, 8, 25))
    (row,) = rows(attested(replace(HELD, document=later.id), document=later), attested(FALL))
    assert row.actor == "government"
    assert row.symbol == "holds"


def test_a_fall_without_a_date_may_be_an_old_one() -> None:
    (row,) = rows(attested(HELD, document=EARLY), attested(replace(FALL, start=None)))
    assert row.symbol == "holds"


def test_a_taking_that_somebody_names_within_three_days_is_the_same() -> None:
    found = rows(attested(HELD, document=EARLY), attested(CLAIM), attested(FALL))
    assert [(row.symbol, row.actor) for row in found] == [("holds", "government"), ("holds", "taliban")]


def test_a_set_that_fell_says_of_none_of_its_members_that_it_fell() -> None:
    some = replace(FALL, place=Place(name=None, kind="capital", quantifier="count", n=8))
    (row,) = rows(attested(HELD, document=EARLY), attested(some))
    assert row.symbol == "holds"


def test_what_ended_on_a_day_was_so_until_the_day_before() -> None:
    siege = replace(CLAIM, relation="contests", start=None, end="2021-08-08", quote="after besieging Kunduz")
    (row,) = rows(attested(siege))
    assert (row.symbol, row.day, row.until) == ("contests", date(2021, 8, 7), date(2021, 8, 7))
    assert "before the map" in reason(attested(replace(siege, end="2021-05-30")))


@pytest.mark.parametrize(
    ("event", "day"),
    [
        ({}, 7),
        ({"relation": "loses", "actor": "Government"}, 7),
        ({"relation": "loses", "actor": None}, 7),
        ({"relation": "loses"}, 8),
        ({"actor": "Government"}, 8),
        ({"modality": "planned"}, 8),
        ({"polarity": "denied"}, 8),
        ({"confidence": 0.1}, 8),
        ({"start": "2021-08-09"}, 8),
        ({"span": (0, 20)}, 8),
        ({"sentence": "Later it fell."}, 8),
        ({"place": Place(name="Taloqan")}, 8),
    ],
)
def test_what_is_held_until_the_event_of_its_sentence_was_held_before(
    event: dict[str, Any], day: int
) -> None:
    held = replace(CLAIM, relation="holds", actor="Government", quote="held by the government")
    found = [row for row in rows(attested(held), attested(replace(CLAIM, **event))) if row.claim == held.id]
    assert [row.day for row in found] == [date(2021, 8, day)]


def test_without_a_report_before_it_the_initial_holder_lost_it() -> None:
    for held, symbols in ({"K1": "government"}, ["denies"]), ({"K1": "contested"}, []):
        found = testimonies([attested(FALL)], Map(), Registry(), first=FIRST, threshold=0.5, initial=held)
        assert [row.symbol for row in found if isinstance(row, Testimony)] == symbols
