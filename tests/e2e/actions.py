"""What the hand can see and do inside the program.

Widgets go by their objectName, of which the visible one is meant; events take the way they take from a window
system, so that what covers a button also covers it here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QKeyCombination, QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QKeySequence, QPixmap, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)

NO_KEYS = Qt.KeyboardModifier.NoModifier


def _all(name: str) -> list[QWidget]:
    found = []
    for window in QApplication.topLevelWidgets():
        if window.objectName() == name:
            found.append(window)
        found.extend(window.findChildren(QWidget, name))
    return found


def _widget(name: str) -> QWidget:
    """The visible widget of that name, or LookupError."""
    for widget in _all(name):
        if widget.isVisible():
            return widget
    raise LookupError(f"no visible widget is called {name!r}")


def _view(name: str) -> QAbstractItemView:
    widget = _widget(name)
    if not isinstance(widget, QAbstractItemView):
        raise TypeError(f"{name!r} is a {type(widget).__name__}")
    return widget


def _handle(widget: QWidget) -> QWindow:
    handle = widget.window().windowHandle()
    if handle is None:
        raise LookupError("the window is not on the screen")
    return handle


def _press(widget: QWidget, place: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    top = widget.window()
    QTest.mouseMove(_handle(widget), widget.mapTo(top, place))
    QTest.mouseClick(_handle(widget), button, NO_KEYS, widget.mapTo(top, place))


def _shown_part(widget: QWidget) -> QRect:
    return widget.visibleRegion().boundingRect()


def _text(widget: QWidget | None) -> str:
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        return widget.text()
    return ""


def _describe(widget: QWidget | None) -> dict[str, Any]:
    if widget is None:
        return {}
    return {
        "name": widget.objectName(),
        "class": widget.metaObject().className(),
        "text": _text(widget),
        "accessible": widget.accessibleName(),
        "tip": widget.toolTip(),
        "enabled": widget.isEnabled(),
        "checked": isinstance(widget, QAbstractButton) and widget.isChecked(),
        "focus": widget.hasFocus(),
        "size": [widget.width(), widget.height()],
    }


def look(name: str) -> dict[str, Any]:
    """Facts about the visible widget of that name; empty when there is none."""
    return next((_describe(widget) for widget in _all(name) if widget.isVisible()), {})


def texts() -> list[str]:
    """What the visible labels and buttons say."""
    return [
        text
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and not _shown_part(widget).isEmpty() and (text := _text(widget))
    ]


def click(name: str, x: int | None = None, y: int | None = None) -> None:
    """Clicks into the middle of what is seen of the widget, or at a place in it."""
    widget = _widget(name)
    place = _shown_part(widget).center()
    _press(widget, QPoint(place.x() if x is None else x, place.y() if y is None else y))


def click_text(text: str) -> None:
    """Clicks the visible button that says so."""
    for window in QApplication.topLevelWidgets():
        for button in window.findChildren(QAbstractButton):
            if button.isVisible() and button.text() == text:
                _press(button, _shown_part(button).center())
                return
    raise LookupError(f"no visible button says {text!r}")


def hover(name: str, x: int, y: int) -> None:
    """Moves the pointer to a place in the widget."""
    widget = _widget(name)
    QTest.mouseMove(_handle(widget), widget.mapTo(widget.window(), QPoint(x, y)))


def click_row(name: str, row: int) -> None:
    """Clicks a row of a list where it is seen, in its upper half."""
    view = _view(name)
    model = view.model()
    index = model.index(row, 0)
    if not index.isValid():
        raise LookupError(f"{name!r} has no row {row}, only {model.rowCount()}")
    place = view.visualRect(index) & view.viewport().rect()
    if place.isEmpty():
        raise LookupError(f"row {row} of {name!r} is not seen")
    _press(view.viewport(), QPoint(place.center().x(), place.top() + place.height() // 3))


def menu_row(name: str, row: int) -> None:
    """Opens the menu of a row of a list with the right button, where the row is seen."""
    view = _view(name)
    place = view.visualRect(view.model().index(row, 0)) & view.viewport().rect()
    if place.isEmpty():
        raise LookupError(f"row {row} of {name!r} is not seen")
    spot = QPoint(place.center().x(), place.top() + place.height() // 3)
    _press(view.viewport(), spot, Qt.MouseButton.RightButton)


def choose(text: str) -> None:
    """Clicks the entry of the open menu that says so."""
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        raise LookupError("no menu is open")
    for action in menu.actions():
        if action.text() == text:
            _press(menu, menu.actionGeometry(action).center())
            return
    raise LookupError(f"the menu has no {text!r}, only {[action.text() for action in menu.actions()]}")


def _decoration_size(index: QModelIndex) -> list[int]:
    picture = index.data(Qt.ItemDataRole.DecorationRole)
    if isinstance(picture, (QPixmap, QImage)) and not picture.isNull():
        return [picture.width(), picture.height()]
    if isinstance(picture, QIcon) and not picture.isNull():
        size = picture.actualSize(QSize(64, 64))
        return [size.width(), size.height()]
    return []


def rows(name: str, only_seen: bool = False) -> list[dict[str, Any]]:
    """The rows of a list: title, size of the picture ([] while there is none), and whether it is seen."""
    view = _view(name)
    model, around = view.model(), view.viewport().rect()
    found = []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        seen = view.visualRect(index).intersects(around)
        if seen or not only_seen:
            title = index.data(Qt.ItemDataRole.DisplayRole)
            found.append({"row": row, "title": title, "picture": _decoration_size(index), "seen": seen})
    return found


def row_count(name: str) -> int:
    """How many rows a list has so far."""
    return _view(name).model().rowCount()


def scroll(name: str, value: int | None = None) -> list[int]:
    """Where the vertical scroll bar stands and its end; moves it first when a value is given."""
    area = _widget(name)
    if not isinstance(area, QAbstractScrollArea):
        raise TypeError(f"{name!r} does not scroll")
    bar = area.verticalScrollBar()
    if value is not None:
        bar.setValue(value)
    return [bar.value(), bar.maximum()]


def _typing_window() -> QWindow:
    handle = QGuiApplication.focusWindow()
    if handle is None:
        # A screen without a window manager gives the focus to nobody by itself.
        window = _widget("mainWindow").window()
        window.activateWindow()
        handle = _handle(window)
        handle.requestActivate()
        QTest.qWaitForWindowActive(window, 2000)
    return handle


def press(keys: str) -> None:
    """Presses a key or combination, as in "Ctrl+L" or "Space", in the window with the focus."""
    # PySide's own declarations do not know that a sequence has an index.
    combination: QKeyCombination = cast(Any, QKeySequence(keys))[0]
    QTest.keyClick(_typing_window(), combination.key(), combination.keyboardModifiers())


def write(text: str) -> None:
    """Types the text (ASCII), in the window with the focus."""
    for character in text:
        QTest.keyClick(_typing_window(), ord(character))


def focus() -> dict[str, Any]:
    """The widget with the focus."""
    return _describe(QApplication.focusWidget())


def current_row(name: str) -> int:
    """The row with the keyboard's mark, or -1."""
    return _view(name).currentIndex().row()


