"""One batch of training examples of one source."""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
from torch import Tensor

from .configuration import Source
from .fronts import Input


@dataclass
class Batch:
    source: str
    modality: str
    x: Input
    counts: Input  # valid columns (pixels, frames, bytes), points or units of each input
    targets: dict[str, Tensor]  # of each task [B, classes]; a row's sum is its weight
    keep: Tensor  # share of each input's tokens to keep
    block: bool  # whether what is left out is one piece rather than scattered
    cells: Tensor | None = None  # tokens that are asked for [B, k], counted through the whole grid
    contents: Tensor | None = None  # what these stand for: [B, k, outputs], for bytes and units [B, k] and -100 where none
    words: Tensor | None = None  # the word that is said at each frame of a clip [B, frames], by its finer class
    seed: int = 0  # of what the model leaves to chance: which tokens are left out, dropout

    def to(self, device: torch.device) -> "Batch":
        def moved_there(value):
            if isinstance(value, dict):
                return {k: v.to(device) for k, v in value.items()}
            return value.to(device) if isinstance(value, Tensor) else value

        return Batch(**{f.name: moved_there(getattr(self, f.name)) for f in fields(self)})


def finer_task(source: Source) -> str:
    """The task, in training only, of the finer classes that some packs have."""
    return f"finer {source.name}"
