"""Writes Tests/Fixtures/packages/: models of the first paper and of other packages than transformers, and what they give.

The Swift tests read the files only; this script is for making them again:

    pip install torch==2.15.0 perceiver-pytorch==0.11.0 safetensors numpy pillow einops
    pip install pytorch-lightning torchmetrics==0.9.3 transformers==4.57.6 "setuptools<70"
    pip install --no-deps --ignore-requires-python perceiver-io==0.11.0 fairscale
    python Tests/Fixtures/packages.py

`Reference` is a Perceiver of its own, written from the papers and from what the packages document, in 64 bits. What the
packages compute with the same weights must equal it; gradients are what autograd finds in it. Nothing is taken from the
Swift program. What each folder holds: packages/README.md.
"""

import json
import math
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

# A script beside this one is called as the package is.
sys.path.pop(0)

import numpy as np  # noqa: E402
import perceiver_pytorch
import pytorch_lightning
import torch
from perceiver.model.text.classifier import backend as text_classifier
from perceiver.model.text.mlm import backend as masked_language
from perceiver.model.vision.image_classifier import backend as image_classifier
from perceiver.model.vision.image_classifier.lightning import LitImageClassifier
from PIL import Image
from safetensors.torch import save_file
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "packages"
GRADIENTS = HERE / "gradients"
VERSIONS = {"torch": torch.__version__, "perceiver-pytorch": "0.11.0", "perceiver-io": "0.11.0"}
RULES = ["gradient", "attnLRP", "constantAttention"]
LABELS = {str(index): f"label {index}" for index in range(5)}


# MARK: a Perceiver of its own


@dataclass
class Norm:
    weight: torch.Tensor
    bias: torch.Tensor


@dataclass
class Map:
    weight: torch.Tensor
    bias: torch.Tensor | None = None

    def __call__(self, x):
        return x @ self.weight.T + (0 if self.bias is None else self.bias)


@dataclass
class Layer:
    name: str
    reads: str  # "input" or "latents"
    heads: int
    query_norm: Norm
    key_norm: Norm | None
    query: Map
    key: Map
    value: Map
    output: Map
    mlp_norm: Norm | None = None
    hidden: Map | None = None
    gate: Map | None = None
    narrowing: Map | None = None
    residual: bool = True


class Reference:
    """Layers run one after the other under a rule of the way back; keeps the weights of all attention."""

    def __init__(self, rule: str = "gradient") -> None:
        self.rule = rule
        self.around, self.inside = {"attnLRP": (1 / 4, 1 / 2)}.get(rule, (1, 1))
        self.product = 1 if rule == "gradient" else 1 / 2
        self.weights: dict[str, torch.Tensor] = {}

    def scaled(self, x, factor):
        """`x` itself, through which gradients come back multiplied."""
        return x if factor == 1 else x * factor + (x * (1 - factor)).detach()

    def norm(self, norm: Norm, x):
        centred = x - x.mean(-1, keepdim=True)
        deviation = (centred.square().mean(-1, keepdim=True) + 1e-5).sqrt()
        if self.rule != "gradient":
            deviation = deviation.detach()
        return centred / deviation * norm.weight + norm.bias

    def gelu(self, x):
        if self.rule == "gradient":
            return F.gelu(x)
        return x * (F.gelu(x) / x).detach()

    def attend(self, layer: Layer, x, y, bias=None):
        asked = self.norm(layer.query_norm, x)
        read = asked if y is None else self.norm(layer.key_norm, y)
        parts = [
            self.scaled(map(source), factor).unflatten(-1, (layer.heads, -1)).transpose(0, 1)
            for map, source, factor in (
                (layer.query, asked, self.around),
                (layer.key, read, self.around),
                (layer.value, read, self.inside),
            )
        ]
        q, k, v = parts
        scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[-1]) + (0 if bias is None else bias)
        weights = scores.softmax(-1)
        if self.rule == "constantAttention":
            weights = weights.detach()
        elif weights.requires_grad:
            weights.retain_grad()
        self.weights[layer.name] = weights
        mixed = layer.output((weights @ v).transpose(0, 1).flatten(1)) + (x if layer.residual else 0)
        if layer.narrowing is None:
            return mixed
        normed = self.norm(layer.mlp_norm, mixed)
        if layer.gate is None:
            return mixed + layer.narrowing(self.gelu(layer.hidden(normed)))
        value, gate = self.scaled(layer.hidden(normed), self.product), self.gelu(layer.gate(normed))
        return mixed + layer.narrowing(value * self.scaled(gate, self.product))

    def run(self, layers: list[Layer], latents, tokens, bias=None):
        for layer in layers:
            if layer.reads == "input":
                latents = self.attend(layer, latents, tokens, bias)
            else:
                latents = self.attend(layer, latents, None)
        return latents


