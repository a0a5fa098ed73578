"""Writes the fixtures of the tests of Media: small files of every kind, and what they must decode to.

    apt install ffmpeg
    pip install numpy pillow scipy soundfile
    python Tests/Fixtures/media.py

The truth comes from Pillow, libsndfile by way of soundfile, and SciPy, or from the numbers that went
into a file. Beside each `x.png` or `x.jpg` lies `x.rgb` (width and height as 32-bit integers, then the
RGB bytes), beside each sound `x.f32` (mono samples); all little-endian. A second run differs only in
time stamps and serial numbers that some kinds of sound file hold.
"""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image, ImageOps
from scipy.signal import resample_poly

ROOT = Path(__file__).parent / "media"


def folder(name: str) -> Path:
    (ROOT / name).mkdir(parents=True, exist_ok=True)
    return ROOT / name


def write_rgb(path: Path, pixels: np.ndarray) -> None:
    height, width, channels = pixels.shape
    assert channels == 3 and pixels.dtype == np.uint8
    path.write_bytes(struct.pack("<II", width, height) + pixels.tobytes())


def photo(width: int, height: int) -> np.ndarray:
    """Slopes, an edge and some noise: enough to tell every pixel from its neighbours."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(width * 1000 + height).integers(-20, 21, (height, width, 3))
    slopes = np.stack([x * 255 / width, y * 255 / height, 255 - (x + y) * 127 / max(width, height)], 2)
    slopes[(x - width / 2) ** 2 + (y - height / 2) ** 2 < min(width, height) ** 2 / 16] = (250, 5, 128)
    return np.clip(slopes + noise, 0, 255).astype(np.uint8)


# Pictures: PNG

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(samples: np.ndarray, depth: int) -> bytes:
    """Rows of samples [H, W, C] as PNG lays them out, each after its filter byte (none)."""
    rows = []
    for row in samples.reshape(len(samples), -1):
        if depth == 16:
            body = row.astype(">u2").tobytes()
        else:
            bits = (row[:, None] >> np.arange(depth)[::-1]) & 1
            body = np.packbits(bits.astype(np.uint8).ravel()).tobytes()
        rows.append(b"\0" + body)
    return b"".join(rows)


def encode_png(samples: np.ndarray, colour: int, depth: int, extra: bytes = b"", interlaced=False) -> bytes:
    """A PNG of any colour type and depth, which Pillow cannot write."""
    height, width = samples.shape[:2]
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    parts = [samples[y::dy, x::dx] for x, y, dx, dy in passes]
    data = b"".join(packed(part, depth) for part in parts if part.size)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    body = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def over_white(rgba: np.ndarray) -> np.ndarray:
    """What a browser, and Pillow's paste with a mask, show of a picture with alpha on white."""
    picture = Image.fromarray(rgba)
    white = Image.new("RGB", picture.size, (255, 255, 255))
    white.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return np.asarray(white)


def tripled(grey: np.ndarray) -> np.ndarray:
    return np.repeat(grey, 3, axis=2).astype(np.uint8)


