"""What the commands that measure a finished run have in common."""

from __future__ import annotations

import argparse
import json
from functools import cached_property

import numpy as np
import torch

from .arguments import count, folder
from .checkpoint import MismatchError, load_exported
from .configuration import Source
from .export import concept_tables, label_lists
from .packs import Examples, cached


def arguments(description: str) -> argparse.ArgumentParser:
    """A parser with the folders of the packs and of the run, whose `export` is measured."""
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--data", type=folder, required=True, help="folder of the data packs")
    parser.add_argument("--out", type=folder, required=True, help="folder of the run; its export is measured")
    parser.add_argument("--split", choices=["test", "valid"], default="test", help="what is measured; figures of valid are not kept")
    parser.add_argument("--limit", type=count, help="only so many examples of each source, to try it; figures are not kept")
    parser.add_argument("--threads", type=count, default=1)
    return parser


class Run:
    """A finished run: its exported model and the examples it is measured on."""

    def __init__(self, a: argparse.Namespace) -> None:
        torch.set_num_threads(a.threads)
        self.data, self.cache, self.folder = a.data, a.out / "cache", a.out / "export"
        self.split, self.limit = a.split, a.limit
        self.is_trial = a.split != "test" or a.limit is not None
        try:
            self.model, self.labels = load_exported(self.folder)
        except MismatchError as error:
            raise SystemExit(str(error)) from None

    @cached_property
    def concepts(self) -> dict[str, np.ndarray]:
        """The concept of each class of each source; -1 for none."""
        return concept_tables(self.data, label_lists(self.data)[1])

    def examples(self, source: Source, split: str | None = None) -> Examples:
        found = cached(self.data, self.cache, split or self.split, source, self.model.configuration)
        if self.limit and self.limit < len(found):
            found = found.spread(self.limit)
        return found

    @property
    def settings(self) -> dict:
        """The exported config.json."""
        return json.loads((self.folder / "config.json").read_text(encoding="utf-8"))

    def temperature(self, task: str, modality: str) -> float:
        """What the logits of a task are divided by; 1 where nothing was fitted."""
        entry = next(t for t in self.settings["tasks"] if t["name"] == task)
        fitted = entry.get("temperature", 1.0)
        return fitted.get(modality, 1.0) if isinstance(fitted, dict) else fitted

    def note(self, key: str, value) -> None:
        """Keeps a result in measured.json beside the model, unless it is of a part of the examples."""
        if self.is_trial:
            print(f"not kept: {key}")
            return
        path = self.folder / "measured.json"
        found = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps(found | {key: value}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
