"""The network, its batches and its loss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from scorer_training.gold import Example, Target, targets
from whoholds.code import features
from whoholds.code.pieces import WIDEST, Pieces
from whoholds.code.scorer import RELATIONS

POINTERS = 2 * len(RELATIONS) + 2
POINTER_WEIGHTS = (*(1.0,) * len(RELATIONS), *(0.4,) * len(RELATIONS), 0.7, 0.4)
"""Of the actor and the counterpart of each relation, the name, and what the place lies in."""
SIDE = 0.2
"""Weight of extent, quantifier, modality and date."""
TAGS = 2 * len(RELATIONS) + 2


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a model is trained."""

    epochs: int
    encoder_rate: float
    frozen: int
    """Lowest layers of the encoder that stay as they came, like its embeddings."""
    batch: int = 16
    head_rate: float = 1e-3
    renamed: float = 0.15
    """Share of sentences whose names are exchanged in an epoch."""
    tags: float = 0.05
    """Weight of the side task: the words of quote, places and actors."""
    dropout: float = 0.2
    seed: int = 7
    parse: bool = True
    """Whether the marks and ties of the parse are read."""
    gold: float = 1.0
    """Weight of the gold's labels; beside a teacher's answers they count half."""
    hidden: float = 3.0
    """Weight of the teacher's hidden states beside its answers; 0 where a network goes on that has learnt from them."""


class Joint(nn.Module):
    """Encoder, mention states (first, last and mean piece, width, marks), relation heads and pointers."""

    def __init__(self, encoder: nn.Module, settings: Settings, size: int = 192) -> None:
        super().__init__()
        hidden, marks = encoder.config.hidden_size, features.WIDTH
        self.enc, self.D, self.parse = encoder, size, float(settings.parse)
        self.segw = nn.Embedding(3 * (WIDEST + 1), 32)
        self.drop = nn.Dropout(settings.dropout)
        wide = 3 * hidden + 32 + marks
        self.tie = nn.Embedding(features.TIES, POINTERS)
        nn.init.zeros_(self.tie.weight)
        self.place = nn.Sequential(nn.Linear(wide, 256), nn.GELU(), nn.Dropout(settings.dropout))
        self.key = nn.Sequential(nn.Linear(wide, 256), nn.GELU(), nn.Dropout(settings.dropout))
        self.tag = nn.Linear(hidden, TAGS)
        self.rel, self.pol, self.ext, self.qua = (nn.Linear(256, n) for n in (4, 4, 5, 6))
        self.mod, self.dat = nn.Linear(256, 20), nn.Linear(256, 4)
        self.qa, self.ka = nn.Linear(256, POINTERS * size), nn.Linear(256, 4 * size)
        self.null = nn.Parameter(torch.zeros(POINTERS))
        self.pair = nn.Embedding(36, POINTERS)
        nn.init.zeros_(self.pair.weight)

    def forward(self, ids, mask, types, s, e, segw, pairb, mt, feat, tie, lower=None):  # noqa: D102
        h = self.enc(ids, mask, types, lower)
        B, M = s.shape  # noqa: N806
        at = torch.arange(h.shape[1])
        first, last = (s[..., None] == at).to(h.dtype), (e[..., None] == at).to(h.dtype)
        mean = ((at >= s[..., None]) & (at <= e[..., None])).to(h.dtype)
        mean = mean / mean.sum(-1, keepdim=True)
        states = torch.bmm(torch.cat([first, last, mean], 1), h).chunk(3, 1)
        x = self.drop(torch.cat([*states, self.segw(segw)], -1))
        x = torch.cat([x, feat.to(h.dtype) * self.parse], -1)
        k, T = self.key(x), mt.shape[1]  # noqa: N806
        p = self.place(torch.bmm((mt[..., None] == torch.arange(M)).to(x.dtype), x))
        q = self.qa(p).view(B, T, POINTERS, self.D)
        keys = self.ka(k).view(B, M, 4, self.D)[:, :, [0] * 4 + [1] * 4 + [2, 3]]
        near = self.pair(pairb) + self.tie(tie) * self.parse
        scores = torch.einsum("btrd,bmrd->btrm", q, keys) / math.sqrt(self.D) + near.permute(0, 1, 3, 2)
        none = self.null.view(1, 1, POINTERS, 1).expand(B, T, POINTERS, 1)
        return {
            "states": h, "tag": self.tag(h) if self.training else h[:, :1, :1], "rel": self.rel(p), "pol": self.pol(p), "ext": self.ext(p),
            "qua": self.qua(p), "mod": self.mod(p).view(B, T, 4, 5), "dat": self.dat(p), "ptr": torch.cat([scores, none], -1),
        }  # fmt: skip


