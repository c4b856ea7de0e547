"""Date expressions of news English, as days, months and years.

A :class:`Clock` is what a reader knows when they come to a sentence: the day of the report, and the day, month
and year that the story has reached. :func:`moments` reads the expressions of a text in order and moves the clock
along. It says nothing where it would have to guess: "on 8 April" without any year stays unread.

Weekdays are the latest on or before the report's day. "last week" is its month, "overnight" the report's day,
"the night of 20 to 21" the first day (codebook, ruling 21). Lengths of time ("for three days") and names ("the
17 February Brigade") are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from whoholds.code.clock import Clock, Reading, number
from whoholds.code.dateforms import FORMS, HINT, PARTS, Match, Reader
from whoholds.model import Span

__all__ = ["Clock", "Moment", "Role", "moments"]

Role = Literal["at", "since", "until"]


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A date expression: where it stands, what it means, and whether a state lasts *since* or *until* it.

    ``start`` and ``end`` are ISO days as precise as the words; ``end`` is set only where the words bound it.
    """

    span: Span
    start: str | None
    end: str | None = None
    role: Role = "at"


def moments(text: str, clock: Clock) -> tuple[tuple[Moment, ...], Clock]:
    """The date expressions of a text that can be told, in order, and the clock after them.

    >>> moments("They left on Monday.", Clock(published=date(2024, 11, 29)))[0][0].start
    '2024-11-25'
    """
    out: list[Moment] = []
    for match, reader in _found(text):
        reading = _read(reader, match, clock)
        if not any(reading):
            continue
        role = _role(text, match)
        out.append(Moment(span=match.span(), start=reading[0], end=reading[1], role=role))
        if not _BACK.search(match[0]):  # "two days earlier" looks back and the story stays
            clock = _moved(clock, reading[0] or reading[1] or "", stays=role != "at")
    return tuple(_joined(text, out)), clock


def _read(reader: Reader, match: Match, clock: Clock) -> Reading:
    """What a form means; nothing where the calendar has no such day: "31 June", "yesterday" on the first of all days."""
    try:
        start, end = reader(match, clock) or (None, None)
        for told in filter(None, (start, end)):
            date.fromisoformat(f"{told}-01-01"[:10])
    except (ValueError, OverflowError):
        return None, None
    return start, end


def _found(text: str) -> list[tuple[Match, Reader]]:
    """The forms in the text, by position, none overlapping another."""
    if not HINT.search(text):
        return []
    kept: list[tuple[Match, Reader]] = []
    for pattern, reader in FORMS:
        for match in pattern.finditer(text):
            if all(match.end() <= k.start() or k.end() <= match.start() for k, _ in kept):
                kept.append((match, reader))
    return sorted(kept, key=lambda pair: pair[0].start())


def _moved(clock: Clock, iso: str, stays: bool) -> Clock:
    """The clock after the story has come to a day, month or year.

    ``stays``: "since May" and "until May" name a day elsewhere. A month or year that holds the story's day, or
    lies before it, is background and leaves the day.
    """
    parts = [int(x) for x in iso.split("-")]
    if clock.years and not clock.published and not clock.years[0] <= parts[0] <= clock.years[1]:
        return clock
    month = (parts[0], parts[1]) if len(parts) > 1 else None
    day = clock.day if clock.published or (clock.day and iso <= clock.day.isoformat()) else None
    if len(parts) == 3 and not stays:
        day = date(*parts)
    return replace(clock, year=parts[0], month=month, day=day)


_BACK = re.compile(r"\b(?:earlier|before|previously|prior|ago|after)\b")
_LEAD = re.compile(rf"{PARTS['prep']} (?:the )?")
_UNTIL = re.compile(
    r"\b(?:until|till|through|up to)(?: the)?(?: end of)?\s$|\b(?:until|till)(?: [\w-]+){1,7} (?:of|in|on)\s$",
    re.I,
)
_SINCE = re.compile(
    r"\b(?:since|from)(?: at least| about| the end of| as early as| as far back as)?\s$|\bsince(?: [\w-]+){1,7} (?:of|in|on)\s$",
    re.I,
)
_LASTING = re.compile(
    rf"\bfor (?:almost |about |nearly |some |over |more than )?(?P<n>{PARTS['n']}) (?P<u>year|month)s?\b[^.;]{{0,40}}$"
)
_BETWEEN = re.compile(r"\b(?:from|between)(?: the)?\s$", re.I)
_LINK = re.compile(r"\s?(?:to|until|till|through|and|-|–)(?: the| early| late| on)?\s?")


def _before(text: str, span: Span) -> str:
    """What stands before an expression, its own preposition included."""
    led = _LEAD.match(text, *span)
    end = led.end() if led else span[0]
    return text[max(0, end - 90) : end]


def _role(text: str, match: Match) -> Role:
    before = _before(text, match.span())
    if _UNTIL.search(before):
        return "until"
    return "since" if _SINCE.search(before) else "at"


def _joined(text: str, found: list[Moment]) -> Iterator[Moment]:
    """The moments with ranges joined ("from 3 May until June"); *until* ends a state, and may tell its start."""
    i = 0
    while i < len(found):
        moment, before = found[i], _before(text, found[i].span)
        after = found[i + 1] if i + 1 < len(found) else None
        if after and _BETWEEN.search(before) and _LINK.fullmatch(text[moment.span[1] : after.span[0]]):
            i += 1
            end = after.end or after.start
            forward = not (moment.start and end and end < moment.start)
            yield replace(
                moment, span=(moment.span[0], after.span[1]), end=end if forward else None, role="since"
            )
        elif moment.role == "until" and not moment.end:
            yield replace(moment, start=_lasting(text[: moment.span[0]], moment.start), end=moment.start)
        else:
            yield moment
        i += 1


def _lasting(before: str, end: str | None) -> str | None:
    """The start that "for two years, until May 2014" tells, as precise as the length."""
    length = _LASTING.search(before)
    if not length or not end:
        return None
    years = int(end[:4]) - number(length["n"].lower())
    if length["u"] == "year":
        return str(years)
    return None
