"""UCDP Georeferenced Event Dataset: lethal fights as claims that a place is contested."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whoholds.model import Extent, Place
from whoholds.read.datasets.rows import Row
from whoholds.read.datasets.saying import Saying, iso_day, number

_KIND = re.compile(r"(.+?) (town|city|village|district|province|governorate|valley|airport|base)", re.I)


class Ucdp:
    """State-based and non-state events contest their place; one-sided violence says nothing of control."""

    outlet = "UCDP GED"
    required = frozenset(
        {"type_of_violence", "side_a", "side_b", "where_coordinates", "date_start", "date_end"}
    )

    def sayings(self, row: Row) -> Iterator[Saying]:
        """Yield what the row says; an event placed no finer than the country has no claim."""
        violence = number(row["type_of_violence"], "type_of_violence")
        precision = number(row.get("where_prec") or "1", "where_prec")
        start, end = iso_day(row["date_start"], "date_start"), iso_day(row["date_end"], "date_end")
        fight = violence in {1, 2} and precision <= 4
        speaker = tuple(part for part in (row.get("source_office"), row.get("source_original")) if part)
        yield Saying(
            id=row.get("id") or f"{start}/{row['where_coordinates']}/{row['side_a']}",
            day=_precise(start, row.get("date_prec", "")),
            end=end if end != start and row.get("date_prec", "1") in {"", "1", "2"} else None,
            relation="contests" if fight else None,
            place=_place(row, precision),
            actor=row["side_a"] or None,
            against=row["side_b"] or None,
            speaker=speaker,
            # "event clarity 2": the report was a summary, or unclear about what happened when
            modality="claimed" if row.get("event_clarity") == "2" else "asserted",
            published=_source_day(row),
            label={1: "state-based fighting", 2: "non-state fighting"}.get(violence, "one-sided violence"),
        )


def _place(row: Row, precision: int) -> Place:
    district, province = row.get("adm_2") or None, row.get("adm_1") or None
    if precision == 3 and district:
        return Place(name=_bare(district), kind="district", within=_bare(province), extent="part")
    if precision >= 3:
        return Place(name=_bare(province) or row.get("country") or None, kind="province", extent="part")
    found = _KIND.fullmatch(row["where_coordinates"])
    name, kind = (found[1], found[2].lower()) if found else (row["where_coordinates"] or None, None)
    # Precision 2: within some 25 km of the point.
    extent: Extent = "outskirts" if precision == 2 else "whole"
    return Place(name=name, kind=kind, within=_bare(district or province), extent=extent)


def _bare(name: str | None) -> str | None:
    """Take "Kunduz" from "Kunduz province"."""
    found = _KIND.fullmatch(name) if name else None
    return found[1] if found else name


def _precise(day: str, precision: str) -> str:
    """Cut the date to what UCDP says is known: 3 a week, 4 a month, 5 a year."""
    return {"3": day[:7], "4": day[:7], "5": day[:4]}.get(precision, day)


def _source_day(row: Row) -> str | None:
    """Take the day of the newest press report that the event rests on."""
    from whoholds.read.report import parse_day

    days = [day for part in re.split(r"[;,]", row.get("source_date", "")) if (day := parse_day(part.strip()))]
    return max(days).isoformat() if days else None
