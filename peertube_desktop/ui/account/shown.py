"""The account a page is about."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from peertube_desktop.api.models.me import MyUser
from peertube_desktop.services.account_settings import AccountSettings


class ShownAccount(QObject):
    """`changed(MyUser)` when the account is another one, or is known to be otherwise than before."""

    changed = Signal(object)

    def __init__(self, settings: AccountSettings, parent: QObject) -> None:
        super().__init__(parent)
        self.settings = settings
        self.id = ""
        self.user: MyUser | None = None

    def show(self, user: MyUser) -> None:
        """It is like this now."""
        self.user = user
        self.changed.emit(user)
