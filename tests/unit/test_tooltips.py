"""No tooltip takes what others wrote for marks of ours."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocumentFragment

from peertube_desktop.ui.text import plain_tip

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
