"""Checkpoints of the published sizes with random weights, and one input for each.

The configurations are those of the six checkpoints of Perceiver IO under `deepmind/` on the Hugging Face hub
(language-perceiver, vision-perceiver-learned, …-fourier, …-conv, optical-flow-perceiver, multimodal-perceiver).
"""

import json
import wave
from pathlib import Path

import numpy as np
from PIL import Image

VISION = {
    "num_latents": 512, "d_latents": 1024, "num_blocks": 8, "num_self_attends_per_block": 6,
    "num_self_attention_heads": 8, "num_cross_attention_heads": 1, "qk_channels": None, "v_channels": None,
    "num_labels": 1000,
}
# Class in transformers, what differs from its default configuration.
CHECKPOINTS = {
    "language": ("PerceiverForMaskedLM", {
        "num_latents": 256, "d_latents": 1280, "d_model": 768, "num_blocks": 1,
        "num_self_attends_per_block": 26, "num_self_attention_heads": 8, "num_cross_attention_heads": 8,
        "qk_channels": 256, "v_channels": 1280, "vocab_size": 262, "max_position_embeddings": 2048,
    }),
    "learned": ("PerceiverForImageClassificationLearned", VISION | {"d_model": 512, "image_size": 224}),
    "fourier": ("PerceiverForImageClassificationFourier", VISION | {"d_model": 261}),
    "conv": ("PerceiverForImageClassificationConvProcessing", VISION | {"d_model": 322}),
    "flow": ("PerceiverForOpticalFlow", {
        "num_latents": 2048, "d_latents": 512, "d_model": 322, "num_blocks": 1,
        "num_self_attends_per_block": 24, "num_self_attention_heads": 16, "num_cross_attention_heads": 1,
        "qk_channels": None, "v_channels": None, "train_size": [368, 496],
    }),
    "multimodal": ("PerceiverForMultimodalAutoencoding", {
        "num_latents": 784, "d_latents": 512, "d_model": 704, "num_blocks": 1,
        "num_self_attends_per_block": 8, "num_self_attention_heads": 8, "num_cross_attention_heads": 1,
        "qk_channels": None, "v_channels": None, "num_labels": 700,
    }),
}
PROCESSING = {
    "crop_size": 256, "size": 224, "resample": 3, "do_center_crop": True, "do_resize": True,
    "do_normalize": True, "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225],
    "image_processor_type": "PerceiverImageProcessor",
}
TOKENIZER = {"tokenizer_class": "PerceiverTokenizer", "model_max_length": 2048}


def make_checkpoint(name: str, folder: Path) -> None:
    """Writes config.json, model.safetensors and what describes inputs, unless they are there."""
    if (folder / "model.safetensors").exists():
        return
    import torch
    import transformers

    torch.manual_seed(0)
    kind, settings = CHECKPOINTS[name]
    model = getattr(transformers, kind)(transformers.PerceiverConfig(**settings)).eval()
    with torch.no_grad():
        for key, tensor in model.named_parameters():
            # As initialised, weights are so small that all attention would be uniform.
            if tensor.ndim == 2 and ".query." in key or ".key." in key:
                tensor.normal_(std=1.5 / tensor.shape[-1] ** 0.5)
    model.save_pretrained(folder, safe_serialization=True)
    if kind.startswith("PerceiverForImage"):
        (folder / "preprocessor_config.json").write_text(json.dumps(PROCESSING))
    if name == "language":
        (folder / "tokenizer_config.json").write_text(json.dumps(TOKENIZER))


def make_input(name: str, folder: Path) -> list[str]:
    """Writes an input of the size the checkpoint was trained with; the paths that name it."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(1)

    def picture(path: Path, height: int, width: int) -> str:
        # Noise of a few sizes, so that it has edges as well as areas.
        rough = random.integers(0, 256, (height // 16 + 1, width // 16 + 1, 3), dtype=np.uint8)
        smooth = np.asarray(Image.fromarray(rough).resize((width, height)), dtype=np.int16)
        noise = random.integers(-20, 21, (height, width, 3), dtype=np.int16)
        Image.fromarray(np.clip(smooth + noise, 0, 255).astype(np.uint8)).save(path)
        return str(path)

    if name == "language":
        letters = random.choice(list("etaoin shrdlu"), 2046 - 9)
        path = folder / "text.txt"
        path.write_text("".join(letters[:1000]) + "[MASK]" * 9 + "".join(letters[1000:]))
        return [str(path)]
    if name == "flow":
        return [picture(folder / f"frame{i}.png", 368, 496) for i in range(2)]
    if name == "multimodal":
        frames = folder / "clip"
        frames.mkdir(exist_ok=True)
        for i in range(16):
            picture(frames / f"{i:02}.png", 224, 224)
        with wave.open(str(frames / "sound.wav"), "wb") as sound:
            sound.setparams((1, 2, 48000, 30720, "NONE", ""))
            sound.writeframes(random.integers(-20000, 20000, 30720).astype("<i2").tobytes())
        return [str(frames)]
    return [picture(folder / "picture.png", 256, 256)]


def map_rows(name: str) -> tuple[list[int] | None, list[int] | None]:
    """Rows of the attention maps that are compared: of latents, and of the decoder's queries; `None` for all.

    Maps of a hundred megabytes are compared by a sample of rows, of every layer and head, which is always the same.
    """
    random = np.random.default_rng(2)

    def sample(count: int, of: int) -> list[int]:
        return sorted(random.choice(of, count, replace=False).tolist())

    if name == "language":
        return None, None
    if name == "flow":
        return sample(32, 2048), sample(64, 368 * 496)
    if name == "multimodal":
        # The reference decodes the first 15 patches of sound, the first 6,272 points, and the label.
        audio, points, all_audio, label = 15, 6272, 1920, 1920 + 16 * 224 * 224
        return sample(32, 784), sample(4, audio) + [all_audio + i for i in sample(59, points)] + [label]
    return sample(32, 512), [0]


def reference_row(name: str, query: int) -> int:
    """The row of a decoder's query in the reference, which decodes a part of a clip only."""
    if name != "multimodal" or query < 15:
        return query
    return 15 + 6272 if query == 1920 + 16 * 224 * 224 else query - 1920 + 15
