"""What all models share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec

T = TypeVar("T")

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Number = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]
Seconds = Annotated[int, msgspec.Meta(ge=0, le=2_000_000)]
"""Up to three weeks: in milliseconds it still fits what widgets count with."""
Pixels = Annotated[int, msgspec.Meta(ge=0, le=2**20)]

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment with its time zone; one without could not be compared with the others."""


class Model(msgspec.Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """A frozen struct with the API's camelCase names; unknown fields are ignored."""


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list: `total` counts all there are on the server, which may change between pages."""

    total: Count = 0
    data: list[T]


class Labelled(Model, frozen=True, kw_only=True):
    """A constant with its label in the server's language: category, licence, privacy, state, resolution."""

    id: Number | None = None
    label: str = ""


class Language(Model, frozen=True, kw_only=True):
    """A language: BCP 47 code (`en`, `zh-Hans`, `_unknown`) and label."""

    id: str | None = None
    label: str = ""


class Image(Model, frozen=True, kw_only=True):
    """An avatar, banner or thumbnail in one size.

    7.1 added `file_url`, the search index gives `url`; `path` is relative to the host that was asked.
    """

    width: Pixels | None = None
    height: Pixels | None = None
    path: str | None = None
    file_url: str | None = None
    url: str | None = None
    aspect_ratio: str | None = None

    @property
    def ref(self) -> str:
        """Absolute URL where the server gives one, else the path on the instance that was asked, else ""."""
        return self.file_url or self.url or self.path or ""


def best_image(images: list[Image], width: Pixels) -> str:
    """The smallest image at least `width` pixels wide, else the widest; "" where there is none."""
    usable = [image for image in images if image.ref]
    if not usable:
        return ""
    wide = [image for image in usable if (image.width or 0) >= width]
    if wide:
        return min(wide, key=lambda image: image.width or 0).ref
    return max(usable, key=lambda image: image.width or 0).ref
