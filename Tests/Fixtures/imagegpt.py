"""Writes Tests/Fixtures/imagegpt/: whole folders of ImageGPT's classes, and what they give.

The Swift tests read the files only; this script is for making them again:

    pip install transformers==4.57.6 torch==2.13.0 safetensors numpy pillow
    python Tests/Fixtures/imagegpt.py

Models are Hugging Face transformers' own with random weights, rounded to 16 bits so that the files are small; they are run in
32 bits. Scores are divided by the root of a head's channels; transformers 4.57.6 rounds that down unless `reorder_and_upcast_attn` is
set, so the root is a whole number where it is not. Pictures are made ready by transformers' own class. What each folder holds: imagegpt/README.md.
"""

import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import ImageGPTConfig, ImageGPTForCausalImageModeling, ImageGPTForImageClassification, ImageGPTImageProcessor, ImageGPTModel
from transformers.models.imagegpt.modeling_imagegpt import ImageGPTLayerNorm

from transformer_folders import Replacements, picture, randomised, save_model, slopes, write_expected

FOLDER = Path(__file__).parent / "imagegpt"
NAMES = {index: name for index, name in enumerate(["cat", "dog", "owl"])}


def palette(count: int, seed: int) -> list[list[float]]:
    """Colours from −1 to 1, some of them on the levels of bytes, one of them twice."""
    generator = np.random.default_rng(seed)
    colours = generator.uniform(-1, 1, (count, 3)).astype(np.float32).astype(float)
    colours[count // 2 :] = generator.integers(0, 256, (count - count // 2, 3)) / 127.5 - 1
    colours[-1] = colours[0]
    return colours.tolist()


def prepare(model: torch.nn.Module, seed: int) -> torch.nn.Module:
    def scaled(name: str, value: torch.Tensor) -> torch.Tensor:
        if name.endswith("bias"):
            return value * 0.25
        if "ln_" in name:
            return 1 + 0.25 * value
        if "wte" in name or "wpe" in name:
            return 0.3 + 0.7 * value
        if "c_attn" in name or "c_proj" in name or "c_fc" in name:
            return value * ((2 if "c_attn" in name else 1) / value.shape[0] ** 0.5)
        return value * (2 / value.shape[1] ** 0.5)

    return randomised(model, seed, scaled)


def run(model: torch.nn.Module, ids: torch.Tensor) -> dict[str, torch.Tensor]:
    """What goes into each layer and leaves the last one, every attention map, and the outputs."""
    inner = getattr(model, "transformer", model)
    found: dict[str, torch.Tensor] = {}
    hooks = []
    for index, layer in enumerate(inner.h):

        def keep(module, inputs, output, index=index):
            found[f"hidden.{index}"] = inputs[0]
            found[f"hidden.{index + 1}"] = output[0]

        hooks.append(layer.register_forward_hook(keep))
    with torch.no_grad():
        output = model(ids[None], output_attentions=True)
    for hook in hooks:
        hook.remove()
    for index, weights in enumerate(output.attentions):
        found[f"attention.layer.{index}"] = weights
    for name in ("logits", "last_hidden_state"):
        if getattr(output, name, None) is not None:
            found[name] = getattr(output, name)
    return {name: tensor[0].float() for name, tensor in found.items()} | {"ids": ids.float()}


def save(name: str, model: torch.nn.Module, processor: dict, **arguments) -> Path:
    return save_model(FOLDER / name, model, processor, **arguments)


def write(folder: Path, image: Image.Image, tensors: dict) -> None:
    image.save(folder / "picture.png")
    write_expected(folder, tensors)


def ids(processor: ImageGPTImageProcessor, image: Image.Image) -> torch.Tensor:
    return processor(images=image, return_tensors="pt").input_ids[0]


def shifted(model: torch.nn.Module, pixels: torch.Tensor) -> torch.Tensor:
    """The start, and all pixels but the last one: each tells the next."""
    return torch.cat([torch.tensor([model.config.vocab_size - 1]), pixels[:-1]])


# MARK: kinds


def colours() -> None:
    """As it is published, but small: 6×7 pixels of 16 colours."""
    clusters = palette(16, 1)
    model = prepare(ImageGPTForCausalImageModeling(ImageGPTConfig(vocab_size=17, n_positions=42, n_embd=16, n_layer=3, n_head=4)), 1)
    processor = ImageGPTImageProcessor(clusters=clusters, size={"height": 6, "width": 7})
    folder = save("colours", model, processor.to_dict())
    image = picture(29, 23, 1)
    pixels = ids(processor, image)
    tensors = run(model, shifted(model, pixels)) | {"pixels": pixels.float()}
    nats = torch.nn.functional.cross_entropy(tensors["logits"], pixels, reduction="none")
    write(folder, image, tensors | {"nats": nats} | gradients(model, tensors["hidden.0"], 17) | completions(model, pixels))

    # Scores that are scaled otherwise, words that are tied, and settings as older files have them; fewer pixels than places.
    model = prepare(
        ImageGPTForCausalImageModeling(
            ImageGPTConfig(
                vocab_size=9,
                n_positions=30,
                n_embd=15,
                n_layer=3,
                n_head=3,
                n_inner=20,
                activation_function="gelu_new",
                layer_norm_epsilon=0.02,
                scale_attn_by_inverse_layer_idx=True,
                reorder_and_upcast_attn=True,
                tie_word_embeddings=True,
            )
        ),
        2,
    )
    clusters = palette(8, 2)
    settings = {"feature_extractor_type": "ImageGPTFeatureExtractor", "do_normalize": True, "do_resize": True, "resample": 3, "size": 5, "clusters": clusters}
    folder = save("colours-tied", model, settings, safe_serialization=False)
    pixels = ids(ImageGPTImageProcessor(clusters=clusters, size=5, resample=3), image)
    write(folder, image, run(model, shifted(model, pixels)) | {"pixels": pixels.float()})


def classes() -> None:
    clusters = palette(12, 3)
    model = prepare(ImageGPTForImageClassification(ImageGPTConfig(vocab_size=13, n_positions=36, n_embd=16, n_layer=3, n_head=4, id2label=NAMES)), 3)
    processor = ImageGPTImageProcessor(clusters=clusters, size={"height": 6, "width": 6}, resample=1)
    folder = save("classes", model, processor.to_dict(), max_shard_size="8KB")
    image = picture(33, 25, 3)
    pixels = ids(processor, image)
    tensors = run(model, pixels) | {"pixels": pixels.float()}
    write(folder, image, tensors | gradients(model, tensors["hidden.0"], 1))


def features() -> None:
    clusters = palette(12, 4)
    model = prepare(ImageGPTModel(ImageGPTConfig(vocab_size=13, n_positions=25, n_embd=16, n_layer=3, n_head=2, scale_attn_weights=False)), 4)
    settings = {"image_processor_type": "ImageGPTImageProcessor", "clusters": clusters, "do_normalize": False, "do_resize": False}
    folder = save("features", model, settings)
    image = picture(5, 4, 4)
    pixels = ids(ImageGPTImageProcessor(**{key: value for key, value in settings.items() if key != "image_processor_type"}), image)
    write(folder, image, run(model, pixels) | {"pixels": pixels.float()})


# MARK: what is computed from them


def gradients(model: torch.nn.Module, tokens: torch.Tensor, place: int) -> dict[str, torch.Tensor]:
    """The gradient at the tokens: of log p of colour 3 behind token `place`, or of the log p of class `place`; and the relevance of
    each token if attention's weights and the divisors of norms are constants and activations are linear (CP-LRP)."""

    def forward(tokens: torch.Tensor) -> torch.Tensor:
        hidden = tokens[None]
        for layer in model.transformer.h:
            hidden = layer(hidden)[0]
        hidden = model.transformer.ln_f(hidden)
        if hasattr(model, "score"):
            return model.score(hidden.mean(1))[0].log_softmax(0)[place]
        return model.lm_head(hidden[0, place]).log_softmax(0)[3]

    return slopes(model, tokens, forward, linearise)


def linearise(model: torch.nn.Module, replaced: Replacements) -> None:
    """Puts what the rule has into the place of norms, activations and attention."""
    for module in model.modules():
        if isinstance(module, ImageGPTLayerNorm):

            def norm(x, module=module):
                return x / (x.square().mean(-1, keepdim=True) + module.eps).sqrt().detach() * module.weight

            replaced.put(module, "forward", norm)
    for layer in model.transformer.h:

        def mlp(x, mlp=layer.mlp):
            hidden = mlp.c_fc(x)
            return mlp.c_proj(hidden * (mlp.act(hidden) / hidden).detach())

        replaced.put(layer.mlp, "forward", mlp)
        attend = type(layer.attn)._attn

        def constant(query, key, value, mask=None, head_mask=None, attention=layer.attn):
            _, weights = attend(attention, query, key, value, mask, head_mask)
            return weights.detach() @ value, weights

        replaced.put(layer.attn, "_attn", constant)


def completions(model: torch.nn.Module, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
    """The picture from its third row on, always with the most probable colour."""
    kept = 14
    start = torch.cat([torch.tensor([model.config.vocab_size - 1]), pixels[:kept]])[None]
    made = model.generate(start, attention_mask=torch.ones_like(start), max_length=len(pixels) + 1, do_sample=False, pad_token_id=0, eos_token_id=None)
    return {"completed": made[0, 1:].float()}


if __name__ == "__main__":
    for folder in FOLDER.glob("*/"):
        shutil.rmtree(folder)
    torch.manual_seed(0)
    colours()
    classes()
    features()
