"""One training run."""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from scorer_training.distil import Lessons, projection
from scorer_training.gold import Example, Names, renamed
from scorer_training.net import Item, Joint, Settings, collate, forward, item, loss
from scorer_training.ship import loaded
from whoholds.code.pieces import Pieces


def fit(
    examples: Sequence[Example], reader: Pieces, encoder: Any, settings: Settings, start: Path | None = None,
    lessons: Lessons | None = None, plain: Sequence[Item | None] | None = None, unlabelled: Sequence[Item] = (),
) -> Joint:  # fmt: skip
    """Train one network on examples and, where there are ``lessons``, on a teacher's answers.

    ``encoder`` makes the pretrained encoder; ``start`` is a file of weights to go on from, of a network or as shipped; ``plain`` are the examples'
    items where they are made already (the lessons know them by identity). The same arguments give the same weights on the same machine.
    """
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    model = Joint(encoder(), settings)
    if start:
        loaded(model, start)
    for module in model.enc.still:
        module.requires_grad_(False)
    extra = projection(model, lessons) if lessons else nn.Module()
    names = Names.of(examples)
    plain = plain or [item(e, reader) for e in examples]
    steps = settings.epochs * math.ceil((len(examples) + len(unlabelled)) / settings.batch)
    optimizer, schedule = _optimizer(model, extra, settings, steps)
    memory = Frozen(model) if hasattr(model.enc, "lower") else None
    for epoch in range(settings.epochs):
        began, totals = time.time(), Counter()
        items = [
            item(renamed(e, names, rng), reader) if rng.random() < settings.renamed else i
            for e, i in zip(examples, plain, strict=True)
        ]
        items = [i for i in items if i is not None] + list(unlabelled)
        if memory:
            memory.learn(items, kept={id(i) for i in plain})
        model.train()
        for module in model.enc.still:
            module.eval()
        for batch in _batches(items, settings.batch, rng):
            parts = _parts(model, batch, settings, lessons, extra, memory)
            optimizer.zero_grad(set_to_none=True)
            sum(parts.values()).backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimizer.step()
            schedule.step()
            totals.update({k: float(v.detach()) * len(batch) / len(items) for k, v in parts.items()})
        said = " ".join(f"{k} {v:.3f}" for k, v in totals.items())
        print(f"epoch {epoch}: {time.time() - began:.0f} s {said}", flush=True)
    return model.eval()


def _parts(
    model: Joint, batch: Sequence[Item], settings: Settings, lessons: Lessons | None, extra: nn.Module, memory: Frozen | None
) -> dict[str, torch.Tensor]:  # fmt: skip
    inputs, beside = collate(batch)
    out, states = forward(model, inputs, memory.batch(batch) if memory else None)
    parts = {k: v * settings.gold for k, v in loss(out, beside, batch, settings).items()}
    if lessons:
        parts |= lessons.loss(out, extra(states) if settings.hidden else None, beside, batch, settings.hidden)
    return parts


def _optimizer(model: Joint, extra: nn.Module, settings: Settings, steps: int) -> tuple[Any, Any]:
    """AdamW with a slow encoder and quick heads; the rate rises over 8% of the steps, then falls to a fiftieth."""
    trained = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in trained if n.startswith("enc.")], "lr": settings.encoder_rate},
        {
            "params": [*(p for n, p in trained if not n.startswith("enc.")), *extra.parameters()],
            "lr": settings.head_rate,
        },
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda t: min((t + 1) / (0.08 * steps), max(0.02, (steps - t) / (steps * 0.92)))
    )
    return optimizer, schedule


class Frozen:
    """States after the frozen layers: the same in every epoch, so computed once."""

    def __init__(self, model: Joint) -> None:
        self._enc = model.enc
        self._known: dict[int, torch.Tensor] = {}

    def learn(self, items: Sequence[Item], kept: set[int]) -> None:
        """Compute what is not known yet; of the rest only ``kept`` stay."""
        self._known = {k: v for k, v in self._known.items() if k in kept}
        new = sorted((i for i in items if id(i) not in self._known), key=lambda i: len(i.arrays["ids"]))
        self._enc.eval()
        for k in range(0, len(new), 32):
            inputs, _ = collate(new[k : k + 32])
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                states = self._enc.lower(inputs["ids"], inputs["mask"]).to(torch.bfloat16)
            for b, i in enumerate(new[k : k + 32]):
                self._known[id(i)] = states[b, : len(i.arrays["ids"])].clone()

    def batch(self, items: Sequence[Item]) -> torch.Tensor:
        """States of a batch, padded with zeros."""
        found = [self._known[id(i)] for i in items]
        return nn.utils.rnn.pad_sequence(found, batch_first=True)


def _batches(items: list[Item], size: int, rng: random.Random) -> list[list[Item]]:
    """Random batches of sentences of like length."""
    order = list(range(len(items)))
    rng.shuffle(order)
    batches = []
    for k in range(0, len(order), size * 8):
        like = sorted(order[k : k + size * 8], key=lambda i: len(items[i].arrays["ids"]))
        batches += [[items[i] for i in like[j : j + size]] for j in range(0, len(like), size)]
    rng.shuffle(batches)
    return batches
