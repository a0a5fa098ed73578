"""Writes Tests/Fixtures/speech/: whole folders of HuBERT and wav2vec 2, and what they give.

The Swift tests read the files only; this script is for making them again:

    pip install transformers==4.57.6 torch==2.13.0 safetensors numpy soundfile scipy
    python Tests/Fixtures/speech.py

Models are Hugging Face transformers' own with random weights, rounded to 16 bits so that the files are small; they are run in
32 bits. What each folder holds: speech/README.md.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import soundfile
import torch
import torch.nn.functional as F
from scipy.signal import resample_poly
from transformers import Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor
from transformers.models.hubert import modeling_hubert as hubert
from transformers.models.hubert.configuration_hubert import HubertConfig
from transformers.models.wav2vec2 import modeling_wav2vec2 as wav2vec2
from transformers.models.wav2vec2.configuration_wav2vec2 import Wav2Vec2Config

from transformer_folders import Replacements, Secant, randomised, save_model, slopes, write_expected

FOLDER = Path(__file__).parent / "speech"
# A frame sees 12 samples and begins 8 after the one before.
SMALL = dict(
    hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=24, conv_dim=[6, 5, 8], conv_kernel=[4, 3, 2],
    conv_stride=[2, 2, 2], num_conv_pos_embeddings=6, num_conv_pos_embedding_groups=2, classifier_proj_size=7, attn_implementation="eager",
)
NAMES = {index: name for index, name in enumerate(["yes", "no", "up", "down"])}
LETTERS = {"<pad>": 0, "<s>": 1, "</s>": 2, "<unk>": 3, "|": 4, "A": 5, "B": 6, "C": 7, "'": 8}


def sound(count: int, seed: int) -> np.ndarray:
    """Tones that come and go, with some noise and an offset, as 16 bits hold them."""
    generator = np.random.default_rng(seed)
    times = np.arange(count)
    tones = sum(np.sin(times * (0.1 + 0.17 * tone) + seed) * np.sin(times * (0.011 + 0.007 * tone)) for tone in range(4))
    values = 0.12 * tones + generator.normal(0, 0.03, count) + 0.05
    return np.clip(np.round(values * 32768), -32768, 32767).astype(np.int16)


def prepare(model: torch.nn.Module, seed: int) -> torch.nn.Module:
    def scaled(name: str, value: torch.Tensor) -> torch.Tensor:
        if name.endswith(("running_var", "original0", "weight_g")):
            return 1 + 0.4 * value.abs()
        if name.endswith(("bias", "running_mean")):
            return value * 0.25
        if "norm" in name:
            return 1 + 0.25 * value
        if value.ndim == 2:
            gain = 1.5 if any(part in name for part in ["q_proj", "k_proj", "lm_head"]) else 1
            return value * (gain / value.shape[1] ** 0.5)
        return value / (value.shape[1] * value.shape[2]) ** 0.5 if value.ndim == 3 else value

    return randomised(model, seed, scaled)


def run(model: torch.nn.Module, values: torch.Tensor) -> dict[str, torch.Tensor]:
    """What goes into each layer and leaves the last one, every attention map, and the outputs."""
    with torch.no_grad():
        output = model(values, output_hidden_states=True, output_attentions=True)
    found = {f"hidden.{index}": state for index, state in enumerate(output.hidden_states)}
    found |= {f"attention.layer.{index}": weights for index, weights in enumerate(output.attentions)}
    for name in ("logits", "last_hidden_state"):
        if getattr(output, name, None) is not None:
            found[name] = getattr(output, name)
    return {name: tensor[0].float() for name, tensor in found.items()}


def save(name: str, model: torch.nn.Module, settings: dict | None, **arguments) -> Path:
    return save_model(FOLDER / name, model, settings, dropped=("mask_", "tdnn", "xvector"), **arguments)


def write(folder: Path, samples: np.ndarray, rate: int, tensors: dict) -> None:
    soundfile.write(folder / "sound.wav", samples, rate, subtype="PCM_16")
    write_expected(folder, tensors)


SETTINGS = {"do_normalize": True, "feature_extractor_type": "Wav2Vec2FeatureExtractor", "feature_size": 1, "padding_side": "right", "padding_value": 0, "return_attention_mask": False, "sampling_rate": 16000}


def inputs(samples: np.ndarray, settings: dict = SETTINGS) -> torch.Tensor:
    extractor = Wav2Vec2FeatureExtractor(**{key: value for key, value in settings.items() if key != "feature_extractor_type"})
    values = extractor(samples.astype(np.float32) / 32768, sampling_rate=settings["sampling_rate"], return_tensors="pt").input_values
    return values.float()


def renamed(folder: Path) -> None:
    """Gives the weights of positions their older names, in a file of PyTorch."""
    model = torch.load(folder / "pytorch_model.bin", weights_only=True)
    old = {"parametrizations.weight.original0": "weight_g", "parametrizations.weight.original1": "weight_v"}
    for name in list(model):
        for new, before in old.items():
            if name.endswith(new):
                model[name.replace(new, before)] = model.pop(name)
    torch.save(model, folder / "pytorch_model.bin")


# MARK: kinds


def huberts() -> None:
    # As the base models are: the first convolution normed over time, norms behind residuals; classes from all layers.
    model = prepare(hubert.HubertForSequenceClassification(HubertConfig(id2label=NAMES, use_weighted_layer_sum=True, **SMALL)), 1)
    with torch.no_grad():
        model.layer_weights.copy_(torch.tensor([0.5, -0.25, 1, 0.75]))
    folder = save("hubert-classes", model, SETTINGS)
    samples = sound(300, 1)
    tensors = run(model, inputs(samples))
    write(folder, samples, 16000, tensors | gradients(model, tensors["hidden.0"]))

    # The base model itself, as older files have it: weights in a file of PyTorch, older names of the weights of positions.
    model = prepare(hubert.HubertModel(HubertConfig(hidden_act="relu", feat_extract_activation="silu", layer_norm_eps=0.02, **SMALL)), 2)
    folder = save("hubert", model, SETTINGS | {"do_normalize": False}, safe_serialization=False)
    renamed(folder)
    samples = sound(250, 2)
    tensors = run(model, inputs(samples, SETTINGS | {"do_normalize": False}))
    write(folder, samples, 16000, tensors | extents(model, tensors["hidden.0"]))

    # As the large models are: every convolution normed, with biases, norms before what they feed; letters from frames.
    large = dict(feat_extract_norm="layer", conv_bias=True, do_stable_layer_norm=True)
    model = prepare(hubert.HubertForCTC(HubertConfig(vocab_size=len(LETTERS), pad_token_id=0, **large, **SMALL)), 3)
    samples = sound(330, 3)
    varied(model, inputs(samples))
    folder = save("hubert-letters", model, SETTINGS, max_shard_size="12KB")
    letters(folder)
    tensors = run(model, inputs(samples))
    tensors |= letter_gradients(model, tensors)
    write(folder, samples, 16000, tensors)
    transcript(folder, tensors["logits"])

    # What else there may be: no norm of what was heard, a batch norm before positions, an odd kernel; another rate.
    other = SMALL | dict(num_conv_pos_embeddings=5, num_conv_pos_embedding_groups=4)
    model = prepare(hubert.HubertModel(HubertConfig(feat_proj_layer_norm=False, conv_pos_batch_norm=True, **other)), 4)
    folder = save("hubert-batch", model, SETTINGS | {"sampling_rate": 8000})
    samples = sound(200, 4)
    write(folder, samples, 8000, run(model, inputs(samples, SETTINGS | {"sampling_rate": 8000})))

    # Many frames, which go through convolutions in blocks; a sound of another rate.
    model = prepare(hubert.HubertModel(HubertConfig(**SMALL | dict(hidden_size=4, num_hidden_layers=1, intermediate_size=4))), 5)
    folder = save("hubert-long", model, SETTINGS)
    samples = sound(1500, 5)
    resampled = resample_poly(samples.astype(np.float64) / 32768, 2, 1).astype(np.float32)
    values = (resampled - resampled.mean()) / np.sqrt(resampled.var() + 1e-7)
    tensors = run(model, torch.tensor(values)[None])
    write(folder, samples, 8000, {name: tensors[name] for name in ("hidden.0", "last_hidden_state")})


def wav2vec2s() -> None:
    model = prepare(wav2vec2.Wav2Vec2ForCTC(Wav2Vec2Config(vocab_size=len(LETTERS), pad_token_id=0, **SMALL)), 6)
    samples = sound(330, 6)
    varied(model, inputs(samples))
    folder = save("wav2vec2-letters", model, SETTINGS)
    letters(folder)
    tensors = run(model, inputs(samples))
    write(folder, samples, 16000, tensors | letter_gradients(model, tensors))
    transcript(folder, tensors["logits"])

    large = dict(feat_extract_norm="layer", conv_bias=True, do_stable_layer_norm=True)
    model = prepare(wav2vec2.Wav2Vec2ForSequenceClassification(Wav2Vec2Config(id2label=NAMES, **large, **SMALL)), 7)
    folder = save("wav2vec2-classes", model, SETTINGS)
    samples = sound(280, 7)
    tensors = run(model, inputs(samples))
    write(folder, samples, 16000, tensors | gradients(model, tensors["hidden.0"]))

    # As the published base model is: with what its first training needed.
    config = Wav2Vec2Config(codevector_dim=8, num_codevectors_per_group=4, proj_codevector_dim=6, **SMALL)
    model = prepare(wav2vec2.Wav2Vec2ForPreTraining(config), 8)
    folder = save("wav2vec2-training", model, SETTINGS)
    samples = sound(220, 8)
    write(folder, samples, 16000, run(model.wav2vec2, inputs(samples)))


def varied(model: torch.nn.Module, values: torch.Tensor) -> None:
    """Scores of letters whose means over a sound are the same, and low ones of what is no letter."""
    with torch.no_grad():
        bias = model.lm_head.bias - model(values).logits[0].mean(0)
        bias[0] += 0.3
        bias[1:4] -= 4
        model.lm_head.bias.copy_(bias.half())


def letters(folder: Path) -> None:
    (folder / "vocab.json").write_text(json.dumps(LETTERS))
    described = {"content": "|", "lstrip": False, "normalized": True}
    settings = {"tokenizer_class": "Wav2Vec2CTCTokenizer", "pad_token": "<pad>", "word_delimiter_token": described, "do_lower_case": False}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1) + "\n")


def transcript(folder: Path, logits: torch.Tensor) -> None:
    """What transformers writes down, and of each letter the frames that it was read from."""
    tokenizer = Wav2Vec2CTCTokenizer(str(folder / "vocab.json"), pad_token="<pad>", word_delimiter_token="|")
    decoded = tokenizer.decode(logits.argmax(-1).tolist(), output_char_offsets=True)
    found = {"text": decoded.text, "letters": [[o["char"], int(o["start_offset"]), int(o["end_offset"])] for o in decoded.char_offsets]}
    (folder / "transcript.json").write_text(json.dumps(found) + "\n")
    print("  ", found)


# MARK: what is computed from them


def base(model: torch.nn.Module) -> torch.nn.Module:
    return getattr(model, "hubert", None) or getattr(model, "wav2vec2", None) or model


def states(model: torch.nn.Module, tokens: torch.Tensor) -> list[torch.Tensor]:
    """What goes into each layer and what is read from the last one."""
    encoder = base(model).encoder
    hidden, found = tokens[None], []
    for layer in encoder.layers:
        found.append(hidden)
        hidden = layer(hidden)[0]
    return found + [encoder.layer_norm(hidden) if model.config.do_stable_layer_norm else hidden]


def odds(model: torch.nn.Module, tokens: torch.Tensor) -> torch.Tensor:
    """The log odds of class 2."""
    found = states(model, tokens)
    read = found[-1]
    if model.config.use_weighted_layer_sum:
        read = sum(share * state for share, state in zip(model.layer_weights.softmax(0), found))
    logits = model.classifier(model.projector(read).mean(1))[0].log_softmax(0)
    return logits[2] - torch.cat([logits[:2], logits[3:]]).logsumexp(0)


def gradients(model: torch.nn.Module, tokens: torch.Tensor) -> dict[str, torch.Tensor]:
    return slopes(model, tokens, lambda leaf: odds(model, leaf), linearise, ".class2")


def letter_gradients(model: torch.nn.Module, tensors: dict) -> dict[str, torch.Tensor]:
    """Of the log probability of the best token of frame 7."""
    best = int(tensors["logits"][7].argmax())
    number = lambda leaf: model.lm_head(states(model, leaf)[-1])[0, 7].log_softmax(0)[best]
    return slopes(model, tensors["hidden.0"], number, linearise, ".frame7")


def extents(model: torch.nn.Module, tokens: torch.Tensor) -> dict[str, torch.Tensor]:
    """The gradient, at the tokens, of how far the features of frame 5 go in the direction that they have."""
    model.double()
    leaf = tokens.double().clone().requires_grad_()
    features = states(model, leaf)[-1][0, 5]
    direction = (features / features.norm()).detach()
    (gradient,) = torch.autograd.grad(features @ direction, leaf)
    model.float()
    return {"gradient.extent": gradient.float(), "extent": features.norm().detach().float()[None]}


def linearise(model: torch.nn.Module, replaced: Replacements) -> None:
    """Puts what the rule has into the place of norms, activations and attention."""
    replaced.norms(base(model).encoder)
    for layer in base(model).encoder.layers:
        replaced.put(layer.feed_forward, "intermediate_act_fn", Secant(F.gelu))
    replaced.attention((hubert, wav2vec2))


if __name__ == "__main__":
    for folder in FOLDER.glob("*/"):
        shutil.rmtree(folder)
    torch.manual_seed(0)
    huberts()
    wav2vec2s()
