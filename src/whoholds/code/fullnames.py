"""Full names of parties: "the army" is the nearest "Syrian Arab Army" that the article names before it."""

from __future__ import annotations

import re
from functools import cache

from whoholds.code.lexicon import english
from whoholds.code.parse import Article, Sentence

_OPENERS = frozenset(
    {"the", "a", "an", "no", "but", "and", "on", "in", "after", "when", "if", "as", "while", "by"}
)

_NATIONAL = frozenset({"army", "military", "navy"})
_OF_A_STATE = frozenset({"national", "arab", "royal", "federal", "regular"})


def full_name(article: Article, sentence: Sentence, name: str | None) -> str | None:
    """Return the nearest longer name before the sentence's end that ends in the same party word, else the name.

    Only for a name that is one party word alone ("army", "the council"); "rebels" stays "rebels" where the article
    names no "X rebels". "The army" is a nation's: the "Malian army", never the "Free Northern Army"; and "Mali's army" only
    says whose it is.
    """
    if name is None:
        return None
    name = re.sub(r"^no ", "", name, flags=re.I)  # that "no soldiers were left" denies that soldiers hold it
    name = _without_date(name)
    words = [w for w in name.split() if w.lower() not in _OPENERS | {"our", "its", "their"}]
    if len(words) != 1 or words[0].lower() not in english().words.actor_kinds:
        return name
    pattern = _pattern(words[0].lower())
    for earlier in reversed(article.sentences[: sentence.index + 1]):
        found = [m[1] for m in pattern.finditer(earlier.text) if not earlier.title]
        names = [n.split() for n in map(_without_opener, found)]
        whole = [
            " ".join(n) for n in names if len(n) > 1 and not _says_whose(n) and _may_be(words[0], n[:-1])
        ]
        if whole:
            return whole[-1]
    return name


def _says_whose(name: list[str]) -> bool:
    """Whether the words only say whose something is: "Mali's army"; "Lord's Resistance Army" is a name."""
    return name[-1].islower() and name[-2].endswith(("'s", "s'"))


def _may_be(short: str, before: list[str]) -> bool:
    """Whether a short name can mean the one with these words before it."""
    if short.lower() not in _NATIONAL:
        return True
    words = english()
    whose = [w.removesuffix("'s") for w in before if w.lower() not in _OF_A_STATE]
    nation = " ".join(whose)
    return nation in words.countries or words.adjectives.get(nation) in words.countries.values()


@cache
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b((?:[A-Z][\w'-]*[ ]){{1,6}}(?i:{re.escape(word)}))\b")


def _without_opener(name: str) -> str:
    words = name.split()
    while words and words[0].lower() in _OPENERS:
        words = words[1:]
    return _without_date(" ".join(words))


def _without_date(name: str) -> str:
    """A name without the day or month before it: "in *August* rebels came"; "March 23 Movement" is whole."""
    first, _, rest = name.partition(" ")
    told = first.lower() in english().words.months | english().words.days
    return rest if told and rest[:1].islower() else name
