"""Score statements about actors against gold ones, report by report, as the codebook's *Score* defines it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whoholds.code.score import agree, fold

KINDS = ("strengths", "alignments", "stances")


def matches(kind: str, gold: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether a statement counts as the gold one: actor, polarity, and what it says of the actor."""
    if gold["polarity"] != said["polarity"] or not agree(gold["actor"], said["actor"]):
        return False
    if kind == "strengths":
        return (gold["low"], gold["high"]) == (said["low"], said["high"])
    if gold["kind"] != said["kind"]:
        return False
    return (
        agree(gold["other"], said["other"]) if kind == "alignments" else topics(gold["topic"], said["topic"])
    )


def topics(one: str, other: str) -> bool:
    """Whether two topics agree: one's words stand in the other's, or they share half of all their words.

    >>> topics("peace talks", "talks in Jeddah"), topics("peace talks", "peace talks in Jeddah")
    (False, True)
    """
    a, b = set(fold(one)), set(fold(other))
    return a <= b or b <= a or len(a & b) * 2 >= len(a | b)


def score(
    gold: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]],
    system: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]],
) -> dict[str, dict[str, float]]:
    """Counts, precision, recall and F1 by kind and over all; each gold statement is matched at most once."""
    out = {}
    for kind in KINDS:
        hits = total = found = 0
        for name, record in gold.items():
            rest = list(system.get(name, {}).get(kind, ()))
            wanted = record.get(kind, ())
            total, found = total + len(wanted), found + len(rest)
            for one in wanted:
                hit = next((s for s in rest if matches(kind, one, s)), None)
                if hit is not None:
                    rest.remove(hit)
                    hits += 1
        out[kind] = _rates(hits, total, found)
    out["all"] = _rates(*(int(sum(row[k] for row in out.values())) for k in ("hits", "gold", "system")))
    return out


def _rates(hits: int, gold: int, system: int) -> dict[str, float]:
    precision, recall = hits / max(system, 1), hits / max(gold, 1)
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {
        "gold": gold, "system": system, "hits": hits, "precision": round(precision, 3), "recall": round(recall, 3),
        "f1": round(f1, 3),
    }  # fmt: skip
