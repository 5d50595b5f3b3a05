"""Secrets in a keyring, in a file, and what is said where that does not work."""

from __future__ import annotations

import os
import stat
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordSetError

from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.secrets import (
    FileSecrets,
    KeyringSecrets,
    MemorySecrets,
    Secrets,
    SecretsError,
    SecretsProblem,
)
from tests.keyrings import MemoryKeyring, WeakKeyring

SECRET = "s3cr3t-ü"


@pytest.fixture(autouse=True)
def _own_keyring() -> Iterator[None]:
    """The real one of this machine is put back; none of these tests sees it."""
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def ring() -> MemoryKeyring:
    made = MemoryKeyring()
    keyring.set_keyring(made)
    return made


@pytest.mark.parametrize("kind", ["keyring", "file", "memory"])
def test_kept_replaced_forgotten(kind: str, ring: MemoryKeyring, tmp_path: Path) -> None:
    path = tmp_path / "config" / "sessions.json"
    kinds: dict[str, Secrets] = {
        "keyring": KeyringSecrets(),
        "file": FileSecrets(path),
        "memory": MemorySecrets(),
    }
    secrets = kinds[kind]
    assert secrets.get("a") is None
    secrets.delete("a")
    secrets.set("a", SECRET)
    secrets.set("b", "other")
    secrets.set("a", SECRET * 2)
    assert (secrets.get("a"), secrets.get("b")) == (SECRET * 2, "other")
    secrets.delete("a")
    assert (secrets.get("a"), secrets.get("b")) == (None, "other")
    secrets.delete("b")
    assert not ring.kept
    assert not path.exists(), "a file without a secret says nothing"


def test_the_file_is_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "sessions.json"
    before = os.umask(0)
    try:
        FileSecrets(path).set("a", SECRET)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        # Copied from elsewhere, say.
        path.chmod(0o644)
        assert FileSecrets(path).get("a") == SECRET
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(before)


@pytest.mark.parametrize("junk", [b"", b"{", b"[1]", b'{"a": 1}', b"\xff\x00", b'{"a": {"b": "c"}}'])
def test_a_file_of_junk_is_replaced(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "sessions.json"
    path.write_bytes(junk)
    assert FileSecrets(path).get("a") is None
    FileSecrets(path).set("a", SECRET)
    assert FileSecrets(path).get("a") == SECRET
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_was_killed_leaves_no_secret_behind(tmp_path: Path) -> None:
    path = tmp_path / "sessions.json"
    (tmp_path / ".sessions.json.x1y2").write_text(SECRET)
    assert FileSecrets(path).get("a") is None
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    secrets = FileSecrets(tmp_path / "config" / "sessions.json")
    works: list[Callable[[], object]] = [lambda: secrets.set("a", SECRET), lambda: secrets.get("a")]
    for work in works:
        with pytest.raises(SecretsError) as caught:
            work()
        assert caught.value.problem is SecretsProblem.FAILED
        assert isinstance(caught.value, StoreError)


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), WeakKeyring()])
def test_no_keyring(backend: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """None at all, one that forgets, one that is not safe: nothing is kept in it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{type(backend).__module__}.{type(backend).__name__}")
    keyring.set_keyring(backend)
    with pytest.raises(SecretsError) as caught:
        KeyringSecrets().set("a", SECRET)
    assert caught.value.problem is SecretsProblem.NO_KEYRING
    assert not getattr(backend, "kept", None)


def test_a_keyring_that_is_started_later(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = KeyringSecrets()
    keyring.set_keyring(fail.Keyring())
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with pytest.raises(SecretsError):
        secrets.get("a")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyrings.MemoryKeyring")
    secrets.set("a", SECRET)
    assert secrets.get("a") == SECRET


class PromptDismissedException(Exception):
    """What SecretService's library raises, by its name."""


def _caused() -> Exception:
    error = InitError("Failed to create the collection")
    error.__cause__ = PromptDismissedException()
    return error


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (KeyringLocked("locked " + SECRET), SecretsProblem.LOCKED),
        (_caused(), SecretsProblem.LOCKED),
        (PasswordSetError(SECRET), SecretsProblem.FAILED),
        (KeyringError(SECRET), SecretsProblem.FAILED),
        (OSError(5, SECRET), SecretsProblem.FAILED),
        (RuntimeError(SECRET), SecretsProblem.FAILED),
    ],
)
@pytest.mark.parametrize("what", ["get", "set", "delete"])
def test_a_keyring_that_is_locked_or_fails(
    ring: MemoryKeyring, error: Exception, problem: SecretsProblem, what: str
) -> None:
    """It is said so, and not with what the backend says: its words may hold the secret."""
    secrets = KeyringSecrets()
    secrets.set("a", SECRET)

    def refuse(asked: str) -> None:
        if asked == what:
            raise error

    ring.fail = refuse
    works: dict[str, Callable[[], object]] = {
        "get": lambda: secrets.get("a"),
        "set": lambda: secrets.set("a", "x"),
        "delete": lambda: secrets.delete("a"),
    }
    with pytest.raises(SecretsError) as caught:
        works[what]()
    assert caught.value.problem is problem
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    ring.fail = None
    assert secrets.get("a") == SECRET
