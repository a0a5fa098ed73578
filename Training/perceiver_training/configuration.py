"""What the bundled model is: sizes, front ends, tasks. Everything here ends up in config.json."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field

from .unit_types import UNIT_TYPES


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
class Points:
    """Point clouds: `groups` tokens, each of the `neighbours` points nearest to one of them, then of tokens beside it.

    Numbers are those of a cloud whose box has its centre at 0 and whose farthest point has the distance 1.
    """

    points: int = 1024
    groups: int = 128
    neighbours: int = 24
    hidden: int = 64
    channels: int = 88
    beside: int = 16  # tokens that a token learns from, each time
    steps: tuple[int, ...] = (1, 2, 4)  # of those nearest to it every first, second, fourth
    bands: int = 5
    highest: float = 12.0  # frequency, in half waves per unit

    @property
    def position_channels(self) -> int:
        return 3 * (1 + 2 * self.bands)


@dataclass(frozen=True)
class Clip(FrontEnd):
    """Lips of a clip: `stages` see each frame with those around it, `time_stages` each cell of the grid over the frames.

    `grid` is frames, rows, columns. The sound of a clip becomes tokens as other sounds do, by the front end of those.
    """

    height: int = 48
    width: int = 64
    frames_per_second: float = 12.5
    context: int = 5  # frames that a stage sees at once as channels, the middle one being its own
    least_deviation: float = 0.05
    time_stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Units:
    """Units of a game: what each is, whose, where, how old, which are near, which as old, and which there are at all."""

    types: tuple[str, ...] = UNIT_TYPES
    most: int = 512
    embedding: int = 80
    neighbours: int = 16
    alike: int = 8  # units of the same owner that are about as old
    hidden: int = 96
    cells: float = 100.0  # map cells that count as 1
    longest_age: float = 2400.0  # seconds
    bands: int = 6
    highest: float = 12.0

    @property
    def mask_id(self) -> int:
        return len(self.types)

    @property
    def position_channels(self) -> int:
        return 3 * (1 + 2 * self.bands)


@dataclass(frozen=True)
class Source:
    """A pack of examples, and the task that its labels answer; without a task they are only named.

    `more` are further tasks, whose labels are the last columns of `extra`. Of `held` the part of the training split is
    for validation.
    """

    name: str
    modality: str
    pack: str
    task: str | None = None
    more: tuple[str, ...] = ()
    held: float = 0.04

    @property
    def tasks(self) -> tuple[str, ...]:
        return ((self.task,) if self.task else ()) + self.more


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
    Source("shape", "points", "shapes3d", "shape", held=0.08),
    Source("clip", "clip", "grid", "digit", ("verb", "colour", "preposition", "letter", "adverb"), held=0.1),
    Source("units", "units", "sc2_units", "first race", ("second race", "minute"), held=0.15),
)
# Other collections, of those of the same classes that they have; measured by themselves.
OTHER_PHOTOS = Source("other photo", "image", "cifar10", "photo")
SHARP_PHOTOS = Source("sharp photo", "image", "photos_sharp", "photo", held=0.06)
OTHER_SHAPES = Source("other shape", "points", "modelnet10vox", "shape", held=0.08)
# Photos of no class: what they show is in no task.
UNKNOWN_PHOTOS = Source("unknown photo", "image", "photos_other", held=0.1)
LEARNED = (*SOURCES, OTHER_PHOTOS, SHARP_PHOTOS, UNKNOWN_PHOTOS, OTHER_SHAPES)


@dataclass(frozen=True)
class Task:
    """A classification task: one learned query and one linear layer, asked of some modalities."""

    name: str
    modalities: tuple[str, ...]


# Asked of every modality: which of the things that several of them know is it?
CONCEPT = Task("concept", ("image", "audio", "text", "points", "clip"))
TASKS = (*(Task(t, (s.modality,)) for s in SOURCES for t in s.tasks), CONCEPT)
MODALITIES = ("image", "audio", "text", "points", "clip", "units")


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

    points: Points = field(default_factory=Points)
    clip: Clip = field(
        default_factory=lambda: Clip(
            stages=(
                Stage(24, (5, 5), (2, 2)),
                Stage(48, (3, 3), (2, 2)),
                Stage(88, (3, 3), (2, 2)),
                Stage(88, (3, 3), (2, 2)),
            ),
            grid=(63, 3, 4),
            bands=4,
            time_stages=tuple(Stage(88, (5, 1), (1, 1), residual=True) for _ in range(3)),
        )
    )
    units: Units = field(default_factory=Units)

    # Modalities that there are front ends for; earlier versions had the first three.
    modalities: tuple[str, ...] = MODALITIES
    # Modalities whose tokens can be asked for what they stand for.
    reconstructs: tuple[str, ...] = ("image", "audio", "text", "units")

    def front_end(self, modality: str) -> FrontEnd | Points | Units:
        return getattr(self, modality)

    def token_outputs(self, modality: str) -> int:
        """Numbers that a token stands for: its pixels, its part of a spectrogram, possible bytes or types of units."""
        if modality == "text":
            return 256
        if modality == "units":
            return len(self.units.types)
        stages = self.front_end(modality).stages
        cells = math.prod(n for stage in stages for n in stage.stride)
        return cells * (3 if modality == "image" else 1)

    def as_dictionary(self) -> dict:
        return asdict(self)
