"""Writes what independent programs find with two methods that gradients.py does not cover:

* `gradients/integrated.safetensors`: Captum's integrated gradients of the bundled kind's picture, 32 steps.
* `gradients/causal/` and `gradients/causal.safetensors`: a small causal transformer of the tests' own kind ToyCausal, and
  what autograd finds when it goes back through it under each rule.

    pip install captum==0.9.0 transformers==4.57.6 torch==2.13.0 safetensors numpy pillow soundfile scipy
    python Tests/Fixtures/explanations.py

Run in 64 bits. The Swift tests read the files only.
"""

import json

import torch
from captum.attr import IntegratedGradients
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn

import gradients as by
import numpy as np
from gradients import FOLDER, HERE, RULES, VERSIONS, Ways, going, normalised, own, picture, training

STEPS = 32


# As it is, not as it is while a rule goes on.
GELU = nn.functional.gelu

# MARK: integrated gradients


def integrated() -> None:
    """The log odds of class 1 at temperature 1.5, from tokens of average content to the picture's."""
    with safe_open(HERE / "models" / "structured" / "model.safetensors", "pt") as file:
        weights = {key.removeprefix("perceiver."): file.get_tensor(key) for key in file.keys()}
    for part in ("embeddings", "ngrams"):
        key = f"input_preprocessor.text.{part}.weight"
        weights[key.replace("text.", "text.bytes.")] = weights.pop(key)
    perceiver = training.Perceiver.answering(own.structured(), own.LABELS | {"concept": own.CONCEPT_LABELS})
    perceiver.load_state_dict(weights)
    perceiver.eval()
    configuration = own.structured()
    pixels = load_file(HERE / "models" / "structured-picture.safetensors")["pixels"].numpy().astype(np.uint8)
    x = normalised(torch.tensor(picture(Image.fromarray(pixels), configuration.image)[None]), configuration.image)
    with torch.no_grad():
        values, valid = perceiver.tokens("image", x, torch.tensor([15]))
    perceiver.double()
    tokens = values.double()
    content = configuration.image.stages[-1].channels
    start = tokens.clone()
    start[..., :content] = tokens[..., :content].mean(1, keepdim=True)

    def odds(inputs: torch.Tensor) -> torch.Tensor:
        everything = torch.ones(inputs.shape[:2], dtype=torch.bool)
        scores = perceiver.decode(["photo"], perceiver.encode(inputs, everything))[0] / 1.5
        others = [i for i in range(scores.shape[1]) if i != 1]
        return scores[:, 1] - scores[:, others].logsumexp(1)

    found, gap = IntegratedGradients(odds).attribute(
        tokens, start, n_steps=STEPS, method="riemann_middle", return_convergence_delta=True
    )
    change = odds(tokens) - odds(start)
    tensors = {"values": found[0].sum(1), "scalars": torch.stack([change[0], -gap[0]])}
    tensors = {name: tensor.detach().float().contiguous() for name, tensor in tensors.items()}
    save_file(tensors, FOLDER / "integrated.safetensors", metadata=VERSIONS)
    print("integrated", tensors["scalars"], len(tensors["values"]))


# MARK: a causal mask

CHANNELS, LAYERS, HEADS, LONGEST, LABELS = 8, 2, 2, 64, 2
TEXT = b"So long as men can breathe"


def shapes() -> dict[str, tuple[int, ...]]:
    """The tensors of the kind ToyCausal by their names."""
    names = {"bytes": (256, CHANNELS), "positions": (LONGEST, CHANNELS)}
    for layer in range(LAYERS):
        prefix = f"layers.{layer}."
        for norm in ("attention.self.layernorm1", "layernorm"):
            names |= {f"{prefix}{norm}.weight": (CHANNELS,), f"{prefix}{norm}.bias": (CHANNELS,)}
        maps = ("attention.self.query", "attention.self.key", "attention.self.value")
        for linear in (*maps, "attention.output.dense", "mlp.dense1", "mlp.dense2"):
            names |= {f"{prefix}{linear}.weight": (CHANNELS, CHANNELS), f"{prefix}{linear}.bias": (CHANNELS,)}
    return names | {"classes.weight": (LABELS, CHANNELS), "classes.bias": (LABELS,)}


