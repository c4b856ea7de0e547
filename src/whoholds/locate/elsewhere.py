"""Places in other countries: enough to see that a name is none of ours."""

from __future__ import annotations

import math
from functools import cache

from . import countries, layers
from .spelling import fold


@cache
def _cities() -> dict[str, dict[str, int]]:
    """Folded name of a large city -> country -> inhabitants."""
    found: dict[str, dict[str, int]] = {}
    for row in layers.cities():
        for key in row["folded"]:
            known = found.setdefault(key, {})
            known[row["country"]] = max(known.get(row["country"], 0), row["population"])
    return found


@cache
def _countries() -> dict[str, str]:
    return {fold(name): iso3 for name, iso3 in countries.names().items() if len(name) > 3}


class Elsewhere:
    """Names of countries and large cities, seen from one country."""

    def __init__(self, country: str) -> None:
        self.country = country

    def knows(self, name: str) -> bool:
        """True where the name is another country or a large city there."""
        return self.weight(name) is not None

    def weight(self, name: str) -> float | None:
        """How strongly the name speaks of a place abroad (log weight), ``None`` where it does not."""
        key = fold(name)
        nation = _countries().get(key)
        if nation is not None:
            return 3.0 if nation != self.country else None
        others = {c: n for c, n in _cities().get(key, {}).items() if c != self.country}
        if not others:
            return None
        return 0.35 * math.log10(max(others.values()) / 1000) - 1.5
