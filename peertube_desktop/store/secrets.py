"""Where secrets are kept: in the system's keyring, in a file of this user alone, or nowhere."""

from __future__ import annotations

import contextlib
import importlib
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec

from peertube_desktop.store.errors import SecretsError, SecretsProblem
from peertube_desktop.store.files import remove_leftovers, write_atomically

__all__ = ["FileSecrets", "KeyringSecrets", "MemorySecrets", "Secrets", "SecretsError", "SecretsProblem"]

SERVICE = "PeerTube Desktop"
LEAST_PRIORITY = 1.0
"""What the keyring library itself calls recommended: below it are plain files, and refusals."""
_LOCKED = ("KeyringLocked", "LockedException", "PromptDismissedException")
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


class Secrets(Protocol):
    """Blocking, and for as long as a person needs to unlock a keyring: for a thread of its own."""

    def get(self, key: str) -> str | None:
        """The secret, or None where there is none. Raises SecretsError."""

    def set(self, key: str, value: str) -> None:
        """Keep a secret in place of what was there. Raises SecretsError."""

    def delete(self, key: str) -> None:
        """Forget a secret; one that is not there is no error. Raises SecretsError."""


class MemorySecrets:
    """For this run of the program only."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """See `Secrets`."""
        return self._kept.get(key)

    def set(self, key: str, value: str) -> None:
        """See `Secrets`."""
        self._kept[key] = value

    def delete(self, key: str) -> None:
        """See `Secrets`."""
        self._kept.pop(key, None)


class KeyringSecrets:
    """The system's keyring: SecretService or KWallet, Keychain, Windows' credentials.

    Its library is imported at the first use, which takes a while.
    """

    def __init__(self, service: str = SERVICE) -> None:
        self._service = service
        self._found: Any = None

    def get(self, key: str) -> str | None:
        """See `Secrets`."""
        backend = self._backend()
        with _typed():
            found = backend.get_password(self._service, key)
            return None if found is None else str(found)

    def set(self, key: str, value: str) -> None:
        """See `Secrets`."""
        backend = self._backend()
        with _typed():
            backend.set_password(self._service, key, value)

    def delete(self, key: str) -> None:
        """See `Secrets`."""
        backend = self._backend()
        with _typed():
            if backend.get_password(self._service, key) is not None:
                backend.delete_password(self._service, key)

    def _backend(self) -> Any:
        if self._found is None:
            try:
                self._found = _recommended()
            except Exception as error:
                # Backends may be anybody's, and raise anything.
                raise SecretsError(SecretsProblem.NO_KEYRING, type(error).__name__) from None
        if self._found is None:
            raise SecretsError(SecretsProblem.NO_KEYRING)
        return self._found


def _recommended() -> Any:
    keyring = importlib.import_module("keyring")
    backend = keyring.get_keyring()
    if not _is_recommended(backend):
        # It looked around once; a keyring may have been started since.
        keyring.core.init_backend()
        backend = keyring.get_keyring()
    return backend if _is_recommended(backend) else None


def _is_recommended(backend: Any) -> bool:
    # A chain asks its links in turn, and writes to the first.
    first = next(iter(getattr(backend, "backends", ())), backend)
    return float(first.priority) >= LEAST_PRIORITY


@contextlib.contextmanager
def _typed() -> Iterator[None]:
    """What a backend raises, as a SecretsError: without its text and traceback, which may hold the secret."""
    try:
        yield
    except Exception as error:
        kinds = (*type(error).__mro__, *type(error.__cause__).__mro__)
        locked = any(kind.__name__ in _LOCKED for kind in kinds)
        problem = SecretsProblem.LOCKED if locked else SecretsProblem.FAILED
        raise SecretsError(problem, type(error).__name__) from None


class FileSecrets:
    """A JSON file that only this user may read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, key: str) -> str | None:
        """See `Secrets`."""
        return self._read().get(key)

    def set(self, key: str, value: str) -> None:
        """See `Secrets`."""
        self._write({**self._read(), key: value})

    def delete(self, key: str) -> None:
        """See `Secrets`."""
        kept = self._read()
        if kept.pop(key, None) is not None:
            self._write(kept)

    def _read(self) -> dict[str, str]:
        remove_leftovers(self._path)
        try:
            raw = self._path.read_bytes()
            if sys.platform != "win32" and stat.S_IMODE(self._path.stat().st_mode) != OWNER_ONLY:
                self._path.chmod(OWNER_ONLY)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SecretsError(SecretsProblem.FAILED, error.strerror or "") from None
        try:
            return msgspec.json.decode(raw, type=dict[str, str])
        except (msgspec.MsgspecError, UnicodeDecodeError):
            # Nothing in it is of use to anybody; it is replaced by what comes next.
            return {}

    def _write(self, kept: dict[str, str]) -> None:
        try:
            if kept:
                # Made for this user alone, before there is anything in it.
                write_atomically(self._path, msgspec.json.encode(kept))
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            raise SecretsError(SecretsProblem.FAILED, error.strerror or "") from None
