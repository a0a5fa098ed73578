"""What vision.py, speech.py and imagegpt.py share: folders of transformers' models with random weights, and what is expected of them."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
import transformers
from PIL import Image
from safetensors.torch import save_file

VERSIONS = {"transformers": transformers.__version__, "torch": torch.__version__}


def picture(width: int, height: int, seed: int) -> Image.Image:
    """Waves of colour with some noise."""
    generator = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin((x * (1 + c) + y * (2 - c)) / (5 + seed + c)) for c in range(3)]
    noise = generator.normal(0, 0.2, (height, width, 3))
    return Image.fromarray((np.clip(np.stack(waves, -1) + noise, -1, 1) * 127 + 128).astype(np.uint8))


def randomised(model: torch.nn.Module, seed: int, scaled: Callable[[str, torch.Tensor], torch.Tensor]) -> torch.nn.Module:
    """Random weights that 16 bits can hold, in 32 bits: each shows when it is left out or mistaken for another.

    `scaled` makes of a tensor's name and of numbers around 0 what its part of a model may have.
    """
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                tensor.copy_(scaled(name, torch.randn(tensor.shape, generator=generator)))
    return model.half().float().eval()


def save_model(folder: Path, model: torch.nn.Module, processor: dict | None, dropped: tuple[str, ...] = (), **arguments) -> Path:
    """Writes a model in 16 bits with its configuration, but for keys that nobody needs: those that begin like `dropped`, too."""
    folder.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(folder, **arguments)
    model.float()
    path = folder / "config.json"
    settings = json.loads(path.read_text())
    for key in list(settings):
        if key in ("dtype", "transformers_version", "attn_implementation") or dropped and key.startswith(dropped):
            settings.pop(key)
    path.write_text(json.dumps(settings, indent=1) + "\n")
    if processor is not None:
        (folder / "preprocessor_config.json").write_text(json.dumps(processor, indent=1) + "\n")
    return folder


def write_expected(folder: Path, tensors: dict) -> None:
    tensors = {name: torch.as_tensor(value).clone().contiguous() for name, value in tensors.items()}
    save_file(tensors, folder / "expected.safetensors", metadata=VERSIONS)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{folder.name}: {size / 1000:.0f} kB, {sorted(tensors)}")


class Norm(torch.nn.Module):
    """A layer norm whose deviation is a constant."""

    def __init__(self, norm: torch.nn.LayerNorm) -> None:
        super().__init__()
        self.norm = norm

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        centred = x - x.mean(-1, keepdim=True)
        deviation = (centred.square().mean(-1, keepdim=True) + self.norm.eps).sqrt().detach()
        return centred / deviation * self.norm.weight + self.norm.bias


class Secant(torch.nn.Module):
    """An activation whose slope is that of the line to 0."""

    def __init__(self, function: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * (self.function(x) / x).detach()


class Replacements:
    """Parts of a model, or of its module's functions, that others stand for until `undo`."""

    def __init__(self) -> None:
        self.undoing: list[Callable[[], None]] = []

    def put(self, owner, name: str, value) -> None:
        old, was_there = getattr(owner, name), name in vars(owner) or isinstance(value, torch.nn.Module)
        setattr(owner, name, value)
        self.undoing.append(lambda: setattr(owner, name, old) if was_there else delattr(owner, name))

    def norms(self, part: torch.nn.Module) -> None:
        """All layer norms of a part."""
        for module in list(part.modules()):
            for name, child in list(module.named_children()):
                if isinstance(child, torch.nn.LayerNorm):
                    self.put(module, name, Norm(child))

    def attention(self, libraries: Iterable) -> None:
        """The attention of transformers' modules, whose weights become constants."""

        def constant(module, query, key, value, mask, scaling=None, dropout=0.0, **_):
            weights = (query @ key.transpose(-1, -2) * scaling).softmax(-1).detach()
            return (weights @ value).transpose(1, 2).contiguous(), weights

        for library in libraries:
            self.put(library, "eager_attention_forward", constant)

    def undo(self) -> None:
        for undo in reversed(self.undoing):
            undo()


def slopes(
    model: torch.nn.Module,
    tokens: torch.Tensor,
    number: Callable[[torch.Tensor], torch.Tensor],
    linearise: Callable[[torch.nn.Module, Replacements], None],
    suffix: str = "",
) -> dict[str, torch.Tensor]:
    """The gradient of a number at the tokens, and the relevance of each if attention's weights and the deviation of norms are
    constants and activations are linear (CP-LRP)."""
    model.double()
    found = {}
    for name in ("gradient", "cp-lrp"):
        replaced = Replacements()
        if name == "cp-lrp":
            linearise(model, replaced)
        leaf = tokens.double().clone().requires_grad_()
        (gradient,) = torch.autograd.grad(number(leaf), leaf)
        found[name + suffix] = gradient.float() if name == "gradient" else (leaf * gradient).sum(-1).detach().float()
        replaced.undo()
    model.float()
    return found
