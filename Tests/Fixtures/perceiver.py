"""Writes Tests/Fixtures/perceiver/: small Perceivers of Hugging Face transformers, and what they compute.

The Swift tests read the files only; this script is for making them again:

    pip install transformers==4.57.6 torch==2.13.0 safetensors numpy
    python Tests/Fixtures/perceiver.py

Weights are drawn from a seed per case, so they are the same everywhere; activations were computed on a
processor with AVX-512 and differ elsewhere by rounding. What each file holds: perceiver/README.md.
"""

import json
from pathlib import Path

import numpy as np
import torch
import transformers
from safetensors.torch import save_file
from transformers import PerceiverConfig
from transformers.activations import ACT2FN
from transformers.models.perceiver import modeling_perceiver as hf

FOLDER = Path(__file__).parent / "perceiver"
VERSIONS = {"transformers": transformers.__version__, "torch": torch.__version__}


def randomize(model: torch.nn.Module, generator: torch.Generator, latents: float = 0.5) -> None:
    """Gives every parameter and buffer a value that shows when it is left out or mistaken for another.

    Products keep the scale of what goes in and scores get a deviation of 1 to 3, so that attention is
    neither uniform nor on one key alone.
    """

    def normal(tensor: torch.Tensor) -> torch.Tensor:
        return torch.randn(tensor.shape, generator=generator)

    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if name.endswith("num_batches_tracked"):
                value = torch.tensor(7)
            elif name.endswith("running_var"):
                value = 0.5 + torch.rand(tensor.shape, generator=generator)
            elif name.endswith(("running_mean", "bias")):
                value = 0.25 * normal(tensor)
            elif "norm" in name:
                value = 1 + 0.25 * normal(tensor)
            elif name.endswith("latents"):
                value = latents * normal(tensor)
            elif "embeddings" in name:
                value = 0.5 * normal(tensor)
            else:
                value = 1.4 * normal(tensor) / np.sqrt(tensor[0].numel())
            tensor.copy_(value)


def record(model: torch.nn.Module, arguments: dict) -> dict[str, torch.Tensor]:
    """Runs a model once and returns what every layer received and gave, without the batch dimension."""
    layers = []

    def keep(module, positional, named, output):
        layers.append((positional[0], named["inputs"] if "inputs" in named else None, output))

    hooks = [
        module.register_forward_hook(keep, with_kwargs=True)
        for module in model.modules()
        if isinstance(module, hf.PerceiverLayer)
    ]
    with torch.no_grad():
        output = model(**arguments, output_attentions=True, output_hidden_states=True)
    for hook in hooks:
        hook.remove()

    latents, inputs, (after, weights) = layers[0]
    tensors = {"input": inputs, "latents.0": latents, "latents.1": after, "attention.encoder": weights}
    executed = len(output.attentions)
    for index, (before, _, (after, weights)) in enumerate(layers[1 : 1 + executed]):
        assert torch.equal(before, tensors[f"latents.{index + 1}"])
        tensors[f"latents.{index + 2}"] = after
        tensors[f"attention.self.{index}"] = weights
    assert torch.equal(output.hidden_states[-1], tensors[f"latents.{executed + 1}"])
    if len(layers) > 1 + executed:
        queries, _, (decoded, weights) = layers[1 + executed]
        tensors |= {"queries": queries, "decoded": decoded, "attention.decoder": weights}
        tensors["logits"] = output.logits
    return {name: tensor[0].contiguous() for name, tensor in tensors.items()}


def write(name: str, seed: int, model: torch.nn.Module, arguments: dict, latents: float = 0.5) -> None:
    """Writes one case: the checkpoint as transformers saves it, and the run of it."""
    randomize(model.eval(), torch.Generator().manual_seed(seed), latents)
    model.save_pretrained(FOLDER / name)
    tensors = record(model, arguments)
    raw = arguments["inputs"]
    if raw.dtype == torch.long:
        tensors["ids"] = raw[0].float()
    elif raw.dim() == 4:
        tensors["pixels"] = raw[0]
    if "attention_mask" in arguments:
        tensors["mask"] = arguments["attention_mask"][0].float()
    save_file(tensors, FOLDER / name / "case.safetensors", metadata=VERSIONS | {"seed": str(seed)})
    report(name, model, arguments, tensors)


