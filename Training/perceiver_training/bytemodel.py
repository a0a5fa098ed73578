"""A model of bytes by counting n-grams, interpolated by absolute discounting; a baseline for masked bytes.

All orders count occurrences (Kneser and Ney count contexts below the longest one): where a masked byte cuts a
context short, a shorter n-gram must answer by itself. See Chen and Goodman 1999.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Order:
    """N-grams of one length: how often each occurs, how much its context, and in how many ways that goes on."""

    grams: np.ndarray
    counts: np.ndarray
    contexts: np.ndarray
    totals: np.ndarray
    kinds: np.ndarray
    discount: float


def order_of(grams: np.ndarray, counts: np.ndarray) -> Order:
    contexts, starts = np.unique(grams >> 8, return_index=True)
    totals = np.add.reduceat(counts, starts)
    kinds = np.diff(np.append(starts, len(grams)))
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    return Order(grams, counts, contexts, totals, kinds, once / max(once + 2 * twice, 1))


def looked_up(keys: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The values of `wanted` among the sorted `keys`, 0 where there are none."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], 0)


class ByteModel:
    """P(byte | up to `longest - 1` bytes before it)."""

    def __init__(self, data: np.ndarray, longest: int = 5) -> None:
        keys = np.zeros(len(data) - longest + 1, dtype=np.int64)
        for offset in range(longest):
            keys = keys << 8 | data[offset : len(data) - longest + 1 + offset]
        sizes = range(1, longest + 1)
        self.orders = [order_of(*np.unique(keys & (1 << 8 * size) - 1, return_counts=True)) for size in sizes]

    def probability(self, contexts: np.ndarray, lengths: np.ndarray, bytes: np.ndarray) -> np.ndarray:
        """Of each byte after its context: the last bytes as one number, of which `lengths` are known."""
        found = np.full(len(bytes), 1 / 256)
        for size, order in enumerate(self.orders):
            rows = np.flatnonzero(lengths >= size)
            context = contexts[rows] & (1 << 8 * size) - 1
            total = looked_up(order.contexts, order.totals, context)
            count = looked_up(order.grams, order.counts, context << 8 | bytes[rows])
            kinds = looked_up(order.contexts, order.kinds, context)
            seen = total > 0
            own = np.maximum(count - order.discount, 0) + order.discount * kinds * found[rows]
            found[rows[seen]] = own[seen] / total[seen]
        return found

    def filled(self, texts: np.ndarray, known: np.ndarray, after: int = 0) -> np.ndarray:
        """Probabilities [n, 256] of the byte in the middle of each row of `texts` [n, 2 · (longest - 1) + 1].

        Bytes that are not `known` are not looked at, nor those beyond them. With `after`, each candidate counts by
        how well up to so many bytes follow it, too: Bayes' rule within one five-gram model.
        """
        n, middle = len(texts), texts.shape[1] // 2
        rows = np.repeat(texts.astype(np.int64), 256, axis=0)
        rows[:, middle] = np.tile(np.arange(256), n)
        known = known.copy()
        known[:, middle] = True
        reach = np.repeat(known, 256, axis=0)
        score = np.zeros(n * 256)
        follows = np.ones(n * 256, dtype=bool)
        for place in range(middle, middle + after + 1):
            follows &= reach[:, place]
            contexts, lengths = np.zeros(n * 256, np.int64), np.zeros(n * 256, np.int64)
            going = np.ones(n * 256, dtype=bool)
            for back in range(1, len(self.orders)):
                if place - back < 0:
                    break
                going &= reach[:, place - back]
                contexts |= np.where(going, rows[:, place - back], 0) << 8 * (back - 1)
                lengths += going
            rated = np.flatnonzero(follows)
            score[rated] += np.log(self.probability(contexts[rated], lengths[rated], rows[rated, place]))
        score = np.exp(score.reshape(n, 256) - score.reshape(n, 256).max(1, keepdims=True))
        return score / score.sum(1, keepdims=True)
