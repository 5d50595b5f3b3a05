"""What others wrote is shown as it is: in tooltips, and in labels of several lines."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocumentFragment

from peertube_desktop.ui.text import breakable, plain_tip

UI = Path(__file__).resolve().parents[2] / "peertube_desktop" / "ui"
SETTERS = ("setToolTip", "setStatusTip", "setWhatsThis")


def _is_ours(text: ast.expr) -> bool:
    """Whether it is a word of this program, or made plain."""
    if isinstance(text, ast.Constant):
        return True
    return (
        isinstance(text, ast.Call) and isinstance(text.func, ast.Name) and text.func.id in ("_", "plain_tip")
    )


def test_every_tooltip_is_ours_or_made_plain() -> None:
    wrong = []
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in SETTERS and not all(_is_ours(text) for text in node.args):
                wrong.append(f"{path.relative_to(UI)}:{node.lineno}")
            if node.func.attr == "showText" and isinstance(node.func.value, ast.Name):
                wrong += [f"{path.relative_to(UI)}:{node.lineno}"] if node.func.value.id == "QToolTip" else []
    assert not wrong


@pytest.mark.parametrize(
    "text", ["", "Science & Technology", "a < b & c", "<b>bold</b>", "&lt;b&gt;", "1 > 0"]
)
def test_what_is_plain_is_shown_as_it_is(text: str) -> None:
    shown = plain_tip(text)
    if shown != text:
        shown = QTextDocumentFragment.fromHtml(shown).toPlainText()
    assert shown == text


@pytest.mark.parametrize(
    "text", ["", "Short words " * 20, "\u05d0" * 100, "e" * 30 + "\u0301", "\U0001f469\u200d" * 60]
)
def test_what_breaks_by_itself_or_must_not_is_left_alone(text: str) -> None:
    assert breakable(text) == text


@pytest.mark.parametrize("text", ["W" * 300, "https://host.test/" + "a" * 200, "\u0436" * 90])
def test_an_endless_word_may_end_its_line(text: str) -> None:
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text
    assert max(map(len, broken.split("\u200b"))) <= 30
