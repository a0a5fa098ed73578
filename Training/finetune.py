#!/usr/bin/env python3
"""Tunes the bundled model to classes of one's own, and writes a model that the explorer opens.

    python Training/finetune.py --examples FOLDER --out MODEL
    perceiver --model MODEL

FOLDER has a folder per class with pictures or sounds in it; texts come in a TSV file with the columns
`label` and `text`. One new query and one linear layer are trained, and the whole model with them. What the model
could reconstruct is left out: it would no longer fit the latents.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from perceiver_training.arguments import count
from perceiver_training.batches import BatchMaker
from perceiver_training.checkpoint import MismatchError, known_of, layers_of, load_trunk
from perceiver_training.configuration import TASKS, Configuration, Source, Task
from perceiver_training.evaluation import accuracy, answers
from perceiver_training.export import as_json, rounded, write_model
from perceiver_training.folders import ExamplesError, read_examples
from perceiver_training.memory import keep_memory
from perceiver_training.model import Perceiver
from perceiver_training.packs import Examples

HELD_OUT = 0.1
BUNDLED = Path(__file__).resolve().parent.parent / "assets/models/mini"


def task_name(text: str) -> str:
    """A name that a new task may have: its tensors are called by it, and the bundled model's tasks are trained otherwise."""
    taken = {task.name for task in TASKS}
    if not text or "." in text or text in taken or any(hasattr(kind(), text) for kind in (nn.ModuleDict, nn.ParameterDict)):
        raise argparse.ArgumentTypeError(f"{text!r} cannot be the name of a new task; take another, without a full stop")
    return text


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=Path, required=True, help="folder per class, or a TSV file of texts")
    parser.add_argument("--test", type=Path, help="the same for measuring; without it a tenth of the examples")
    parser.add_argument("--out", type=Path, required=True, help="folder of the new model")
    parser.add_argument("--from", dest="start", type=Path, default=BUNDLED, metavar="FOLDER", help="model to start from")
    parser.add_argument("--name", type=task_name, default="my-classes", help="the task's and the model's name")
    parser.add_argument("--steps", type=count, default=600)
    parser.add_argument("--batch", type=count, default=64)
    parser.add_argument("--rate", type=float, default=3e-3, help="peak learning rate; a third of it for old parameters")
    parser.add_argument("--ngrams", type=float, default=3.0, help="rate of the table of n-grams, as a multiple of the others'")
    parser.add_argument("--hide", type=float, default=0.12, help="at most this share of a text's bytes is masked")
    parser.add_argument("--dropout", type=float, default=0.1, help="before the linear layer")
    parser.add_argument("--average", type=float, default=0.98, help="decay of the average of weights that is kept")
    parser.add_argument("--band-limited", type=float, default=0.0, metavar="SHARE", help="share of sounds that are varied by leaving out what is above 4 kHz")
    parser.add_argument("--no-mirror", action="store_true", help="never mirror pictures: letters, digits, signs")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def optimizer(model: Perceiver, task: str, a: argparse.Namespace) -> torch.optim.Optimizer:
    """AdamW that moves what is new three times as fast as what was trained before, n-grams as fast as `--ngrams` says."""
    groups = {"new": [], "ngrams": [], "old": []}
    for name, p in model.named_parameters():
        new = name.startswith((f"decoder.queries.{task}", f"decoder.final_layer.{task}."))
        groups["new" if new else "ngrams" if name.endswith("ngrams.weight") else "old"].append(p)
    peaks = {"new": a.rate, "ngrams": a.rate / 3 * a.ngrams, "old": a.rate / 3}
    decay = {"new": 0.02, "ngrams": 0.0, "old": 0.02}
    settings = [{"params": p, "peak": peaks[n], "weight_decay": decay[n]} for n, p in groups.items() if p]
    return torch.optim.AdamW(settings, lr=a.rate, betas=(0.9, 0.98), fused=True)


