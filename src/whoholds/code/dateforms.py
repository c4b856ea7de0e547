"""The forms that dates take in news English, and what each means on a given day.

A form is a pattern and a reader. Patterns are regular expressions in which ``<m>``, ``<d>``, ``<y>``, ``<w>``,
``<n>`` and ``<u>`` stand for a month, a day, a year, a weekday, a number and a unit of time (:data:`PARTS`); a
reader turns a match and the :class:`~whoholds.code.clock.Clock` into start and end, or into nothing where it would have to guess.
Forms stand in the order in which they win where two overlap: those that say most come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from whoholds.code.clock import (
    MONTHS,
    NUMBERS,
    Clock,
    Reading,
    counted,
    day_of,
    forward,
    month_number,
    month_of,
    months_on,
    number,
    stepped,
)

Match = re.Match[str]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TROOPS = (
    r"(?:men|fighters|soldiers|troops|people|militants|shells|km|kilomet|square|villages|metres|Brigade)"
)

_RANKED = r"(?:\w+ )?(?:brigade|division|army|corps|battalion|regiment|century|time|day|largest|biggest|of|most|straight|consecutive|such|city|town|provincial|district|anniversary|month|year|week|attack|assault|parallel)\b"
"""What a number in "the 17th ..." counts where it is no day."""

PARTS = {
    "m": rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)",
    "d": r"(?:0?[1-9]|[12]\d|3[01])",
    "th": r"(?:st|nd|rd|th)?",
    "y": r"(?:1\d\d\d|20\d\d)\b(?![,.]\d)",
    "w": rf"(?:(?:{'|'.join(_WEEKDAYS)})\b|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)",
    "n": rf"(?:\d{{1,3}}|[Aa] couple of|[Aa]n?|{'|'.join(NUMBERS[1:])}|{'|'.join(NUMBERS[1:]).title()})",
    "u": r"(?:hour|day|night|week|month|year)",
    "to": r"\s?(?:-|–|—|to|and|or|/|until|till|through)\s?",
    "edge": r"(?:[Ee]arly|[Mm]id|[Ll]ate|[Tt]he (?:beginning|start|end|middle|first half|second half) of)[- ]",
    "part": r"(?:morning|afternoon|evening|night)",
    "prep": r"(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Dd]uring|to|and|of|[Bb]etween|[Tt]hrough|[Bb]efore|[Aa]fter|[Ll]ast)",
}  # fmt: skip
"""What the patterns of the forms are made of."""


Reader = Callable[[Match, Clock], Reading | None]
FORMS: list[tuple[re.Pattern[str], Reader]] = []
"""Every form, in order of precedence."""


def _form(pattern: str) -> Callable[[Reader], Reader]:
    """Register the reader of a form; earlier forms win where two overlap. ``<m>`` etc. stand for parts."""

    def compiled(m: Match) -> str:
        part = PARTS[m[1].rstrip("2")]
        return rf"(?P<{m[1]}>{part})" if m[1][0] in "mdywnu" else part

    def register(reader: Reader) -> Reader:
        full = re.sub(r"(?<!P)<([a-z]+2?)>", compiled, pattern)
        FORMS.append((re.compile(rf"(?<![\w-])(?:{full})"), reader))
        return reader

    return register


# ------------------------------------------------------------------ forms, those that say most first


@_form(r"\d{4}-\d\d-\d\d(?!\d)")
def _iso(m: Match, clock: Clock) -> Reading:
    return m[0], None


@_form(r"(?P<one>\d\d?)/(?P<two>\d\d?)/<y>")
def _figures(m: Match, clock: Clock) -> Reading | None:
    """Day and month in figures, where only one of the two can be the month."""
    first, second = int(m["one"]), int(m["two"])
    if first != second and max(first, second) <= 12:
        return None
    return f"{m['y']}-{min(first, second):02d}-{max(first, second):02d}", None


_NIGHT = r"(?:on |during |in )?(?:the )?night (?:of|from|between) (?:the )?"


@_form(rf"{_NIGHT}<d><th>(?: (?:of )?<m>)?<to><d2><th> (?:of )?<m2>(?:,? <y>)?")
def _night_of(m: Match, clock: Clock) -> Reading:
    last = day_of(clock, m["d2"], m["m2"], m["y"])
    return forward(day_of(clock, m["d"], m["m"] or m["m2"], m["y"]), last, m["y"])[0], None


@_form(rf"{_NIGHT}<m> <d><th><to>(?:<m2> )?<d2><th>\b(?:,? <y>)?")
def _night_of_us(m: Match, clock: Clock) -> Reading:
    last = day_of(clock, m["d2"], m["m2"] or m["m"], m["y"])
    return forward(day_of(clock, m["d"], m["m"], m["y"]), last, m["y"])[0], None


@_form(r"<d><th> (?:of )?<m>(?:,? <y>)?<to><d2><th> (?:of )?<m2>(?:,? <y2>)?")
def _days_in_two_months(m: Match, clock: Clock) -> Reading:
    start, end = (
        day_of(clock, m["d"], m["m"], m["y"] or m["y2"]),
        day_of(clock, m["d2"], m["m2"], m["y2"] or m["y"]),
    )
    return forward(start, end, None if m["y"] else m["y2"])


@_form(r"<m> <d><th>(?:, <y>)?<to><m2> <d2><th>\b(?:,? <y2>)?")
def _days_in_two_months_us(m: Match, clock: Clock) -> Reading | None:
    return _days_in_two_months(m, clock)


@_form(
    rf"(?:(?P<first>{PARTS['d']})<th>, (?:{PARTS['d']}<th>, ){{0,4}})?<d><th><to><d2><th> (?:of )?<m>(?:,? <y>)?"
)
def _days(m: Match, clock: Clock) -> Reading:
    """As in "5-6 May", "on 3, 5 and 6 May"."""
    return day_of(clock, m["first"] or m["d"], m["m"], m["y"]), day_of(clock, m["d2"], m["m"], m["y"])


@_form(rf"<m> <d><th><to><d2><th>\b(?! {PARTS['m']})(?:,? <y>)?")
def _days_us(m: Match, clock: Clock) -> Reading:
    return day_of(clock, m["d"], m["m"], m["y"]), day_of(clock, m["d2"], m["m"], m["y"])


@_form(
    r"(?:<w>,? )?(?:the )?<d><th>(?: of)? <m>\b(?:,? <y>| (?P<which>last|this) year)?(?! [A-Z]\w+(?:ade|alion|ment|ision)\b)"
)
def _day_month(m: Match, clock: Clock) -> Reading:
    year = m["y"]
    if m["which"] and clock.published:
        year = str(clock.published.year - (m["which"] == "last"))
    return day_of(clock, m["d"], m["m"], year), None


@_form(r"Sept(?:ember|\.)? 11(?:th)? (?:terror(?:ist)? )?attacks")
def _name(m: Match, clock: Clock) -> None:
    """What everyone knows by its day is named, not dated."""


@_form(rf"(?:<w>,? )?<m> <d><th>\b(?![:.]\d)(?:,? <y>)?(?! (?:{_TROOPS}|Movement|Youth))")
def _month_day(m: Match, clock: Clock) -> Reading:
    return day_of(clock, m["d"], m["m"], m["y"]), None


@_form(r"<m>(?: <y>)?<to><m2>\b(?:,? <y2>)?(?! \d)")
def _months(m: Match, clock: Clock) -> Reading:
    start, end = month_of(clock, m["m"], m["y"] or m["y2"]), month_of(clock, m["m2"], m["y2"] or m["y"])
    return forward(start, end, None if m["y"] else m["y2"])


@_form(r"(?:[Mm]id-)?<m>,? (?:of )?<y>")
def _month_year(m: Match, clock: Clock) -> Reading:
    return month_of(clock, m["m"], m["y"]), None


@_form(r"<m>,? (?:of )?(?P<which>last|this|that|the same|the following) year")
def _month_of_year(m: Match, clock: Clock) -> Reading | None:
    base = clock.published if m["which"] in ("last", "this") else None
    year = base.year if base else clock.year
    if year is None:
        return None
    return month_of(clock, m["m"], str(year + {"last": -1, "the following": 1}.get(m["which"], 0))), None


@_form(
    r"(?:(?<=[Ii]n )|(?<=the )|(?<=[Dd]uring )|(?<=[Ss]ince the ))?(?:(?:early|mid|late)[- ])?(?P<y>1[5-9]\d0|20\d0)'?s\b"
)
def _decade(m: Match, clock: Clock) -> Reading:
    return m["y"], str(int(m["y"]) + 9)


@_form(
    r"(?:[Ff]rom|[Bb]etween|[Ii]n|of|winter of) (?P<y>1[5-9]\d\d|20\d\d)(?:-|–| to | and | until )(?P<y2>1[5-9]\d\d|20\d\d|\d\d)\b"
)
def _years(m: Match, clock: Clock) -> Reading:
    """As in "2011-12"; but "2021-08" is a month, for a range does not run back."""
    end = m["y"][: -len(m["y2"])] + m["y2"]
    return (m["y"], end) if m["y"] <= end else (f"{m['y']}-{m['y2']}", None)


@_form(
    rf"(?:<prep> |\()(?:the )?(?:(?:early|mid|late|spring|summer|autumn|fall|winter|start|beginning|end|middle|course)[- ](?:of |in )?)?(?P<y>(?:1[5-9]\d\d|20\d\d)\b(?![,.]\d))(?!\s*[-–]\s*\d|%| {_TROOPS})"
)
def _plain_year(m: Match, clock: Clock) -> Reading:
    return m["y"], None


@_form(r"(?:[Ll]ate |[Ee]arly )?(?P<which>[Ll]ast|[Tt]his past|[Tt]his|[Nn]ext) <m>\b(?! \d)")
def _last_month_name(m: Match, clock: Clock) -> Reading | None:
    if not clock.published:
        return None
    number, near = month_number(m["m"]), clock.published
    which = m["which"].lower()
    year = near.year - (number >= near.month) if which.startswith("last") else near.year
    return f"{year + (which == 'next' and number <= near.month)}-{number:02d}", None


@_form(
    r"(?:<prep> (?:the )?(?:end of |start of |beginning of |middle of |<edge>)?|[Ee]arly(?: in)? |[Mm]id-|[Ll]ate(?: in)? |[Tt]he end of )<m>\b(?!\s*\d)"
)
def _month_alone(m: Match, clock: Clock) -> Reading:
    return month_of(clock, m["m"], None), None


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
    rf"(?:on )?the (?:<d>(?:st|nd|rd|th)\b|(?P<first>first))(?:(?: day)? of (?P<which>that|the same|this|last|the) month|(?=[,.;]|$| [a-z])(?<!first)(?! {_RANKED}))"
)
def _nth(m: Match, clock: Clock) -> Reading | None:
    story = clock.month or (clock.here and (clock.here.year, clock.here.month))
    if not story:
        return None
    day = int(m["d"] or 1)
    late = not m["which"] and not clock.month and clock.published and day > clock.published.day
    return f"{months_on(story, -1 if late or m['which'] == 'last' else 0)}-{day:02d}", None


@_form(r"(?<!half )<n> <u>s? ago\b")
def _ago(m: Match, clock: Clock) -> Reading | None:
    return counted(clock.published, -number(m["n"].lower()), m["u"])


@_form(r"(?P<how>for|over|in|during|within|throughout) the (?:past|last) (?:<n> )?<u>s?\b(?! of)")
def _past(m: Match, clock: Clock) -> Reading | None:
    reading = counted(clock.published, -number(m["n"] or "one"), m["u"])
    if reading and clock.published and m["how"] != "for" and m["u"] in ("hour", "day", "night"):
        return reading if m["u"] == "hour" else (reading[0], clock.published.isoformat())
    return reading


@_form(r"(?:in|over|during) recent (?:day|week)s\b")
def _recent(m: Match, clock: Clock) -> Reading | None:
    return (clock.published.isoformat()[:7], None) if clock.published else None


@_form(r"<n> <u>s? (?P<way>later|earlier|afterwards?|previously|prior|before(?=[,.;]|$)|after(?=[,.;]|$))")
def _shift(m: Match, clock: Clock) -> Reading | None:
    sign = -1 if m["way"] in ("earlier", "before", "previously", "prior") else 1
    return counted(clock.here if sign < 0 else clock.day, sign * number(m["n"].lower()), m["u"])


@_form(
    rf"[Tt]he (?P<way>very next|next|following|same|very same|previous|preceding) (?P<u>day|week|month|year|{PARTS['part']})\b"
)
def _step(m: Match, clock: Clock) -> Reading | None:
    sign = {"next": 1, "following": 1, "same": 0}.get(m["way"].split()[-1], -1)
    return stepped(clock, sign, m["u"])


@_form(rf"[Tt]he (?P<u>day|week|month|year|{PARTS['part']}) (?P<way>before|after)(?=[,.;]|$)")
def _beside(m: Match, clock: Clock) -> Reading | None:
    return stepped(clock, 1 if m["way"] == "after" else -1, m["u"])


@_form(r"(?:[Aa]t|[Bb]y|[Tt]owards|[Bb]efore|[Uu]ntil) (?:the )?(?:end|close) of (?:the|that) year\b")
def _end_of_year(m: Match, clock: Clock) -> Reading | None:
    """December of the story's year; of the year before the report where that still lies ahead."""
    year = clock.year or (clock.here.year if clock.here else None)
    if year is None:
        return None
    ahead = clock.published is not None and (year, 12) > (clock.published.year, clock.published.month)
    return f"{year - ahead}-12", None


