"""Settings: which videos are listed."""

from __future__ import annotations

from collections.abc import Sequence

from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.settings.bound import Bound
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.choose_many import ManyButton
from peertube_desktop.ui.widgets.setting_rows import SettingRow, SettingSection

NOT_STATED = "_unknown"
"""The API's word for videos that do not say their language."""


class VideosSection(SettingSection):
    """Languages and sensitive videos. `choose(tuple of codes)` is told of languages by the button's `chosen`."""

    def __init__(self, bound: Bound, theme: Theme, icons: Icons) -> None:
        super().__init__(_("Videos"))
        self.languages = ManyButton(_("All languages"), theme, icons, "setting-content_languages")
        self._row = self.add(
            SettingRow(
                _("Languages of videos"),
                _("Lists show videos in these languages, unless you filter by another one."),
                self.languages,
                _("content language"),
            )
        )
        self.languages.chosen.connect(lambda keys: bound.preferences.update(content_languages=keys))
        bound.follow(lambda: self.languages.show_keys(bound.preferences.current.content_languages))
        sensitive = bound.choice(
            "nsfw_policy",
            [("hide", _("Hide")), ("blur", _("Blur the picture")), ("show", _("Show"))],
        )
        self.add(
            SettingRow(
                _("Sensitive videos"),
                _("Those marked as showing what not everybody wants to see."),
                sensitive,
                "nsfw adult",
            )
        )

    def set_languages(self, languages: Sequence[tuple[str, str]]) -> None:
        """The languages to choose from: (code, name)."""
        self._row.set_error("")
        self.languages.set_choices([*languages, (NOT_STATED, _("Not stated"))])

    def tell_languages_missing(self, sentence: str) -> None:
        """The instance did not tell its languages."""
        self._row.set_error(_("The list of languages could not be loaded. {why}").format(why=sentence))
