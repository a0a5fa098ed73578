#!/usr/bin/env python3
"""How sure is the model of inputs that are nothing? Top probabilities beside those of test examples.

    python Training/unfamiliar.py --data PACKS --out RUN

To be run after calibrate.py: probabilities are with the temperatures of RUN/export/config.json. Kinds that training
made as well and kinds that it never made are told apart. The class "silence" of spoken words is left out: it says
that there is no word.
"""

from __future__ import annotations

import numpy as np
import torch

from perceiver_training import unfamiliar
from perceiver_training.configuration import SOURCES, TASKS, UNKNOWN_PHOTOS, Source
from perceiver_training.evaluation import answers
from perceiver_training.measuring import Run, arguments
from perceiver_training.packs import Examples

EACH = 100  # examples of a kind
FAMILIAR = 400  # test examples of a source


def summary(top: torch.Tensor) -> list[float]:
    """Mean and 90th percentile of top probabilities, and the shares above 0.5 and 0.8."""
    numbers = [top.mean(), top.quantile(0.9), (top > 0.5).double().mean(), (top > 0.8).double().mean()]
    return [round(float(n), 3) for n in numbers]


def confidences(run: Run, source: Source, examples: Examples, tasks: list[str]) -> dict[str, tuple]:
    """The top probability of each task for each example, and the class it belongs to."""
    found = {}
    for task, logits in zip(tasks, answers(run.model, source, tasks, examples)):
        chances = torch.softmax(logits.double() / run.temperature(task, source.modality), 1)
        if task == "spoken word":
            chances[:, run.labels[task].index("silence")] = 0
        found[task] = chances.max(1)
    return found


def made(makers: dict, seed: int) -> dict[str, Examples]:
    found = {}
    for i, (name, make) in enumerate(makers.items()):
        rng = np.random.default_rng((seed, i))
        parts = [make(rng, k) for k in range(EACH)]
        found[name] = Examples.of(parts, np.zeros(EACH, np.int64))
    return found


def familiar(run: Run, source: Source) -> Examples:
    return run.examples(source).spread(FAMILIAR)


def of_concepts(run: Run, source: Source, examples: Examples) -> Examples:
    """Those of test examples that are a shared thing."""
    return examples.subset(np.flatnonzero(run.concepts[source.name][examples.labels] >= 0))


def foreign(run: Run, source: Source) -> Examples:
    examples = run.examples(source)
    return examples.subset(np.flatnonzero(examples.labels != run.labels["language"].index("English"))).spread(EACH)


def main() -> None:
    run = Run(arguments(__doc__).parse_args())
    sources = {s.name: s for s in SOURCES}
    kinds = {
        "image": unfamiliar.pictures(run.model.configuration, run.examples(sources["photo"])),
        "audio": unfamiliar.sounds(run.examples(sources["sound"])),
        "text": unfamiliar.texts(run.examples(sources["topic"])),
    }
    figures = {}
    print("| asked | input | mean | 90th percentile | above .5 | above .8 | most frequent |\n|---|---|---|---|---|---|---|")
    for modality, groups in kinds.items():
        tasks = [t.name for t in TASKS if modality in t.modalities]
        asked = [s for s in SOURCES if s.modality == modality and (s.task or s.name in ("written digit", "number"))]
        rows = []
        for s in asked:
            name, examples = f"test examples, {s.name}", familiar(run, s)
            if s.name in run.concepts:
                rows.append((name, of_concepts(run, s, examples), ["concept"]))
            if s.task:
                rows.append((name, examples, [s.task]))
        for group, makers in zip(("", unfamiliar.UNSEEN), groups):
            rows += [(name + group, examples, tasks) for name, examples in made(makers, 7).items()]
        if modality == "text":
            rows.append((unfamiliar.FOREIGN, foreign(run, sources["language"]), [t for t in tasks if t != "language"]))
        if modality == "image":
            rows.append((unfamiliar.OTHER_THINGS, run.examples(UNKNOWN_PHOTOS), tasks))
        for name, examples, questions in rows:
            for task, (top, choice) in confidences(run, asked[0], examples, questions).items():
                numbers = summary(top)
                figures.setdefault(task, {})[name] = numbers
                often = run.labels[task][int(choice.mode().values)]
                print(f"| {task} | {name} | " + " | ".join(f"{n:.2f}" for n in numbers) + f" | {often} |", flush=True)
    run.note("unfamiliar inputs", figures)


if __name__ == "__main__":
    main()
