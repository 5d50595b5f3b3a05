"""The moving pictures of the demo clips: each scene is a function that yields frames as RGB arrays.

Every scene takes (width, height, frames, fps) and yields `frames` arrays of shape (height, width, 3), dtype uint8.
They are drawn with numpy and Pillow alone, from fixed seeds, so that running the script again gives the same pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Frame = NDArray[np.uint8]
Scene = Callable[[int, int, int, int], Iterator[Frame]]


def mix(
    low: tuple[int, int, int], high: tuple[int, int, int], part: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Blends two colours: `part` is 0 for `low`, 1 for `high`; gives an array with a colour axis added."""
    a, b = np.array(low, float), np.array(high, float)
    return a + (b - a) * part[..., None]


def ridge(width: int, seed: int, rough: float) -> NDArray[np.float64]:
    """A periodic mountain outline between 0 and 1, `width` points long."""
    rng = np.random.default_rng(seed)
    x = np.linspace(0, 2 * np.pi, width, endpoint=False)
    line = np.zeros(width)
    for octave in range(1, 9):
        wave = octave * (octave + 1) // 2
        line += np.sin(wave * x + rng.uniform(0, 6.28)) * rng.uniform(0.5, 1) / wave**rough
    low, high = line.min(), line.max()
    return np.asarray((line - low) / (high - low))


