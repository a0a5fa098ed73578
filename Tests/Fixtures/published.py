"""Writes Tests/Fixtures/published/: whole model folders of every published kind, media, and what they give.

The Swift tests read the files only; this script is for making them again:

    pip install transformers==4.57.6 torch==2.13.0 safetensors numpy pillow soundfile scipy
    python Tests/Fixtures/published.py

Models are Hugging Face transformers' own with random weights, rounded to 16 bits so that the files are small;
they are run in 32 bits. Media are made ready by transformers' own classes where it has some (pictures,
texts), and by numpy and scipy where it has none (flow, clips). What each folder holds: published/README.md.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import soundfile
import torch
import transformers
from PIL import Image
from safetensors.torch import save_file
from scipy.signal import resample_poly
from transformers import PerceiverImageProcessor, PerceiverTokenizer
from transformers.models.perceiver import modeling_perceiver as hf

from perceiver import VERSIONS, config, randomize

FOLDER = Path(__file__).parent / "published"


def prepare(model: torch.nn.Module, seed: int) -> torch.nn.Module:
    """Random weights that 16 bits can hold, in 32 bits."""
    randomize(model.eval(), torch.Generator().manual_seed(seed))
    return model.half().float()


def save(name: str, model: torch.nn.Module, drop: list[str]) -> Path:
    """Writes the checkpoint in 16 bits, and takes keys out of config.json, as older files lack them."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(folder)
    model.float()
    path = folder / "config.json"
    settings = json.loads(path.read_text())
    for key in drop:
        settings.pop(key, None)
    path.write_text(json.dumps(settings, indent=1) + "\n")
    return folder


def run(model: torch.nn.Module, **arguments) -> dict[str, torch.Tensor]:
    """Outputs, latents and every attention map of one run, without the batch dimension."""
    with torch.no_grad():
        output = model(**arguments, output_attentions=True, output_hidden_states=True)
    crosses = output.cross_attentions
    tensors = {"latents": output.hidden_states[-1], "attention.encoder": crosses[0]}
    for index, weights in enumerate(output.attentions):
        tensors[f"attention.self.{index}"] = weights
    tensors["attention.decoder"] = crosses[1]
    if isinstance(output.logits, dict):
        tensors |= {f"logits.{name}": value for name, value in output.logits.items()}
    else:
        tensors["logits"] = output.logits
    return {name: tensor[0].float() for name, tensor in tensors.items()}


def write(folder: Path, tensors: dict) -> None:
    tensors = {name: torch.as_tensor(value).contiguous() for name, value in tensors.items()}
    save_file(tensors, folder / "expected.safetensors", metadata=VERSIONS)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{folder.name}: {size / 1000:.0f} kB, {sorted(tensors)}")


# MARK: texts


def language() -> None:
    settings = config(d_model=16, max_position_embeddings=60, num_cross_attention_heads=8, hidden_act="gelu_new")
    model = prepare(hf.PerceiverForMaskedLM(settings), 11)
    folder = save("language", model, ["id2label", "hidden_dropout_prob"])
    tokenizer = PerceiverTokenizer(model_max_length=52)
    tokenizer.save_pretrained(folder)
    (folder / "special_tokens_map.json").unlink(missing_ok=True)
    text = "Grüße [MASK]us [SEP] dem  [MASK][MASK] 日本\t[mask]"
    (folder / "text.txt").write_text(text)
    encoded = tokenizer(text, padding="max_length", return_tensors="pt")
    tensors = run(model, inputs=encoded.input_ids, attention_mask=encoded.attention_mask)
    length = int(encoded.attention_mask.sum())
    assert length < 52
    tensors["ids"] = encoded.input_ids[0, :length].float()
    tensors["attention.encoder"] = tensors["attention.encoder"][:, :, :length]
    write(folder, tensors)


