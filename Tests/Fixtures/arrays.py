#!/usr/bin/env python3
"""Writes arrays/arrays.npz with numpy, for ExplanationTests: arrays of each type that figures hold.

    python Tests/Fixtures/arrays.py
"""

from pathlib import Path

import numpy as np

np.savez(
    Path(__file__).resolve().parent / "arrays" / "arrays.npz",
    values=np.array([[0.25, np.nan, -1.5], [3e-9, 0, 1e30]], np.float32),
    row=np.array([[1.0, 2.0]], np.float64),
    many=np.arange(6.0).reshape(1, 2, 3),
    numbers=np.array([5, -1, 0], np.int64),
    none=np.array([], np.int64),
    facts=np.array('{"größe": "🐕"}'),
    names=np.array([["x", ""], ["", "time"]]),
)
