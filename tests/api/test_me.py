"""The user who is signed in, against what real servers of both lines answered."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Awaitable, Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peertube_desktop.api import channels, me, registration
from peertube_desktop.api.client import Client
from peertube_desktop.api.decoding import decode
from peertube_desktop.api.errors import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    UnauthorizedError,
)
from peertube_desktop.api.me import MyVideosQuery
from peertube_desktop.api.models.instance import ServerConfig
from peertube_desktop.api.models.me import ChannelCreate, ChannelUpdate, MeUpdate, MyUser
from peertube_desktop.api.models.registration import FirstChannel, Registration
from peertube_desktop.api.multipart import Bytes, FilePart, Multipart
from tests.api.people import Account
from tests.api.replay import LINES, client_of, recording, replaying

both_lines = pytest.mark.parametrize("line", LINES)


@both_lines
@pytest.mark.parametrize("name", ["me", "me_root", "me_mod", "me_otp_user"])
async def test_who_one_is(line: str, name: str) -> None:
    client, _ = replaying(line, name)
    raw = recording(line, name).body
    user = await me.get_me(client)
    assert (user.id, user.username, user.email) == (raw["id"], raw["username"], raw["email"])
    assert (user.video_quota, user.video_quota_daily) == (raw["videoQuota"], raw["videoQuotaDaily"])
    assert user.two_factor_enabled == raw["twoFactorEnabled"]
    assert user.p2p_enabled == raw["p2pEnabled"]
    assert user.nsfw_policy == raw["nsfwPolicy"]
    assert [one.name for one in user.video_channels] == [one["name"] for one in raw["videoChannels"]]
    assert user.account is not None
    assert user.account.display_name == raw["account"]["displayName"]
    assert client.absolute(user.account.avatar_ref(120)) == (
        f"{client.origin}{raw['account']['avatars'][2 if line == '6.3' else 1]['path']}"
        if raw["account"]["avatars"]
        else ""
    )
    assert user.has_password


def test_a_user_of_any_line() -> None:
    assert decode(b'{"id": 1, "username": "a", "role": 2, "pluginAuth": "ldap"}', MyUser, "h").role is None
    assert not decode(b'{"id": 1, "username": "a", "pluginAuth": "ldap"}', MyUser, "h").has_password


@both_lines
async def test_quota(line: str) -> None:
    client, _ = replaying(line, "me_quota")
    raw = recording(line, "me_quota").body
    used = await me.get_quota_used(client)
    assert (used.video_quota_used, used.video_quota_used_daily) == (
        raw["videoQuotaUsed"],
        raw["videoQuotaUsedDaily"],
    )


@both_lines
@pytest.mark.parametrize("name", ["me_videos", "me_videos_search", "me_videos_while_transcoding"])
async def test_my_videos(line: str, name: str) -> None:
    client, server = replaying(line, name)
    raw = recording(line, name).body
    page = await me.list_my_videos(client, MyVideosQuery("mandel", "name", True, ("a", "b"), True), 5, 10)
    assert page.total == raw["total"]
    assert [video.name for video in page.data] == [video["name"] for video in raw["data"]]
    states = [video.state.id for video in page.data if video.state is not None]
    assert states == [video["state"]["id"] for video in raw["data"]]
    assert [video.blacklisted for video in page.data] == [video["blacklisted"] for video in raw["data"]]
    planned = [video.get("scheduledUpdate") for video in raw["data"]]
    assert [video.scheduled_update is not None for video in page.data] == [one is not None for one in planned]
    assert str(server.requests[0].url.query, "ascii") == (
        "search=mandel&sort=name&isLive=true&channelNameOneOf=a&channelNameOneOf=b"
        "&includeCollaborations=true&start=5&count=10"
    )


@both_lines
async def test_my_channels(line: str) -> None:
    client, _ = replaying(line, "account_channels_stats")
    raw = recording(line, "account_channels_stats").body["data"]
    found = (await me.list_my_channels(client, "alice")).data
    assert [one.name for one in found] == [one["name"] for one in raw]
    assert [one.videos_count for one in found] == [one.get("videosCount") for one in raw]
    assert [len(one.views_per_day) for one in found] == [len(one["viewsPerDay"]) for one in raw]


@both_lines
async def test_changing_oneself(line: str) -> None:
    """What is left out stays, what is emptied goes, and every language is not no language."""
    client, server = replaying(line, "me_update")
    await me.update_me(client, MeUpdate(display_name="Ärla", description=None, video_languages=None))
    sent = json.loads(server.requests[0].content)
    assert sent == {"displayName": "Ärla", "description": None, "videoLanguages": None}
    assert "secret" not in repr(MeUpdate(password="secret", current_password="secret"))


@both_lines
async def test_changes_that_are_refused(line: str) -> None:
    client, _ = replaying(line, "me_update_bad")
    with pytest.raises(BadRequestError):
        await me.update_me(client, MeUpdate(password="newpassword"))
    client, _ = replaying(line, "me_update_wrong_current")
    with pytest.raises(UnauthorizedError) as caught:
        await me.update_me(client, MeUpdate(password="newpassword", current_password="zzz"))
    assert caught.value.code == "current_password_is_invalid"


@both_lines
async def test_two_factor(line: str) -> None:
    client, server = replaying(line, "otp_request", "otp_confirm")
    asked = await me.request_two_factor(client, 5, "password1234")
    raw = recording(line, "otp_request").body["otpRequest"]
    assert (asked.secret, asked.uri) == (raw["secret"], raw["uri"])
    assert raw["secret"] not in repr(asked)
    await me.confirm_two_factor(client, 5, asked.request_token, "607357")
    assert [json.loads(one.content) for one in server.requests] == [
        {"currentPassword": "password1234"},
        {"requestToken": raw["requestToken"], "otpToken": "607357"},
    ]
    client, _ = replaying(line, "otp_confirm_bad")
    with pytest.raises(ForbiddenError):
        await me.confirm_two_factor(client, 5, "x", "000000")


@both_lines
async def test_channels_that_are_refused(line: str) -> None:
    client, server = replaying(line, "channel_create_400")
    with pytest.raises(BadRequestError) as bad:
        await channels.create_channel(client, ChannelCreate(name="Not Valid", display_name=""))
    assert set(bad.value.invalid_params) == {"name", "displayName"}
    assert json.loads(server.requests[0].content) == {"name": "Not Valid", "displayName": ""}
    client, _ = replaying(line, "channel_create_409")
    with pytest.raises(ConflictError):
        await channels.create_channel(client, ChannelCreate(name="alice_films", display_name="x"))


@both_lines
async def test_registering(line: str) -> None:
    person = Registration(
        username="frank",
        password="password1234",
        email="frank@example.com",
        display_name="Frank",
        channel=FirstChannel(name="frank_channel", display_name="Frank main"),
    )
    assert "password1234" not in repr(person)
    client, server = replaying(line, "user_register_409")
    with pytest.raises(ConflictError):
        await registration.register(client, person)
    assert json.loads(server.requests[0].content) == {
        "username": "frank",
        "password": "password1234",
        "email": "frank@example.com",
        "displayName": "Frank",
        "channel": {"name": "frank_channel", "displayName": "Frank main"},
    }


async def test_registering_on_a_newer_line() -> None:
    person = Registration(username="gina", password="short", email="gina@example.com")
    client, _ = replaying("8.2", "user_register")
    await registration.register(client, person)
    client, _ = replaying("8.2", "user_register_short_password")
    with pytest.raises(BadRequestError) as caught:
        await registration.register(client, person)
    assert caught.value.invalid_params == ("password",)
    assert "short" not in f"{caught.value} {caught.value!r} {vars(caught.value)}"


@both_lines
async def test_what_an_instance_says_of_registering(line: str) -> None:
    raw = recording(line, "config").body
    config = decode(json.dumps(raw).encode(), ServerConfig, "h")
    assert config.signup.allowed == raw["signup"]["allowed"]
    assert config.signup.allowed_for_current_ip == raw["signup"]["allowedForCurrentIP"]
    assert config.signup.minimum_age == raw["signup"]["minimumAge"]
    assert config.avatar.file.size.max == raw["avatar"]["file"]["size"]["max"]


PICTURE = FilePart("", "a.png", "image/png", Bytes(b"\x89PNG"))
OPERATIONS: list[tuple[Callable[[Client], Awaitable[object]], str]] = [
    (lambda c: me.set_avatar(c, PICTURE), "POST /api/v1/users/me/avatar/pick avatarfile"),
    (me.delete_avatar, "DELETE /api/v1/users/me/avatar"),
    (me.delete_me, "DELETE /api/v1/users/me"),
    (
        lambda c: me.disable_two_factor(c, 5, "p"),
        'POST /api/v1/users/5/two-factor/disable {"currentPassword":"p"}',
    ),
    (
        lambda c: registration.request_registration(
            c, Registration(username="u", password="p", email="e", registration_reason="r")
        ),
        'POST /api/v1/users/registrations/request {"username":"u","password":"p","email":"e",'
        '"registrationReason":"r"}',
    ),
    (
        lambda c: registration.ask_verification_mail(c, "e"),
        'POST /api/v1/users/ask-send-verify-email {"email":"e"}',
    ),
    (
        lambda c: registration.request_password_reset(c, "e"),
        'POST /api/v1/users/ask-reset-password {"email":"e"}',
    ),
    (
        lambda c: channels.update_channel(c, "a b", ChannelUpdate(support=None)),
        'PUT /api/v1/video-channels/a%20b {"support":null}',
    ),
    (lambda c: channels.delete_channel(c, "a"), "DELETE /api/v1/video-channels/a"),
    (
        lambda c: channels.set_channel_avatar(c, "a", PICTURE),
        "POST /api/v1/video-channels/a/avatar/pick avatarfile",
    ),
    (lambda c: channels.delete_channel_avatar(c, "a"), "DELETE /api/v1/video-channels/a/avatar"),
    (
        lambda c: channels.set_channel_banner(c, "a", PICTURE),
        "POST /api/v1/video-channels/a/banner/pick bannerfile",
    ),
    (lambda c: channels.delete_channel_banner(c, "a"), "DELETE /api/v1/video-channels/a/banner"),
]


@pytest.mark.parametrize(("operation", "expected"), OPERATIONS)
async def test_what_goes_out(operation: Callable[[Client], Awaitable[object]], expected: str) -> None:
    """Operations that have no recording, as the document and the source of PeerTube have them."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"avatars": [], "banners": []})

    await operation(client_of(answer, auth=Account("good")))
    (request,) = asked
    kind = request.headers.get("content-type", "")
    body = request.content.decode("latin-1")
    if kind.startswith("multipart/"):
        body = "".join(re.findall(r'name="(\w+)"; filename="a.png"', body))
    path = str(request.url.raw_path, "ascii")
    assert f"{request.method} {path} {body}".strip() == expected
    assert int(request.headers.get("content-length", "0")) == len(request.content)


