"""Writes Tests/Fixtures/checkpoints: small files of tensors of every kind there is.

- `types.safetensors`: a tensor of every element type. Each `X` of floating-point numbers comes with
  `X.expected`, the same numbers as float32 by torch.
- `sharded`, `sharded-torch`: one model in several files with an index, by huggingface_hub.
- `torch/*.bin`: what torch.save writes, in several ways; `torch/expected.safetensors` has the numbers.
- `pickles/*.pkl`: their pickles alone.
- `refused/*.bin`: what is not read, `code.bin` among them, which would run a command if it was unpickled.

The Swift tests read the files only; this script is for making them again:

    pip install torch==2.15.0 safetensors==0.8.0 huggingface_hub==0.36.2 numpy
    python Tests/Fixtures/checkpoints.py
"""

import os
import zipfile
from collections import OrderedDict
from pathlib import Path

import torch
from huggingface_hub import save_torch_state_dict
from safetensors.torch import save_file

FOLDER = Path(__file__).parent / "checkpoints"

# Signed zero, halves that are rounded, the smallest subnormal and normal, and the largest of binary16.
NUMBERS = [0.0, -0.0, 1.0, -2.5, 1 / 3, 5.9604645e-08, 6.1035156e-05, 65504.0, -1e-3, 3.14159265, 1e4, -7.0]


def types() -> dict[str, torch.Tensor]:
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
    return tensors


def model() -> torch.nn.Module:
    torch.manual_seed(1)
    return torch.nn.Sequential(torch.nn.Linear(6, 5), torch.nn.LayerNorm(5), torch.nn.Linear(5, 3))


def sharded() -> None:
    for name, is_safe in [("sharded", True), ("sharded-torch", False)]:
        folder = FOLDER / name
        folder.mkdir(exist_ok=True)
        save_torch_state_dict(model().state_dict(), folder, max_shard_size=140, safe_serialization=is_safe)


def views() -> dict[str, torch.Tensor]:
    """Tensors that share storages, and do not lie in them row by row."""
    whole = torch.arange(24.0).reshape(4, 6)
    cube = torch.arange(60.0, dtype=torch.float16).reshape(3, 4, 5)
    return {
        "whole": whole,
        "transposed": whole.t(),
        "rows": whole[1:3],
        "columns": whole[:, 1:6:2],
        "last": whole[3, 5],
        "permuted": cube.permute(2, 0, 1),
        "wide": torch.arange(6.0, dtype=torch.float64).reshape(2, 3).t(),
        "brain": torch.arange(6.0).to(torch.bfloat16).reshape(2, 3).t(),
        "empty": torch.zeros(0, 3),
        "one": torch.ones(1, 4).expand(1, 4)[:, :1],
    }


def written_by_torch() -> None:
    folder = FOLDER / "torch"
    folder.mkdir(exist_ok=True)
    state = model().state_dict()
    expected = {f"state.{name}": tensor for name, tensor in state.items()}
    torch.save(state, folder / "state.bin")
    torch.save(state, folder / "protocol5.bin", pickle_protocol=5)
    torch.save({"epoch": 3, "rate": 0.5, "state_dict": state, "notes": ["a", None, True]}, folder / "wrapped.bin")
    kinds = {name: tensor for name, tensor in types().items() if name in
             ["float64", "float32", "float16", "bfloat16", "scalar", "int64", "int32", "int16", "int8", "uint8", "bool"]}
    expected |= {f"types.{name}": tensor.float() for name, tensor in kinds.items()}
    torch.save(kinds, folder / "types.bin")
    expected |= {f"views.{name}": tensor.float().contiguous().clone() for name, tensor in views().items()}
    torch.save(views(), folder / "views.bin")
    tied = torch.nn.Embedding(4, 3)
    state = OrderedDict(embedding=tied.weight, decoder=tied.weight, bias=torch.nn.Parameter(torch.ones(4)))
    expected |= {"tied.embedding": tied.weight.detach(), "tied.bias": torch.ones(4)}
    torch.save(state, folder / "tied.bin")
    save_file(expected, folder / "expected.safetensors")
    pickles = FOLDER / "pickles"
    pickles.mkdir(exist_ok=True)
    for file in sorted(folder.glob("*.bin")):
        (pickles / f"{file.stem}.pkl").write_bytes(zipfile.ZipFile(file).read(f"{file.stem}/data.pkl"))


class Command:
    def __reduce__(self) -> tuple:
        return os.system, ("echo unpickled",)


def refused() -> None:
    folder = FOLDER / "refused"
    folder.mkdir(exist_ok=True)
    state = {"weight": torch.ones(2)}
    torch.save(state, folder / "legacy.bin", _use_new_zipfile_serialization=False)
    torch.save(state | {"hook": Command()}, folder / "code.bin")
    torch.save(torch.nn.Linear(2, 2), folder / "module.bin")
    torch.save(state | {"unsigned": torch.ones(2, dtype=torch.uint16)}, folder / "untyped.bin")
    torch.save([1, 2], folder / "list.bin")
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), folder / "script.bin")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    save_file(types(), FOLDER / "types.safetensors", metadata={"format": "pt", "made by": "Tests/Fixtures ☃"})
    sharded()
    written_by_torch()
    refused()


if __name__ == "__main__":
    main()
