"""What holds on every instance, whatever is on it: run against a real one with `PEERTUBE_TEST_URL`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

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
from peertube_desktop.api.errors import NotFoundError, UnauthorizedError
from peertube_desktop.api.models.comment import CommentTree
from peertube_desktop.api.models.query import VideoQuery
from peertube_desktop.api.models.video import Privacy, Video
from peertube_desktop.api.pool import HttpPool

PICTURE_BYTES = 8 * 1024 * 1024
NOWHERE = "2d66956b-0000-4ccd-9a86-188d4694ed68"


@pytest.fixture
async def instance(instance_url: str) -> AsyncIterator[Client]:
    """A client of the running instance."""
    pool = await HttpPool.create()
    yield Client(instance_url, pool)
    await pool.aclose()


async def some_videos(instance: Client, count: int = 5) -> list[Video]:
    """The instance's own videos, the most viewed first; at least one."""
    page = await videos.list_videos(instance, VideoQuery(sort="-views", is_local=True), count=count)
    assert page.data, "an instance without videos"
    return page.data


def is_picture(body: bytes) -> bool:
    """JPEG, PNG or WebP."""
    return body.startswith((b"\xff\xd8\xff", b"\x89PNG")) or (body[:4], body[8:12]) == (b"RIFF", b"WEBP")


def count_comments(tree: CommentTree) -> int:
    """The replies below, at any depth."""
    return sum(1 + count_comments(child) for child in tree.children)


async def test_says_what_it_is(instance: Client) -> None:
    found = await instances.find_config(instance)
    assert found.origin == instance.origin
    config = found.value
    assert config.instance.name
    assert config.server_version
    assert "most-viewed" in config.trending.videos.algorithms.enabled
    await instances.get_about(instance)
    await instances.get_homepage(instance)
    assert (await instances.get_stats(instance)).total_local_videos > 0
    assert await videos.list_categories(instance)
    assert await videos.list_licences(instance)
    assert "en" in await videos.list_languages(instance)
    assert "1" in await videos.list_privacies(instance)


@pytest.mark.parametrize(
    "sort",
    ["-publishedAt", "-originallyPublishedAt", "-views", "-likes", "-trending", "-hot", "-best", "-duration"],
)
async def test_pages_join(instance: Client, sort: str) -> None:
    """Two pages are the first half and the second of one twice as long.

    In a popular order a server may put equals now here, now there: a video can come twice.
    """
    query = VideoQuery(sort=sort, is_local=True, nsfw="both")
    both = await videos.list_videos(instance, query, 0, 6)
    halves = [await videos.list_videos(instance, query, start, 3) for start in (0, 3)]
    assert {page.total for page in halves} == {both.total}
    found = [video.uuid for page in halves for video in page.data]
    assert len(found) == min(6, both.total)
    if sort in ("-publishedAt", "-originallyPublishedAt"):
        assert found == [video.uuid for video in both.data]
        assert len(set(found)) == len(found)


async def test_filters_hold(instance: Client) -> None:
    every = await videos.list_videos(instance, VideoQuery(nsfw="both"), count=videos.MOST_PER_PAGE)
    for nsfw in ("true", "false"):
        page = await videos.list_videos(instance, VideoQuery(nsfw=nsfw), count=videos.MOST_PER_PAGE)
        assert all(video.nsfw == (nsfw == "true") for video in page.data)
    category = next(video.category.id for video in every.data if video.category and video.category.id)
    page = await videos.list_videos(instance, VideoQuery(category_one_of=(category,)))
    assert page.data
    assert all(video.category and video.category.id == category for video in page.data)
    language = next(video.language.id for video in every.data if video.language and video.language.id)
    page = await videos.list_videos(instance, VideoQuery(language_one_of=(language,)))
    assert page.data
    assert all(video.language and video.language.id == language for video in page.data)


async def test_a_video_agrees_with_its_list(instance: Client) -> None:
    for listed in await some_videos(instance):
        video = await videos.get_video(instance, listed.uuid)
        assert video == await videos.get_video(instance, listed.uuid)
        assert (video.name, video.duration, video.short_uuid) == (
            listed.name,
            listed.duration,
            listed.short_uuid,
        )
        assert video.privacy is not None
        assert video.privacy.id == Privacy.PUBLIC
        assert video.account is not None
        assert video.channel is not None
        assert listed.channel is not None
        assert video.channel.handle == listed.channel.handle
        assert video.channel.owner_account is not None
        assert video.channel.owner_account.handle == video.account.handle
        text = await videos.get_description(instance, video)
        assert not text.endswith("...") or not video.is_description_cut
        if not video.is_live:
            assert video.files or any(one.files for one in video.streaming_playlists)
        for one in (*video.files, *(file for made in video.streaming_playlists for file in made.files)):
            assert instance.absolute(one.file_url)
            assert one.size > 0


