#!/usr/bin/env python3
"""Trains the bundled model: data packs in, exported checkpoint out. Run it again to resume.

    python Training/train.py --data PACKS --out RUN

A constant learning rate after a warm-up, then a linear fall to zero over the last quarter of
`--steps`; a run that has not reached its last quarter can be resumed with another `--steps`.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.utils.data import DataLoader

from perceiver_training.arguments import count, folder
from perceiver_training.batch import Batch
from perceiver_training.batches import SCHEDULE, BatchMaker, Steps
from perceiver_training.checkpoint import MismatchError, begin_alike, load_weights
from perceiver_training.configuration import LEARNED, SOURCES, Configuration
from perceiver_training.direct import DirectHeads, load_front
from perceiver_training.export import concept_tables, export, finer_lists, label_lists, measure_export, measured, tensor_name
from perceiver_training.learning import losses_of, optimizers, set_rate
from perceiver_training.memory import keep_memory
from perceiver_training.model import Perceiver
from perceiver_training.ngrams import first_table
from perceiver_training.packs import cached, prepare


# What a run keeps from its beginning to its end; its length and the shape of its end may be changed on the way.
KEPT = ("layers", "rate", "old", "still", "weight_decay", "smoothing", "optimizer", "workers", "seed")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--from", dest="start", type=folder, metavar="FOLDER", help="exported model to start from")
    parser.add_argument("--steps", type=count, default=30000)
    parser.add_argument("--warmup", type=count, default=300)
    parser.add_argument("--decay", type=float, default=0.25, help="share of steps with falling rate")
    parser.add_argument("--calm", type=float, default=0.25, help="share of steps, the last ones, in which inputs are varied less")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--old", type=float, default=1.0, help="how fast what --from and --fronts brought learns beside what is new, as a share of the rate")
    parser.add_argument("--fronts", type=Path, action="append", default=[], metavar="FILE", help="a front end that pretrain.py has made; several may be given")
    parser.add_argument("--still", type=int, default=0, metavar="STEPS", help="so many steps, the first ones, have batches of new modalities alone, and what --from brought stays as it is")
    parser.add_argument("--hold", action="store_true", help="front ends that --from brought stay as they are: less is lost, and steps are shorter")
    parser.add_argument("--share", type=shared, action="append", default=[], metavar="SOURCE=SHARE", help="another share of the batches than SCHEDULE says, for one source; shares are scaled to 1")
    parser.add_argument("--often", type=drawn_often, action="append", default=[], metavar="SOURCE:CLASS=TIMES", help="draw examples of a class so many times as often as others of its source; several may be given")
    parser.add_argument("--weight-decay", type=float, default=0.05)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--optimizer", choices=["adamw", "muon"], default="muon")
    parser.add_argument("--workers", type=count, default=2, help="processes on a CPU, one thread each")
    parser.add_argument("--loaders", type=int, help="processes that make batches ahead; unless said, 0 on a CPU, on a GPU one a core")
    parser.add_argument("--bfloat16", action="store_true", help="on a CPU, too: faster on some with AVX512_BF16, or with AMX")
    parser.add_argument("--layers", type=count, default=Configuration.num_self_attends_per_block, help="self-attention layers; a run --from a model of fewer adds what it lacks")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--report", type=count, default=1500, help="steps between validations; the last step has one, too, and the first where more follow")
    parser.add_argument("--leave-test", action="store_true", help="export the finished run, but do not measure the test split: something will still be chosen")
    parser.add_argument("--fall", type=float, metavar="MINUTES", help="let the rate fall to zero by the clock, within so many minutes, in which inputs are varied less; then stop")
    parser.add_argument("--stop-after", type=float, help="hours after which to save and stop")
    return parser.parse_args()


def shared(text: str) -> tuple[str, float]:
    """A source and its share of the batches."""
    name, _, share = text.partition("=")
    try:
        number = float(share)
    except ValueError:
        number = -1.0
    if name not in SCHEDULE or not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not SOURCE=SHARE; sources are {', '.join(SCHEDULE)}")
    return name, number


def drawn_often(text: str) -> tuple[str, str, float]:
    """A source, one of its classes, and how many times as often it is drawn."""
    source, _, rest = text.partition(":")
    name, _, times = rest.rpartition("=")
    try:
        number = float(times)
    except ValueError:
        number = -1.0
    if source not in SCHEDULE or not name or not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not SOURCE:CLASS=TIMES; sources are {', '.join(SCHEDULE)}")
    return source, name, number


def rate_at(step: int, a: argparse.Namespace) -> float:
    """The learning rate's share of its peak: warm-up, plateau, linear fall."""
    fall = max(1, int(a.steps * a.decay))
    return min(1.0, (step + 1) / a.warmup, max(0.0, (a.steps - step) / fall))


