"""What the account wants to see and how it plays, wherever one signs in with it. Changes apply at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.me import MeUpdate, MyUser
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui.account.shown import ShownAccount
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.settings.videos import NOT_STATED
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.choose_many import ManyButton
from peertube_desktop.ui.widgets.setting_controls import ChoiceBox, Switch
from peertube_desktop.ui.widgets.setting_rows import SettingRow, SettingSection
from peertube_desktop.ui.words import one_line, sentence

MANY_LANGUAGES = 250
"""Servers count a choice of so many for all of them."""


class WatchingSection(SettingSection):
    """Each control sends its own change, and shows again what was where that fails."""

    def __init__(self, shown: ShownAccount, theme: Theme, icons: Icons) -> None:
        super().__init__(_("Watching"))
        self._shown = shown
        self._controls: list[Callable[[MyUser], object]] = []
        self._row_of: dict[str, SettingRow] = {}
        self._make_sensitive()
        self._languages = ManyButton(_("All languages"), theme, icons, "watching-languages")
        self._languages.chosen.connect(self._choose_languages)
        self._controls.append(lambda user: self._languages.show_keys(user.video_languages or ()))
        self._put(
            "videoLanguages",
            _("Languages of videos"),
            _("The instance lists videos in these for you, where you do not choose others."),
            self._languages,
        )
        self._switch(
            "autoPlayVideo",
            _("Play at once"),
            _("A video begins when its page opens on the web."),
            lambda user: user.auto_play_video,
            lambda value: MeUpdate(auto_play_video=value),
        )
        self._switch(
            "autoPlayNextVideo",
            _("Play the next video"),
            _("When one has ended, on the web."),
            lambda user: user.auto_play_next_video,
            lambda value: MeUpdate(auto_play_next_video=value),
        )
        self._switch(
            "autoPlayNextVideoPlaylist",
            _("Play the next of a playlist"),
            _("When one has ended, on the web."),
            lambda user: user.auto_play_next_video_playlist,
            lambda value: MeUpdate(auto_play_next_video_playlist=value),
        )
        self._switch(
            "videosHistoryEnabled",
            _("Keep a history on the instance"),
            _("What you watched, and how far, follows you to other devices."),
            lambda user: user.videos_history_enabled,
            lambda value: MeUpdate(videos_history_enabled=value),
        )
        shown.changed.connect(self._show)

    def _make_sensitive(self) -> None:
        self._sensitive = ChoiceBox((), "watching-nsfw")
        self._sensitive.chosen.connect(
            lambda value: self._send("nsfwPolicy", MeUpdate(nsfw_policy=value)) if value else None
        )
        self._controls.append(self._show_sensitive)
        self._put(
            "nsfwPolicy",
            _("Sensitive videos"),
            _("On the web. This program goes by its own settings."),
            self._sensitive,
        )

    def _show_sensitive(self, user: MyUser) -> None:
        names = {
            "do_not_list": _("Hide"),
            "warn": _("Warn"),
            "blur": _("Blur the picture"),
            "display": _("Show"),
        }
        # `warn` came late: it is offered where it is set already.
        offered = [key for key in names if key != "warn" or user.nsfw_policy == "warn"]
        self._sensitive.set_choices([(key, names[key]) for key in offered])
        self._sensitive.show_value(user.nsfw_policy)

    def _put(self, param: str, title: str, hint: str, control: QWidget) -> None:
        self._row_of[param] = self.add(SettingRow(title, hint, control))

    def _switch(
        self,
        param: str,
        title: str,
        hint: str,
        value_of: Callable[[MyUser], bool],
        update_of: Callable[[bool], MeUpdate],
    ) -> None:
        control = Switch(f"watching-{param}")
        control.chosen.connect(lambda value: self._send(param, update_of(value)))
        self._controls.append(lambda user: control.show_value(value_of(user)))
        self._put(param, title, hint, control)

    def set_languages(self, languages: Sequence[tuple[str, str]]) -> None:
        """The languages to choose from: (code, name)."""
        self._languages.set_choices([*languages, (NOT_STATED, _("Not stated"))])

    def _choose_languages(self, keys: Sequence[str]) -> None:
        wanted = list(keys) if 0 < len(keys) < MANY_LANGUAGES else None
        self._send("videoLanguages", MeUpdate(video_languages=wanted))

    def _show(self, user: MyUser) -> None:
        for show in self._controls:
            show(user)

    def _send(self, param: str, update: MeUpdate) -> None:
        row = self._row_of[param]
        row.set_error("")

        def failed(error: BaseException) -> None:
            if self._shown.user is not None:
                self._show(self._shown.user)
            row.set_error(one_line(sentence(error)))
            if not isinstance(error, (ApiError, KeyError)):
                raise error

        spawn(self, self._update(update), on_error=failed)

    async def _update(self, update: MeUpdate) -> None:
        self._shown.show(await self._shown.settings.update(self._shown.id, update))
