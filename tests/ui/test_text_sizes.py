"""At every text size icons are as large as the words beside them, and sentences are whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from peertube_desktop.ui.widgets.pill import IconButton, PillButton
from peertube_desktop.ui.widgets.states import EmptyState
from tests.ui.things import Things

SENTENCE = "tube.example has nothing that matches. It may be on another instance, or nowhere at all by now."


async def test_icons_grow_with_the_text(things: Things, qtbot: QtBot) -> None:
    round_one = IconButton(things.icons.get("close"), "Close")
    pill = PillButton("Filters", things.icons.get("filter"))
    for button in (round_one, pill):
        qtbot.addWidget(button)
        button.show()
    before = round_one.iconSize(), pill.iconSize()
    scale = things.theme.scale
    things.theme.choose("dark", 200)
    grown = things.theme.scale / scale
    assert (round_one.iconSize(), pill.iconSize()) == (before[0] * grown, before[1] * grown)
    things.theme.choose("dark", 100)
    assert (round_one.iconSize(), pill.iconSize()) == before


async def test_a_sentence_takes_no_more_room_than_it_needs(things: Things, qtbot: QtBot) -> None:
    state = EmptyState(things.icons, "search", "Nothing here", SENTENCE[:60], "Try again")
    qtbot.addWidget(state)
    state.resize(260, 700)
    state.show()
    state.resize(1000, 700)
    text = next(label for label in state.findChildren(QLabel) if label.text() == SENTENCE[:60])
    assert text.height() < 2 * text.fontMetrics().lineSpacing()


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [320, 700, 1200])
async def test_a_sentence_is_whole(things: Things, qtbot: QtBot, percent: int, width: int) -> None:
    state = EmptyState(things.icons, "search", "Nothing here", SENTENCE, "Try again")
    qtbot.addWidget(state)
    state.resize(QSize(width, 700))
    state.show()
    things.theme.choose("dark", percent)
    state.resize(QSize(width, 720))
    layout = state.layout()
    assert layout is not None
    layout.activate()
    labels = [label for label in state.findChildren(QLabel) if label.text()]
    assert len(labels) == 2
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width())
        assert label.geometry().left() >= 0
        assert label.geometry().right() <= state.width()
