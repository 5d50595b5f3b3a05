"""A titled box of fields on a page, saved together."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from peertube_desktop.api.errors import ApiError, HttpError
from peertube_desktop.services.tasks import spawn
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.widgets.form import Field, Said, TextArea
from peertube_desktop.ui.widgets.pill import PillButton
from peertube_desktop.ui.words import one_line, sentence


class FormSection(QFrame):
    """`save_wanted` when the person is done. What is typed stays until it is saved, whatever goes wrong.

    `params` are the API's names of the fields, for what it finds wrong with them.
    """

    save_wanted = Signal()

    def __init__(self, title: str, name: str, action: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._fields: dict[str, Field] = {}
        self._typed = False
        heading = QLabel(title, self)
        heading.setProperty("kind", "h3")
        box = QFrame(self)
        box.setProperty("kind", "box")
        self.inside = QVBoxLayout(box)
        self.inside.setContentsMargins(16, 14, 16, 14)
        self.inside.setSpacing(12)
        self.said = Said(f"{name}-said", box)
        self.save = PillButton(action or _("Save"), None, "primary", box)
        self.save.setObjectName(f"{name}-save")
        self.save.clicked.connect(self._pressed)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addWidget(self.save)
        self._buttons.addWidget(self.said, 100)
        self._buttons.addStretch(1)
        self.inside.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(box)

    @property
    def is_typed_in(self) -> bool:
        """Whether there is something in it that is not saved."""
        return self._typed

    def add(self, widget: QWidget) -> None:
        """Put `widget` below what is there."""
        self.inside.insertWidget(self.inside.count() - 1, widget)

    def add_field(self, title: str, control: QWidget, hint: str = "", param: str = "") -> Field:
        """Put a field below what is there; `param` is the API's name for it."""
        field = Field(title, control, hint, self)
        if param:
            self._fields[param] = field
        if isinstance(control, QLineEdit):
            control.textEdited.connect(self._was_typed)
            control.returnPressed.connect(self._pressed)
        elif isinstance(control, TextArea):
            control.changed_by_hand.connect(self._was_typed)
        self.add(field)
        return field

    def check(self, problems: Mapping[Field, str]) -> bool:
        """Show what is wrong with the fields; whether nothing is."""
        for field, problem in problems.items():
            field.set_error(problem)
        first = next((field for field, problem in problems.items() if problem), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is None

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the saving, and say what came of it."""
        self.said.say("")
        self.save.setEnabled(False)
        spawn(self, self._run(work), on_error=self.fail)

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        await work
        self.save.setEnabled(True)
        self.settle()
        self.said.say(_("Saved."), "ok")

    def settle(self) -> None:
        """What stands in it is what is saved."""
        self._typed = False

    def fail(self, error: BaseException) -> None:
        """Say what went wrong, beside the field where it is one's fault."""
        self.save.setEnabled(True)
        wrong = (
            [name for name in error.invalid_params if name in self._fields]
            if isinstance(error, HttpError)
            else []
        )
        if isinstance(error, HttpError) and error.code == "current_password_is_invalid":
            wrong = [name for name in ("currentPassword",) if name in self._fields]
        for name in wrong:
            self._fields[name].set_error(
                one_line(sentence(error))
                if name == "currentPassword"
                else _("The instance does not take this.")
            )
        if wrong:
            self._fields[wrong[0]].control.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.said.say(one_line(sentence(error)), "error")
        if not isinstance(error, (ApiError, OSError, KeyError)):
            raise error

    def _was_typed(self) -> None:
        self._typed = True
        self.said.say("")

    def _pressed(self) -> None:
        if self.save.isEnabled():
            self.save_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pressed()
            return
        super().keyPressEvent(event)
