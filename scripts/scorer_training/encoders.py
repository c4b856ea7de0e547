"""Pretrained encoders behind one interface: ids, mask and segments of BERT's word pieces in, states out."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

BEGIN, END, UNKNOWN, SHIFT = 101, 102, 100, 4
"""BERT's marks, and how far MPNet's ids lie above BERT's: its vocabulary is BERT's behind four marks of its own."""


class Bert(nn.Module):
    """MiniLM. Plain attention: on CPUs its backward pass is twice as fast as the fused one."""

    def __init__(self, folder: Path, frozen: int) -> None:
        super().__init__()
        from transformers import BertModel

        self.model = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
        self.config = self.model.config
        self.still = [self.model.embeddings, *self.model.encoder.layer[:frozen]]

    def forward(  # noqa: D102
        self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor, lower: None = None
    ) -> torch.Tensor:
        return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state


class Mpnet(nn.Module):
    """MPNet, whose frozen layers can be computed once and given as ``lower``."""

    def __init__(self, folder: Path, frozen: int) -> None:
        super().__init__()
        from transformers import MPNetModel

        self.model = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        self.config, self.frozen = self.model.config, frozen
        layers = self.model.encoder
        self.still = [self.model.embeddings, layers.relative_attention_bias, *layers.layer[:frozen]]

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States after the frozen layers."""
        own = torch.where(
            ids == BEGIN, 0, torch.where(ids == END, 2, torch.where(ids == UNKNOWN, 3, ids + SHIFT))
        )
        states = self.model.embeddings(input_ids=torch.where(mask == 0, 1, own))
        return self._layers(states, mask, slice(0, self.frozen))

    def forward(  # noqa: D102
        self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor, lower: torch.Tensor | None = None
    ) -> torch.Tensor:
        states = self.lower(ids, mask) if lower is None else lower
        return self._layers(states, mask, slice(self.frozen, None)).float()

    def _layers(self, states: torch.Tensor, mask: torch.Tensor, which: slice) -> torch.Tensor:
        bias = self.model.encoder.compute_position_bias(states)
        hidden = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.model.encoder.layer[which]:
            states = layer(states, hidden, bias)[0]
        return states