def pictures_png() -> None:
    out = folder("png")
    rgb = photo(29, 21)
    grey = rgb[:, :, :1]
    alpha = (np.arange(29 * 21).reshape(21, 29, 1) * 7 % 256).astype(np.uint8)
    gamma = chunk(b"gAMA", struct.pack(">I", 45455))

    def save(name: str, data: bytes, truth: np.ndarray, pillow: bool = True) -> None:
        (out / f"{name}.png").write_bytes(data)
        write_rgb(out / f"{name}.rgb", truth)
        if pillow:  # The second opinion.
            assert np.array_equal(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")), truth), name

    for depth in (1, 2, 4, 8):
        levels = grey.astype(int) >> (8 - depth)
        truth = tripled(levels * 255 // (2**depth - 1))
        for interlaced in (False, True):
            name = f"grey-{depth}" + ("-interlaced" if interlaced else "")
            save(name, encode_png(levels, 0, depth, interlaced=interlaced), truth)
    save("rgb", encode_png(rgb, 2, 8), rgb)
    save("rgb-interlaced", encode_png(rgb, 2, 8, interlaced=True), rgb)
    save("rgb-gamma", encode_png(rgb, 2, 8, gamma + chunk(b"sRGB", b"\0")), rgb)
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "png", optimize=True)
    save("rgb-filtered", buffer.getvalue(), rgb)

    # 16 bits: the nearest of 256 levels (Pillow keeps the high byte, so it is no judge here).
    wide = rgb.astype(int) * 251 + np.random.default_rng(5).integers(0, 1500, rgb.shape)
    nearest = np.round(wide / 257).astype(np.uint8)
    save("rgb-16", encode_png(wide, 2, 16), nearest, pillow=False)
    save("rgb-16-interlaced", encode_png(wide, 2, 16, interlaced=True), nearest, pillow=False)
    wide_alpha = np.concatenate([wide, alpha.astype(int) * 257], 2)
    truth = over_white(np.concatenate([nearest, alpha], 2))
    save("rgb-alpha-16", encode_png(wide_alpha, 6, 16), truth, pillow=False)
    save("rgb-alpha-16-interlaced", encode_png(wide_alpha, 6, 16, interlaced=True), truth, pillow=False)
    save("grey-16", encode_png(wide[:, :, :1], 0, 16), tripled(nearest[:, :, :1]), pillow=False)

    palette = np.random.default_rng(3).integers(0, 256, (16, 3)).astype(np.uint8)
    index = grey.astype(int) >> 4
    colours = chunk(b"PLTE", palette.tobytes())
    save("palette-4", encode_png(index, 3, 4, colours), palette[index[:, :, 0]])
    opacity = np.array([0, 64, 128, 200], np.uint8)
    alphas = np.append(opacity, [255] * 12).astype(np.uint8)
    rgba = np.column_stack([palette, alphas])[index[:, :, 0]]
    translucent = encode_png(index, 3, 4, colours + chunk(b"tRNS", opacity.tobytes()))
    save("palette-alpha", translucent, over_white(rgba), pillow=False)

    rgba = np.concatenate([rgb, alpha], 2)
    save("rgb-alpha", encode_png(rgba, 6, 8), over_white(rgba), pillow=False)
    grey_alpha = np.concatenate([tripled(grey), alpha], 2)
    save("grey-alpha", encode_png(np.concatenate([grey, alpha], 2), 4, 8), over_white(grey_alpha), pillow=False)
    keyed = np.concatenate([rgb, np.where((rgb == rgb[3, 4]).all(2, keepdims=True), 0, 255)], 2)
    key = chunk(b"tRNS", struct.pack(">HHH", *(int(v) for v in rgb[3, 4])))
    save("rgb-keyed", encode_png(rgb, 2, 8, key), over_white(keyed.astype(np.uint8)), pillow=False)
    save("one-pixel", encode_png(rgb[:1, :1], 2, 8), rgb[:1, :1])

    # As cameras were held.
    for orientation in (3, 6, 8):
        tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
        data = encode_png(rgb, 2, 8, chunk(b"eXIf", tiff))
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        save(f"orientation-{orientation}", data, np.asarray(upright), pillow=False)
    # A drawing for dark paper.
    drawing = np.full((21, 29, 4), 255, np.uint8)
    drawing[:, :, 3] = np.where(rgb[:, :, 0] > 128, 255, 0)
    save("white-on-clear", encode_png(drawing, 6, 8), over_white(drawing), pillow=False)


# Pictures: JPEG

def pictures_jpeg() -> None:
    out = folder("jpeg")
    rgb = photo(45, 35)
    picture = Image.fromarray(rgb)

    def save(name: str, picture: Image.Image, **options) -> None:
        buffer = io.BytesIO()
        picture.save(buffer, "jpeg", **options)
        write(name, buffer.getvalue())

    def write(name: str, data: bytes) -> None:
        (out / f"{name}.jpg").write_bytes(data)
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
        write_rgb(out / f"{name}.rgb", np.asarray(upright))

    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        save(f"colour-{name}", picture, quality=85, subsampling=subsampling)
    save("grey", picture.convert("L"), quality=80)
    save("progressive", picture, quality=75, progressive=True)
    save("restarts", picture, quality=75, restart_marker_blocks=2)
    save("low-quality", Image.fromarray(photo(64, 64)), quality=8)
    save("one-pixel", Image.fromarray(rgb[:1, :1]), quality=90)
    save("stored-as-rgb", picture, quality=85, keep_rgb=True)
    small = Image.fromarray(photo(20, 13))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x010F] = "Perceiver"
        exif[0x0112] = orientation
        save(f"orientation-{orientation}", small, quality=85, exif=exif)
    # The same tag in the other byte order.
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    save("orientation-big-endian", small, quality=85, exif=b"Exif\0\0" + tiff)
    # Inks, plain and transformed.
    buffer = io.BytesIO()
    small.convert("CMYK").save(buffer, "jpeg", quality=85)
    cmyk = buffer.getvalue()
    write("cmyk", cmyk)
    adobe = cmyk.index(b"Adobe")
    write("ycck", cmyk[: adobe + 11] + b"\2" + cmyk[adobe + 12 :])
    # What decoders warn of, though every pixel is there: parameters that only progressive pictures have, a revision
    # and a transform that nobody knows, bytes between segments.
    buffer = io.BytesIO()
    small.save(buffer, "jpeg", quality=85)
    plain = buffer.getvalue()
    scan = plain.index(b"\xff\xda\0\x0c") + 11
    write("odd-scan", plain[:scan] + b"\0\0\0" + plain[scan + 3 :])
    write("odd-revision", plain.replace(b"JFIF\0\1\1", b"JFIF\0\2\1"))
    buffer = io.BytesIO()
    small.save(buffer, "jpeg", quality=85, keep_rgb=True)
    kept = buffer.getvalue()
    adobe = kept.index(b"Adobe")
    write("odd-transform", kept[: adobe + 11] + b"\7" + kept[adobe + 12 :])
    write("odd-bytes", plain[:-2] + b"\0\0\0" + plain[-2:])