def loaded(model: Joint, path: Path) -> Joint:
    """The network with the weights of a file."""
    from safetensors.torch import load_file

    model.load_state_dict({k: v.float() for k, v in load_file(path).items()})
    return model.eval()


@dataclass(frozen=True, kw_only=True, eq=False)
class Item:
    """One example as arrays."""

    arrays: dict[str, np.ndarray]
    relations: np.ndarray
    denials: np.ndarray
    targets: list[Target]
    tags: np.ndarray
    labelled: bool


def item(example: Example, reader: Pieces) -> Item | None:
    """Arrays of an example; ``None`` where it has no mention. ``reader`` makes the inputs as at run time."""
    inputs, kept = reader.inputs(example.reading)
    arrays = {name: array[0] for name, array in inputs.items()}
    if not len(arrays["mt"]):
        return None
    relations, denials, found = targets(example)
    place = {k: j for j, k in enumerate(kept)}

    def cut(mask: np.ndarray | None) -> np.ndarray | None:
        if mask is None:
            return None
        mask = np.append(mask[:-1][kept], mask[-1])
        return mask if mask.any() else None

    moved = [
        Target(**{**t.__dict__, "mention": place[t.mention], **{k: cut(getattr(t, k)) for k in ("actor", "against", "name", "within")}})
        for t in found if t.mention in place
    ]  # fmt: skip
    return Item(arrays=arrays, relations=relations[kept], denials=denials[kept], targets=moved, tags=_tags(example, reader, len(arrays["ids"])), labelled=example.part != "unlabelled")  # fmt: skip


def _tags(example: Example, reader: Pieces, length: int) -> np.ndarray:
    text = example.reading.text
    offsets = reader.offsets(text)
    tags = np.zeros((length, TAGS), np.float32)
    for claim in example.claims:
        r = RELATIONS.index(claim["relation"])
        if not claim["quote"] or claim["quote"] not in text:
            continue
        wanted = (
            (claim["quote"], r),
            (claim["place"].get("name"), 4 + r),
            (claim["actor"], 8),
            (claim["against"], 9),
        )
        for words, column in wanted:
            if words and (start := text.find(words)) >= 0:
                for k, (a, b) in enumerate(offsets):
                    if a >= start and b <= start + len(words):
                        tags[k + 1, column] = 1
    return tags


def collate(items: Sequence[Item]) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Padded batch, and masks and targets beside it."""
    B = len(items)  # noqa: N806
    L = max(len(i.arrays["ids"]) for i in items)  # noqa: N806
    M = max(len(i.arrays["s"]) for i in items)  # noqa: N806
    T = max(len(i.arrays["mt"]) for i in items)  # noqa: N806
    shapes = {
        "ids": (L,),
        "mask": (L,),
        "types": (L,),
        "s": (M,),
        "e": (M,),
        "segw": (M,),
        "mt": (T,),
        "feat": (M, features.WIDTH),
    }
    batch = {k: np.zeros((B, *s), np.float32 if k == "feat" else np.int64) for k, s in shapes.items()}
    batch["pairb"] = np.zeros((B, T, M), np.int64)
    batch["tie"] = np.full((B, T, M), features.TIES - 1, np.int64)
    real = np.zeros((B, M), bool)
    rel, pol = np.full((B, T, 4), -1, np.int64), np.full((B, T, 4), -1, np.int64)
    for b, i in enumerate(items):
        for k, array in i.arrays.items():
            batch[k][(b, *(slice(0, n) for n in array.shape))] = array
        own = i.arrays["mt"]
        real[b, : len(i.arrays["s"])] = True
        if i.labelled:
            rel[b, : len(own)], pol[b, : len(own)] = i.relations[own], i.denials[own]
    order = ("ids", "mask", "types", "s", "e", "segw", "pairb", "mt", "feat", "tie")
    return {k: torch.from_numpy(batch[k]) for k in order}, {
        "real": torch.from_numpy(real), "rel": torch.from_numpy(rel), "pol": torch.from_numpy(pol)
    }  # fmt: skip


def forward(
    model: Joint, inputs: dict[str, torch.Tensor], lower: torch.Tensor | None = None
) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    """Outputs and the encoder's states, in 32 bits; the arithmetic is in 16."""
    with torch.autocast("cpu", torch.bfloat16):
        out = model(**inputs, lower=lower)
    wide = {k: v.float() for k, v in out.items()}
    return wide, wide.pop("states")