def report(name: str, model: torch.nn.Module, arguments: dict, tensors: dict) -> None:
    """Prints how far float32 is from float64 and how concentrated attention is: how sharp a test can be."""
    double = {key: value.double() if value.is_floating_point() else value for key, value in arguments.items()}
    exact = record(model.double(), double)
    noise = max((tensors[key] - exact[key]).abs().max().item() for key in exact)
    size = sum(file.stat().st_size for file in (FOLDER / name).iterdir())
    peaks = [f"{value.max(-1).values.mean():.2f}" for key, value in tensors.items() if "attention" in key]
    print(f"{name}: {size / 1000:.0f} kB, float64 differs by {noise:.1e}, largest weights {' '.join(peaks)}")


def config(**settings) -> PerceiverConfig:
    """A small configuration, with what a case changes about it."""
    small = dict(
        num_latents=8,
        d_latents=24,
        num_blocks=2,
        num_self_attends_per_block=2,
        num_self_attention_heads=4,
        num_cross_attention_heads=2,
        qk_channels=16,
        v_channels=24,
        id2label={index: f"label {index}" for index in range(5)},
    )
    return PerceiverConfig(**(small | settings))


def text(length: int, padding: int, generator: torch.Generator) -> dict:
    """Token ids [1, length] with a mask over the padding at the end."""
    ids = torch.randint(6, 262, (1, length), generator=generator)
    ids[:, length - padding :] = 0
    return {"inputs": ids, "attention_mask": (ids != 0).long()}


def cases() -> None:
    """The checkpoints of the published kinds, and bare models for what these never vary."""
    generator = torch.Generator().manual_seed(0)

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator)

    language = config(d_model=16, max_position_embeddings=44, num_cross_attention_heads=8)
    write("text-mlm", 1, hf.PerceiverForMaskedLM(language), text(40, 9, generator))

    sequence = config(
        d_model=12,
        max_position_embeddings=32,
        d_latents=16,
        v_channels=16,
        qk_channels=8,
        use_query_residual=False,
        self_attention_widening_factor=2,
    )
    write("text-classification", 2, hf.PerceiverForSequenceClassification(sequence), text(30, 4, generator))

    fourier = config(num_latents=6, num_cross_attention_heads=1, num_self_attends_per_block=3)
    model = hf.PerceiverForImageClassificationFourier(fourier)
    write("image-fourier", 3, model, {"inputs": normal(1, 3, 9, 8)})

    model = hf.PerceiverForImageClassificationConvProcessing(config(num_cross_attention_heads=1))
    write("image-conv", 4, model, {"inputs": normal(1, 3, 32, 26)})

    learned = config(image_size=6, d_latents=16, v_channels=16, qk_channels=8, num_cross_attention_heads=1)
    model = hf.PerceiverForImageClassificationLearned(learned)
    write("image-learned", 5, model, {"inputs": normal(1, 3, 6, 6)})

    # Channels left to the rule "q", no residual in the encoder, wide MLPs, a mask with holes.
    bare = config(
        num_latents=7,
        d_model=20,
        qk_channels=None,
        v_channels=None,
        cross_attention_shape_for_attention="q",
        use_query_residual=False,
        num_self_attends_per_block=3,
        cross_attention_widening_factor=2,
        self_attention_widening_factor=3,
    )
    mask = torch.ones(1, 33, dtype=torch.long)
    mask[0, [0, 4, 5, 17, 32]] = 0
    write("bare-q", 6, hf.PerceiverModel(bare), {"inputs": normal(1, 33, 20), "attention_mask": mask})

    # Channels left to the rule "kv"; latents as small as fresh ones, where a wrong ε of the norms shows.
    bare = config(
        num_latents=12,
        d_model=20,
        qk_channels=None,
        v_channels=None,
        num_blocks=1,
        cross_attention_widening_factor=3,
    )
    decoder = hf.PerceiverBasicDecoder(
        bare,
        output_num_channels=7,
        output_index_dims=5,
        num_channels=18,
        num_heads=3,
        widening_factor=2,
        use_query_residual=True,
        qk_channels=12,
        v_channels=6,
        trainable_position_encoding_kwargs=dict(num_channels=18, index_dims=5),
    )
    write("bare-kv", 7, hf.PerceiverModel(bare, decoder=decoder), {"inputs": normal(1, 29, 20)}, latents=0.02)


