"""Every operation against what real servers of both lines answered."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest

from peertube_desktop.api import (
    accounts,
    captions,
    channels,
    chapters,
    comments,
    feeds,
    instances,
    playlists,
    search,
    storyboards,
    videos,
)
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import (
    BadRequestError,
    ForbiddenError,
    HttpError,
    NotFoundError,
    UnauthorizedError,
)
from peertube_desktop.api.models.query import VideoQuery
from tests.api.replay import LINES, id_in, recording, replaying

pytestmark = pytest.mark.parametrize("line", LINES)


async def test_list_videos(line: str) -> None:
    """The list's fields arrive, and the query goes out under the API's names."""
    client, server = replaying(line, "videos_list")
    raw = recording(line, "videos_list").body
    query = VideoQuery(sort="-hot", is_local=True, category_one_of=(1, 2), nsfw="both")
    page = await videos.list_videos(client, query, start=15, count=15)
    assert page.total == raw["total"]
    assert [video.name for video in page.data] == [video["name"] for video in raw["data"]]
    assert [video.duration for video in page.data] == [video["duration"] for video in raw["data"]]
    first, expected = page.data[0], raw["data"][0]
    assert first.uuid == expected["uuid"]
    assert first.short_uuid == expected["shortUUID"]
    assert first.channel is not None
    assert first.channel.handle == f"{expected['channel']['name']}@{expected['channel']['host']}"
    assert first.published_at is not None
    assert first.published_at.isoformat()[:19] == expected["publishedAt"][:19]
    assert all(client.absolute(video.thumbnail_ref(280)).startswith(client.origin) for video in page.data)
    sent = server.requests[0].url.params
    assert sent.get_list("categoryOneOf") == ["1", "2"]
    assert dict(sent) == {
        "sort": "-hot", "isLocal": "true", "categoryOneOf": "1", "nsfw": "both", "start": "15", "count": "15"
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        *("video_hd", "video_live", "video_test1", "video_vertical", "video_markdown", "video_longtitle"),
        *("video_audio", "video_approval", "video_nocomments", "video_password_ok"),
    ],
)
async def test_get_video(line: str, name: str) -> None:
    """The details of videos of every kind."""
    client, _ = replaying(line, name)
    raw = recording(line, name).body
    video = await videos.get_video(client, id_in(recording(line, name)))
    assert video.name == raw["name"]
    assert video.tags == raw["tags"]
    assert video.is_live == raw["isLive"]
    assert [one.size for one in video.files] == [one["size"] for one in raw["files"]]
    assert [one.playlist_url for one in video.streaming_playlists] == [
        one["playlistUrl"] for one in raw["streamingPlaylists"]
    ]
    assert video.privacy is not None
    assert video.privacy.id == raw["privacy"]["id"]
    assert video.channel is not None
    assert video.channel.support == raw["channel"]["support"]
    assert video.can_comment == (name != "video_nocomments")
    assert not video.is_description_cut


async def test_sound_alone_is_no_video(line: str) -> None:
    """The audio-only file that newer servers list last is known for what it is."""
    client, _ = replaying(line, "video_hd")
    video = await videos.get_video(client, id_in(recording(line, "video_hd")))
    files = video.files + [one for playlist in video.streaming_playlists for one in playlist.files]
    assert files
    assert all(one.is_video == (one.resolution.id > 0) for one in files)
    assert any(one.is_video for one in files)


async def test_whole_description(line: str) -> None:
    """Where the details have it whole nothing more is asked for."""
    client, server = replaying(line, "video_longtitle")
    video = await videos.get_video(client, id_in(recording(line, "video_longtitle")))
    text = await videos.get_description(client, video)
    assert text == recording(line, "video_longtitle").body["description"]
    assert len(text) == 8000
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("video_password_none", "video_requires_password"),
        ("video_password_wrong", "incorrect_video_password"),
    ],
)
async def test_password(line: str, name: str, code: str) -> None:
    """A protected video says by its code what is missing, under 401 or 403; the password goes in a header."""
    client, server = replaying(line, name)
    with pytest.raises((UnauthorizedError, ForbiddenError)) as caught:
        await videos.get_video(client, id_in(recording(line, name)), password="wrong")
    assert caught.value.code == code
    assert server.requests[0].headers["x-peertube-video-password"] == "wrong"


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("categories", videos.list_categories),
        ("licences", videos.list_licences),
        ("languages", videos.list_languages),
        ("privacies", videos.list_privacies),
    ],
)
async def test_constants(
    line: str, name: str, operation: Callable[[Client], Awaitable[dict[str, str]]]
) -> None:
    """Ids with their labels."""
    client, _ = replaying(line, name)
    assert await operation(client) == recording(line, name).body


async def test_add_view(line: str) -> None:
    """Whole seconds and the session go out; an error comes back typed."""
    client, server = replaying(line, "views_empty_body")
    with pytest.raises(BadRequestError) as caught:
        await videos.add_view(
            client, id_in(recording(line, "views_empty_body")), 12.9, session_id="abc", seeked=True
        )
    assert caught.value.invalid_params == ("currentTime",)
    assert json.loads(server.requests[0].content) == {
        "currentTime": 12, "sessionId": "abc", "viewEvent": "seek"
    }  # fmt: skip
    assert server.requests[0].headers["content-type"] == "application/json"


async def test_get_live(line: str) -> None:
    """What anybody may know of a live."""
    client, _ = replaying(line, "live_info_anon")
    live = await videos.get_live(client, id_in(recording(line, "live_info_anon"), 5))
    assert live.permanent_live is True
    assert live.save_replay is False


async def test_create_file_token(line: str) -> None:
    """The token and when it ends."""
    client, _ = replaying(line, "video_token_public")
    token = await videos.create_file_token(client, id_in(recording(line, "video_token_public")))
    assert token.token == recording(line, "video_token_public").body["files"]["token"]
    assert token.expires is not None


async def test_search_videos(line: str) -> None:
    """Text and filters go out together."""
    client, server = replaying(line, "search_videos")
    page = await search.search_videos(client, "full hd", VideoQuery(sort="-match", duration_min=60))
    assert [video.uuid for video in page.data] == [
        video["uuid"] for video in recording(line, "search_videos").body["data"]
    ]
    assert dict(server.requests[0].url.params) == {
        "search": "full hd", "sort": "-match", "durationMin": "60", "start": "0", "count": "25",
        "searchTarget": "local",
    }  # fmt: skip


async def test_search_channels_and_playlists(line: str) -> None:
    """The other two tabs of the search."""
    client, _ = replaying(line, "search_channels", "search_playlists")
    found = await search.search_channels(client, "alice", sort="-match")
    assert [one.name for one in found.data] == [
        one["name"] for one in recording(line, "search_channels").body["data"]
    ]
    lists = await search.search_playlists(client, "best")
    assert [one.display_name for one in lists.data] == [
        one["displayName"] for one in recording(line, "search_playlists").body["data"]
    ]


async def test_channel(line: str) -> None:
    """A channel, its videos and playlists."""
    client, _ = replaying(line, "channel", "channel_videos", "channel_playlists")
    raw = recording(line, "channel").body
    channel = await channels.get_channel(client, raw["name"])
    assert channel.title == raw["displayName"]
    assert channel.description == raw["description"]
    assert channel.followers_count == raw["followersCount"]
    assert channel.owner_account is not None
    assert channel.owner_account.name == raw["ownerAccount"]["name"]
    assert bool(channel.avatar_ref(48)) == bool(raw["avatars"])
    assert bool(channel.banner_ref(1920)) == bool(raw["banners"])
    page = await channels.list_channel_videos(client, raw["name"], VideoQuery(search="x"))
    assert page.total == recording(line, "channel_videos").body["total"]
    lists = await channels.list_channel_playlists(client, raw["name"])
    assert all(one.display_name and one.thumbnail_ref(280) for one in lists.data)


async def test_account(line: str) -> None:
    """An account, its videos, channels and playlists."""
    client, _ = replaying(line, "account", "account_videos", "account_channels", "account_playlists")
    raw = recording(line, "account").body
    account = await accounts.get_account(client, raw["name"])
    assert account.handle == f"{raw['name']}@{raw['host']}"
    assert (await accounts.list_account_videos(client, "alice")).data
    names = [one.name for one in (await accounts.list_account_channels(client, "alice")).data]
    assert names == [one["name"] for one in recording(line, "account_channels").body["data"]]
    assert (await accounts.list_account_playlists(client, "alice")).data


async def test_playlist(line: str) -> None:
    """A playlist and its places in order."""
    client, _ = replaying(line, "playlist", "playlist_videos")
    playlist_id = id_in(recording(line, "playlist"))
    playlist = await playlists.get_playlist(client, playlist_id)
    assert playlist.display_name == recording(line, "playlist").body["displayName"]
    page = await playlists.list_elements(client, playlist_id)
    raw = recording(line, "playlist_videos").body["data"]
    assert [one.position for one in page.data] == [one["position"] for one in raw]
    assert [one.video.uuid if one.video else None for one in page.data] == [
        one["video"]["uuid"] if one["video"] else None for one in raw
    ]


async def test_captions(line: str) -> None:
    """Captions in their languages, and one's text by its address."""
    client, server = replaying(line, "captions", "caption_file")
    found = await captions.list_captions(client, id_in(recording(line, "captions")))
    assert {one.language.id for one in found} == {"en", "fr"}
    assert all(client.absolute(one.ref).startswith(client.origin + "/lazy-static/") for one in found)
    path = recording(line, "caption_file").path
    text = await captions.get_caption(client, next(one for one in found if one.ref.endswith(path)))
    assert text.startswith("WEBVTT")
    assert server.requests[-1].url.path == path


