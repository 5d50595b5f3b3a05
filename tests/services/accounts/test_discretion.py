"""Where passwords and tokens go, and where they never do."""

from __future__ import annotations

import asyncio
import logging
import traceback
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from peertube_desktop.api import videos
from peertube_desktop.api.errors import ApiError, SignInError
from peertube_desktop.api.models.me import MeUpdate
from peertube_desktop.logs import LogFile
from peertube_desktop.services.accounts import Place
from tests.demo_process import DemoProcess
from tests.keyrings import MemoryKeyring
from tests.services.accounts.runs import ME, PASSWORD, TOKEN, Runs, asked, end_session, refuse_token

WRONG = "wr0ng-password-of-mine"


def _texts(folder: Path, *, besides: str = "") -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != besides
    }


def _secrets_of(demo: DemoProcess) -> set[str]:
    """The tokens the instance has seen, and what it was given for them."""
    found = {PASSWORD, WRONG}
    for one in demo.log():
        found.add(one["headers"].get("authorization", "Bearer ").removeprefix("Bearer "))
        for pair in one["body"].split("&") if one["path"] == TOKEN else ():
            name, _, value = pair.partition("=")
            if name in ("refresh_token", "client_secret"):
                found.add(unquote_plus(value))
    return found - {""}


@pytest.mark.parametrize("place", [Place.KEYRING, Place.FILE])
async def test_nothing_secret_is_written_down(
    runs: Runs, tube: DemoProcess, ring: MemoryKeyring, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the library, the settings or the log, nor in what goes wrong, whatever happens to a session."""
    caplog.set_level(logging.DEBUG)
    (runs.folder / "state").mkdir(parents=True)
    log = LogFile(runs.folder / "state")
    log.begin()
    wrong: list[BaseException] = []
    run = await runs.first()
    await run.accounts.keep_in(place)
    try:
        await run.accounts.sign_in(tube.url, "alice", WRONG)
    except SignInError as error:
        wrong.append(error)
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    refuse_token(tube, 1)
    await run.who(alice.id)
    tube.set_faults([{"path": ME, "status": 400, "body": {"detail": "no"}, "times": 1, "early": True}])
    try:
        await run.settings.update(alice.id, MeUpdate(password=WRONG, current_password=PASSWORD))
    except ApiError as error:
        wrong.append(error)
    logging.getLogger("peertube_desktop").info(
        "Accounts: %r %s", run.accounts.known, run.accounts.client(alice.id)
    )
    run = await runs.next()
    await run.who(alice.id)
    end_session(tube.url, asked(tube, ME)[-1]["headers"]["authorization"])
    waiting = asyncio.ensure_future(run.who(alice.id))
    await run.until_ended()
    run.accounts.decline(alice.id)
    wrong += [
        one for one in await asyncio.gather(waiting, return_exceptions=True) if isinstance(one, Exception)
    ]
    assert len(wrong) == 3
    run = await runs.next()
    await asyncio.to_thread(log.end)

    secrets = _secrets_of(tube)
    assert len(secrets) >= 6
    kept = _texts(runs.folder, besides="sessions.json" if place is Place.FILE else "")
    assert {"data/library.sqlite", "config/settings.json", "state/log.txt"} <= kept.keys()
    said = "\n".join(record.getMessage() for record in caplog.records)
    said += "\n".join(
        f"{error!r} {vars(error)} {''.join(traceback.format_exception(error))}" for error in wrong
    )
    for secret in secrets:
        assert not [name for name, data in kept.items() if secret.encode() in data]
        assert secret not in said
    inside = "".join(ring.kept.values()).encode() + b"".join(
        data for name, data in _texts(runs.folder).items() if name.endswith("sessions.json")
    )
    assert any(secret.encode() in inside for secret in secrets), "the search finds what is there"


@pytest.mark.usefixtures("ring")
async def test_tokens_go_to_their_own_instance_alone(
    runs: Runs, tube: DemoProcess, other_tube: DemoProcess
) -> None:
    """Not where an answer sends us, nor along with a picture or an index."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    client = run.accounts.client(alice.id)
    there = f"{other_tube.url}/api/v1/config"
    tube.set_faults(
        [{"path": "/api/v1/server/stats", "status": 302, "body": "", "headers": {"Location": there}}]
    )
    await client.get("/api/v1/server/stats", dict[str, object])
    await client.download(there, max_bytes=1_000_000, authorized=True)
    with pytest.raises(ApiError):
        await client.download(
            f"{other_tube.url}/api/v1/videos/none", max_bytes=1000, headers=videos.password_header(WRONG)
        )
    await run.connections.client(other_tube.url).get("/api/v1/config", dict[str, object])
    await run.connections.index_client(other_tube.url, other_tube.url).get(
        "/api/v1/config", dict[str, object]
    )
    seen = other_tube.log()
    assert len(seen) == 5
    for one in seen:
        assert not {"authorization", "x-peertube-video-password", "x-peertube-otp"} & one["headers"].keys()
    assert run.connections.index_client(tube.url, tube.url) is run.connections.anonymous(tube.url)


@pytest.mark.usefixtures("ring")
async def test_what_is_remembered_of_one_account_is_not_shown_to_another(
    runs: Runs, tube: DemoProcess
) -> None:
    """Answers that are kept in memory are kept for each account."""
    run = await runs.first()
    alice = await run.accounts.sign_in(tube.url, "alice", PASSWORD)
    bob = await run.accounts.sign_in(tube.url, "bob", PASSWORD)
    found = [
        (await run.accounts.client(one.id).get(ME, dict[str, object], remember=True))["username"]
        for one in (alice, bob, alice, bob)
    ]
    assert found == ["alice", "bob", "alice", "bob"]
