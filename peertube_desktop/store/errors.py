"""What can go wrong on disk, as types."""

from __future__ import annotations


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
