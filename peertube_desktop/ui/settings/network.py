"""Settings: the way out of this machine, and whom is asked for lists of instances and for searches."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileInfo
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from peertube_desktop.services.network import Network, WayError, WayProblem, read_proxy
from peertube_desktop.services.tasks import cancel_tasks, spawn
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.icons import Icons
from peertube_desktop.ui.settings.bound import Bound
from peertube_desktop.ui.widgets.pill import IconButton, PillButton
from peertube_desktop.ui.widgets.setting_controls import ChoiceBox, TextField
from peertube_desktop.ui.widgets.setting_rows import SettingRow, SettingSection

Check = Callable[[], Coroutine[Any, Any, str]]
"""Asks the instance something over the present way: "" when it answered, a sentence when it did not."""


def way_sentence(problem: WayProblem) -> str:
    """Why a proxy or certificate file is not taken, in words."""
    match problem:
        case WayProblem.NO_ADDRESS:
            return _("Type the address of the proxy. Until then nothing changes.")
        case WayProblem.SCHEME:
            return _("It begins with http://, https://, socks5:// or socks5h://.")
        case WayProblem.HOST:
            return _("This is not the address of a proxy, such as http://proxy.example:3128.")
        case WayProblem.PORT:
            return _("The port is a number from 1 to 65535, as in http://proxy.example:3128.")
        case WayProblem.NO_FILE:
            return _("There is no such file.")
        case WayProblem.UNREADABLE:
            return _("This file cannot be read.")
        case WayProblem.NO_CERTIFICATE:
            return _("There is no certificate in this file. It should be in PEM format.")
        case _:
            return _("This cannot be used. Things stay as they were.")


class NetworkSection(SettingSection):
    """Proxy and private certificates. A bad one is refused with a sentence, and the way stays as it was."""

    def __init__(self, bound: Bound, network: Network, icons: Icons, check: Check) -> None:
        super().__init__(_("Network"))
        self._bound = bound
        self._network = network
        self._check = check
        self._mode = ChoiceBox(
            [("none", _("No proxy")), ("manual", _("HTTP or SOCKS proxy"))], "setting-proxy_mode"
        )
        self._mode.chosen.connect(self._mode_chosen)
        self.add(
            SettingRow(
                _("Proxy"),
                _("With a proxy, nothing of this program goes out past it."),
                self._mode,
                "http socks tor",
            )
        )
        self._address = TextField("http://proxy.example:3128", "setting-proxy_url")
        self._address.typed.connect(self._typed)
        self._address.chosen.connect(self._address_chosen)
        self._address_row = self.add(
            SettingRow(_("Address of the proxy"), "", self._address, "http socks tor host port")
        )
        self._ca_choose = PillButton(_("Choose a file…"), None, "", None)
        self._ca_choose.setObjectName("setting-ca_file")
        self._ca_choose.clicked.connect(self._choose_file)
        self._ca_clear = IconButton(icons.get("close"), _("Trust the system's certificates alone"), size=14)
        self._ca_clear.setObjectName("setting-ca_file-clear")
        self._ca_clear.clicked.connect(lambda: self.trust(""))
        self._ca_row = self.add(
            SettingRow(
                _("Certificate of your own network"),
                "",
                _side_by_side(self._ca_choose, self._ca_clear),
                _("CA authority TLS trust private PEM"),
            )
        )
        bound.follow(self._show)

    def _show(self) -> None:
        now = self._bound.preferences.current
        self._mode.show_value(now.proxy_mode)
        self._address.show_value(now.proxy_url)
        self._address.setEnabled(now.proxy_mode == "manual")
        name = QFileInfo(now.ca_file).fileName()
        self._ca_row.set_hint(
            _("Trusted besides those of the system: {name}").format(name=name)
            if name
            else _("A file with certificates that are trusted besides those of the system.")
        )
        self._ca_clear.setEnabled(bool(name))

    def reopened(self) -> None:
        """The page is shown anew: what was not taken is forgotten."""
        self._address_row.set_error("")
        self._ca_row.set_error("")
        self._show()
        self._address.setText(self._bound.preferences.current.proxy_url)

    # Proxy

    def _mode_chosen(self, mode: object) -> None:
        cancel_tasks(self)
        self._address.setEnabled(mode == "manual")
        if mode == "manual":
            self._address.setFocus()
            self._address_chosen(self._address.text().strip())
        else:
            self._address_row.set_error("")
            self._start(self._network.go_direct(), self._address_row)

    def _typed(self, text: str) -> None:
        try:
            read_proxy(text)
        except WayError as error:
            self._address_row.set_error(way_sentence(error.problem))
        else:
            self._address_row.set_error("")

    def _address_chosen(self, text: str) -> None:
        now = self._bound.preferences.current
        if self._mode.value != "manual" or (now.proxy_mode == "manual" and text == now.proxy_url):
            return
        self._typed(text)
        if not self._address_row.error:
            cancel_tasks(self)
            self._start(self._network.go_through(text), self._address_row)

    # Certificates

    def _choose_file(self) -> None:
        now = self._bound.preferences.current.ca_file
        chooser = QFileDialog(self, _("Choose a file with certificates"))
        chooser.setObjectName("caFileChooser")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([_("Certificates (*.pem *.crt *.cer)"), _("All files (*)")])
        if now:
            chooser.setDirectory(str(Path(now).parent))
        chooser.fileSelected.connect(self.trust)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def trust(self, path: str) -> None:
        """Trust the certificates in `path` too; "" for none."""
        cancel_tasks(self)
        self._start(self._network.trust(path), self._ca_row)

    def _start(self, change: Coroutine[Any, Any, None], row: SettingRow) -> None:
        spawn(self, self._apply(change, row))

    async def _apply(self, change: Coroutine[Any, Any, None], row: SettingRow) -> None:
        try:
            await change
        except WayError as error:
            row.set_error(way_sentence(error.problem))
            return
        row.set_status(_("In use. Asking the instance…"))
        problem = await self._check()
        if problem:
            row.set_error(_("In use, but the instance cannot be reached this way. {why}").format(why=problem))
        else:
            row.set_status(_("In use."))


class AddressesSection(SettingSection):
    """The index of instances and the search index. `read` gives a whole address, or None for none."""

    def __init__(self, bound: Bound, icons: Icons, read: Callable[[str], str | None]) -> None:
        super().__init__(_("Directories"))
        self._bound = bound
        self._icons = icons
        self._read = read
        self._add(
            "instance_index_url",
            _("List of instances"),
            _("Asked when you look for an instance."),
        )
        self._add(
            "search_index_url",
            _("Search everywhere"),
            _("Asked when you search in all instances."),
        )

    def _add(self, name: str, title: str, hint: str) -> None:
        field = TextField("https://", f"setting-{name}")
        reset = IconButton(self._icons.get("reload"), _("Back to the standard address"), size=14)
        reset.setObjectName(f"setting-{name}-reset")
        row = self.add(SettingRow(title, hint, _side_by_side(field, reset), _("index address URL server")))

        def take(text: str) -> None:
            whole = self._read(text)
            if whole is None:
                row.set_error(_("This is not the address of a server, such as https://example.org."))
                return
            row.set_error("")
            self._bound.preferences.update(**{name: whole})
            field.setText(whole)

        def check(text: str) -> None:
            if self._read(text) is not None:
                row.set_error("")

        def show() -> None:
            field.show_value(str(getattr(self._bound.preferences.current, name)))

        def back() -> None:
            row.set_error("")
            self._bound.preferences.reset(name)
            field.setText(str(getattr(self._bound.preferences.current, name)))

        field.chosen.connect(take)
        field.typed.connect(check)
        reset.clicked.connect(back)
        self._bound.follow(show)


def _side_by_side(wide: QWidget, small: QWidget) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(wide)
    row.addWidget(small)
    return both
