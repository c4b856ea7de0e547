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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from whoholds.model import Span

Role = Literal["at", "since", "until"]
Match = re.Match[str]

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve")  # fmt: skip
_TROOPS = (
    r"(?:men|fighters|soldiers|troops|people|militants|shells|km|kilomet|square|villages|metres|Brigade)"
)

PARTS = {
    "m": rf"(?:{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)",
    "d": r"(?:0?[1-9]|[12]\d|3[01])",
    "th": r"(?:st|nd|rd|th)?",
    "y": r"(?:1[5-9]\d\d|20\d\d)\b(?![,.]\d)",
    "w": rf"(?:(?:{'|'.join(_WEEKDAYS)})\b|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)",
    "n": rf"(?:\d{{1,3}}|[Aa] couple of|[Aa]n?|{'|'.join(_NUMBERS[1:])}|{'|'.join(_NUMBERS[1:]).title()})",
    "u": r"(?:hour|day|week|month|year)",
    "to": r"\s?(?:-|–|—|to|and|or|/|until|till|through)\s?",
    "edge": r"(?:[Ee]arly|[Mm]id|[Ll]ate|[Tt]he (?:beginning|start|end|middle|first half|second half) of)[- ]",
    "part": r"(?:morning|afternoon|evening|night)",
    "prep": r"(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Dd]uring|to|and|of|[Bb]etween|[Tt]hrough|[Bb]efore|[Aa]fter|[Ll]ast)",
}  # fmt: skip
"""What the patterns of the forms are made of."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What is known of the date at a point of the text.

    ``day`` is the day the story has reached, ``month`` its year and month, ``year`` the year last seen (or a hint).
    """

    published: date | None = None
    year: int | None = None
    month: tuple[int, int] | None = None
    day: date | None = None

    @property
    def here(self) -> date | None:
        """The day that "the same day" means: the story's, else the report's."""
        return self.day or self.published


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A date expression: where it stands, what it means, and whether a state lasts *since* or *until* it.

    ``start`` and ``end`` are ISO days as precise as the words; ``end`` is set only where the words bound it.
    """

    span: Span
    start: str | None
    end: str | None = None
    role: Role = "at"


Reading = tuple[str | None, str | None]
Reader = Callable[[Match, Clock], Reading | None]
_FORMS: list[tuple[re.Pattern[str], Reader]] = []


def _form(pattern: str) -> Callable[[Reader], Reader]:
    """Register the reader of a form; earlier forms win where two overlap. ``<m>`` etc. stand for parts."""

    def compiled(m: Match) -> str:
        part = PARTS[m[1].rstrip("2")]
        return rf"(?P<{m[1]}>{part})" if m[1][0] in "mdywnu" else part

    def register(reader: Reader) -> Reader:
        full = re.sub(r"(?<!P)<([a-z]+2?)>", compiled, pattern)
        _FORMS.append((re.compile(rf"(?<![\w-])(?:{full})"), reader))
        return reader

    return register


def moments(text: str, clock: Clock) -> tuple[tuple[Moment, ...], Clock]:
    """The date expressions of a text that can be told, in order, and the clock after them.

    >>> moments("They left on Monday.", Clock(published=date(2024, 11, 29)))[0][0].start
    '2024-11-25'
    """
    out: list[Moment] = []
    for match, reader in _found(text):
        reading = reader(match, clock)
        if reading and any(reading):
            out.append(Moment(span=match.span(), start=reading[0], end=reading[1]))
            clock = _moved(clock, reading[0] or reading[1] or "")
    return tuple(_with_roles(text, out)), clock


def _found(text: str) -> list[tuple[Match, Reader]]:
    """The forms in the text, by position, none overlapping another."""
    if not _HINT.search(text):
        return []
    kept: list[tuple[Match, Reader]] = []
    for pattern, reader in _FORMS:
        for match in pattern.finditer(text):
            if all(match.end() <= k.start() or k.end() <= match.start() for k, _ in kept):
                kept.append((match, reader))
    return sorted(kept, key=lambda pair: pair[0].start())


def _moved(clock: Clock, iso: str) -> Clock:
    """The clock after the story has come to a day, month or year."""
    parts = [int(x) for x in iso.split("-")]
    return replace(
        clock,
        year=parts[0],
        month=(parts[0], parts[1]) if len(parts) > 1 else None,
        day=date(*parts) if len(parts) == 3 else None,
    )


_LEAD = re.compile(rf"{PARTS['prep']} (?:the )?")
_UNTIL = re.compile(r"\b(?:until|till|through|up to)(?: the)?(?: end of)?\s$", re.I)
_SINCE = re.compile(
    r"\b(?:since|from)(?: at least| about| the end of| as early as| as far back as)?\s$", re.I
)
_BETWEEN = re.compile(r"\b(?:from|between)(?: the)?\s$", re.I)
_LINK = re.compile(r"\s?(?:to|until|till|through|and|-|–)(?: the| early| late| on)?\s?")


def _with_roles(text: str, found: list[Moment]) -> Iterator[Moment]:
    """The moments with ranges joined ("from 3 May until June") and *since* and *until* marked."""
    i = 0
    while i < len(found):
        moment = found[i]
        led = _LEAD.match(text, *moment.span)
        before = text[: led.end() if led else moment.span[0]][-25:]
        after = found[i + 1] if i + 1 < len(found) else None
        if after and _BETWEEN.search(before) and _LINK.fullmatch(text[moment.span[1] : after.span[0]]):
            i += 1
            yield replace(
                moment, span=(moment.span[0], after.span[1]), end=after.end or after.start, role="since"
            )
        elif _UNTIL.search(before) and not moment.end:
            yield replace(moment, start=None, end=moment.start, role="until")
        elif _SINCE.search(before):
            yield replace(moment, role="since")
        else:
            yield moment
        i += 1


def _month_number(word: str) -> int:
    return 1 + next(i for i, name in enumerate(_MONTHS) if name.startswith(word.rstrip(".")[:3]))


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return {"a": 1, "an": 1, "a couple of": 2}.get(word) or _NUMBERS.index(word)


def _year(clock: Clock, month: int, day: int = 1) -> int | None:
    """The year of a day told without one: the latest not after the report, else the story's own."""
    if clock.published:
        near = clock.published
        return near.year if (month, day) <= (near.month, near.day) else near.year - 1
    if clock.month and clock.month[1] >= 11 and month <= 2:
        return clock.month[0] + 1
    return clock.year


