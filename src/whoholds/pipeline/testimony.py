"""Claims of the ledger as testimonies about map units: :func:`testimonies`.

Here, and only here, a claim's place meets the map's units and its actor meets the registry. What the
claim is *worth* is not decided here but in :mod:`whoholds.adjudicate.evidence`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from whoholds.model import CONTESTED, Attested, Claim, Extent, Placement, Symbol, Testimony, iso_days
from whoholds.review.judge import UNIT, amended

MEMORY = timedelta(days=90)
"""A taking or a loss this long before the map's first day still speaks for that day."""
SET = "set"
"""``Placement.via`` of the members of a set of units that the text counts or means all of."""
SAME = timedelta(days=3)
"""Two takings of one unit this near in time are one."""
FOUGHT_OVER = 3
"""Units of a region that a report of fighting in it speaks of, about."""
SINCE = timedelta(days=730)
"""A state told without an end, begun within this time of the report, is told to last until the report."""

_EXTENT: dict[Extent, float] = {"whole": 1.0, "most": 0.8, "centre": 0.8, "part": 0.5, "outskirts": 0.4}
_UNREAL = frozenset({"planned", "conditional"})
_NOBODY = frozenset({"enemy", "enemies", "opponent", "opponents"})
"""Whom these mean depends on who speaks: no party of a map has such a name."""


class Frame(Protocol):
    """What the map's units know of each other."""

    @property
    def map_units(self) -> tuple[str, ...]:
        """The coloured units."""

    def expand(self, unit: str) -> tuple[str, ...]:
        """Map units in the unit, or the map unit that it lies in."""

    def ancestors(self, unit: str) -> tuple[str, ...]:
        """All that contains the unit, nearest first."""

    def is_place(self, name: str) -> bool:
        """Whether this name, as it stands, is a unit's below the country."""


class Registry(Protocol):
    """What the project knows of actors."""

    def resolve(self, text: str) -> str:
        """Id of the actor that the text names, or a new slug."""

    def side_of_outlet(self, outlet: str | None) -> str | None:
        """The party whose organ the outlet is."""

    def side_of_speaker(self, speaker: Sequence[str], by_party: bool = True) -> str | None:
        """The party that the innermost speaker speaks for."""


@dataclass(frozen=True, kw_only=True)
class Left:
    """A claim that says nothing to the map, and why."""

    claim: str
    reason: str


def testimonies(
    attested: Iterable[Attested], frame: Frame, registry: Registry, *, first: date, threshold: float,
    initial: Mapping[str, str],
) -> Iterator[Testimony | Left]:  # fmt: skip
    """Every placed, dated and accepted claim, once per map unit that it bears on.

    A claim that an editor rejected is left out, an accepted one counts whatever its confidence, an
    amended one counts as amended. Plans and conditions say nothing of control. A dated taking or loss that
    names nobody ("the city fell on Thursday") speaks of whom the reports had in the place before, or else of whom
    ``initial`` has in the unit at the map's start. A state that ends with an event of its own sentence was so the day
    before.
    """
    told = list(_told(attested, frame, registry, first=first, threshold=threshold))
    holders = Holders((row for row in told if isinstance(row, Testimony)), initial)
    heard = [row if isinstance(row, Left) or _speaks(row) else holders.lost(row) for row in told]
    counted = {row.claim for row in heard if row is not None}
    yield from (row for row in heard if row is not None)
    for claim in dict.fromkeys(row.claim for row in told if row.claim not in counted):
        yield Left(claim=claim, reason="it names no actor, and nobody was said to hold the place before")


def _speaks(row: Testimony) -> bool:
    """Whether a row says by itself of whom it speaks."""
    return bool(row.actor) or row.symbol == "contests"


def _told(
    attested: Iterable[Attested], frame: Frame, registry: Registry, *, first: date, threshold: float
) -> Iterator[Testimony | Left]:
    said = [(item, _to_the_map(as_judged(item))) for item in attested]
    unusable = [_unusable(item, claim, threshold, frame.is_place) for item, claim in said]
    over = _over((c for (_, c), reason in zip(said, unusable, strict=True) if reason is None), registry)
    for (item, claim), reason in zip(said, unusable, strict=True):
        rows: list[Testimony | Left] = []
        if reason is None:
            claim = replace(claim, start=None, end=claim.start) if claim in over else claim
            rows = list(_of_claim(item, claim, frame, registry, first))
        yield from rows or [Left(claim=item.claim.id, reason=reason or _beside(item, claim, first))]


def as_judged(item: Attested) -> Claim:
    """The claim as an editor amended it, or as it was read."""
    word = item.judgement
    return amended(item.claim, word.fields) if word and word.verdict == "amend" else item.claim


