"""Any table of unit, date and holder, read as a map: who holds each unit, since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from whoholds.errors import Unreadable
from whoholds.model import STATES, Place
from whoholds.read.datasets.rows import Row
from whoholds.read.datasets.saying import Saying, iso_day

NAMES: Mapping[str, tuple[str, ...]] = {
    "unit": (
        "unit", "unit_name", "district", "settlement", "place", "town", "city", "location", "name", "admin3", "adm3_en",
        "adm3_name", "admin2", "adm2_en", "adm2_name", "shapename", "area", "province", "region", "admin1", "adm1_en",
        "adm1_name",
    ),
    "parent": (
        "parent", "parent_name", "within", "province", "region", "oblast", "governorate", "state", "admin1", "adm1_en",
        "adm1_name", "country",
    ),
    "date": ("date", "day", "as_of", "valid_from", "start", "date_start", "event_date", "from"),
    "holder": ("holder", "held", "held_by", "control", "controlled_by", "controller", "status", "actor", "side"),
    "state": ("state",),
    "source": ("source", "speaker"),
    "url": ("url", "link"),
}  # fmt: skip
"""Names by which a control table's columns are known, best first; our own ``control.csv`` among them."""

_TAGS: Mapping[str, tuple[str, ...]] = {
    "unit": ("#loc+name", "#adm4+name", "#adm3+name", "#adm2+name", "#adm1+name", "#loc", "#adm3", "#adm2", "#adm1"),
    "date": ("#date+start", "#date+occurred", "#date"),
    "holder": ("#status+control", "#group+holder", "#org+holder", "#actor+holder", "#group", "#actor", "#org", "#status"),
    "source": ("#meta+source",),
    "url": ("#meta+url",),
}  # fmt: skip
_REPEAT_DAYS = 30
_NOBODY = frozenset({"", "unknown", "none", "n/a", "na", "no data", "-"})
_CONTESTED = frozenset({"contested", "disputed", "mixed", "both"})


class Changes:
    """Which rows of a daily map are news: the first of a unit, a change, a month since the last, or a day before it.

    So a table with the newest day first keeps since when a unit was held, at the price of every row.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[date, str]] = {}

    def new(self, unit: str, day: str, status: str) -> bool:
        """Tell whether this row says something that the unit's last one did not."""
        at = date.fromisoformat(day)
        last = self._last.get(unit)
        if last and last[1] == status and 0 <= (at - last[0]).days < _REPEAT_DAYS:
            return False
        self._last[unit] = (at, status)
        return True


class Control:
    """A control table as a map of its own: the file's name, or ``--outlet``, is its outlet."""

    outlet = ""
    required = frozenset({"unit", "date", "holder"})

    def __init__(self, columns: tuple[str, ...], tags: Mapping[str, str]) -> None:
        self.columns = columns_of(columns, tags)
        self._changes = Changes()

    def sayings(self, row: Row) -> Iterator[Saying]:
        """Yield a claim where the row is news; rows without a holder say nothing."""
        cell = {name: row.get(column, "") for name, column in self.columns.items()}
        if not cell["unit"]:
            raise Unreadable(f"{self.columns['unit']} is empty: which place is meant?")
        day = iso_day(cell["date"], self.columns["date"])
        holder, parent, state = cell["holder"], cell.get("parent", ""), cell.get("state", "")
        if self.columns.get("parent") == "state" and parent.lower() in STATES:
            parent, state = "", parent  # of control, not of a federation
        if state.lower() == "contested" or holder.lower() in _CONTESTED:
            holder = "contested"
        if holder.lower() in _NOBODY or not self._changes.new(f"{cell['unit']}\x1f{parent}", day, holder):
            return
        contested = holder == "contested"
        yield Saying(
            id=f"{cell['unit']}/{parent}/{day}",
            day=day,
            relation="contests" if contested else "holds",
            actor=None if contested else holder,
            place=Place(name=cell["unit"], within=parent or None),
            speaker=(cell["source"],) if cell.get("source") else (),
            url=cell.get("url") or None,
            label="map",
        )


def columns_of(columns: tuple[str, ...], tags: Mapping[str, str]) -> dict[str, str]:
    """Find which column is which, by HXL tag first, else by name."""
    found: dict[str, str] = {}
    for meaning, wanted in _TAGS.items():
        for tag in wanted:
            match = next((column for column, has in tags.items() if _carries(has, tag)), None)
            if match:
                found[meaning] = match
                break
    if "unit" in found:
        coarser = ("#adm2+name", "#adm1+name", "#adm2", "#adm1", "#country+name", "#country")
        parents = [
            c for tag in coarser for c, has in tags.items() if _carries(has, tag) and c != found["unit"]
        ]
        if parents:
            found["parent"] = parents[0]
    for meaning, names in NAMES.items():
        free = [name for name in names if name in columns and name not in found.values()]
        if free:
            found.setdefault(meaning, free[0])
    return found


def _carries(tag: str, wanted: str) -> bool:
    """Tell whether an HXL tag has the wanted hashtag and at least its attributes; a code is no name."""
    name, *attributes = tag.split("+")
    want, *needed = wanted.split("+")
    return name == want and set(needed) <= set(attributes) and "code" not in attributes
