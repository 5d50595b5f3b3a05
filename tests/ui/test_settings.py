"""The settings page: every setting changes at once, is found by its words, and refuses what makes no sense."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peertube_desktop.services.network import Network
from peertube_desktop.services.storage import Storage
from peertube_desktop.store.image_cache import ImageCache
from peertube_desktop.store.library import KnownInstance
from peertube_desktop.store.settings import INSTANCE_INDEX_URL, Settings
from peertube_desktop.ui.dialogs.confirm import ConfirmDialog
from peertube_desktop.ui.pages.settings import SettingsPage
from peertube_desktop.ui.router import Route
from peertube_desktop.ui.widgets.choose_many import ManyButton
from peertube_desktop.ui.widgets.setting_controls import ChoiceBox, NumberBox, Switch, TextField
from peertube_desktop.ui.widgets.setting_rows import SettingRow
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things

SWITCHES = ("metered", "captions_on", "autoplay_next", "resume", "theatre", "private_mode", "restore_session")
CHOICES = (
    ("theme", "light"),
    ("nsfw_policy", "blur"),
    ("quality", 720),
    ("metered_height", 240),
    ("rate", 1.5),
    ("caption_style", "outline"),
)
NUMBERS = (("text_size", 150), ("caption_size", 200), ("image_cache_mb", 500))


class Kept:
    """The page, and what it works on."""

    def __init__(self, page: SettingsPage, things: Things, cache: ImageCache, cleared: list[str]) -> None:
        self.page, self.things, self.cache, self.cleared = page, things, cache, cleared

    @property
    def now(self) -> Settings:
        return self.things.preferences.current

    def row(self, name: str) -> SettingRow:
        control = self.page.findChild(QWidget, name)
        assert control is not None
        while not isinstance(control, SettingRow):
            control = control.parentWidget()
            assert control is not None
        return control

    def press(self, name: str) -> None:
        button = self.page.findChild(QAbstractButton, name)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type_into(self, name: str, text: str) -> None:
        field = self.page.findChild(TextField, name)
        assert field is not None
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def choose(self, name: str, value: object) -> None:
        box = self.page.findChild(ChoiceBox, f"setting-{name}")
        assert box is not None
        index = box.findData(value)
        box.setCurrentIndex(index)
        box.activated.emit(index)

    async def answer(self, until: Until, button: str) -> None:
        """Press a button of the dialog that asks."""
        await until(lambda: self.page.window().findChildren(ConfirmDialog))
        (dialog,) = self.page.window().findChildren(ConfirmDialog)
        pressed = dialog.findChild(QPushButton, button)
        assert pressed is not None
        QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)


@pytest.fixture
async def kept(things: Things, qtbot: QtBot, tmp_path: Path) -> Kept:
    cleared: list[str] = []
    cache = ImageCache(tmp_path / "cache", 50_000_000)
    storage = Storage(
        cache,
        things.library,
        things.history,
        things.instances,
        things.preferences,
        lambda: cleared.append("logs"),
        things.root,
    )
    storage.cleared.connect(lambda: cleared.append("told"))
    page = SettingsPage(
        theme=things.theme,
        icons=things.icons,
        preferences=things.preferences,
        browsing=things.browsing,
        instances=things.instances,
        network=Network(things.connections, things.preferences),
        storage=storage,
    )
    page.notice.connect(things.notices.append)
    page.resize(900, 700)
    qtbot.addWidget(page)
    page.show()
    page.open(Route("settings"), None)
    return Kept(page, things, cache, cleared)


async def test_a_switch_changes_its_setting(kept: Kept) -> None:
    for name in SWITCHES:
        before = getattr(kept.now, name)
        switch = kept.page.findChild(Switch, f"setting-{name}")
        assert switch is not None
        assert switch.isChecked() is before
        QTest.keyClick(switch, Qt.Key.Key_Space)
        assert getattr(kept.now, name) is not before
        # A click on its words does the same as one on its box.
        QTest.mouseClick(kept.row(f"setting-{name}"), Qt.MouseButton.LeftButton)
        assert getattr(kept.now, name) is before


async def test_a_choice_changes_its_setting(kept: Kept) -> None:
    for name, value in CHOICES:
        box = kept.page.findChild(ChoiceBox, f"setting-{name}")
        assert box is not None
        assert box.value == getattr(kept.now, name)
        kept.choose(name, value)
        assert getattr(kept.now, name) == value


async def test_a_number_changes_its_setting_when_it_is_done(kept: Kept) -> None:
    for name, value in NUMBERS:
        box = kept.page.findChild(NumberBox, f"setting-{name}")
        assert box is not None
        before = getattr(kept.now, name)
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, str(value))
        assert getattr(kept.now, name) == before
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert getattr(kept.now, name) == value


async def test_a_change_from_elsewhere_is_shown(kept: Kept) -> None:
    kept.things.preferences.update(private_mode=True, quality=481, rate=1.1)
    switch = kept.page.findChild(Switch, "setting-private_mode")
    quality = kept.page.findChild(ChoiceBox, "setting-quality")
    assert switch is not None
    assert switch.isChecked()
    assert quality is not None
    assert quality.value == 481


FOUND = {
    "proxy": ["setting-proxy_mode", "setting-proxy_url"],
    "CAPTION size": ["setting-caption_size"],
    "nsfw": ["setting-nsfw_policy"],
    "appearance": ["setting-theme", "setting-text_size", "setting-restore_session"],
    "incognito": ["setting-private_mode"],
}


async def test_settings_are_found_by_their_words(kept: Kept) -> None:
    kept.page.focus_first()
    search = kept.page.findChild(QLineEdit, "settingsSearch")
    assert search is not None
    for typed, found in FOUND.items():
        QTest.keyClicks(search, typed)
        rows = [row for row in kept.page.findChildren(SettingRow) if row.isVisible()]
        assert rows == [kept.row(name) for name in found]
        QTest.keyClick(search, Qt.Key.Key_Escape)
        assert all(row.isVisible() for row in kept.page.findChildren(SettingRow))


async def test_a_word_that_no_setting_has_says_so(kept: Kept) -> None:
    search = kept.page.findChild(QLineEdit, "settingsSearch")
    assert search is not None
    search.setText("zzz")
    state = kept.page.findChild(QWidget, "stateView")
    assert state is not None
    assert state.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
async def test_languages_come_from_the_instance(kept: Kept, demo_82: DemoProcess, until: Until) -> None:
    kept.things.instances.visit(demo_82.url)
    kept.page.open(Route("settings"), None)
    button = kept.page.findChild(ManyButton, "setting-content_languages")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    view = button.findChild(QListView, "chooseManyList")
    edit = button.findChild(QLineEdit, "chooseManyFilter")
    assert view is not None
    assert edit is not None
    view.window().hide()
    await until(lambda: view.model().rowCount() > 100)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClicks(edit, "fren")
    QTest.keyClick(edit, Qt.Key.Key_Down)
    names = [view.model().index(row, 0).data() for row in range(view.model().rowCount())]
    assert "French" in names
    view.setCurrentIndex(view.model().index(names.index("French"), 0))
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert not kept.now.content_languages
    view.window().hide()
    assert list(kept.now.content_languages) == ["fr"]
    assert button.text() == "French"


async def test_without_languages_the_row_says_why(kept: Kept, faulty_demo: DemoProcess, until: Until) -> None:
    faulty_demo.set_faults([{"path": "/api/v1/videos/languages", "status": 500}])
    kept.things.instances.visit(faulty_demo.url)
    kept.page.open(Route("settings"), None)
    row = kept.row("setting-content_languages")
    await until(lambda: row.error)
    assert "could not be loaded" in row.error


async def test_an_address_is_taken_only_if_it_is_one(kept: Kept) -> None:
    for name in ("instance_index_url", "search_index_url"):
        standard = getattr(Settings(), name)
        kept.type_into(f"setting-{name}", "javascript:alert(1)")
        assert kept.row(f"setting-{name}").error
        assert getattr(kept.now, name) == standard
        kept.type_into(f"setting-{name}", "index.example")
        assert not kept.row(f"setting-{name}").error
        assert getattr(kept.now, name) == "https://index.example"
        kept.press(f"setting-{name}-reset")
        assert getattr(kept.now, name) == standard


async def test_a_proxy_is_checked_as_it_is_typed_and_never_half_taken(kept: Kept) -> None:
    mode = kept.page.findChild(ChoiceBox, "setting-proxy_mode")
    field = kept.page.findChild(TextField, "setting-proxy_url")
    assert mode is not None
    assert field is not None
    assert not field.isEnabled()
    kept.choose("proxy_mode", "manual")
    row = kept.row("setting-proxy_url")
    assert "Until then nothing changes" in row.error
    assert field.isEnabled()
    QTest.keyClicks(field, "gopher://x")
    assert "socks5://" in row.error
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert kept.now.proxy_mode == "none"
    kept.page.open(Route("settings"), None)
    assert mode.value == "none"
    assert not row.error


async def test_a_proxy_that_does_not_answer_is_in_use_and_said_so(
    kept: Kept, demo_82: DemoProcess, until: Until
) -> None:
    kept.things.instances.visit(demo_82.url)
    kept.choose("proxy_mode", "manual")
    kept.type_into("setting-proxy_url", "127.0.0.1:9")
    row = kept.row("setting-proxy_url")
    await until(lambda: "cannot be reached" in row.error)
    assert kept.now.proxy_url == "http://127.0.0.1:9"
    kept.choose("proxy_mode", "none")
    await until(lambda: row.error == "In use.")
    assert kept.now.proxy_mode == "none"


async def test_a_certificate_file_is_checked_before_it_is_trusted(
    kept: Kept, tmp_path: Path, until: Until
) -> None:
    bad, good = tmp_path / "bad.pem", tmp_path / "good.pem"
    bad.write_text("nothing")
    trustme.CA().cert_pem.write_to_path(good)
    section = kept.page._network
    row = kept.row("setting-ca_file")
    section.trust(str(bad))
    await until(lambda: "no certificate" in row.error)
    assert kept.now.ca_file == ""
    section.trust(str(good))
    await until(lambda: row.error == "In use.")
    assert kept.now.ca_file == str(good)
    kept.press("setting-ca_file-clear")
    await until(lambda: kept.now.ca_file == "")


async def test_the_file_chooser_opens_without_holding_up_the_loop(kept: Kept) -> None:
    kept.press("setting-ca_file")
    chooser = kept.page.findChild(QWidget, "caFileChooser")
    assert chooser is not None
    assert chooser.isVisible()
    chooser.close()


async def test_pictures_are_measured_cleared_and_bounded(kept: Kept, until: Until) -> None:
    kept.cache.put("https://a.example/1.jpg", b"x" * 50_000, "")
    kept.page.open(Route("settings"), None)
    await until(lambda: "50.0 kB" in kept.row("clear-pictures")._hint.text())
    kept.press("clear-pictures")
    await until(lambda: kept.things.notices)
    assert kept.cache.size() == 0
    for number in range(300):
        kept.cache.put(f"https://a.example/{number}.jpg", b"x" * 50_000, "")
    kept.things.preferences.update(image_cache_mb=10)
    await until(lambda: kept.cache.size() <= 10_000_000)


async def test_the_history_goes_only_when_one_says_so(kept: Kept, until: Until) -> None:
    await kept.things.library.add_search("cats")
    kept.press("clear-history")
    await kept.answer(until, "confirmCancel")
    assert list(await kept.things.library.searches()) == ["cats"]
    await until(lambda: not kept.page.window().findChildren(ConfirmDialog))
    kept.press("clear-history")
    await kept.answer(until, "confirmAction")
    await until(lambda: kept.things.notices)
    assert not await kept.things.library.searches()


async def test_everything_goes_but_the_way_out_and_private_mode(kept: Kept, until: Until) -> None:
    things = kept.things
    await things.library.add_search("cats")
    await things.library.remember_instance(KnownInstance("https://a.example", "A"))
    await things.instances.load()
    things.preferences.update(
        theme="light",
        proxy_mode="manual",
        proxy_url="http://127.0.0.1:9",
        private_mode=True,
        instance_index_url="https://b.example",
    )
    things.instances.visit("https://a.example")
    kept.press("clear-everything")
    await kept.answer(until, "confirmAction")
    await until(lambda: things.notices)
    assert kept.cleared == ["logs", "told"]
    assert (kept.now.theme, kept.now.instance_index_url) == ("system", INSTANCE_INDEX_URL)
    assert (kept.now.proxy_mode, kept.now.proxy_url) == ("manual", "http://127.0.0.1:9")
    assert kept.now.private_mode
    assert not things.instances.known
    assert things.instances.current == ""
    assert not await things.library.searches()
    assert not await things.library.instances()


async def test_every_control_can_be_reached_and_says_what_it_is(kept: Kept) -> None:
    kept.page.focus_first()
    reached = []
    for _step in range(80):
        focused = kept.page.focusWidget()
        if focused is None or focused in reached:
            break
        reached.append(focused)
        kept.page.focusNextChild()
    names = {widget.objectName() for widget in reached}
    for name in (*SWITCHES, *(name for name, _value in (*CHOICES, *NUMBERS) if name != "metered_height")):
        assert f"setting-{name}" in names
    for name in ("clear-pictures", "clear-history", "clear-everything", "keysButton", "aboutButton"):
        assert name in names
    silent = [w.objectName() for w in reached if not (w.accessibleName() or getattr(w, "text", str)())]
    assert silent == []
