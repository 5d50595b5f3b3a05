"""The rule of the house: ui → services → api | store | media, and what follows from it.

The imports are read, not run, those inside functions too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "peertube_desktop"
LAYERS = ("api", "store", "media", "services", "demo", "ui")
LONGEST = 400

# What a layer may name of the project besides itself. The roots (app.py, __main__.py, paths.py) are no layer.
MAY_NAME = {
    "api": (),
    "store": ("paths",),
    "media": ("paths",),
    "services": ("api", "store", "media", "paths"),
    "ui": ("services", "paths", "api.models", "api.errors", "store.errors"),
    "demo": (),
}
MAY_NAME_OF_QT = {
    "api": (),
    "store": (),
    "demo": (),
    "media": ("QtCore", "QtGui"),
    "services": ("QtCore", "QtGui", "QtNetwork", "QtDBus"),
}
# QtGui has far more than pictures in memory: below the widgets only these are used.
GUI_NAMES = {
    "QImage",
    "QImageReader",
    "QImageWriter",
    "QColor",
    "QPainter",
    "QGuiApplication",
    "QDesktopServices",
}


@dataclass(frozen=True)
class Import:
    """One imported name: `module` is absolute, `name` what is taken from it ("" for the module itself)."""

    module: str
    name: str
    line: int

    @property
    def dotted(self) -> str:
        """The module with the name."""
        return f"{self.module}.{self.name}" if self.name else self.module


def imports_of(path: Path, tree: ast.Module) -> Iterator[Import]:
    """All imports of a file, relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)


def files(layer: str = "") -> list[Path]:
    """The Python files of a layer, or of the whole package."""
    return sorted((PACKAGE / layer).rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, line: int, what: str) -> str:
    """One line of a complaint."""
    return f"{path.relative_to(ROOT)}:{line}: {what}"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_names_only_what_is_below_it(layer: str) -> None:
    allowed = tuple(f"peertube_desktop.{name}" for name in (layer, *MAY_NAME[layer]))
    wrong = []
    for path in files(layer):
        for found in imports_of(path, parsed(path)):
            if found.dotted in ("peertube_desktop.__version__", "peertube_desktop"):
                continue
            if found.module.split(".")[0] == "peertube_desktop" and not any(
                f"{found.dotted}.".startswith(f"{name}.") for name in allowed
            ):
                wrong.append(where(path, found.line, found.dotted))
    assert not wrong, "\n".join(wrong)


def test_only_the_roots_and_the_window_name_the_window() -> None:
    """`__main__` starts launch.py, which starts app.py; nobody else names them."""
    wrong = [
        where(path, found.line, found.dotted)
        for path in files()
        if path not in (PACKAGE / "__main__.py", PACKAGE / "launch.py")
        for found in imports_of(path, parsed(path))
        if found.dotted.startswith(
            ("peertube_desktop.app", "peertube_desktop.launch", "peertube_desktop.__main__")
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_nobody_imports_the_demo_instance() -> None:
    wrong = [
        where(path, found.line, found.dotted)
        for path in files()
        if not path.is_relative_to(PACKAGE / "demo")
        for found in imports_of(path, parsed(path))
        if found.dotted.startswith("peertube_desktop.demo")
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_pool_speaks_http() -> None:
    wrong = [
        where(path, found.line, found.dotted)
        for path in files()
        if not path.is_relative_to(PACKAGE / "demo")
        for found in imports_of(path, parsed(path))
        if (found.module.split(".")[0] == "httpx" and path != PACKAGE / "api" / "pool.py")
        or (
            found.module.split(".")[0] in ("httpcore", "requests", "aiohttp", "http")
            and found.module not in ("http", "http.server")
            and not path.is_relative_to(PACKAGE / "api")
        )
        or found.dotted.startswith("urllib.request")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("layer", list(MAY_NAME_OF_QT))
def test_below_the_window_there_are_no_widgets(layer: str) -> None:
    wrong = []
    for path in files(layer):
        for found in imports_of(path, parsed(path)):
            if found.module.split(".")[0] == "qasync" and layer != "services":
                wrong.append(where(path, found.line, found.dotted))
            if found.module.split(".")[0] != "PySide6":
                continue
            part, _, name = found.dotted.removeprefix("PySide6").lstrip(".").partition(".")
            if part not in MAY_NAME_OF_QT[layer] or (part == "QtGui" and name not in GUI_NAMES):
                wrong.append(where(path, found.line, found.dotted))
    assert not wrong, "\n".join(wrong)


def test_text_for_people_is_written_in_ui_alone() -> None:
    wrong = []
    for path in files():
        if path.is_relative_to(PACKAGE / "ui") or path.is_relative_to(PACKAGE / "demo"):
            continue
        for found in imports_of(path, parsed(path)):
            if found.module.split(".")[0] == "gettext" or (
                found.dotted.startswith("peertube_desktop.ui.i18n")
                and not found.dotted.endswith("use_languages")
            ):
                wrong.append(where(path, found.line, found.dotted))
    assert not wrong, "\n".join(wrong)


def test_dialogs_do_not_hold_up_the_event_loop() -> None:
    """`exec()` spins a second event loop inside the first one; `open()` does not."""
    wrong = [
        where(path, node.lineno, "exec()")
        for path in files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("exec", "exec_", "processEvents")
    ]
    assert not wrong, "\n".join(wrong)


def test_no_file_holds_more_than_one_job() -> None:
    long = {
        str(path.relative_to(ROOT)): length
        for path in [*files(), *sorted((ROOT / "tests").rglob("*.py"))]
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_no_check_is_switched_off() -> None:
    marks = ("type: " + "ignore", "# no" + "qa", "pragma: no " + "cover", "mypy: ignore" + "-errors")
    wrong = [
        where(path, number, line.strip())
        for path in [*files(), *sorted((ROOT / "tests").rglob("*.py"))]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(mark in line for mark in marks)
    ]
    assert not wrong, "\n".join(wrong)
