"""The trained scorer: which mentions of a sentence hold, gain, lose or contest which.

A small transformer reads the sentence, what precedes it and the title; for each mention of the sentence
it gives the probability of each relation, and it points at the mentions that name the actor, the
counterpart, the place and what the place lies in. ``weights/card.json`` says what it was trained on.

Every sentence is scored alone: quantised arithmetic depends on what shares a batch, and the same
sentence must always get the same answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from whoholds.code.confidence import Chances, confidence, evidence
from whoholds.code.pieces import Pieces
from whoholds.code.readings import Reading
from whoholds.code.score import fold
from whoholds.errors import ModelError
from whoholds.model import Extent, Modality, Polarity, Quantifier, Relation

FLOOR = 0.05
"""Relations less probable than this are not looked into."""

RELATIONS: tuple[Relation, ...] = get_args(Relation)
EXTENTS: tuple[Extent, ...] = get_args(Extent)
QUANTIFIERS: tuple[Quantifier, ...] = get_args(Quantifier)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
_NAME, _WITHIN = 2 * len(RELATIONS), 2 * len(RELATIONS) + 1
"""Pointers: one for the actor and one for the counterpart of each relation, then these two."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """*Place* stands in *relation* to *actor*: indices into the reading's mentions.

    ``name`` is the mention that names the place, itself or an antecedent; ``None`` where it has no name.
    ``within``, ``actor`` and ``against`` are ``None`` where the text gives none. ``dated`` is the
    probability that the text or article dates it; ``probability`` that the claim is right, and
    ``evidence`` what that rests on (:data:`whoholds.code.confidence.EVIDENCE`).
    """

    place: int
    relation: Relation
    polarity: Polarity
    actor: int | None
    against: int | None
    name: int | None
    within: int | None
    extent: Extent
    quantifier: Quantifier
    modality: Modality
    dated: float
    probability: float
    evidence: tuple[float, ...] = ()


class Scorer:
    """Weights, word pieces and card. Make one with :meth:`load`; it keeps no state between calls."""

    def __init__(self, session: Any, pieces: Pieces, card: dict[str, Any]) -> None:
        self._session = session
        self._pieces = pieces
        self.card = card
        self.threshold: float = card["threshold"]["best"]
        """Probability above which F1 is best."""

    @staticmethod
    @cache
    def load(folder: Path | None = None) -> Scorer:
        """Load the weights shipped with the package, or others. Raises ``ModelError`` where they are missing."""
        import onnxruntime

        where = folder or Path(str(files("whoholds.code") / "weights"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            card = json.loads((where / "card.json").read_text(encoding="utf-8"))
            session = onnxruntime.InferenceSession(
                str(where / "scorer.onnx"), options, providers=["CPUExecutionProvider"],
                disabled_optimizers=["SkipLayerNormFusion"],  # it takes a sixth longer
            )  # fmt: skip
            pieces = Pieces(where / "tokenizer.json")
        except Exception as error:  # onnxruntime and tokenizers raise types of their own
            raise ModelError(
                f"The scorer's weights in {where} cannot be read ({error}): install whoholds again."
            ) from error
        return Scorer(session, pieces, card)

    def score(self, batch: Iterable[Reading]) -> list[list[Decision]]:
        """Decisions for each reading, most probable first; overlapping mentions never share a relation."""
        return [list(apart(reading, self.candidates(reading))) for reading in batch]

    def candidates(self, reading: Reading) -> list[Decision]:
        """Every decision above the floor, most probable first, overlapping ones too: what was weighed."""
        inputs, kept = self._pieces.inputs(reading)
        if not inputs["mt"].size:
            return []
        names = ("rel", "pol", "ext", "qua", "mod", "dat", "ptr")
        outputs = dict(zip(names, self._session.run(list(names), inputs), strict=True))
        said = _Outputs(reading, kept, {k: v[0] for k, v in outputs.items()})
        found = said.decisions(self.card["confidence"])
        return sorted(found, key=lambda d: (-d.probability, d.place, d.relation))


class _Outputs:
    """What the model says about one reading, turned into decisions."""

    def __init__(self, reading: Reading, kept: list[int], raw: dict[str, Floats]) -> None:
        self.reading = reading
        self.kept = kept
        self.relation = _sigmoid(raw["rel"])
        self.denied = _sigmoid(raw["pol"])
        self.dated = _sigmoid(raw["dat"])
        self.extent, self.quantifier, self.modality = raw["ext"], raw["qua"], raw["mod"]
        self._pointers = raw["ptr"]

    @cached_property
    def pointers(self) -> Floats:
        """Probability of each mention, and of none, for each row and pointer."""
        return _softmax(self._pointers)

    @cached_property
    def names(self) -> npt.NDArray[np.int64]:
        """One number a name: mentions of one name have one."""
        seen: dict[tuple[str, ...], int] = {}
        folded = (fold(self.reading.words(k)) for k in self.kept)
        return np.array([seen.setdefault(name, len(seen)) for name in folded], np.int64)

    def decisions(self, fitted: Mapping[str, float]) -> list[Decision]:
        """Decisions above the floor."""
        return [self._decision(int(row), int(r), fitted) for row, r in np.argwhere(self.relation >= FLOOR)]

    def _decision(self, row: int, r: int, fitted: Mapping[str, float]) -> Decision:
        place = self.kept[row]
        actor, sure = self._pointed(row, r)
        name, named = self._pointed(row, _NAME)
        within, inside = self._pointed(row, _WITHIN)
        denied = float(self.denied[row, r])
        said = Chances(
            relation=float(self.relation[row, r]), actor=sure, name=named, within=inside, polarity=max(denied, 1 - denied)
        )  # fmt: skip
        rests_on = evidence(self.reading, place, actor, name, r, said)
        return Decision(
            place=place,
            relation=RELATIONS[r],
            polarity="denied" if denied > 0.5 else "affirmed",
            actor=actor,
            against=self._pointed(row, len(RELATIONS) + r)[0],
            name=name,
            within=within,
            extent=EXTENTS[int(self.extent[row].argmax())],
            quantifier=QUANTIFIERS[int(self.quantifier[row].argmax())],
            modality=MODALITIES[int(self.modality[row, r].argmax())],
            dated=round(float(self.dated[row, r]), 4),
            probability=round(confidence(rests_on, fitted), 4),
            evidence=rests_on,
        )

    def _pointed(self, row: int, pointer: int) -> tuple[int | None, float]:
        """Mention pointed at, and the probability of its name: mentions of one name count together."""
        chances = self.pointers[row, pointer]
        by_name = np.bincount(self.names, weights=chances[:-1], minlength=1)
        best = int(by_name.argmax())
        if chances[-1] >= by_name[best]:
            return None, float(chances[-1])
        same = np.flatnonzero(self.names == best)
        return self.kept[int(same[chances[same].argmax()])], float(by_name[best])


def apart(reading: Reading, decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Keep the first of any two decisions of one relation whose places overlap or have one name."""
    taken: dict[Relation, list[Decision]] = {}
    for decision in decisions:
        others = taken.setdefault(decision.relation, [])
        if not any(_clash(reading, decision, other) for other in others):
            others.append(decision)
            yield decision


def _clash(reading: Reading, one: Decision, other: Decision) -> bool:
    a, b = reading.mentions[one.place], reading.mentions[other.place]
    if a.start < b.end and b.start < a.end:
        return True
    if one.name is None or other.name is None:
        return False
    return fold(reading.words(one.name)) == fold(reading.words(other.name))


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)), np.float32)


def _softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float32)
