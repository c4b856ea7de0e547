"""What a large network says of each item, as targets for a small one (Hinton et al. 2015; hidden states as in TinyBERT)."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from scorer_training.net import POINTER_WEIGHTS, POINTERS, SIDE, Item, Joint, collate, forward

DOUBT = 0.05
"""Relations less probable than this teach nothing about actor, name or polarity."""
TELLING = 0.03
"""An unlabelled sentence tells something where the teacher sees a relation more probable than this."""
CHOICES = ("ext", "qua", "mod")
YES_NO = ("rel", "pol", "dat")


class Lessons:
    """A teacher's answers and hidden states for items, kept in half precision."""

    def __init__(self, teacher: Joint, items: Sequence[Item]) -> None:
        self._known: dict[int, dict[str, torch.Tensor]] = {}
        self._items = items  # kept, so that no later item gets the identity of one
        self.width: int = teacher.enc.config.hidden_size
        teacher.enc.bfloat16()  # as autocast has it, but cast once
        like = sorted(items, key=lambda i: len(i.arrays["ids"]))
        for k in range(0, len(like), 16):
            self._learn(teacher, like[k : k + 16])

    def _learn(self, teacher: Joint, batch: Sequence[Item]) -> None:
        inputs, beside = collate(batch)
        with torch.no_grad():
            out, states = forward(teacher, inputs)
        chances = F.softmax(real_only(out["ptr"], beside), -1)
        states = F.layer_norm(states, (self.width,))
        for b, i in enumerate(batch):
            t, m = len(i.arrays["mt"]), len(i.arrays["s"])
            said = {k: torch.sigmoid(out[k][b, :t]) for k in YES_NO} | {
                k: F.softmax(out[k][b, :t], -1) for k in CHOICES
            }
            said["ptr"] = torch.cat([chances[b, :t, :, :m], chances[b, :t, :, -1:]], -1)
            said["states"] = states[b, : len(i.arrays["ids"])]
            self._known[id(i)] = {k: v.half().clone() for k, v in said.items()}

    def telling(self, items: Sequence[Item], limit: int, rng: random.Random) -> list[Item]:
        """At most ``limit`` items, those first in which the teacher sees something."""
        order = rng.sample(list(items), len(items))
        order.sort(key=lambda i: float(self._known[id(i)]["rel"].max()) <= TELLING)
        return order[:limit]

    def loss(
        self,
        out: Mapping[str, torch.Tensor],
        states: torch.Tensor | None,
        beside: Mapping[str, Any],
        batch: Sequence[Item],
        hidden: float,
    ) -> dict[str, torch.Tensor]:
        """Parts of the loss against the teacher, per sentence; items it was not shown count nothing."""
        said = self._padded(out, states, batch)
        some = said["rel"] * (said["rel"] > DOUBT)
        any_ = some.max(-1).values
        yes_no = {k: F.binary_cross_entropy_with_logits(out[k], said[k], reduction="none") for k in YES_NO}
        choice = {k: -(said[k] * F.log_softmax(out[k], -1)).sum(-1) for k in CHOICES}
        points = -(said["ptr"] * F.log_softmax(real_only(out["ptr"], beside), -1)).sum(-1)
        by_slot = torch.cat([some, some, any_[..., None], any_[..., None]], -1) * torch.tensor(
            POINTER_WEIGHTS
        )
        parts = {
            "soft rel": (yes_no["rel"] * said["known"][..., None]).sum() / len(batch),
            "soft pol": (yes_no["pol"] * some).sum() / len(batch),
            "soft ptr": (points * by_slot).sum() / len(batch) * 0.5,
            "soft rest": (
                (choice["ext"] * any_).sum() + (choice["qua"] * any_).sum() + (choice["mod"] * some).sum() + (yes_no["dat"] * some).sum()
            ) / len(batch) * SIDE,
        }  # fmt: skip
        if states is not None:
            apart = ((F.layer_norm(states, (self.width,)) - said["states"]) ** 2).mean(-1)
            parts["states"] = hidden * (apart * said["read"]).sum() / said["read"].sum().clamp(min=1)
        return parts

    def _padded(
        self, out: Mapping[str, torch.Tensor], states: torch.Tensor | None, batch: Sequence[Item]
    ) -> dict[str, torch.Tensor]:
        B, T = out["rel"].shape[:2]  # noqa: N806
        padded = {k: torch.zeros(out[k].shape) for k in (*YES_NO, *CHOICES, "ptr")}
        padded |= {"known": torch.zeros(B, T)}
        if states is not None:
            padded |= {"states": torch.zeros(states.shape), "read": torch.zeros(states.shape[:2])}
        for b, i in enumerate(batch):
            if (said := self._known.get(id(i))) is None:
                continue
            t, length = len(said["rel"]), len(said["states"])
            for k in (*YES_NO, *CHOICES):
                padded[k][b, :t] = said[k]
            m = said["ptr"].shape[-1] - 1
            padded["ptr"][b, :t, :, :m], padded["ptr"][b, :t, :, -1] = (
                said["ptr"][..., :-1],
                said["ptr"][..., -1],
            )
            padded["known"][b, :t] = 1
            if states is not None:
                padded["states"][b, :length], padded["read"][b, :length] = said["states"], 1
        return padded


def real_only(scores: torch.Tensor, beside: Mapping[str, Any]) -> torch.Tensor:
    """Pointer scores with padding out of reach."""
    scores = scores.clone()
    shape = (-1, scores.shape[1], POINTERS, -1)
    scores[..., :-1].masked_fill_(~beside["real"][:, None, None, :].expand(*shape), -1e4)
    return scores


def projection(student: Joint, lessons: Lessons) -> nn.Module:
    """From the student's states to the teacher's width; used in training only."""
    return nn.Linear(student.enc.config.hidden_size, lessons.width)
