#!/usr/bin/env python3
"""Short runs beside each other that differ from what the bundled model began as in one thing each, from the beginning.

    python Training/ablate.py --data PACKS --out RUN
    python Training/ablate.py --data PACKS --out RUN --set sizes --modality image

A batch of any source takes about as long as one of any other, so that the same number of steps is about the same compute; the processor
time is measured. Results are those of the validation split, in `RUN/ablations.json`; a run that is there already is not repeated.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from perceiver_training.arguments import count, folder
from perceiver_training.batches import SCHEDULE, BatchMaker
from perceiver_training.configuration import CONCEPT, SOURCES, Configuration
from perceiver_training.evaluation import accuracy, answers
from perceiver_training.export import concept_tables, label_lists, measured
from perceiver_training.learning import losses_of, optimizers, set_rate
from perceiver_training.memory import keep_memory
from perceiver_training.model import Perceiver
from perceiver_training.packs import cached, prepare

MODALITIES = ("image", "audio", "text")
# The columns of the table: what is measured, and which of its numbers.
COLUMNS = ("photo", "photo, half left out", "sound", "spoken word", "subject, word blanked", "topic", "language", "sentiment")


@dataclass(frozen=True)
class Variant:
    modalities: tuple[str, ...] = MODALITIES
    sizes: dict = field(default_factory=dict)  # what differs in the configuration
    drops: bool = True  # whether tokens are left out in training
    share: bool = False  # whether it takes only those steps that its modality has in the shared run

    def steps(self, steps: int) -> int:
        if not self.share:
            return steps
        shares = {s.name: SCHEDULE[s.name][0] for s in SOURCES}
        own = sum(shares[s.name] for s in self.sources)
        return round(steps * own / sum(shares.values()))

    @property
    def sources(self):
        return tuple(s for s in SOURCES if s.modality in self.modalities)

    @property
    def configuration(self) -> Configuration:
        sizes = dict(self.sizes)
        # As in the first versions of the bundled model: four layers, two stages in each front end.
        standard = Configuration(num_self_attends_per_block=4)
        text = replace(standard.text, ngram_sizes=sizes.pop("ngram_sizes", standard.text.ngram_sizes))
        fronts = {"image": standard.image, "audio": standard.audio, "text": text}
        if not sizes.pop("residual_stages", False):
            fronts = {
                m: replace(front, stages=tuple(s for s in front.stages if not s.residual)) for m, front in fronts.items()
            }
        return replace(standard, modalities=self.modalities, reconstructs=self.modalities, **fronts, **sizes)


SHARING = {"one model for all": Variant()} | {
    f"{modality} alone{', steps of its share' if share else ''}": Variant((modality,), share=share)
    for modality in MODALITIES
    for share in (False, True)
}
SIZES = {
    "as begun": Variant(),
    "no tokens left out": Variant(drops=False),
    "24 latents": Variant(sizes={"num_latents": 24}),
    "96 latents": Variant(sizes={"num_latents": 96}),
    "2 layers": Variant(sizes={"num_self_attends_per_block": 2}),
    "8 layers": Variant(sizes={"num_self_attends_per_block": 8}),
    "1 head in the cross-attention": Variant(sizes={"num_cross_attention_heads": 1}),
    "residual stages": Variant(sizes={"residual_stages": True}),
    "no n-grams": Variant(sizes={"ngram_sizes": ()}),
}
SETS = {"sharing": SHARING, "sizes": SIZES}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    parser.add_argument("--set", choices=SETS, default="sharing", help="which runs")
    parser.add_argument("--modality", choices=MODALITIES, help="every run with this modality alone")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these of the set")
    parser.add_argument("--steps", type=count, default=600)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--bfloat16", action="store_true", help="on a CPU, too")
    parser.add_argument("--seed", type=int, default=0)
    a = parser.parse_args()
    if a.set == "sharing" and a.modality:
        parser.error("--modality: what is compared by --set sharing is the modalities")
    if unknown := set(a.only or ()) - set(SETS[a.set]):
        parser.error(f"--only: {', '.join(unknown)} is not among {', '.join(SETS[a.set])}")
    return a


def trained(variant: Variant, a: argparse.Namespace) -> Perceiver:
    """A model of the variant after its steps: a warm-up, half of the steps at full rate, and a linear fall to zero."""
    labels, shared = label_lists(a.data)
    asked = {s.task for s in variant.sources} | {CONCEPT.name}
    labels = {task: names for task, names in labels.items() if task in asked}
    configuration, steps = variant.configuration, variant.steps(a.steps)
    examples = {s.name: cached(a.data, a.out / "cache", "train", s, configuration) for s in variant.sources}
    maker = BatchMaker(configuration, variant.sources, examples, labels, concept_tables(a.data, shared), a.seed)
    torch.manual_seed(a.seed)
    model = Perceiver.answering(configuration, labels)
    optims = optimizers(model, a.rate)
    model.train()
    for step in range(steps):
        set_rate(optims, a.rate * min(1, (step + 1) / 50, 2 * (steps - step) / steps))
        for optim in optims:
            optim.zero_grad(set_to_none=True)
        batch = maker.batch(step, 0)
        if not variant.drops:
            batch.keep = torch.ones_like(batch.keep)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=a.bfloat16):
            losses = losses_of(model, batch, 0.05)
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optim in optims:
            optim.step()
    return model


def half_left_out(model: Perceiver, a: argparse.Namespace) -> list[float]:
    """First choice of photos of which half of the tokens are not seen."""
    source = next(s for s in SOURCES if s.name == "photo")
    examples = cached(a.data, a.out / "cache", "valid", source, model.configuration)
    return [round(accuracy(answers(model, source, [source.task], examples, keep=0.5)[0], examples.labels), 4)]


def table(results: dict) -> str:
    """Markdown: first choice of each task in percent."""
    lines = [f"| | steps | {' | '.join(COLUMNS)} |", "|---" * (2 + len(COLUMNS)) + "|"]
    for name, result in results.items():
        cells = [f"{result['valid'][c][0]:.1%}" if c in result["valid"] else "–" for c in COLUMNS]
        lines.append(f"| {name} | {result['steps']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def keyed(name: str, a: argparse.Namespace) -> str:
    """The name under which the result of a run with these settings is kept."""
    return f"{name}, of {a.steps}, rate {a.rate:g}, seed {a.seed}{', bfloat16' if a.bfloat16 else ''}"


def main() -> None:
    a = arguments()
    torch.set_num_threads(1)
    keep_memory()
    a.out.mkdir(parents=True, exist_ok=True)
    prepare(a.data, a.out / "cache", Configuration())
    path = a.out / "ablations.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    chosen = {name: v for name, v in SETS[a.set].items() if not a.only or name in a.only}
    if a.modality:
        chosen = {f"{name}, {a.modality} alone": replace(v, modalities=(a.modality,)) for name, v in chosen.items()}
    for name, variant in chosen.items():
        key = keyed(name, a)
        if key not in results:
            began = time.process_time()
            model = trained(variant, a)
            seconds = round(time.process_time() - began)
            valid = measured(a.data, a.out / "cache", model, "valid", variant.sources)
            if "photo" in valid:
                valid["photo, half left out"] = half_left_out(model, a)
            results[key] = {"steps": variant.steps(a.steps), "seconds": seconds, "valid": valid}
            path.write_text(json.dumps(results, indent=1) + "\n")
            print(f"{name}: {seconds} s", flush=True)
    print(table({name: results[keyed(name, a)] for name in chosen}))


if __name__ == "__main__":
    main()
