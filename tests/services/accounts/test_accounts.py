"""Signing in on instances that answer as real ones do, over runs of the program."""

from __future__ import annotations

import asyncio
import stat
import sys
import threading

import pytest

from peertube_desktop.api.errors import (
    NetworkError,
    ServerError,
    SessionEndedError,
    SignInError,
    SignInProblem,
)
from peertube_desktop.services import accounts as accounts_module
from peertube_desktop.services.accounts import Place, SecretsError, SecretsProblem
from tests.demo_process import DemoProcess
from tests.keyrings import MemoryKeyring
from tests.services.accounts.runs import ME, PASSWORD, TOKEN, Runs, asked, end_session, refuse_token


@pytest.mark.usefixtures("ring")
async def test_signing_in(runs: Runs, tube: DemoProcess) -> None:
    run = await runs.first()
    assert (run.accounts.known, run.accounts.current) == ((), None)
    info = await run.accounts.sign_in(tube.url, " alice ", PASSWORD)
    assert (info.username, info.origin, info.host) == ("alice", tube.url, tube.host)
    assert (info.handle, info.title) == (f"alice@{tube.host}", "Alice Marchetti ✨")
    assert info.avatar.startswith(tube.url)
    assert (list(run.accounts.known), run.accounts.current) == ([info], info)
    assert "current" in run.changes
    assert run.connections.client(f"{tube.url}/") is run.accounts.client(info.id)
    assert run.connections.client("https://elsewhere.example") is run.connections.anonymous(
        "https://elsewhere.example"
    )
    run.accounts.switch(None)
    assert run.accounts.current is None
    assert run.connections.client(tube.url) is run.connections.anonymous(tube.url)
    assert await run.who(info.id) == "alice"


@pytest.mark.usefixtures("ring")
async def test_a_wrong_password_and_a_server_that_is_away(runs: Runs, tube: DemoProcess) -> None:
    run = await runs.first()
    with pytest.raises(SignInError) as caught:
        await run.accounts.sign_in(tube.url, "alice", "wrong")
    assert caught.value.problem is SignInProblem.BAD_CREDENTIALS
    with pytest.raises(NetworkError):
        await run.accounts.sign_in("http://127.0.0.1:9", "alice", PASSWORD)
    tube.set_faults([{"path": ME, "status": 500}])
    with pytest.raises(Exception, match="500"):
        await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    assert (run.accounts.known, run.changes) == ((), ["changed"])


async def test_the_next_run_knows_everything(runs: Runs, tube: DemoProcess, ring: MemoryKeyring) -> None:
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    run = await runs.next()
    assert (list(run.accounts.known), run.accounts.current) == ([alice], alice)
    assert await run.who(alice.id) == "alice"
    assert not run.accounts.needs_password(alice.id)
    assert len(asked(tube, TOKEN)) == 1, "the password was asked for once"
    run.accounts.switch(None)
    run = await runs.next()
    assert (list(run.accounts.known), run.accounts.current) == ([alice], None)
    assert len(ring.kept) == 1


