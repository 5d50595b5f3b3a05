"""Instances of the public index as cards."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from peertube_desktop.api.models.base import best_image
from peertube_desktop.api.models.instance import IndexedInstance
from peertube_desktop.services.links import clean_host, default_origin
from peertube_desktop.ui import format as fmt
from peertube_desktop.ui.models.card import absolute, hue_of
from peertube_desktop.ui.models.feed_list import FeedListModel
from peertube_desktop.ui.text import clean_line, plain_line
from peertube_desktop.ui.widgets.pictures import Shape

AVATAR_WIDTH = 40
MOST_LANGUAGES = 3


@dataclass(slots=True)
class InstanceCard:
    """One instance as strings and addresses."""

    instance: IndexedInstance
    origin: str
    title: str
    host: str
    """"" where it is the title already."""
    text: str
    counts: str
    avatar: str
    letter: str
    hue: int

    @property
    def spoken(self) -> str:
        """The card as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.host, self.text, self.counts) if part)

    @property
    def urls(self) -> tuple[str]:
        """Its pictures; "" where there is none."""
        return (self.avatar,)


def language_name(code: str) -> str:
    """A language in its own words, `Français`; the code where it is not known."""
    # Imported here: it takes a moment, and most runs show no list of instances.
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code, sep="-").language_name or ""
    except (ValueError, UnknownLocaleError):
        name = ""
    return name[:1].upper() + name[1:] if name else clean_line(code, 12)


def languages_line(codes: Sequence[str]) -> str:
    """`English, Français, Deutsch +2`."""
    names = [language_name(code) for code in codes if code]
    line = ", ".join(names[:MOST_LANGUAGES])
    return f"{line} +{len(names) - MOST_LANGUAGES}" if len(names) > MOST_LANGUAGES else line


def make_instance_card(instance: IndexedInstance, ratio: float = 1.0) -> InstanceCard:
    """The card of an entry of the index."""
    host = clean_host(instance.host) or ""
    origin = default_origin(host) if host else ""
    shown = clean_line(instance.host, 120)
    name = clean_line(instance.name, 120)
    parts = (plain_line(instance.short_description), languages_line(instance.languages))
    avatar = best_image(instance.avatars, round(AVATAR_WIDTH * ratio))
    return InstanceCard(
        instance=instance,
        origin=origin,
        title=name or shown,
        host=shown if name and name != shown else "",
        text=" · ".join(part for part in parts if part),
        counts=" · ".join((fmt.videos(instance.total_local_videos), fmt.users(instance.total_users))),
        avatar=absolute(origin, avatar) if origin else "",
        letter=(name or shown)[:1].upper(),
        hue=hue_of(shown),
    )


class InstanceListModel(FeedListModel[IndexedInstance, InstanceCard]):
    """Instances of one feed."""

    def make_card(self, item: IndexedInstance) -> InstanceCard:
        return make_instance_card(item, self._ratio)

    def identity(self, item: IndexedInstance) -> Hashable:
        return item.host

    def picture(self, card: InstanceCard) -> QPixmap | None:
        return self._pictures.any_size(card.avatar, Shape.ROUNDED)
