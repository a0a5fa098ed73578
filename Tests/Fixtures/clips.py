#!/usr/bin/env python3
"""Writes media/clips/ and models/clips*: small films, what ffmpeg shows of them, and what the training code makes of clips.

    apt install ffmpeg
    pip install -r Training/requirements.txt
    python Tests/Fixtures/clips.py

Beside each film `*.rgb` holds the frames that shall be read of it, raw, and `*.f32` the samples. The frames are picked here,
out of all that ffmpeg writes, without its filter of frame rates.

`models/clips` is a model with random weights that takes clips; `models/clips.safetensors` holds a clip and every array that
the training code computes from it: of all of it, of its frames alone, of its sound alone, and without its sound.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from models import CONCEPTS, LABELS, chirp, heard, model, smooth, tiny, write
from PIL import Image as Pillow

from perceiver_training.configuration import TASKS, Clip, Stage
from perceiver_training.export import as_json, write_model

HERE = Path(__file__).resolve().parent
OUT = HERE / "media" / "clips"
WIDTH, HEIGHT, RATE = 32, 24, 25
SOUND = 16_000


def ffmpeg(*arguments: str) -> bytes:
    call = ["ffmpeg", "-v", "error", "-y", *arguments]
    return subprocess.run(call, capture_output=True, check=True).stdout


def raw(path: Path, *filters: str) -> np.ndarray:
    """All frames of a film, uint8 [frames, height, width, 3]."""
    scaling = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
    chain = ",".join([*filters, f"scale=iw:ih:flags={scaling}", "format=rgb24"])
    out = ffmpeg("-i", str(path), "-vsync", "0", "-vf", chain, "-f", "rawvideo", "pipe:1")
    return np.frombuffer(out, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)


def expect(name: str, frames: np.ndarray) -> None:
    (OUT / f"{name}.rgb").write_bytes(frames.tobytes())


def films() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    exact = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
    picture = ("-f", "lavfi", "-i", f"testsrc2=size={WIDTH}x{HEIGHT}:rate={RATE}:duration=1.2")
    sound = ("-f", "lavfi", "-i", f"aevalsrc=0.4*sin(2*PI*(300+400*t)*t):s={SOUND}:d=1.2")
    coded = {
        "film.mp4": ("-c:v", "libx264", "-preset", "veryslow", "-crf", "24", "-c:a", "aac", "-b:a", "24k", "-movflags", "+faststart"),
        "film.mov": ("-c:v", "mjpeg", "-q:v", "18", "-c:a", "pcm_s16le"),
        "film.webm": ("-c:v", "libvpx-vp9", "-crf", "40", "-b:v", "0", "-c:a", "libopus", "-b:a", "16k"),
        "film.mkv": ("-c:v", "ffv1", "-pix_fmt", "bgr0", "-c:a", "flac"),
        "film.avi": ("-c:v", "mpeg4", "-q:v", "8", "-c:a", "pcm_s16le"),
    }
    for name, options in coded.items():
        ffmpeg(*picture, *sound, "-shortest", *exact, *options, str(OUT / name))
        frames = raw(OUT / name)
        assert len(frames) == 30, (name, len(frames))
        # Every second one; the fourth that is read begins at 0.24 s.
        expect(name, frames[::2])
        if name == "film.mkv":
            expect("later", frames[10::2])
            expect("cropped", frames[::2, 6:18, 8:24])
            samples = ffmpeg("-i", str(OUT / name), "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1")
            (OUT / f"{name}.f32").write_bytes(samples)
    # Pixels twice as wide as high.
    ffmpeg(*picture, "-vf", "setsar=2", "-t", "0.2", *exact, "-c:v", "ffv1", "-pix_fmt", "bgr0", str(OUT / "wide.mkv"))
    ffmpeg(*picture, "-t", "0.4", *exact, "-c:v", "libx264", str(OUT / "silent.mp4"))
    ffmpeg(*sound, *exact, "-c:a", "aac", "-b:a", "24k", "-brand", "isom", str(OUT / "sound.mp4"))
    (OUT / "words.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nword\n")
    ffmpeg("-i", str(OUT / "words.srt"), *exact, str(OUT / "words.mkv"))
    (OUT / "words.srt").unlink()
    # The index of such a file stands at its end, which is missing.
    ffmpeg(*picture, *sound, "-shortest", *exact, "-c:v", "libx264", "-c:a", "aac", str(OUT / "whole.mp4"))
    whole = (OUT / "whole.mp4").read_bytes()
    (OUT / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    (OUT / "whole.mp4").unlink()
    # Ten frames a second, of few colours, without loss.
    few = [Pillow.fromarray(np.full((HEIGHT, WIDTH, 3), (25 * i, 0, 255 - 25 * i), np.uint8)) for i in range(8)]
    few[0].save(OUT / "moving.gif", save_all=True, append_images=few[1:], duration=100, loop=0)
    few[0].save(OUT / "still.gif")
    expect("moving.gif", raw(OUT / "moving.gif"))


def answers() -> None:
    """What ffmpeg says of a film, and two frames as it writes them, to be damaged."""
    call = ["ffmpeg", "-hide_banner", "-nostats", "-v", "level+info", "-i", str(OUT / "film.mp4"), "-f", "null", "-"]
    said = subprocess.run(call, capture_output=True, check=True).stderr.decode()
    (OUT / "said.txt").write_text(said.replace(str(OUT), "."))
    frames = np.random.default_rng(1).integers(0, 256, (2, 3 * 5 * 4), np.uint8)
    (OUT / "frames.ppm").write_bytes(b"".join(b"P6\n5 4\n255\n" + f.tobytes() for f in frames))


def configuration():
    return replace(
        tiny(),
        modalities=("image", "audio", "text", "clip"),
        clip=Clip(
            height=12,
            width=16,
            context=3,
            stages=(Stage(5, (5, 5), (2, 2)), Stage(20, (3, 3), (2, 2))),
            time_stages=(Stage(20, (3, 1), (1, 1), residual=True), Stage(20, (5, 1), (1, 1), residual=True)),
            grid=(9, 3, 4),
            bands=2,
        ),
    )


@torch.no_grad()
def computed(perceiver, tasks: list[str], x: dict, counts: dict, without: slice | None = None) -> dict:
    tokens, valid = perceiver.tokens("clip", x, {k: torch.tensor([n]) for k, n in counts.items()})
    kept = torch.ones(tokens.shape[1], dtype=torch.bool)
    if without is not None:
        kept[without] = False
    latents = perceiver.encode(tokens[:, kept], valid[:, kept])
    answers = {f"logits.{t}": a[0] for t, a in zip(tasks, perceiver.decode(tasks, latents))}
    return {"tokens": tokens[0], "latents": latents[0], **answers}


def scenes() -> None:
    rng = np.random.default_rng(7)
    c = configuration()
    labels = {k: LABELS[k] for k in ("photo", "sound", "subject")} | {"concept": ["cat", "dog", "one"], "digit": ["zero", "one"]}
    tasks = [t for t in TASKS if t.name in labels]
    perceiver = model(c, labels, 5)
    write_model(HERE / "models" / "clips", perceiver, as_json(c, tasks, labels, CONCEPTS, version="4.0"))
    asked = [t.name for t in tasks if "clip" in t.modalities]
    frames = np.stack([smooth(rng, 30, 40) for _ in range(15)])
    grey = [Pillow.fromarray(f).resize((16, 12), Pillow.Resampling.LANCZOS).convert("L") for f in frames[::2]]
    lips = torch.tensor(np.stack([np.asarray(g) for g in grey]).astype(np.float32) / 255)[None]
    wave = chirp(rng, 6000)
    sound, columns = heard(wave, c)
    x, counts = {"lips": lips, "sound": sound}, {"lips": lips.shape[1], "sound": columns}
    found = {"frames": frames, "samples": wave}
    count = 12 * lips.shape[1]
    for name, parts, without in [
        ("whole", ("lips", "sound"), None),
        ("lips", ("lips",), None),
        ("sound", ("sound",), None),
        ("silent", ("lips", "sound"), slice(count, None)),
    ]:
        some = computed(perceiver, asked, {k: x[k] for k in parts}, {k: counts[k] for k in parts}, without)
        found |= {f"{name}.{k}": v for k, v in some.items()}
    write("clips", **found)


if __name__ == "__main__":
    films()
    answers()
    scenes()