def train(model: Perceiver, source: Source, examples, names: list[str], a: argparse.Namespace) -> Perceiver:
    """Trains the model; returns the average of its weights over the last steps."""
    maker = BatchMaker(model.configuration, (source,), {source.name: examples}, {source.task: names}, {}, a.seed)
    maker.mirrors, maker.hides, maker.band_limited = not a.no_mirror, a.hide, a.band_limited
    adamw, began, losses = optimizer(model, source.task, a), time.time(), []
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(a.average))
    model.train()
    for step, rows in zip(range(a.steps), batches_of(len(examples), a.batch, a.seed)):
        batch = maker.of(source, examples, rows, np.random.default_rng((a.seed, step)))
        torch.manual_seed(batch.seed)
        share = min(1.0, (step + 1) / 20) * min(1.0, 2 * (a.steps - step) / a.steps)
        for group in adamw.param_groups:
            group["lr"] = group["peak"] * share
        latents = model.latents(batch.modality, batch.x, batch.counts, batch.keep)
        (answer,) = model.decode([source.task], latents, a.dropout)
        loss = F.cross_entropy(answer, batch.targets[source.task], label_smoothing=0.05)
        adamw.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adamw.step()
        averaged.update_parameters(model)
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            print(f"step {step + 1} of {a.steps}, {time.time() - began:.0f} s, loss {np.mean(losses[-50:]):.3f}", flush=True)
    return averaged.module


def batches_of(count: int, size: int, seed: int):
    """Rows of endless batches: all examples in random order, again and again."""
    rng = np.random.default_rng(seed)
    left = np.zeros(0, np.int64)
    while True:
        while len(left) < size:
            left = np.append(left, rng.permutation(count))
        yield left[:size]
        left = left[size:]


def divided(examples: Examples, names: list[str], seed: int) -> tuple[Examples, Examples]:
    """The examples to train on, and a tenth of each class for measuring; none of a class of which there are few."""
    rng, held = np.random.default_rng(seed), []
    for label in range(len(names)):
        rows = rng.permutation(np.flatnonzero(examples.labels == label))
        held.append(rows[: round(len(rows) * HELD_OUT)])
    held = np.concatenate(held)
    if not len(held):
        raise ExamplesError("too few examples to hold a tenth out for measuring; give others with --test")
    return examples.subset(np.setdiff1d(np.arange(len(examples)), held)), examples.subset(held)


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExamplesError(f"{path}: cannot be made: {error.strerror}") from error


def main() -> None:
    a = arguments()
    keep_memory()
    modalities = known_of(a.start)["modalities"]
    configuration = Configuration(num_self_attends_per_block=layers_of(a.start), modalities=modalities, reconstructs=())
    modality, names, examples = read_examples(a.examples, configuration)
    if a.test:
        other, _, held = read_examples(a.test, configuration, names)
        if other != modality:
            raise ExamplesError(f"{a.test}: {other}, but the examples are {modality}")
    else:
        examples, held = divided(examples, names, a.seed)
    make_folder(a.out)
    print(f"{len(examples)} examples ({modality}) of {len(names)} classes, {len(held)} for measuring", flush=True)
    source, task = Source("own", modality, "", task=a.name), Task(a.name, (modality,))
    torch.manual_seed(a.seed)
    model = Perceiver(configuration, {task.name: len(names)})
    for name in load_trunk(a.start, model, configuration):
        print(f"begins afresh: {name}", flush=True)
    model = rounded(train(model, source, examples, names, a)).eval()
    config = as_json(configuration, (task,), {task.name: names}, [], name=a.name, version="1.0")
    write_model(a.out, model, config)
    (logits,) = answers(model, source, [task.name], held)
    figures = {"examples": len(held), "first": round(accuracy(logits, held.labels), 4)}
    (a.out / "measured.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(f"{a.out}: {figures['first']:.1%} right of {len(held)} that were not trained on")


if __name__ == "__main__":
    try:
        main()
    except (ExamplesError, MismatchError) as error:
        raise SystemExit(f"finetune.py: {error}") from None
