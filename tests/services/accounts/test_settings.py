"""What people change about themselves, and how they become users, on instances that answer as real ones do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from peertube_desktop.api.errors import (
    ConflictError,
    ForbiddenError,
    OtpRequiredError,
    SignInError,
    SignInProblem,
    UnauthorizedError,
)
from peertube_desktop.api.models.me import ChannelCreate, ChannelUpdate, MeUpdate
from peertube_desktop.api.models.registration import FirstChannel, Registration
from peertube_desktop.services.file_body import FileBody, FileChangedError
from peertube_desktop.services.sign_in import SignIn, SignUp
from tests.demo_process import DemoProcess
from tests.services.accounts.runs import PASSWORD, Runs, asked

pytestmark = pytest.mark.usefixtures("ring")

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def code(secret: str, now: float) -> str:
    """The six digits of an authenticator (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(now) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / 'me "and" you.png'
    path.write_bytes(PNG)
    return path


async def test_oneself(runs: Runs, tube: DemoProcess, picture: Path) -> None:
    run = await runs.first()
    account = await run.accounts.sign_in(tube.url, "greta", PASSWORD)
    user = await run.settings.update(
        account.id,
        MeUpdate(display_name="Grëta", description="New", nsfw_policy="blur", video_languages=["sv"]),
    )
    assert (user.nsfw_policy, user.video_languages) == ("blur", ["sv"])
    assert user.account is not None
    assert (user.account.display_name, user.account.description) == ("Grëta", "New")
    assert run.accounts.info(account.id).title == "Grëta"
    before = run.accounts.info(account.id).avatar
    await run.settings.set_avatar(account.id, picture)
    assert run.accounts.info(account.id).avatar not in ("", before)
    await run.settings.delete_avatar(account.id)
    assert run.accounts.info(account.id).avatar == ""
    quota = await run.settings.quota(account.id)
    assert quota.used >= quota.used_daily >= 0
    assert (await run.settings.config(account.id)).avatar.file.size.max > 1_000_000


async def test_a_wrong_present_password(runs: Runs, tube: DemoProcess) -> None:
    """It is said, and the session goes on."""
    run = await runs.first()
    account = await run.accounts.sign_in(tube.url, "greta", PASSWORD)
    with pytest.raises(UnauthorizedError) as caught:
        await run.settings.update(account.id, MeUpdate(password="new-password", current_password="wrong"))
    assert caught.value.code == "current_password_is_invalid"
    assert (await run.who(account.id), run.ended) == ("greta", [])
    await run.settings.update(account.id, MeUpdate(password="new-password", current_password=PASSWORD))
    await run.accounts.sign_in(tube.url, "greta", "new-password")
    await run.settings.update(account.id, MeUpdate(password=PASSWORD, current_password="new-password"))


async def test_two_factor(runs: Runs, tube: DemoProcess) -> None:
    run = await runs.first()
    account = await run.accounts.sign_in(tube.url, "henk", PASSWORD)
    with pytest.raises(ForbiddenError) as refused:
        await run.settings.request_two_factor(account.id, "wrong")
    assert refused.value.code == "current_password_is_invalid"
    request = await run.settings.request_two_factor(account.id, PASSWORD)
    assert request.uri.startswith("otpauth://totp/")
    with pytest.raises(ForbiddenError):
        await run.settings.confirm_two_factor(account.id, request, "000000")
    assert not (await run.accounts.me(account.id)).two_factor_enabled
    digits = code(request.secret, time.time())
    user = await run.settings.confirm_two_factor(account.id, request, f" {digits} ")
    assert user.two_factor_enabled
    with pytest.raises(OtpRequiredError):
        await run.accounts.sign_in(tube.url, "henk", PASSWORD)
    with pytest.raises(SignInError) as caught:
        await run.accounts.sign_in(tube.url, "henk", PASSWORD, "000000")
    assert caught.value.problem is SignInProblem.OTP_WRONG
    again = await run.accounts.sign_in(tube.url, "henk", PASSWORD, code(request.secret, time.time()))
    assert again.id == account.id
    user = await run.settings.disable_two_factor(account.id, PASSWORD)
    assert not user.two_factor_enabled


async def test_channels(runs: Runs, tube: DemoProcess, picture: Path) -> None:
    run = await runs.first()
    account = await run.accounts.sign_in(tube.url, "farid", PASSWORD)
    before = {one.name for one in await run.settings.channels(account.id)}
    await run.settings.create_channel(
        account.id, ChannelCreate(name="farid_sea", display_name="The sea", description="Salt")
    )
    with pytest.raises(ConflictError):
        await run.settings.create_channel(account.id, ChannelCreate(name="farid_sea", display_name="x"))
    update = ChannelUpdate(display_name="The seas", support="Thanks", bulk_videos_support_update=True)
    await run.settings.update_channel(account.id, "farid_sea", update)
    await run.settings.set_channel_avatar(account.id, "farid_sea", picture)
    await run.settings.set_channel_banner(account.id, "farid_sea", picture)
    made = {one.name: one for one in await run.settings.channels(account.id)}
    sea = made["farid_sea"]
    assert made.keys() == before | {"farid_sea"}
    assert (sea.display_name, sea.description, sea.support) == ("The seas", "Salt", "Thanks")
    assert sea.avatar_ref(120)
    assert sea.banner_ref(600)
    await run.settings.delete_channel_avatar(account.id, "farid_sea")
    await run.settings.delete_channel_banner(account.id, "farid_sea")
    bare = next(one for one in await run.settings.channels(account.id) if one.name == "farid_sea")
    assert (bare.avatar_ref(120), bare.banner_ref(600)) == ("", "")
    await run.settings.delete_channel(account.id, "farid_sea")
    assert {one.name for one in await run.settings.channels(account.id)} == before


async def test_registering(runs: Runs, tube: DemoProcess) -> None:
    run = await runs.first()
    sign_in = SignIn(run.connections)
    rules = await sign_in.rules(tube.url)
    assert rules.sign_up is SignUp.OPEN
    assert rules.name
    person = Registration(
        username="newcomer",
        password="newcomer-password",
        email="newcomer@example.com",
        channel=FirstChannel(name="newcomer_channel", display_name="Mine"),
    )
    await sign_in.register(tube.url, rules, person)
    account = await run.accounts.sign_in(tube.url, "newcomer@example.com", "newcomer-password")
    assert [one.name for one in await run.settings.channels(account.id)] == ["newcomer_channel"]
    with pytest.raises(ConflictError):
        await sign_in.register(tube.url, rules, person)
    await sign_in.ask_verification_mail(tube.url, "newcomer@example.com")
    await sign_in.request_password_reset(tube.url, "nobody@example.com")
    mails = [
        asked(tube, f"/api/v1/users/ask-{what}")[-1]["status"]
        for what in ("send-verify-email", "reset-password")
    ]
    assert mails == [204, 204]


@pytest.fixture(params=["closed", "approval"])
def strict_tube(request: pytest.FixtureRequest) -> Iterator[DemoProcess]:
    arguments = ("--signup", request.param, "--verify-mail")
    with DemoProcess.start("8.2", videos=5, faults=True, arguments=arguments) as demo:
        yield demo


async def test_registering_where_somebody_decides(runs: Runs, strict_tube: DemoProcess) -> None:
    run = await runs.first()
    sign_in = SignIn(run.connections)
    rules = await sign_in.rules(strict_tube.url)
    assert rules.verifies_email
    person = Registration(
        username="guest", password="guest-password", email="guest@example.com", registration_reason="I film"
    )
    if rules.sign_up is SignUp.CLOSED:
        with pytest.raises(ForbiddenError):
            await sign_in.register(strict_tube.url, rules, person)
        return
    assert rules.sign_up is SignUp.APPROVAL
    await sign_in.register(strict_tube.url, rules, person)
    with pytest.raises(SignInError) as caught:
        await run.accounts.sign_in(strict_tube.url, "guest", "guest-password")
    assert caught.value.problem is SignInProblem.AWAITING_APPROVAL


async def test_files_that_change_while_they_are_sent(tmp_path: Path) -> None:
    """A shorter one is no whole one; of a longer one the part is sent that was promised."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * 600_000)
    pieces = [len(piece) async for piece in FileBody(path, 500_000).chunks()]
    assert sum(pieces) == 500_000
    assert max(pieces) <= 256 * 1024
    with pytest.raises(FileChangedError):
        async for _ in FileBody(path, 700_000).chunks():
            pass
    with pytest.raises(OSError, match="No such file"):
        async for _ in FileBody(tmp_path / "none", 1).chunks():
            pass


def test_the_codes_of_an_authenticator() -> None:
    """RFC 6238's own example: what the tests above rest on."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code(secret, 59) == "287082"
    assert re.fullmatch(r"\d{6}", code(secret, time.time()))
