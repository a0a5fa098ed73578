#!/usr/bin/env python3
"""Trains the front end of one new modality by itself, asked directly on its tokens. Minutes, where a whole run needs hours.

    python Training/pretrain.py --data PACKS --out RUN --modality points --minutes 15
    python Training/train.py --data PACKS --out RUN --from assets/models/mini --fronts RUN/points.safetensors

Writes `RUN/MODALITY.safetensors`, a few times on the way, too; with `--begin` goes on from such a file.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from perceiver_training.arguments import folder
from perceiver_training.batch import Batch
from perceiver_training.batches import BatchMaker
from perceiver_training.configuration import LEARNED, Configuration, Source
from perceiver_training.direct import DirectHeads, even_out, load_front, plain, save_front
from perceiver_training.evaluation import collated, masked_some
from perceiver_training.export import concept_tables, finer_lists, label_lists
from perceiver_training.features import Spectrogram
from perceiver_training.memory import keep_memory
from perceiver_training.model import Perceiver
from perceiver_training.packs import Examples, cached, prepare
from perceiver_training.scenes import WITHIN, said_at
from perceiver_training.sets import SLOTS

# Examples of each source in one step.
SIZES = {"points": {"shape": 28, "other shape": 6}, "clip": {"clip": 16}, "units": {"units": 24}}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--modality", choices=list(SIZES), required=True)
    parser.add_argument("--minutes", type=float, default=15, help="of one processor core")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--decay", type=float, default=0.7, help="share of the time, at its end, with falling rate")
    parser.add_argument("--begin", type=Path, metavar="FILE", help="a front end to go on from")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


class Alone:
    """One front end and its head, and how they are trained and measured."""

    def __init__(self, a: argparse.Namespace) -> None:
        self.a, self.modality = a, a.modality
        self.configuration = c = Configuration()
        self.labels, shared = label_lists(a.data)
        self.labels |= finer_lists(a.data)
        torch.manual_seed(a.seed)
        model = Perceiver.answering(c, {})
        model.direct = DirectHeads(c, self.labels)
        if a.begin:
            load_front(a.begin, model)
        self.front, self.heads = model.input_preprocessor[a.modality], model.direct
        if a.modality == "points":
            even_out(self.front)
        self.sources = {s.name: s for s in LEARNED if s.name in SIZES[a.modality]}
        self.train, self.valid = (
            {n: cached(a.data, a.out / "cache", split, s, c) for n, s in self.sources.items()} for split in ("train", "valid")
        )
        self.maker = BatchMaker(c, tuple(self.sources.values()), self.train, self.labels, concept_tables(a.data, shared), a.seed)
        self.maker.clip_parts = (1.0, 0.0)
        self.parameters = [*self.front.parameters(), *self.heads[a.modality].parameters()]
        self.optim = torch.optim.AdamW(self.parameters, lr=a.rate, weight_decay=0.05, betas=(0.9, 0.98), fused=True)

    def batches(self, step: int, strength: float) -> list[Batch]:
        rng = np.random.default_rng((self.a.seed, step))
        found = []
        for name, source in self.sources.items():
            examples = self.train[name]
            rows = rng.integers(len(examples), size=SIZES[self.modality][name])
            found.append(self.maker.of(source, examples, rows, rng, strength))
        return found

    def learn(self, step: int, done: float) -> float:
        """One step of a training of which a share is `done`; returns the loss."""
        rate = self.a.rate * min(1, (step + 1) / 50, (1 - done) / self.a.decay)
        for group in self.optim.param_groups:
            group["lr"] = rate
        batches = self.batches(step, 1.0 if done < 0.75 else 0.6)
        x = [b.x["lips"] if self.modality == "clip" else b.x for b in batches]
        counts = [b.counts["lips"] if self.modality == "clip" else b.counts for b in batches]
        tokens = self.front(torch.cat(x), torch.cat(counts))[0]  # together, that the norms see all kinds at once
        losses = []
        for batch, own in zip(batches, tokens.split([len(t) for t in x])):
            if self.modality == "points":
                own = own[:, torch.randperm(own.shape[1])[: int(own.shape[1] * float(batch.keep[0]))]]
            share = len(own) / len(tokens)
            losses += [share * loss for loss in self.heads.losses(batch, own, 0.1).values()]
        loss = sum(losses)
        self.optim.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optim.step()
        return float(loss.detach())

    @torch.no_grad()
    def measured(self) -> dict[str, float]:
        """What is right on the validation split: classes of clouds; words of frames, of slots; types of units."""
        self.front.eval()
        self.heads.eval()
        measure = {"points": self.of_clouds, "clip": self.of_clips, "units": self.of_units}[self.modality]
        found = {}
        for name, source in self.sources.items():
            found |= {k: round(float(v), 4) for k, v in measure(source, self.valid[name]).items()}
        self.front.train()
        self.heads.train()
        return found

    def of_clouds(self, source: Source, examples: Examples) -> dict[str, float]:
        x, counts = collated(self.configuration, "points", [examples[i] for i in range(len(examples))], None)
        scores = self.heads["points"](self.front(x, counts)[0])
        labels, fine = (torch.from_numpy(np.array(t)) for t in (examples.labels, examples.fine))
        known, finer = labels >= 0, f"finer {source.name}"
        found = {source.name: (scores["shape"].argmax(1) == labels)[known].float().mean()}
        return found | ({finer: (scores[finer].argmax(1) == fine).float().mean()} if finer in scores else {})

    def of_clips(self, source: Source, examples: Examples) -> dict[str, float]:
        words = [len(self.labels[t]) for t in SLOTS]
        facts = np.concatenate([np.array(examples.extra), np.array(examples.labels)[:, None]], 1)
        x, counts = collated(self.configuration, "clip", [examples[i] for i in range(len(examples))], Spectrogram(self.configuration.audio))
        scores = torch.cat([self.heads["clip"](self.front(f, n)[0])[0] for f, n in zip(x["lips"].split(16), counts["lips"].split(16))])
        told = torch.from_numpy(said_at(facts, scores.shape[1], words))
        found = {"frames": (scores.argmax(2) == told).float().mean()}
        for slot, part in zip(SLOTS, scores.softmax(2).sum(1)[:, : sum(words)].split(words, 1)):
            column = facts.shape[1] - 1 if slot == "digit" else len(SLOTS) + 1 + [s for s in SLOTS if s != "digit"].index(slot)
            found[slot] = (part.argmax(1) == torch.from_numpy(facts[:, column])).float().mean()
        return found

    def of_units(self, source: Source, examples: Examples) -> dict[str, float]:
        hidden, right = masked_some(examples), []
        for i, places in enumerate(hidden):
            units = torch.from_numpy(np.array(examples[i], dtype=np.int64).reshape(1, -1, WITHIN))
            wanted = units[0, places, 0].clone()
            units[0, places, 0] = self.configuration.units.mask_id
            tokens = self.front(units, torch.tensor([units.shape[1]]))[0]
            right.append(self.heads["units"](tokens[0, places]).argmax(1) == wanted)
        return {"masked unit type": torch.cat(right).float().mean()}

    def save(self) -> None:
        front = plain(self.front) if self.modality == "points" else self.front
        save_front(self.a.out / f"{self.modality}.safetensors", self.modality, front, self.heads[self.modality])


def main() -> None:
    a = arguments()
    torch.set_num_threads(1)
    keep_memory()
    a.out.mkdir(parents=True, exist_ok=True)
    prepare(a.data, a.out / "cache", Configuration())
    alone, losses, step = Alone(a), [], 0
    began = shown = time.process_time()
    while (done := (time.process_time() - began) / 60 / a.minutes) < 1:
        losses.append(alone.learn(step, done))
        step += 1
        if time.process_time() - shown > 60:
            shown = time.process_time()
            print(f"step {step}, {shown - began:.0f} s, loss {np.mean(losses):.3f}, {alone.measured()}", flush=True)
            losses = []
            alone.save()
    alone.save()
    print(f"step {step}, {alone.measured()}", flush=True)


if __name__ == "__main__":
    main()
