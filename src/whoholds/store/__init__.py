"""The ledger: append-only, three clocks."""

from whoholds.store.integrity import Verification
from whoholds.store.ledger import Ledger

__all__ = ["Ledger", "Verification"]
