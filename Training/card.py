#!/usr/bin/env python3
"""Puts the figures of a finished run into the tables of the model card and of the README.

    python Training/card.py --out RUN assets/models/mini/README.md README.md

Whatever of these tables a file has stands between `<!-- NAME -->` and `<!-- end -->`; the commands that measure have
left the figures in RUN/export/measured.json.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from perceiver_training.configuration import LEARNED
from perceiver_training.evaluation import PARTS, named
from perceiver_training.unfamiliar import FOREIGN, OTHER_THINGS, UNSEEN

# What a simpler method reaches on the same test split; the data packs say how, of units `baselines.py`.
BASELINES = {
    "photo": "24 % (HOG, random forest, 20,000 photos)",
    "sound": "45 % (mel statistics, random forest)",
    "spoken word": "80 % (log-mel, linear)",
    "subject": "98.5 % (TF-IDF)",
    "topic": "89 % (TF-IDF)",
    "language": "96.5 % (character n-grams)",
    "sentiment": "83 % (TF-IDF)",
    "sharp photo": "41 % (HOG and colours, linear)",
    "shape": "58 % (distance histograms, random forest)",
    "digit, clip, sound": "60 % (log-mel statistics, linear)",
    "digit, clip, lips": "24 % (frame differences, linear)",
    "minute": "99.2 % (age of the oldest unit)",
    "masked unit type": "60.6 % (counts: race, age, nearest types)",
}
# What the shorter table of accuracies leaves out.
PARTS_OF_CLIPS = [f"{task}, {part}" for task in ("verb", "colour", "preposition", "letter", "adverb") for part in PARTS]
LATER = (*PARTS_OF_CLIPS, "first race", "second race", "minute", "cifar10", "photos_sharp", "modelnet10vox")
GROUPS = (
    ("photo", "sound", "caption", "caption, word blanked", "shape"),
    ("written digit", "spoken digit", "number as text", "digit of a clip"),
)


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in [head, *rows]]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def percent_of(share: float, count: int) -> str:
    """The same of a share of so many examples that was rounded before: of the number of examples that it means."""
    return percent(round(share * count) / count)


def accuracy(figures: dict, settings: dict) -> str:
    classes = {t["name"]: len(t["labels"]) for t in settings["tasks"]}
    rows = []
    for source in LEARNED:
        names = [""] if source.modality != "clip" else [f", {part}" for part in PARTS]
        for task, part in ((t, n) for t in source.tasks for n in names):
            name = named(task, source.name + part, source)
            if name not in figures["test"]:  # no test example has a class of it
                continue
            first, five, count = figures["test"][name]
            among = percent_of(five, count) if classes[task] > 5 else "–"
            cells = [source.modality, task + part, source.pack, str(classes[task]), f"{count:,}"]
            rows.append([*cells, percent_of(first, count), among, BASELINES.get(name, "–")])
    if "masked unit type" in figures["test"]:
        first, five, count = figures["test"]["masked unit type"]
        types = len(settings["inputs"]["units"]["types"])
        cells = ["units", "masked type", "sc2_units", str(types), f"{count:,}"]
        rows.append([*cells, percent_of(first, count), percent_of(five, count), BASELINES["masked unit type"]])
    return table(
        ["input", "task", "data", "classes", "test examples", "top-1", "top-5", "classical baseline"], rows
    )


def summary(figures: dict, settings: dict) -> str:
    """The accuracy of the tasks that tell most of each modality; the rest is in the model card."""
    lines = accuracy(figures, settings).split("\n")
    return "\n".join(line for line in lines if not any(f"| {name} |" in line for name in LATER))


def concept(figures: dict, settings: dict) -> str:
    found = {k.removeprefix("concept, "): v for k, v in figures["test"].items() if k.startswith("concept, ")}
    rows = [[name, f"{n:,}", percent_of(first, n), percent_of(five, n)] for name, (first, five, n) in found.items()]
    return table(["of", "test examples", "top-1", "top-5"], rows)


def calibration(figures: dict, settings: dict) -> str:
    rows = [
        [name, f"{figures['test'][name][2]:,}", f"{c['temperature']:.2f}", percent(c["before"]), percent(c["after"])]
        for name, c in figures["calibration error"].items()
    ]
    return table(["asked", "examples", "temperature", "before", "after"], rows)


def unfamiliar(figures: dict, settings: dict) -> str:
    """Means over the kinds of a group, as each kind has the same number of examples."""
    rows = []
    for task, kinds in figures["unfamiliar inputs"].items():
        groups = {
            "test examples": [v for k, v in kinds.items() if k.startswith("test")],
            "kinds made in training": [v for k, v in kinds.items() if not k.startswith("test") and k not in (FOREIGN, OTHER_THINGS) and UNSEEN not in k],
            "kinds it never saw": [v for k, v in kinds.items() if UNSEEN in k],
            FOREIGN: [v for k, v in kinds.items() if k == FOREIGN],
            OTHER_THINGS: [v for k, v in kinds.items() if k == OTHER_THINGS],
        }
        for name, found in groups.items() if task != "sentiment" else ():
            if not found:
                continue
            mean, _, half, most = (sum(column) / len(found) for column in zip(*found))
            rows.append([name, task, f"{mean:.2f}", f"{100 * half:.0f} %", f"{100 * most:.0f} %"])
    return table(["input", "task", "mean", "above .5", "above .8"], rows)


def worst(figures: dict, settings: dict) -> str:
    """The kinds of inputs of which more than a tenth got a class with a probability above .5."""
    found = [
        (half, f"{kind.removesuffix(UNSEEN)} ({task}, {100 * half:.0f} %)")
        for task, kinds in figures["unfamiliar inputs"].items()
        for kind, (_, _, half, _) in kinds.items()
        if not kind.startswith("test") and task != "sentiment" and half > 0.1
    ]
    return "Kinds of which more than a tenth got a class above .5 (task, share of the inputs): " + "; ".join(text for _, text in sorted(found, reverse=True)) + "."


def classes(figures: dict, settings: dict) -> str:
    """Of each class of the larger tasks how many test examples are right, in percent, the best first."""
    rows = []
    for name, found in figures["classes"].items():
        if len(found) > 9:
            best = sorted(found.items(), key=lambda item: (-item[1][0] / item[1][1], item[0]))
            rows.append([name, ", ".join(f"{label} {100 * right / count:.0f}" for label, (right, count) in best)])
    return table(["asked", "right of each class, in percent"], rows)


def agreement(figures: dict, settings: dict) -> str:
    pairs = figures["across modalities"]["agreement"]

    def cell(a: str, b: str) -> str:
        same, other = pairs[f"{a} × {b}"]
        return f"{percent(same)} ({percent(other)})"

    return "\n\n".join(table(["", *names], [[a, *(cell(a, b) for b in names)] for a in names]) for names in GROUPS)


def retrieval(figures: dict, settings: dict) -> str:
    def two(a: float, b: float) -> str:
        return f"{percent(a)}, {percent(b)}"

    rows = []
    for pair, found in figures["across modalities"]["retrieval"].items():
        size, recall = found["pool"], found["recall"]
        rows.append([*pair.split(" → "), str(size), two(1 / size, min(1, 5 / size)), two(*recall[:2]), two(*recall[2:])])
    return table(["given", "wanted", "pool", "chance at 1, 5", "by concepts at 1, 5", "by latents at 1, 5"], rows)


TABLES = {f.__name__: f for f in (accuracy, summary, classes, concept, calibration, unfamiliar, worst, agreement, retrieval)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("files", type=Path, nargs="+", help="Markdown files")
    a = parser.parse_args()
    figures, settings = (json.loads((a.out / "export" / n).read_text()) for n in ("measured.json", "config.json"))
    for path in a.files:
        text = path.read_text(encoding="utf-8")
        for name, make in TABLES.items():
            mark = f"<!-- {name} -->"
            if mark in text:
                text = re.sub(f"{mark}\n.*?<!-- end -->", lambda _: f"{mark}\n{make(figures, settings)}\n<!-- end -->", text, flags=re.DOTALL)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
