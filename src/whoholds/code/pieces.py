"""A reading as the arrays that the scorer's network takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whoholds.code import features
from whoholds.code.readings import SEGMENTS, Reading

LIMITS = {"text": 128, "before": 44, "title": 14}
"""Word pieces of each segment that the scorer sees: the first ones, of *before* the last."""
WIDEST = 11
"""Mention width in word pieces above which the scorer tells no more apart."""
_BEGIN, _END = 101, 102

Ints = npt.NDArray[np.int64]


class Pieces:
    """Tokenizer of the network. Raises what ``tokenizers`` raises where the file is no tokenizer."""

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """Characters of each word piece of the sentence that the network sees."""
        found: list[tuple[int, int]] = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return found[: LIMITS["text"]]

    def inputs(self, reading: Reading) -> tuple[dict[str, Any], list[int]]:
        """Arrays of the model, and the mentions that fall inside its limits."""
        ids, types, starts = [_BEGIN], [0], {}
        for segment, text in zip(SEGMENTS, (reading.text, reading.before, reading.title), strict=True):
            coded = self._tokenizer.encode(text, add_special_tokens=False)
            low = max(0, len(coded.ids) - LIMITS[segment]) if segment == "before" else 0
            high = min(len(coded.ids), low + LIMITS[segment])
            starts[segment] = _at(coded.offsets[low:high], len(text), len(ids))
            ids += [*coded.ids[low:high], _END]
            types += [int(segment != "text")] * (high - low + 1)
        kept, first, last = [], [], []
        for k, mention in enumerate(reading.mentions):
            a, b = starts[mention.segment][mention.start], starts[mention.segment][mention.end - 1]
            if 0 <= a <= b:
                kept.append(k)
                first.append(a)
                last.append(b)
        return _arrays(reading, kept, np.array(first, np.int64), np.array(last, np.int64), ids, types), kept


def _at(offsets: Sequence[tuple[int, int]], length: int, base: int) -> Ints:
    """Position of the word piece that holds each character, -1 where none does."""
    found = np.full(length + 1, -1, np.int64)
    for k, (a, b) in enumerate(offsets):
        found[a:b] = base + k
    return found


def _arrays(
    reading: Reading, kept: list[int], first: Ints, last: Ints, ids: list[int], types: list[int]
) -> dict[str, Any]:
    segment = np.array([SEGMENTS.index(reading.mentions[k].segment) for k in kept], np.int64)
    own = np.flatnonzero(segment == 0)
    count = len(kept)
    inside = [kept[k] for k in own]
    ties = np.full((len(own), count), features.TIES - 1, np.int64)
    ties[:, : len(own)] = reading.ties[np.ix_(inside, inside)]
    distance = _distances(first[own][:, None] - first[None, :])
    distance = np.where(segment[None, :] == 0, distance, 31 + segment[None, :])
    distance[np.arange(len(own)), own] = 35
    arrays = {
        "ids": np.array(ids, np.int64), "mask": np.ones(len(ids), np.int64), "types": np.array(types, np.int64),
        "s": first, "e": last, "segw": segment * (WIDEST + 1) + np.minimum(last - first, WIDEST),
        "pairb": distance, "mt": own, "feat": reading.marks[kept].astype(np.float32), "tie": ties,
    }  # fmt: skip
    return {name: array[None] for name, array in arrays.items()}


@cache
def _buckets() -> Ints:
    """Bucket of each distance from -300 to 300 word pieces: exact up to 4, then half-octaves; sign apart."""
    found = []
    for distance in range(-300, 301):
        size = abs(distance)
        bucket = size if size < 5 else min(4 + int(math.log2(size / 4) * 2), 15)
        found.append(bucket if distance >= 0 else 16 + bucket)
    return np.array(found, np.int64)


def _distances(apart: Ints) -> Ints:
    buckets: Ints = _buckets()[np.clip(apart, -300, 300) + 300]
    return buckets
