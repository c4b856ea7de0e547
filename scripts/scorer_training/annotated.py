"""Sentences of the unlabelled articles that an annotator has read: names and positions are kept here, the text is not.

``annotations.jsonl`` has one sentence a line: the hash of its letters, and its claims with the short keys of
``reports/README.md``, but for ``q``, which is where the quote begins and ends in the cleaned sentence. Who says it is
not kept: the network does not learn it, and some who speak are private.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from scorer_training.gold import Example
from scorer_training.unlabelled import letters
from scorer_training.written import claim

FILE = Path(__file__).parent / "annotations.jsonl"


def annotated(found: Iterable[Example], file: Path = FILE) -> list[Example]:
    """Those of ``found`` that have been read, with their claims, in their order."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    read = {row["sentence"]: row["claims"] for row in rows}
    told = []
    for example in found:
        lines = read.get(key(example.reading.text))
        if lines is not None:
            text = example.reading.text
            claims = tuple(claim({**line, "q": text[slice(*line["q"])]}) for line in lines)
            told.append(replace(example, part="annotated", claims=claims))
    return told


def key(text: str) -> str:
    """Name of a sentence, whatever its spaces and marks."""
    return hashlib.sha256(letters(text).encode()).hexdigest()[:16]
