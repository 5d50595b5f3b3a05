"""Makes the demo instance's thumbnails, avatars and banners (numpy and Pillow are needed only here).

    python make_pictures.py

Written beside this file and committed: pictures/NN-850.jpg, NN-280.jpg and NN-square.jpg for each thumbnail,
avatars/NN-600.png and NN-120.png, banners/NN.jpg. All of it is drawn from fixed seeds: no foreign material.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).parent
Colour = tuple[int, int, int]
Rng = np.random.Generator


def hue(h: float, s: float, v: float) -> Colour:
    """An RGB colour from hue, saturation and value, each 0 to 1 (the hue wraps)."""
    r, g, b = colorsys.hsv_to_rgb(h % 1, s, v)
    return int(r * 255), int(g * 255), int(b * 255)


def sky(size: tuple[int, int], stops: list[Colour], angle: float = 0.0) -> Image.Image:
    """A smooth gradient through the stops, from the top down, turned by `angle` (radians)."""
    w, h = size
    gy, gx = np.mgrid[0:h, 0:w]
    along = (gy / h - 0.5) * np.cos(angle) + (gx / w - 0.5) * np.sin(angle)
    along = (along - along.min()) / (along.max() - along.min()) * (len(stops) - 1)
    table = np.array(stops, float)
    low = np.clip(along.astype(int), 0, len(stops) - 2)
    part = (along - low)[..., None]
    return Image.fromarray((table[low] * (1 - part) + table[low + 1] * part).astype(np.uint8))


def noise(size: tuple[int, int], rng: Rng, rough: int) -> NDArray[np.float64]:
    """Cloudy noise between 0 and 1: small random pictures of growing detail, enlarged and added."""
    w, h = size
    total = np.zeros((h, w))
    weight = 1.0
    for octave in range(5):
        cells = rough * 2**octave
        small = Image.fromarray((rng.random((max(2, cells * h // w + 2), cells + 2)) * 255).astype(np.uint8))
        total += np.asarray(small.resize(size, Image.Resampling.BICUBIC), float) * weight
        weight *= 0.5
    return np.asarray((total - total.min()) / (total.max() - total.min()))


def line(width: int, rng: Rng, rough: float) -> NDArray[np.float64]:
    """A mountain outline between 0 and 1."""
    x = np.linspace(0, 4, width)
    out = np.zeros(width)
    for octave in range(8):
        out += (
            np.interp(x * 2**octave, np.arange(0, 4 * 2**octave + 2), rng.random(4 * 2**octave + 2))
            / rough**octave
        )
    return np.asarray((out - out.min()) / (out.max() - out.min()))


def mountains(size: tuple[int, int], rng: Rng, base: float) -> Image.Image:
    """Layered ridges before a sun or a moon."""
    w, h = size
    dawn = rng.random() < 0.6
    top = hue(base, 0.65, 0.42 if dawn else 0.2)
    image = sky(
        size,
        [top, hue(base + 0.08, 0.5, 0.8 if dawn else 0.42), hue(base + 0.18, 0.45, 0.98 if dawn else 0.6)],
    )
    draw = ImageDraw.Draw(image, "RGBA")
    cx, cy, r = w * rng.uniform(0.25, 0.75), h * rng.uniform(0.22, 0.45), h * rng.uniform(0.06, 0.12)
    for ring in range(10, 0, -1):
        wide = r * (1 + ring * 0.28)
        draw.ellipse((cx - wide, cy - wide, cx + wide, cy + wide), fill=(255, 240, 210, 10))
    draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=(255, 246, 224, 255))
    for depth in range(4):
        ridge = h * (0.5 + depth * 0.13) - line(w, rng, 1.9) * h * (0.26 - depth * 0.04)
        shade = hue(base + 0.14 - depth * 0.05, 0.42 + depth * 0.09, 0.66 - depth * 0.16)
        draw.polygon([(0, h), *zip(range(w), ridge.tolist(), strict=True), (w, h)], fill=(*shade, 255))
    return image


def nebula(size: tuple[int, int], rng: Rng, base: float) -> Image.Image:
    """Glowing gas and stars."""
    w, h = size
    one, two = noise(size, rng, 3), noise(size, rng, 4)
    out = np.array(hue(base + 0.55, 0.7, 0.10), float) * np.ones((h, w, 1))
    out += (one**2.2)[..., None] * np.array(hue(base, 0.75, 1.0)) * 0.9
    out += (two**3)[..., None] * np.array(hue(base + 0.16, 0.6, 1.0)) * 0.9
    image = Image.fromarray(np.clip(out, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(150):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h), rng.exponential(0.55) + 0.3
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 250, 240))
    return image


def facets(size: tuple[int, int], rng: Rng, base: float) -> Image.Image:
    """A surface of triangles in neighbouring shades."""
    w, h = size
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    nx, ny = 10, 6
    points = np.empty((ny + 1, nx + 1, 2))
    for j in range(ny + 1):
        for i in range(nx + 1):
            points[j, i] = (i + (j % 2) * 0.5 - 0.9) * w / (nx - 1.6), j * h / ny
    points[1:-1, 1:-1] += rng.normal(0, h / ny * 0.2, points[1:-1, 1:-1].shape)
    for j in range(ny):
        for i in range(nx):
            a, b, c, d = points[j, i], points[j, i + 1], points[j + 1, i], points[j + 1, i + 1]
            for triangle in ((a, b, c), (b, d, c)):
                x, y = np.mean(triangle, axis=0)
                shade = hue(
                    base + 0.22 * x / w, 0.72 - 0.25 * y / h, 0.5 + 0.42 * y / h + rng.uniform(-0.08, 0.08)
                )
                draw.polygon([tuple(p) for p in triangle], fill=shade)
    return image


def waves(size: tuple[int, int], rng: Rng, base: float) -> Image.Image:
    """Overlapping translucent waves."""
    w, h = size
    image = sky(size, [hue(base, 0.5, 0.98), hue(base + 0.1, 0.72, 0.62)], 0.5)
    x = np.arange(w)
    for k in range(7):
        layer = ImageDraw.Draw(image, "RGBA")
        y = h * (0.22 + k * 0.11) + np.sin(x / w * rng.uniform(3, 8) + rng.uniform(0, 6)) * h * rng.uniform(
            0.04, 0.12
        )
        shade = hue(base + 0.04 * k, 0.6, 1 - 0.1 * k)
        layer.polygon([(0, h), *zip(x.tolist(), y.tolist(), strict=True), (w, h)], fill=(*shade, 110))
    return image


def bokeh(size: tuple[int, int], rng: Rng, base: float) -> Image.Image:
    """Lights out of focus."""
    w, h = size
    image = sky(size, [hue(base, 0.75, 0.16), hue(base + 0.12, 0.7, 0.36)], 0.8)
    for _ in range(46):
        over = Image.new("RGBA", size)
        draw = ImageDraw.Draw(over)
        r = h * rng.uniform(0.03, 0.13)
        cx, cy = rng.uniform(0, w), rng.normal(h * 0.55, h * 0.25)
        shade = hue(base + rng.uniform(-0.08, 0.22), 0.55, 1)
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=(*shade, int(rng.uniform(28, 105))))
        image.paste(over.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 3))), (0, 0), over)
    return image


def city(size: tuple[int, int], rng: Rng, base: float) -> Image.Image:
    """Houses with lit windows under an evening sky."""
    w, h = size
    image = sky(size, [hue(base + 0.6, 0.6, 0.3), hue(base + 0.75, 0.5, 0.7), hue(base + 0.98, 0.5, 0.98)])
    draw = ImageDraw.Draw(image)
    for depth in range(3):
        shade = hue(base + 0.66, 0.5, 0.42 - depth * 0.13)
        x = -20.0
        while x < w:
            wide, tall = rng.uniform(38, 84), h * (rng.uniform(0.3, 0.62) - depth * 0.1)
            draw.rectangle((x, h - tall, x + wide, h), fill=shade)
            if depth:
                for wy in np.arange(h - tall + 10, h - 8, 15):
                    for wx in np.arange(x + 7, x + wide - 9, 13):
                        if rng.random() < 0.36:
                            draw.rectangle((wx, wy, wx + 6, wy + 8), fill=hue(0.12, rng.uniform(0.3, 0.6), 1))
            x += wide + rng.uniform(-4, 12)
    return image


def dunes(size: tuple[int, int], rng: Rng, base: float) -> Image.Image:
    """Smooth dunes with light from the side."""
    w, h = size
    image = sky(size, [hue(base + 0.5, 0.35, 0.92), hue(base + 0.45, 0.12, 1.0)])
    x = np.linspace(0, 1, w)
    gy = np.arange(h)[:, None]
    out = np.asarray(image, float).copy()
    for k in range(5):
        top = h * (0.36 + 0.14 * k) + np.sin(x * rng.uniform(2.5, 5) + rng.uniform(0, 6)) * h * 0.11
        slope = np.gradient(top) * 2.2
        cover = np.clip(gy - top[None, :] + 0.5, 0, 1)[..., None]
        light = np.clip(0.78 + slope / 2.5, 0.42, 1.0)[None, :, None] * (1 - 0.07 * k)
        out = out * (1 - cover) + np.array(hue(base + 0.015 * k, 0.5, 1.0)) * light * cover
    return Image.fromarray(np.clip(out, 0, 255).astype(np.uint8))


KINDS: tuple[Callable[[tuple[int, int], Rng, float], Image.Image], ...] = (
    mountains, nebula, waves, city, facets, dunes, bokeh, mountains,
)  # fmt: skip


def picture(number: int, size: tuple[int, int]) -> Image.Image:
    """Picture `number`: its kind and colours depend on the number alone."""
    rng = np.random.default_rng(900 + number)
    return KINDS[number % len(KINDS)](size, rng, (number * 0.618034 + (number // len(KINDS)) * 0.23) % 1)


def avatar(number: int, size: int) -> Image.Image:
    """A round-friendly badge: a gradient and a mirrored pattern, drawn large and reduced."""
    rng = np.random.default_rng(500 + number)
    base = (number * 0.381966) % 1
    big = 600
    image = sky((big, big), [hue(base, 0.55, 0.95), hue(base + 0.12, 0.75, 0.55)], 0.7)
    draw = ImageDraw.Draw(image)
    cells = 5
    step = big * 0.62 / cells
    start = big * 0.19
    for row in range(cells):
        for column in range(3):
            if rng.random() < 0.55:
                for side in {column, cells - 1 - column}:
                    x, y = start + side * step, start + row * step
                    draw.rounded_rectangle((x, y, x + step - 6, y + step - 6), 18, fill=(255, 255, 255))
    return (
        image.quantize(64, dither=Image.Dither.NONE).resize((size, size))
        if size == big
        else image.resize((size, size), 3).quantize(64, dither=Image.Dither.NONE)
    )


def main() -> None:
    """Draws everything anew."""
    for name in ("pictures", "avatars", "banners"):
        (HERE / name).mkdir(exist_ok=True)
    for number in range(40):
        image = picture(number, (850, 480))
        image.save(HERE / f"pictures/{number:02}-850.jpg", quality=50, optimize=True, progressive=True)
        image.resize((280, 157), 3).save(HERE / f"pictures/{number:02}-280.jpg", quality=70, optimize=True)
        square = image.crop((185, 0, 665, 480)).resize((240, 240), 3)
        square.save(HERE / f"pictures/{number:02}-square.jpg", quality=55, optimize=True)
    for number in range(20):
        for size in (120, 600):
            avatar(number, size).save(HERE / f"avatars/{number:02}-{size}.png", optimize=True)
    for number in range(10):
        kind = (mountains, waves, nebula, facets, dunes)[number % 5]
        image = kind((1200, 480), np.random.default_rng(700 + number), (number * 0.618034 + 0.3) % 1)
        image.crop((0, 120, 1200, 318)).save(HERE / f"banners/{number:02}.jpg", quality=60, optimize=True)


if __name__ == "__main__":
    main()