# Pictures: operations

def resizing() -> None:
    out = folder("resize")
    for width, height, targets in (
        (61, 47, [(64, 64), (20, 30), (61, 20), (30, 47), (1, 1), (100, 80), (7, 90), (60, 46), (61, 47)]),
        (500, 3, [(3, 3), (8, 200), (499, 1)]),
        (1, 1, [(5, 4)]),
    ):
        rgb = photo(width, height)
        write_rgb(out / f"{width}x{height}.rgb", rgb)
        for size in targets:
            resized = Image.fromarray(rgb).resize(size, Image.Resampling.BICUBIC)
            write_rgb(out / f"{width}x{height}-to-{size[0]}x{size[1]}.rgb", np.asarray(resized))
    # Hard edges, where the cubic overshoots and must be cut off.
    edges = np.where(np.random.default_rng(1).random((40, 40, 3)) < 0.5, 0, 255).astype(np.uint8)
    write_rgb(out / "40x40.rgb", edges)
    for size in [(17, 23), (64, 64)]:
        resized = Image.fromarray(edges).resize(size, Image.Resampling.BICUBIC)
        write_rgb(out / f"40x40-to-{size[0]}x{size[1]}.rgb", np.asarray(resized))


# Sounds

RATE = 8000


def tone(seconds: float, rate: int, channels: int) -> np.ndarray:
    """A gliding tone with some noise, a little different in every channel."""
    t = np.arange(int(seconds * rate)) / rate
    noise = np.random.default_rng(channels).normal(0, 0.02, (len(t), channels))
    glide = [np.sin(2 * np.pi * (300 + 200 * c + 800 * t) * t) for c in range(channels)]
    return 0.6 * np.stack(glide, 1) * np.minimum(1, 20 * t)[:, None] + noise