@_form(
    rf"(?:[Ll]ater |[Ee]arlier |[Ll]ate )?that (?:same )?(?P<u>day|week|month|year|{PARTS['part']})\b|(?:[Ll]ater|[Ee]arlier) (?:in|on) the (?P<u2>day|month|year)\b"
)
def _that(m: Match, clock: Clock) -> Reading | None:
    return stepped(clock, 0, m["u"] or m["u2"])


@_form(
    rf"(?P<t>[Tt]he day before yesterday|[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Oo]vernight(?! (?:(?:on|into|from|to|between) )?<w>)|[Ll]ast night|[Tt]his {PARTS['part']})\b"
)
def _today(m: Match, clock: Clock) -> Reading | None:
    offset = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}
    return counted(clock.published, offset.get(m["t"].lower(), 0), "day")


@_form(r"(?P<which>[Tt]his|[Ll]ast|[Nn]ext) (?P<u>week(?:end)?|month|year|spring|summer|autumn|winter)\b")
def _this(m: Match, clock: Clock) -> Reading | None:
    if not clock.published:
        return None
    sign = {"last": -1, "next": 1}.get(m["which"].lower(), 0)
    if m["u"].startswith("week"):
        return (clock.published + timedelta(weeks=sign)).isoformat()[:7], None
    return counted(clock.published, sign, "month" if m["u"] == "month" else "year")


