"""The picture by shader, in a process of its own on a virtual screen, by whatever OpenGL there is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from peertube_desktop.ui.player.graphics import has_graphics_card
from tests.e2e.screen import virtual_screen

ROOT = Path(__file__).resolve().parents[3]
CLOSE = 3


def test_a_shader_paints_the_same_colours() -> None:
    with virtual_screen("800x600x24") as screen:
        if not screen:
            pytest.skip("there is no Xvfb")
        environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
        environment["PEERTUBE_DESKTOP_PICTURE"] = "gl"
        run = subprocess.run(
            [sys.executable, "-m", "tests.ui.player.shader_program"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    if "OpenGL" not in run.stdout and "context" in run.stderr.lower():
        pytest.skip("there is no OpenGL")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["painter"] == "OpenGL"
    for matrix, wanted, found in told["found"]:
        assert all(abs(a - b) <= CLOSE for a, b in zip(wanted, found, strict=False)), (matrix, wanted, found)
        assert found[3] == 0, "the bar is black"
    assert told["moved"] == told["found"][-1][2]
    assert told["snapshots"] == 1
    assert "QOpenGL" not in run.stderr


def test_a_machine_without_a_card_loads_no_driver(qapp: object) -> None:
    # Tests run offscreen, where there is nothing to draw with.
    assert not has_graphics_card()
