"""What an editor may say of a claim: :func:`field_change`, :func:`amended`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, get_args

from whoholds.errors import ConfigError
from whoholds.model import Claim, Extent, Modality, Polarity, Quantifier, Relation, iso_days

UNIT = "unit"
"""The field that names the unit itself; it is no part of the claim as read."""


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


_FIELDS: Mapping[str, Callable[[str], Any]] = {
    "relation": _one_of(get_args(Relation)),
    "modality": _one_of(get_args(Modality)),
    "polarity": _one_of(get_args(Polarity)),
    "actor": _text,
    "against": _text,
    "start": _day,
    "end": _day,
    "place.name": _text,
    "place.kind": _text,
    "place.within": _text,
    "place.quantifier": _one_of(get_args(Quantifier)),
    "place.extent": _one_of(get_args(Extent)),
    "place.n": _count,
    "place.of": _count,
    UNIT: str,
}


def field_change(text: str) -> tuple[str, str]:
    """``field=value`` as a pair; raises :class:`ConfigError` for an unknown field or a wrong value."""
    name, sign, value = text.partition("=")
    if not sign:
        raise ConfigError(f"--set {text}: write field=value")
    if name not in _FIELDS:
        raise ConfigError(f"--set {text}: no field {name!r}; known: {', '.join(sorted(_FIELDS))}")
    try:
        _FIELDS[name](value)
    except ValueError as error:
        raise ConfigError(f"--set {text}: {error}") from error
    return name, value


def amended(claim: Claim, fields: Iterable[tuple[str, str]]) -> Claim:
    """The claim with an editor's changes."""
    values: dict[str, Any] = {name: _FIELDS[name](value) for name, value in fields if name != UNIT}
    of_place = {n.removeprefix("place."): v for n, v in values.items() if n.startswith("place.")}
    own = {n: v for n, v in values.items() if not n.startswith("place.")}
    return replace(claim, place=replace(claim.place, **of_place), **own)
