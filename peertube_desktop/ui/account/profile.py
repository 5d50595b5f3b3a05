"""Who one is to others: picture, name, description."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from peertube_desktop.api.errors import ApiError
from peertube_desktop.api.models.instance import PictureConfig
from peertube_desktop.api.models.me import MeUpdate, MyUser
from peertube_desktop.services.accounts import Accounts
from peertube_desktop.services.chosen_picture import ChosenPicture
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui import checks
from peertube_desktop.ui.account.shown import ShownAccount
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.models.card import hue_of
from peertube_desktop.ui.theme import Theme
from peertube_desktop.ui.widgets.account_button import letter_of
from peertube_desktop.ui.widgets.avatar import Avatar
from peertube_desktop.ui.widgets.form import TextArea
from peertube_desktop.ui.widgets.form_section import FormSection
from peertube_desktop.ui.widgets.picture_choice import PictureChoice
from peertube_desktop.ui.widgets.pictures import Pictures
from peertube_desktop.ui.words import one_line, sentence

AVATAR = 72


class ProfileSection(FormSection):
    """The picture changes at once; name and description are saved together."""

    def __init__(self, shown: ShownAccount, accounts: Accounts, theme: Theme, pictures: Pictures) -> None:
        super().__init__(_("Profile"), "profile")
        self._shown = shown
        self._accounts = accounts
        self._avatar = Avatar(theme, pictures, AVATAR, self)
        self._choice = PictureChoice(
            "profileAvatar", self._avatar, (AVATAR, AVATAR), self._limits, theme, self
        )
        self._choice.chosen.connect(self._set_avatar)
        self._choice.removed.connect(self._remove_avatar)
        self.add(self._choice)
        self._name = QLineEdit(self)
        self._name.setObjectName("profileName")
        self._name.setMaxLength(500)
        self._name_field = self.add_field(_("Name that is shown"), self._name, param="displayName")
        self._about = TextArea("profileDescription", 5, checks.MAX_TEXT, self)
        self._about_field = self.add_field(
            _("Description"), self._about, _("Markdown, such as **bold**, is understood."), "description"
        )
        self.save_wanted.connect(self._save)
        shown.changed.connect(self._show)

    def _show(self, user: MyUser) -> None:
        info = self._accounts.info(self._shown.id)
        self._avatar.show_person(info.avatar, letter_of(info), hue_of(info.handle))
        self._choice.set_has_one(bool(info.avatar))
        if not self.is_typed_in and user.account is not None:
            self._name.setText(user.account.display_name)
            self._about.show_text(user.account.description or "")

    def begin(self) -> None:
        """Another account: what was typed was about the one before."""
        self.settle()
        self._choice.let_go()
        self.said.say("")

    async def _limits(self) -> PictureConfig:
        try:
            return (await self._shown.settings.config(self._shown.id)).avatar
        except ApiError:
            # The server has the last word, whatever it is.
            return PictureConfig()

    def _save(self) -> None:
        name, about = self._name.text().strip(), self._about.text.strip()
        if self.check({self._name_field: checks.title(name), self._about_field: checks.long_text(about)}):
            self.run(self._update(MeUpdate(display_name=name, description=about or None)))

    async def _update(self, update: MeUpdate) -> None:
        user = await self._shown.settings.update(self._shown.id, update)
        self.settle()
        self._shown.show(user)

    # The picture

    def _set_avatar(self, picture: ChosenPicture) -> None:
        spawn(self, self._send_avatar(picture), on_error=self._avatar_failed)

    async def _send_avatar(self, picture: ChosenPicture) -> None:
        user = await self._shown.settings.set_avatar(self._shown.id, picture.path)
        self._choice.let_go()
        self._shown.show(user)

    def _remove_avatar(self) -> None:
        spawn(self, self._drop_avatar(), on_error=self._avatar_failed)

    async def _drop_avatar(self) -> None:
        user = await self._shown.settings.delete_avatar(self._shown.id)
        self._choice.set_busy(False)
        self._shown.show(user)

    def _avatar_failed(self, error: BaseException) -> None:
        self._choice.set_busy(False)
        if isinstance(error, OSError):
            self._choice.set_error(_("This file cannot be read."))
            return
        self._choice.set_error(one_line(sentence(error)))
        if not isinstance(error, (ApiError, KeyError)):
            raise error
