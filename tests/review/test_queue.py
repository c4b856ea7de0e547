"""What an editor is shown first."""

from dataclasses import replace
from datetime import UTC, date, datetime

from whoholds.model import (
    Alignment,
    Attested,
    Claim,
    Document,
    Judgement,
    Place,
    Placement,
    Said,
    Strength,
)
from whoholds.review.queue import unjudged, waiting

CLAIM = Claim(
    document="d", relation="gains", actor="rebels", place=Place(name="Morek"), quote="rebels took Morek",
    sentence="The rebels took Morek.", span=(4, 21),
)  # fmt: skip


def attested(
    confidence: float, *placements: tuple[str | None, float, str], start: str = "", judged: bool = False
) -> Attested:
    claim = replace(CLAIM, confidence=confidence, start=start or None)
    word = Judgement(claim=claim.id, verdict="accept", by="ana", reason="read it") if judged else None
    return Attested(
        claim=claim, document=Document(name="d", text="", published=date(2024, 12, 1)),
        placements=tuple(
            Placement(claim=claim.id, unit=unit, probability=p, gazetteer="g", via=via) for unit, p, via in placements
        ),
        judgement=word, story="s", recorded=datetime(2024, 12, 1, tzinfo=UTC),
    )  # fmt: skip


def whys(*found: Attested, limit: int = 10) -> list[str]:
    return [item.why for item in waiting(found, threshold=0.6, limit=limit)]


SURE = ("SYR.hama", 0.95, "exact")


def test_a_sure_claim_in_a_sure_place_waits_for_nobody() -> None:
    assert whys(attested(0.9, SURE)) == []


def test_the_three_reasons() -> None:
    assert whys(attested(0.5, SURE)) == ["below the threshold"]
    assert whys(attested(0.9, (None, 1.0, "no match"))) == ["no place called Morek"]
    assert whys(attested(0.9, ("SYR.hama", 0.5, "exact"), ("SYR.idlib", 0.5, "exact"))) == ["which Morek?"]


def test_a_place_abroad_is_no_question() -> None:
    assert whys(attested(0.9, (None, 1.0, "elsewhere"))) == []


def test_what_an_editor_judged_does_not_come_back() -> None:
    assert whys(attested(0.5, SURE, judged=True)) == []


def test_what_is_nearest_to_a_decision_comes_first_and_the_rest_is_cut() -> None:
    found = [attested(c, SURE, start=f"2024-11-0{n}") for n, c in enumerate((0.3, 0.59, 0.4), 1)]
    items = waiting(found, threshold=0.6, limit=2)
    assert [item.claim.confidence for item in items] == [0.59, 0.4]
    assert items[0].record["weight"] == round(0.59 / 0.6, 4)


def said(actor: str, day: int, other: str = "", judged: bool = False) -> Said:
    words = {"document": f"d{day}", "actor": actor, "quote": "q", "sentence": "q", "span": (0, 1)}
    one = Alignment(**words, kind="joins", other=other) if other else Strength(**words, low=300, unit="men")
    word = Judgement(claim=one.id, verdict="accept", by="ana", reason="read it") if judged else None
    return Said(
        statement=one, document=Document(name=f"d{day}", text="", published=date(2024, 12, day)), story=f"s{day}",
        recorded=datetime(2024, 12, day, tzinfo=UTC), judgement=word,
    )  # fmt: skip


def test_of_statements_those_that_name_nobody_known_come_first_then_the_newest() -> None:
    found = [
        said("front", 1),
        said("front", 3),
        said("front", 2, other="moon league"),
        said("front", 4, judged=True),
    ]
    items = unjudged(found, lambda name: name == "moon league", limit=3)
    assert [(item.why, item.claim.document) for item in items] == [
        ("alignment: no party called moon league", "d2"),
        ("strength: not judged yet", "d3"),
        ("strength: not judged yet", "d1"),
    ]
    assert [item.claim.document for item in unjudged(found, lambda _: False, limit=1)] == ["d3"]
