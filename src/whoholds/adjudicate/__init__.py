"""Testimonies to probabilities of who holds what: pure functions on arrays, no input or output.

``adjudicate`` sees all that is known, or on each day only what was; ``published`` says what a map dares to say of it; ``carriers``, ``influences`` and ``deltas`` say which claims carry it;
``readjudicate`` re-runs single units.
"""

from whoholds.adjudicate.explain import Deltas, carriers, deltas, influences
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.smooth import adjudicate, readjudicate
from whoholds.adjudicate.states import published

__all__ = [
    "Deltas",
    "Parameters",
    "adjudicate",
    "carriers",
    "deltas",
    "influences",
    "published",
    "readjudicate",
]
