"""Writes Tests/Fixtures/gradients/: what PyTorch's autograd finds when it goes back through the models of the fixtures.

The Swift tests read the files only; this script is for making them again, after models.py and published.py:

    pip install transformers==4.57.6 torch==2.13.0 safetensors numpy pillow soundfile scipy
    python Tests/Fixtures/gradients.py

Models are those of `published` and `models/structured`, run in 64 bits on the same media. Nothing is taken from the Swift
program: the changed rules detach and scale what autograd goes through. What each file holds: gradients/README.md.
"""

import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
import transformers
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import PerceiverImageProcessor
from transformers.activations import ACT2FN
from transformers.models.perceiver import modeling_perceiver as hf

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "Training"))

import models as own  # noqa: E402
from perceiver_training import model as training  # noqa: E402
from perceiver_training.features import normalised, picture  # noqa: E402
from published import FOLDER as PUBLISHED, patches  # noqa: E402

FOLDER = HERE / "gradients"
VERSIONS = {"transformers": transformers.__version__, "torch": torch.__version__}
RULES = ["gradient", "attnLRP", "constantAttention"]


# MARK: rules


def scaled(x: torch.Tensor, factor: float) -> torch.Tensor:
    """`x` itself, through which gradients come back multiplied."""
    return x if factor == 1 else x * factor + (x * (1 - factor)).detach()


class Ways:
    """What autograd goes through under a rule, and what it passes on the way."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.factors = {"gradient": (1, 1), "attnLRP": (1 / 4, 1 / 2), "constantAttention": (1, 1)}[rule]
        # The weights of every layer that was run, in order.
        self.weights: list[torch.Tensor] = []

    def norm(self, module: nn.LayerNorm, x: torch.Tensor) -> torch.Tensor:
        centred = x - x.mean(-1, keepdim=True)
        deviation = (centred.square().mean(-1, keepdim=True) + module.eps).sqrt()
        if self.rule != "gradient":
            deviation = deviation.detach()
        return centred / deviation * module.weight + module.bias

    def activate(self, function, x: torch.Tensor) -> torch.Tensor:
        if self.rule == "gradient":
            return function(x)
        bias = function(torch.zeros_like(x))
        slope = ((function(x) - bias) / x).detach()
        return x * slope + bias.detach()

    def attend(self, probabilities: torch.Tensor) -> torch.Tensor:
        if self.rule == "constantAttention":
            probabilities = probabilities.detach()
        elif probabilities.requires_grad:
            probabilities.retain_grad()
        self.weights.append(probabilities)
        return probabilities

    def attention(self, q, k, v, mask):
        """What takes the place of the training code's own."""
        (around, inside), bias = self.factors, 0 if mask is None else mask
        q, k, v = scaled(q, around), scaled(k, around), scaled(v, inside)
        scores = q @ k.transpose(2, 3) * q.shape[-1] ** -0.5 + bias
        return self.attend(scores.softmax(3)) @ v


@contextmanager
def going(ways: Ways):
    """Makes norms and activations those of a rule, and the attention of the training code."""
    before = nn.LayerNorm.forward, hf.PerceiverMLP.forward, training.attention, training.F.gelu
    gelu = training.F.gelu

    def mlp(module: hf.PerceiverMLP, x: torch.Tensor) -> torch.Tensor:
        return module.dense2(ways.activate(module.intermediate_act_fn, module.dense1(x)))

    nn.LayerNorm.forward = lambda module, x: ways.norm(module, x)
    hf.PerceiverMLP.forward = mlp
    training.attention = ways.attention
    training.F.gelu = lambda x: ways.activate(gelu, x)
    try:
        yield
    finally:
        nn.LayerNorm.forward, hf.PerceiverMLP.forward, training.attention, training.F.gelu = before


# MARK: what is written


def read_relevance(weights: list[torch.Tensor], query: int) -> torch.Tensor:
    """Chefer et al. 2021 from the weights of the encoder, of self-attention, and of the decoder: [M]."""
    maps = [(w * w.grad).clamp(min=0).mean(1)[0] for w in weights]
    rows = maps[0]
    for own_map in maps[1:-1]:
        rows = rows + own_map @ rows
    return maps[-1][query] @ rows


