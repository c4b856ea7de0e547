"""VIINA: events from the news on Ukraine, and its tables of who controls each populated place.

Columns as in the codebook of the project's public repository (versions 1 and 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whoholds.model import Place
from whoholds.read.datasets.control import Changes
from whoholds.read.datasets.rows import Row
from whoholds.read.datasets.saying import Saying, iso_day

_SIDES = {"ua": "Ukraine", "ru": "Russia", "contested": "contested"}
_COLUMN = re.compile(r"ctr_(\d{8})\d*")


class ViinaEvents:
    """Events marked as control or occupation, and firefights, each with the news site as its speaker."""

    outlet = "VIINA"
    required = frozenset({"event_id", "date", "source", "t_control_b", "a_rus_b", "a_ukr_b"})

    def sayings(self, row: Row) -> Iterator[Saying]:
        """Yield what the row says: a claim where one side acts and the place is finer than a province."""
        sides = [name for column, name in (("a_rus_b", "Russia"), ("a_ukr_b", "Ukraine")) if _on(row, column)]
        control = _on(row, "t_control_b") or _on(row, "t_occupy_b")
        fight = _on(row, "t_firefight_b") or _on(row, "t_raid_b") or _on(row, "t_armor_b")
        fine = row.get("geo_precision", "").upper() not in {"ADM1", "ADM0"}
        name = row.get("asciiname") or row.get("address", "").split(",")[0] or None
        told = bool(name) and fine and len(sides) == 1
        day = iso_day(row["date"], "date")
        yield Saying(
            id=row["event_id"],
            day=day,
            # The classifier sees that control is spoken of, not whether it changed: a cautious claim.
            relation="holds" if told and control else "contests" if told and fight else None,
            modality="claimed",
            actor=sides[0] if sides else None,
            place=Place(name=name, within=row.get("adm2_name") or row.get("adm1_name") or None),
            speaker=(row["source"],) if row["source"] else (),
            published=day,
            url=row.get("url") or None,
            label="control" if control else "fighting" if fight else "event",
        )


class ViinaControl:
    """A control table, wide (``ctr_20220301...``) or long (``date``, ``status``), as a map: its changes."""

    outlet = "VIINA"
    required = frozenset({"geonameid"})

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._days = sorted((match[1], column) for column in columns if (match := _COLUMN.fullmatch(column)))
        self._changes = Changes()

    @staticmethod
    def fits(columns: frozenset[str]) -> bool:
        """Tell whether these are the columns of a VIINA control table."""
        wide = any(_COLUMN.fullmatch(column) for column in columns)
        return "geonameid" in columns and (wide or {"date", "status"} <= columns)

    def sayings(self, row: Row) -> Iterator[Saying]:
        """Yield a claim for the first day of each place and for each change."""
        cells = [(day, row.get(column, "")) for day, column in self._days] or [(row["date"], row["status"])]
        name = row.get("asciiname") or row.get("name") or row["geonameid"]
        place = Place(name=name, within=row.get("adm2_name") or row.get("adm1_name") or None)
        for raw, status in cells:
            day = iso_day(raw, "date")
            if status and self._changes.new(row["geonameid"], day, status):
                holder = _SIDES.get(status.lower(), status)
                contested = holder == "contested"
                yield Saying(
                    id=f"{row['geonameid']}/{day}",
                    day=day,
                    relation="contests" if contested else "holds",
                    actor=None if contested else holder,
                    place=place,
                    published=day,
                    label="map",
                )


def _on(row: Row, column: str) -> bool:
    return row.get(column, "") in {"1", "1.0", "TRUE", "True", "true"}
