"""Writes Tests/Fixtures/vision/: whole folders of every kind of vision transformer, and what they give.

The Swift tests read the files only; this script is for making them again:

    pip install transformers==4.57.6 torch==2.13.0 safetensors numpy pillow
    python Tests/Fixtures/vision.py

Models are Hugging Face transformers' own with random weights, rounded to 16 bits so that the files are small; they are run in
32 bits. Pictures are made ready by transformers' own classes; for DINOv3, whose class needs torchvision, by the function of
torch that this calls. What each folder holds: vision/README.md.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from transformers import BitImageProcessor, ViTImageProcessor
from transformers.models.dinov2 import modeling_dinov2 as dinov2
from transformers.models.dinov2.configuration_dinov2 import Dinov2Config
from transformers.models.dinov2_with_registers import modeling_dinov2_with_registers as registers
from transformers.models.dinov2_with_registers.configuration_dinov2_with_registers import Dinov2WithRegistersConfig
from transformers.models.dinov3_vit import modeling_dinov3_vit as dinov3
from transformers.models.dinov3_vit.configuration_dinov3_vit import DINOv3ViTConfig
from transformers.models.vit import modeling_vit as vit
from transformers.models.vit.configuration_vit import ViTConfig

from transformer_folders import Replacements, Secant, picture, randomised, save_model, slopes, write_expected

FOLDER = Path(__file__).parent / "vision"
SMALL = dict(hidden_size=16, num_hidden_layers=3, num_attention_heads=2, attn_implementation="eager")
NAMES = {index: name for index, name in enumerate(["cat", "dog", "owl", "fish", "car"])}


def prepare(model: torch.nn.Module, seed: int) -> torch.nn.Module:
    def scaled(name: str, value: torch.Tensor) -> torch.Tensor:
        if name.endswith("bias"):
            return value * 0.25
        if "norm" in name:
            return 1 + 0.25 * value
        if "lambda1" in name:
            return 0.7 + 0.2 * value
        if value.ndim == 2 and "token" not in name:
            gain = 1.5 if any(part in name for part in ["query", "key", "q_proj", "k_proj"]) else 1
            return value * (gain / value.shape[1] ** 0.5)
        return value * (0.5 / (value.shape[2] * 3**0.5) if value.ndim == 4 else 0.5)

    return whole(randomised(model, seed, scaled))


def whole(model: torch.nn.Module) -> torch.nn.Module:
    """A model in 32 bits again; frequencies, which are computed, are not rounded."""
    model.float()
    if hasattr(model, "rope_embeddings"):
        model.rope_embeddings = dinov3.DINOv3ViTRopePositionEmbedding(model.config).eval()
    return model


def run(model: torch.nn.Module, pixels: torch.Tensor, **arguments) -> dict[str, torch.Tensor]:
    """What goes into each layer and leaves the last one, every attention map, and the outputs."""
    layers = [m for m in model.modules() if type(m).__name__.endswith("ViTLayer") or type(m).__name__.endswith("istersLayer") or type(m).__name__ == "Dinov2Layer"]
    attentions = [m for m in model.modules() if type(m).__name__.endswith("SelfAttention") or type(m).__name__ == "DINOv3ViTAttention"]
    found: dict[str, torch.Tensor] = {}
    hooks = []
    for index, layer in enumerate(layers):
        def keep(module, inputs, output, index=index):
            found[f"hidden.{index}"] = inputs[0]
            found[f"hidden.{index + 1}"] = output if torch.is_tensor(output) else output[0]
        hooks.append(layer.register_forward_hook(keep))
    for index, attention in enumerate(attentions):
        def note(module, inputs, output, index=index):
            found[f"attention.layer.{index}"] = output[1]
        hooks.append(attention.register_forward_hook(note))
    with torch.no_grad():
        output = model(pixels, **arguments)
    for hook in hooks:
        hook.remove()
    assert len(attentions) == len(layers) == 3
    for name in ("logits", "last_hidden_state", "pooler_output"):
        if getattr(output, name, None) is not None:
            found[name] = getattr(output, name)
    return {name: tensor[0].float() for name, tensor in found.items()}


def save(name: str, model: torch.nn.Module, processor: dict | None, **arguments) -> Path:
    folder = save_model(FOLDER / name, model, processor, **arguments)
    whole(model)
    return folder


def write(folder: Path, image: Image.Image, tensors: dict) -> None:
    image.save(folder / "picture.png")
    write_expected(folder, tensors)


def pixels(processor, image: Image.Image) -> torch.Tensor:
    return processor(images=image, return_tensors="pt").pixel_values


def at(size: int, tensors: dict) -> dict:
    """The outputs of a run at another size."""
    kept = ("logits", "last_hidden_state", "pooler_output", "hidden.0")
    return {f"at{size}.{name}": value for name, value in tensors.items() if name in kept}


# MARK: kinds


def vits() -> None:
    model = prepare(vit.ViTForImageClassification(ViTConfig(image_size=24, patch_size=8, intermediate_size=24, id2label=NAMES, **SMALL)), 1)
    processor = ViTImageProcessor(size={"height": 24, "width": 24})
    folder = save("vit", model, {"image_processor_type": "ViTImageProcessor", "do_resize": True, "size": {"height": 24, "width": 24}, "resample": 2, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]})
    image = picture(40, 31, 1)
    values = pixels(processor, image)
    tensors = run(model, values) | {"pixels": values[0]}
    other = pixels(ViTImageProcessor(size={"height": 34, "width": 34}), image)
    tensors |= at(34, run(model, other, interpolate_pos_encoding=True))
    write(folder, image, tensors | gradients(model, tensors["hidden.0"]))

    # As DINO's files are: older settings of the preprocessor, no biases in attention here, a pooler, two shards.
    model = prepare(vit.ViTModel(ViTConfig(image_size=24, patch_size=6, intermediate_size=20, qkv_bias=False, hidden_act="gelu_new", layer_norm_eps=0.02, **SMALL)), 2)
    mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    settings = {"do_normalize": True, "do_resize": True, "feature_extractor_type": "ViTFeatureExtractor", "image_mean": mean, "image_std": deviation, "resample": 3, "size": 24}
    folder = save("dino", model, settings, max_shard_size="8KB")
    processor = ViTImageProcessor(size=24, resample=3, image_mean=mean, image_std=deviation)
    values = pixels(processor, image)
    tensors = run(model, values) | {"pixels": values[0]}
    write(folder, image, tensors | masks(tensors["attention.layer.2"]))


def bit(shorter: int, crop: int, **arguments) -> tuple[BitImageProcessor, dict]:
    settings = {"crop_size": {"height": crop, "width": crop}, "size": {"shortest_edge": shorter}, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "resample": 3}
    return BitImageProcessor(**settings), {"image_processor_type": "BitImageProcessor", "do_center_crop": True} | settings


def dinov2s() -> None:
    # Positions of 7×7 patches, of which 4×4 are made.
    model = prepare(dinov2.Dinov2Model(Dinov2Config(image_size=42, patch_size=6, mlp_ratio=2, **SMALL)), 3)
    processor, settings = bit(27, 24)
    folder = save("dinov2", model, settings, safe_serialization=False)
    image = picture(46, 35, 3)
    values = pixels(processor, image)
    write(folder, image, run(model, values) | {"pixels": values[0]})

    model = prepare(dinov2.Dinov2ForImageClassification(Dinov2Config(image_size=18, patch_size=6, mlp_ratio=2, use_swiglu_ffn=True, use_mask_token=False, id2label=NAMES, **SMALL)), 4)
    processor, settings = bit(21, 18)
    folder = save("dinov2-classes", model, settings)
    image = picture(33, 52, 4)
    values = pixels(processor, image)
    tensors = run(model, values) | {"pixels": values[0]}
    tensors |= at(30, run(model, pixels(bit(35, 30)[0], image)))
    write(folder, image, tensors | gradients(model, tensors["hidden.0"]))


def with_registers() -> None:
    model = prepare(registers.Dinov2WithRegistersForImageClassification(Dinov2WithRegistersConfig(image_size=40, patch_size=8, mlp_ratio=2, num_register_tokens=2, qkv_bias=False, id2label=NAMES, **SMALL)), 5)
    processor, settings = bit(28, 24)
    folder = save("registers-classes", model, settings)
    image = picture(37, 41, 5)
    values = pixels(processor, image)
    tensors = run(model, values) | {"pixels": values[0]}
    tensors |= at(48, run(model, pixels(bit(56, 48)[0], image)))
    write(folder, image, tensors | gradients(model, tensors["hidden.0"]))

    model = prepare(registers.Dinov2WithRegistersModel(Dinov2WithRegistersConfig(image_size=24, patch_size=8, mlp_ratio=2, num_register_tokens=3, use_swiglu_ffn=True, **SMALL)), 6)
    folder = save("registers", model, settings)
    values = pixels(processor, image)
    write(folder, image, run(model, values) | {"pixels": values[0]})


def ready(image: Image.Image, height: int, width: int, mean=(0.485, 0.456, 0.406), deviation=(0.229, 0.224, 0.225)) -> torch.Tensor:
    """What DINOv3ViTImageProcessorFast does, whose resizing is this function of torch."""
    values = torch.tensor(np.asarray(image)).permute(2, 0, 1)[None] * (1 / 255)
    values = F.interpolate(values, (height, width), mode="bilinear", align_corners=False, antialias=True)
    return (values - torch.tensor(mean)[:, None, None]) / torch.tensor(deviation)[:, None, None]


def dinov3s() -> None:
    settings = {"image_processor_type": "DINOv3ViTImageProcessorFast", "size": {"height": 24, "width": 32}, "resample": 2, "do_rescale": True, "rescale_factor": 1 / 255, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
    model = prepare(dinov3.DINOv3ViTModel(DINOv3ViTConfig(image_size=24, patch_size=8, intermediate_size=24, num_register_tokens=2, use_gated_mlp=True, hidden_act="silu", **SMALL)), 7)
    folder = save("dinov3", model, settings)
    image = picture(50, 31, 7)
    values = ready(image, 24, 32)
    tensors = run(model, values) | {"pixels": values[0]}
    tensors |= at(20, run(model, ready(image, 20, 20)))
    write(folder, image, tensors | extents(model, tensors["hidden.0"], values) | removed(model, tensors["hidden.0"], values))

    model = prepare(dinov3.DINOv3ViTModel(DINOv3ViTConfig(image_size=24, patch_size=8, intermediate_size=24, key_bias=True, mlp_bias=False, proj_bias=False, rope_theta=10.0, **SMALL)), 8)
    folder = save("dinov3-plain", model, settings)
    write(folder, image, run(model, values) | {"pixels": values[0]})


def pixels_alone() -> None:
    """Tokens that are the pixels themselves, for what goes in to be seen: as each class makes pictures ready."""
    config = ViTConfig(image_size=16, patch_size=1, hidden_size=4, intermediate_size=4, num_hidden_layers=1, num_attention_heads=1)
    model = vit.ViTModel(config, add_pooling_layer=False)
    for tensor in model.state_dict().values():
        tensor.zero_()
    model.embeddings.patch_embeddings.projection.weight.data[:3] = torch.eye(3)[:, :, None, None]
    folder = save("pixels", model, None)
    image = picture(45, 31, 9)
    mean, deviation = [0.48, 0.45, 0.4], [0.26, 0.25, 0.3]
    normal = {"image_mean": mean, "image_std": deviation}
    found = {}
    for name, processor in {
        "vit": ViTImageProcessor(size={"height": 16, "width": 16}, **normal),
        "bit": BitImageProcessor(size={"shortest_edge": 19}, crop_size={"height": 16, "width": 16}, **normal),
        "bit-uncropped": BitImageProcessor(size={"shortest_edge": 12}, do_center_crop=False, resample=2, **normal),
        "vit-plain": ViTImageProcessor(size={"height": 16, "width": 16}, do_normalize=False, resample=1),
        "vit-unscaled": ViTImageProcessor(size={"height": 16, "width": 20}, do_rescale=False, resample=0, **normal),
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(processor.to_dict(), indent=1) + "\n")
        found[name] = pixels(processor, image)[0]
    settings = {"image_processor_type": "DINOv3ViTImageProcessorFast", "size": {"height": 16, "width": 18}, "resample": 2} | normal
    (folder / "dinov3.json").write_text(json.dumps(settings, indent=1) + "\n")
    found["dinov3"] = ready(image, 16, 18, mean, deviation)[0]
    write(folder, image, found)


# MARK: what is computed from them


def masks(weights: torch.Tensor, share: float = 0.6) -> dict[str, torch.Tensor]:
    """The mask of DINO's visualize_attention.py: of each head the patches that hold this share of what CLS gives to patches."""
    kept = []
    for head in weights[:, 0, 1:].numpy():
        order = np.argsort(head)
        cumulative = np.cumsum(head[order] / head.sum())
        mask = np.empty(len(head), np.float32)
        mask[order] = cumulative > 1 - share
        kept.append(mask)
    return {"mask": torch.tensor(np.stack(kept))}