def loaders(a: argparse.Namespace, gpu: bool) -> int:
    """How many processes make batches: a GPU takes them faster than one process can make them."""
    return a.loaders if a.loaders is not None else min(os.cpu_count() or 1, 16) if gpu else 0


def share_gradients(model: Perceiver, workers: int) -> None:
    """Averages each gradient over the workers whose batch used that parameter."""
    parameters = list(model.parameters())
    used = torch.tensor([float(p.grad is not None) for p in parameters])
    flat = torch.cat(
        [used] + [(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters]
    )
    dist.all_reduce(flat)
    users, at = flat[: len(parameters)].tolist(), len(parameters)
    for p, number in zip(parameters, users):
        part = flat[at : at + p.numel()].view_as(p)
        p.grad = part / number if number else None
        at += p.numel()


def save(path: Path, **state) -> None:
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def first_ngrams(a: argparse.Namespace, configuration: Configuration, labels: dict[str, list[str]]) -> torch.Tensor:
    """The table of n-grams to begin with."""
    texts = [s for s in SOURCES if s.modality == "text" and s.task]
    train, valid = (
        {s: cached(a.data, a.out / "cache", split, s, configuration) for s in texts} for split in ("train", "valid")
    )
    classes = {task: len(names) for task, names in labels.items()}
    return first_table(configuration.text, list(train.items()), classes, {s.task: e for s, e in valid.items()})


def begin(a: argparse.Namespace, configuration: Configuration) -> None:
    """Writes the state of step 0: the weights of `--from`, or random ones, with a table of n-grams."""
    labels, _ = label_lists(a.data)
    torch.manual_seed(a.seed)
    model, missing = Perceiver.answering(configuration, labels | finer_lists(a.data)).to(device()), None
    if a.start:
        missing = load_weights(a.start, model, configuration, labels)
        begin_alike(model, labels, missing)
        parts = dict.fromkeys(".".join(name.split(".")[1:4]) for name in missing)
        print(f"begins afresh: {', '.join(parts) or 'nothing'}", flush=True)
        if a.report < a.steps:
            report(model, a, 0, 0)
    if missing is None or any("ngrams" in name for name in missing):
        table = first_ngrams(a, configuration, labels)
        with torch.no_grad():
            model.input_preprocessor["text"].bytes.ngrams.weight.copy_(table)
    model.direct = DirectHeads(configuration, labels | finer_lists(a.data))
    given = [name for path in a.fronts for name in load_front(path, model)]
    settings = {name: getattr(a, name) for name in KEPT}
    fresh = [n for n in model.state_dict() if missing is None or tensor_name(n) in missing or n.startswith("direct.")]
    save(a.out / "state.pt", model=model.state_dict(), optimizers=None, step=0, seconds=0.0, settings=settings, fresh=fresh, given=given)


def check_settings(a: argparse.Namespace, settings: dict) -> None:
    """Raises MismatchError if a run is resumed with other settings than those it began with."""
    lines = [f"--{name.replace('_', '-')} {getattr(a, name)}, begun with {settings[name]}" for name in settings if getattr(a, name) != settings[name]]
    if lines:
        raise MismatchError("\n  ".join([f"{a.out} holds a run of other settings; give those, or another --out:", *lines]))


def report(model: Perceiver, a: argparse.Namespace, step: int, seconds: float) -> None:
    """What is measured on the validation split, printed and appended to log.jsonl."""
    line = {"step": step, "seconds": round(seconds)} | measured(a.data, a.out / "cache", model, "valid")
    print(json.dumps(line), flush=True)
    with open(a.out / "log.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    model.train()


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Losses:
    """The losses since the last line that was printed, by name."""

    def __init__(self) -> None:
        self.found: dict[str, list[torch.Tensor]] = {}

    def add(self, source: str, parts: dict[str, torch.Tensor]) -> None:
        for name, loss in parts.items():
            self.found.setdefault(name if name == source else f"{name} ({source})", []).append(loss.detach())

    def means(self) -> dict[str, float]:
        """The means, with which all begins anew."""
        means = {k: round(float(torch.stack(v).mean()), 3) for k, v in sorted(self.found.items())}
        self.found = {}
        return means


class Training:
    """A model in training: its optimizers, the step it has reached, and the seconds that took."""

    def __init__(self, a: argparse.Namespace, configuration: Configuration, labels: dict[str, list[str]]) -> None:
        self.path = a.out / "state.pt"
        # Onto the CPU first; what belongs on a GPU is moved there.
        state = torch.load(self.path, map_location="cpu", weights_only=True)
        self.model = Perceiver.answering(configuration, labels)
        self.model.direct = DirectHeads(configuration, labels)
        self.model.to(device())
        self.model.load_state_dict(state["model"])
        self.fresh, self.given = state["fresh"], state["given"]
        fastest = tuple({*self.fresh} - {*self.given})
        self.optims = optimizers(self.model, a.rate, a.weight_decay, a.optimizer == "muon", a.old, fastest)
        for o, s in zip(self.optims, state["optimizers"] or ()):
            o.load_state_dict(s)
        self.step, self.settings = state["step"], state["settings"]
        self.started = time.time()
        self.began = self.started - state["seconds"]

    @property
    def new_modalities(self) -> tuple[str, ...]:
        """Those whose front ends the exported model did not have."""
        return tuple(m for m in self.model.configuration.modalities if any(n.startswith(f"input_preprocessor.{m}.") for n in self.fresh))

    @property
    def seconds(self) -> float:
        return time.time() - self.began

    def learn(self, batch: Batch, a: argparse.Namespace, workers: int) -> dict[str, torch.Tensor]:
        """One step; returns the losses."""
        left = 1 - (time.time() - self.started) / (60 * a.fall) if a.fall else 1.0
        set_rate(self.optims, a.rate * rate_at(self.step, a) * max(left, 0.0))
        for name, p in self.model.named_parameters():
            p.requires_grad_(name in self.fresh or self.step >= a.still and not (a.hold and name.startswith("input_preprocessor.")))
        for o in self.optims:
            o.zero_grad(set_to_none=True)
        batch = batch.to(device())
        with torch.autocast(device().type, dtype=torch.bfloat16, enabled=device().type == "cuda" or a.bfloat16):
            parts = losses_of(self.model, batch, a.smoothing)
        sum(parts.values()).backward()
        if workers > 1:
            share_gradients(self.model, workers)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for o in self.optims:
            o.step()
        self.step += 1
        return parts

    def save(self) -> None:
        optimizers = [o.state_dict() for o in self.optims]
        save(
            self.path,
            model=self.model.state_dict(),
            optimizers=optimizers,
            step=self.step,
            seconds=self.seconds,
            settings=self.settings,
            fresh=self.fresh,
            given=self.given,
        )


def agreed(late: bool, step: int, workers: int) -> bool:
    """Whether to stop: one worker's clock decides for all, now and then."""
    if workers == 1:
        return late
    if step % 50:
        return False
    flag = torch.tensor([float(late)])
    dist.broadcast(flag, 0)
    return bool(flag)


def worker(rank: int, workers: int, a: argparse.Namespace, configuration: Configuration) -> None:
    gpu = device().type == "cuda"
    if not gpu:
        torch.set_num_threads(1)
        keep_memory()
    if workers > 1:
        dist.init_process_group("gloo", store=dist.FileStore(str(a.out / "meeting"), workers), rank=rank, world_size=workers)
    labels, shared = label_lists(a.data)
    labels |= finer_lists(a.data)
    train = {s.name: cached(a.data, a.out / "cache", "train", s, configuration) for s in LEARNED}
    maker = BatchMaker(configuration, LEARNED, train, labels, concept_tables(a.data, shared), a.seed)
    maker.shares |= dict(a.share)
    for source, name, times in a.often:
        maker.often.setdefault(source, {})[labels[maker.sources[source].task].index(name)] = times
    maker.calm_from = 0 if a.fall else int(a.steps * (1 - a.calm))
    training, losses, started = Training(a, configuration, labels), Losses(), time.time()
    maker.first = (a.still, training.new_modalities)
    longest = min(3600 * a.stop_after if a.stop_after is not None else float("inf"), 60 * a.fall if a.fall else float("inf"))
    training.model.train()
    ahead = loaders(a, gpu)
    batches = DataLoader(
        Steps(maker, rank),
        batch_size=None,
        sampler=range(training.step, a.steps),
        num_workers=ahead,
        multiprocessing_context="fork" if ahead else None,  # they share the packs, which are large
    )
    for batch in batches:
        parts = training.learn(batch, a, workers)
        if rank == 0:
            losses.add(batch.source, parts)
        late = agreed(time.time() - started > longest, training.step, workers)
        done = late or training.step == a.steps
        if rank == 0 and training.step % 50 == 0:
            print(f"step {training.step} of {a.steps}, {training.seconds:.0f} s, loss {losses.means()}", flush=True)
        if rank == 0 and (done or training.step % 250 == 0):
            training.save()
        if rank == 0 and not (late and a.fall) and (done or training.step % a.report == 0):
            report(training.model, a, training.step, training.seconds)
        if late:
            break
    if workers > 1:
        dist.destroy_process_group()


def finish(a: argparse.Namespace, configuration: Configuration, state: dict) -> None:
    """Exports and measures a run that has reached its end."""
    labels, _ = label_lists(a.data)
    model = Perceiver.answering(configuration, labels)
    model.load_state_dict({name: state["model"][name] for name in model.state_dict()})  # without the finer classes
    model = export(a.data, a.out, model)
    if not a.leave_test:
        measure_export(a.data, a.out, model, {"steps": state["step"], "hours": round(state["seconds"] / 3600, 2)})


def main() -> None:
    a = arguments()
    a.out.mkdir(parents=True, exist_ok=True)
    (a.out / "meeting").unlink(missing_ok=True)
    configuration = Configuration(num_self_attends_per_block=a.layers)
    prepare(a.data, a.out / "cache", configuration)
    try:
        if (a.out / "state.pt").exists():
            state = torch.load(a.out / "state.pt", map_location="cpu", weights_only=True)
            check_settings(a, state["settings"])
            if state["step"] >= a.steps and (a.out / "export" / "measured.json").exists():
                print(f"finished: {a.out / 'export'} has the model, and what was measured of it")
                return
        else:
            begin(a, configuration)
    except MismatchError as error:
        raise SystemExit(f"train.py: {error}") from None
    workers = 1 if torch.cuda.is_available() else a.workers
    if workers > 1:
        mp.spawn(worker, args=(workers, a, configuration), nprocs=workers)
    else:
        worker(0, 1, a, configuration)
    state = torch.load(a.out / "state.pt", map_location="cpu", weights_only=True)
    if state["step"] >= a.steps:
        finish(a, configuration, state)


if __name__ == "__main__":
    main()