def fourier(size: tuple[int, int], bands: int, highest: tuple[float, float], by_axis: bool):
    """Features of the positions of a picture's pixels, rounded to 32 bits where it matters."""
    axes = []
    for count, top in zip(size, highest):
        positions = torch.linspace(-1, 1, count)
        angles = positions[:, None] * torch.linspace(1, top, bands) * math.pi
        axes.append((positions[:, None], angles.sin(), angles.cos()))
    grids = [
        [part[:, None].expand(-1, size[1], -1) if axis == 0 else part[None].expand(size[0], -1, -1) for part in parts]
        for axis, parts in enumerate(axes)
    ]
    if by_axis:
        features = [part for position, sines, cosines in grids for part in (sines, cosines, position)]
    else:
        features = [parts[kind] for kind in range(3) for parts in grids]
    return torch.cat(features, -1).flatten(0, 1)


# MARK: what is written


def randomize(tensors: dict[str, torch.Tensor], seed: int) -> None:
    """Gives every number a value that shows when it is left out, and that 16 bits can hold."""
    generator = torch.Generator().manual_seed(seed)
    for name, tensor in sorted(tensors.items()):
        if "position_encoding" in name:
            continue
        normal = torch.randn(tensor.shape, generator=generator)
        if name.endswith("bias"):
            value = 0.25 * normal
        elif tensor.dim() == 1:
            value = 1 + 0.25 * normal
        elif name.endswith(("latents", "_query", "queries")) or "emb" in name:
            value = 0.6 * normal
        else:
            value = 1.4 * normal / math.sqrt(tensor[0].numel())
        with torch.no_grad():
            tensor.copy_(value.half().float())


