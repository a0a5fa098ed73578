#!/usr/bin/env python3
"""Measures how faithful the built program's maps are, over test examples that training never used.

    python Training/faithful.py --data PACKS --program .build/release/perceiver [--limit 250] [--method all]

Examples are written as files in the pack's own form, and `perceiver faithful` runs on them. Only answers that are right
count. Tasks that the model does not have are left out. Prints Markdown for docs/explanations.md: a table over all tasks,
then one for each. Means are over inputs, ± is the standard error. `--json FILE` keeps what the program printed.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from perceiver_training.arguments import count as number
from perceiver_training.arguments import file, folder
from perceiver_training.as_files import PLAIN, tasks_of, writers
from perceiver_training.configuration import SOURCES, Configuration, Source
from perceiver_training.packs import class_names, read_split

TASKS = ("photo", "sound", "spoken word", "sentiment", "shape", "first race")


def measured(a: argparse.Namespace, source: Source, configuration: Configuration) -> tuple[list[dict], int]:
    """What the program finds of each example that it answers rightly, and how many examples there were."""
    names = class_names(a.data, source)
    examples = read_split(a.data, "test", source, configuration).spread(a.limit)
    write = writers(configuration)[source.modality][PLAIN]
    found = []
    with tempfile.TemporaryDirectory() as place:
        paths = [write(Path(place) / f"{i:05}", np.asarray(examples[i])) for i in range(len(examples))]
        labels = Path(place) / "labels.csv"
        with open(labels, "w", newline="", encoding="utf-8") as table:
            rows = csv.writer(table, lineterminator="\n")
            rows.writerow(["file", "label"])
            rows.writerows([path.name, names[label]] for path, label in zip(paths, examples.labels))
        command = [str(a.program), "faithful", "--json", "--labels", str(labels), "--task", source.task]
        command += ["--method", a.method, "--points", str(a.points)]
        command += ["--model", str(a.model)] if a.model else []
        for start in range(0, len(paths), 50):
            chunk = [str(path) for path in paths[start : start + 50]]
            result = subprocess.run([*command, *chunk], capture_output=True, text=True)
            if result.returncode:
                raise SystemExit(f"{' '.join(command)} …: {result.stderr.strip()}")
            found += [json.loads(line) for line in result.stdout.splitlines()]
            print(f"{source.task}: {start + len(chunk)} of {len(paths)}", file=sys.stderr, flush=True)
    return found, len(paths)


def short(value: float) -> str:
    """Two or three decimal places without the zero before them."""
    return f"{value:.3f}".replace("0.", ".", 1)


def mean(values: list[float | None]) -> str:
    """The mean of those that there are, with its standard error."""
    known = np.array([v for v in values if v is not None], dtype=float)
    if not len(known):
        return "–"
    error = known.std(ddof=1) / np.sqrt(len(known)) if len(known) > 1 else 0
    return f"{short(known.mean())} ± {short(error)}"


def methods_of(found: list[dict]) -> list[str]:
    return [m["method"] for m in found[0]["methods"]]


def of(found: list[dict], method: str) -> list[dict]:
    return [m for one in found for m in one["methods"] if m["method"] == method]


def areas(found: list[dict], method: str) -> tuple[str, str]:
    """Deletion and insertion of a method or a control."""
    if method == "random":
        area = mean([one["random"]["deletion"]["area"] for one in found])
        return area, area
    rankings = [one["energy"] for one in found if "energy" in one] if method == "input energy" else of(found, method)
    return mean([r["deletion"]["area"] for r in rankings]), mean([r["insertion"]["area"] for r in rankings])


def overview(results: dict[str, list[dict]]) -> list[str]:
    tasks = list(results)
    lines = [f"| deletion ↓ / insertion ↑ | {' | '.join(tasks)} |", "|---" * (len(tasks) + 1) + "|"]
    every = list(dict.fromkeys(m for found in results.values() for m in methods_of(found)))
    for method in [*every, "input energy", "random"]:
        cells = [" / ".join(part.split(" ± ")[0] for part in areas(found, method)) for found in results.values()]
        lines.append(f"| {method} | {' | '.join(c if c != '– / –' else '–' for c in cells)} |")
    return lines


def table(found: list[dict]) -> list[str]:
    lines = [
        "| method | deletion ↓ | insertion ↑ | comprehensiveness ↑ | sufficiency ↓ | SaCo ↑ | polarity ↑ | gain over random ↑ "
        "| gain over input energy ↑ | better than random | time |",
        "|---" * 11 + "|",
    ]
    for method in methods_of(found):
        own = of(found, method)
        gains = [m["overRandom"] for m in own]
        better = sum(g["verdict"] == "better" for g in gains)
        energy = mean([m["overEnergy"]["value"] if "overEnergy" in m else None for m in own])
        cells = [
            method, *areas(found, method), mean([m["comprehensiveness"] for m in own]), mean([m["sufficiency"] for m in own]),
            mean([m.get("saco") for m in own]), mean([m.get("polarity") for m in own]), mean([g["value"] for g in gains]), energy,
            f"{better / len(own):.0%}", f"{1000 * np.median([m['seconds'] for m in own]):.0f} ms",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    for control in ("input energy", "random"):
        if areas(found, control)[0] != "–":
            lines.append(f"| {control} | {' | '.join(areas(found, control))} |" + " |" * 8)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    parser.add_argument("--program", type=file, required=True)
    parser.add_argument("--model", type=folder, help="a model of one's own rather than the bundled one")
    parser.add_argument("--limit", type=number, default=250, help="so many test examples of each task, spread over the split")
    parser.add_argument("--method", default="all", help="as the program takes it")
    parser.add_argument("--points", type=number, default=11, help="points of each curve")
    parser.add_argument("--task", action="append", choices=TASKS, help="only this task")
    parser.add_argument("--json", type=Path, help="keeps what the program printed, a line for each input")
    a = parser.parse_args()
    configuration, results, counts = Configuration(), {}, {}
    for source in SOURCES:
        if source.task in TASKS and source.task in tasks_of(a.model) and (not a.task or source.task in a.task):
            results[source.task], counts[source.task] = measured(a, source, configuration)
    if a.json:
        lines = [json.dumps(one, ensure_ascii=False) for found in results.values() for one in found]
        a.json.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(overview(results)))
    for task, found in results.items():
        whole, none = (np.mean([one[key] for one in found]) for key in ("whole", "none"))
        print(
            f"\n**{task}**: {len(found)} right answers of {counts[task]} test examples, {a.points} points; "
            f"p {short(whole)} with all tokens, {short(none)} with none\n"
        )
        print("\n".join(table(found)))


if __name__ == "__main__":
    main()
