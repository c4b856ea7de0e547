"""Documents to claims: who says that which party holds, gains, loses or contests which place."""

from whoholds.code.coder import Coder, Coding, default_threshold, record
from whoholds.code.listed import Actor
from whoholds.code.parallel import code_all
from whoholds.code.registry import Actors

__all__ = ["Actor", "Actors", "Coder", "Coding", "code_all", "default_threshold", "record"]
