"""One report: from the fields that a reader found to a :class:`Document`, or to a :class:`Problem`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path

from whoholds.errors import Unreadable
from whoholds.model import Document, Problem
from whoholds.read.language import language_of

LONGEST = 1_000_000
"""A report of more characters than this is a problem: no newsroom writes one, and parsers choke."""

_EARLIEST = date(1900, 1, 1)
_YES = frozenset({"true", "yes", "1"})
_NO = frozenset({"false", "no", "0", ""})


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What the user says of the reports, used where a report does not say it itself.

    ``codable`` are the languages that claims can be found in; a report in another one is a problem.
    ``undated`` lets reports without a date pass (``whoholds code`` needs none). ``mapping`` tells how the
    columns of a table are called where they have other names; ``tables`` says whether tables are wanted.
    ``folder`` is the folder that is being read: a report in it that has no name is called by its way from there.
    """

    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    codable: tuple[str, ...] = ("en",)
    undated: bool = False
    mapping: Path | None = None
    tables: bool = True
    folder: Path | None = None


def document(fields: Mapping[str, object], defaults: Defaults) -> Document:
    """Make the report that these fields describe: names as in the JSON Lines contract, plus ``author``,
    ``locator`` and ``guessed``. Raises :class:`Unreadable` with the reason where it is none.
    """
    text = body(fields.get("text"))
    title = optional(fields, "title")
    at, day = published(fields.get("published"), defaults)
    language, stated = language_of(
        text, stated=optional(fields, "language"), default=defaults.language, codable=defaults.codable
    )
    url = optional(fields, "url") or defaults.url
    outlet, guesses = optional(fields, "outlet"), _texts(fields.get("guessed"))
    if defaults.outlet and (outlet is None or "outlet" in guesses):
        outlet, guesses = defaults.outlet, tuple(name for name in guesses if name != "outlet")
    return Document(
        name=_name(fields, url, text),
        text=text,
        published=day,
        published_at=at,
        url=url,
        outlet=outlet,
        title=title,
        author=optional(fields, "author"),
        language=language,
        before=optional(fields, "before") or "",
        year_hint=_year(fields.get("year_hint")),
        synthetic=_flag(fields, "synthetic"),
        locator=optional(fields, "locator"),
        guessed=guesses if stated else (*guesses, "language"),
    )


def attempt(make: Callable[[], Document], file: str, line: int | None = None) -> Iterator[Document | Problem]:
    """Yield the document, or the reason why there is none."""
    try:
        yield make()
    except Unreadable as bad:
        yield problem(bad, file, line)


def problem(bad: Unreadable, file: str, line: int | None = None) -> Problem:
    """Turn what stopped a reader into data."""
    return Problem(file=file, line=line, reason=str(bad), kind=bad.kind)


def fingerprint(*parts: str | None) -> str:
    """Make a short name for a report that has none: equal for equal content, wherever it was found."""
    digest = blake2b(digest_size=8)
    for part in parts:
        data = (part or "").encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def body(value: object) -> str:
    """Check the text, or raise :class:`Unreadable`. Nothing is mended: claims point into it."""
    if not isinstance(value, str):
        raise Unreadable('no text: "text" must be a string')
    if len(value) > LONGEST:
        raise Unreadable(f"{len(value):,} characters: a report has at most {LONGEST:,}; split it")
    if "\0" in value:
        raise Unreadable("the text holds NUL characters, so it is not plain text")
    _encodable(value)
    if not value.strip():
        raise Unreadable("the text is empty")
    return value


def published(value: object, defaults: Defaults) -> tuple[str | None, date | None]:
    """When the report became public: the text as given and its day, in the report's own offset."""
    if value is None or value == "":
        day = defaults.published
        if day is None and not defaults.undated:
            raise Unreadable("no date: give one in the report, or with --published", "undated")
        return (day.isoformat() if day else None), day
    day = parse_day(value)
    if day is None:
        raise Unreadable(f"the date {str(value)[:60]!r} is no ISO date such as 2021-08-19", "undated")
    of_our_time(day)
    return str(value), day


def of_our_time(day: date) -> None:
    """Raise :class:`Unreadable` for a day that no report can be of: long ago, or still to come."""
    if day < _EARLIEST:
        raise Unreadable(
            f"the date {day} is before {_EARLIEST.year}: that is no report of our time", "undated"
        )
    if day > (datetime.now(UTC) + timedelta(days=1)).date():
        raise Unreadable(
            f"the date {day} lies in the future: mend it, or the clock of this machine", "undated"
        )


def parse_day(value: object) -> date | None:
    """Day of an ISO date or date-time, or of a mail-style date; ``None`` where it is neither."""
    if not isinstance(value, str) or not value.isprintable():
        return None
    text = value.strip()
    for parse in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            day = parse(text)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        return day.date() if isinstance(day, datetime) else day
    return None


def first_day(text: str) -> str:
    """Take the first day of an ISO date that may be a month or a year only."""
    return text + "-01-01"[3 * (text.count("-")) :] if len(text) < 10 else text


def optional(fields: Mapping[str, object], key: str) -> str | None:
    """Take a text field; numbers are taken as text, blank is none, anything else is unreadable."""
    value = fields.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable(f'"{key}" must be a string, not {type(value).__name__}')
    text = _encodable(str(value))
    return text if text.strip() else None


def _name(fields: Mapping[str, object], url: str | None, text: str) -> str:
    return (
        optional(fields, "id")
        or optional(fields, "url")
        or optional(fields, "place")
        or fingerprint(optional(fields, "outlet"), url, str(fields.get("published")), text)
    )


def _encodable(text: str) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as bad:
            raise Unreadable(
                f"half a character (lone surrogate) at {bad.start}: the text is broken"
            ) from None
    return text


def _year(value: object) -> int | None:
    if value is None or value == "":
        return None
    text = str(value).strip()
    if isinstance(value, bool) or not (text.isdecimal() and len(text) == 4 and int(text)):
        raise Unreadable(f'"year_hint" must be a year, not {text[:40]!r}')
    return int(text)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(x) for x in value) if isinstance(value, list | tuple) else ()


def _flag(fields: Mapping[str, object], key: str) -> bool:
    """Take a yes or no; a word that is neither is unreadable: nobody may be told that an invented report is real."""
    word = str(fields.get(key) or "").strip().lower()
    if word not in _YES | _NO:
        raise Unreadable(f'"{key}" must be true or false, not {word[:40]!r}')
    return word in _YES