Text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(
    fields=st.lists(
        st.tuples(Text, st.text(st.characters(exclude_categories=["Cs"]), max_size=30)), max_size=4
    ),
    files=st.lists(st.tuples(Text, Text, st.binary(max_size=200)), max_size=3),
)
async def test_any_form_is_read_as_it_was_meant(
    fields: list[tuple[str, str]], files: list[tuple[str, str, bytes]]
) -> None:
    """By a reader that is not ours."""
    form = Multipart(fields, [FilePart(name, file, "image/png", Bytes(data)) for name, file, data in files])
    body = b"".join([chunk async for chunk in form.chunks()])
    assert len(body) == form.length
    boundary = form.content_type.partition("boundary=")[2].encode()
    head, *parts, end = body.split(b"--" + boundary)
    assert (head, end) == (b"", b"--\r\n")
    assert len(parts) == len(fields) + len(files)
    for part, (name, value) in zip(parts, fields, strict=False):
        header, _, content = part.partition(b"\r\n\r\n")
        assert content == value.encode() + b"\r\n"
        assert header.count(b"\r\n") == 1
        assert f'name="{name.replace(chr(34), "%22")}"'.encode() in header
    for part, (_, _, data) in zip(parts[len(fields) :], files, strict=True):
        header, _, content = part.partition(b"\r\n\r\n")
        assert content == data + b"\r\n"
        assert b"Content-Type: image/png" in header


async def test_names_stay_in_their_quotes() -> None:
    form = Multipart([('a"\r\nX: y', "v")], [FilePart("f", '"\r\n.png', "image/\r\nX: png", Bytes(b""))])
    lines = b"".join([chunk async for chunk in form.chunks()]).decode().split("\r\n")
    assert [line for line in lines if not line.startswith("--") and line not in ("", "v")] == [
        'Content-Disposition: form-data; name="a%22%0D%0AX: y"',
        'Content-Disposition: form-data; name="f"; filename="%22%0D%0A.png"',
        "Content-Type: image/X: png",
    ]


async def test_a_file_that_cannot_be_read_fails_the_call() -> None:
    """With its own error, and nothing half sent counts as an answer."""

    class Broken:
        length = 10

        async def chunks(self) -> AsyncGenerator[bytes, None]:
            yield b"half"
            raise PermissionError(13, "no")

    client = client_of(lambda _: httpx.Response(200, json={"avatars": []}), auth=Account("good"))
    with pytest.raises(PermissionError):
        await me.set_avatar(client, FilePart("", "a.png", "image/png", Broken()))
