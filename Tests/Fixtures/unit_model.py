#!/usr/bin/env python3
"""Writes models/units, and what the training code makes of units of a game with it, for ModelsTests.

    pip install -r Training/requirements.txt
    python Tests/Fixtures/unit_model.py

`models/units` is a model with random weights in the exported format that takes pictures, sounds, texts and units of a
game, and is asked for hidden types. `models/units-*.csv` are units, and `models/units-*.safetensors` every array that
the training code computes from them.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from models import CONCEPTS, LABELS, everything, model, tiny, write
from perceiver_training.configuration import TASKS, Task, Units
from perceiver_training.export import as_json, write_model

HERE = Path(__file__).resolve().parent
TYPES = ("Probe", "Pylon", "Zealot", "Drone", "Hatchery")
UNITS = Units(types=TYPES, most=40, embedding=12, neighbours=5, alike=3, hidden=9, bands=2, highest=6.0)
RACES = ["Protoss", "Terran", "Zerg"]


@torch.no_grad()
def write_units(name: str, perceiver, units: np.ndarray, hidden: list[int]) -> None:
    """`units` [n, 5]: type, owner, x, y, age; the types of some are hidden."""
    with open(HERE / "models" / f"{name}.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["owner", "type", "x", "y", "age"])
        for number, (kind, owner, x, y, age) in enumerate(units):
            rows.writerow([owner, "?" if number in hidden else TYPES[kind], x, y, age])
    x = torch.tensor(units[None])
    x[0, hidden, 0] = UNITS.mask_id
    arrays = everything(perceiver, "units", ["first race"], x, len(units))
    cells = torch.tensor([hidden])
    arrays["hidden"] = perceiver.decode_tokens("units", cells, arrays["tokens"][None], arrays["latents"][None])[0]
    write(name, **arrays)


def main() -> None:
    rng = np.random.default_rng(12)
    configuration = replace(
        tiny(), units=UNITS, d_model=48, modalities=("image", "audio", "text", "units"), reconstructs=("units",)
    )
    labels = LABELS | {"first race": RACES}
    tasks = tuple(t for t in TASKS if t.name in LABELS) + (Task("first race", ("units",)),)
    perceiver = model(configuration, labels, 6)
    settings = as_json(configuration, tasks, labels, CONCEPTS, version="4.0")
    write_model(HERE / "models" / "units", perceiver, settings)

    def drawn(count: int, owners: int) -> np.ndarray:
        # Few places and ages, so that several are as near as each other.
        columns = [
            rng.integers(0, len(TYPES), count),
            rng.integers(1, owners + 1, count),
            rng.integers(10, 30, count),
            rng.integers(40, 52, count),
            rng.choice([0, 7, 7, 60, 61, 900, 5000], count),
        ]
        return np.stack(columns, 1).astype(np.int64)

    write_units("units-many", perceiver, drawn(37, 2), [3, 20])
    write_units("units-few", perceiver, drawn(3, 1), [1])
    write_units("units-one", perceiver, drawn(1, 1), [0])


if __name__ == "__main__":
    main()