async def test_no_captions(line: str) -> None:
    """A video without captions has an empty list of them."""
    client, _ = replaying(line, "captions_none")
    assert await captions.list_captions(client, id_in(recording(line, "captions_none"))) == []


async def test_chapters(line: str) -> None:
    """Chapters with their titles."""
    client, _ = replaying(line, "chapters", "chapters_none")
    found = await chapters.list_chapters(client, id_in(recording(line, "chapters")))
    assert [(one.timecode, one.title) for one in found] == [
        (0, "Start"), (4, "Deeper & <deeper>"), (9, "The end 🎉")
    ]  # fmt: skip
    assert await chapters.list_chapters(client, id_in(recording(line, "chapters_none"))) == []


async def test_older_server_without_chapters_and_storyboards(line: str) -> None:
    """A server that does not know these calls says 400 with nothing: the video just has none."""
    client, _ = replaying(line, "videos_list")
    assert await chapters.list_chapters(client, "any") == []
    assert await storyboards.list_storyboards(client, "any") == []


async def test_storyboards(line: str) -> None:
    """The sprites' sizes and where they are."""
    client, _ = replaying(line, "storyboards")
    [board] = await storyboards.list_storyboards(client, id_in(recording(line, "storyboards")))
    raw = recording(line, "storyboards").body["storyboards"][0]
    assert (board.sprite_width, board.sprite_height) == (raw["spriteWidth"], raw["spriteHeight"])
    assert client.absolute(board.ref) == client.origin + raw["storyboardPath"]


