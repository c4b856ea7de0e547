"""Documents to claims: who says that which party holds, gains, loses or contests which place."""

from whoholds.code.coder import Coder, Coding, record
from whoholds.code.registry import Actor, Actors, Proposal

__all__ = ["Actor", "Actors", "Coder", "Coding", "Proposal", "record"]
