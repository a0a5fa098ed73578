#!/usr/bin/env python3
"""Measures the built program on the packs' examples written as the files that people have.

    python Training/check_files.py --data PACKS --program .build/release/perceiver [--split valid] [--limit 200]

`plain` is the pack's own form (PNG of 64×64 pixels, WAV at 16 kHz, UTF-8, NPY, CSV), to be compared with the training
code's figures (measured.json); the others are stretched and padded pictures, other rates, formats and levels of sounds,
other line ends, other formats and sizes of point clouds and tables. Tasks that the model does not have are left out. Prints the first-choice accuracy of each task for each form, and how far it is from the plain one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from perceiver_training.arguments import count as number
from perceiver_training.arguments import file, folder
from perceiver_training.as_files import PLAIN, Writer, tasks_of, writers
from perceiver_training.configuration import SOURCES, Configuration, Source
from perceiver_training.packs import Examples, class_names, read_split


def answers(program: list[str], paths: list[Path], task: str) -> list[str]:
    """The program's first choice for each file."""
    found = []
    for start in range(0, len(paths), 200):
        chunk = [str(p) for p in paths[start : start + 200]]
        command = [*program, "--json", "--top", "1", *chunk]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            raise SystemExit(f"{' '.join(command[:7])} …: {result.stderr.strip()}")
        for line in result.stdout.splitlines():
            predictions = json.loads(line)["predictions"]
            found.append(next(p["label"] for p in predictions if p["task"] == task))
    return found


def share_right(program: list[str], source: Source, names: list[str], examples: Examples, write: Writer) -> float:
    with tempfile.TemporaryDirectory() as folder:
        paths = [write(Path(folder) / str(i), np.asarray(examples[i])) for i in range(len(examples))]
        found = answers(program, paths, source.task)
    return sum(names[label] == answer for label, answer in zip(examples.labels, found)) / len(examples)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    parser.add_argument("--program", type=file, required=True)
    parser.add_argument("--model", type=folder, help="a model of one's own rather than the bundled one")
    parser.add_argument("--split", choices=["test", "valid"], default="test", help="valid while a choice hangs on it")
    parser.add_argument("--limit", type=number, help="only so many examples of each task, spread over the split")
    parser.add_argument("--task", action="append", choices=[s.task for s in SOURCES if s.task and s.modality != "clip"], help="only this task")
    a = parser.parse_args()
    program = [str(a.program), "predict", *(["--model", str(a.model)] if a.model else [])]
    configuration = Configuration()
    forms, tasks = writers(configuration), tasks_of(a.model)
    print("| task | files | examples | right | than plain |\n|---|---|---|---|---|")
    for source in SOURCES:
        if source.task not in tasks or source.modality not in forms or a.task and source.task not in a.task:
            continue
        examples, names = read_split(a.data, a.split, source, configuration), class_names(a.data, source)
        examples = examples.spread(a.limit or len(examples))
        plain = None
        for form, write in forms[source.modality].items():
            share = share_right(program, source, names, examples, write)
            plain = share if form == PLAIN else plain
            print(f"| {source.task} | {form} | {len(examples)} | {share:.2%} | {100 * (share - plain):+.2f} |", flush=True)


if __name__ == "__main__":
    main()