def _day(clock: Clock, day: str, month: str, year: str | None) -> str | None:
    number = _month_number(month)
    known = int(year) if year else _year(clock, number, int(day))
    if known is None:
        return None
    try:
        return date(known, number, int(day)).isoformat()
    except ValueError:  # 31 June is a slip of the report: say nothing
        return None


def _month(clock: Clock, month: str, year: str | None) -> str | None:
    number = _month_number(month)
    known = int(year) if year else _year(clock, number)
    return f"{known}-{number:02d}" if known else None


def _months_on(first: tuple[int, int], count: int) -> str:
    index = first[0] * 12 + first[1] - 1 + count
    return f"{index // 12}-{index % 12 + 1:02d}"


def _counted(base: date | None, count: int, unit: str) -> Reading | None:
    """``count`` units after the day, as precise as the unit: weeks in the plural give a month."""
    if base is None:
        return None
    if unit in ("hour", "day"):
        days = count if unit == "day" else int(count / 25)
        return (base + timedelta(days=days)).isoformat(), None
    if unit == "week":
        day = base + timedelta(weeks=count)
        return day.isoformat() if abs(count) == 1 else day.isoformat()[:7], None
    if unit == "month":
        return _months_on((base.year, base.month), count), None
    return str(base.year + count), None


# ------------------------------------------------------------------ forms, those that say most first


@_form(r"\d{4}-\d\d-\d\d\b")
def _iso(m: Match, clock: Clock) -> Reading:
    return m[0], None


@_form(
    r"(?:on |during |in )?(?:the )?night (?:of|from|between) (?:<d><th><to><d2><th> (?:of )?<m>|<m2> \d+)?"
)
def _night_of(m: Match, clock: Clock) -> Reading | None:
    return (_day(clock, m["d"], m["m"], None), None) if m["d"] else None


@_form(r"<d><th> (?:of )?<m>(?:,? <y>)?<to><d2><th> (?:of )?<m2>(?:,? <y2>)?")
def _days_in_two_months(m: Match, clock: Clock) -> Reading:
    return _day(clock, m["d"], m["m"], m["y"] or m["y2"]), _day(clock, m["d2"], m["m2"], m["y2"] or m["y"])


@_form(r"<m> <d><th>(?:, <y>)?<to><m2> <d2><th>\b(?:,? <y2>)?")
def _days_in_two_months_us(m: Match, clock: Clock) -> Reading:
    return _day(clock, m["d"], m["m"], m["y"] or m["y2"]), _day(clock, m["d2"], m["m2"], m["y2"] or m["y"])


@_form(r"<d><th><to><d2><th> (?:of )?<m>(?:,? <y>)?")
def _days(m: Match, clock: Clock) -> Reading:
    return _day(clock, m["d"], m["m"], m["y"]), _day(clock, m["d2"], m["m"], m["y"])


@_form(rf"<m> <d><th><to><d2><th>\b(?! {PARTS['m']})(?:,? <y>)?")
def _days_us(m: Match, clock: Clock) -> Reading:
    return _day(clock, m["d"], m["m"], m["y"]), _day(clock, m["d2"], m["m"], m["y"])


