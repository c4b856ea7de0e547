"""What an editor may say of a claim or a statement: :func:`field_change`, :func:`amended`, :func:`refuse_nonsense`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar, get_args

from whoholds.errors import ConfigError
from whoholds.model import (
    Alignment,
    Claim,
    Demand,
    Extent,
    Modality,
    Polarity,
    Qualifier,
    Quantifier,
    Relation,
    Side,
    Stance,
    Statement,
    Strength,
    iso_days,
)

UNIT = "unit"
"""The field that names the unit itself; it is no part of the claim as read. A strength's unit is what it counts."""


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in words:
            raise ValueError(f"{value!r} is none of {', '.join(words)}")
        return value

    return read


def _text(value: str) -> str | None:
    return value or None


def _day(value: str) -> str | None:
    iso_days(value)
    return value or None


def _count(value: str) -> int | None:
    return int(value) if value else None


_SHARED: Mapping[str, Callable[[str], Any]] = {
    "modality": _one_of(get_args(Modality)),
    "polarity": _one_of(get_args(Polarity)),
    "actor": _text,
    "start": _day,
    "end": _day,
}
_CLAIM: Mapping[str, Callable[[str], Any]] = {
    "relation": _one_of(get_args(Relation)),
    "against": _text,
    "place.name": _text,
    "place.kind": _text,
    "place.within": _text,
    "place.quantifier": _one_of(get_args(Quantifier)),
    "place.extent": _one_of(get_args(Extent)),
    "place.n": _count,
    "place.of": _count,
    UNIT: str,
}


_FIELDS: Mapping[type, Mapping[str, Callable[[str], Any]]] = {
    Claim: {**_CLAIM, **_SHARED},
    Strength: {"low": _count, "high": _count, "unit": str, "qualifier": _one_of(get_args(Qualifier)), **_SHARED},
    Alignment: {"kind": _one_of(get_args(Side)), "other": _text, "role": _text, **_SHARED},
    Stance: {"kind": _one_of(get_args(Demand)), "topic": str, **_SHARED},
}  # fmt: skip
"""What may be amended, by kind of claim."""


def field_change(text: str, of: type[Claim | Statement] = Claim) -> tuple[str, str]:
    """``field=value`` as a pair; raises :class:`ConfigError` for an unknown field or a wrong value."""
    name, sign, value = text.partition("=")
    fields = _FIELDS[of]
    if not sign:
        raise ConfigError(f"--set {text}: write field=value")
    if name not in fields:
        raise ConfigError(f"--set {text}: no field {name!r}; known: {', '.join(sorted(fields))}")
    try:
        fields[name](value)
    except ValueError as error:
        raise ConfigError(f"--set {text}: {error}") from error
    return name, value


Judged = TypeVar("Judged", Claim, Strength, Alignment, Stance)


def amended(claim: Judged, fields: Iterable[tuple[str, str]]) -> Judged:
    """The claim, or the statement, with an editor's changes."""
    known = _FIELDS[type(claim)]
    said = [pair for pair in fields if not (isinstance(claim, Claim) and pair[0] == UNIT)]
    values: dict[str, Any] = {name: known[name](value) for name, value in said}
    of_place = {n.removeprefix("place."): v for n, v in values.items() if n.startswith("place.")}
    own = {n: v for n, v in values.items() if not n.startswith("place.")}
    if isinstance(claim, Claim):
        own["place"] = replace(claim.place, **of_place)
    return replace(claim, **own)


def refuse_nonsense(said: Claim | Statement) -> None:
    """Raise :class:`ConfigError` for what no report can mean, however it was amended."""
    start, end = iso_days(said.start), iso_days(said.end)
    if start and end and end[1] < start[0]:
        raise ConfigError(f"it would end on {said.end}, before it starts on {said.start}")
    if isinstance(said, Strength):
        if said.low is None and said.high is None:
            raise ConfigError("a strength needs a number: low, high or both")
        if said.low is not None and said.high is not None and said.high < said.low:
            raise ConfigError(f"high = {said.high} is less than low = {said.low}")
