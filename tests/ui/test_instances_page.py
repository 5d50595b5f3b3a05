"""Where one starts: an address, the instances known already, the public list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from peertube_desktop.services.instances import InstanceInfo
from peertube_desktop.ui.pages.instances import InstancesPage
from peertube_desktop.ui.router import PageState, Route
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things

HERE = Route.of("instances")


@pytest.fixture
def page(things: Things, qtbot: QtBot, demo_82: DemoProcess) -> InstancesPage:
    things.instances.index_address = demo_82.url
    page = InstancesPage(
        theme=things.theme, icons=things.icons, pictures=things.pictures, instances=things.instances
    )
    page.resize(1000, 800)
    qtbot.addWidget(page)
    page.notice.connect(things.notices.append)
    page.show()
    return page


def texts(page: InstancesPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(page: InstancesPage, name: str) -> QAbstractButton:
    return next(one for one in page.findChildren(QAbstractButton, name) if one.isVisible())


def enter(page: InstancesPage, text: str) -> None:
    page._field.edit.setText(text)
    QTest.keyClick(page._field.edit, Qt.Key.Key_Return)


async def test_the_public_list_is_there_to_pick_from(
    page: InstancesPage, things: Things, demo_82: DemoProcess, until: Until
) -> None:
    page.open(HERE, None)
    assert "Where do you want to start?" in texts(page)
    await until(lambda: page._model.rowCount() > 10)
    row = next(at for at, card in enumerate(page._model.cards) if card.instance.host == demo_82.host)
    card = page._model.cards[row]
    assert card.title == "Hilltop Videos"
    assert card.counts == "60 videos · 8 users"
    assert "English, Français" in card.text
    page._list.open_row(row)
    assert f"Asking {demo_82.host}…" in page._field.words
    await until(lambda: things.instances.current == demo_82.url)
    assert [known.origin for known in things.instances.known] == [demo_82.url]
    assert page._field.words == ""


async def test_typing_searches_the_list(page: InstancesPage, until: Until) -> None:
    page.open(HERE, None)
    await until(lambda: page._model.rowCount() > 10)
    QTest.keyClicks(page._field.edit, "pedal")
    await until(lambda: [card.title for card in page._model.cards] == ["Pedal Tube"])
    QTest.keyClick(page._field.edit, Qt.Key.Key_Return)
    assert page._list.hasFocus() or page.focusWidget() is page._list
    assert page._list.currentIndex().row() == 0
    page._field.edit.clear()
    QTest.keyClicks(page._field.edit, "nothing like it")
    await until(lambda: "The list has nothing for “nothing like it”." in texts(page))
    QTest.keyClick(page._field.edit, Qt.Key.Key_Escape)
    await until(lambda: page._model.rowCount() > 10)


async def test_a_language_narrows_the_list(page: InstancesPage, until: Until) -> None:
    page.open(HERE, None)
    await until(lambda: page._model.rowCount() > 10)
    whole = page._model.rowCount()
    menu = page._field._language.menu()
    next(action for action in menu.actions() if action.text() == "Français").trigger()
    await until(lambda: 0 < page._model.rowCount() < whole)
    assert all("fr" in card.instance.languages for card in page._model.cards)


async def test_an_address_is_opened_with_enter(
    page: InstancesPage, things: Things, demo: DemoProcess, until: Until
) -> None:
    page.open(HERE, None)
    enter(page, f"  {demo.url}/w/anything ")
    await until(lambda: things.instances.current == demo.url)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nobody.invalid", "nobody.invalid was not found"),
        ("https://{host}", "No secure connection to {host}"),
        ("http://127.0.0.1:1", "127.0.0.1:1 does not answer"),
    ],
)
async def test_what_is_wrong_is_said(
    page: InstancesPage, things: Things, demo_82: DemoProcess, until: Until, typed: str, said: str
) -> None:
    page.open(HERE, None)
    enter(page, typed.format(host=demo_82.host))
    await until(lambda: said.format(host=demo_82.host) in page._field.words)
    assert things.instances.current == ""
    assert button(page, "instanceAct").text() == "Try again"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"body": "<html>hello</html>"}, "is not a PeerTube"),
        ({"body": {"serverVersion": "2.1.0", "instance": {}}}, "It runs PeerTube 2.1.0"),
        ({"status": 503}, "is not available"),
        ({"status": 403}, "Not allowed"),
        ({"status": 301, "headers": {"Location": "file:///etc/hostname"}}, "sends elsewhere"),
        ({"cut_after_bytes": 20}, "broke off"),
    ],
)
async def test_what_answers_strangely_is_said(
    page: InstancesPage,
    things: Things,
    faulty_demo: DemoProcess,
    until: Until,
    rule: dict[str, object],
    said: str,
) -> None:
    faulty_demo.set_faults([{"path": "/api/v1/config", **rule}])
    page.open(HERE, None)
    enter(page, faulty_demo.url)
    await until(lambda: said in page._field.words)
    assert things.instances.current == ""


async def test_words_that_are_no_address_are_said_to_be_none(page: InstancesPage, until: Until) -> None:
    page.open(HERE, None)
    QTest.keyClicks(page._field.edit, "nosuchthing")
    await until(lambda: "The list has nothing for" in texts(page))
    QTest.keyClick(page._field.edit, Qt.Key.Key_Return)
    await until(lambda: "“nosuchthing” is not an address" in page._field.words)


async def test_asking_can_be_given_up(
    page: InstancesPage, things: Things, faulty_demo: DemoProcess, until: Until
) -> None:
    faulty_demo.set_faults([{"path": "/api/v1/config", "hang": True}])
    page.open(HERE, None)
    enter(page, faulty_demo.url)
    await until(lambda: page._field.asking)
    await until(lambda: any(one["path"].startswith("/api/v1/config") for one in faulty_demo.log()))
    QTest.keyClick(page._field.edit, Qt.Key.Key_Escape)
    assert page._field.words == ""
    faulty_demo.clear()
    enter(page, faulty_demo.url)
    await until(lambda: things.instances.current == faulty_demo.url)


async def test_before_a_redirect_is_followed_the_person_is_asked(
    page: InstancesPage, things: Things, faulty_demo: DemoProcess, demo_63: DemoProcess, until: Until
) -> None:
    there = {"Location": f"{demo_63.url}/api/v1/config"}
    faulty_demo.set_faults([{"path": "/api/v1/config", "status": 301, "headers": there}])
    page.open(HERE, None)
    enter(page, faulty_demo.url)
    await until(lambda: f"{faulty_demo.host} leads to {demo_63.host}" in page._field.words)
    assert things.instances.current == ""
    button(page, "instanceCancel").click()
    assert page._field.words == ""
    enter(page, faulty_demo.url)
    await until(lambda: "leads to" in page._field.words)
    button(page, "instanceAct").click()
    await until(lambda: things.instances.current == demo_63.url)


async def test_a_text_that_failed_is_tried_again_to_say_why(page: InstancesPage, until: Until) -> None:
    page.open(Route.of("instances", address="nobody.invalid"), None)
    assert page._field.edit.text() == "nobody.invalid"
    await until(lambda: "nobody.invalid was not found" in page._field.words)


async def test_a_list_that_does_not_come_leaves_the_field(
    page: InstancesPage, things: Things, faulty_demo: DemoProcess, demo_82: DemoProcess, until: Until
) -> None:
    things.instances.index_address = faulty_demo.url
    faulty_demo.set_faults([{"path": "/api/v1/instances", "status": 502}])
    page.open(HERE, None)
    await until(lambda: "The public list cannot be shown" in texts(page))
    enter(page, "nobody.invalid")
    await until(lambda: "nobody.invalid was not found" in page._field.words)
    faulty_demo.set_faults([])
    next(one for one in page._banner.findChildren(QPushButton) if one.isVisible()).click()
    await until(lambda: page._model.rowCount() > 10)
    assert "cannot be shown" not in texts(page)


async def test_offline_it_says_so(page: InstancesPage, things: Things, until: Until) -> None:
    things.instances.index_address = "https://index.invalid"
    page.open(HERE, None)
    await until(lambda: "index.invalid was not found" in texts(page))
    assert "An address can still be typed above." in texts(page)


async def test_known_ones_are_opened_and_removed_in_one_click(
    page: InstancesPage, things: Things, until: Until
) -> None:
    await things.instances.use(InstanceInfo("https://a.example", "Alpha & Co", "8.2.1"))
    await things.instances.use(InstanceInfo("https://b.example", "Beta", "6.3.0"))
    page.open(HERE, None)
    assert "Where do you want to start?" not in texts(page)
    assert "Your instances" in texts(page)
    rows = page._known._rows
    assert [row.property("chosen") for row in rows] == [True, False]
    await until(lambda: "a.example · PeerTube 8.2.1" in texts(page))
    next(one for one in rows[1].findChildren(QPushButton, "knownOpen")).click()
    assert things.instances.current == "https://a.example"
    remove = page._known._rows[1].findChildren(QAbstractButton, "knownRemove")[0]
    assert remove.accessibleName() == "Remove Beta from the list"
    remove.click()
    await until(lambda: [known.name for known in things.instances.known] == ["Alpha & Co"])
    await until(lambda: len(page._known._rows) == 1)


async def test_the_keyboard_reaches_everything(page: InstancesPage, things: Things, until: Until) -> None:
    await things.instances.use(InstanceInfo("https://a.example", "Alpha", "8.2.1"))
    page.open(HERE, PageState())
    await until(lambda: page._model.rowCount() > 10)
    page.focus_first()
    assert page.focusWidget() is page._field.edit
    reached = []
    for _step in range(6):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        reached.append(page.focusWidget().objectName())
    assert reached[:4] == ["instanceLanguage", "knownOpen", "knownRemove", "instanceList"]
    page.focus_first()
    QTest.keyClick(page._field.edit, Qt.Key.Key_Down)
    assert page.focusWidget() is page._list
    assert page._list.currentIndex().row() == 0
    QTest.keyClick(page._list, Qt.Key.Key_Down)
    assert page._list.currentIndex().row() == 1