def get(name: str, prop: str) -> Any:
    """A property of the widget (numbers, texts and truth values only)."""
    value = _widget(name).property(prop)
    return value if isinstance(value, (int, float, str, bool)) else repr(value)


def picture(name: str) -> dict[str, Any]:
    """What the widget looks like: a fingerprint, the mean brightness (of 255), the number of colours."""
    image = _widget(name).grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    small = image.scaled(64, 36).convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(small.constBits())
    colours = {data[at : at + 3] for at in range(0, len(data) - 2, 3)}
    return {
        "print": hashlib.sha256(data).hexdigest(),
        "brightness": sum(data) / max(1, len(data)),
        "colours": len(colours),
    }


def pixel(name: str, x: float, y: float) -> list[int]:
    """Red, green and blue at a place given in parts of the widget's width and height."""
    image = _widget(name).grab().toImage()
    colour = image.pixelColor(int(x * (image.width() - 1)), int(y * (image.height() - 1)))
    return [colour.red(), colour.green(), colour.blue()]


def screenshot(path: str) -> bool:
    """Saves a picture of the main window."""
    return _widget("mainWindow").grab().save(path)


def windows() -> list[str]:
    """The names of the windows on the screen."""
    return [window.objectName() for window in QApplication.topLevelWidgets() if window.isVisible()]


def resize(width: int, height: int) -> None:
    """Gives the main window another size."""
    _widget("mainWindow").resize(width, height)


def close() -> None:
    """Closes the main window as its close button does; the answer comes before the program ends."""
    _widget("mainWindow").close()


ACTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        look,
        texts,
        click,
        click_text,
        hover,
        click_row,
        menu_row,
        choose,
        rows,
        row_count,
        scroll,
        press,
        write,
        focus,
        current_row,
        get,
        picture,
        pixel,
        screenshot,
        windows,
        resize,
        close,
    )
}