def sounds() -> None:
    out = folder("sound")

    def save(name: str, kind: str, subtype: str, channels: int = 1, rate: int = RATE, seconds=0.08) -> None:
        major, _, extension = kind.partition(":")
        path = out / f"{name}.{extension or major.lower()}"
        soundfile.write(path, tone(seconds, rate, channels), rate, subtype=subtype, format=major)
        samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
        path.with_suffix(".f32").write_bytes(samples.mean(1, dtype=np.float64).astype("<f4").tobytes())

    save("u8", "WAV", "PCM_U8")
    save("pcm16", "WAV", "PCM_16")
    save("pcm16-stereo", "WAV", "PCM_16", channels=2)
    save("pcm16-five", "WAV", "PCM_16", channels=5)
    save("pcm24-stereo", "WAV", "PCM_24", channels=2)
    save("pcm32", "WAV", "PCM_32")
    save("float", "WAV", "FLOAT")
    save("double-stereo", "WAV", "DOUBLE", channels=2)
    save("mu-law", "WAV", "ULAW")
    save("ima", "WAV", "IMA_ADPCM")
    save("ms", "WAV", "MS_ADPCM")
    save("gsm", "WAV", "GSM610")
    save("extensible", "WAVEX:wav", "PCM_16", channels=2)
    save("rf64", "RF64", "PCM_16")
    save("w64", "W64", "PCM_16")
    save("flac", "FLAC", "PCM_16")
    save("long", "FLAC", "PCM_16", seconds=2)
    save("flac24-stereo", "FLAC", "PCM_24", channels=2)
    save("vorbis", "OGG", "VORBIS", rate=16000)
    save("opus-stereo", "OGG:opus", "OPUS", channels=2, rate=48000, seconds=0.05)
    save("mp3-stereo", "MP3", "MPEG_LAYER_III", channels=2, rate=32000, seconds=0.15)
    save("aiff16-stereo", "AIFF", "PCM_16", channels=2)
    save("aiff-float", "AIFF", "FLOAT")
    save("au", "AU", "PCM_16")
    save("caf", "CAF", "PCM_16")
    save("alac", "CAF:alac.caf", "ALAC_16")
    # Kinds that hardly anyone has any more; the library reads them, so they must not do harm.
    # (SDS is refused, because the library prints about it.)
    for kind in ("SVX", "NIST", "VOC", "IRCAM", "MAT4", "MAT5", "PVF", "HTK", "AVR", "PAF", "XI", "MPC2K"):
        save(f"old-{kind.lower()}", kind, "DPCM_16" if kind == "XI" else "PCM_16", seconds=0.03)


# What is read through ffmpeg

def ffmpeg(*arguments: str, data: bytes = b"") -> bytes:
    return subprocess.run(
        ["ffmpeg", "-v", "error", "-y", *arguments], input=data, capture_output=True, check=True
    ).stdout


def foreign_pictures() -> None:
    out = folder("foreign")
    rgb = photo(29, 21)
    picture = Image.fromarray(rgb)
    alpha = picture.copy()
    alpha.putalpha(Image.fromarray((np.arange(29 * 21).reshape(21, 29) * 7 % 256).astype(np.uint8)))

    def save(name: str, picture: Image.Image, **options) -> None:
        path = out / name
        picture.save(path, **options)
        upright = ImageOps.exif_transpose(Image.open(path))
        shown = over_white(np.asarray(upright)) if upright.mode == "RGBA" else np.asarray(upright.convert("RGB"))
        write_rgb(path.with_suffix(".rgb"), shown)

    exif = Image.Exif()
    exif[0x0112] = 6
    save("turned-webp.webp", picture, lossless=True, exif=exif)
    save("alpha-webp.webp", alpha, lossless=True, exact=True)
    save("lossy-webp.webp", picture, quality=80)
    save("turned-tiff.tif", picture, exif=exif)
    save("bmp.bmp", picture)
    save("gif.gif", picture)
    save("two-gif.gif", picture, save_all=True, append_images=[Image.eval(picture, lambda v: 255 - v)])
    save("tga.tga", picture)
    save("packed-tga.tga", picture, compression="tga_rle")
    save("grey-tga.tga", picture.convert("L"))
    save("palette-tga.tga", picture.convert("P"))
    save("ppm.ppm", picture)
    save("pgm.pgm", picture.convert("L"))
    save("pbm.pbm", picture.convert("1"))
    save("avif.avif", picture, quality=95, subsampling="4:4:4")
    words = b"P3\n# by hand\n2 1\n255\n255 0 0  0 0 255\n"
    (out / "written-ppm.ppm").write_bytes(words)
    write_rgb(out / "written-ppm.rgb", np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8))
    (out / "svg.svg").write_text(
        '<?xml version="1.0"?>\n<!-- a square -->\n<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>\n'
    )


