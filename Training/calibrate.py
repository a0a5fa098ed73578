#!/usr/bin/env python3
"""Fits one temperature a task and modality on the validation split, and measures on the test split what is left.

    python Training/calibrate.py --data PACKS --out RUN

Writes the temperatures into RUN/export/config.json, the figures into measured.json, and draws reliability.png
beside them. "80 %" should be right in 80 of 100 cases: the expected calibration error says how far that is off.
"""

from __future__ import annotations

import json

import torch

from perceiver_training.calibration import (
    BINS,
    Answers,
    all_answers,
    answers_to_unknown,
    calibration_error,
    fitted_temperature,
    reliability,
)
from perceiver_training.configuration import TASKS
from perceiver_training.diagram import draw
from perceiver_training.measuring import Run, arguments


def fitted(found: list[Answers]) -> dict[str, dict[str, float]]:
    """The temperature of each task for each of its modalities."""
    return {
        task.name: {
            m: fitted_temperature([a for a in found if (a.task, a.modality) == (task.name, m)]) for m in task.modalities
        }
        for task in TASKS
    }


def write(run: Run, temperatures: dict[str, dict[str, float]]) -> None:
    """Puts the temperatures into config.json: a number, or one for each modality of a task that has several."""
    settings = run.settings
    for entry in settings["tasks"]:
        values = temperatures[entry["name"]]
        entry["temperature"] = values if len(values) > 1 else next(iter(values.values()))
    text = json.dumps(settings, indent=1, ensure_ascii=False)
    (run.folder / "config.json").write_text(text + "\n", encoding="utf-8")


def by_class(run: Run, part: Answers) -> dict[str, list[int]]:
    """Of each class that has examples: how many are right, and how many there are."""
    rights = part.logits.argmax(1) == part.labels
    groups = {label: rights[part.labels == i] for i, label in enumerate(run.labels[part.task])}
    return {label: [int(group.sum()), len(group)] for label, group in groups.items() if len(group)}


def pooled(parts: list[Answers], temperature: float) -> list[tuple[float, float, int]]:
    tops, rights = zip(*(p.confidence(temperature) for p in parts))
    return reliability(torch.cat(tops), torch.cat(rights))


def main() -> None:
    a = arguments(__doc__).parse_args()
    run = Run(a)
    temperatures = fitted(all_answers(run, "valid") + answers_to_unknown(run, "valid"))
    if not run.is_trial:
        write(run, temperatures)
    found, figures, panels = all_answers(run, a.split), {}, []
    print(f"expected calibration error in {BINS} bins, {a.split} split\n")
    print("| asked | examples | temperature | before | after |\n|---|---|---|---|---|")
    for part in found:
        t = temperatures[part.task][part.modality]
        errors = [calibration_error(pooled([part], value)) for value in (1.0, t)]
        figures[part.name] = {"temperature": t, "before": round(errors[0], 4), "after": round(errors[1], 4)}
        print(f"| {part.name} | {len(part.labels):,} | {t:.2f} | {errors[0]:.1%} | {errors[1]:.1%} |")
    for task in TASKS:
        for modality, t in temperatures[task.name].items():
            parts = [p for p in found if (p.task, p.modality) == (task.name, modality)]
            title = task.name if len(task.modalities) == 1 else f"{task.name}, {modality}"
            before, after = pooled(parts, 1.0), pooled(parts, t)
            panels.append((title, before, after))
            print(f"\n{title}: probability, share right, answers")
            for i, (_, share, count) in enumerate(after):
                if count:
                    print(f"  {i / BINS:.2f}-{(i + 1) / BINS:.2f}  {share:.3f}  {count}")
    run.note("calibration error", figures)
    run.note("classes", {part.name: by_class(run, part) for part in found})
    if not run.is_trial:
        draw(run.folder / "reliability.png", panels)


if __name__ == "__main__":
    main()
