"""ACLED exports: battles and territorial sub-events.

Columns as in ACLED's public documentation (export and API). ``actor1`` and ``actor2`` carry no direction
in a battle, so for a transfer the kind of actor decides who gained.
"""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.errors import Unreadable
from whoholds.model import Place, Relation
from whoholds.read.datasets.rows import Row
from whoholds.read.datasets.saying import Saying, iso_day, number, several

_RELATIONS: dict[str, Relation] = {
    "armed clash": "contests",
    "government regains territory": "gains",
    "non-state actor overtakes territory": "gains",
    "non-violent transfer of territory": "gains",
    "headquarters or base established": "holds",
}
_STATE = ("military forces of", "police forces of", "government of")


class Acled:
    """One claim for each event of control; other events are read, without a claim."""

    outlet = "ACLED"
    required = frozenset({"event_date", "event_type", "sub_event_type", "actor1", "location"})

    def sayings(self, row: Row) -> Iterator[Saying]:
        """Yield what the row says. Raises :class:`Unreadable` where a needed cell is missing or wrong."""
        kind = row["sub_event_type"]
        relation = _RELATIONS.get(kind.lower())
        actor, against = _sides(row, kind.lower()) if relation else (None, None)
        day = iso_day(row["event_date"], "event_date")
        if row.get("time_precision") and number(row["time_precision"], "time_precision") > 1:
            day = day[:7]  # a week or a month is known, not the day
        yield Saying(
            id=row.get("event_id_cnty") or row.get("data_id") or f"{day}/{row['location']}/{row['actor1']}",
            day=day,
            relation=relation,
            place=_place(row, kind.lower()),
            actor=actor,
            against=against,
            speaker=several(row.get("source", "")),
            published=_uploaded(row),
            label=kind,
        )


def _sides(row: Row, kind: str) -> tuple[str | None, str | None]:
    """Who gained or fights, and against whom."""
    one, other = row["actor1"] or None, row.get("actor2") or None
    if one is None:
        raise Unreadable("actor1 is empty")
    if kind not in {"government regains territory", "non-state actor overtakes territory"}:
        return one, other
    state = [
        _is_state(row.get("inter1", ""), one),
        other is not None and _is_state(row.get("inter2", ""), other),
    ]
    if state[0] == state[1] and other is not None:
        raise Unreadable(
            f"{kind}: which of {one!r} and {other!r} is the state's? inter1 and inter2 do not tell"
        )
    gainer_is_state = kind.startswith("government")
    return (one, other) if state[0] == gainer_is_state else (other, one)


def _is_state(inter: str, name: str) -> bool:
    if inter:
        return inter.lower() in {"1", "state forces"}
    return name.lower().startswith(_STATE)


def _place(row: Row, kind: str) -> Place:
    within = [row.get(column) for column in ("admin2", "admin1", "country")]
    name = row["location"]
    if not name:
        raise Unreadable("location is empty")
    larger = next((part for part in within if part and part != name), None)
    vague = row.get("geo_precision") == "3"  # only the region is known, and its capital stands for it
    region = row.get("admin1")
    if vague and region:
        return Place(name=region, kind="province", within=row.get("country"), extent="part")
    return Place(name=name, within=larger, extent="part" if kind.startswith("headquarters") else "whole")


def _uploaded(row: Row) -> str | None:
    """When ACLED published the row: its Unix timestamp, as a day."""
    from datetime import UTC, datetime

    stamp = row.get("timestamp", "")
    return (
        datetime.fromtimestamp(int(stamp), UTC).date().isoformat()
        if stamp.isdecimal() and len(stamp) < 12
        else None
    )
