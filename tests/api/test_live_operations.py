"""What people do on an instance, step by step; with `PEERTUBE_TEST_URL` on a real one.

Nothing is known of what is on it: each test finds what it needs, and only on a given server may that be missing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

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
from peertube_desktop.api.calling import Params
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import BadRequestError, HttpError, NotFoundError
from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Video, VideoDetails
from peertube_desktop.api.pool import HttpPool

T = TypeVar("T")
MANY = 20
SORTS: dict[str, Callable[[Video], Any]] = {
    "-publishedAt": lambda video: video.published_at and -video.published_at.timestamp(),
    "publishedAt": lambda video: video.published_at,
    "-duration": lambda video: -video.duration,
    "duration": lambda video: video.duration,
    "-views": lambda video: -video.views,
    "-likes": lambda video: -video.likes,
}


@pytest.fixture
def instance(instance_url: str, pool: HttpPool) -> Client:
    """A client of the running instance."""
    return Client(instance_url, pool)


@pytest.fixture
def need(demo_line: str) -> Callable[[T | None, str], T]:
    """`need(found, "a video with captions")` is what was found; the demo instances have everything."""

    def check(found: T | None, what: str) -> T:
        if not found and demo_line == "given":
            pytest.skip(f"the given server has not got {what}")
        assert found, f"the demo instance has not got {what}"
        return found

    return check


Need = Callable[[Any, str], Any]


async def _local(instance: Client, **filters: Any) -> list[Video]:
    query = VideoQuery(**{"is_local": True, "nsfw": "both", **filters})
    return (await videos.list_videos(instance, query, count=videos.MOST_PER_PAGE)).data


async def _first(instance: Client, wanted: Callable[[Video], Awaitable[T]]) -> tuple[Video, T] | None:
    """The first of the instance's own videos for which `wanted` gives something, and that."""
    for video in (await _local(instance))[:MANY]:
        if found := await wanted(video):
            return video, found
    return None


async def test_one_video_has_three_names(instance: Client) -> None:
    """UUID, short UUID and number."""
    listed = (await _local(instance))[0]
    by_uuid = await videos.get_video(instance, listed.uuid)
    assert listed.id is not None
    assert await videos.get_video(instance, listed.short_uuid) == by_uuid
    assert await videos.get_video(instance, listed.id) == by_uuid
    assert (by_uuid.id, by_uuid.uuid, by_uuid.short_uuid) == (listed.id, listed.uuid, listed.short_uuid)


@pytest.mark.parametrize("sort", SORTS)
async def test_lists_are_in_order(instance: Client, sort: str) -> None:
    """As far as what a list is sorted by is told in it."""
    keys = [SORTS[sort](video) for video in await _local(instance, sort=sort)]
    assert keys == sorted(keys)
    assert len(keys) > 1


async def test_filters(instance: Client, need: Need) -> None:
    """What comes is what was asked for."""
    every = await _local(instance)
    details = [await videos.get_video(instance, video.uuid) for video in every[:MANY]]
    tag = need(next((video.tags[0] for video in details if video.tags), None), "a video with a tag")
    for filters in ({"tags_one_of": (tag,)}, {"tags_all_of": (tag,)}):
        found = await _local(instance, **filters)
        assert {video.uuid for video in details if tag in video.tags} <= {video.uuid for video in found}
    licences = [video.licence.id for video in every if video.licence and video.licence.id]
    licence = need(licences[0] if licences else None, "a video with a licence")
    found = await _local(instance, licence_one_of=(licence,))
    assert found
    assert all(video.licence and video.licence.id == licence for video in found)
    assert all(video.is_live for video in await _local(instance, is_live=True))
    assert not any(video.is_live for video in await _local(instance, is_live=False))
    assert await _local(instance, tags_all_of=("no video has this tag",)) == []


