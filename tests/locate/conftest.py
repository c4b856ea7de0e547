"""Frames and resolvers of a few countries, loaded once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from whoholds.locate.resolve import Resolver
from whoholds.locate.units import Frame
from whoholds.model import Claim, Document, Place, Placement


@cache
def _frame(country: str, level: str | None = None) -> Frame:
    return Frame.load(country, level)


@cache
def _resolver(country: str, level: str | None = None) -> Resolver:
    return Resolver(_frame(country, level), actors_to_mask=("Taliban", "Islamic State"))


@pytest.fixture(scope="session")
def frame() -> Callable[..., Frame]:
    return _frame


@pytest.fixture(scope="session")
def resolver() -> Callable[..., Resolver]:
    return _resolver


@pytest.fixture
def placed() -> Callable[..., tuple[Placement, ...]]:
    """``placed("AFG", "sentence", name=...)``: the placements of a claim with that place."""

    def place(
        country: str,
        text: str = "",
        *,
        title: str | None = None,
        before: str = "",
        at: int = 0,
        **fields: Any,
    ) -> tuple[Placement, ...]:
        document = Document(name=text, text=text, title=title, before=before)
        claim = Claim(
            document=document.id, relation="gains", actor="X", place=Place(**fields),
            quote=text, sentence=text, span=(at, len(text)),
        )  # fmt: skip
        return _resolver(country).place(claim, document)

    return place