@pytest.mark.usefixtures("ring")
async def test_many_accounts(runs: Runs, tube: DemoProcess, other_tube: DemoProcess) -> None:
    """On several instances and two on one: each has its own session, and they do not mix."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    bob = await run.accounts.sign_in(tube.url, "bob", PASSWORD)
    away = await run.accounts.sign_in(other_tube.url, "alice", PASSWORD)
    assert list(run.accounts.known) == [alice, bob, away]
    assert run.accounts.current == away
    for account in (alice, bob, away):
        run.accounts.switch(account.id)
        assert await run.seen_as(account.origin) == account.username
        assert await run.who(account.id) == account.username
    other = tube.url if run.accounts.current == away else other_tube.url
    assert run.connections.client(other) is run.connections.anonymous(other)
    run.accounts.move(away.id, 0)
    run.accounts.switch(bob.id)
    run = await runs.next()
    assert list(run.accounts.known) == [away, alice, bob]
    assert run.accounts.current == bob
    assert await asyncio.gather(*(run.who(one.id) for one in (alice, bob, away))) == ["alice", "bob", "alice"]


async def test_signing_in_twice_is_one_account(runs: Runs, tube: DemoProcess, ring: MemoryKeyring) -> None:
    """By name or by mail; the session before is ended."""
    run = await runs.first()
    first = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    second = await run.accounts.sign_in(tube.url, "alice@example.com", PASSWORD)
    assert first == second
    assert len(run.accounts.known) == len(ring.kept) == 1
    await run.accounts.aclose()
    (revoked,) = asked(tube, "/api/v1/users/revoke-token")
    assert revoked["headers"]["authorization"] == asked(tube, ME)[0]["headers"]["authorization"]


async def test_signing_out(runs: Runs, tube: DemoProcess, ring: MemoryKeyring) -> None:
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    bob = await run.accounts.sign_in(tube.url, "bob", PASSWORD)
    client = run.accounts.client(bob.id)
    assert await run.accounts.sign_out(bob.id)
    assert (list(run.accounts.known), run.accounts.current) == ([alice], None)
    (revoked,) = asked(tube, "/api/v1/users/revoke-token")
    assert revoked["status"] == 200
    with pytest.raises(SessionEndedError):
        await client.get(ME, dict)
    assert [key for _, key in ring.kept] == [alice.id]
    assert await run.accounts.sign_out(bob.id)
    run = await runs.next()
    assert list(run.accounts.known) == [alice]
    await run.accounts.sign_out_everywhere()
    assert not ring.kept
    run = await runs.next()
    assert (run.accounts.known, run.accounts.current, run.ended) == ((), None, [])


async def test_signing_out_of_a_server_that_is_away(
    runs: Runs, tube: DemoProcess, ring: MemoryKeyring
) -> None:
    """It is forgotten here all the same, and it is told that the server does not know."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    tube.set_faults([{"path": "/api/v1/users/revoke-token", "reset": True}])
    assert not await run.accounts.sign_out(alice.id)
    assert not ring.kept
    assert not run.accounts.known


async def test_fifty_calls_with_a_token_that_ran_out(
    runs: Runs, tube: DemoProcess, ring: MemoryKeyring
) -> None:
    """One renewal; its tokens are kept, and the next run uses them."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    before = dict(ring.kept)
    tube.clear()
    refuse_token(tube, 7)
    client = run.accounts.client(alice.id)
    found = await asyncio.gather(*(client.get(ME, dict[str, object]) for _ in range(50)))
    assert [one["username"] for one in found] == ["alice"] * 50
    (renewed,) = asked(tube, TOKEN)
    assert renewed["status"] == 200
    run = await runs.next()
    assert ring.kept.keys() == before.keys()
    assert ring.kept != before
    assert await run.who(alice.id) == "alice"
    assert len(asked(tube, TOKEN)) == 1


@pytest.mark.usefixtures("ring")
async def test_a_session_that_is_over(runs: Runs, tube: DemoProcess) -> None:
    """The password is asked for once, and what waited goes on."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    end_session(tube.url, asked(tube, ME)[-1]["headers"]["authorization"])
    waiting = [asyncio.ensure_future(run.who(alice.id)) for _ in range(10)]
    assert await run.seen_as(tube.url) == "alice"
    await run.until_ended()
    assert run.ended == [alice]
    assert run.accounts.needs_password(alice.id)
    assert await run.accounts.sign_in(tube.url, "alice", PASSWORD) == alice
    assert await asyncio.gather(*waiting) == ["alice"] * 10
    assert run.ended == [alice]
    assert not run.accounts.needs_password(alice.id)


@pytest.mark.usefixtures("ring")
async def test_a_session_that_is_over_and_stays_so(runs: Runs, tube: DemoProcess) -> None:
    """Declined: what waited fails; the instance can be browsed; the next run asks when it must."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    end_session(tube.url, asked(tube, ME)[-1]["headers"]["authorization"])
    waiting = asyncio.ensure_future(run.who(alice.id))
    await run.until_ended()
    run.accounts.decline(alice.id)
    with pytest.raises(SessionEndedError):
        await waiting
    assert run.ended == [alice]
    run = await runs.next()
    assert await run.seen_as(tube.url) == "alice"
    assert not run.ended or run.ended == [alice]
    waiting = asyncio.ensure_future(run.who(alice.id))
    await run.until_ended()
    await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    assert await waiting == "alice"


@pytest.mark.usefixtures("ring")
async def test_a_server_in_trouble_signs_nobody_out(runs: Runs, tube: DemoProcess) -> None:
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    body = {"code": "invalid_token", "status": 401}
    tube.set_faults(
        [{"path": ME, "status": 401, "body": body}, {"path": TOKEN, "status": 502, "early": True}]
    )
    with pytest.raises(ServerError):
        await run.who(alice.id)
    assert (run.ended, run.accounts.needs_password(alice.id)) == ([], False)
    tube.clear()
    assert await run.who(alice.id) == "alice"


@pytest.mark.usefixtures("ring")
async def test_new_tokens_that_are_lost_on_the_way(runs: Runs, tube: DemoProcess) -> None:
    """The old ones were worth nothing by then: nobody is signed out for the cut, but must sign in again."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    body = {"code": "invalid_token", "status": 401}
    tube.set_faults([{"path": ME, "status": 401, "body": body, "times": 1}, {"path": TOKEN, "reset": True}])
    with pytest.raises(NetworkError):
        await run.who(alice.id)
    assert (run.ended, run.accounts.needs_password(alice.id)) == ([], False)
    tube.clear()
    waiting = asyncio.ensure_future(run.who(alice.id))
    await run.until_ended()
    await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    assert (await waiting, run.ended) == ("alice", [alice])


