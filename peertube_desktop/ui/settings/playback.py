"""Settings: how videos play, and their captions."""

from __future__ import annotations

from collections.abc import Sequence

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.settings.bound import Bound
from peertube_desktop.ui.widgets.setting_rows import SettingRow, SettingSection

HEIGHTS = (2160, 1440, 1080, 720, 480, 360, 240, 144)
RATES = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


def _heights(first: Sequence[tuple[object, str]]) -> list[tuple[object, str]]:
    return [*first, *((height, f"{height}p") for height in HEIGHTS)]


class PlaybackSection(SettingSection):
    """Quality, speed, what comes next."""

    def __init__(self, bound: Bound) -> None:
        super().__init__(_("Playback"))
        quality = bound.choice("quality", _heights([(0, _("Automatic"))]))
        self.add(
            SettingRow(
                _("Quality"),
                _("Automatic follows the speed of the network."),
                quality,
                _("resolution height"),
            )
        )
        self.add(
            SettingRow(
                _("Save data"),
                _("The network is metered: no video is loaded larger than the limit below."),
                bound.switch("metered"),
                _("metered mobile cap bandwidth"),
            )
        )
        limit = bound.choice("metered_height", _heights([]))
        bound.follow(lambda: limit.setEnabled(bound.preferences.current.metered))
        self.add(
            SettingRow(_("Limit when saving data"), "", limit, _("metered mobile cap quality resolution"))
        )
        rate = bound.choice("rate", [(rate, _("{n}×").format(n=f"{rate:g}")) for rate in RATES])
        self.add(SettingRow(_("Speed"), _("With which a video begins."), rate, _("rate slow fast")))
        self.add(
            SettingRow(
                _("Play the next video"),
                _("When one has ended, the next of the list begins."),
                bound.switch("autoplay_next"),
                _("autoplay queue"),
            )
        )
        self.add(
            SettingRow(
                _("Go on where you stopped"),
                _("A video watched in part begins at that place."),
                bound.switch("resume"),
                _("resume position"),
            )
        )
        self.add(
            SettingRow(
                _("Theatre"),
                _("The player takes the whole width of the window."),
                bound.switch("theatre"),
                _("wide cinema"),
            )
        )


class CaptionsSection(SettingSection):
    """Whether, in which language, and how they look."""

    def __init__(self, bound: Bound) -> None:
        super().__init__(_("Captions"))
        self.add(
            SettingRow(
                _("Show captions"), _("Where a video has them."), bound.switch("captions_on"), _("subtitles")
            )
        )
        self._language = bound.choice("caption_language", [("", _("The first there is"))])
        self.add(SettingRow(_("Language of captions"), "", self._language, _("subtitles")))
        size = bound.number("caption_size", (50, 300), 10, " %")
        self.add(SettingRow(_("Size of captions"), "", size, _("subtitles text font large small")))
        style = bound.choice(
            "caption_style", [("box", _("On a dark box")), ("outline", _("With an outline"))]
        )
        self.add(SettingRow(_("Style of captions"), "", style, _("subtitles background")))

    def set_languages(self, languages: Sequence[tuple[str, str]]) -> None:
        """The languages to choose from: (code, name)."""
        self._language.set_choices([("", _("The first there is")), *languages])
