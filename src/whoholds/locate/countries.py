"""Countries by any name: *Syria*, *SYR*, *SY*, *Syrian Arab Republic*, *Burma*."""

from __future__ import annotations

from functools import cache

from whoholds.errors import UnknownUnit

from .layers import table
from .spelling import fold, plain


@cache
def names() -> dict[str, str]:
    """Plain name (lower-case ASCII words) to ISO3, aliases and adjectives included."""
    known = {}
    for row in table("countries.csv"):
        for name in (row["name"], row["iso3"], row["iso2"]):
            known[plain(name)] = row["iso3"]
    for row in table("aliases/countries.csv"):
        known[plain(row["alias"])] = row["country"]
    return known


@cache
def titles() -> dict[str, str]:
    """ISO3 to the country's English name."""
    return {row["iso3"]: row["name"] for row in table("countries.csv")}


def code(country: str) -> str:
    """ISO3 of a country however it is called; :class:`UnknownUnit` with the nearest names otherwise."""
    key = plain(country)
    known = names()
    if key in known:
        return known[key]
    from rapidfuzz.process import extract

    folded = {fold(n): n for n in titles().values()}
    near = ", ".join(f"{folded[k]}" for k, _, _ in extract(fold(country), list(folded), limit=3))
    raise UnknownUnit(f"no country {country!r}; give a name or an ISO code, e.g. AFG (nearest: {near})")