async def test_without_a_keyring(runs: Runs, tube: DemoProcess) -> None:
    """It works in this run; a file is chosen; then nothing is to be kept any more."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    assert run.accounts.problem is SecretsProblem.NO_KEYRING
    assert "keeping" in run.changes
    assert await run.who(alice.id) == "alice"
    await run.accounts.keep_in(Place.FILE)
    path = runs.folder / "config" / "sessions.json"
    assert alice.id.encode() in path.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run.accounts.place is Place.FILE
    assert not run.accounts.problem
    run = await runs.next()
    assert await run.who(alice.id) == "alice"
    with pytest.raises(SecretsError):
        await run.accounts.keep_in(Place.KEYRING)
    assert (run.accounts.place, path.exists()) == (Place.FILE, True)
    await run.accounts.keep_in(Place.RUN)
    assert not path.exists()
    assert await run.who(alice.id) == "alice"
    run = await runs.next()
    assert list(run.accounts.known) == [alice]
    assert run.ended == [], "nobody is asked before it is needed"
    waiting = asyncio.ensure_future(run.who(alice.id))
    await run.until_ended()
    await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    assert (await waiting, run.ended, run.accounts.problem) == ("alice", [alice], None)


async def test_a_locked_keyring(runs: Runs, tube: DemoProcess, ring: MemoryKeyring) -> None:
    """It is said; the instance can be browsed; unlocked, what waited goes on without a password."""
    from keyring.errors import KeyringLocked

    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)

    def refuse(_: str) -> None:
        raise KeyringLocked("no")

    ring.fail = refuse
    run = await runs.next()
    assert await run.seen_as(tube.url) == "alice"
    waiting = asyncio.ensure_future(run.who(alice.id))
    await run.until_ended()
    assert run.accounts.problem is SecretsProblem.LOCKED
    await run.accounts.retry_keeping()
    assert run.accounts.problem is SecretsProblem.LOCKED
    ring.fail = None
    await run.accounts.retry_keeping()
    assert await waiting == "alice"
    assert run.accounts.problem is None
    assert len(asked(tube, TOKEN)) == 1


async def test_a_keyring_that_waits_for_its_person(
    runs: Runs, tube: DemoProcess, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages do not wait along; nobody is asked for a password meanwhile; then the account is there."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    unlocked = threading.Event()
    ring.fail = lambda _: assert_(unlocked.wait(30))
    monkeypatch.setattr(accounts_module, "KEYRING_SECONDS", 0.01)
    run = await runs.next()
    waiting = asyncio.ensure_future(run.who(alice.id))
    assert await run.seen_as(tube.url) == "alice"
    assert not waiting.done()
    assert not run.ended
    unlocked.set()
    assert await waiting == "alice"
    assert (run.ended, len(asked(tube, TOKEN))) == ([], 1)


def assert_(fact: bool) -> None:
    assert fact


@pytest.mark.usefixtures("ring")
async def test_a_library_that_cannot_be_used(runs: Runs, tube: DemoProcess) -> None:
    """The account lasts until the end of this run."""
    run = await runs.first(library=False)
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    assert await run.who(alice.id) == "alice"
    assert await run.accounts.sign_out(alice.id)


@pytest.mark.usefixtures("ring")
async def test_a_name_that_changed_elsewhere(runs: Runs, tube: DemoProcess) -> None:
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    await run.accounts.client(alice.id).put(ME, {"displayName": "Alice, renamed"})
    try:
        await run.accounts.me(alice.id)
        assert run.accounts.info(alice.id).title == "Alice, renamed"
        run = await runs.next()
        assert run.accounts.info(alice.id).title == "Alice, renamed"
    finally:
        await run.accounts.client(alice.id).put(ME, {"displayName": alice.title})