async def test_search_filters(instance: Client) -> None:
    """Duration and date, on a search of everything."""
    every = await _local(instance)
    middle = sorted(video.duration for video in every)[len(every) // 2]
    page = await search.search_videos(instance, "", VideoQuery(nsfw="both", duration_min=middle), count=100)
    assert page.data
    assert all(video.duration >= middle for video in page.data)
    assert len({video.uuid for video in page.data}) == min(page.total, 100)
    page = await search.search_videos(instance, "", VideoQuery(nsfw="both", duration_max=middle), count=100)
    assert page.data
    assert all(video.duration <= middle for video in page.data)
    dates = sorted(video.published_at for video in every if video.published_at)
    since = dates[len(dates) // 2]
    query = VideoQuery(nsfw="both", start_date=since, sort="-publishedAt")
    page = await search.search_videos(instance, "", query, count=100)
    assert page.data
    assert all(video.published_at and video.published_at >= since for video in page.data)
    query = VideoQuery(nsfw="both", end_date=dates[0] - timedelta(days=1))
    assert (await search.search_videos(instance, "", query)).data == []


async def test_search_finds_channels_and_playlists(instance: Client, need: Need) -> None:
    """By name and by address."""
    channel = (await _local(instance))[0].channel
    assert channel is not None
    found = await search.search_channels(instance, channel.display_name, sort="-match")
    assert channel.handle in {one.handle for one in found.data}
    playlist, _ = need(await _some_playlist(instance), "a playlist")
    lists = await search.search_playlists(instance, playlist.display_name)
    assert playlist.uuid in {one.uuid for one in lists.data}
    lists = await search.search_playlists(instance, playlist.url)
    assert [one.uuid for one in lists.data] == [playlist.uuid]


async def _some_playlist(instance: Client) -> tuple[VideoPlaylist, str] | None:
    owners = {video.account.name for video in await _local(instance) if video.account}
    for owner in sorted(owners):
        for playlist in (await accounts.list_account_playlists(instance, owner)).data:
            if playlist.videos_length:
                return playlist, owner
    return None


async def test_playlist(instance: Client, need: Need) -> None:
    """By all of its names, page by page."""
    listed, owner = need(await _some_playlist(instance), "a playlist with something in it")
    playlist = await playlists.get_playlist(instance, listed.uuid)
    assert playlist.owner_account is not None
    assert playlist.owner_account.name == owner
    assert (await playlists.get_playlist(instance, listed.short_uuid)).uuid == listed.uuid
    page = await playlists.list_elements(instance, listed.uuid)
    assert page.total == playlist.videos_length == listed.videos_length
    ones = [await playlists.list_elements(instance, listed.uuid, n, 1) for n in range(min(3, page.total))]
    assert [one.id for part in ones for one in part.data] == [one.id for one in page.data[:3]]
    assert any(one.video is not None for one in page.data)
    assert (await instance.download(playlist.thumbnail_ref(280), max_bytes=2**20)).body
    if playlist.video_channel is not None:
        of_channel = await channels.list_channel_playlists(instance, playlist.video_channel.name)
        assert playlist.uuid in {one.uuid for one in of_channel.data}


async def test_captions(instance: Client, need: Need) -> None:
    """A list of them, and each as WebVTT."""

    async def wanted(video: Video) -> list[Any]:
        return await captions.list_captions(instance, video.uuid)

    _, found = need(await _first(instance, wanted), "a video with captions")
    languages = await videos.list_languages(instance)
    for caption in found:
        assert caption.language.id in languages
        text = await captions.get_caption(instance, caption)
        assert text.startswith("WEBVTT")
        assert "-->" in text


async def test_chapters(instance: Client, need: Need) -> None:
    """In the order of time, from within the video."""

    async def wanted(video: Video) -> list[Any]:
        return await chapters.list_chapters(instance, video.uuid)

    video, found = need(await _first(instance, wanted), "a video with chapters")
    assert [one.timecode for one in found] == sorted({one.timecode for one in found})
    assert all(one.title for one in found)
    assert found[-1].timecode <= video.duration + 1


async def test_storyboards(instance: Client, need: Need) -> None:
    """A picture with a place for every moment of the video."""

    async def wanted(video: Video) -> list[Any]:
        return await storyboards.list_storyboards(instance, video.uuid)

    video, [board] = need(await _first(instance, wanted), "a video with a storyboard")
    places = (board.total_width // board.sprite_width) * (board.total_height // board.sprite_height)
    assert places * board.sprite_duration >= video.duration - board.sprite_duration
    picture = await instance.download(board.ref, max_bytes=8 * 2**20)
    assert picture.content_type.startswith("image/")


async def test_comments(instance: Client, need: Need) -> None:
    """Threads page by page, in both orders, and one with its replies."""

    async def wanted(video: Video) -> bool:
        threads = await comments.list_threads(instance, video.uuid, count=1, sort="-totalReplies")
        return threads.total > 1 and threads.data[0].total_replies > 0

    video, _ = need(await _first(instance, wanted), "a video with two threads, one of them with replies")
    newest = await comments.list_threads(instance, video.uuid, count=50)
    oldest = await comments.list_threads(instance, video.uuid, count=50, sort="createdAt")
    assert newest.total == oldest.total
    if newest.total <= 50:
        assert {one.id for one in newest.data} == {one.id for one in oldest.data}
    dates = [one.created_at for one in oldest.data if one.created_at]
    assert dates == sorted(dates)
    parts = [await comments.list_threads(instance, video.uuid, n, 1, sort="createdAt") for n in range(2)]
    assert [one.id for part in parts for one in part.data] == [one.id for one in oldest.data[:2]]
    first = (await comments.list_threads(instance, video.uuid, count=1, sort="-totalReplies")).data[0]
    tree = await comments.get_thread(instance, video.uuid, first.thread_id)
    assert tree.comment.id == first.id == first.thread_id
    assert tree.children
    assert all(child.comment.in_reply_to_comment_id == first.id for child in tree.children)
    assert all(child.comment.thread_id == first.id for child in tree.children)
    with pytest.raises(NotFoundError):
        await comments.get_thread(instance, video.uuid, 2**31 - 1)


async def test_views_are_taken(instance: Client) -> None:
    """Of whoever watches; not of nothing."""
    video = (await _local(instance))[0]
    await videos.add_view(instance, video.uuid, 0.4)
    await videos.add_view(instance, video.uuid, 1.9, session_id="a" * 32, seeked=True)
    with pytest.raises(BadRequestError) as caught:
        await instance.post(f"/api/v1/videos/{video.uuid}/views", {})
    assert "currentTime" in caught.value.invalid_params


async def test_feeds(instance: Client) -> None:
    """As addresses for other programs, in all forms, and read."""
    video = (await _local(instance, nsfw="false"))[0]
    assert video.channel is not None
    assert video.account is not None
    whole = await feeds.get_videos_feed(instance)
    of_channel = await feeds.get_videos_feed(instance, channel=video.channel.name)
    of_account = await feeds.get_videos_feed(instance, account=video.account.name)
    for feed in (whole, of_channel, of_account):
        assert feed.title
        assert all(instance.absolute(item.url) == item.url and item.title for item in feed.items)
    assert video.name in {item.title for item in of_channel.items}
    forms: tuple[feeds.FeedFormat, ...] = ("xml", "rss", "rss2", "atom")
    for form in forms:
        found = await instance.download(
            feeds.videos_feed_url(instance, channel=video.channel.name, form=form), max_bytes=2**22
        )
        assert found.body.lstrip().startswith(b"<?xml")
        assert (b"<feed" in found.body) == (form == "atom")


async def test_live(instance: Client, need: Need) -> None:
    """What anybody may know of one."""
    lives = await _local(instance, is_live=True)
    video = need(lives[0] if lives else None, "a live")
    live = await videos.get_live(instance, video.uuid)
    assert live.latency_mode in (1, 2, 3)
    assert (await videos.get_video(instance, video.uuid)).is_live


async def test_overview_has_an_end(instance: Client) -> None:
    """Page after page, each thing once, until one is empty."""
    seen: set[str] = set()
    for page in range(1, 20):
        overview = await instances.get_overview(instance, page)
        rows = [f"category {one.category.id}" for one in overview.categories]
        rows += [f"channel {one.channel.handle}" for one in overview.channels]
        rows += [f"tag {one.tag}" for one in overview.tags]
        if not rows:
            break
        assert not seen & set(rows)
        seen.update(rows)
    else:
        pytest.fail("the overview does not end")


async def test_unchanged_answers_come_from_memory(instance: Client) -> None:
    """The server's 304 brings back the very same."""
    video = (await _local(instance))[0]
    assert video.channel is not None
    name = video.channel.name
    operations: list[Callable[[], Awaitable[object]]] = [
        lambda: instances.get_config(instance),
        lambda: instances.get_about(instance),
        lambda: videos.list_languages(instance),
        lambda: channels.get_channel(instance, name),
    ]
    for operation in operations:
        assert await operation() is await operation()


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"sort": "foo"}, "sort"),
        ({"count": 101}, "count"),
        ({"start": -1}, "start"),
        ({"nsfw": "maybe"}, "nsfw"),
    ],
)
async def test_wrong_parameters_are_named(instance: Client, params: Params, name: str) -> None:
    """By the server, in its own shape."""
    with pytest.raises(BadRequestError) as caught:
        await instance.get("/api/v1/videos", dict[str, Any], params)
    assert caught.value.invalid_params == (name,)


