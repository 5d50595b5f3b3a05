"""Keyrings for tests: the library's own way of plugging one in, no mock of it."""

from __future__ import annotations

from collections.abc import Callable

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps passwords in this process; `fail`, where it is set, is called first and may raise."""

    priority: float = 9

    def __init__(self) -> None:
        # Not the library's own: that reads settings from the environment.
        self.kept: dict[tuple[str, str], str] = {}
        self.fail: Callable[[str], None] | None = None

    def _ask(self, what: str) -> None:
        if self.fail is not None:
            self.fail(what)

    def get_password(self, service: str, username: str) -> str | None:
        """The password, or None."""
        self._ask("get")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps it."""
        self._ask("set")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forgets it; raises where there is none, as real ones do."""
        self._ask("delete")
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("no such password")


class WeakKeyring(MemoryKeyring):
    """One that nobody should use unasked."""

    priority = 0.5
