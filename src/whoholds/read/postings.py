"""An inverted index that grows: from a hash to the numbers of the texts that have it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]

RATE = 4
"""One hash in so many is indexed; which ones, the hash itself says, so all texts agree."""
MOST = 256
"""A hash in more texts than this is boilerplate: only its first texts are looked up."""
_BUFFER = 1 << 16


class Postings:
    """Sampled hashes of numbered texts. Sorted runs of 8 bytes an entry, merged as they grow (a
    log-structured index), and a small dictionary for the newest.
    """

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._runs: list[tuple[Hashes, Hashes]] = []
        self._recent: defaultdict[int, list[int]] = defaultdict(list)
        self._pending = 0

    def add(self, hashes: Hashes) -> None:
        """Give the next number to a text with these sorted, distinct hashes."""
        sample = _sample(hashes)
        number = len(self._sizes)
        self._sizes.append(len(sample))
        for value in sample.tolist():
            self._recent[value].append(number)
        self._pending += len(sample)
        if self._pending >= _BUFFER:
            self._settle()

    def sharing(self, hashes: Hashes, least: float) -> list[int]:
        """Numbers of the texts that share at least this part of the smaller sample, and one hash."""
        sample = _sample(hashes)
        found = [self._looked_up(run, sample) for run in self._runs]
        found += [
            np.array(self._recent[h][:MOST], dtype=np.uint32) for h in sample.tolist() if h in self._recent
        ]
        if not found:
            return []
        numbers, counts = np.unique(np.concatenate(found), return_counts=True)
        sizes = np.array([self._sizes[n] for n in numbers.tolist()])
        return [int(n) for n in numbers[counts >= least * np.minimum(sizes, len(sample))]]

    def _looked_up(self, run: tuple[Hashes, Hashes], sample: Hashes) -> Hashes:
        keys, numbers = run
        left = np.searchsorted(keys, sample, "left")
        left[left == len(keys)] = 0
        there = keys[left] == sample  # few are: only for these is the end looked up
        sample, left = sample[there], left[there]
        if len(left) == 0:
            return np.empty(0, dtype=np.uint32)
        count = np.minimum(np.searchsorted(keys, sample, "right") - left, MOST)
        starts = np.repeat(left - np.concatenate(([0], np.cumsum(count)[:-1])), count)
        picked: Hashes = numbers[starts + np.arange(len(starts))]
        return picked

    def _settle(self) -> None:
        """Turn the newest entries into a sorted run; merge runs until each is larger than the next."""
        keys = np.repeat(
            np.fromiter(self._recent, np.uint32, len(self._recent)),
            [len(numbers) for numbers in self._recent.values()],
        )
        values = np.fromiter(
            (n for numbers in self._recent.values() for n in numbers), np.uint32, self._pending
        )
        self._runs.append(_sorted(keys, values))
        self._recent.clear()
        self._pending = 0
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 2 * len(self._runs[-1][0]):
            (old_keys, old), (new_keys, new) = self._runs.pop(-2), self._runs.pop()
            self._runs.append(_sorted(np.concatenate((old_keys, new_keys)), np.concatenate((old, new))))


def _sorted(keys: Hashes, values: Hashes) -> tuple[Hashes, Hashes]:
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]


def _sample(hashes: Hashes) -> Hashes:
    """Take the hashes below a quarter of the space; of a short text at least its eight smallest."""
    cut = int(np.searchsorted(hashes, np.uint32((1 << 32) // RATE)))
    return hashes[: max(cut, 8)]
