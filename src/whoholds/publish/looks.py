"""What a unit looks like on a day: state, holder, and between whom it is fought over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whoholds.model import State
from whoholds.publish.edition import NO_STATE, STATES, Edition, Series

_BETWEEN = [STATES.index("contested"), STATES.index("disputed")]


@dataclass(frozen=True, kw_only=True, order=True)
class Look:
    """One appearance: ``holder`` where one holds, ``between`` where two are at odds.

    These two are the likeliest of those that some report of the place names, then of all others: a party that
    nobody speaks of there keeps a little probability, and must not seem to be what reports disagree about.
    """

    state: State | str
    holder: str = ""
    between: tuple[str, ...] = ()


def looks(
    edition: Edition, series: Series, days: slice = slice(None)
) -> tuple[list[Look], npt.NDArray[np.int32]]:
    """Every look that occurs, sorted, and an index into them of shape (units, days)."""
    state, holder = series.state[:, days], series.holder[:, days]
    actors = series.posteriors.states[:-1]
    size = len(actors) + 1
    code = (state.astype(np.int32) * size + np.minimum(holder + 1, size - 1)) * size * size
    if len(actors) > 1:
        rows, cols = np.nonzero(np.isin(state, _BETWEEN))
        p = series.posteriors.p[:, days][rows, cols, :-1] + edition.spoken_of(actors)[rows]
        top = np.sort(np.argsort(-p, axis=1, kind="stable")[:, :2], axis=1) + 1
        code[rows, cols] += top[:, 0] * size + top[:, 1]
    found, index = np.unique(code, return_inverse=True)
    made = [_look(int(c), size, actors) for c in found]
    order = sorted(range(len(made)), key=made.__getitem__)
    place = np.empty(len(made), np.int32)
    place[order] = np.arange(len(made))
    return [made[k] for k in order], place[index.reshape(code.shape)]


def _look(code: int, size: int, actors: tuple[str, ...]) -> Look:
    rest, second = divmod(code, size)
    rest, first = divmod(rest, size)
    state, holder = divmod(rest, size)
    between = (actors[first - 1], actors[second - 1]) if second else ()
    name = STATES[state] if state != NO_STATE else ""
    return Look(state=name, holder=actors[holder - 1] if holder else "", between=between)


_SILENT = {"majority": "No majority", "seat": "No recent report or majority"}
"""What *unknown* means of units that are rolled up: a seat's is its own, without a seat it takes a majority."""


def label_of(edition: Edition, look: Look) -> str:
    """Words of a legend line."""
    names = {a.id: a.name for a in edition.actors}
    if look.state == "held":
        return names.get(look.holder, look.holder)
    if look.state == "unconfirmed":
        return f"{names.get(look.holder, look.holder)}, unconfirmed"
    silent = _SILENT.get(edition.rolled or "", "No recent report")
    words = {"contested": "Contested", "disputed": "Reports disagree", "unknown": silent}
    return words.get(look.state, "Shares only")


def legend_order(edition: Edition, look: Look) -> tuple[int, int]:
    """Sort key of a legend line: by holder in the edition's order, then by state."""
    order = [a.id for a in edition.actors]
    return order.index(look.holder) if look.holder in order else len(order), [*STATES, ""].index(look.state)
