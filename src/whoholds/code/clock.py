"""What is known of the date at a point of a text, and what days, months and years mean there."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve")  # fmt: skip

Reading = tuple[str | None, str | None]
"""Start and end, each an ISO day as precise as the words; the calendar may lack it ("31 June")."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What is known of the date at a point of the text.

    ``day`` is the day the story has reached, ``month`` its year and month, ``year`` the year last seen (or a hint).
    ``years`` are the first and last that the title tells of: what an undated report says of others is an aside.
    """

    published: date | None = None
    year: int | None = None
    month: tuple[int, int] | None = None
    day: date | None = None
    years: tuple[int, int] | None = None

    @property
    def here(self) -> date | None:
        """The day that "the same day" means: the story's, else the report's."""
        return self.day or self.published


def month_number(word: str) -> int:
    """1 for "January", "Jan" and "Jan."."""
    return 1 + next(i for i, name in enumerate(MONTHS) if name.startswith(word.rstrip(".")[:3]))


def number(word: str) -> int:
    """A number in figures or words, up to twelve."""
    if word.isdigit():
        return int(word)
    return {"a": 1, "an": 1, "a couple of": 2}.get(word) or NUMBERS.index(word)


def _year(clock: Clock, month: int, day: int = 1) -> int | None:
    """The year of a day told without one: the latest not after the report, else the story's own."""
    if clock.published:
        near = clock.published
        return near.year if (month, day) <= (near.month, near.day) else near.year - 1
    if clock.month and clock.month[1] >= 11 and month <= 2:
        following = clock.month[0] + 1
        return min(following, clock.years[1]) if clock.years else following
    return clock.year


def day_of(clock: Clock, day: str, month: str, year: str | None) -> str | None:
    """The day of a month, in the year told or the one that the clock gives; ``None`` where neither does."""
    number = month_number(month)
    known = int(year) if year else _year(clock, number, int(day))
    if known is None:
        return None
    if not year and (number, int(day)) == (2, 29):  # the latest year that has one
        known -= 0 if isleap(known) else known % 4 or 4
    return f"{known}-{number:02d}-{int(day):02d}"


def forward(start: str | None, end: str | None, told: str | None) -> Reading:
    """A range whose ends share a year, which turns where December comes before January: "30 December to 2 January 2024".

    ``told`` is the year of the end, where it alone has one; else the end is the next of its name after the start.
    """
    if start and end and end < start:
        if told:
            start = f"{int(start[:4]) - 1}{start[4:]}"
        else:
            end = f"{int(end[:4]) + 1}{end[4:]}"
    return start, end


def month_of(clock: Clock, month: str, year: str | None) -> str | None:
    """The month, in the year told or the one that the clock gives; ``None`` where neither does."""
    number = month_number(month)
    known = int(year) if year else _year(clock, number)
    return f"{known}-{number:02d}" if known else None


def months_on(first: tuple[int, int], count: int) -> str:
    """The month ``count`` months after one."""
    index = first[0] * 12 + first[1] - 1 + count
    return f"{index // 12}-{index % 12 + 1:02d}"


def counted(base: date | None, count: int, unit: str) -> Reading | None:
    """``count`` units after the day, as precise as the unit: weeks in the plural give a month."""
    if base is None:
        return None
    if unit in ("hour", "day", "night"):
        days = int(count / 25) if unit == "hour" else count
        return (base + timedelta(days=days)).isoformat(), None
    if unit == "week":
        day = base + timedelta(weeks=count)
        return day.isoformat() if abs(count) == 1 else day.isoformat()[:7], None
    if unit == "month":
        return months_on((base.year, base.month), count), None
    return str(base.year + count), None


def stepped(clock: Clock, sign: int, unit: str) -> Reading | None:
    """The story's day, month or year, moved on by ``sign`` of them; from the report's own day only back."""
    day = clock.day if sign > 0 else clock.here
    month = clock.month or (day and (day.year, day.month))
    if unit == "year":
        year = clock.year or (day and day.year)
        return (str(year + sign), None) if year else None
    if unit == "month":
        return (months_on(month, sign), None) if month else None
    if day is None:
        return None
    if unit == "week":
        return (day + timedelta(weeks=sign)).isoformat()[: 10 if sign else 7], None
    return (day + timedelta(days=sign)).isoformat(), None