def _to_the_map(claim: Claim) -> Claim:
    """The claim without an actor that is only "the enemy"."""
    nobody = (claim.actor or "").lower().removeprefix("the ") in _NOBODY
    return replace(claim, actor=None) if nobody else claim


def _over(claims: Iterable[Claim], registry: Registry) -> frozenset[Claim]:
    """States that end with an event of their own sentence: "X, the last town held by the army, fell on Saturday"."""
    told: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.start and claim.place.name and claim.polarity == "affirmed" and claim.relation != "contests":
            at = claim.document, claim.sentence, claim.place.name, claim.start
            told.setdefault(at, []).append(claim)

    def party(claim: Claim) -> str | None:
        return claim.actor and registry.resolve(claim.actor)

    def ends(state: Claim, event: Claim) -> bool:
        same = party(state) == party(event)
        if state.span[1] > event.span[1]:
            return False  # "rebels took the town, but by night the army held it"
        return (event.relation == "gains" and not same) or (
            event.relation == "loses" and (same or not event.actor)
        )

    return frozenset(
        state
        for group in told.values()
        for state in group
        if state.relation == "holds" and any(ends(state, event) for event in group)
    )


class Holders:
    """Who was said to hold each unit, and since when: whom a loss speaks of that names nobody."""

    def __init__(self, rows: Iterable[Testimony], initial: Mapping[str, str]) -> None:
        self._initial = initial
        self._of: dict[str, list[Testimony]] = {}
        for row in rows:
            if row.symbol == "holds" and row.actor and row.weight >= 0.5:
                self._of.setdefault(row.unit, []).append(row)

    def lost(self, row: Testimony) -> Testimony | None:
        """The testimony with the party that it takes the unit from, or leaves it to; ``None`` where none is known.

        Only what was published by then counts. A taking that somebody else dates within three days is the same one.
        """
        if row.quantifier != "named" or row.scope == "region":
            return None  # "eight capitals have fallen" says of none of them that it fell
        known = [
            r for r in self._of.get(row.unit, ()) if r.published <= row.published and r.claim != row.claim
        ]
        if any(r.onset and abs(r.day - row.day) <= SAME for r in known):
            return None
        before = [r for r in known if r.day < row.day]
        newest = max(before, key=lambda r: (r.day, r.published, r.claim), default=None)
        actor = newest.actor if newest else self._initial.get(row.unit, CONTESTED)
        return None if actor == CONTESTED else replace(row, actor=actor)


def rejected(
    attested: Iterable[Attested], frame: Frame, registry: Registry, *, first: date
) -> Iterator[Testimony]:
    """What the claims that an editor rejected would have said: shown as rejected, never weighed."""
    for item in attested:
        if item.judgement and item.judgement.verdict == "reject" and item.claim.actor:
            yield from _of_claim(item, item.claim, frame, registry, first)


def _unusable(item: Attested, claim: Claim, threshold: float, is_place: Callable[[str], bool]) -> str | None:
    verdict = item.judgement.verdict if item.judgement else None
    if verdict == "reject":
        return "an editor rejected it"
    if verdict is None and claim.confidence < threshold:
        return "its confidence is below the threshold: it waits for review"
    if claim.modality in _UNREAL:
        return f"it is {claim.modality}: it tells no control"
    if (
        claim.actor is None
        and claim.relation != "contests"
        and (claim.relation == "holds" or claim.start is None)
    ):
        return "it names no actor"
    if claim.actor and is_place(claim.actor):
        return f"its actor, {claim.actor}, is a place"
    if item.document.published is None:
        return "its report has no date"
    return None


def _beside(item: Attested, claim: Claim, first: date) -> str:
    """Why a claim that could be used says nothing to this map."""
    if _untimed(claim):
        return "it tells of a hold in the past, and not when"
    if item.document.published and _when(claim, item.document.published, first) is None:
        return f"it tells of a day before the map, which begins on {first}"
    return (
        "it denies fighting, which tells no holder"
        if _symbol(claim) is None
        else "its place is not on this map"
    )


def _of_claim(
    item: Attested, claim: Claim, frame: Frame, registry: Registry, first: date
) -> Iterator[Testimony]:
    published = item.document.published
    if published is None:  # _unusable has told so
        return
    when = _when(claim, published, first)
    said = _symbol(claim)
    if when is None or said is None:
        return
    actor = registry.resolve(claim.actor) if claim.actor else ""  # fighting, and nobody says whose
    source, side = _source(item, claim, actor, registry)
    day, until = when
    about = Testimony(
        claim=item.claim.id, unit="", symbol=said, actor=actor, day=day, until=until, published=published,
        source=source, outlet=item.document.outlet or "", story=item.story, side=side,
        modality=claim.modality, quantifier=claim.place.quantifier,
        onset=claim.relation in ("gains", "loses"),
    )  # fmt: skip
    placements = _placements(item)
    members = sum(placement.via == SET for placement in placements)
    for placement in placements:
        yield from _on_units(about, claim, placement, frame, members if placement.via == SET else 0)


