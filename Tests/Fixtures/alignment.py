"""Centred kernel alignment by numpy, for KernelAlignmentTests: writes alignment.json beside it.

Usage: python3 alignment.py
"""

import json
import pathlib

import numpy


def linear(x, y):
    """Kornblith et al. 2019, by the norms of cross-covariances."""
    x = x - x.mean(axis=0)
    y = y - y.mean(axis=0)
    whole = numpy.linalg.norm(x.T @ x) * numpy.linalg.norm(y.T @ y)
    return numpy.linalg.norm(y.T @ x) ** 2 / whole


def hsic(k, l):
    """The unbiased estimate of Song et al. 2012, with matrices."""
    n = len(k)
    k = k - numpy.diag(numpy.diag(k))
    l = l - numpy.diag(numpy.diag(l))
    ones = numpy.ones((n, 1))
    first = numpy.trace(k @ l)
    second = (ones.T @ k @ ones) * (ones.T @ l @ ones) / ((n - 1) * (n - 2))
    third = 2 / (n - 2) * (ones.T @ k @ l @ ones)
    return ((first + second - third) / (n * (n - 3))).item()


def unbiased(x, y):
    k, l = x @ x.T, y @ y.T
    return hsic(k, l) / numpy.sqrt(hsic(k, k) * hsic(l, l))


def case(x, y):
    x, y = x.astype("float32").astype("float64"), y.astype("float32").astype("float64")
    return {
        "first": x.tolist(),
        "second": y.tolist(),
        "biased": float(linear(x, y)),
        "unbiased": float(unbiased(x, y)) if len(x) > 3 else None,
    }


def main():
    generator = numpy.random.default_rng(3)
    x = generator.normal(size=(12, 7))
    turn, _ = numpy.linalg.qr(generator.normal(size=(7, 7)))
    cases = [
        case(x, generator.normal(size=(12, 5)) + x[:, :5]),
        case(x, generator.normal(size=(12, 30))),
        case(x, 3 * x @ turn + 1),
        case(x[:3], generator.normal(size=(3, 4))),
    ]
    pathlib.Path(__file__).with_name("alignment.json").write_text(json.dumps({"cases": cases}))


main()