def made_up() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(23)
    tensors = {}
    for name, shape in shapes().items():
        numbers = torch.randn(shape, generator=generator)
        is_factor = "layernorm" in name and name.endswith("weight")
        tensors[name] = 1 + numbers / 8 if is_factor else numbers * (1.5 if name in ("bytes", "positions") else 0.5)
    return tensors


def norm(weights: dict[str, torch.Tensor], name: str) -> nn.LayerNorm:
    module = nn.LayerNorm(CHANNELS, dtype=torch.float64)
    module.weight.data, module.bias.data = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return module


def causal_layer(weights, prefix: str, ways: Ways, bias: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Pre-norm attention and MLP; `bias` is added to all scores of a key."""

    def linear(name: str, y: torch.Tensor) -> torch.Tensor:
        return y @ weights[f"{prefix}{name}.weight"].T + weights[f"{prefix}{name}.bias"]

    def heads(name: str, y: torch.Tensor) -> torch.Tensor:
        return linear(f"attention.self.{name}", y).unflatten(1, (HEADS, -1)).transpose(0, 1)[None]

    count = len(x)
    normed = norm(weights, f"{prefix}attention.self.layernorm1")(x)
    # Finite, as modified gradients multiply scores: exp makes it nothing all the same.
    hidden = torch.full((count, count), -1e4, dtype=torch.float64).triu(1)
    read = ways.attention(heads("query", normed), heads("key", normed), heads("value", normed), hidden + bias)
    mixed = x + linear("attention.output.dense", read[0].transpose(0, 1).flatten(1))
    inner = ways.activate(GELU, linear("mlp.dense1", norm(weights, f"{prefix}layernorm")(mixed)))
    return mixed + linear("mlp.dense2", inner)


def causal() -> None:
    folder = FOLDER / "causal"
    folder.mkdir(exist_ok=True)
    weights = made_up()
    save_file(weights, folder / "model.safetensors")
    keys = {"architectures": ["ToyCausal"], "model_type": "toy", "longest": LONGEST, "channels": CHANNELS, "layers": LAYERS}
    (folder / "config.json").write_text(json.dumps(keys, sort_keys=True) + "\n", encoding="utf-8")
    (folder / "text.txt").write_bytes(TEXT)
    weights = {name: tensor.double() for name, tensor in weights.items()}
    embedded = weights["bytes"][torch.tensor(list(TEXT))] + weights["positions"][: len(TEXT)]
    tensors = {}
    for rule in RULES:
        ways = Ways(rule)
        tokens = embedded[None].clone().requires_grad_()
        bias = torch.zeros(len(TEXT), dtype=torch.float64).requires_grad_()
        with going(ways):
            x = tokens[0]
            for layer in range(LAYERS):
                x = causal_layer(weights, f"layers.{layer}.", ways, bias, x)
        y = (x.mean(0) @ weights["classes.weight"].T + weights["classes.bias"]).log_softmax(0)[0]
        y.backward()
        gradient = tokens.grad[0]
        tensors |= {
            f"{rule}.scalars": y[None].detach(),
            f"{rule}.relevance": (gradient * embedded).sum(1),
            f"{rule}.inputs": gradient,
            f"{rule}.keys": by.at(bias).flatten(),
        }
    tensors = {name: tensor.float().contiguous() for name, tensor in tensors.items()}
    save_file(tensors, FOLDER / "causal.safetensors", metadata=VERSIONS)
    print("causal", tensors["gradient.scalars"])


if __name__ == "__main__":
    torch.set_num_threads(1)
    causal()
    integrated()
