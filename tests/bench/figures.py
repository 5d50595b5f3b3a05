"""What is measured, what it is held against, and the table of it."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Samples:
    """The same thing measured several times."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.values)

    @property
    def noise(self) -> float:
        """Half the distance between the quartiles, as a part of the median: a bound nearer than that is open."""
        if len(self.values) < 3 or not self.middle:
            return 0.0
        low, _, high = statistics.quantiles(self.values, n=4, method="inclusive")
        return (high - low) / 2 / abs(self.middle)


def samples(values: Sequence[float]) -> Samples:
    """The values as samples."""
    return Samples(tuple(values))


@dataclass(frozen=True)
class Figure:
    """One row: `value` in `unit`, beside the `floor` (None: there is none), and the `bound` that holds.

    With `kind` "ratio" value ÷ floor is held against the bound, with "more" value - floor, with "value" the
    value alone.
    """

    name: str
    unit: str
    value: Samples
    floor: Samples | None
    kind: str
    bound: float
    note: str = ""

    @property
    def judged(self) -> float:
        """The number that is held against the bound."""
        if self.kind == "value" or self.floor is None:
            return self.value.middle
        if self.kind == "more":
            return self.value.middle - self.floor.middle
        return self.value.middle / self.floor.middle if self.floor.middle else float("inf")

    @property
    def holds(self) -> bool:
        """Whether the bound holds."""
        return self.judged <= self.bound

    @property
    def row(self) -> list[str]:
        """The cells."""
        sign = {"ratio": "×", "more": "+", "value": ""}[self.kind]
        unit = "" if self.kind == "ratio" else f" {self.unit}"
        held = f"×{self.judged:.2f}" if self.kind == "ratio" else f"{sign}{self.judged:.3g}{unit}"
        noise = max(self.value.noise, self.floor.noise if self.floor else 0.0)
        return [
            self.name,
            _with_unit(self.value.middle, self.unit),
            _with_unit(self.floor.middle, self.unit) if self.floor else "",
            held,
            f"≤ {sign}{self.bound:g}{unit}",
            f"±{noise:.0%}" if noise else "",
            "ok" if self.holds else "BROKEN",
            self.note,
        ]


def _with_unit(number: float, unit: str) -> str:
    return f"{number:.3g} {unit}".rstrip()


HEAD = ["", "program", "floor", "held", "bound", "noise", "", ""]


def table(figures: Sequence[Figure]) -> str:
    """All rows, in columns."""
    rows = [HEAD, *(figure.row for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join(lines)
