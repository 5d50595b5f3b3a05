"""What is told about this program and about an instance."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from peertube_desktop import __version__
from peertube_desktop.media.libvlc import libvlc_version
from peertube_desktop.paths import Paths
from peertube_desktop.services.diagnostics import Diagnostics
from peertube_desktop.ui.pages.about import AboutPage
from peertube_desktop.ui.pages.instance import InstancePage
from peertube_desktop.ui.router import PageState, Route
from peertube_desktop.ui.widgets.rich_text import RichText
from peertube_desktop.ui.widgets.states import ErrorState
from tests.demo_process import DemoProcess
from tests.ui.conftest import Until
from tests.ui.things import Things


def button(page: QWidget, name: str) -> QAbstractButton:
    found = page.findChild(QAbstractButton, name)
    assert found is not None
    return found


def said(page: QWidget) -> str:
    """All that is shown, a line for each label or text."""
    labels = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    return "\n".join(labels + [text.plain for text in page.findChildren(RichText) if text.isVisible()])


async def test_the_report_is_shown_and_copied(
    things: Things, qtbot: QtBot, until: Until, tmp_path_factory: pytest.TempPathFactory
) -> None:
    paths = Paths.of(tmp_path_factory.mktemp("profile"))
    folders = [("config", paths.config), ("state", paths.state)]
    page = AboutPage(
        theme=things.theme,
        icons=things.icons,
        diagnostics=Diagnostics(folders, libvlc_version, lambda: [("a.example", "8.2.1")]),
    )
    page.notice.connect(things.notices.append)
    qtbot.addWidget(page)
    page.show()
    copy = button(page, "copyReport")
    assert not copy.isEnabled()
    page.open(Route("about"), None)
    await until(copy.isEnabled)
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert f"peertube-desktop: {__version__}" in text
    assert "instance a.example: 8.2.1" in text
    assert things.notices == ["Report copied"]
    await until(lambda: "8.2.1" in said(page))
    assert f"Version {__version__}" in said(page)
    assert "GNU General Public License" in said(page)
    for link in ("link-peertube", "link-documentation", "link-licence"):
        assert button(page, link).toolTip().startswith("https://")


@pytest.fixture
def page(things: Things, qtbot: QtBot) -> InstancePage:
    page = InstancePage(
        theme=things.theme,
        icons=things.icons,
        pictures=things.pictures,
        connections=things.connections,
        links=things.links,
    )
    page.go.connect(things.routes.append)
    page.resize(900, 700)
    qtbot.addWidget(page)
    page.show()
    return page


async def test_an_instance_says_who_it_is(
    things: Things, page: InstancePage, instance_url: str, until: Until
) -> None:
    page.open(Route.of("instance", instance_url), None)
    await until(lambda: "PeerTube " in said(page))
    config = await things.browsing.config(instance_url)
    assert config.instance.name in said(page)
    assert config.server_version in said(page)
    assert "users" in said(page)
    state = page.state()
    page.open(Route.of("instance", instance_url), PageState(0, state.held))
    assert config.instance.name in said(page)
    QTest.mouseClick(button(page, "instanceBrowse"), Qt.MouseButton.LeftButton)
    assert things.routes == [Route.of("discover", instance_url)]


async def test_what_another_one_answers_late_is_not_shown(
    page: InstancePage, demo_63: DemoProcess, demo_82: DemoProcess, until: Until
) -> None:
    here = asyncio.all_tasks()
    back = Route.of("instance", demo_82.url)
    page.open(back, None)
    await until(lambda: "Terms" in said(page))
    kept = page.state()
    page.open(Route.of("instance", demo_63.url), None)
    page.open(back, kept)
    await until(lambda: asyncio.all_tasks() <= here)
    assert "Terms" in said(page)
    assert demo_82.host in said(page)
    assert demo_63.get("/api/v1/config")["serverVersion"] not in said(page)


async def test_its_texts_are_shown(page: InstancePage, demo_82: DemoProcess, until: Until) -> None:
    page.open(Route.of("instance", demo_82.url), None)
    wanted = ("Mind the cyclists", "Assume good faith", "English, French", "lives on your own machine")
    # They are laid out one after the other.
    await until(lambda: all(text in said(page) for text in wanted))
    assert "**" not in said(page)


async def test_a_homepage_is_shown_where_there_is_one(
    page: InstancePage, faulty_demo: DemoProcess, until: Until
) -> None:
    body = (
        '{"content": "# Welcome\\n\\n<script>let x</script> to **us**'
        '\\n\\n<peertube-videos-list data-count=\\"3\\"></peertube-videos-list> <https://a.example>"}'
    )
    faulty_demo.set_faults([{"path": "/api/v1/custom-pages/homepage/instance", "status": 200, "body": body}])
    page.open(Route.of("instance", faulty_demo.url), None)
    await until(lambda: all(text in said(page) for text in ("Homepage", "Welcome", "https://a.example")))
    assert all(word not in said(page) for word in ("<script>", "let x", "peertube-videos-list"))


@pytest.mark.parametrize("missing", ["/api/v1/server/stats", "/api/v1/videos/languages"])
async def test_what_it_does_not_tell_is_left_out(
    page: InstancePage, faulty_demo: DemoProcess, until: Until, missing: str
) -> None:
    faulty_demo.set_faults([{"path": missing, "status": 500}])
    page.open(Route.of("instance", faulty_demo.url), None)
    await until(lambda: "Terms" in said(page))
    assert ("users" in said(page)) is ("stats" not in missing)


async def test_an_error_has_a_sentence_and_another_try(
    page: InstancePage, faulty_demo: DemoProcess, until: Until
) -> None:
    faulty_demo.set_faults([{"path": "/api/v1/config/about", "status": 500}])
    page.open(Route.of("instance", faulty_demo.url), None)
    error = page.findChild(ErrorState)
    assert error is not None
    await until(error.isVisible)
    assert "has a problem" in error.text
    faulty_demo.clear()
    QTest.mouseClick(button(error, "retryButton"), Qt.MouseButton.LeftButton)
    await until(lambda: "Terms" in said(page))
    assert not error.isVisible()
