"""The search field of the window: suggestions, links, the page it leads to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from peertube_desktop.ui.router import Route
from peertube_desktop.ui.search_control import SearchControl
from peertube_desktop.ui.widgets.search_box import SearchBox
from peertube_desktop.ui.window import Window
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things


@pytest.fixture
def window(things: Things, demo_82: DemoProcess, qtbot: QtBot) -> Window:
    window = Window(things.theme, things.icons, things.router)
    qtbot.addWidget(window)
    things.instances.visit(demo_82.url)
    SearchControl(window, things.router, things.searching, things.opening, things.instances, things.root)
    window.show()
    window.activateWindow()
    return window


@pytest.fixture
def box(window: Window) -> SearchBox:
    return window.top_bar.search


def offered(box: SearchBox) -> list[str]:
    model = box.suggestions.view.model()
    shown = box.suggestions.isVisible()
    return [model.index(row, 0).data() for row in range(model.rowCount())] if shown else []


async def test_enter_leads_to_the_results(
    things: Things, window: Window, box: SearchBox, demo_82: DemoProcess, until: Until
) -> None:
    window.focus_search()
    QTest.keyClicks(box.edit, "  night   sky ")
    QTest.keyClick(box.edit, Qt.Key.Key_Return)
    assert things.routes == [Route.of("search", demo_82.url, text="night sky")]
    box.edit.clear()
    QTest.keyClicks(box.edit, "sky")
    await until(lambda: offered(box) == ["night sky"])


async def test_the_scope_goes_along_and_searches_anew(
    things: Things, window: Window, box: SearchBox, demo_82: DemoProcess
) -> None:
    things.router.go(Route.of("search", demo_82.url, text="sky", tab="channels"))
    assert box.edit.text() == "sky"
    everywhere = next(action for action in box._scope.menu().actions() if action.text() == "Everywhere")
    everywhere.trigger()
    assert things.routes[-1] == Route.of(
        "search", demo_82.url, text="sky", tab="channels", scope="everywhere"
    )
    assert box.everywhere
    things.router.back()
    assert not box.everywhere
    things.router.go(Route.of("discover", demo_82.url))
    assert box.edit.text() == ""


async def test_a_scope_nobody_chose_does_not_stay(
    things: Things, window: Window, box: SearchBox, demo_82: DemoProcess
) -> None:
    things.router.go(Route.of("search", demo_82.url, text="sky", scope="everywhere"))
    assert box.everywhere
    things.router.go(Route.of("discover", demo_82.url))
    assert not box.everywhere
    box._scope.menu().actions()[1].trigger()
    things.router.go(Route.of("trending", demo_82.url))
    assert box.everywhere


async def test_earlier_searches_are_offered_while_one_types(
    things: Things, window: Window, box: SearchBox, until: Until
) -> None:
    for text in ("bread", "night sky", "night train"):
        await things.searching.remember(text)
    window.focus_search()
    await until(lambda: offered(box) == ["night train", "night sky", "bread"])
    QTest.keyClicks(box.edit, "nig")
    await until(lambda: offered(box) == ["night train", "night sky"])
    QTest.keyClick(box.edit, Qt.Key.Key_Down)
    QTest.keyClick(box.edit, Qt.Key.Key_Down)
    assert box.edit.text() == "night sky"
    QTest.keyClick(box.edit, Qt.Key.Key_Up)
    QTest.keyClick(box.edit, Qt.Key.Key_Up)
    assert box.edit.text() == "nig"
    QTest.keyClick(box.edit, Qt.Key.Key_Down)
    QTest.keyClick(box.edit, Qt.Key.Key_Return)
    assert things.routes[-1].arg("text") == "night train"
    assert not offered(box)


async def test_titles_of_videos_are_offered_while_one_types(
    things: Things, window: Window, box: SearchBox, demo_82: DemoProcess, until: Until
) -> None:
    await things.searching.remember("the northern line")
    window.focus_search()
    QTest.keyClicks(box.edit, "northern")
    await until(lambda: len(offered(box)) > 1)
    earlier, title = offered(box)[:2]
    assert earlier == "the northern line"
    assert "northern" in title.lower()
    # A title is no earlier search: there is nothing to take off the list.
    QTest.keyClick(box.edit, Qt.Key.Key_Down)
    QTest.keyClick(box.edit, Qt.Key.Key_Down)
    assert box.edit.text() == title
    QTest.keyClick(box.edit, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert title in offered(box)
    view = box.suggestions.view
    row = view.visualRect(view.model().index(1, 0))
    corner = QPoint(row.right() - row.height() // 2, row.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert things.routes == [Route.of("search", demo_82.url, text=title)]


@pytest.mark.parametrize("everywhere", [True, False])
async def test_what_is_typed_goes_to_the_instance_alone(
    things: Things,
    window: Window,
    box: SearchBox,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
    everywhere: bool,
) -> None:
    asked: list[str] = []

    async def titles(origin: str, typed: str) -> list[str]:
        asked.append(typed)
        return ["One\u202e title"]

    monkeypatch.setattr(things.searching, "titles", titles)
    await things.searching.remember("sky at night")
    box.set_scope(everywhere)
    window.focus_search()
    QTest.keyClicks(box.edit, "sky" if everywhere else "http://far.example/w/1")
    if everywhere:
        await until(lambda: offered(box) == ["sky at night"])
    box.edit.clear()
    box.set_scope(False)
    QTest.keyClicks(box.edit, "at night")
    await until(lambda: "One title" in offered(box))
    assert asked == ["at night"]


async def test_a_suggestion_is_taken_by_a_click_or_removed(
    things: Things, window: Window, box: SearchBox, until: Until
) -> None:
    for text in ("bread", "night sky"):
        await things.searching.remember(text)
    window.focus_search()
    await until(lambda: len(offered(box)) == 2)
    view = box.suggestions.view
    row = view.visualRect(view.model().index(0, 0))
    cross = QPoint(row.right() - row.height() // 2, row.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    await until(lambda: offered(box) == ["bread"])
    assert await things.searching.suggestions("") == ["bread"]
    assert box.edit.hasFocus()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert things.routes[-1].arg("text") == "bread"


async def test_a_suggestion_is_removed_with_the_keyboard(
    things: Things, window: Window, box: SearchBox, until: Until
) -> None:
    for text in ("bread", "night sky"):
        await things.searching.remember(text)
    window.focus_search()
    await until(lambda: len(offered(box)) == 2)
    QTest.keyClick(box.edit, Qt.Key.Key_Down)
    QTest.keyClick(box.edit, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: offered(box) == ["bread"])


async def test_escape_leaves(things: Things, window: Window, box: SearchBox, until: Until) -> None:
    await things.searching.remember("bread")
    window.focus_search()
    await until(lambda: offered(box))
    QTest.keyClick(box.edit, Qt.Key.Key_Escape)
    assert not offered(box)
    assert not things.routes


FAR = "https://far.example"
SHORT = "4ZzkYZfZyXGzCzRyNLTtQh"


@pytest.mark.parametrize(
    ("typed", "route"),
    [
        ("{url}/c/night_sky/videos", Route.of("channel", "{url}", handle="night_sky")),
        ("{url}/a/greta", Route.of("account", "{url}", handle="greta")),
        (f"{FAR}/w/p/{SHORT}", Route.of("playlist", FAR, id=SHORT)),
        (f"{FAR}/w/{SHORT}?start=1m2s", Route.of("watch", FAR, id=SHORT, start="62")),
        (f"{FAR}/videos/watch/{SHORT}", Route.of("watch", FAR, id=SHORT)),
        ("night_sky@{host}", Route.of("channel", "{url}", handle="night_sky")),
    ],
)
async def test_a_link_or_handle_goes_straight_there(
    things: Things,
    window: Window,
    box: SearchBox,
    demo_82: DemoProcess,
    until: Until,
    typed: str,
    route: Route,
) -> None:
    box.edit.setText(typed.format(url=demo_82.url, host=demo_82.host))
    QTest.keyClick(box.edit, Qt.Key.Key_Return)
    await until(lambda: things.routes)
    assert things.routes == [Route(route.page, route.origin.format(url=demo_82.url), route.args)]
    assert await things.searching.suggestions("") == []


async def test_the_address_of_an_instance_is_to_be_browsed(
    things: Things, window: Window, box: SearchBox
) -> None:
    asked: list[str] = []
    things.opening.instance_wanted.connect(asked.append)
    window.focus_search()
    QTest.keyClicks(box.edit, f"{FAR}/")
    QTest.keyClick(box.edit, Qt.Key.Key_Return)
    assert asked == [FAR]
    assert not things.routes


async def test_a_handle_that_nobody_has_is_told(
    things: Things, window: Window, box: SearchBox, demo_82: DemoProcess, until: Until
) -> None:
    box.edit.setText(f"nobody_at_all@{demo_82.host}")
    QTest.keyClick(box.edit, Qt.Key.Key_Return)
    await until(lambda: things.notices)
    assert things.notices == ["There is no channel or account nobody_at_all"]
    assert not things.routes


async def test_private_mode_keeps_nothing(things: Things, window: Window, box: SearchBox) -> None:
    things.preferences.update(private_mode=True)
    box.edit.setText("secret")
    QTest.keyClick(box.edit, Qt.Key.Key_Return)
    assert things.routes[-1].arg("text") == "secret"
    assert await things.searching.suggestions("") == []
