"""Writes Tests/Fixtures/checkpoints/types.safetensors: one small tensor of every element type there is.

The Swift tests read the file only; this script is for making it again:

    pip install torch==2.13.0 safetensors==0.8.0 numpy
    python Tests/Fixtures/checkpoints.py

Each `X` of floating-point numbers comes with `X.expected`, the same numbers as float32 by torch.
"""

from pathlib import Path

import torch
from safetensors.torch import save_file

FOLDER = Path(__file__).parent / "checkpoints"

# Signed zero, halves that are rounded, the smallest subnormal and normal, and the largest of binary16.
NUMBERS = [0.0, -0.0, 1.0, -2.5, 1 / 3, 5.9604645e-08, 6.1035156e-05, 65504.0, -1e-3, 3.14159265, 1e4, -7.0]


def main() -> None:
    numbers = torch.tensor(NUMBERS, dtype=torch.float64).reshape(3, 4)
    tensors = {}
    for name in ["float64", "float32", "float16", "bfloat16"]:
        tensors[name] = numbers.to(getattr(torch, name))
        tensors[f"{name}.expected"] = tensors[name].float().clone()
    tensors["float16.infinite"] = torch.tensor([[1.0, 2.0], [3.0, torch.inf]], dtype=torch.float16)
    tensors["float32.nan"] = torch.tensor([[[1.0, 2.0]], [[torch.nan, 4.0]]])
    tensors["scalar"] = torch.tensor(42.0)
    tensors["empty"] = torch.zeros(0, 3)
    tensors["cube"] = torch.arange(24.0).reshape(2, 3, 4)
    tensors["naïve ☃ \"name\"\n"] = torch.tensor([1.0, 2.0, 3.0])
    for name in ["int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8", "bool"]:
        tensors[name] = torch.tensor([0, 1, 2]).to(getattr(torch, name))
    for name in ["float8_e4m3fn", "float8_e5m2", "complex64"]:
        tensors[name] = torch.tensor([0.0, 1.0, 2.0]).to(getattr(torch, name))
    FOLDER.mkdir(exist_ok=True)
    save_file(tensors, FOLDER / "types.safetensors", metadata={"format": "pt", "made by": "Tests/Fixtures ☃"})


if __name__ == "__main__":
    main()
