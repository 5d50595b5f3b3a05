"""What can go wrong on disk, as types."""

from __future__ import annotations

from enum import StrEnum


class StoreError(Exception):
    """Something could not be read from or written to disk."""


class DiskFullError(StoreError):
    """No room left, or a quota reached."""


class DatabaseTooNewError(StoreError):
    """The database was written by a later version of the program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"database version {found}, this program knows {known}")
        self.found = found
        self.known = known


class SecretsProblem(StrEnum):
    """Why a secret could not be read or kept."""

    NO_KEYRING = "no_keyring"
    """This system has none, or none that is safe."""
    LOCKED = "locked"
    """The keyring is locked, and was not unlocked when asked."""
    FAILED = "failed"


class SecretsError(StoreError):
    """A secret could not be read or kept."""

    def __init__(self, problem: SecretsProblem, detail: str = "") -> None:
        super().__init__(f"{problem} {detail}".rstrip())
        self.problem = problem
