#!/usr/bin/env python3
"""Writes models/points, and what the training code makes of point clouds with it, for ModelsTests.

    pip install -r Training/requirements.txt
    python Tests/Fixtures/point_model.py

`models/points` is a model with random weights in the exported format that takes pictures, sounds, texts and point clouds.
`models/points-*.safetensors` hold a cloud each and every array that the training code computes from it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from models import CONCEPTS, LABELS, everything, model, tiny, write
from perceiver_training.configuration import TASKS, Points, Task
from perceiver_training.export import as_json, write_model
from perceiver_training.features import unit_cloud

HERE = Path(__file__).resolve().parent
POINTS = Points(points=96, groups=20, neighbours=7, hidden=11, channels=17, beside=4, steps=(1, 2), bands=2, highest=6.0)
SHAPES = ["chair", "table", "airplane"]


def main() -> None:
    rng = np.random.default_rng(11)
    configuration = replace(tiny(), points=POINTS, modalities=("image", "audio", "text", "points"))
    labels = LABELS | {"shape": SHAPES}
    tasks = tuple(t for t in TASKS if t.name in LABELS) + (Task("shape", ("points",)),)
    perceiver = model(configuration, labels, 5)
    settings = as_json(configuration, tasks, labels, CONCEPTS, version="3.0")
    write_model(HERE / "models" / "points", perceiver, settings)
    # As many points as the model sees, and fewer, which are repeated.
    for name, count in {"points-same": 96, "points-few": 30}.items():
        cloud = rng.normal(0, 3, (count, 3)) * [1, 2, 0.5] + [100, -4, 7]
        x = unit_cloud(cloud[np.arange(96) % count])
        x = torch.tensor(x[None].astype(np.float32))
        tokens, valid = perceiver.tokens("points", x, torch.tensor([96]))
        write(name, points=cloud - [100, -4, 7], **everything(perceiver, "points", ["shape"], x, 96))


if __name__ == "__main__":
    main()