def at(leaf: torch.Tensor) -> torch.Tensor:
    """The gradient, which is 0 where no way leads to."""
    return torch.zeros_like(leaf) if leaf.grad is None else leaf.grad


def found(ways: Ways, y, tokens, latents, bias, asker, query: int, count: int, kept=None) -> dict[str, torch.Tensor]:
    """The tensors of one rule. `asker` are the decoder's queries, where they do not depend on the tokens."""
    y.backward()
    gradient = at(tokens)[0, :count]
    share = (at(latents) * latents).sum()
    asked = torch.zeros(()) if asker is None else (at(asker) * asker).sum()
    rows = torch.tensor(sorted({0, 1, count // 3, 2 * count // 3, count - 1}))
    keys = at(bias).flatten()
    if kept is not None:
        keys = torch.zeros(count, dtype=keys.dtype).index_put((torch.tensor(kept),), keys)
    tensors = {
        "scalars": torch.stack([y, share, asked]),
        "relevance": (gradient * tokens[0, :count]).sum(1),
        "norms": gradient.norm(dim=1),
        "rows": gradient[rows],
        "latents": at(latents).reshape(-1, latents.shape[-1]),
        "keys": keys[:count],
    }
    if ways.rule == "gradient" and kept is None:
        tensors["attention"] = read_relevance(ways.weights, query)[:count]
    return {f"{ways.rule}.{name}": tensor.detach() for name, tensor in tensors.items()} | {"places": rows}


def write(name: str, tensors: dict[str, torch.Tensor]) -> None:
    tensors = {key: value.float().contiguous() for key, value in tensors.items()}
    save_file(tensors, FOLDER / f"{name}.safetensors", metadata=VERSIONS)
    size = (FOLDER / f"{name}.safetensors").stat().st_size
    print(f"{name}: {size / 1000:.0f} kB, y = {tensors['gradient.scalars'][0]:.4f}")


# MARK: transformers


def published(name: str, folder: str, model_class, number, query: int, fromTokens=False, count=None, **arguments) -> None:
    """One target of a published model: `number` makes it of the outputs."""
    tensors = {}
    for rule in RULES:
        model = load(PUBLISHED / folder, model_class)
        ways, leaves = Ways(rule), {}
        with going(ways):
            hook(model.perceiver, ways, leaves)
            outputs = model(**{key: doubled(value) for key, value in arguments.items()}).logits
        latents = model.perceiver.embeddings.latents
        asker = None if fromTokens else leaves["asker"]
        y = number(outputs)
        columns = count or leaves["tokens"].shape[1]
        tensors |= found(ways, y, leaves["tokens"], latents, leaves["bias"], asker, query, columns)
    write(name, tensors)


def load(folder: Path, model_class) -> nn.Module:
    """A model in 64 bits; the tensors of one folder are named by what its model was wrapped in."""
    wrapped = folder / "pytorch_model.bin"
    if not wrapped.exists():
        return model_class.from_pretrained(folder, dtype=torch.float32).double().eval()
    model = model_class(hf.PerceiverConfig.from_pretrained(folder))
    tensors = torch.load(wrapped, weights_only=True)
    model.load_state_dict({name.removeprefix("module._orig_mod."): tensor for name, tensor in tensors.items()})
    return model.double().eval()


def doubled(value):
    if isinstance(value, dict):
        return {key: doubled(part) for key, part in value.items()}
    return value.double() if value is not None and value.is_floating_point() else value


def hook(perceiver: hf.PerceiverModel, ways: Ways, leaves: dict) -> None:
    """Makes leaves of tokens, of a number added to each key's scores, and of queries; makes attention a rule's."""

    def tokens(module, positional, output):
        leaves["tokens"] = output[0].detach().requires_grad_()
        return (leaves["tokens"], *output[1:])

    def scores(module, positional, named):
        mask = named["inputs_mask"]
        leaves["bias"] = torch.zeros(mask.shape[-1], dtype=mask.dtype).requires_grad_()
        return positional, named | {"inputs_mask": mask + leaves["bias"]}

    def asker(module, positional, named):
        leaves["asker"] = positional[0]
        if positional[0].requires_grad:
            positional[0].retain_grad()

    perceiver.input_preprocessor.register_forward_hook(tokens)
    perceiver.encoder.register_forward_pre_hook(scores, with_kwargs=True)
    (around, inside) = ways.factors
    for layer in perceiver.modules():
        if hasattr(layer, "decoding_cross_attention"):
            layer.decoding_cross_attention.register_forward_pre_hook(asker, with_kwargs=True)
        if isinstance(layer, hf.PerceiverSelfAttention):
            layer.dropout.register_forward_hook(lambda module, positional, output: ways.attend(output))
            for part, factor in ((layer.query, around), (layer.key, around), (layer.value, inside)):
                part.register_forward_hook(lambda module, positional, output, factor=factor: scaled(output, factor))


def expected(folder: str) -> dict[str, torch.Tensor]:
    return load_file(PUBLISHED / folder / "expected.safetensors")


def texts() -> None:
    ids = expected("language")["ids"].long()
    padded = torch.zeros(1, 52, dtype=torch.long)
    padded[0, : len(ids)] = ids
    place = int((ids == 3).nonzero()[1])
    published(
        "language",
        "language",
        hf.PerceiverForMaskedLM,
        lambda logits: logits[0, place].log_softmax(0)[110],
        place,
        count=len(ids),
        inputs=padded,
        attention_mask=(torch.arange(52) < len(ids))[None].long(),
    )
    ids = expected("sequence")["ids"].long()[None]
    kind = hf.PerceiverForSequenceClassification
    published("sequence", "sequence", kind, lambda logits: logits[0].log_softmax(0)[1], 0, inputs=ids)
    ids = expected("number")["ids"].long()[None]
    published("number", "number", kind, lambda logits: logits[0, 0], 0, inputs=ids)
    ids = expected("each")["ids"].long()[None]
    published("each", "each", kind, lambda logits: nn.functional.logsigmoid(logits[0])[2], 0, inputs=ids)
    published(
        "contrast",
        "each",
        kind,
        lambda logits: nn.functional.logsigmoid(logits[0]) @ torch.tensor([1.0, 0, 0, -1], dtype=torch.float64),
        0,
        inputs=ids,
    )


def pictures() -> None:
    kinds = {
        "image-learned": hf.PerceiverForImageClassificationLearned,
        "image-fourier": hf.PerceiverForImageClassificationFourier,
        "image-conv": hf.PerceiverForImageClassificationConvProcessing,
    }
    for name, kind in kinds.items():
        if name == "image-conv":
            source = Image.open(PUBLISHED / name / "picture.png")
            pixels = PerceiverImageProcessor()(source, return_tensors="pt").pixel_values
        else:
            pixels = expected(name)["pixels"][None]
        published(name, name, kind, lambda logits: logits[0].log_softmax(0)[3], 0, inputs=pixels)


def flow() -> None:
    frames = [np.asarray(Image.open(PUBLISHED / "flow" / name)) for name in ("first.png", "second.png")]
    inputs = patches(*[frame[4:28, 12:44] for frame in frames])
    published(
        "flow",
        "flow",
        hf.PerceiverForOpticalFlow,
        # Query 300 is the pixel 12 of row 9.
        lambda logits: 20 * logits[0, 9, 12].sum(),
        300,
        fromTokens=True,
        inputs=inputs,
    )


def clips() -> None:
    recorded = expected("multimodal")
    video = recorded["frames"].double().reshape(2, 8, 12, 3).permute(0, 3, 1, 2)[None] / 255
    arguments = dict(
        inputs=dict(image=video, audio=recorded["sound"][None, :, None], label=torch.zeros(1, 7)),
        subsampled_output_points=dict(image=torch.arange(192), audio=torch.arange(240), label=None),
    )
    kind = hf.PerceiverForMultimodalAutoencoding
    targets = {
        "clip-sound": (lambda logits: logits["audio"].reshape(240, 16)[100, 5], 100),
        "clip-point": (lambda logits: logits["image"].reshape(192, 3)[70].sum(), 310),
        "clip-label": (lambda logits: logits["label"][0].log_softmax(0)[2], 432),
    }
    for name, (number, query) in targets.items():
        published(name, "multimodal", kind, number, query, **arguments)


# MARK: the training code


def structured(name: str, modality: str, x, count: int, number, query: int, removed=(), cell=None) -> None:
    """One target of the bundled kind; `number` makes it of the model, the tokens and the latents."""
    tensors = {}
    with safe_open(HERE / "models" / "structured" / "model.safetensors", "pt") as file:
        weights = {key.removeprefix("perceiver."): file.get_tensor(key) for key in file.keys()}
    for part in ("embeddings", "ngrams"):
        key = f"input_preprocessor.text.{part}.weight"
        weights[key.replace("text.", "text.bytes.")] = weights.pop(key)
    for rule in RULES:
        labels = own.LABELS | {"concept": own.CONCEPT_LABELS}
        perceiver = training.Perceiver.answering(own.structured(), labels)
        perceiver.load_state_dict(weights)
        with torch.no_grad():
            values, _ = perceiver.eval().tokens(modality, x, torch.tensor([count]))
        tokens = values.double().requires_grad_()
        perceiver.double()
        kept = [i for i in range(tokens.shape[1]) if i not in removed]
        bias = torch.zeros(len(kept), dtype=torch.float64).requires_grad_()
        latents = perceiver.embeddings["latents"]
        ways = Ways(rule)
        with going(ways):
            z = perceiver.encoder["cross_attention"](latents[None], tokens[:, kept], bias)
            for _ in range(perceiver.configuration.num_blocks):
                for layer in perceiver.encoder["self_attends"]:
                    z = layer(z)
            y = number(perceiver, tokens, z)
        asker = perceiver.decoder["queries"][cell] if isinstance(cell, str) else None
        tensors |= found(ways, y, tokens, latents, bias, asker, query, tokens.shape[1], kept if removed else None)
    write(name, tensors)


def bundled() -> None:
    recorded = load_file(HERE / "models" / "structured-picture.safetensors")
    configuration = own.structured()
    pixels = recorded["pixels"].numpy().astype(np.uint8)
    small = picture(Image.fromarray(pixels), configuration.image)
    x = normalised(torch.tensor(small[None]), configuration.image)

    def photo(perceiver, tokens, z):
        # The temperature of the task is 1.5.
        return (perceiver.decode(["photo"], z)[0][0] / 1.5).log_softmax(0)[1]

    structured("photo", "image", x, 15, photo, 0, cell="photo")
    removed = own.block(8, range(2, 5), range(3, 8))
    structured("photo-removed", "image", x, 15, photo, 0, removed=removed, cell="photo")

    recorded = load_file(HERE / "models" / "structured-text.safetensors")
    text = bytes(recorded["bytes"].numpy().astype(np.uint8)).decode()
    ids = [list(part.encode()) for part in text.split(own.MASK)]
    ids = [i for n, part in enumerate(ids) for i in ([configuration.text.mask_id] if n else []) + part]
    place = ids.index(configuration.text.mask_id) + 1

    def byte(perceiver, tokens, z):
        return perceiver.decode_tokens("text", torch.tensor([[place]]), tokens, z)[0, 0].log_softmax(0)[104]

    structured("byte", "text", torch.tensor(ids)[None], len(ids), byte, 0)


def activations() -> None:
    """Slopes of the functions that a configuration may name, at some points: of the tangent, and of the secant from 0."""
    points = load_file(HERE / "perceiver" / "activations.safetensors")["x"].double()
    functions = {name: ACT2FN[name] for name in ACT2FN if name not in ("prelu", "xielu")} | {"selu": nn.functional.selu}
    tables = {}
    for name, function in functions.items():
        x = points.clone().requires_grad_()
        function(x).sum().backward()
        secant = (function(points.clone()) - function(torch.zeros_like(points))) / points
        tables |= {f"{name}.tangent": x.grad, f"{name}.secant": torch.where(points == 0, x.grad, secant)}
    tables = {name: table.float() for name, table in tables.items()}
    save_file(tables, FOLDER / "activations.safetensors", metadata=VERSIONS)


if __name__ == "__main__":
    transformers.utils.logging.set_verbosity_error()
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    texts()
    pictures()
    flow()
    clips()
    bundled()
    activations()