def write(name: str, weights: dict, config: dict, expected: dict, source: Path | None = None) -> Path:
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if weights is not None:
        save_file({key: value.half().contiguous().clone() for key, value in weights.items()}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    if source is not None:
        shutil.copy(source, folder / source.name)
    tensors = {key: value.detach().float().contiguous() for key, value in expected.items()}
    save_file(tensors, folder / "expected.safetensors", metadata=VERSIONS)
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{name}: {size / 1000:.0f} kB, {sorted(tensors)}")
    return folder


def double(weights: dict) -> dict:
    return {name: tensor.double() for name, tensor in weights.items()}


def outcome(reference: Reference, latents, logits, tokens) -> dict:
    maps = {f"attention.{name}": weights for name, weights in reference.weights.items()}
    return maps | {"latents": latents, "logits": logits, "tokens": tokens}


def picture(width: int, height: int, grey: bool = False, path: Path = HERE / "published/image-fourier/picture.png"):
    """The picture resized whole, 0…1, `[H · W, channels]`."""
    image = Image.open(path).convert("RGB").resize((width, height), Image.BILINEAR)
    image = image.convert("L") if grey else image
    return torch.from_numpy(np.array(image)).float().div(255).reshape(height * width, -1)


PICTURE = HERE / "published/image-fourier/picture.png"


def chefer(weights: dict[str, torch.Tensor], layers: list[Layer], start: torch.Tensor) -> torch.Tensor:
    """Chefer et al. 2021: a row over the latents goes back; each look at the input adds its part."""
    row, found = start, 0
    for layer in reversed(layers):
        attention = weights[layer.name]
        positive = (attention * attention.grad).clamp(min=0).mean(0)
        if layer.reads == "input":
            found = found + row @ positive
        else:
            row = row + row @ positive
    return found


def gradients(name: str, layers, weights: dict, latents: str, tokens, answer) -> None:
    """What autograd finds for the log of a class's probability, under each rule.

    `answer` makes logits of the final latents, and is given the reference for its norms. Layers are made of weights by
    `layers`.
    """
    tensors = {}
    for rule in RULES:
        own = double(weights)
        learned = own[latents] = own[latents].clone().requires_grad_()
        reference, leaf = Reference(rule), tokens.double().clone().requires_grad_()
        bias = torch.zeros(leaf.shape[0], dtype=torch.float64, requires_grad=True)
        made = layers(own)
        final = reference.run(made, learned, leaf, bias)
        y = answer(reference, own, final)[0].log_softmax(-1)[3]
        y.backward()
        rows = torch.tensor(sorted({0, 1, len(leaf) // 3, 2 * len(leaf) // 3, len(leaf) - 1}))
        keys = torch.zeros_like(bias) if bias.grad is None else bias.grad
        tensors |= {
            f"{rule}.scalars": torch.stack([y, (learned.grad * learned).sum(), torch.zeros(())]),
            f"{rule}.relevance": (leaf.grad * leaf).sum(1),
            f"{rule}.norms": leaf.grad.norm(dim=1),
            f"{rule}.rows": leaf.grad[rows],
            f"{rule}.latents": learned.grad,
            f"{rule}.keys": keys,
            "places": rows,
        }
        if rule == "gradient":
            start = torch.full((len(learned),), 1 / len(learned), dtype=torch.float64)
            tensors[f"{rule}.attention"] = chefer(reference.weights, made, start)
    tensors = {key: value.detach().float().contiguous() for key, value in tensors.items()}
    save_file(tensors, GRADIENTS / f"{name}.safetensors", metadata=VERSIONS)


# MARK: the first paper


def paper_layer(weights: dict, path: str, name: str, reads: str, heads: int) -> Layer:
    def norm(part):
        return Norm(weights[f"{path}.{part}.weight"], weights[f"{path}.{part}.bias"])

    def linear(part):
        return Map(weights[f"{path}.{part}.weight"], weights[f"{path}.{part}.bias"])

    return Layer(
        name,
        reads,
        heads,
        norm("attention.self.layernorm1"),
        norm("attention.self.layernorm2") if reads == "input" else None,
        linear("attention.self.query"),
        linear("attention.self.key"),
        linear("attention.self.value"),
        linear("attention.output.dense"),
        norm("layernorm"),
        linear("mlp.dense1"),
        None,
        linear("mlp.dense2"),
    )


def paper_shapes(channels: int, crosses: int, own: int, latents=(6, 16), widening=2, classes=5) -> dict:
    """The tensors of a model of the first paper, in which queries and keys have as many channels as the smaller side."""
    (count, width), shapes = latents, {}

    def layer(path, keys):
        inner = min(keys or width, width)
        norms = ["attention.self.layernorm1", "layernorm"]
        maps = {
            "attention.self.query": (inner, width),
            "attention.self.key": (inner, keys or width),
            "attention.self.value": (inner, keys or width),
            "attention.output.dense": (width, inner),
            "mlp.dense1": (widening * width, width),
            "mlp.dense2": (width, widening * width),
        }
        for norm in norms:
            shapes[f"{path}.{norm}.weight"] = shapes[f"{path}.{norm}.bias"] = (width,)
        if keys:
            shapes[f"{path}.attention.self.layernorm2.weight"] = (keys,)
            shapes[f"{path}.attention.self.layernorm2.bias"] = (keys,)
        for name, shape in maps.items():
            shapes[f"{path}.{name}.weight"], shapes[f"{path}.{name}.bias"] = shape, shape[:1]

    shapes["perceiver.embeddings.latents"] = latents
    for index in range(crosses):
        layer(f"perceiver.encoder.cross_attends.{index}", channels)
    for index in range(own):
        layer(f"perceiver.encoder.self_attends.{index}", None)
    shapes["perceiver.classifier.weight"], shapes["perceiver.classifier.bias"] = (classes, width), (classes,)
    return {name: torch.zeros(shape) for name, shape in shapes.items()}


def paper(name: str, times: int, per_block: int, cross: str, own: str, seed: int) -> None:
    sets = {"all": lambda t: 0, "all_but_first": lambda t: min(t, 1), "none": lambda t: t}
    bands, resolution, size = 3, [9, 11], (7, 9)
    channels = 3 + 2 * (1 + 2 * bands)
    blocks = max(sets[own](t) for t in range(times)) + 1
    weights = paper_shapes(channels, max(sets[cross](t) for t in range(times)) + 1, blocks * per_block)
    randomize(weights, seed)
    mean, deviation = [0.4, 0.5, 0.6], [0.3, 0.25, 0.2]
    pixels = (picture(size[1], size[0]) - torch.tensor(mean)) / torch.tensor(deviation)
    tokens = torch.cat([pixels, fourier(size, bands, [r / 2 for r in resolution], by_axis=False)], 1)

    def layers(w):
        made, prefix = [], "perceiver.encoder."
        for t in range(times):
            label = f"cross.{t}" if times > 1 else "encoder"
            made.append(paper_layer(w, f"{prefix}cross_attends.{sets[cross](t)}", label, "input", 1))
            for index in range(per_block):
                number = sets[own](t) * per_block + index
                label = f"self.{t * per_block + index}"
                made.append(paper_layer(w, f"{prefix}self_attends.{number}", label, "latents", 4))
        return made

    def answer(reference, w, final):
        return final.mean(0, keepdim=True) @ w["perceiver.classifier.weight"].T + w["perceiver.classifier.bias"]

    w, reference = double(weights), Reference()
    final = reference.run(layers(w), w["perceiver.embeddings.latents"], tokens.double())
    config = {
        "model_type": "perceiver-v1",
        "num_latents": 6,
        "d_latents": 16,
        "num_cross_attends": times,
        "num_self_attends_per_block": per_block,
        "num_cross_attention_heads": 1,
        "num_self_attention_heads": 4,
        "cross_attention_widening_factor": 2,
        "self_attention_widening_factor": 2,
        "share_cross_attends": cross,
        "share_self_attends": own,
        "num_frequency_bands": bands,
        "max_resolution": resolution,
        "id2label": LABELS,
    }
    expected = outcome(reference, final, answer(reference, w, final)[0], tokens)
    folder = write(name, weights, config, expected, PICTURE)
    settings = {
        "do_center_crop": False,
        "size": {"height": size[0], "width": size[1]},
        "resample": 2,
        "image_mean": mean,
        "image_std": deviation,
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(settings, indent=1) + "\n")
    gradients(name, layers, weights, "perceiver.embeddings.latents", tokens, answer)


# MARK: perceiver-pytorch


def pytorch_layer(w: dict, attention: str, mlp: str | None, name: str, reads: str, heads: int, residual=True) -> Layer:
    both = w[f"{attention}.fn.to_kv.weight"]
    half = len(both) // 2
    layer = Layer(
        name,
        reads,
        heads,
        Norm(w[f"{attention}.norm.weight"], w[f"{attention}.norm.bias"]),
        Norm(w[f"{attention}.norm_context.weight"], w[f"{attention}.norm_context.bias"]) if reads != "latents" else None,
        Map(w[f"{attention}.fn.to_q.weight"]),
        Map(both[:half]),
        Map(both[half:]),
        Map(w[f"{attention}.fn.to_out.weight"], w[f"{attention}.fn.to_out.bias"]),
        residual=residual,
    )
    if mlp is not None:
        first, bias = w[f"{mlp}.fn.net.0.weight"], w[f"{mlp}.fn.net.0.bias"]
        inner = len(first) // 2
        layer.mlp_norm = Norm(w[f"{mlp}.norm.weight"], w[f"{mlp}.norm.bias"])
        layer.hidden, layer.gate = Map(first[:inner], bias[:inner]), Map(first[inner:], bias[inner:])
        layer.narrowing = Map(w[f"{mlp}.fn.net.2.weight"], w[f"{mlp}.fn.net.2.bias"])
    return layer


def before_blocks(name: str) -> str:
    """A tensor's name as versions up to 0.8 had it."""
    for later, earlier in (
        (".cross_attn.", ".0."), (".cross_ff.", ".1."), (".self_attns.", ".2."),
    ):
        if name.startswith("layers."):
            name = name.replace(later, earlier, 1)
    return name


def pytorch_picture(name: str, tied: bool, old: bool, seed: int, grey=False, drop=(), **arguments) -> None:
    size, colours = (7, 9), 1 if grey else 3
    module = perceiver_pytorch.Perceiver(
        input_channels=colours,
        num_latents=6,
        latent_dim=16,
        cross_dim_head=8,
        latent_dim_head=4,
        num_classes=5,
        weight_tie_layers=tied,
        **arguments,
    ).eval()
    randomize(dict(module.state_dict()), seed)
    weights = {key: value.clone() for key, value in module.state_dict().items()}
    pixels = picture(size[1], size[0], grey)
    bands, top = arguments["num_freq_bands"], arguments["max_freq"] / 2
    tokens = pixels
    if arguments.get("fourier_encode_data", True):
        tokens = torch.cat([pixels, fourier(size, bands, (top, top), by_axis=True)], 1)
    heads = arguments["cross_heads"], arguments["latent_heads"]

    def layers(w):
        made, count = [], 0
        for index in range(arguments["depth"]):
            path = f"layers.{index}"
            label = f"cross.{index}" if arguments["depth"] > 1 else "encoder"
            made.append(pytorch_layer(w, f"{path}.cross_attn", f"{path}.cross_ff", label, "input", heads[0]))
            for block in range(arguments.get("self_per_cross_attn", 1)):
                own = f"{path}.self_attns.{block}"
                made.append(pytorch_layer(w, f"{own}.0", f"{own}.1", f"self.{count}", "latents", heads[1]))
                count += 1
        return made

    def answer(reference, w, final):
        norm = Norm(w["to_logits.1.weight"], w["to_logits.1.bias"])
        normed = reference.norm(norm, final.mean(0, keepdim=True))
        return normed @ w["to_logits.2.weight"].T + w["to_logits.2.bias"]

    w, reference = double(weights), Reference()
    final = reference.run(layers(w), w["latents"], tokens.double())
    logits = answer(reference, w, final)[0]
    with torch.no_grad():
        theirs = module(pixels.reshape(1, *size, colours))[0]
    print(f"{name}: differs from the package by {(theirs - logits).abs().max():.1e}")
    assert torch.allclose(theirs.double(), logits, atol=1e-4)
    config = {"model_type": "perceiver-pytorch", "image_size": list(size), "id2label": LABELS}
    config |= {"cross_heads": heads[0], "latent_heads": heads[1], "max_freq": arguments["max_freq"]}
    config |= {key: arguments[key] for key in ("fourier_encode_data",) if key in arguments}
    if tied:
        config |= {"weight_tie_layers": True, "depth": arguments["depth"]}
    stored = {before_blocks(key) if old else key: value for key, value in weights.items()}
    stored = {key: value for key, value in stored.items() if not key.startswith(tuple(drop))}
    write(name, stored, config, outcome(reference, final, logits, tokens), PICTURE)
    gradients(name, layers, weights, "latents", tokens, answer)


def io_parts(w: dict, depth: int, heads: tuple[int, int], prefix: str = ""):
    """Layers of a PerceiverIO, and its decoder."""
    block = f"{prefix}cross_attend_block"
    made = [pytorch_layer(w, f"{block}.cross_attn", f"{block}.cross_ff", "encoder", "input", heads[0])]
    for index in range(depth):
        own = f"{prefix}layers.{index}.self_attns.0"
        made.append(pytorch_layer(w, f"{own}.0", f"{own}.1", f"self.{index}", "latents", heads[1]))
    mlp = f"{prefix}decoder_ff" if f"{prefix}decoder_ff.norm.weight" in w else None
    decoder = pytorch_layer(w, f"{prefix}decoder_cross_attn", mlp, "decoder", "outputs", heads[0], residual=False)
    return made, decoder


def pytorch_io() -> None:
    """A PerceiverIO in a module that has its query."""
    size, bands, top = (7, 9), 3, 4.5
    tokens = torch.cat([picture(size[1], size[0]), fourier(size, bands, (top, top), by_axis=True)], 1)

    class Holder(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.queries = torch.nn.Parameter(torch.zeros(1, 12))
            self.perceiver = perceiver_pytorch.PerceiverIO(
                depth=2, dim=tokens.shape[1], queries_dim=12, logits_dim=5, num_latents=6, latent_dim=16,
                cross_heads=2, latent_heads=4, cross_dim_head=6, latent_dim_head=4, decoder_ff=True,
            )

    module = Holder().eval()
    randomize(dict(module.state_dict()), 41)
    w, reference = double(module.state_dict()), Reference()
    layers, decoder = io_parts(w, 2, (2, 4), "perceiver.")
    final = reference.run(layers, w["perceiver.latents"], tokens.double())
    decoded = reference.attend(decoder, w["queries"], final)
    logits = (decoded @ w["perceiver.to_logits.weight"].T + w["perceiver.to_logits.bias"])[0]
    with torch.no_grad():
        theirs = module.perceiver(tokens[None], queries=module.queries)[0, 0]
    print(f"pytorch-io: differs from the package by {(theirs - logits).abs().max():.1e}")
    assert torch.allclose(theirs.double(), logits, atol=1e-4)
    config = {
        "model_type": "perceiver-pytorch-io", "image_size": list(size), "max_freq": 2 * top, "cross_heads": 2,
        "latent_heads": 4, "queries": "queries", "id2label": LABELS,
    }
    stored = {key: value.clone() for key, value in module.state_dict().items()}
    write("pytorch-io", stored, config, outcome(reference, final, logits, tokens), PICTURE)


def pytorch_lm() -> None:
    """A PerceiverLM of bytes, with a mask behind them."""
    text = b"to be, or not to be\xc3\xa9"
    ids = torch.tensor(list(text))
    ids[6:8] = 256
    module = perceiver_pytorch.PerceiverLM(
        dim=12, num_tokens=257, max_seq_len=40, depth=2, num_latents=6, latent_dim=16, cross_heads=2,
        latent_heads=4, cross_dim_head=6, latent_dim_head=4,
    ).eval()
    randomize(dict(module.state_dict()), 43)
    w, reference = double(module.state_dict()), Reference()
    tokens = w["token_emb.weight"][ids] + w["pos_emb.weight"][: len(ids)]
    layers, decoder = io_parts(w, 2, (2, 4), "perceiver_io.")
    final = reference.run(layers, w["perceiver_io.latents"], tokens)
    decoded = reference.attend(decoder, tokens, final)
    logits = decoded @ w["perceiver_io.to_logits.weight"].T + w["perceiver_io.to_logits.bias"]
    with torch.no_grad():
        theirs = module(ids[None])[0]
    print(f"pytorch-lm: differs from the package by {(theirs - logits).abs().max():.1e}")
    assert torch.allclose(theirs.double(), logits, atol=1e-4)
    config = {
        "model_type": "perceiver-pytorch-lm", "cross_heads": 2, "latent_heads": 4, "first_byte": 0, "mask_token": 256,
    }
    stored = {key: value.clone() for key, value in module.state_dict().items()}
    folder = write("pytorch-lm", stored, config, outcome(reference, final, logits, tokens))
    (folder / "text.txt").write_bytes(text)


# MARK: krasserm's perceiver-io


def krasserm_layer(w: dict, path: str, name: str, reads: str, heads: int) -> Layer:
    residual = any(key.startswith(f"{path}.0.module.") for key in w)
    own, mlp = f"{path}.0.module" if residual else f"{path}.0", f"{path}.1.module"

    def norm(name):
        return Norm(w[f"{name}.weight"], w[f"{name}.bias"])

    def linear(name):
        return Map(w[f"{name}.weight"], w[f"{name}.bias"])

    maps = [linear(f"{own}.attention.{part}_proj") for part in "qkvo"]
    norms = (norm(f"{own}.norm"), None) if reads == "latents" else (norm(f"{own}.q_norm"), norm(f"{own}.kv_norm"))
    parts = norm(f"{mlp}.0"), linear(f"{mlp}.1"), None, linear(f"{mlp}.3")
    return Layer(name, reads, heads, *norms, *maps, *parts, residual=residual)


def krasserm_layers(w: dict, encoder) -> list[Layer]:
    """The encoder's layers as its configuration says."""
    made, count, looks = [], 0, encoder.num_cross_attention_layers
    for block in range(encoder.num_self_attention_blocks):
        if block < looks:
            part = "cross_attn_1" if block == 0 or encoder.first_cross_attention_layer_shared else "cross_attn_n"
            label = f"cross.{block}" if looks > 1 else "encoder"
            made.append(krasserm_layer(w, f"0.{part}", label, "input", encoder.num_cross_attention_heads))
        part = "self_attn_1" if block == 0 or encoder.first_self_attention_block_shared else "self_attn_n"
        for index in range(encoder.num_self_attention_layers_per_block):
            heads = encoder.num_self_attention_heads
            made.append(krasserm_layer(w, f"0.{part}.{index}", f"self.{count}", "latents", heads))
            count += 1
    return made


def lightning(model, path: Path) -> None:
    """Saves a LightningModule as its trainer does."""
    trainer = pytorch_lightning.Trainer(accelerator="cpu", logger=False, enable_progress_bar=False, max_epochs=1)
    trainer.strategy.connect(model)
    trainer.save_checkpoint(path)


def krasserm_picture() -> None:
    size = (7, 9)
    encoder = image_classifier.ImageEncoderConfig(
        image_shape=(*size, 3), num_frequency_bands=3, num_cross_attention_heads=1, num_cross_attention_layers=2,
        num_self_attention_heads=4, num_self_attention_layers_per_block=2, num_self_attention_blocks=3,
        first_self_attention_block_shared=False, cross_attention_widening_factor=2, dropout=0.1,
    )
    decoder = image_classifier.ClassificationDecoderConfig(
        num_classes=5, num_output_query_channels=12, num_cross_attention_heads=2, cross_attention_residual=False,
    )
    module = LitImageClassifier(encoder, decoder, num_latents=6, num_latent_channels=16).eval()
    randomize(dict(module.model.state_dict()), 51)
    weights = {key: value.clone() for key, value in module.model.state_dict().items()}
    w, reference = double(weights), Reference()
    pixels = picture(size[1], size[0])
    tokens = torch.cat([pixels, fourier(size, 3, (size[0] / 2, size[1] / 2), by_axis=False)], 1)
    final = reference.run(krasserm_layers(w, encoder), w["0.latent_provider._query"], tokens.double())
    asked = krasserm_layer(w, "1.cross_attn", "decoder", "outputs", 2)
    decoded = reference.attend(asked, w["1.output_query_provider._query"], final)
    logits = (decoded @ w["1.output_adapter.linear.weight"].T + w["1.output_adapter.linear.bias"])[0]
    with torch.no_grad():
        theirs = module(pixels.reshape(1, *size, 3))[0]
    print(f"perceiver-io-picture: differs from the package by {(theirs - logits).abs().max():.1e}")
    assert torch.allclose(theirs.double(), logits, atol=1e-4)
    config = {"model_type": "perceiver-io-image-classifier", "id2label": LABELS}
    folder = write("perceiver-io-picture", None, config, outcome(reference, final, logits, tokens), PICTURE)
    lightning(module, folder / "last.ckpt")
    archive = zipfile.ZipFile(folder / "last.ckpt")
    pickle = next(name for name in archive.namelist() if name.endswith("/data.pkl"))
    (HERE / "checkpoints" / "pickles" / "lightning.pkl").write_bytes(archive.read(pickle))


def krasserm_text(name: str, seed: int) -> None:
    """A masked language model, whose scores are those of embeddings, or a classifier."""
    is_language = name == "perceiver-io-language"
    shared = dict(vocab_size=262, max_seq_len=48, num_input_channels=12)
    encoder = masked_language.TextEncoderConfig(
        **shared, num_cross_attention_heads=2, num_self_attention_heads=4, num_self_attention_layers_per_block=2,
        num_cross_attention_qk_channels=8, num_cross_attention_v_channels=16, num_self_attention_blocks=1,
    )
    if is_language:
        decoder = masked_language.TextDecoderConfig(
            vocab_size=262, max_seq_len=48, num_cross_attention_heads=2, cross_attention_residual=False,
        )
        configuration = masked_language.MaskedLanguageModelConfig(encoder, decoder, num_latents=6, num_latent_channels=16)
        module = masked_language.MaskedLanguageModel(configuration).eval()
    else:
        decoder = text_classifier.ClassificationDecoderConfig(
            num_classes=5, num_output_query_channels=8, num_cross_attention_heads=2,
        )
        configuration = text_classifier.TextClassifierConfig(encoder, decoder, num_latents=6, num_latent_channels=16)
        module = text_classifier.TextClassifier(configuration).eval()
    randomize(dict(module.state_dict()), seed)
    weights = {key: value.clone() for key, value in module.state_dict().items()}
    w, reference = double(weights), Reference()
    text = b"to be, [MASK]r not"
    ids = torch.tensor([byte + 6 for byte in b"to be, "] + [3] + [byte + 6 for byte in b"r not"])
    tokens = w["0.input_adapter.txt_embedding.weight"][ids] + w["0.input_adapter.pos_embedding.weight"][: len(ids)]
    final = reference.run(krasserm_layers(w, encoder), w["0.latent_provider._query"], tokens)
    asked = krasserm_layer(w, "1.cross_attn", "decoder", "outputs", 2)
    decoded = reference.attend(asked, w["1.output_query_provider._query"], final)
    if is_language:
        logits = decoded @ w["0.input_adapter.txt_embedding.weight"].T + w["1.output_adapter.bias"]
    else:
        logits = (decoded @ w["1.output_adapter.linear.weight"].T + w["1.output_adapter.linear.bias"])[0]
    with torch.no_grad():
        theirs = module(ids[None])[0]
    known = logits[: len(ids)] if is_language else logits
    print(f"{name}: differs from the package by {(theirs - known).abs().max():.1e}")
    assert torch.allclose(theirs.double(), known, atol=1e-4)
    kind = "masked-language-model" if is_language else "text-classifier"
    # As the package's classes for transformers save it.
    parts = {part: {key: value for key, value in vars(getattr(configuration, part)).items() if key != "params"}
             for part in ("encoder", "decoder")}
    config = {"model_type": f"perceiver-io-{kind}", "model_config": parts | {"num_latents": 6}}
    stored = {f"backend_model.{key}": value for key, value in weights.items()}
    folder = write(name, stored, config, outcome(reference, final, logits, tokens))
    (folder / "text.txt").write_bytes(text)


def main() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    paper("v1", 3, 2, "all_but_first", "all", 21)
    paper("v1-unshared", 2, 2, "none", "none", 22)
    paper("v1-once", 1, 2, "all", "all", 23)
    pytorch_picture(
        "pytorch", tied=True, old=False, seed=31, num_freq_bands=3, depth=3, max_freq=9.0, cross_heads=1,
        latent_heads=4, self_per_cross_attn=2,
    )
    pytorch_picture(
        "pytorch-old", tied=False, old=True, seed=32, num_freq_bands=2, depth=2, max_freq=10.0, cross_heads=2,
        latent_heads=4, grey=True,
    )
    pytorch_picture(
        "pytorch-bare", tied=True, old=False, seed=33, num_freq_bands=2, depth=3, max_freq=10.0, cross_heads=2,
        latent_heads=2, fourier_encode_data=False, drop=("layers.2.",),
    )
    pytorch_io()
    pytorch_lm()
    krasserm_picture()
    krasserm_text("perceiver-io-language", 52)
    krasserm_text("perceiver-io-text", 53)


if __name__ == "__main__":
    main()
