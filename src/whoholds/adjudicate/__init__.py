"""Testimonies to probabilities of who holds what: pure functions on arrays, no input or output.

``adjudicate`` sees all that is known, ``as_known_on_the_day`` only what was; ``published`` says what
a map dares to say of it; ``carriers``, ``influences`` and ``deltas`` say which claims carry it;
``readjudicate`` re-runs single units.
"""

from whoholds.adjudicate.explain import Deltas, carriers, deltas, influences
from whoholds.adjudicate.parameters import Parameters
from whoholds.adjudicate.smooth import adjudicate, as_known_on_the_day, readjudicate
from whoholds.adjudicate.states import published

__all__ = [
    "Deltas",
    "Parameters",
    "adjudicate",
    "as_known_on_the_day",
    "carriers",
    "deltas",
    "influences",
    "published",
    "readjudicate",
]