def base(model: torch.nn.Module) -> torch.nn.Module:
    return next((getattr(model, name) for name in ("vit", "dinov2", "dinov2_with_registers") if hasattr(model, name)), model)


def gradients(model: torch.nn.Module, tokens: torch.Tensor) -> dict[str, torch.Tensor]:
    """Of the log odds of class 2: the gradient at the tokens, and the relevance of each if attention's weights and the deviation of
    norms are constants and activations are linear (CP-LRP)."""

    def forward(tokens: torch.Tensor) -> torch.Tensor:
        inner = base(model)
        normed = inner.layernorm(inner.encoder(tokens[None]).last_hidden_state)
        if inner is getattr(model, "vit", None):
            read = normed[:, 0]
        else:
            start = 1 + getattr(model.config, "num_register_tokens", 0)
            read = torch.cat([normed[:, 0], normed[:, start:].mean(1)], 1)
        logits = model.classifier(read)[0].log_softmax(0)
        return logits[2] - torch.cat([logits[:2], logits[3:]]).logsumexp(0)

    return slopes(model, tokens, forward, linearise, ".class2")


def linearise(model: torch.nn.Module, replaced: Replacements) -> None:
    """Puts what the rule has into the place of norms, activations and attention."""
    replaced.norms(model)
    for layer in base(model).encoder.layer:
        if hasattr(layer, "intermediate"):
            replaced.put(layer.intermediate, "intermediate_act_fn", Secant(F.gelu))
        elif hasattr(layer.mlp, "activation"):
            replaced.put(layer.mlp, "activation", Secant(F.gelu))
        else:

            def gated(x, mlp=layer.mlp):
                gate, hidden = mlp.weights_in(x).chunk(2, dim=-1)
                gate = Secant(F.silu)(gate)
                # Each factor of a product gets half.
                return mlp.weights_out((gate * hidden.detach() + gate.detach() * hidden) / 2)

            replaced.put(layer.mlp, "forward", gated)
    replaced.attention((vit, dinov2, registers))


