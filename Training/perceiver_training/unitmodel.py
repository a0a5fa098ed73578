"""What counting tells of a unit's type: the races' habits, its age, and the types of the units nearest to it."""

from __future__ import annotations

import numpy as np

from .packs import Examples
from .scenes import WITHIN

NEAR = 5  # units of the same owner that are looked at


def facts_of(units: np.ndarray, asked: np.ndarray, races: tuple[int, int]) -> np.ndarray:
    """What is known of each unit that is asked for: race, age by powers of two, types of the nearest known units of its owner.

    Types are -1 where there are no more; `asked` are places among `units` [n, 5], whose types are not looked at.
    """
    known = np.setdiff1d(np.arange(len(units)), asked)
    found = np.full((len(asked), 2 + NEAR), -1)
    for row, unit in zip(found, units[asked]):
        row[:2] = races[unit[1] - 1], int(np.log2(1 + unit[4]))
        own = units[known[units[known, 1] == unit[1]]]
        away = ((own[:, 2:4] - unit[2:4]) ** 2).sum(1)
        near = own[away.argsort(kind="stable")[:NEAR], 0]
        row[2 : 2 + len(near)] = near
    return found


def questions(examples: Examples, asked: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The facts of all units that are asked for, and their types."""
    facts, types = [], []
    for i, places in enumerate(asked):
        units = np.array(examples[i]).reshape(-1, WITHIN)
        facts.append(facts_of(units, places, (int(examples.labels[i]), int(examples.extra[i, 1]))))
        types.append(units[places, 0])
    return np.concatenate(facts), np.concatenate(types)


class UnitModel:
    """Counts of types, given some of the facts, in the units of training games."""

    def __init__(self, facts: np.ndarray, types: np.ndarray, kinds: int) -> None:
        self.facts, self.types, self.kinds = facts, types, kinds

    def shares(self, columns: list[int], facts: np.ndarray, strength: float = 2.0) -> np.ndarray:
        """How often each type has these facts, [n, kinds]: of fewer of them where all are rare, the race first."""
        found = np.bincount(self.types, minlength=self.kinds)[None] + 0.01
        found = np.repeat(found / found.sum(), len(facts), 0)
        for end in range(1, len(columns) + 1):
            keys, places = np.unique(np.concatenate([self.facts, facts])[:, columns[:end]], axis=0, return_inverse=True)
            places = places.ravel()
            counts = np.zeros((len(keys), self.kinds))
            np.add.at(counts, (places[: len(self.types)], self.types), 1)
            counts = counts[places[len(self.types) :]]
            found = (counts + strength * found) / (counts.sum(1, keepdims=True) + strength)
        return found

    def combined(self, facts: np.ndarray, near: int) -> np.ndarray:
        """Naive Bayes: age and the nearest types, each as if the others told nothing, given the race and the type."""
        base = self.shares([0], facts)
        found = np.log(base)
        for column in range(1, 2 + near):
            found += np.log(self.shares([0, column], facts)) - np.log(base)
        return found


def ways(model: UnitModel, facts: np.ndarray) -> dict[str, np.ndarray]:
    """Scores of each type [n, kinds], by what is counted."""
    votes = np.zeros((len(facts), model.kinds))
    for column in range(2, 2 + NEAR):  # the nearer one where as many are of one type as of another
        there = facts[:, column] >= 0
        np.add.at(votes, (np.flatnonzero(there), facts[there, column]), 1 - 0.01 * column)
    return {
        "the race": model.shares([0], facts),
        "the race and the age": model.shares([0, 1], facts),
        "the type of the nearest": model.shares([0, 2], facts),
        "the types of the two nearest": model.shares([0, 2, 3], facts),
        "most among the five nearest": votes,
        "the age and the type of the nearest": model.shares([0, 2, 1], facts),
        "the age and the types of the two nearest": model.shares([0, 2, 1, 3], facts),
        "naive Bayes of the age and the nearest": model.combined(facts, 1),
        "naive Bayes of the age and the three nearest": model.combined(facts, 3),
    }
