"""Principal components by numpy's singular values, for ComponentsTests: writes components.json beside it.

Usage: python3 components.py
"""

import json
import pathlib

import numpy


def case(generator, rows, channels, scale):
    mixing = generator.normal(size=(channels, channels)) * scale
    vectors = (generator.normal(size=(rows, channels)) @ mixing + generator.normal(size=channels)).astype("float32")
    wide = vectors.astype("float64")
    mean = wide.mean(axis=0)
    _, singular, directions = numpy.linalg.svd(wide - mean, full_matrices=False)
    variances = singular**2 / rows
    # The number that is farthest from 0 in each direction is positive.
    largest = numpy.abs(directions).argmax(axis=1)
    directions *= numpy.sign(directions[numpy.arange(len(directions)), largest])[:, None]
    kept = directions[:3]
    return {
        "vectors": vectors.tolist(),
        "mean": mean.tolist(),
        "directions": kept.tolist(),
        "variances": variances[:3].tolist(),
        "shares": (variances / variances.sum())[:3].tolist(),
        "scores": ((wide - mean) @ kept.T).tolist(),
    }


def main():
    generator = numpy.random.default_rng(7)
    decay = lambda channels: numpy.exp(-numpy.arange(channels) / 2)
    cases = [
        case(generator, 40, 12, decay(12)),
        case(generator, 8, 20, decay(20)),
        case(generator, 30, 4, decay(4)),
    ]
    path = pathlib.Path(__file__).with_name("components.json")
    path.write_text(json.dumps({"cases": cases}))


main()