def extents(model: torch.nn.Module, tokens: torch.Tensor, values: torch.Tensor) -> dict[str, torch.Tensor]:
    """The gradient, at the tokens, of how far CLS's features go in the direction that they have."""
    model.double()
    leaf = tokens.double().clone().requires_grad_()
    hidden = leaf[None]
    places = model.rope_embeddings(values.double())
    for layer in model.layer:
        hidden = layer(hidden, position_embeddings=places)
    features = model.norm(hidden)[0, 0]
    direction = (features / features.norm()).detach()
    (gradient,) = torch.autograd.grad(features @ direction, leaf)
    model.float()
    return {"gradient.extent": gradient.float(), "extent": features.norm().detach().float()[None]}


def removed(model: torch.nn.Module, tokens: torch.Tensor, values: torch.Tensor) -> dict[str, torch.Tensor]:
    """What becomes of the tokens without patches 1 and 6, where the others stay at their places."""
    places = [place for place in range(12) if place not in (1, 6)]
    hidden = torch.cat([tokens[:3], tokens[3:][places]])[None]
    turned = [angles[places] for angles in model.rope_embeddings(values)]
    with torch.no_grad():
        for layer in model.layer:
            hidden = layer(hidden, position_embeddings=turned)
    return {"removed.hidden": hidden[0]}


if __name__ == "__main__":
    for folder in FOLDER.glob("*/"):
        shutil.rmtree(folder)
    torch.manual_seed(0)
    vits()
    dinov2s()
    with_registers()
    dinov3s()
    pixels_alone()
