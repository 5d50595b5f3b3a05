"""How much room there is for videos, as bars."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.account_settings import Quota
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.account.shown import ShownAccount
from peertube_desktop.ui.format import byte_size
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.words import one_line, sentence

STEPS = 1000


class QuotaBar(QWidget):
    """A sentence and, where there is a limit, a bar."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        self._text.setObjectName(name)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)

    def show_use(self, text: str, used: int, limit: int | None) -> None:
        """`used` of `limit` bytes."""
        self._text.setText(text)
        self._bar.setVisible(limit is not None)
        if limit is not None:
            share = 1.0 if limit <= 0 else min(1.0, used / limit)
            self._bar.setValue(round(share * STEPS))
            self._bar.setAccessibleName(text)


class RoomSection(QFrame):
    """In all, and of the last 24 hours where that is limited."""

    def __init__(self, shown: ShownAccount) -> None:
        super().__init__()
        self._shown = shown
        heading = QLabel(_("Room for videos"), self)
        heading.setProperty("kind", "h3")
        box = QFrame(self)
        box.setProperty("kind", "box")
        self._whole = QuotaBar("quotaText", box)
        self._daily = QuotaBar("quotaDailyText", box)
        self._daily.hide()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(12)
        inside.addWidget(self._whole)
        inside.addWidget(self._daily)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(box)

    def load(self) -> None:
        """Ask how much is used now."""
        cancel_tasks(self)
        self._whole.show_use(_("Asking…"), 0, None)
        self._daily.hide()
        spawn(self, self._load(), on_error=self._failed)

    async def _load(self) -> None:
        self.show_quota(await self._shown.settings.quota(self._shown.id))

    def _failed(self, error: BaseException) -> None:
        self._whole.show_use(one_line(sentence(error)), 0, None)
        if not isinstance(error, (ApiError, KeyError)):
            raise error

    def show_quota(self, quota: Quota) -> None:
        """So much is used."""
        used = byte_size(quota.used)
        if quota.limit is None:
            text = _("{used} used, and there is no limit.").format(used=used)
        else:
            text = _("{used} of {limit} used").format(used=used, limit=byte_size(quota.limit))
        self._whole.show_use(text, quota.used, quota.limit)
        self._daily.setVisible(quota.limit_daily is not None)
        if quota.limit_daily is not None:
            text = _("{used} of {limit} used in the last 24 hours").format(
                used=byte_size(quota.used_daily), limit=byte_size(quota.limit_daily)
            )
            self._daily.show_use(text, quota.used_daily, quota.limit_daily)
