#!/usr/bin/env python3
"""Tunes the bundled model to classes of one's own, and writes a model that the explorer opens.

    python Training/finetune.py --examples FOLDER --out MODEL
    perceiver --model MODEL

FOLDER has a folder per class with pictures or sounds in it; texts come in a TSV file with the columns
`label` and `text`. One new query and one linear layer are trained, and the whole model with them.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from perceiver_training.batches import BatchMaker
from perceiver_training.checkpoint import MismatchError, load_trunk
from perceiver_training.configuration import Configuration, Task
from perceiver_training.evaluation import accuracy, logits
from perceiver_training.export import rounded, write_model
from perceiver_training.folders import ExamplesError, read_examples
from perceiver_training.model import Perceiver

HELD_OUT = 0.1
BUNDLED = Path(__file__).resolve().parent.parent / "assets/models/mini"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=Path, required=True, help="folder per class, or a TSV file of texts")
    parser.add_argument("--test", type=Path, help="the same for measuring; without it a tenth of the examples")
    parser.add_argument("--out", type=Path, required=True, help="folder of the new model")
    parser.add_argument("--from", dest="start", type=Path, default=BUNDLED, metavar="FOLDER", help="model to start from")
    parser.add_argument("--name", default="my-classes", help="the task's and the model's name")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-3, help="peak learning rate; a third of it for old parameters")
    parser.add_argument("--no-mirror", action="store_true", help="never mirror pictures: letters, digits, signs")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def optimizer(model: Perceiver, task: Task, rate: float) -> torch.optim.Optimizer:
    """AdamW that moves what is new three times as fast as what was trained before."""
    new = [p for n, p in model.named_parameters() if n.endswith(task.name) or f".{task.name}." in n]
    chosen = {id(p) for p in new}
    old = [p for p in model.parameters() if id(p) not in chosen]
    groups = [{"params": new, "peak": rate}, {"params": old, "peak": rate / 3}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), weight_decay=0.02)


def train(model: Perceiver, task: Task, examples, classes: int, a: argparse.Namespace) -> None:
    maker = BatchMaker(model.configuration, (task,), {task.name: examples}, {task.name: classes}, a.seed)
    maker.mirrors = not a.no_mirror
    make = {"image": maker.pictures, "audio": maker.sounds, "text": maker.texts}[task.modality]
    adamw, began, losses = optimizer(model, task, a.rate), time.time(), []
    model.train()
    for step in range(a.steps):
        rng = np.random.default_rng((a.seed, step))
        torch.manual_seed(int(rng.integers(2**62)))
        batch = make(task, examples, rng.integers(len(examples), size=a.batch), rng)
        share = min(1.0, (step + 1) / 20) * min(1.0, 2 * (a.steps - step) / a.steps)
        for group in adamw.param_groups:
            group["lr"] = group["peak"] * share
        answer = model(task.name, task.modality, batch.x, batch.counts, batch.keep)
        loss = F.cross_entropy(answer, batch.target, label_smoothing=0.05)
        adamw.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adamw.step()
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            print(f"step {step + 1} of {a.steps}, {time.time() - began:.0f} s, loss {np.mean(losses[-50:]):.3f}", flush=True)


def main() -> None:
    a = arguments()
    configuration = Configuration()
    modality, names, examples = read_examples(a.examples, configuration)
    if a.test:
        _, _, held = read_examples(a.test, configuration, names)
    else:
        order = np.random.default_rng(a.seed).permutation(len(examples))
        count = max(1, int(len(order) * HELD_OUT))
        examples, held = examples.subset(order[count:]), examples.subset(order[:count])
    print(f"{len(examples)} examples ({modality}) of {len(names)} classes, {len(held)} for measuring", flush=True)
    task = Task(a.name, modality, "")
    torch.manual_seed(a.seed)
    model = Perceiver(configuration, {task.name: len(names)})
    load_trunk(a.start, model, configuration)
    train(model, task, examples, len(names), a)
    model = rounded(model).eval()
    write_model(a.out, model, configuration, (task,), {task.name: names}, [], name=a.name, version="1.0")
    figures = {"examples": len(held), "first": round(accuracy(logits(model, configuration, task, held), held.labels), 4)}
    (a.out / "measured.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(f"{a.out}: {figures['first']:.1%} right of {len(held)} that were not trained on")


if __name__ == "__main__":
    try:
        main()
    except (ExamplesError, MismatchError) as error:
        raise SystemExit(f"finetune.py: {error}") from None