async def test_what_an_older_server_does_not_know(instance: Client) -> None:
    """A path nobody answers is 400 or 404, with nothing in it."""
    with pytest.raises((BadRequestError, NotFoundError)):
        await instance.get("/api/v1/of/the/future", dict[str, Any])
    assert await chapters.list_chapters(instance, "2d66956b-0000-4ccd-9a86-188d4694ed68") == []
    assert await storyboards.list_storyboards(instance, "2d66956b-0000-4ccd-9a86-188d4694ed68") == []
    with pytest.raises(HttpError):
        await videos.get_video(instance, "no id of any kind")
    with pytest.raises(BadRequestError):
        await instance.get("/api/v1/search/videos", dict[str, Any], {"search": ""})


async def test_files_in_parts(instance: Client, pool: HttpPool, need: Need) -> None:
    """A video's bytes by ranges, and its playlist, over the connections of the player."""

    def part(url: str, wanted: str) -> tuple[int, str, bytes]:
        upstream = pool.open_upstream(url, {"Range": wanted} if wanted else {})
        body = b"".join(upstream.iter_bytes())
        return upstream.status, upstream.headers.get("content-range", ""), body

    async def with_files(video: Video) -> VideoDetails | None:
        details = await videos.get_video(instance, video.uuid)
        return details if details.streaming_playlists and not details.is_live else None

    video: VideoDetails
    _, video = need(await _first(instance, with_files), "a video with an HLS playlist")
    playlist = video.streaming_playlists[0]
    _, _, master = await asyncio.to_thread(part, playlist.playlist_url, "")
    assert master.startswith(b"#EXTM3U")
    file = (video.files + playlist.files)[0]
    url = instance.absolute(file.file_url)
    status, told, first = await asyncio.to_thread(part, url, "bytes=0-999")
    assert (status, told, len(first)) == (206, f"bytes 0-999/{file.size}", 1000)
    assert first[4:8] == b"ftyp"
    status, told, middle = await asyncio.to_thread(part, url, "bytes=500-999")
    assert (status, middle) == (206, first[500:])
    status, _, _ = await asyncio.to_thread(part, url, f"bytes={file.size}-")
    assert status == 416