@_form(r"(?:<w>,? )?(?:the )?<d><th>(?: of)? <m>\b(?:,? <y>)?(?! [A-Z]\w+(?:ade|alion|ment|ision)\b)")
def _day_month(m: Match, clock: Clock) -> Reading:
    return _day(clock, m["d"], m["m"], m["y"]), None


@_form(rf"(?:<w>,? )?<m> <d><th>\b(?![:.]\d)(?:,? <y>)?(?! (?:{_TROOPS}|Movement|Youth))")
def _month_day(m: Match, clock: Clock) -> Reading:
    return _day(clock, m["d"], m["m"], m["y"]), None


@_form(r"<m>(?: <y>)?<to><m2>\b(?:,? <y2>)?(?! \d)")
def _months(m: Match, clock: Clock) -> Reading:
    return _month(clock, m["m"], m["y"] or m["y2"]), _month(clock, m["m2"], m["y2"] or m["y"])


@_form(r"<m>,? (?:of )?<y>")
def _month_year(m: Match, clock: Clock) -> Reading:
    return _month(clock, m["m"], m["y"]), None


@_form(r"<m>,? (?:of )?(?P<which>last|this|that|the same|the following) year")
def _month_of_year(m: Match, clock: Clock) -> Reading | None:
    base = clock.published if m["which"] in ("last", "this") else None
    year = base.year if base else clock.year
    if year is None:
        return None
    return _month(clock, m["m"], str(year + {"last": -1, "the following": 1}.get(m["which"], 0))), None


@_form(
    r"(?:(?<=[Ii]n )|(?<=the )|(?<=[Dd]uring )|(?<=[Ss]ince the ))?(?:(?:early|mid|late)[- ])?(?P<y>1[5-9]\d0|20\d0)'?s\b"
)
def _decade(m: Match, clock: Clock) -> Reading:
    return m["y"], str(int(m["y"]) + 9)


@_form(
    r"(?:[Ff]rom|[Bb]etween|[Ii]n|of|winter of) (?P<y>1[5-9]\d\d|20\d\d)(?:-|–| to | and | until )(?P<y2>1[5-9]\d\d|20\d\d|\d\d)\b"
)
def _years(m: Match, clock: Clock) -> Reading:
    return m["y"], m["y2"] if len(m["y2"]) == 4 else m["y"][:2] + m["y2"]


@_form(
    rf"(?:<prep> |\()(?:the )?(?:(?:early|mid|late|spring|summer|autumn|fall|winter|start|beginning|end|middle|course)[- ](?:of |in )?)?<y>(?!\s*[-–]\s*\d|%| {_TROOPS})"
)
def _plain_year(m: Match, clock: Clock) -> Reading:
    return m["y"], None


@_form(r"(?:[Ll]ate |[Ee]arly )?(?P<which>[Ll]ast|[Tt]his past|[Tt]his|[Nn]ext) <m>\b(?! \d)")
def _last_month_name(m: Match, clock: Clock) -> Reading | None:
    if not clock.published:
        return None
    number, near = _month_number(m["m"]), clock.published
    which = m["which"].lower()
    year = near.year - (number >= near.month) if which.startswith("last") else near.year
    return f"{year + (which == 'next' and number <= near.month)}-{number:02d}", None


@_form(
    r"(?:<prep> (?:the )?(?:end of |start of |beginning of |middle of |<edge>)?|[Ee]arly(?: in)? |[Mm]id-|[Ll]ate(?: in)? |[Tt]he end of )<m>\b(?!\s*\d)"
)
def _month_alone(m: Match, clock: Clock) -> Reading:
    return _month(clock, m["m"], None), None


@_form(r"(?:(?P<which>[Ll]ast|[Nn]ext) )?<w>(?! [Mm]arket| [Mm]osque)")
def _weekday(m: Match, clock: Clock) -> Reading | None:
    if not clock.published:
        return None
    number = next(i for i, name in enumerate(_WEEKDAYS) if name.startswith(m["w"][:3]))
    back = (clock.published.weekday() - number) % 7
    which = (m["which"] or "").lower()
    if which == "last" and back == 0:
        back = 7
    return (clock.published - timedelta(days=back - 7 if which == "next" else back)).isoformat(), None


@_form(
    r"(?:on )?the <d>(?:st|nd|rd|th)\b(?: of (?P<which>that|the same|this|last) month|(?=[,.;]| and\b| as\b|$))"
)
def _nth(m: Match, clock: Clock) -> Reading | None:
    story = clock.month or (clock.here and (clock.here.year, clock.here.month))
    if not story:
        return None
    if not m["which"] and not clock.month and clock.published and int(m["d"]) > clock.published.day:
        return f"{_months_on(story, -1)}-{int(m['d']):02d}", None
    return f"{story[0]}-{story[1]:02d}-{int(m['d']):02d}", None