async def test_what_hangs_on_a_video(instance: Client) -> None:
    for video in await some_videos(instance, 4):
        for caption in await captions.list_captions(instance, video.uuid):
            assert caption.language.id
            assert (await captions.get_caption(instance, caption)).startswith("WEBVTT")
        marks = [one.timecode for one in await chapters.list_chapters(instance, video.uuid)]
        assert marks == sorted(marks)
        for board in await storyboards.list_storyboards(instance, video.uuid):
            assert board.total_width % board.sprite_width == 0
            picture = await instance.download(board.ref, max_bytes=PICTURE_BYTES)
            assert is_picture(picture.body)
        for width in (280, 850):
            thumbnail = await instance.download(video.thumbnail_ref(width), max_bytes=PICTURE_BYTES)
            assert is_picture(thumbnail.body)
        if thumbnail.etag:
            url = video.thumbnail_ref(850)
            again = await instance.download(url, max_bytes=PICTURE_BYTES, etag=thumbnail.etag)
            assert again.not_modified


async def test_threads_have_the_replies_they_count(instance: Client) -> None:
    for video in await some_videos(instance):
        threads = await comments.list_threads(instance, video.uuid, count=5, sort="-totalReplies")
        assert threads.total >= len(threads.data)
        replies = [one.total_replies for one in threads.data]
        assert replies == sorted(replies, reverse=True)
        for first in threads.data[:1]:
            tree = await comments.get_thread(instance, video.uuid, first.thread_id)
            assert tree.comment.id == first.id
            assert count_comments(tree) >= min(1, first.total_replies)


async def test_people(instance: Client) -> None:
    for video in await some_videos(instance, 2):
        assert video.channel is not None
        assert video.account is not None
        for handle in (video.channel.name, video.channel.handle):
            assert (await channels.get_channel(instance, handle)).handle == video.channel.handle
        query = VideoQuery(nsfw="both")
        page = await channels.list_channel_videos(
            instance, video.channel.name, query, count=videos.MOST_PER_PAGE
        )
        assert video.uuid in {one.uuid for one in page.data}
        await channels.list_channel_playlists(instance, video.channel.name)
        assert (await accounts.get_account(instance, video.account.name)).handle == video.account.handle
        names = {
            one.name for one in (await accounts.list_account_channels(instance, video.account.name)).data
        }
        assert video.channel.name in names
        page = await accounts.list_account_videos(instance, video.account.name, query, count=1)
        assert page.total >= 1


async def test_playlists_are_in_order(instance: Client) -> None:
    owners = {video.account.name for video in await some_videos(instance, 10) if video.account}
    for owner in sorted(owners):
        for listed in (await accounts.list_account_playlists(instance, owner)).data[:2]:
            playlist = await playlists.get_playlist(instance, listed.uuid)
            assert playlist.display_name == listed.display_name
            page = await playlists.list_elements(instance, listed.uuid)
            assert page.total == playlist.videos_length
            places = [one.position for one in page.data]
            assert places == sorted(places)


async def test_finds_what_it_has(instance: Client) -> None:
    [video, *_] = await some_videos(instance)
    found = await search.search_videos(instance, video.name, VideoQuery(nsfw="both", sort="-match"))
    assert video.uuid in {one.uuid for one in found.data}
    by_address = await search.search_videos(instance, video.url)
    assert [one.uuid for one in by_address.data] == [video.uuid]
    assert video.channel is not None
    by_handle = await search.search_channels(instance, video.channel.handle)
    assert [one.handle for one in by_handle.data] == [video.channel.handle]
    nothing = await search.search_videos(instance, "qzxwvkj qzxwvkj")
    assert (nothing.total, nothing.data) == (0, [])
    await search.search_playlists(instance, "a")


async def test_overview_and_feeds(instance: Client) -> None:
    overview = await instances.get_overview(instance)
    assert all(row.videos for row in overview.categories)
    assert all(row.videos for row in overview.channels)
    assert all(row.videos for row in overview.tags)
    [video, *_] = await some_videos(instance)
    assert video.channel is not None
    feed = await feeds.get_videos_feed(instance, channel=video.channel.name)
    assert feed.items
    threads = await comments.list_threads(instance, video.uuid)
    written = await feeds.get_comments_feed(instance, video.uuid)
    assert bool(written.items) == bool(threads.data)
    assert all(item.title and item.author for item in written.items)


async def test_addresses_stay_at_home(instance: Client) -> None:
    """What the instance calls its own is below its own address."""
    for video in await some_videos(instance):
        host = urlsplit(instance.absolute(video.thumbnail_ref(280))).netloc
        assert host == instance.host
        assert urlsplit(video.url).netloc == instance.host


async def test_what_is_not_there(instance: Client) -> None:
    with pytest.raises(NotFoundError):
        await videos.get_video(instance, NOWHERE)
    with pytest.raises(NotFoundError):
        await channels.get_channel(instance, "nobody_is_called_so")
    with pytest.raises(NotFoundError):
        await playlists.get_playlist(instance, NOWHERE)
    with pytest.raises(UnauthorizedError):
        await instance.get("/api/v1/users/me", dict)
