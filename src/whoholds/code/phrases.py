"""Runs of name words, and small questions about tokens that places and actors both ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whoholds.code.kept import kept
from whoholds.code.lexicon import english

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAMELIKE = re.compile(r"^(?:[A-Za-z]{1,4}[-–])*[A-ZÀ-Þ]")
_ORDINAL = re.compile(r"^\d+(?:st|nd|rd|th)$")
_PARTICLES = english().words.particles
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
ACTOR_HEADS = english().words.actor_heads
COMPASS = english().words.compass
COMPASS_NOUNS = english().words.compass_nouns


@dataclass(frozen=True)
class Run:
    """Name words in a row: tokens ``start`` to ``end`` (exclusive)."""

    start: int
    end: int

    @property
    def head(self) -> int:
        """Last token."""
        return self.end - 1


def is_name_word(token: Token) -> bool:
    """Whether the token is written like a name, and is no month, weekday or sentence opener."""
    text = token.text
    lower = token.lower_
    words = english().words
    if (
        not _NAMELIKE.match(text)
        or lower in words.days
        or (lower in words.months and lower not in {"mar", "may"})
    ):
        return False
    if lower in {"may", "mar"} and _near_number(token):
        return False
    if "-" in text and text[0].islower():
        return True
    if text == "I" or token.tag_ in {"PRP", "PRP$", "DT", "WDT", "WP", "WRB", "EX"}:
        return False
    if starts(token) and not (len(text) > 1 and text.isupper()):
        if token.tag_ in {"NNP", "NNPS"}:
            return lower not in words.actor_kinds
        if text in english().adjectives:
            return True
        following = token.nbor() if token.i + 1 < len(token.doc) else None
        return token.tag_ in {"NN", "FW"} and following is not None and bool(_NAMELIKE.match(following.text))
    return True


def _near_number(token: Token) -> bool:
    doc = token.doc
    return any(0 <= k < len(doc) and doc[k].like_num for k in (token.i - 1, token.i + 1))


def starts(token: Token) -> bool:
    """Whether it is the first word of a sentence or of a quote in it."""
    i = token.i
    while (
        i > 0
        and token.doc[i - 1].is_punct
        and token.doc[i - 1].text in {'"', "'", "(", "[", "-", "–", "—", ":", "…", "..."}
    ):
        i -= 1
        if token.doc[i].text in {'"', ":"}:
            return True
    return i == 0


@kept
def runs(doc: Doc) -> tuple[Run, ...]:
    """Maximal runs of name words, from left to right.

    Numbers inside ("Base 46"), ordinals before ("4th Division") and particles between belong to them.
    """
    found, i, n = [], 0, len(doc)
    while i < n:
        if not is_name_word(doc[i]) and not (
            _ORDINAL.match(doc[i].text) and i + 1 < n and is_name_word(doc[i + 1])
        ):
            i += 1
            continue
        j = i + 1
        while j < n:
            if is_name_word(doc[j]) or (doc[j].tag_ == "CD" and doc[j].text.isdigit() and _numbered(doc, j)):
                j += 1
            elif (
                (
                    doc[j].lower_ in _PARTICLES
                    and j + 1 < n
                    and is_name_word(doc[j + 1])
                    and doc[j].tag_ != "IN"
                )
                or (doc[j].text in {"-", "–"} and j + 1 < n and is_name_word(doc[j + 1]) and _tight(doc, j))
                or (doc[j].text == "No" and j + 1 < n and doc[j + 1].like_num)
            ):
                j += 2
            elif doc[j].text == "'" and doc[j - 1].idx + len(doc[j - 1]) == doc[j].idx and _opens(doc, j):
                j += 1
            else:
                break
        found.append(Run(i, j))
        i = j
    return tuple(found)


def _opens(doc: Doc, j: int) -> bool:
    """Whether an apostrophe closes a name ("Mare'"), not a quotation."""
    return not any(t.text == "'" for t in doc[:j]) and not doc[j - 1].text.endswith("s")


def _numbered(doc: Doc, j: int) -> bool:
    return len(doc[j].text) <= 3 and (j + 1 >= len(doc) or doc[j + 1].lower_ not in english().words.months)


def _tight(doc: Doc, j: int) -> bool:
    return not doc[j].whitespace_ and not doc[j - 1].whitespace_


def lemma(token: Token) -> str:
    """Lower-case lemma of a noun; the tagger's slips on plurals are mended."""
    if token.tag_ in {"NNS", "NNP", "NNPS"} and token.lower_.removesuffix("s") in english().words.place_kinds:
        return token.lower_.removesuffix("s")  # "bases" is no basis
    return str(token.lemma_).lower()


def plural(token: Token) -> bool:
    """Whether it is a plural noun."""
    return token.tag_ in {"NNS", "NNPS"}


def text(doc: Doc, start: int, end: int) -> str:
    """Words from ``start`` to ``end``, without a determiner in front or a possessive behind."""
    while start < end and (doc[start].tag_ in {"DT", "PDT", "PRP$"} or doc[start].is_punct):
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].text in {",", ".", '"', "("}):
        end -= 1
    return str(doc[start:end].text)