@_form(
    r"(?:[Aa]t|[Bb]y|[Aa]round|[Tt]owards|[Bb]efore) (?:noon|midday|dawn|dusk|dark|nightfall|sunset|sunrise|midnight|daybreak|first light)\b|(?:[Dd]uring|[Ii]n) the (?:night|day|morning|afternoon|evening)\b(?! of)|[Aa]t (?:about |around )?\w+ o'clock\b|(?:[Aa]n hour|[Mm]inutes|(?:[Tt]wo|[Tt]hree|[Aa] few|[Ss]everal) hours|[Hh]ours) (?:later|after that)\b"
)
def _hour(m: Match, clock: Clock) -> Reading | None:
    return counted(clock.here, 0, "day")


@_form(r"<n> <u>s? (?P<way>after|before)(?= [a-z])")
def _beside_event(m: Match, clock: Clock) -> Reading | None:
    """As in "on Monday, a day after they took it": a day for what comes after, told from the day before it."""
    if not HINT.search(m.string[: m.start()]) or clock.day is None:
        return None
    return counted(clock.day, number(m["n"].lower()) * (-1 if m["way"] == "after" else 1), m["u"])


@_form(r"(?:[Aa]t|[Bb]y|[Aa]round|[Aa]bout) (?:the same|this|that) time\b")
def _same_time(m: Match, clock: Clock) -> Reading | None:
    return counted(clock.day, 0, "day")


HINT = re.compile(
    r"\d|day\b|days\b|week|month|year|night|morning|evening|noon|dawn|dusk|sun(?:set|rise)|daybreak|light|dark|clock|time|month|hour|minutes"
    rf"|morrow|first|overnight|\b(?:{PARTS['m']}|{PARTS['w']})", re.I
)  # fmt: skip
"""Texts without any of these hold no date: most sentences are done here."""
