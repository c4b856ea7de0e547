"""Which agencies a report credits: "KABUL, Aug 15 (Reuters) -", "AP contributed to this report"."""

from __future__ import annotations

import re

_NAME = r"(?P<name>[A-Z][\w.&'-]*(?: (?:of |and |the )?[A-Z][\w.&'-]*){0,3})"
_OPENING = re.compile(rf"\A.{{0,80}}?\({_NAME}\)\s*[-–—:]")
_ENDING = re.compile(rf"(?:\(|[-–—]\s*){_NAME}\)?\.?\s*\Z")
_LINES = (
    re.compile(rf"{_NAME} (?:has |have )?contributed (?:to this (?:report|story|article)|reporting)"),
    re.compile(
        rf"(?:[Ww]ith (?:reporting|material|additional reporting) (?:by|from)|[Ss]ource:|[Cc]redit:) {_NAME}"
    ),
)


def credits_of(text: str) -> frozenset[str]:
    """Agencies that the text names as its origin, lower case."""
    found = [_OPENING.match(text[:120]), _ENDING.search(text[-60:].rstrip())]
    found += [match for line in _LINES for match in line.finditer(text[-400:])]
    return frozenset(match["name"].lower().strip() for match in found if match)
