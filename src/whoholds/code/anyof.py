"""A regular expression for one of many words, as fast as for one of few: words that begin alike share their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable

Tree = dict[str, "Tree"]
END = ""
"""Key that says that a word may end here."""


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches each of the words, and nothing else.

    >>> any_of(["hold", "held", "holds"])
    'h(?:eld|old(?:s)?)'
    """
    tree: Tree = {}
    for word in words:
        at = tree
        for letter in word:
            at = at.setdefault(letter, {})
        at[END] = {}
    return _pattern(tree)


def _pattern(tree: Tree) -> str:
    ways = [re.escape(letter) + _pattern(below) for letter, below in sorted(tree.items()) if letter != END]
    if len(ways) == 1 and END not in tree:
        return ways[0]
    return f"(?:{'|'.join(ways)})" + "?" * (END in tree) if ways else ""