def sequence() -> None:
    """No labels, no tokenizer file, channels by the rule "q"; the text is longer than the model."""
    settings = config(
        d_model=12,
        max_position_embeddings=32,
        d_latents=16,
        v_channels=None,
        qk_channels=None,
        cross_attention_shape_for_attention="q",
        use_query_residual=False,
        self_attention_widening_factor=2,
        cross_attention_widening_factor=2,
        hidden_act="silu",
        num_labels=2,
    )
    settings.id2label = {0: "LABEL_0", 1: "LABEL_1"}
    model = prepare(hf.PerceiverForSequenceClassification(settings), 12)
    folder = save("sequence", model, ["id2label", "label2id", "num_blocks_", "layer_norm_eps"])
    text = "a text of more bytes than this model has positions for"
    (folder / "text.txt").write_text(text)
    ids = PerceiverTokenizer(model_max_length=32)(text, truncation=True, return_tensors="pt").input_ids
    write(folder, run(model, inputs=ids) | {"ids": ids[0].float()})


def answers() -> None:
    """What classifiers of texts may answer: each class by itself, or a number.

    The second one is as people have them after training: no architectures, names behind those of two wrappers.
    """
    text = "a dog barks at the sheep"
    ids = PerceiverTokenizer(model_max_length=32)(text, return_tensors="pt").input_ids
    sizes = dict(d_model=12, max_position_embeddings=32, d_latents=16, v_channels=16, qk_channels=8, num_self_attends_per_block=1)

    def make(name: str, seed: int, drop: list[str], **labels) -> tuple[Path, dict, torch.nn.Module]:
        model = prepare(hf.PerceiverForSequenceClassification(config(**sizes, **labels)), seed)
        folder = save(name, model, drop)
        (folder / "text.txt").write_text(text)
        return folder, run(model, inputs=ids) | {"ids": ids[0].float()}, model

    names = {index: name for index, name in enumerate(["toxic", "insult", "threat", "spam"])}
    folder, tensors, _ = make("each", 18, [], id2label=names, problem_type="multi_label_classification")
    tensors["probabilities"] = tensors["logits"].sigmoid()
    write(folder, tensors)

    folder, tensors, model = make("number", 19, ["architectures", "problem_type"], id2label={0: "LABEL_0"})
    wrapped = {f"module._orig_mod.{name}": tensor for name, tensor in model.half().state_dict().items()}
    torch.save(wrapped, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    write(folder, tensors)


# MARK: pictures


def picture(width: int, height: int, seed: int) -> Image.Image:
    """Waves and noise."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(seed).normal(0, 14, (height, width, 3))
    waves = np.stack([np.sin(x / 3 + y / 5), np.cos(x / 4), np.sin(y / 3 - x / 7)], axis=-1)
    return Image.fromarray(np.clip(128 + 90 * waves + noise, 0, 255).astype(np.uint8))


def image(name: str, model_class, seed: int, processor: PerceiverImageProcessor, settings: dict, old: bool) -> None:
    model = prepare(model_class(config(num_cross_attention_heads=1, **settings)), seed)
    folder = save(name, model, [])
    source = picture(40, 31, seed)
    source.save(folder / "picture.png")
    if processor is not None:
        processor.save_pretrained(folder)
        if old:
            path = folder / "preprocessor_config.json"
            path.write_text(json.dumps(OLD_FORM | {"size": processor.size["height"], "crop_size": processor.crop_size["height"]}))
    processor = processor or PerceiverImageProcessor()
    pixels = processor(source, return_tensors="pt").pixel_values
    tensors = run(model, inputs=pixels)
    if processor.size["height"] < 100:
        tensors["pixels"] = pixels[0]
    if name == "image-fourier":
        larger = PerceiverImageProcessor(size={"height": 13, "width": 13}, crop_size={"height": 26, "width": 26})
        other = run(model, inputs=larger(source, return_tensors="pt").pixel_values)
        tensors |= {"at13.logits": other["logits"], "at13.latents": other["latents"]}
    write(folder, tensors)


# As the published files have it.
OLD_FORM = {
    "do_center_crop": True,
    "do_normalize": True,
    "do_resize": True,
    "feature_extractor_type": "PerceiverFeatureExtractor",
    "image_mean": [0.485, 0.456, 0.406],
    "image_std": [0.229, 0.224, 0.225],
    "resample": 3,
}


def images() -> None:
    def sides(side: int) -> dict:
        return {"height": side, "width": side}

    image(
        "image-learned",
        hf.PerceiverForImageClassificationLearned,
        13,
        PerceiverImageProcessor(size=sides(10), crop_size=sides(13), resample=2, image_std=[0.3, 0.2, 0.4]),
        dict(image_size=10, d_latents=16, v_channels=16, qk_channels=8),
        old=False,
    )
    image(
        "image-fourier",
        hf.PerceiverForImageClassificationFourier,
        14,
        PerceiverImageProcessor(size=sides(9), crop_size=sides(18)),
        dict(num_latents=6, num_self_attends_per_block=3),
        old=True,
    )
    image("image-conv", hf.PerceiverForImageClassificationConvProcessing, 15, None, dict(hidden_act="relu"), old=False)


def resizing() -> None:
    """Pillow's filters by number, down and up."""
    source = picture(40, 31, 3)
    source.save(FOLDER / "resize.png")
    tables = {}
    for number in range(6):
        for width, height in [(12, 12), (57, 60), (40, 9)]:
            resized = np.asarray(source.resize((width, height), resample=number))
            tables[f"{number}.{width}x{height}"] = torch.tensor(resized.reshape(height, -1)).half()
    for width, height in [(12, 12), (57, 20)]:
        tables[f"bilinear.{width}x{height}"] = torch.tensor(bilinear(source, width, height).reshape(height, -1)).half()
    save_file(tables, FOLDER / "resize.safetensors", metadata=VERSIONS)


def bilinear(source: Image.Image, width: int, height: int) -> np.ndarray:
    """Without antialiasing, in 64 bits, rounded once; torch agrees within one step."""
    pixels = np.asarray(source).astype(np.float64)

    def taps(count: int, outputs: int):
        position = np.maximum((np.arange(outputs) + 0.5) * (count / outputs) - 0.5, 0)
        first = np.minimum(position.astype(int), count - 1)
        second = np.minimum(first + 1, count - 1)
        return first, second, np.where(first == second, 0, position - first)

    y0, y1, wy = taps(pixels.shape[0], height)
    x0, x1, wx = taps(pixels.shape[1], width)
    wx, wy = wx[None, :, None], wy[:, None, None]
    upper = pixels[y0][:, x0] * (1 - wx) + pixels[y0][:, x1] * wx
    lower = pixels[y1][:, x0] * (1 - wx) + pixels[y1][:, x1] * wx
    result = np.floor(upper * (1 - wy) + lower * wy + 0.5).astype(np.uint8)
    tensor = torch.tensor(pixels).permute(2, 0, 1)[None]
    other = torch.nn.functional.interpolate(tensor, (height, width), mode="bilinear", align_corners=False)
    assert np.abs(other[0].permute(1, 2, 0).numpy() - result).max() <= 0.5 + 1e-9
    return result


# MARK: optical flow


def patches(first: np.ndarray, second: np.ndarray) -> torch.Tensor:
    """[1, 2, 27, H, W] of two frames [H, W, 3] of bytes."""
    height, width = first.shape[:2]
    stacked = []
    for frame in (first, second):
        values = np.pad(frame.astype(np.float32) / 255 * 2 - 1, ((1, 1), (1, 1), (0, 0)))
        around = [values[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3)]
        stacked.append(np.concatenate(around, axis=-1).transpose(2, 0, 1))
    return torch.tensor(np.stack(stacked))[None]


def starts(size: int, tile: int) -> list[int]:
    """Of tiles that overlap by 20 or more."""
    found = list(range(0, size, tile - 20))
    found = [min(start, size - tile) for start in found]
    return sorted(set(found))


def flow() -> None:
    settings = config(train_size=[24, 32], num_latents=6, num_cross_attention_heads=1)
    model = prepare(hf.PerceiverForOpticalFlow(settings), 16)
    folder = save("flow", model, ["id2label", "label2id"])
    first, second = picture(46, 31, 4), picture(46, 31, 5)
    first.save(folder / "first.png")
    second.save(folder / "second.png")
    frames = [np.asarray(frame) for frame in (first, second)]

    def tile(y: int, x: int) -> dict[str, torch.Tensor]:
        return run(model, inputs=patches(*[frame[y : y + 24, x : x + 32] for frame in frames]))

    # All of the frames: 31 rows and 46 columns take 2 × 3 tiles.
    corners = [(y, x) for y in starts(31, 24) for x in starts(46, 32)]
    assert corners == [(0, 0), (0, 12), (0, 14), (4, 0), (4, 12), (4, 14), (7, 0), (7, 12), (7, 14)], corners
    y, x = np.mgrid[0:24, 0:32]
    weight = np.minimum.reduce([x + 1, 32 - x, y + 1, 24 - y]).astype(np.float64)[..., None]
    total, weights = np.zeros((31, 46, 2)), np.zeros((31, 46, 1))
    for top, left in corners:
        part = tile(top, left)["logits"].double().numpy() * 20
        total[top : top + 24, left : left + 32] += weight * part
        weights[top : top + 24, left : left + 32] += weight
    # Tile 4 has the middle of the frames in its own.
    tensors = tile(*corners[4])
    tensors["flow"] = torch.tensor((total / weights).astype(np.float32))

    # Frames smaller than the model's, extended to the right and below.
    small = [np.pad(frame[:20, :29], ((0, 4), (0, 3), (0, 0)), mode="edge") for frame in frames]
    extended = run(model, inputs=patches(*small))
    tensors["small.flow"] = (extended["logits"] * 20)[:20, :29]
    write(folder, tensors)


# MARK: clips


def multimodal() -> None:
    settings = config(
        num_latents=6,
        num_cross_attention_heads=1,
        num_frames=2,
        image_size=6,
        output_shape=[1, 2, 8, 12],
        output_num_channels=8,
        _label_trainable_num_channels=20,
        id2label={index: f"act {index}" for index in range(7)},
    )
    model = prepare(hf.PerceiverForMultimodalAutoencoding(settings), 17)
    folder = save("multimodal", model, [])
    (folder / "clip").mkdir(exist_ok=True)
    frames = [picture(22, 13, 20 + index) for index in range(4)]
    # In the order of their numbers, not of their letters.
    for index, frame in zip([2, 9, 10, 11], frames):
        frame.save(folder / "clip" / f"{index}.png")
    time = np.arange(4000) / 44100
    stereo = np.stack([0.5 * np.sin(2 * np.pi * 700 * time), 0.3 * np.cos(2 * np.pi * 3000 * time)], axis=-1)
    soundfile.write(folder / "clip" / "sound.wav", stereo, 44100, subtype="PCM_16")

    # At 50 frames a second the model's two are the first and the third. 20 × 13 pixels have its proportions.
    across, down = 20, 13
    left, top = 22 // 2 - across // 2, 13 // 2 - down // 2
    seen = [bilinear(frames[index].crop((left, top, left + across, top + down)), 12, 8) for index in (0, 2)]
    video = torch.tensor(np.stack(seen)).permute(0, 3, 1, 2)[None].float() / 255
    heard, rate = soundfile.read(folder / "clip" / "sound.wav", dtype="float32")
    sound = resample_poly(heard.mean(axis=1).astype(np.float64), 160, 147)[:3840].astype(np.float32)
    assert rate == 44100 and len(sound) == 3840
    arguments = dict(
        inputs=dict(image=video, audio=torch.tensor(sound)[None, :, None], label=torch.zeros(1, 7)),
        subsampled_output_points=dict(image=torch.arange(192), audio=torch.arange(240), label=None),
    )
    tensors = run(model, **arguments)
    tensors["frames"] = torch.tensor(np.stack(seen)).reshape(2, -1).half()
    tensors["sound"] = torch.tensor(sound)
    write(folder, tensors)


if __name__ == "__main__":
    transformers.utils.logging.set_verbosity_error()
    torch.set_num_threads(1)
    for folder in FOLDER.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    language()
    sequence()
    answers()
    images()
    resizing()
    flow()
    multimodal()
