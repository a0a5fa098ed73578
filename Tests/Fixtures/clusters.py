"""Clusters of attention matrices by scipy, for AverageLinkageTests and MatrixOrderTests: writes clusters.json beside it.

The profile of a latent is its row, as a query, and its column, as a key. Of two branches the one with the lowest number
comes first.

Usage: python3 clusters.py
"""

import json
import pathlib

import numpy
from scipy.cluster.hierarchy import linkage


def softmax(scores):
    weights = numpy.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def random(generator, count):
    return softmax(generator.normal(size=(count, count)))


def grouped(generator, count, groups):
    """Latents of a group attend to those of another group, and are shuffled."""
    group = generator.permutation(numpy.arange(count) % groups)
    other = generator.permutation(groups)
    own = group[None, :] == other[group][:, None]
    return softmax(2 * own + generator.normal(size=(count, count)) / 2)


def signed(generator, count):
    """Scores, of which some are negative."""
    return generator.normal(size=(count, 3)) @ generator.normal(size=(3, count))


def causal(generator, count):
    scores = generator.normal(size=(count, count))
    return softmax(numpy.where(numpy.tri(count, dtype=bool), scores, -1e9))


def case(name, matrix):
    matrix = matrix.astype("float32")
    count = len(matrix)
    profiles = numpy.concatenate([matrix, matrix.T], axis=1).astype("float64")
    merges = linkage(profiles, method="average", metric="cosine")
    # Of clusters at the same distance any two could be joined first.
    assert (numpy.diff(merges[:, 2]) > 1e-9).all()
    members = [[number] for number in range(count)]
    for first, second, _, _ in merges:
        parts = sorted([members[int(first)], members[int(second)]], key=min)
        members.append(parts[0] + parts[1])
    return {
        "name": name,
        "matrix": matrix.tolist(),
        "heights": merges[:, 2].tolist(),
        "clusters": [sorted(cluster) for cluster in members[count:]],
        "order": members[-1],
    }


def main():
    generator = numpy.random.default_rng(11)
    cases = [
        case("two", random(generator, 2)),
        case("few", random(generator, 7)),
        case("many", random(generator, 33)),
        case("groups", grouped(generator, 24, 4)),
        case("large groups", grouped(generator, 30, 2)),
        case("scores", signed(generator, 16)),
        case("causal", causal(generator, 12)),
    ]
    path = pathlib.Path(__file__).with_name("clusters.json")
    path.write_text(json.dumps({"cases": cases}))


main()
