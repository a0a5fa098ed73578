"""Which examples a batch draws, and how it varies those of one source."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .configuration import Source
from .packs import Examples
from .variations import some_words, spliced


def sharp_parts(x: Tensor, size: int, rng, strength: float) -> Tensor:
    """Of each larger picture a random part, or all of it, of `size` by `size` pixels."""
    side, found = x.shape[2], []
    for picture in x:
        wide = int(side * rng.uniform(1 - 0.45 * strength, 1)) if rng.random() < 0.7 else side
        top, left = rng.integers(side - wide + 1, size=2)
        part = picture[None, :, top : top + wide, left : left + wide]
        found.append(F.interpolate(part, size=(size, size), mode="bicubic", antialias=True))
    return torch.cat(found)


def reworded(ids: np.ndarray, source: Source, examples: Examples, alike: np.ndarray, rng) -> np.ndarray:
    """A text's ids; of languages often those of a few words, of topics with the end of another text, of those `alike`."""
    if source.name == "language" and rng.random() < 0.5:
        return some_words(ids, rng)
    if source.name == "topic" and rng.random() < 0.3:
        return spliced(ids, examples[rng.choice(alike)], rng)
    return ids


def drawn(examples: Examples, n: int, rng, by_length: bool, often: dict[int, float] | None = None) -> np.ndarray:
    """The places of `n` random examples, all as likely or each as likely as it is long; classes in `often` so many times as likely."""
    if often:
        weights = np.ones(int(examples.labels.max()) + 1)
        weights[list(often)] = list(often.values())
        sums = np.cumsum(weights[examples.labels])
        return np.searchsorted(sums, rng.random(n) * sums[-1], side="right")
    if not by_length:
        return rng.integers(len(examples), size=n)
    return np.searchsorted(examples.starts, rng.integers(examples.starts[-1], size=n), side="right") - 1


def kept(n: int, least: float, rng) -> Tensor:
    """The share of tokens that `n` inputs keep, from `least` to 1, more often much than little.

    One share for all of a batch: what is left out then costs no time.
    """
    return torch.full((n,), 1 - (1 - least) * rng.random() ** 3)
