"""Settings: what the program looks like and how it starts."""

from __future__ import annotations

from peertube_desktop.ui.i18n import _, translated_languages
from peertube_desktop.ui.settings.bound import Bound
from peertube_desktop.ui.theme import MAX_TEXT, MIN_TEXT
from peertube_desktop.ui.widgets.setting_rows import SettingRow, SettingSection


class LookSection(SettingSection):
    """Theme, text size, language, start."""

    def __init__(self, bound: Bound) -> None:
        super().__init__(_("Appearance"))
        theme = bound.choice(
            "theme", [("system", _("System default")), ("dark", _("Dark")), ("light", _("Light"))]
        )
        self.add(SettingRow(_("Theme"), "", theme, _("dark light colours night")))
        size = bound.number("text_size", (MIN_TEXT, MAX_TEXT), 10, " %")
        self.add(
            SettingRow(_("Text size"), _("Of all text in the window."), size, _("font zoom large small"))
        )
        languages = translated_languages()
        if languages:
            language = bound.choice("language", [("", _("System default")), ("en", "English"), *languages])
            self.add(SettingRow(_("Language"), _("From the next start on."), language, _("translation")))
        restore = bound.switch("restore_session")
        self.add(
            SettingRow(
                _("Begin where you left off"),
                _("The next start shows the place that was open last."),
                restore,
                _("session restore start"),
            )
        )
