"""What one row of a dataset says about control, as a report of ours with its claim."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from whoholds.errors import Unreadable
from whoholds.model import Claim, Document, Modality, Place, Polarity, Relation
from whoholds.read import report

_VERBS = {"holds": "holds", "gains": "gained", "loses": "lost", "contests": "contests"}
_DAY_FIRST = re.compile(r"(\d{1,2})[ ./-](\d{1,2}|[A-Za-z]{3,9})[ ./-](\d{4})")
_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)  # noqa: SIM905
}


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A row, read. ``relation`` is ``None`` for an event that is none of control."""

    id: str
    day: str
    """When it happened or held, ISO, as precise as the dataset says."""
    relation: Relation | None
    place: Place = field(default_factory=Place)
    actor: str | None = None
    against: str | None = None
    end: str | None = None
    speaker: tuple[str, ...] = ()
    modality: Modality = "asserted"
    polarity: Polarity = "affirmed"
    published: str | None = None
    url: str | None = None
    label: str = ""
    """The dataset's own words for the kind of event."""


def coded(said: Saying, outlet: str, defaults: report.Defaults) -> tuple[Document, tuple[Claim, ...]]:
    """A one-sentence report in our words, with the dataset as its outlet, and the claim in it.

    The dataset's own prose (ACLED's notes) is not taken over: its terms seldom allow it.
    """
    phrase = _phrase(said)
    text = f"{phrase}." + (f" Source: {'; '.join(said.speaker)}." if said.speaker else "")
    given = said.published or (defaults.published.isoformat() if defaults.published else None)
    # A dataset without a date of its own is taken to have said it on the day: the report lists that guess.
    first = report.first_day(said.day)
    at, day = report.published(given or first, defaults)
    if said.modality in ("asserted", "claimed"):  # what was so on a day to come is a slip of the pen
        report.of_our_time(date.fromisoformat(first))
    if said.end and said.end < first:
        raise Unreadable(f"it ends on {said.end}, before it begins on {said.day}")
    document = Document(
        name=f"{outlet}:{said.id}",
        text=report.body(text),
        published=day,
        published_at=at,
        url=said.url or defaults.url,
        outlet=outlet,
        title=said.label or None,
        language="en",
        guessed=() if given else ("published",),
    )
    if said.relation is None:
        return document, ()
    claim = Claim(
        document=document.id,
        relation=said.relation,
        actor=said.actor,
        against=said.against,
        place=said.place,
        quote=phrase,
        sentence=phrase + ".",
        span=(0, len(phrase)),
        start=said.day,
        end=said.end,
        speaker=said.speaker,
        modality=said.modality,
        polarity=said.polarity,
    )
    return document, (claim,)


def _phrase(said: Saying) -> str:
    where = ", ".join(part for part in (said.place.name, said.place.within) if part) or "an unnamed place"
    when = f"On {said.day}" if len(said.day) == 10 else f"In {said.day}"
    if said.relation is None:
        return f"{when}, {said.label or 'an event'} in {where}"
    denied = "did not: " if said.polarity == "denied" else ""
    who = said.actor or ("control" if said.relation == "contests" else "an unnamed party")
    against = {"gains": " from ", "contests": " against "}.get(said.relation, " against ")
    label = f" [{said.label}]" if said.label else ""
    rest = f"{against}{said.against}" if said.against else ""
    if said.relation == "contests" and not said.actor:
        return f"{when}, control of {where} is contested{rest}{label}"
    return f"{when}, {who} {denied}{_VERBS[said.relation]} {where}{rest}{label}"


def iso_day(value: str, column: str) -> str:
    """A day as ISO: ``2021-08-08``, ``20210808``, ``8 August 2021`` or ``08.08.2021`` (day first).

    Raises :class:`Unreadable` with the column's name for anything else; 08/09/2021 is day first too,
    unless that is no date and the American order is.
    """
    if day := report.parse_day(value):
        return day.isoformat()
    if found := _DAY_FIRST.fullmatch(value.strip()):
        number, month = found[1], found[2]
        if month.isalpha():
            month = str(_MONTHS.get(month[:3].lower(), 0))
        for day_of, month_of in ((number, month), (month, number)):
            if day := report.parse_day(f"{found[3]}-{int(month_of):02}-{int(day_of):02}"):
                return day.isoformat()
    raise Unreadable(f"{column}: {value[:40]!r} is no date such as 2021-08-08", "undated")


def several(value: str) -> tuple[str, ...]:
    """Split the names in a cell at semicolons."""
    return tuple(name for part in value.split(";") if (name := part.strip()))


def number(value: str, column: str) -> int:
    """Take a small whole number from a cell; raises :class:`Unreadable` for anything else."""
    try:
        return int(float(value))
    except (ValueError, OverflowError):
        raise Unreadable(f"{column}: {value[:40]!r} is no number") from None
