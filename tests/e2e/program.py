"""The real program as a process of its own, for end-to-end tests.

    program = Program(["--instance", url], folder, display)
    program.wait_rows("videoGrid", 10)
    program.do("click_row", "videoGrid", 0)
    assert program.close() == 0

Everything the program writes to its standard error counts: `check_errors` fails on a line nobody expects.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
# The slowest machine that shall pass: nothing is measured here, a wait only has to end.
PATIENCE = 40.0


class ProgramError(AssertionError):
    """The program did not do what was waited for; the text holds what it wrote."""


class Program:
    """One start of the program. `display` is an X display, or "" for Qt's offscreen platform."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        display: str,
        environment: Mapping[str, str] | None = None,
        driver: str = "tests.e2e.driven",
    ) -> None:
        self.folder = folder
        self.profile = folder / "profile"
        (folder / "home").mkdir(parents=True, exist_ok=True)
        runtime = folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        address = folder / "hand"
        address.unlink(missing_ok=True)
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_"))},
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(runtime),
            "QT_QPA_PLATFORM": "xcb" if display else "offscreen",
            "LANGUAGE": "en",
            "PYTHONUNBUFFERED": "1",
            "PYTHONFAULTHANDLER": "1",
            # Never the keyring of the machine that runs the tests.
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            **(environment or {}),
        }
        env.pop("WAYLAND_DISPLAY", None)
        env.pop("DISPLAY", None)
        if display:
            env["DISPLAY"] = display
        self.exit_time = 0.0
        self._errors: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(address))
            listener.listen(1)
            command = [sys.executable, "-m", driver, str(address)]
            command += ["--profile-dir", str(self.profile), *arguments]
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()
            listener.settimeout(PATIENCE)
            try:
                self._connection, _ = listener.accept()
            except TimeoutError:
                self.kill()
                raise ProgramError(f"the program did not start:\n{self.output}") from None
        self._connection.settimeout(PATIENCE)
        self._lines = self._connection.makefile("rw", encoding="utf-8")

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._errors.append(line.decode(errors="replace").rstrip("\n"))

    @property
    def output(self) -> str:
        """All it wrote so far."""
        return "\n".join(self._errors)

    def expect(self, pattern: str) -> None:
        """Lines in which the expression is found are not held against the program."""
        self._expected.append(re.compile(pattern))

    def check_errors(self) -> None:
        """Fails when the program wrote a line that nobody expects."""
        wrong = [line for line in self._errors if line and not any(p.search(line) for p in self._expected)]
        assert not wrong, "the program wrote:\n" + "\n".join(wrong)

    def do(self, action: str, *arguments: Any) -> Any:
        """One action of tests/e2e/actions.py, in the program's GUI thread. Raises ProgramError."""
        try:
            self._lines.write(json.dumps([action, *arguments]) + "\n")
            self._lines.flush()
            line = self._lines.readline()
        except (OSError, ValueError) as error:
            raise ProgramError(f"{action}{arguments}: {error}\n{self.output}") from error
        if not line:
            raise ProgramError(f"the program ended during {action}{arguments}\n{self.output}")
        answer = json.loads(line)
        if "error" in answer:
            raise ProgramError(f"{action}{arguments}: {answer['error']}\n{self.output}")
        return answer["value"]

    def wait(self, look: Callable[[], T], what: str, within: float = PATIENCE) -> T:
        """Asks again and again until `look` gives something true, which is returned."""
        end = time.monotonic() + within
        last = ""
        while time.monotonic() < end:
            try:
                if found := look():
                    return found
            except ProgramError as error:
                if self.process.poll() is not None:
                    raise
                last = str(error)
            time.sleep(0.02)
        shown = self._try("texts")
        self._try("screenshot", str(self.folder / "failed.png"))
        raise ProgramError(f"waited in vain for: {what}\n{last}\nshown: {shown}\nwritten: {self.output}")

    def _try(self, action: str, *arguments: Any) -> Any:
        try:
            return self.do(action, *arguments)
        except ProgramError as error:
            return str(error)

    def wait_widget(self, name: str) -> dict[str, Any]:
        """Waits until a widget of that name is visible; its facts."""
        found: dict[str, Any] = self.wait(lambda: self.do("look", name), f"{name} to be seen")
        return found

    def wait_gone(self, name: str) -> None:
        """Waits until no widget of that name is visible."""
        self.wait(lambda: not self.do("look", name), f"{name} to go")

    def wait_text(self, pattern: str) -> str:
        """Waits until a visible label or button says something the expression finds; its text."""
        known = re.compile(pattern)
        return self.wait(
            lambda: next((text for text in self.do("texts") if known.search(text)), ""),
            f"the text {pattern!r}",
        )

    def wait_rows(self, name: str, at_least: int = 1, pictures: bool = False) -> list[dict[str, Any]]:
        """Waits until a list has so many rows with titles, and a picture on each row seen; the rows seen."""

        def look() -> list[dict[str, Any]]:
            if self.do("row_count", name) < at_least:
                return []
            seen: list[dict[str, Any]] = self.do("rows", name, True)
            return seen if all(row["title"] and (row["picture"] or not pictures) for row in seen) else []

        return self.wait(look, f"{at_least} rows in {name}{' with pictures' if pictures else ''}")

    def wait_playing(self) -> None:
        """Waits until `playerSurface` shows moving pictures that are not black."""
        prints = set()

        def look() -> bool:
            shown = self.do("picture", "playerSurface")
            if shown["brightness"] > 12 and shown["colours"] > 8:
                prints.add(shown["print"])
            return len(prints) >= 3

        self.wait(look, "moving pictures")

    def close(self, within: float = 10.0) -> int:
        """Closes the main window, waits for the end and gives the exit status. Raises ProgramError."""
        begin = time.monotonic()
        self.do("close")
        try:
            status = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ProgramError(f"the program did not end within {within} s\n{self.output}") from None
        self.exit_time = time.monotonic() - begin
        self._finish()
        return status

    def kill(self) -> None:
        """Ends it the hard way (SIGKILL)."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._finish()

    def _finish(self) -> None:
        self._reader.join(10)
        if hasattr(self, "_lines"):
            with contextlib.suppress(OSError):  # there is nobody any more to take the last line
                self._lines.close()
            self._connection.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
