"""What the bundled model is: sizes, front ends, tasks. Everything here ends up in config.json."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Stage:
    """One convolution of a front end: zero padding of kernel // 2, then layer norm and GELU.

    What a `residual` stage makes is added to what entered it; it has as many channels and the stride 1.
    """

    channels: int
    kernel: tuple[int, int]
    stride: tuple[int, int]
    residual: bool = False


@dataclass(frozen=True)
class FrontEnd:
    """Stages and position features that turn one modality into tokens of `d_model` channels.

    `grid` is the largest token grid; positions are Fourier features of that grid, and shorter
    inputs use its first rows and columns. What is left of `d_model` after the features of the last
    stage and the positions is one learned vector that marks the modality.
    """

    stages: tuple[Stage, ...]
    grid: tuple[int, ...]
    bands: int

    @property
    def position_channels(self) -> int:
        return len(self.grid) * (1 + 2 * self.bands)


@dataclass(frozen=True)
class Image(FrontEnd):
    size: int = 64
    largest_aspect: float = 1.5
    mean: tuple[float, float, float] = (0.48, 0.45, 0.40)
    deviation: tuple[float, float, float] = (0.27, 0.26, 0.28)


@dataclass(frozen=True)
class Audio(FrontEnd):
    sample_rate: int = 16000
    seconds: float = 5.0
    frame: int = 400
    hop: int = 160
    fft: int = 512
    bands_mel: int = 64
    lowest_hertz: float = 50.0
    highest_hertz: float = 8000.0
    range_decibel: float = 80.0
    lowest_reference_decibel: float = -20.0


@dataclass(frozen=True)
class Text(FrontEnd):
    longest: int = 256
    vocabulary: int = 257  # 256 bytes and the mask
    mask_id: int = 256
    embedding: int = 64
    # Hashed n-grams of bytes that end at a byte, added to its embedding (arXiv 2412.09871, §3.2.1).
    ngram_sizes: tuple[int, ...] = (2, 3, 4, 5, 6, 8)
    ngram_buckets: int = 131072


@dataclass(frozen=True)
class Source:
    """A pack of examples, and the task that its labels answer; without a task they are only named."""

    name: str
    modality: str
    pack: str
    task: str | None = None


SOURCES = (
    Source("photo", "image", "photos64", "photo"),
    Source("written digit", "image", "mnist"),
    Source("sound", "audio", "sounds", "sound"),
    Source("spoken word", "audio", "speech", "spoken word"),
    Source("subject", "text", "concept_text", "subject"),
    Source("topic", "text", "agnews", "topic"),
    Source("sentiment", "text", "sst2", "sentiment"),
    Source("language", "text", "langid", "language"),
    Source("number", "text", "numbers"),
    Source("prose", "text", "english_corpus"),
)
# Photos of another collection, of those of the same classes that it has; measured by themselves.
OTHER_PHOTOS = Source("other photo", "image", "cifar10", "photo")
LEARNED = (*SOURCES, OTHER_PHOTOS)


@dataclass(frozen=True)
class Task:
    """A classification task: one learned query and one linear layer, asked of some modalities."""

    name: str
    modalities: tuple[str, ...]


# Asked of every modality: which of the things that several of them know is it?
CONCEPT = Task("concept", ("image", "audio", "text"))
TASKS = (*(Task(s.task, (s.modality,)) for s in SOURCES if s.task), CONCEPT)


@dataclass(frozen=True)
class Configuration:
    """Sizes of the trunk (names as in the published Perceiver configurations) and the front ends."""

    num_latents: int = 48
    d_latents: int = 128
    d_model: int = 128
    num_blocks: int = 1
    num_self_attends_per_block: int = 8
    num_cross_attention_heads: int = 4
    num_self_attention_heads: int = 4
    num_decoder_attention_heads: int = 4
    cross_attention_widening_factor: int = 4
    self_attention_widening_factor: int = 4
    decoder_widening_factor: int = 4
    image: Image = field(
        default_factory=lambda: Image(
            stages=(
                Stage(32, (5, 5), (2, 2)),
                Stage(88, (3, 3), (1, 1)),
                *(Stage(88, (3, 3), (1, 1), residual=True) for _ in range(4)),
            ),
            grid=(32, 32),
            bands=8,
        )
    )
    audio: Audio = field(
        default_factory=lambda: Audio(
            stages=(
                Stage(32, (5, 5), (2, 2)),
                Stage(88, (3, 3), (2, 2)),
                Stage(88, (3, 3), (1, 1), residual=True),
            ),
            grid=(16, 125),
            bands=8,
        )
    )
    text: Text = field(
        default_factory=lambda: Text(
            stages=(
                Stage(88, (1, 7), (1, 1)),
                Stage(88, (1, 5), (1, 1)),
                Stage(88, (1, 9), (1, 1), residual=True),
            ),
            grid=(256,),
            bands=16,
        )
    )

    # Modalities whose tokens can be asked for what they stand for.
    reconstructs: tuple[str, ...] = ("image", "audio", "text")

    def front_end(self, modality: str) -> FrontEnd:
        return {"image": self.image, "audio": self.audio, "text": self.text}[modality]

    def token_outputs(self, modality: str) -> int:
        """Numbers that a token stands for: its pixels, its part of a spectrogram, the 256 possible bytes."""
        if modality == "text":
            return 256
        stages = self.front_end(modality).stages
        cells = math.prod(n for stage in stages for n in stage.stride)
        return cells * (3 if modality == "image" else 1)

    def as_dictionary(self) -> dict:
        return asdict(self)
