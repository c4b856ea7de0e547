"""Text without labels, for a small network to learn on what a large one says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from scorer_training.gold import Example
from whoholds.code.lexicon import english
from whoholds.code.parse import Parser
from whoholds.code.readings import readings
from whoholds.model import Document
from whoholds.read import Defaults, read

LONGEST = 90
"""Tokens of a sentence above which it is left out, like those of fewer than five."""


def unlabelled(folder: Path, without: Sequence[Example]) -> list[Example]:
    """Sentences of a folder's articles that pass the gate, less those of ``without``."""
    known = {letters(e.reading.text) for e in without}
    documents = [d for d in read(folder, Defaults()) if isinstance(d, Document)]
    found = []
    for article in Parser(english().gate).articles(documents):
        own = [s for s in article.sentences if s.gated and not s.context and 5 <= len(s.doc) <= LONGEST]
        for reading in readings(article, own):
            if letters(reading.text) not in known:
                found.append(
                    Example(part="unlabelled", group=article.document.title, document=article.document.name, reading=reading, claims=(), gated=True)
                )  # fmt: skip
    return found


def letters(text: str) -> str:
    """Text without spaces and marks: what two copies of a sentence have in common."""
    return re.sub(r"\W+", "", text)
