"""The card beside the weights: confidence fitted on what was read out of fold, and what it is worth."""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from whoholds.code.confidence import EVIDENCE, confidence
from whoholds.code.score import Score, fold, matches, pair, score

Row = dict[str, Any]
PORTIONS = 5
"""Parts of the readings that the confidence is fitted and measured on in turn."""


def claims(row: Row, fitted: Mapping[str, float]) -> list[dict[str, Any]]:
    """Candidates of one sentence with their confidence ``p``, most probable first, none overlapping another."""
    weighed = [{**c, "p": confidence(c["evidence"], fitted)} for c in row["claims"]]
    kept: list[dict[str, Any]] = []
    for c in sorted(weighed, key=lambda c: -c["p"]):
        if not any(_clash(c, k) for k in kept):
            kept.append(c)
    return kept


def _clash(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["relation"] != other["relation"]:
        return False
    names = one["place"]["name"], other["place"]["name"]
    overlap = one["span"][0] < other["span"][1] and other["span"][0] < one["span"][1]
    return overlap or (None not in names and fold(names[0]) == fold(names[1]))


def measure(rows: Iterable[Row], threshold: float) -> Score:
    """Codebook's score of the claims above a threshold; the rows' claims have their ``p``."""
    gold: dict[str, list[Any]] = defaultdict(list)
    system: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        gold[row["document"]] += row["gold"]
        system[row["document"]] += [c for c in row["claims"] if c["p"] >= threshold]
    return score(gold, system)


def judged(rows: Iterable[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Confidence of each claim, and whether it is right; each gold claim makes one right."""
    p, right = [], []
    for row in rows:
        matched = {j for _, j in pair(row["gold"], row["claims"])}
        p += [c["p"] for c in row["claims"]]
        right += [j in matched for j in range(len(row["claims"]))]
    return np.array(p), np.array(right, float)


def fit_confidence(rows: Iterable[Row], strength: float = 3.0) -> dict[str, float]:
    """Regularised logistic regression of "right" on the evidence (Newton's method)."""
    x, y = [], []
    for row in rows:
        for c in row["claims"]:
            x.append(c["evidence"])
            y.append(any(matches(g, c) for g in row["gold"]))
    mean, spread = np.mean(x, 0), np.std(x, 0) + 1e-6
    z = np.hstack([(np.array(x) - mean) / spread, np.ones((len(x), 1))])
    penalty = np.diag([strength] * len(mean) + [0.0])
    w = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ w))
        slope = z.T @ (p - np.array(y, float)) + penalty @ w
        w -= np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + penalty, slope)
    weights = w[:-1] / spread
    return {
        **{n: round(float(v), 4) for n, v in zip(EVIDENCE, weights, strict=True)},
        "bias": round(float(w[-1] - weights @ mean), 4),
    }


def weighed_apart(rows: Sequence[Row]) -> list[Row]:
    """The rows with their claims as :func:`claims` gives them, each by a confidence fitted on other documents."""
    out: list[Row] = []
    for portion in range(PORTIONS):
        fitted = fit_confidence(r for r in rows if _portion(r) != portion)
        out += [{**r, "claims": claims(r, fitted)} for r in rows if _portion(r) == portion]
    return out


def _portion(row: Row) -> int:
    return zlib.crc32(row["document"].encode()) % PORTIONS


def gold_hash(gold: Path) -> str:
    """SHA-256 over the gold files, in the order of their names."""
    files = sorted(p for p in gold.rglob("*.jsonl"))
    return hashlib.sha256(b"".join(hashlib.sha256(p.read_bytes()).digest() for p in files)).hexdigest()
