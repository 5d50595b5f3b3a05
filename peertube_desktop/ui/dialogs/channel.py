"""A channel of one's own: made, changed, and deleted when its name is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from peertube_desktop.api.errors import ApiError, ConflictError, HttpError
from peertube_desktop.api.models.instance import PictureConfig
from peertube_desktop.api.models.me import ChannelCreate, ChannelUpdate, MyChannel
from peertube_desktop.services.account_settings import AccountSettings
from peertube_desktop.services.chosen_picture import ChosenPicture
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui import checks
from peertube_desktop.ui.dialogs.form_dialog import FormDialog
from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.models.card import hue_of
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.avatar import Avatar
from peertube_desktop.ui.widgets.form import Field, TextArea
from peertube_desktop.ui.widgets.picture_box import PictureBox
from peertube_desktop.ui.widgets.picture_choice import PictureChoice
from peertube_desktop.ui.widgets.pictures import Pictures, Shape
from peertube_desktop.ui.words import one_line, sentence

WIDTH = 560
AVATAR = 64
BANNER = (360, 60)


def channel_letter(channel: MyChannel) -> str:
    """What stands for a channel without a picture."""
    return (clean_line(channel.title, 8) or "?")[:1].upper()


class ChannelDialog(FormDialog):
    """Shown with `open()`; `channel` None makes a new one. `saved(name)` when all of it is on the instance."""

    saved = Signal(str)

    def __init__(
        self,
        settings: AccountSettings,
        account_id: str,
        host: str,
        channel: MyChannel | None,
        pictures_of: tuple[str, str],
        theme: Theme,
        pictures: Pictures,
        parent: QWidget | None = None,
    ) -> None:
        title = (
            _("Create a channel")
            if channel is None
            else _("Edit {name}").format(name=clean_line(channel.title, 60))
        )
        action = _("Create") if channel is None else _("Save")
        super().__init__("channel", title, "", action, theme, parent, width=WIDTH)
        self._settings = settings
        self._account_id = account_id
        self._channel = channel
        self._name_now = channel.name if channel is not None else ""
        self._host = host
        self._removed: set[str] = set()
        self._make_words(channel)
        self._make_pictures(channel, pictures_of, theme, pictures)
        first = self._title if channel is not None else self._name
        first.setFocus()

    def _make_words(self, channel: MyChannel | None) -> None:
        self._title = QLineEdit(self)
        self._title.setObjectName("channelTitle")
        self._name = QLineEdit(self)
        self._name.setObjectName("channelName")
        for edit in (self._title, self._name):
            edit.setMaxLength(500)
        self._about = TextArea("channelDescription", 4, checks.MAX_TEXT, self)
        self._support = TextArea("channelSupport", 3, checks.MAX_TEXT, self)
        self._bulk = QCheckBox(_("Also replace this text on the channel's videos"), self)
        self._bulk.setObjectName("channelBulkSupport")
        self._bulk.hide()
        self._name_field = Field(
            _("Name"), self._name, _("As in name@{host}. It never changes.").format(host=self._host), self
        )
        self._title_field = Field(_("Name that is shown"), self._title, parent=self)
        self._about_field = Field(
            _("Description"), self._about, _("Markdown, such as **bold**, is understood."), self
        )
        self._support_field = Field(
            _("Support"), self._support, _("How people can support you; shown with each new video."), self
        )
        self._name_field.setVisible(channel is None)
        for widget in (
            self._name_field,
            self._title_field,
            self._about_field,
            self._support_field,
            self._bulk,
        ):
            self.body.addWidget(widget)
        if channel is not None:
            self._title.setText(channel.display_name)
            self._about.show_text(channel.description or "")
            self._support.show_text(channel.support or "")
            self._support.changed_by_hand.connect(self._bulk.show)

    def _make_pictures(
        self, channel: MyChannel | None, urls: tuple[str, str], theme: Theme, pictures: Pictures
    ) -> None:
        avatar = Avatar(theme, pictures, AVATAR, self)
        letter = channel_letter(channel) if channel is not None else "?"
        avatar.show_person(urls[0], letter, hue_of(channel.handle if channel is not None else ""))
        banner = PictureBox(theme, pictures, BANNER[0] / BANNER[1], BANNER[1], Shape.CARD, "", self)
        banner.setFixedSize(theme.px(BANNER[0]), theme.px(BANNER[1]))
        banner.show_url(urls[1])
        self._avatar = PictureChoice(
            "channelAvatar", avatar, (AVATAR, AVATAR), self._avatar_limits, theme, self, at_once=False
        )
        self._banner = PictureChoice(
            "channelBanner", banner, BANNER, self._banner_limits, theme, self, is_round=False, at_once=False
        )
        for key, choice, url in (("avatar", self._avatar, urls[0]), ("banner", self._banner, urls[1])):
            choice.set_has_one(bool(url))
            choice.removed.connect(lambda k=key, c=choice: self._take_away(k, c))
        self.body.addWidget(Field(_("Picture"), self._avatar, parent=self))
        self.body.addWidget(Field(_("Banner"), self._banner, parent=self))
        self._shown_avatar, self._shown_banner = avatar, banner

    def _take_away(self, key: str, choice: PictureChoice) -> None:
        """With the rest, when it is saved."""
        self._removed.add(key)
        choice.set_busy(False)
        choice.set_has_one(False)
        if key == "avatar":
            letter = channel_letter(self._channel) if self._channel is not None else "?"
            self._shown_avatar.show_person("", letter, hue_of(self._name_now))
        else:
            self._shown_banner.show_url("")

    async def _avatar_limits(self) -> PictureConfig:
        return await self._limits("avatar")

    async def _banner_limits(self) -> PictureConfig:
        return await self._limits("banner")

    async def _limits(self, kind: str) -> PictureConfig:
        try:
            config = await self._settings.config(self._account_id)
        except ApiError:
            # The server has the last word, whatever it is.
            return PictureConfig()
        return config.avatar if kind == "avatar" else config.banner

    # Saving

    def submitted(self) -> None:
        name, title = self._name.text().strip(), self._title.text().strip()
        about, support = self._about.text.strip(), self._support.text.strip()
        found = [
            (self._title_field, checks.title(title)),
            (self._about_field, checks.long_text(about)),
            (self._support_field, checks.long_text(support)),
        ]
        if not self._name_now:
            found.insert(0, (self._name_field, checks.user_name(name)))
        for field, problem in found:
            field.set_error(problem)
        wrong = next((field for field, problem in found if problem), None)
        if wrong is not None:
            self.reveal(wrong.control)
            return
        self.said.say("")
        self.set_busy(_("Saving…"))
        spawn(self, self._save(name, title, about, support), on_error=self._failed)

    async def _save(self, name: str, title: str, about: str, support: str) -> None:
        settings, account = self._settings, self._account_id
        if not self._name_now:
            wanted = ChannelCreate(
                name=name, display_name=title, description=about or None, support=support or None
            )
            await settings.create_channel(account, wanted)
            # Made: what fails from here on is repeated as a change of it.
            self._name_now = name
            self._name_field.setEnabled(False)
        else:
            update = ChannelUpdate(
                display_name=title,
                description=about or None,
                support=support or None,
                bulk_videos_support_update=self._bulk.isChecked(),
            )
            await settings.update_channel(account, self._name_now, update)
        await self._save_pictures()
        saved = self._name_now
        self.accept()
        self.saved.emit(saved)

    async def _save_pictures(self) -> None:
        settings, account, name = self._settings, self._account_id, self._name_now
        if self._avatar.waiting is not None:
            await self._send(self._avatar, self._avatar.waiting, "avatar")
        elif "avatar" in self._removed:
            await settings.delete_channel_avatar(account, name)
        self._removed.discard("avatar")
        if self._banner.waiting is not None:
            await self._send(self._banner, self._banner.waiting, "banner")
        elif "banner" in self._removed:
            await settings.delete_channel_banner(account, name)
        self._removed.discard("banner")

    async def _send(self, choice: PictureChoice, picture: ChosenPicture, kind: str) -> None:
        set_ = self._settings.set_channel_avatar if kind == "avatar" else self._settings.set_channel_banner
        try:
            await set_(self._account_id, self._name_now, picture.path)
        except OSError:
            choice.set_error(_("This file cannot be read."))
            raise
        except HttpError as error:
            choice.set_error(one_line(sentence(error)))
            raise
        choice.let_go()

    def _failed(self, error: BaseException) -> None:
        self.set_busy()
        fields = {
            "name": self._name_field,
            "displayName": self._title_field,
            "description": self._about_field,
            "support": self._support_field,
        }
        wrong = [n for n in error.invalid_params if n in fields] if isinstance(error, HttpError) else []
        for name in wrong:
            fields[name].set_error(_("The instance does not take this."))
        if wrong:
            self.reveal(fields[wrong[0]].control)
        elif isinstance(error, ConflictError) and not self._name_now:
            self._name_field.set_error(_("This name is, or was, somebody else's."))
            self.reveal(self._name)
        elif isinstance(error, OSError):
            self.said.say(_("A picture could not be read. All else is saved."))
        else:
            self.said.say(one_line(sentence(error)), "error")
        if not isinstance(error, (ApiError, OSError, KeyError)):
            raise error

    def forget(self) -> None:
        self._avatar.let_go()
        self._banner.let_go()


class DeleteChannelDialog(FormDialog):
    """Shown with `open()`: typing the name of the channel confirms. `deleted(name)`."""

    deleted = Signal(str)

    def __init__(
        self,
        settings: AccountSettings,
        account_id: str,
        channel: MyChannel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        count = channel.videos_count or 0
        videos = ngettext("Its {n} video goes with it.", "Its {n} videos go with it.", count).format(n=count)
        text = _("This cannot be undone, and nobody can ever take the name again.")
        super().__init__(
            "deleteChannel",
            _("Delete {name}?").format(name=clean_line(channel.title, 60)),
            f"{videos} {text}" if count else text,
            _("Delete"),
            theme,
            parent,
        )
        self._settings = settings
        self._account_id = account_id
        self._name = channel.name
        self._edit = QLineEdit(self)
        self._edit.setObjectName("deleteChannelName")
        self._edit.textChanged.connect(lambda: self.submit.setEnabled(self._is_meant))
        self.body.addWidget(
            Field(_("Type {name} to confirm").format(name=channel.name), self._edit, parent=self)
        )
        self.submit.setEnabled(False)
        self._edit.setFocus()

    @property
    def _is_meant(self) -> bool:
        return self._edit.text().strip() == self._name

    def submitted(self) -> None:
        if self._is_meant:
            self.said.say("")
            self.set_busy(_("Deleting…"))
            spawn(self, self._delete(), on_error=self._failed)

    async def _delete(self) -> None:
        await self._settings.delete_channel(self._account_id, self._name)
        self.accept()
        self.deleted.emit(self._name)

    def _failed(self, error: BaseException) -> None:
        self.set_busy()
        if isinstance(error, ConflictError):
            self.said.say(_("It is your last channel: an account keeps one."), "error")
        else:
            self.said.say(one_line(sentence(error)), "error")
        if not isinstance(error, (ApiError, KeyError)):
            raise error