def foreign_sounds() -> None:
    out = folder("foreign")
    rate = 16000
    tones = {channels: tone(0.3, rate, channels) for channels in (1, 2)}

    def save(name: str, channels: int, *options: str) -> None:
        path = out / name
        raw = ["-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-i", "pipe:0", "-map_metadata", "-1"]
        ffmpeg(*raw, "-fflags", "+bitexact", *options, str(path), data=tones[channels].astype("<f4").tobytes())
        decoded = ffmpeg("-i", str(path), "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1")
        samples = np.frombuffer(decoded, "<f4").reshape(-1, channels)
        path.with_suffix(".f32").write_bytes(samples.mean(1, dtype=np.float64).astype("<f4").tobytes())

    save("m4a.m4a", 2, "-c:a", "aac")
    save("aac.aac", 1, "-c:a", "aac")
    save("webm.webm", 1, "-c:a", "libopus")
    save("wma.wma", 1, "-c:a", "wmav2")
    save("wavpack.wv", 2, "-c:a", "wavpack", "-sample_fmt", "s16p")
    save("speex.ogg", 1, "-c:a", "libspeex")
    # A film: two frames and a sound; and one without.
    wave = out / "tone.wav"
    soundfile.write(wave, tones[1], rate)
    black = ["-f", "lavfi", "-i", "color=black:size=16x16:rate=5:duration=0.4"]
    film = ["-fflags", "+bitexact", "-c:v", "mpeg4"]
    ffmpeg(*black, "-i", str(wave), *film, "-c:a", "pcm_s16le", str(out / "film.avi"))
    ffmpeg(*black, *film, str(out / "silent-film.avi"))
    samples, _ = soundfile.read(wave, dtype="float32")
    (out / "film.f32").write_bytes(samples.astype("<f4").tobytes())
    wave.unlink()


def resampling() -> None:
    out = folder("resample")
    rng = np.random.default_rng(11)
    for count, source, target in (
        (1500, 44100, 16000), (1500, 48000, 16000), (700, 8000, 16000), (900, 22050, 16000),
        (600, 11025, 16000), (900, 44101, 16000), (400, 16000, 44100), (300, 16000, 48000),
        (2000, 192000, 16000), (1, 44100, 16000), (5, 16000, 8000), (7, 8000, 48000), (301, 16000, 16000),
    ):  # fmt: skip
        wave = (rng.normal(0, 0.3, count) + 0.2).astype(np.float32)
        resampled = resample_poly(wave.astype(np.float64), target, source).astype("<f4")
        (out / f"{count}-{source}.f32").write_bytes(wave.astype("<f4").tobytes())
        (out / f"{count}-{source}-to-{target}.f32").write_bytes(resampled.tobytes())


# Texts

def texts() -> None:
    out = folder("text")
    words = "Grüße, 世界! 🐈‍⬛ e\u0301té\n\tTwo lines.\r\nthree\n"
    (out / "words.txt").write_text(words, encoding="utf-8", newline="")
    # The length of each beginning that the training's byte_ids keeps.
    data = words.encode("utf-8")
    kept = [len(data[:n].decode("utf-8", "ignore").encode("utf-8")) for n in range(len(data) + 3)]
    (out / "words.prefixes").write_bytes(bytes(kept))


if __name__ == "__main__":
    pictures_png()
    pictures_jpeg()
    resizing()
    sounds()
    foreign_pictures()
    foreign_sounds()
    resampling()
    texts()
    print(sum(path.stat().st_size for path in ROOT.rglob("*") if path.is_file()), "bytes")
