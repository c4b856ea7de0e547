"""How sure a decision is: a logistic model over what the network says and how the parse bears it out.

The network's own probabilities are too sure, and one of them is not enough: a claim is right only
where relation, actor, place name and polarity all are. The weights were fitted on articles that the network
had not seen (``weights/card.json``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whoholds.code import features
from whoholds.code.readings import Reading

EVIDENCE = (
    "relation", "actor", "name", "within", "polarity", "actor role", "other role", "place role", "denial", "unnamed", "antecedent",
)  # fmt: skip
"""Log odds of the relation, and of what actor, name, within and polarity are; then zeros and ones."""
_EDGE = 1e-4


@dataclass(frozen=True, kw_only=True)
class Chances:
    """What the network says of one decision; probabilities."""

    relation: float
    actor: float
    name: float
    within: float
    polarity: float


def evidence(
    reading: Reading, place: int, actor: int | None, name: int | None, relation: int, said: Chances
) -> tuple[float, ...]:
    """Numbers named by :data:`EVIDENCE`. ``place``, ``actor`` and ``name`` are mentions of the reading."""
    roles = len(features.ROLES)
    own = reading.marks[place]
    its = reading.marks[actor][: features.ROLE_BITS] if actor is not None else [0] * features.ROLE_BITS
    acts = [bool(its[k * roles + 1]) for k in range(len(features.RELATIONS))]
    numbers = [_log_odds(p) for p in (said.relation, said.actor, said.name, said.within, said.polarity)]
    facts = (
        acts[relation], any(acts) and not acts[relation], bool(own[relation * roles]), bool(own[-1]), name is None,
        name is not None and name != place,
    )  # fmt: skip
    if name is not None:
        numbers[3] = 0.0
    return tuple(round(x, 4) for x in (*numbers, *map(float, facts)))


def confidence(evidence: Sequence[float], fitted: Mapping[str, float]) -> float:
    """Probability that the claim is right; ``fitted`` holds a weight for each name of :data:`EVIDENCE`, and ``bias``."""
    total = fitted["bias"] + sum(fitted[name] * x for name, x in zip(EVIDENCE, evidence, strict=True))
    return 1 / (1 + math.exp(-total))


def _log_odds(p: float) -> float:
    p = min(max(p, _EDGE), 1 - _EDGE)
    return math.log(p / (1 - p))