@_form(r"<n> <u>s? ago\b")
def _ago(m: Match, clock: Clock) -> Reading | None:
    return _counted(clock.published, -_number(m["n"].lower()), m["u"])


@_form(r"(?P<how>for|over|in|during|within|throughout) the (?:past|last) (?:<n> )?<u>s?\b")
def _past(m: Match, clock: Clock) -> Reading | None:
    reading = _counted(clock.published, -_number(m["n"] or "one"), m["u"])
    if reading and clock.published and m["how"] != "for" and m["u"] in ("hour", "day"):
        return reading if m["u"] == "hour" else (reading[0], clock.published.isoformat())
    return reading


@_form(r"(?:in|over|during) recent (?:day|week)s\b")
def _recent(m: Match, clock: Clock) -> Reading | None:
    return (clock.published.isoformat()[:7], None) if clock.published else None


@_form(r"<n> <u>s? (?P<way>later|earlier|afterwards?|previously|before(?=[,.;]|$)|after(?=[,.;]|$))")
def _shift(m: Match, clock: Clock) -> Reading | None:
    sign = -1 if m["way"] in ("earlier", "before", "previously") else 1
    return _counted(clock.here, sign * _number(m["n"].lower()), m["u"])


@_form(
    rf"[Tt]he (?P<way>very next|next|following|same|very same|previous|preceding) (?P<u>day|week|month|year|{PARTS['part']})\b"
)
def _step(m: Match, clock: Clock) -> Reading | None:
    sign = {"next": 1, "following": 1, "same": 0}.get(m["way"].split()[-1], -1)
    return _stepped(clock, sign, m["u"])


@_form(r"[Tt]he (?P<u>day|week|month|year) (?P<way>before|after)(?=[,.;]|$)")
def _beside(m: Match, clock: Clock) -> Reading | None:
    return _stepped(clock, 1 if m["way"] == "after" else -1, m["u"])


@_form(
    rf"(?:[Ll]ater |[Ee]arlier |[Ll]ate )?that (?:same )?(?P<u>day|week|month|year|{PARTS['part']})\b|(?:[Ll]ater|[Ee]arlier) (?:in|on) the (?P<u2>day|month|year)\b"
)
def _that(m: Match, clock: Clock) -> Reading | None:
    return _stepped(clock, 0, m["u"] or m["u2"])


def _stepped(clock: Clock, sign: int, unit: str) -> Reading | None:
    """The story's day, month or year, moved on by ``sign`` of them."""
    if unit == "year":
        year = clock.year or (clock.published.year if clock.published else None)
        return (str(year + sign), None) if year else None
    month = clock.month or (clock.here and (clock.here.year, clock.here.month))
    if unit == "month":
        return (_months_on(month, sign), None) if month else None
    if clock.here is None:
        return None
    if unit == "week":
        return (clock.here + timedelta(weeks=sign)).isoformat()[: 10 if sign else 7], None
    return (clock.here + timedelta(days=sign)).isoformat(), None


@_form(
    rf"(?P<t>[Tt]he day before yesterday|[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Oo]vernight|[Ll]ast night|[Tt]his {PARTS['part']})\b"
)
def _today(m: Match, clock: Clock) -> Reading | None:
    offset = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}
    return _counted(clock.published, offset.get(m["t"].lower(), 0), "day")


@_form(r"(?P<which>[Tt]his|[Ll]ast|[Nn]ext) (?P<u>week(?:end)?|month|year|spring|summer|autumn|winter)\b")
def _this(m: Match, clock: Clock) -> Reading | None:
    if not clock.published:
        return None
    sign = {"last": -1, "next": 1}.get(m["which"].lower(), 0)
    if m["u"].startswith("week"):
        return (clock.published + timedelta(weeks=sign)).isoformat()[:7], None
    return _counted(clock.published, sign, "month" if m["u"] == "month" else "year")


@_form(
    r"(?:[Aa]t|[Bb]y|[Aa]round|[Tt]owards) (?:noon|midday|dawn|dusk|nightfall|sunset|sunrise|midnight|daybreak|first light)\b|(?:[Aa]n hour|[Mm]inutes|(?:[Tt]wo|[Tt]hree|[Aa] few|[Ss]everal) hours|[Hh]ours) (?:later|after that)\b"
)
def _hour(m: Match, clock: Clock) -> Reading | None:
    return _counted(clock.here, 0, "day")


_HINT = re.compile(
    r"\d|day\b|days\b|week|month|year|night|morning|evening|noon|dawn|dusk|sun(?:set|rise)|daybreak|light|hour|minutes|tomorrow"
    rf"|morrow|overnight|\b(?:{PARTS['m']}|{PARTS['w']})", re.I
)  # fmt: skip
"""Texts without any of these hold no date: most sentences are done here."""
