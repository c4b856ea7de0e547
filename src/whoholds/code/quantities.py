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
_TIMES = {
    "several": (2, 9), "a few": (2, 9), "few": (2, 9), "some": (2, 9), "a couple of": (2, 2), "half a": (0.5, 0.5),
}  # fmt: skip
_VAGUE = {
    "dozens": (24, 90), "scores": (40, 90), "hundreds": (200, 900), "thousands": (2000, 9000),
    "tens of thousands": (20_000, 90_000), "hundreds of thousands": (200_000, 900_000),
}  # fmt: skip
"""Plurals of a scale: two to nine of it."""

_SCALE = "|".join(_SCALES)
_NAMES = "|".join(sorted((w for w in _WORDS if w != "zero"), key=len, reverse=True))
_TO_99 = rf"(?:{_NAMES})(?:[ -](?:{_NAMES}))?"
_TO_999 = rf"(?:(?:a|{_TO_99}) hundred(?:(?: and)? {_TO_99}(?! hundred\b))?|{_TO_99})"
_SPELLED = rf"(?:(?:a|{_TO_999}) thousand(?:,?(?: and)? {_TO_999}(?! thousand\b))?|(?:a|{_TO_999}) (?:million|dozen)|{_TO_999})"
_NUMBER = (
    rf"(?:(?:tens|hundreds) of thousands|hundreds|thousands|dozens|scores"
    rf"|(?:several|a few|few|a couple of|half a|some) (?:{_SCALE})"
    rf"|(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?: (?:{_SCALE}))?(?!\d|[%:/]|[.,]\d|st\b|nd\b|rd\b|th\b)"
    rf"|(?!one\b(?!(?:-| (?:and )?)(?:{_NAMES}|{_SCALE})\b)){_SPELLED})"
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
    at = 0
    while match := _QUANTITY.search(text, at):
        low, high = _value(match["low"]), _upper(match)
        at = match.end("low") if match["high"] and high is None else match.end()
        if low is not None and not _is_date(text, match):
            yield _bounded(match, low, high)


def _upper(match: re.Match[str]) -> tuple[int, int] | None:
    """Both ends of a range; ``None`` where the second number is another: "2,000 and 3,000", "20, or 5 more".

    The first may leave its scale to the second: "two or three hundred", "2-3,000".
    """
    said = (match["high"] or "").lower()
    high = _value(said) if said else None
    joint = match.string[match.end("low") : match.start("high")]
    if high is None or (joint.strip() == "and" and not match["between"]):
        return None
    scale = next((n for word, n in _SCALES.items() if said.endswith(word)), 1)
    if "," in said and re.fullmatch(r"\d\d?[-–]", match["low"] + joint):
        scale = 1000
    own = any(word in match["low"].lower() for word in _SCALES)
    lows = [low for n in ((1,) if own else (scale, 1)) if (low := _value(match["low"], n))]
    return next(((low, high[1]) for low, _ in lows if low < high[1]), None)


def _bounded(match: re.Match[str], low: tuple[int, int], ends: tuple[int, int] | None) -> Quantity:
    unsure = (match["about"] or "").lower() in ("perhaps", "possibly", "probably", "maybe")
    span = match.start(), match.end("low") if match["high"] and ends is None else match.end()
    first, last = low
    qualifier: Qualifier = "about" if match["about"] or first != last else ""
    if ends is not None:
        return Quantity(span=span, low=ends[0], high=ends[1], qualifier="between", unsure=unsure)
    if match["most"]:
        return Quantity(span=span, low=None, high=last, qualifier="at most", unsure=unsure)
    if match["least"] or (match["more"] or "").endswith("more"):
        return Quantity(span=span, low=first, high=None, qualifier="at least", unsure=unsure)
    if match["more"]:
        qualifier = "about"
    return Quantity(span=span, low=first, high=last, qualifier=qualifier, unsure=unsure)


_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_NO_COUNT = re.compile(
    rf"\s*{_MONTH}|\s*(?:per ?cent|%|km\b|kilomet|miles?\b|met(?:re|er)s?\b|dollar|pound|euro)"
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DATING = re.compile(
    rf"(?:\b(?:No|[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Aa]fter|year)\.?|{_MONTH}(?: \d\d?,?)?)\s$"
)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """A year, a day of a month, money, a share, or part of a name."""
    if _NO_COUNT.match(text, match.end()):
        return True
    before = text[max(0, match.start("low") - 16) : match.start("low")]
    if re.search(r"[$£€]\s?$", before) or (_YEAR.fullmatch(match["low"]) and _DATING.search(before)):
        return True
    return bool(re.search(r"(?:\w[-–]|\d:)$", before))


def _value(text: str, scale: int = 1) -> tuple[int, int] | None:
    """The least and the most that a number means, times ``scale``; ``None`` for what counts nobody."""
    words = text.lower().replace(",", "").replace("-", " ").split()
    joined = " ".join(words)
    if joined in _VAGUE:
        return _VAGUE[joined]
    if words[-1] in _SCALES and (times := _TIMES.get(" ".join(words[:-1]))) is not None:
        return round(times[0] * _SCALES[words[-1]]), round(times[1] * _SCALES[words[-1]])
    if re.fullmatch(r"\d{1,12}(?:\.\d+)?", words[0]):  # what is longer counts nobody
        number = round(float(words[0]) * scale * (_SCALES[words[1]] if len(words) > 1 else 1))
        return number, number
    spelled = _spelled(words)
    return None if spelled is None else (spelled * scale, spelled * scale)


def _spelled(words: list[str]) -> int | None:
    """A number in words: "two thousand five hundred and ten"."""
    total = below = 0
    for word in words:
        if word == "hundred":
            below = (below or 1) * 100
        elif word in _SCALES:
            total, below = total + (below or 1) * _SCALES[word], 0
        elif word in _WORDS:
            below += _WORDS[word]
        elif word not in ("a", "and"):
            return None
    return total + below
