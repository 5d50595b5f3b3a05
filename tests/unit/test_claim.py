"""One program on a profile, whatever became of the one before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from peertube_desktop.ui.instance_name import Claim, socket_name
from peertube_desktop.ui.single_instance import hand_over_or_follow

HOLDS = (
    "import sys; from pathlib import Path; from peertube_desktop.ui.instance_name import Claim;"
    "print(Claim(Path(sys.argv[1])).take(), flush=True); sys.stdin.read()"
)


def test_one_has_it_until_it_gives_it_back(tmp_path: Path) -> None:
    first, second = Claim(tmp_path), Claim(tmp_path)
    assert first.take()
    assert not second.take()
    first.give_back()
    first.give_back()
    assert second.take()
    second.give_back()


def test_one_that_hangs_is_not_passed_by_and_one_that_is_killed_is(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        claim = Claim(tmp_path)
        name = str(tmp_path / "nobody listens")
        assert hand_over_or_follow(name, [], claim.take, 0) is None
        other.kill()
        other.wait()
    assert hand_over_or_follow(name, [], claim.take, 0) is True
    claim.give_back()


def test_where_nothing_can_be_kept_nobody_is_turned_away(tmp_path: Path) -> None:
    assert Claim(tmp_path / "missing").take()
    assert Claim(tmp_path / "missing").take()


def test_the_address_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert Path(socket_name(profile)).parent == tmp_path
    for nowhere in ("", str(tmp_path / "missing")):
        monkeypatch.setenv("XDG_RUNTIME_DIR", nowhere)
        assert socket_name(profile).endswith(f"-{os.getuid()}")
