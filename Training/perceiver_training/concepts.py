"""Things that several packs know: the table of shared names, and the classes of the task `concept`."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

# Which column of concepts.tsv speaks of which task.
COLUMNS = {"photo": "photos64", "sound": "sounds", "subject": "concept_text", "shape": "shapes3d"}
# What stands for several different things: it tells of none of them.
VAGUE = {("shape", "four-legged animal")}
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def table(data: Path) -> list[dict[str, str]]:
    """What each pack calls a thing; empty where it has none."""
    with open(data / "concepts.tsv", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def photo_names(data: Path, pack: str) -> dict[str, str]:
    """Of each class of a pack that photos have, too: what they call it."""
    return {row[pack]: row[COLUMNS["photo"]] for row in table(data) if row[pack] and row[COLUMNS["photo"]]}


def shared_names(data: Path, labels: dict[str, list[str]]) -> list[dict]:
    """Things that several tasks know: a name, and what each task calls it."""
    found = []
    for row in table(data):
        known = {t: row[c] or row["concept"] for t, c in COLUMNS.items()}
        assert all(known[t] in labels[t] for t, c in COLUMNS.items() if row[c]), row
        known = {t: label for t, label in known.items() if label in labels[t] and (t, label) not in VAGUE}
        found.append({"name": row["concept"], "labels": known})
    named = {(t, label) for c in found for t, label in c["labels"].items()}
    for name in sorted({label for t in COLUMNS for label in labels[t]}):
        tasks = {t: name for t in COLUMNS if name in labels[t] and (t, name) not in named}
        found.append({"name": name, "labels": tasks})
    return [c for c in found if len(c["labels"]) > 1]


def concept_labels(shared: list[dict]) -> list[str]:
    """The classes of the task `concept`: shared things, then the digits."""
    return [c["name"] for c in shared] + DIGITS


def concepts_of(task: str, names: list[str], shared: list[dict]) -> np.ndarray:
    """The concept that each class of a task is, by index; -1 for those that are none.

    A concept's first label of a task counts where two concepts share it.
    """
    known = concept_labels(shared)
    meant = {name: name for name in names if name in DIGITS}
    for concept in reversed(shared):
        if task in concept["labels"]:
            meant[concept["labels"][task]] = concept["name"]
    return np.array([known.index(meant[n]) if n in meant else -1 for n in names], dtype=np.int64)