def fourier() -> None:
    """Tables of Fourier features, with the settings of each in a file of their own."""
    tables = [
        dict(name="line", shape=[9], bands=5, max_resolution=[9]),
        dict(name="audio", shape=[14], bands=192, max_resolution=[30720]),
        dict(name="one-band", shape=[4], bands=1, max_resolution=[12]),
        dict(name="one-position", shape=[1, 3], bands=4, max_resolution=[7, 15]),
        dict(name="plane", shape=[5, 8], bands=6, max_resolution=[9, 14]),
        dict(name="image", shape=[6, 7], bands=64, max_resolution=[224, 224]),
        dict(name="video", shape=[2, 3, 4], bands=8, max_resolution=[16, 56, 56]),
        dict(name="no-positions", shape=[3, 4], bands=5, max_resolution=[8, 8], concat_pos=False),
        dict(name="sines-only", shape=[3, 4], bands=5, max_resolution=[8, 8], sine_only=True),
        dict(name="video-points", shape=[4, 9, 7], bands=8, max_resolution=[16, 56, 56], points=[0, 5, 100, 251]),
        dict(name="audio-points", shape=[1920], bands=16, max_resolution=[30720], points=[0, 1, 959, 1919]),
    ]
    features = {}
    for table in tables:
        options = {key: table[key] for key in ("concat_pos", "sine_only") if key in table}
        encoding = hf.PerceiverFourierPositionEncoding(table["bands"], table["max_resolution"], **options)
        positions = None
        if "points" in table:
            # As PerceiverBasicDecoder.decoder_query places subsampled points.
            indices = np.unravel_index(np.array(table["points"]), table["shape"])
            positions = torch.stack([torch.from_numpy(index) for index in indices], dim=1)
            positions = (-1 + 2 * positions / torch.tensor(table["shape"])[None, :])[None]
        feature = encoding(table["shape"], 1, "cpu", torch.float32, positions)
        features[table["name"]] = feature.reshape(-1, encoding.output_size()).contiguous()
    save_file(features, FOLDER / "fourier.safetensors", metadata=VERSIONS)

    rows = ",\n".join("  " + json.dumps(table) for table in tables)
    (FOLDER / "fourier.json").write_text(f"[\n{rows}\n]\n")


def activations() -> None:
    """The activation functions a configuration may name, at some points."""
    points = torch.cat([torch.linspace(-6, 6, 49), torch.tensor([-30.0, -1e-3, 1e-3, 30.0])])
    # Two have trained numbers of their own.
    names = [name for name in ACT2FN if name not in ("prelu", "xielu")]
    tables = {name: ACT2FN[name](points.clone()) for name in names} | {"x": points}
    # Known to the Perceivers' first implementation, but not to this one.
    tables["selu"] = torch.nn.functional.selu(points)
    save_file(tables, FOLDER / "activations.safetensors", metadata=VERSIONS)


if __name__ == "__main__":
    transformers.utils.logging.set_verbosity_error()
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    cases()
    fourier()
    activations()
