"""A first table of n-gram vectors, from classifying texts by the mean of theirs (as fastText does, arXiv 1607.01759).

The whole model would find such vectors as well, but each of its steps costs as much as a hundred of these.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .configuration import Source, Text
from .model import hashed_ngrams
from .packs import Examples


def first_table(
    settings: Text,
    sources: list[tuple[Source, Examples]],
    classes: dict[str, int],
    held_out: dict[str, Examples],
    epochs: int = 4,
    size: float = 1.2,
) -> Tensor:
    """Vectors [buckets, embedding] whose used rows have the root mean square norm `size`.

    One linear layer a task reads the mean; accuracy on the held-out examples is printed after each epoch.
    """
    torch.manual_seed(0)
    table = nn.EmbeddingBag(settings.ngram_buckets, settings.embedding, mode="sum", sparse=True)
    nn.init.zeros_(table.weight)
    heads = nn.ModuleDict({s.task: nn.Linear(settings.embedding, classes[s.task]) for s, _ in sources})
    sparse = torch.optim.SparseAdam(table.parameters(), lr=0.01)
    dense = torch.optim.AdamW(heads.parameters(), lr=0.01, weight_decay=0.0)
    rng, began = np.random.default_rng(0), time.time()
    for epoch in range(epochs):
        for step, (source, rows, examples) in enumerate(shuffled(sources, rng)):
            texts = [varied(examples, r, source, settings, rng) for r in rows]
            logits = heads[source.task](mean_vector(table, texts, settings, 0.3))
            labels = torch.from_numpy(np.array(examples.labels[rows], dtype=np.int64))
            F.cross_entropy(logits, labels, label_smoothing=0.05).backward()
            for optimizer in (sparse, dense):
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
        for group in (*sparse.param_groups, *dense.param_groups):
            group["lr"] *= 0.6
        report = {t: round(share_right(table, heads[t], e, settings), 4) for t, e in held_out.items()}
        print(f"n-grams, epoch {epoch + 1} of {epochs}, {time.time() - began:.0f} s, right {report}", flush=True)
    norms = table.weight.norm(dim=1)
    return table.weight.detach() * (size / norms[norms > 0].square().mean().sqrt())


def shuffled(sources: list[tuple[Source, Examples]], rng, batch: int = 128):
    """Batches of all sources in random order: the source, rows and the examples they are of."""
    batches = []
    for source, examples in sources:
        order = rng.permutation(len(examples))
        batches += [(source, order[i : i + batch], examples) for i in range(0, len(order), batch)]
    for i in rng.permutation(len(batches)):
        yield batches[i]


def varied(examples: Examples, row: int, source: Source, settings: Text, rng) -> np.ndarray:
    """A text's ids with up to 10 % of its bytes masked, and often the key word of a caption."""
    ids = np.array(examples[row], dtype=np.int64)
    if source.task == "subject" and rng.random() < 0.5:
        start, end = examples.extra[row]
        ids[start:end] = settings.mask_id
    ids[rng.random(len(ids)) < rng.uniform(0, 0.1)] = settings.mask_id
    return ids


def mean_vector(table: nn.EmbeddingBag, texts: list[np.ndarray], settings: Text, dropped: float) -> Tensor:
    """The mean vector [B, embedding] of all n-grams of texts, a part of them dropped."""
    lengths = torch.tensor([len(ids) for ids in texts])
    ids = torch.zeros((len(texts), int(lengths.max())), dtype=torch.long)
    for row, text in zip(ids, texts):
        row[: len(text)] = torch.from_numpy(text)
    buckets = torch.stack([hashed_ngrams(ids, n, settings.ngram_buckets) for n in settings.ngram_sizes], 2)
    kept = (buckets >= 0) & (torch.arange(ids.shape[1]) < lengths[:, None])[:, :, None]
    kept &= torch.rand(kept.shape) >= dropped
    counts = kept.sum((1, 2))
    sums = table(buckets[kept], counts.cumsum(0) - counts)
    return sums / counts.clamp_min(1)[:, None].sqrt() * 0.3


@torch.no_grad()
def share_right(table: nn.EmbeddingBag, head: nn.Linear, examples: Examples, settings: Text) -> float:
    right = 0
    for start in range(0, len(examples), 256):
        rows = range(start, min(start + 256, len(examples)))
        texts = [np.array(examples[r], dtype=np.int64) for r in rows]
        best = head(mean_vector(table, texts, settings, 0)).argmax(1).numpy()
        right += int((best == examples.labels[start : start + len(best)]).sum())
    return right / len(examples)
