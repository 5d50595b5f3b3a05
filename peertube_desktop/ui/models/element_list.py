"""The places of a playlist as rows."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields
from enum import IntEnum

from PySide6.QtGui import QPixmap

from peertube_desktop.api.models.playlist import PlaylistElement
from peertube_desktop.api.models.video import Video
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.card import Card, make_card
from peertube_desktop.ui.models.feed_list import FeedListModel
from peertube_desktop.ui.widgets.pictures import Shape


class ElementType(IntEnum):
    """`type` of an element."""

    REGULAR = 0
    DELETED = 1
    PRIVATE = 2
    UNAVAILABLE = 3


@dataclass(slots=True)
class ElementCard(Card):
    """A video's card with its place in the playlist; `missing` names the icon of one that cannot be seen."""

    position: str = ""
    missing: str = ""

    @property
    def spoken(self) -> str:
        """The card as a screen reader says it."""
        parts = [self.title, self.channel, _("Live") if self.live else self.badge, self.meta]
        if self.watched:
            parts.append(_("Watched"))
        return f"{self.position}. " + ", ".join(part for part in parts if part)


def part_of(element: PlaylistElement) -> str:
    """Which part of the video belongs to the playlist, in words; "" for all of it."""
    start, stop = element.start_timestamp, element.stop_timestamp
    if stop:
        return _("{start} – {stop}").format(start=fmt.duration(start or 0), stop=fmt.duration(stop))
    return _("from {start}").format(start=fmt.duration(start)) if start else ""


def _gone(kind: int) -> tuple[str, str]:
    match kind:
        case ElementType.DELETED:
            return _("Deleted video"), "trash"
        case ElementType.PRIVATE:
            return _("Private video"), "lock"
        case _:
            return _("This video is not available"), "eye-off"


def make_element_card(element: PlaylistElement, origin: str, *, blur_nsfw: bool, ratio: float) -> ElementCard:
    """The row of a playlist's element."""
    position = fmt.number(element.position)
    if element.video is None:
        title, icon = _gone(element.type)
        nothing = Video(uuid="", name=title)
        return ElementCard(
            video=nothing,
            origin=origin,
            title=title,
            channel="",
            meta="",
            badge="",
            live=False,
            hidden=False,
            thumbnail="",
            avatar="",
            letter="",
            hue=0,
            position=position,
            missing=icon,
        )
    card = make_card(element.video, origin, blur_nsfw=blur_nsfw, ratio=ratio)
    values = {field.name: getattr(card, field.name) for field in fields(card)}
    part = part_of(element)
    if part:
        values["meta"] = f"{part} · {card.meta}" if card.meta else part
    return ElementCard(**values, position=position)


class ElementListModel(FeedListModel[PlaylistElement, ElementCard]):
    """The elements of one playlist."""

    def make_card(self, item: PlaylistElement) -> ElementCard:
        return make_element_card(item, self._origin, blur_nsfw=self._blur, ratio=self._ratio)

    def identity(self, item: PlaylistElement) -> Hashable:
        return item.id

    def picture(self, card: ElementCard) -> QPixmap | None:
        return self._pictures.any_size(card.thumbnail, Shape.BLURRED if card.hidden else Shape.CARD)

    def may_open(self, row: int) -> bool:
        card = self._cards[row]
        if card.hidden:
            card.hidden = False
            self.changed(row, row)
            return False
        return not card.missing
