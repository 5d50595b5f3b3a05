"""What people do with an account, on any instance: with `PEERTUBE_TEST_URL` on a real one, as `PEERTUBE_TEST_USER`
(and `PEERTUBE_TEST_PASSWORD`)."""

from __future__ import annotations

import asyncio
import os

import pytest

from peertube_desktop.api import me
from peertube_desktop.api.errors import SessionEndedError, SignInError, SignInProblem
from peertube_desktop.api.me import MyVideosQuery
from tests.keyrings import MemoryKeyring
from tests.services.accounts.runs import ME, PASSWORD, Runs, end_session


@pytest.fixture
def name(demo_line: str) -> str:
    """Who signs in."""
    if demo_line != "given":
        return "alice"
    if "PEERTUBE_TEST_USER" not in os.environ:
        pytest.skip("nobody to sign in as")
    return os.environ["PEERTUBE_TEST_USER"]


@pytest.fixture
def password(demo_line: str) -> str:
    """With what."""
    return os.environ.get("PEERTUBE_TEST_PASSWORD", "") if demo_line == "given" else PASSWORD


async def test_a_session_from_its_beginning_to_its_end(
    runs: Runs, ring: MemoryKeyring, instance_url: str, name: str, password: str
) -> None:
    run = await runs.first()
    with pytest.raises(SignInError) as caught:
        await run.accounts.sign_in(instance_url, name, password + "x")
    assert caught.value.problem is SignInProblem.BAD_CREDENTIALS
    account = await run.accounts.sign_in(instance_url, name, password)
    assert run.connections.client(instance_url) is run.accounts.client(account.id)

    # The access token is spoiled: it is renewed once, for all.
    (kept,) = ring.kept
    access = _access(ring.kept[kept])
    ring.kept[kept] = ring.kept[kept].replace(access, "0" * len(access))
    run = await runs.next()
    assert await asyncio.gather(*(run.who(account.id) for _ in range(10))) == [account.username] * 10
    assert run.ended == []
    run = await runs.next()
    assert await run.who(account.id) == account.username

    quota = await run.settings.quota(account.id)
    assert quota.used >= 0
    channels = await run.settings.channels(account.id)
    user = await run.accounts.me(account.id)
    assert {one.name for one in user.video_channels} <= {one.name for one in channels}
    client = run.accounts.client(account.id)
    mine = await me.list_my_videos(client, MyVideosQuery(sort="name"), 0, 5)
    assert len(mine.data) == min(5, mine.total)
    again = await me.list_my_videos(client, MyVideosQuery(sort="name"), 1, 5)
    assert [one.uuid for one in mine.data[1:]] == [one.uuid for one in again.data[:4]]

    assert await run.accounts.sign_out(account.id)
    assert not ring.kept
    with pytest.raises(SessionEndedError):
        await client.get(ME, dict[str, object])


async def test_a_session_that_was_ended_elsewhere(
    runs: Runs, ring: MemoryKeyring, instance_url: str, name: str, password: str
) -> None:
    run = await runs.first()
    account = await run.accounts.sign_in(instance_url, name, password)
    (kept,) = ring.kept.values()
    end_session(instance_url, f"Bearer {_access(kept)}")
    waiting = asyncio.ensure_future(run.who(account.id))
    await run.until_ended()
    assert await run.seen_as(instance_url) == account.username
    await run.accounts.sign_in(instance_url, name, password)
    assert (await waiting, run.ended) == (account.username, [account])
    await run.accounts.sign_out(account.id)


def _access(kept: str) -> str:
    return kept.split('"access_token":"')[1].split('"')[0]
