"""What opens things is kept nowhere: not on the disk, not in a log, a title or the list of processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from peertube_desktop.demo.library import OPENS_WITH
from tests.demo_process import DemoProcess
from tests.e2e.conftest import Start
from tests.e2e.liar import lying
from tests.e2e.program import Program
from tests.services.demo_videos import Special, video_of

WRONG = "Wrong-Zqx-password"
RIGHT = "Right-Zqx-password"


def places_of(folder: Path, secret: str) -> list[str]:
    """The files that hold it, in any of the ways it may be written."""
    forms = [secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def check(program: Program, secret: str) -> None:
    """While it runs."""
    assert secret not in program.do("get", "mainWindow", "windowTitle")
    assert secret not in "\n".join(program.do("texts"))
    assert secret not in program.output
    process = Path("/proc", str(program.process.pid))
    assert secret.encode() not in (process / "cmdline").read_bytes()
    assert secret.encode() not in (process / "environ").read_bytes()
    assert not places_of(program.folder, secret)


def test_the_password_of_a_video(start: Start, demo_82: DemoProcess) -> None:
    uuid = video_of(demo_82, Special.PASSWORD).uuid
    with lying(demo_82, lambda path, value: value, {RIGHT: OPENS_WITH}) as server:
        program = start(f"{server.url}/w/{uuid}")
        program.wait_widget("videoPassword")
        program.do("click", "videoPassword")
        program.do("write", WRONG)
        program.do("press", "Return")
        program.wait_text("That is not the right password")
        check(program, WRONG)
        program.do("click", "videoPassword")
        program.do("write", RIGHT)
        program.do("press", "Return")
        program.wait_playing()
        check(program, RIGHT)
        program.do("press", "5")
        assert program.close() == 0
        for secret in (WRONG, RIGHT, "videoFileToken"):
            assert not places_of(program.folder, secret)
        again = start(f"{server.url}/w/{uuid}", folder=program.folder)
        again.wait_widget("videoPassword")
        assert again.close() == 0


@pytest.mark.parametrize("how", ["instance", "link"])
def test_a_password_in_an_address(start: Start, demo_82: DemoProcess, how: str) -> None:
    address = demo_82.url.replace("://", f"://somebody:{WRONG}@")
    if how == "instance":
        program = start("--instance", address)
        program.wait_widget("videoGrid")
    else:
        program = start(f"{address}/w/abc")
        program.wait_text("Not a PeerTube address")
    assert WRONG not in program.do("get", "mainWindow", "windowTitle")
    assert WRONG not in "\n".join(program.do("texts"))
    assert program.close() == 0
    assert not places_of(program.folder, WRONG)
