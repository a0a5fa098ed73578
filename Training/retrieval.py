#!/usr/bin/env python3
"""Do picture, sound and text of the same thing meet? Agreement of the task `concept`, and retrieval across modalities.

    python Training/retrieval.py --data PACKS --out RUN

To be run after calibrate.py. A pool holds one random example of each concept that both kinds have; each example of
the one kind ranks the pool of the other. By concepts: the probability that both are the same thing. By latents: the
cosine of what the query `concept` reads from them, less the mean of their kind. Pools are drawn with a fixed seed.
"""

from __future__ import annotations

import numpy as np
import torch

from perceiver_training.measuring import Run, arguments
from perceiver_training.pairs import Seen, kinds

POOLS = 100


def common(a: Seen, b: Seen) -> list[int]:
    """The concepts of which there is an example of each kind, and not the same one."""
    shared = sorted(set(a.concepts.tolist()) & set(b.concepts.tolist()))
    return [c for c in shared if a.source != b.source or len(a.of(c)) > 1]


def pools(a: Seen, b: Seen, seed: int = 0):
    """Rows of `a` and `b`, one of each concept that both have, again and again; never the same example."""
    rng, shared = np.random.default_rng(seed), common(a, b)
    if not shared:
        raise SystemExit(f"{a.name} and {b.name} have no concept in common among so few examples; give a larger --limit")
    for _ in range(POOLS):
        if a.source == b.source:  # the rows of both are those of the same examples
            yield tuple(np.array([rng.choice(a.of(c), 2, replace=False) for c in shared]).T)
        else:
            yield tuple(np.array([rng.choice(kind.of(c)) for c in shared]) for kind in (a, b))


def recalls(likeness: torch.Tensor) -> tuple[float, float]:
    """Of each row, is its own column (the diagonal) the most alike, among the five most alike?"""
    own = likeness.diagonal()[:, None]
    rank = (likeness > own).sum(1) + ((likeness == own).sum(1) - 1) / 2
    return float((rank < 1).double().mean()), float((rank < 5).double().mean())


def retrieved(a: Seen, b: Seen) -> list[float]:
    """Recall at 1 and 5 by concepts, then by latents."""
    rows = []
    for i, j in pools(a, b):
        by_concept = a.chances[i] @ b.chances[j].T
        by_latents = a.readings[i] @ b.readings[j].T
        rows.append((*recalls(by_concept), *recalls(by_latents)))
    return [round(float(n), 4) for n in np.mean(rows, axis=0)]


def agreement(a: Seen, b: Seen) -> list[float]:
    """How often two examples get the same first choice: of the same thing, and of different things."""
    same, other = [], []
    for i, j in pools(a, b):
        equal = a.chances[i].argmax(1)[:, None] == b.chances[j].argmax(1)
        same.append(equal.diagonal().double().mean())
        other.append(equal[~torch.eye(len(i), dtype=torch.bool)].double().mean())
    return [round(float(np.mean(n)), 4) for n in (same, other)]


def main() -> None:
    run = Run(arguments(__doc__).parse_args())
    found, figures = kinds(run), {"agreement": {}, "retrieval": {}}
    print("Two examples of the same thing get the same first choice (of different things):\n")
    for group in found.values():
        print("| | " + " | ".join(k.name for k in group) + " |\n|---|" + "---|" * len(group))
        for a in group:
            cells = []
            for b in group:
                same, other = figures["agreement"][f"{a.name} × {b.name}"] = agreement(a, b)
                cells.append(f"{same:.1%} ({other:.1%})")
            print(f"| {a.name} | " + " | ".join(cells) + " |")
        print()
    print("| given | wanted | pool | chance at 1, 5 | by concepts at 1, 5 | by latents at 1, 5 |\n|---|---|---|---|---|---|")
    for a, b in ((a, b) for group in found.values() for a in group for b in group if a.source.modality != b.source.modality):
        size, recall = len(common(a, b)), retrieved(a, b)
        figures["retrieval"][f"{a.name} → {b.name}"] = {"pool": size, "recall": recall}
        chance = f"{1 / size:.1%}, {min(1, 5 / size):.1%}"
        by = [f"{recall[i]:.1%}, {recall[i + 1]:.1%}" for i in (0, 2)]
        print(f"| {a.name} | {b.name} | {size} | {chance} | {by[0]} | {by[1]} |", flush=True)
    run.note("across modalities", figures)


if __name__ == "__main__":
    main()
