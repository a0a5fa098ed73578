"""Reliability diagrams as a small picture."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIDE, LEFT, TOP, GAP_X, GAP_Y, COLUMNS = 132, 40, 42, 30, 44, 5
PAPER, INK, GRID, BARS, BEFORE = 0, 1, 2, 3, 4
PALETTE = [255, 255, 255, 40, 40, 40, 205, 205, 205, 98, 150, 204, 205, 92, 60]


def draw(path: Path, panels: list[tuple[str, list, list]]) -> None:
    """One square a panel: bars are the share right in each bin of probability, dots what it was before the fit.

    A panel is its title and the rows of `calibration.reliability` before and after.
    """
    rows = -(-len(panels) // COLUMNS)
    width = LEFT + COLUMNS * (SIDE + GAP_X)
    image = Image.new("P", (width, TOP + rows * (SIDE + GAP_Y)), PAPER)
    image.putpalette(PALETTE)
    canvas = ImageDraw.Draw(image)
    canvas.fontmode = "1"
    font = ImageFont.load_default(12)
    canvas.text((LEFT, 4), "share right (up) by probability (across); bars: with the temperature, dots: without it", INK, font)
    for i, panel in enumerate(panels):
        left, top = LEFT + i % COLUMNS * (SIDE + GAP_X), TOP + i // COLUMNS * (SIDE + GAP_Y)
        draw_panel(canvas, left, top, panel, font, labelled=i % COLUMNS == 0)
    image.save(path, optimize=True, bits=4)


def draw_panel(canvas: ImageDraw.ImageDraw, left: int, top: int, panel: tuple[str, list, list], font, labelled: bool) -> None:
    title, before, after = panel
    bottom = top + SIDE
    canvas.text((left, top - 16), title, INK, font)
    for i, (_, share, count) in enumerate(after):
        if count:
            x = [left + round(SIDE * (i + k) / len(after)) for k in (0, 1)]
            canvas.rectangle((x[0] + 1, bottom - round(SIDE * share), x[1] - 1, bottom), fill=BARS)
    canvas.line((left, bottom, left + SIDE, top), fill=INK)
    canvas.rectangle((left, top, left + SIDE, bottom), outline=GRID)
    for mean, share, count in before:
        if count:
            x, y = left + round(SIDE * mean), bottom - round(SIDE * share)
            canvas.ellipse((x - 2, y - 2, x + 2, y + 2), fill=BEFORE)
    for value, text in ((0, "0"), (0.5, ".5"), (1, "1")):
        across = left + SIDE * value
        canvas.text((across, bottom + 3), text, INK, font, anchor="ma")
        if labelled:
            canvas.text((left - 5, bottom - SIDE * value), text, INK, font, anchor="rm")
