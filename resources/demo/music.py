"""The sound of the demo clips: slow chords with a plucked line above, made with numpy from fixed seeds."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 24000
# Semitones above A2 for four chords, one tuple per piece of music.
PIECES: tuple[tuple[tuple[int, ...], ...], ...] = (
    ((0, 7, 12, 16), (-3, 4, 12, 16), (5, 12, 17, 21), (-5, 7, 11, 14)),
    ((0, 7, 10, 15), (-4, 3, 12, 15), (3, 10, 15, 19), (-2, 5, 14, 17)),
    ((2, 9, 14, 18), (-1, 6, 14, 18), (-5, 7, 11, 14), (-3, 4, 13, 16)),
)


def pluck(pitch: float, length: float, bright: float) -> NDArray[np.float64]:
    """One plucked note: partials that die away, the high ones first. `pitch` in Hz, `length` in seconds."""
    t = np.arange(int(length * RATE)) / RATE
    note = np.zeros(t.size)
    for partial in range(1, 7):
        note += np.sin(2 * np.pi * pitch * partial * t) / partial**1.7 * np.exp(-t * (1.6 + partial * bright))
    return np.asarray(note * np.minimum(t / 0.006, 1))


def pad(pitch: float, length: float) -> NDArray[np.float64]:
    """A soft held note: three voices a little apart, faded in and out."""
    t = np.arange(int(length * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * pitch * detune * t + k) for k, detune in enumerate((0.997, 1.0, 1.003)))
    shape = np.minimum(np.minimum(t / 0.9, (length - t) / 0.9), 1).clip(0, 1)
    return np.asarray(tone * shape / 3)


def compose(seconds: float, piece: int) -> NDArray[np.float64]:
    """`seconds` of music, mono, between -1 and 1. The same `piece` always sounds the same."""
    rng = np.random.default_rng(100 + piece)
    chords = PIECES[piece % len(PIECES)]
    beat = 0.4
    out = np.zeros(int(seconds * RATE) + RATE * 6)

    def put(at: float, sound: NDArray[np.float64], gain: float) -> None:
        start = int(at * RATE)
        end = min(out.size, start + sound.size)
        out[start:end] += sound[: end - start] * gain

    at, bar = 0.0, 0
    while at < seconds:
        chord = chords[bar % 4]
        for step in chord:
            put(at, pad(110 * 2 ** (step / 12), 8 * beat + 0.8), 0.10)
        put(at, pluck(55 * 2 ** (chord[0] / 12), 3.0, 0.9), 0.35)
        for eighth in range(8):
            if eighth in (0, 3, 6) or rng.random() < 0.55:
                step = chord[int(rng.integers(1, 4))] + (12 if rng.random() < 0.4 else 0)
                put(at + eighth * beat, pluck(220 * 2 ** (step / 12), 1.8, 1.4), 0.2 + 0.06 * rng.random())
        at += 8 * beat
        bar += 1
    echo = np.zeros(out.size)
    delay = int(0.6 * RATE)
    echo[delay:] = out[:-delay] * 0.3
    out = (out + echo)[: int(seconds * RATE)]
    fade = np.minimum(np.arange(out.size) / (0.3 * RATE), 1) * np.minimum(
        np.arange(out.size)[::-1] / (1.2 * RATE), 1
    )
    return np.asarray(out / np.abs(out).max() * 0.8 * fade)


def write(path: Path, seconds: float, piece: int) -> None:
    """Writes that music as a mono 16 bit WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((compose(seconds, piece) * 32767).astype("<i2").tobytes())