async def test_comments(line: str) -> None:
    """Threads, one thread's replies, a deleted comment's place."""
    client, _ = replaying(line, "comment_threads", "comment_thread", "comment_thread_deleted")
    raw = recording(line, "comment_threads").body
    video_id = id_in(recording(line, "comment_threads"))
    threads = await comments.list_threads(client, video_id)
    assert threads.total == raw["total"]
    assert threads.total_not_deleted_comments == raw["totalNotDeletedComments"]
    assert [one.text for one in threads.data] == [one["text"] for one in raw["data"]]
    thread = recording(line, "comment_thread")
    tree = await comments.get_thread(client, id_in(thread), int(id_in(thread, 6)))
    assert tree.comment.id == thread.body["comment"]["id"]
    assert [one.comment.text for one in tree.children] == [
        one["comment"]["text"] for one in thread.body["children"]
    ]
    deleted = recording(line, "comment_thread_deleted")
    tree = await comments.get_thread(client, id_in(deleted), int(id_in(deleted, 6)))
    flat = [tree, *tree.children, *(one for child in tree.children for one in child.children)]
    assert any(one.comment.is_deleted for one in flat)


async def test_comments_disabled(line: str) -> None:
    """No comments allowed is no error."""
    client, _ = replaying(line, "comment_threads_disabled")
    threads = await comments.list_threads(client, id_in(recording(line, "comment_threads_disabled")))
    assert threads.data == []


async def test_instance(line: str) -> None:
    """What an instance says of itself."""
    client, _ = replaying(line, "config", "config_about", "server_stats", "instance_homepage")
    raw = recording(line, "config").body
    found = await instances.find_config(client)
    assert found.origin == client.origin
    assert found.value.instance.name == raw["instance"]["name"]
    assert found.value.server_version == raw["serverVersion"]
    assert (
        found.value.trending.videos.algorithms.enabled == raw["trending"]["videos"]["algorithms"]["enabled"]
    )
    assert found.value.views.videos.watching_interval.anonymous > 0
    about = await instances.get_about(client)
    assert about.instance.description == recording(line, "config_about").body["instance"]["description"]
    stats = await instances.get_stats(client)
    assert stats.total_videos == recording(line, "server_stats").body["totalVideos"]
    assert await instances.get_homepage(client) is None


async def test_overview(line: str) -> None:
    """Rows of categories, channels and tags."""
    client, server = replaying(line, "overviews")
    overview = await instances.get_overview(client, 2)
    raw = recording(line, "overviews").body
    assert [one.category.id for one in overview.categories] == [
        one["category"]["id"] for one in raw["categories"]
    ]
    assert [one.tag for one in overview.tags] == [one["tag"] for one in raw["tags"]]
    assert [len(one.videos) for one in overview.channels] == [len(one["videos"]) for one in raw["channels"]]
    assert server.requests[0].url.params["page"] == "2"


async def test_feeds(line: str) -> None:
    """A feed as an address and as its content."""
    client, server = replaying(line, "feed_videos_json", "feed_comments")
    feed = await feeds.get_videos_feed(client, channel="alice_films")
    assert [one.title for one in feed.items] == [
        one["title"] for one in recording(line, "feed_videos_json").body["items"]
    ]
    assert dict(server.requests[0].url.params) == {"videoChannelName": "alice_films"}
    assert (await feeds.get_comments_feed(client, "x")).items
    url = feeds.videos_feed_url(client, account="alice@far.example", form="atom")
    assert url == client.origin + "/feeds/videos.atom?accountName=alice%40far.example"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("video_404", NotFoundError),
        ("channel_404", NotFoundError),
        ("playlist_404", NotFoundError),
        ("video_private_anon", HttpError),
    ],
)
async def test_what_is_not_there(line: str, name: str, kind: type[HttpError]) -> None:
    """A missing or hidden thing is its own error."""
    client, _ = replaying(line, name)
    with pytest.raises(kind) as caught:
        await client.get(recording(line, name).path, dict)
    assert caught.value.status == recording(line, name).status
    assert caught.value.host == client.host