def _placements(item: Attested) -> tuple[Placement, ...]:
    """Where the claim is; an editor's unit outweighs every gazetteer."""
    chosen = dict(item.judgement.fields).get(UNIT) if item.judgement else None
    if chosen is None:
        return item.placements
    return (Placement(claim=item.claim.id, unit=chosen, probability=1.0, gazetteer="editor", via="editor"),)


def _on_units(
    about: Testimony, claim: Claim, placement: Placement, frame: Frame, members: int
) -> Iterator[Testimony]:
    """The testimony once per map unit of the placement; excepted units hear the contrary.

    ``members`` is the number of units of a set ("three provincial capitals") that the placement is one of.
    """
    if placement.unit is None:
        return
    units = frame.expand(placement.unit)
    size = max(members, len(units))
    excluded = {u for name in placement.excluded for u in frame.expand(name)}
    region = size > 1 or (len(units) == 1 and placement.unit in frame.ancestors(units[0]))
    share = placement.probability * _EXTENT[claim.place.extent] * _share(claim, size)
    if region and about.symbol == "contests":
        # Fighting somewhere in a region is fighting in few of its units.
        share *= min(1.0, FOUGHT_OVER / size)
    for unit in units:
        row = replace(
            about, unit=unit, weight=min(1.0, share), others=size, scope="region" if region else "unit"
        )
        if unit not in excluded:
            yield row
        elif about.symbol == "holds":
            yield replace(row, symbol="denies", quantifier="except")


def _share(claim: Claim, units: int) -> float:
    """Part of a region's units that a counted or vague set speaks for."""
    place = claim.place
    if place.quantifier == "count" and place.n:
        return min(1.0, place.n / (place.of or max(units, place.n)))
    return 0.25 if place.quantifier == "some" else 1.0


def _symbol(claim: Claim) -> Symbol | None:
    """What the claim says of its actor: holds, does not hold, or contests."""
    affirmed = claim.polarity == "affirmed"
    if claim.relation == "contests":
        return "contests" if affirmed else None
    if claim.relation == "loses" or (claim.relation == "gains" and claim.actor is None):
        return "denies" if affirmed else "holds"
    if affirmed and claim.place.extent in ("part", "outskirts"):
        return "contests"
    return "holds" if affirmed else "denies"


def _untimed(claim: Claim) -> bool:
    """Whether a claim tells who held a place once, and nobody says when."""
    return claim.relation == "holds" and claim.start is claim.end is None and claim.modality != "possible"


def _when(claim: Claim, published: date, first: date) -> tuple[date, date | None] | None:
    """First and last day that the claim speaks of; ``None`` where that is before the map."""
    start, end = iso_days(claim.start), iso_days(claim.end)
    if start is None and end is not None:
        # What ended on a day was so the day before; the day itself belongs to what ended it.
        last = min(end[0], published) - timedelta(days=1)
        return (last, last) if last >= first else None
    if _untimed(claim):
        return None
    if start is None:
        # An event told without a date has happened by the day of the report, and only that is known.
        return published, None
    until = min(end[1], published) if end else None
    # "In 2021, until March" was so in March, not at the year's end.
    day = min(start[1], until if until and until >= start[0] else published)
    if claim.relation == "holds" and end is None and day < published and published - day <= SINCE:
        until = published
    if claim.relation in ("gains", "loses") and until is None and first - MEMORY <= day < first:
        return first, None
    if until is not None and until >= first:
        return max(day, first), until
    return (day, until) if day >= first else None


def _source(item: Attested, claim: Claim, actor: str, registry: Registry) -> tuple[str, str | None]:
    """Who vouches, as the unit of reliability, and the party that it speaks for."""
    outlet = item.document.outlet or item.document.name
    if not claim.speaker:
        return outlet, registry.side_of_outlet(outlet)
    speaker = claim.speaker[-1]
    side = registry.side_of_speaker(claim.speaker, claim.by_party)
    if side is None and claim.by_party:
        # Whoever speaks for a party nobody knows is taken to boast of its own side.
        side = actor or None
    if side is not None:
        return f"side:{side}", side
    return (speaker if speaker[:1].isupper() else f"{outlet}: {speaker}"), None
