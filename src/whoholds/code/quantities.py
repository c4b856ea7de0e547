"""Numbers as reports write them: "about 2,000", "between 300 and 400", "several hundred", "no more than 20"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from whoholds.model import Qualifier, Span

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: n for n, word in enumerate(_ONES)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = {
    "dozens": (24, 90), "scores": (40, 90), "hundreds": (200, 900), "thousands": (2000, 9000),
    "tens of thousands": (20_000, 90_000), "hundreds of thousands": (200_000, 900_000),
}  # fmt: skip
"""Plurals of a scale: two to nine of it."""

_NAMES = "|".join(sorted((w for w in _WORDS if w not in ("zero", "one")), key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_NUMBER = (
    rf"(?:(?:tens|hundreds) of thousands|hundreds|thousands|dozens|scores"
    rf"|(?:several|a few|few|a couple of|half a|some|a|one) (?:{_SCALE})(?! and\b)"
    rf"|(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?: (?:{_SCALE}))?(?!\d|[%:/]|[.,]\d|st\b|nd\b|rd\b|th\b)"
    rf"|(?:{_NAMES})(?:[ -](?:{_NAMES}|one))?(?: (?:{_SCALE}))*)"
)
_LEAST = r"at least|more than|over|upwards of|no fewer than|no less than|not less than|above|in excess of"
_MOST = r"at most|up to|as many as|no more than|not more than|fewer than|less than|under|below|at the most"
_ABOUT = (
    r"about|around|roughly|approximately|some|nearly|almost|close to|an estimated|perhaps|possibly|probably|maybe|"
    r"just over|just under|an average of"
)
_QUANTITY = re.compile(
    rf"\b(?:(?P<between>between|from)\s+)?(?:(?P<most>{_MOST})\s+|(?P<least>{_LEAST})\s+)?(?:(?P<about>{_ABOUT})\s+)?"
    rf"(?:another\s+|only\s+|a total of\s+|the\s+)?(?P<low>{_NUMBER})"
    rf"(?:\s*(?:and|to|-|–|or)\s*(?P<high>{_NUMBER}))?(?P<more>\s+or (?:more|so))?(?![\w])",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number in a text: its bounds, its qualifier, and whether a word beside it leaves it open ("perhaps")."""

    span: Span
    low: int | None
    high: int | None
    qualifier: Qualifier
    unsure: bool = False


def quantities(text: str) -> Iterator[Quantity]:
    """All numbers of a text that could count something, by position.

    >>> [(q.low, q.high, q.qualifier) for q in quantities("between 300 and 400 men, nearly two thousand in all")]
    [(300, 400, 'between'), (2000, 2000, 'about')]
    """
    for match in _QUANTITY.finditer(text):
        low, high = _value(match["low"]), _value(match["high"]) if match["high"] else None
        if _is_date(text, match) or low is None:
            continue
        yield _bounded(match, low, high)


def _bounded(match: re.Match[str], low: tuple[int, int], high: tuple[int, int] | None) -> Quantity:
    span, unsure = (
        match.span(),
        (match["about"] or "").lower() in ("perhaps", "possibly", "probably", "maybe"),
    )
    first, last = low
    qualifier: Qualifier = "about" if match["about"] or first != last else ""
    if high is not None:
        scale = (
            high[1] >= 1000 and first < 1000 and first * 1000 <= high[1] and match["low"][-3:] not in ("000",)
        )
        first = first * 1000 if scale and "thousand" in (match["high"] or "") else first
        return Quantity(span=span, low=first, high=high[1], qualifier="between", unsure=unsure)
    if match["most"]:
        return Quantity(span=span, low=None, high=last, qualifier="at most", unsure=unsure)
    if match["least"] or (match["more"] or "").endswith("more"):
        return Quantity(span=span, low=first, high=None, qualifier="at least", unsure=unsure)
    if match["more"]:
        qualifier = "about"
    return Quantity(span=span, low=first, high=last, qualifier=qualifier, unsure=unsure)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """A year, a day of a month, money, a share, or part of a name."""
    after, before = (
        text[match.end() : match.end() + 12],
        text[max(0, match.start("low") - 8) : match.start("low")],
    )
    if re.match(r"\s*(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|"
                r"Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|\s*(?:per ?cent|%|km|kilomet|mile|met[re]|dollar|pound|euro)", after):  # fmt: skip
        return True
    if re.search(r"[$£€]\s?$|\b(?:No|in|since|until|by|year)\.?\s$", before) and re.fullmatch(
        r"(?:1[89]|20)\d\d", match["low"]
    ):
        return True
    return bool(re.search(r"(?:[$£€]|\w[-–]|\d:)$", before))


def _value(text: str) -> tuple[int, int] | None:
    words = text.lower().replace(",", "").replace("-", " ").split()
    joined = " ".join(words)
    if joined in _VAGUE:
        return _VAGUE[joined]
    scale = 1
    while words and words[-1] in _SCALES:
        scale *= _SCALES[words.pop()]
    rest = " ".join(words)
    if rest in ("several", "a few", "few", "some"):
        return 2 * scale, 9 * scale
    if rest == "half a":
        return scale // 2, scale // 2
    if rest == "a couple of":
        return 2 * scale, 2 * scale
    if rest in ("a", "one", ""):
        return scale, scale
    if re.fullmatch(r"\d+(?:\.\d+)?", rest):
        number = round(float(rest) * scale)
    elif all(w in _WORDS for w in words):
        number = sum(_WORDS[w] for w in words) * scale
    else:
        return None
    return number, number
