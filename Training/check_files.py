#!/usr/bin/env python3
"""Measures the built program on the test splits written as ordinary files.

    python Training/check_files.py --data PACKS --program .build/release/perceiver [--limit 200]

Pictures become PNG, sounds WAV, texts UTF-8 files; the program reads them like any other file. Prints the first-choice
accuracy of each task, to be compared with the training code's own figures (measured.json).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image

from perceiver_training.configuration import TASKS, Configuration
from perceiver_training.packs import class_names, read


def write(folder: Path, task, examples, configuration, index: int) -> Path:
    item = np.asarray(examples[index])
    if task.modality == "image":
        size = configuration.image.size
        path = folder / f"{index}.png"
        Image.fromarray(item.reshape(size, size, 3)).save(path)
    elif task.modality == "audio":
        path = folder / f"{index}.wav"
        soundfile.write(path, item, configuration.audio.sample_rate, subtype="PCM_16")
    else:
        path = folder / f"{index}.txt"
        path.write_bytes(item.tobytes())
    return path


def answers(program: Path, paths: list[Path], task: str) -> list[str]:
    found = []
    for start in range(0, len(paths), 200):
        chunk = [str(p) for p in paths[start : start + 200]]
        command = [str(program), "predict", "--json", "--top", "1", *chunk]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for line in output.splitlines():
            predictions = json.loads(line)["predictions"]
            found.append(next(p["label"] for p in predictions if p["task"] == task))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="only so many examples of each task")
    a = parser.parse_args()
    configuration = Configuration()
    for task in TASKS:
        examples = read(a.data, "test", task, configuration)
        names = class_names(a.data, task)
        count = min(len(examples), a.limit or len(examples))
        with tempfile.TemporaryDirectory() as folder:
            paths = [write(Path(folder), task, examples, configuration, i) for i in range(count)]
            found = answers(a.program, paths, task.name)
        right = sum(names[label] == answer for label, answer in zip(examples.labels, found))
        print(f"{task.name}: {right / count:.4f} of {count}", flush=True)


if __name__ == "__main__":
    main()