def loss(
    out: dict[str, torch.Tensor], beside: dict[str, Any], items: Sequence[Item], settings: Settings
) -> dict[str, torch.Tensor]:
    """Parts of the loss against the gold, per sentence; items without labels count nothing."""
    B, rel, pol = len(items), beside["rel"], beside["pol"]  # noqa: N806
    known = rel >= 0
    every = F.binary_cross_entropy_with_logits(out["rel"], rel.clamp(min=0).float(), reduction="none")
    parts = {"rel": (every * known).sum() / B, "tags": _tag_loss(out["tag"], items) * settings.tags}
    if (pol >= 0).any():
        m = pol >= 0
        parts["pol"] = F.binary_cross_entropy_with_logits(out["pol"][m], pol[m].float(), reduction="sum") / B
    scores = out["ptr"].float().clone()
    scores[..., :-1].masked_fill_(
        ~beside["real"][:, None, None, :].expand(-1, scores.shape[1], POINTERS, -1), -1e4
    )
    where, wanted, weights, fields = [], [], [], []
    for b, i in enumerate(items):
        row = {int(m): t for t, m in enumerate(i.arrays["mt"])}
        for t in i.targets:
            fields.append((b, row[t.mention], t.relation, t.extent, t.quantifier, t.modality, t.dated))
            for slot, mask in (
                (t.relation, t.actor),
                (4 + t.relation, t.against),
                (8, t.name),
                (9, t.within),
            ):
                if mask is not None:
                    full = np.zeros(scores.shape[-1], bool)
                    full[: len(mask) - 1], full[-1] = mask[:-1], mask[-1]
                    where.append((b, row[t.mention], slot))
                    wanted.append(full)
                    weights.append(POINTER_WEIGHTS[slot])
    if where:
        at = torch.tensor(where)
        chances = F.log_softmax(scores[at[:, 0], at[:, 1], at[:, 2]], -1)
        right = torch.logsumexp(chances.masked_fill(~torch.from_numpy(np.stack(wanted)), -1e9), -1)
        parts["pointers"] = -(right * torch.tensor(weights)).sum() / B * 0.5
        f = torch.tensor(fields)
        b, t, r = f[:, 0], f[:, 1], f[:, 2]
        parts["extent"] = F.cross_entropy(out["ext"][b, t], f[:, 3], reduction="sum") / B * SIDE
        parts["quantifier"] = F.cross_entropy(out["qua"][b, t], f[:, 4], reduction="sum") / B * SIDE
        parts["modality"] = F.cross_entropy(out["mod"][b, t, r], f[:, 5], reduction="sum") / B * SIDE
        parts["dated"] = (
            F.binary_cross_entropy_with_logits(out["dat"][b, t, r], f[:, 6].float(), reduction="sum")
            / B
            * SIDE
        )
    return parts


def _tag_loss(tags: torch.Tensor, items: Sequence[Item]) -> torch.Tensor:
    wanted, inside = torch.zeros_like(tags), torch.zeros(tags.shape[:2])
    for b, i in enumerate(items):
        wanted[b, : len(i.tags)] = torch.from_numpy(i.tags)
        inside[b, 1 : 1 + int((i.arrays["types"] == 0).sum()) - 2] = i.labelled
    every = F.binary_cross_entropy_with_logits(tags, wanted, reduction="none")
    return (every * inside[..., None]).sum() / len(items)