def hills(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """A ride past layered hills while the sun goes down."""
    y = np.linspace(0, 1, height)[:, None] * np.ones((1, width))
    gx, gy = np.meshgrid(np.arange(width), np.arange(height))
    layers = []
    for depth in range(5):
        strip = ridge(width * 2, 40 + depth, 1.05)
        top = height * (0.42 + 0.12 * depth) + (1 - strip) * height * (0.16 - 0.015 * depth)
        tint = np.array(
            ((232, 122, 98), (176, 84, 110), (112, 60, 112), (62, 40, 92), (24, 18, 52))[depth], float
        )
        layers.append((top, 0.12 * 2.05**depth, tint))
    for number in range(frames):
        t = number / frames
        sky = mix((38, 30, 92), (255, 176, 96), np.clip(y * 1.55 - 0.1 - 0.22 * t, 0, 1))
        cx, cy, r = width * 0.68, height * (0.2 + 0.22 * t), height * 0.085
        away = np.hypot(gx - cx, gy - cy)
        sky += np.clip(1 - away / (height * 0.7), 0, 1)[..., None] ** 2.2 * np.array((120, 80, 20))
        disc = np.clip(r - away + 0.5, 0, 1)[..., None]
        sky = sky * (1 - disc) + np.array((255, 244, 206)) * disc
        for top, speed, tint in layers:
            shift = number * speed * width / 640 * 25 / fps
            line = np.interp((np.arange(width) + shift) % (2 * width), np.arange(2 * width), top)
            cover = np.clip(gy - line[None, :] + 0.5, 0, 1)[..., None]
            fade = np.clip((gy - line[None, :]) / height, 0, 1)[..., None]
            sky = sky * (1 - cover) + (tint * (1 - 0.15 * t) * (1 - 0.9 * fade)) * cover
        yield np.clip(sky, 0, 255).astype(np.uint8)


def aurora(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """Curtains of light over a lake, with stars."""
    rng = np.random.default_rng(7)
    sw, sh = 192, 108
    x = np.linspace(0, 1, sw)[None, :]
    y = np.linspace(0, 1, sh)[:, None]
    stars = [
        (rng.integers(width), rng.integers(int(height * 0.62)), rng.integers(70, 200)) for _ in range(160)
    ]
    skyline = height * 0.66 - ridge(width, 5, 1.2) * height * 0.13
    gy = np.arange(height)[:, None]
    land = np.clip(gy - skyline[None, :] + 0.5, 0, 1)[..., None] * (gy < height * 0.72)[..., None]
    for number in range(frames):
        t = number / fps
        glow = np.zeros((sh, sw, 3))
        for k, colour in enumerate(((40, 255, 150), (30, 190, 255), (190, 70, 255))):
            bend = 0.36 + 0.08 * np.sin(3.1 * x + 0.35 * t + k * 2.1) + 0.05 * np.sin(7.3 * x - 0.5 * t + k)
            rays = 0.62 + 0.38 * np.sin(38 * x + 1.3 * np.sin(5 * x + 0.4 * t) * 4 + 0.6 * t + k * 1.7)
            up = np.clip((bend - y) / 0.36, 0, 1)
            body = np.where(y < bend, (1 - up) ** 2 * (up * 9).clip(0, 1), 0) * rays
            wax = 0.65 + 0.35 * np.sin(0.31 * t + k * 2)
            glow += body[..., None] * np.array(colour) * wax
        night = mix((6, 8, 28), (18, 38, 66), (y * np.ones((1, sw))).clip(0, 1)) + glow
        small = Image.fromarray(np.clip(night, 0, 255).astype(np.uint8))
        sky = np.asarray(small.resize((width, height), Image.Resampling.BICUBIC)).astype(float)
        for sx, sy, light in stars:
            sky[sy, sx] = np.maximum(sky[sy, sx], light)
        sky = sky * (1 - land) + np.array((5, 9, 16)) * land
        water = int(height * 0.72)
        depth = height - water
        mirror = np.asarray(small.resize((width, int(depth * 2.2)), Image.Resampling.BICUBIC)).astype(float)[
            ::-1
        ]
        mirror = mirror[-depth * 2 :][:depth] * 0.55
        wobble = (2.5 * np.sin(np.arange(depth) * 0.6 + t * 2.2)).astype(int)
        for row, offset in enumerate(wobble):
            sky[water + row] = np.roll(mirror[row], offset, axis=0)
        yield np.clip(sky, 0, 255).astype(np.uint8)


def galaxy(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """A spiral of stars that turns; the loop closes on itself."""
    rng = np.random.default_rng(11)
    count = 2600
    radius = rng.gamma(2.4, 0.2, count)
    arm = rng.integers(0, 3, count) * (2 * np.pi / 3)
    angle = arm + radius * 4.2 + rng.normal(0, 0.22, count)
    warm = np.clip(1 - radius * 0.9, 0, 1)
    colour = (
        np.stack([120 + 135 * warm, 130 + 90 * warm, 255 - 90 * warm], axis=1)
        * rng.uniform(0.4, 1, count)[:, None]
    )
    gx, gy = np.meshgrid(np.linspace(-1.78, 1.78, width), np.linspace(-1, 1, height))
    for number in range(frames):
        turn = 2 * np.pi * number / frames / 3
        tilt = 0.5
        core = np.exp(-((gx**2 + (gy / tilt) ** 2) * 5.5))
        haze = np.exp(-((gx**2 + (gy / tilt) ** 2) * 1.1))
        frame = mix((7, 6, 22), (70, 46, 120), haze) + core[..., None] * np.array((255, 210, 150))
        a = angle - turn * 1.0
        px = ((radius * np.cos(a) / 1.78 + 1) / 2 * width).astype(int)
        py = ((radius * np.sin(a) * tilt + 1) / 2 * height).astype(int)
        seen = (px >= 0) & (px < width - 1) & (py >= 0) & (py < height - 1)
        for dx, dy, weight in ((0, 0, 1.0), (1, 0, 0.5), (0, 1, 0.5), (1, 1, 0.3)):
            np.add.at(frame, (py[seen] + dy, px[seen] + dx), colour[seen] * weight)
        yield np.clip(frame, 0, 255).astype(np.uint8)


def life(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """Conway's game of life on a torus, three generations a second, with fading trails."""
    cell = max(8, height // 36)
    rows, columns = height // cell, -(-width // cell)
    rng = np.random.default_rng(3)
    board = (rng.random((rows, columns)) < 0.23).astype(int)
    trail = np.zeros((rows, columns))
    age = np.zeros((rows, columns))
    step = max(1, fps // 3)
    for number in range(frames):
        if number % step == 0:
            near = sum(np.roll(board, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)) - board
            board = ((near == 3) | ((board == 1) & (near == 2))).astype(int)
            age = np.where(board == 1, age + 1, 0)
            trail = np.where(board == 1, 1.0, trail * 0.82)
        fresh = np.exp(-age / 6)
        small = mix((14, 18, 34), (30, 92, 122), trail * (board == 0)) * (board == 0)[..., None]
        small += mix((70, 214, 178), (250, 214, 96), fresh) * board[..., None]
        big = small.repeat(cell, 0).repeat(cell, 1)[:height, :width]
        big = np.pad(big, ((0, height - big.shape[0]), (0, 0), (0, 0)), mode="edge")
        lines = (np.arange(height) % cell == 0)[:, None] | (np.arange(width) % cell == 0)[None, :]
        yield np.where(lines[..., None], np.array((14, 18, 34)), np.clip(big, 0, 255)).astype(np.uint8)


def julia(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """Julia sets while their constant walks around a circle; smooth colours."""
    sw, sh = width // 2, height // 2
    x, y = np.meshgrid(np.linspace(-1.55, 1.55, sw), np.linspace(-0.9, 0.9, sh))
    for number in range(frames):
        turn = 2 * np.pi * number / frames
        c = -0.745 + 0.113j + 0.035 * np.exp(1j * turn)
        z = x + 1j * y
        count = np.zeros(z.shape)
        alive = np.ones(z.shape, bool)
        for _ in range(60):
            z[alive] = z[alive] ** 2 + c
            alive &= np.abs(z) < 8
            count[alive] += 1
        smooth = np.where(
            alive, 60.0, count + 1 - np.log2(np.log(np.maximum(np.abs(z), 2)) / np.log(8) + 1e-9)
        )
        v = np.sqrt(np.clip(smooth / 60, 0, 1))
        inside = alive[..., None]
        rgb = np.stack([20 + 235 * v**1.5, 30 + 190 * v**2.4, 70 + 150 * np.sin(v * 3.0)], axis=-1)
        rgb = np.where(inside, np.array((16, 10, 40.0)), rgb)
        small = Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))
        yield np.asarray(small.resize((width, height), Image.Resampling.BICUBIC))


def lanterns(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """Paper lanterns that rise into the night; made for an upright picture."""
    rng = np.random.default_rng(21)
    back = mix((16, 12, 40), (92, 42, 84), np.linspace(0, 1, height)[:, None] * np.ones((1, width)))
    base = Image.fromarray(back.astype(np.uint8))
    crowd = sorted(
        (rng.uniform(0.25, 1), rng.uniform(0, 1), rng.uniform(0, 1), rng.uniform(0, 6.28)) for _ in range(34)
    )
    for number in range(frames):
        image = base.copy()
        draw = ImageDraw.Draw(image)
        t = number / frames
        for size, px, start, phase in crowd:
            # A whole number of rounds, so that the end meets the beginning.
            rise = (start + t * (1 if size < 0.65 else 2)) % 1
            cx = px * width + 14 * np.sin(phase + 2 * np.pi * t * 2)
            cy = height * 1.12 - rise * height * 1.3
            half, tall = 17 * size * width / 360, 24 * size * width / 360
            light = 0.35 + 0.65 * size
            draw.ellipse(
                (cx - half * 1.6, cy - tall * 1.5, cx + half * 1.6, cy + tall * 1.5),
                fill=(int(96 * light + 20), int(44 * light + 16), int(64 * light + 20)),
            )
            draw.rounded_rectangle(
                (cx - half, cy - tall, cx + half, cy + tall),
                half * 0.6,
                fill=(int(255 * light), int(150 * light), int(66 * light)),
            )
            draw.ellipse(
                (cx - half * 0.5, cy + tall * 0.2, cx + half * 0.5, cy + tall * 0.85),
                fill=(int(255 * light), int(226 * light), int(150 * light)),
            )
        yield np.asarray(image)


def ripples(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """Rings on water. Drawn for a picture shown 16:9 whatever its pixels, so that the rings are round there."""
    x, y = np.meshgrid(np.linspace(-16 / 9, 16 / 9, width), np.linspace(-1, 1, height))
    drops = ((-0.7, -0.2, 0.0), (0.6, 0.35, 2.0), (0.1, -0.5, 4.0))
    for number in range(frames):
        t = 2 * np.pi * number / frames
        wave = sum(
            np.sin(22 * np.hypot(x - dx, y - dy) - 8 * t + p) / (1 + 2.5 * np.hypot(x - dx, y - dy))
            for dx, dy, p in drops
        )
        frame = mix((8, 60, 92), (150, 232, 224), np.clip(0.45 + 0.3 * wave, 0, 1))
        ring = np.abs(np.hypot(x, y) - 0.6) < 0.02
        frame[ring] = (255, 255, 255)
        yield np.clip(frame, 0, 255).astype(np.uint8)


CHART = (
    ((255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0)),
    ((255, 0, 255), (255, 0, 0), (0, 0, 255), (0, 0, 0)),
    ((32, 32, 32), (96, 96, 96), (160, 160, 160), (224, 224, 224)),
)


def chart(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """Twelve flat fields of known colours (CHART: three rows of four) and one small square that moves."""
    frame = np.zeros((height, width, 3), np.uint8)
    for row, colours in enumerate(CHART):
        for column, colour in enumerate(colours):
            frame[
                row * height // 3 : (row + 1) * height // 3, column * width // 4 : (column + 1) * width // 4
            ] = colour
    for number in range(frames):
        moved = frame.copy()
        x = (width - 16) * number // max(1, frames - 1)
        moved[height - 16 :, x : x + 16] = (255, 140, 0)
        yield moved


def cover(width: int, height: int, frames: int, fps: int) -> Iterator[Frame]:
    """One still picture, as a server makes it for an upload that is sound alone."""
    gy, gx = np.mgrid[0:height, 0:width]
    back = mix((30, 24, 66), (186, 84, 122), np.clip((gx / width + gy / height) / 2, 0, 1))
    image = Image.fromarray(back.astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for number in range(41):
        x = width * (0.1 + 0.8 * number / 40)
        tall = height * (0.06 + 0.2 * abs(np.sin(number * 0.55)) * np.exp(-(((number - 20) / 14) ** 2)))
        draw.rounded_rectangle((x - 4, height / 2 - tall, x + 4, height / 2 + tall), 4, fill=(255, 226, 196))
    still = np.asarray(image)
    for _ in range(frames):
        yield still
