"""The fields of every line from 4.2 on, as short as servers send them, and recordings gone wrong."""

from __future__ import annotations

import contextlib
import copy
import json
import random
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peertube_desktop.api.decoding import decode
from peertube_desktop.api.errors import AnswerProblem, BadAnswerError
from peertube_desktop.api.models.actor import Account, Actor, VideoChannel
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.comment import Comment, CommentThreads, CommentTree
from peertube_desktop.api.models.feed import Feed
from peertube_desktop.api.models.instance import About, IndexedInstance, Overview, ServerConfig, ServerStats
from peertube_desktop.api.models.playlist import PlaylistElement, VideoPlaylist
from peertube_desktop.api.models.video import (
    Caption,
    Chapters,
    LiveInfo,
    Storyboards,
    StreamingPlaylist,
    Video,
    VideoDetails,
    VideoFile,
    VideoTokens,
)
from tests.api.replay import LINES, recording

T = TypeVar("T")
VIDEO: dict[str, Any] = {"uuid": "u", "name": "n"}


def read(kind: type[T], **fields: Any) -> T:
    """An object with these fields, and one nobody knows yet."""
    return decode(json.dumps({"ofTheFuture": {"x": [1]}, **fields}).encode(), kind, "tube.example")


LEAST: list[tuple[type[Any], dict[str, Any]]] = [
    (Video, VIDEO),
    (VideoDetails, VIDEO),
    (VideoFile, {"resolution": {}}),
    (StreamingPlaylist, {"playlistUrl": "https://h/m.m3u8"}),
    (Actor, {"name": "a"}),
    (Account, {"name": "a"}),
    (VideoChannel, {"name": "c"}),
    (VideoPlaylist, {"uuid": "u", "displayName": "d"}),
    (PlaylistElement, {"id": 1, "position": 1}),
    (Comment, {"id": 1}),
    (CommentTree, {"comment": {"id": 1}}),
    (CommentThreads, {"data": []}),
    (Caption, {"language": {}}),
    (Chapters, {"chapters": []}),
    (Storyboards, {"storyboards": []}),
    (LiveInfo, {}),
    (VideoTokens, {"files": {"token": "t"}}),
    (ServerConfig, {"serverVersion": "4.2.0", "instance": {}}),
    (About, {"instance": {}}),
    (ServerStats, {}),
    (Overview, {"categories": [], "channels": [], "tags": []}),
    (IndexedInstance, {"host": "h"}),
    (Feed, {"items": []}),
]


@pytest.mark.parametrize(("kind", "least"), LEAST)
def test_rare_fields_may_be_missing(kind: type[Any], least: dict[str, Any]) -> None:
    """These few are all that is needed; without one of them it is nothing."""
    read(kind, **least)
    for name in least:
        with pytest.raises(BadAnswerError) as caught:
            read(kind, **{key: value for key, value in least.items() if key != name})
        assert caught.value.problem is AnswerProblem.WRONG_SHAPE


@pytest.mark.parametrize(("kind", "least"), LEAST)
def test_null_is_missing(kind: type[Any], least: dict[str, Any]) -> None:
    """A server may send null for whatever it has not got."""
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    assert read(kind, **{**dict.fromkeys(names), **least}) == read(kind, **least)


def test_many_nulls_hide_nothing() -> None:
    """A page of a hundred entries, each with several of them."""
    entry = {"host": "h", "shortDescription": None, "country": None, "version": None, "languages": None}
    page = read(Page[IndexedInstance], total=100, data=[entry] * 100)
    assert len(page.data) == 100


def test_pictures_of_people() -> None:
    """4.2 sent `avatars` beside `avatar`; 6.0 only `avatars`; 7.1 `fileUrl`; an index `url`."""
    old = read(Account, name="a", avatar={"path": "/120.png", "width": 120})
    both = read(
        Account,
        name="a",
        avatar={"path": "/120.png", "width": 120},
        avatars=[{"path": "/120.png", "width": 120}, {"path": "/48.png", "width": 48}],
    )
    new = read(Account, name="a", avatars=[{"path": "/48.png", "fileUrl": "https://s/48.png", "width": 48}])
    index = read(Account, name="a", avatars=[{"path": "/48.png", "url": "https://h/48.png", "width": 48}])
    odd = read(Account, name="a", avatars=[{"path": "/a.png", "width": None}, {"width": 48}, {}])
    assert [one.avatar_ref(40) for one in (old, both, new, index, odd)] == [
        "/120.png", "/48.png", "https://s/48.png", "https://h/48.png", "/a.png"
    ]  # fmt: skip
    assert both.avatar_ref(49) == both.avatar_ref(500) == "/120.png"
    assert read(Account, name="a", avatar=None, avatars=[]).avatar_ref(48) == ""


def test_banners() -> None:
    """One, several, none."""
    assert read(VideoChannel, name="c", banner={"path": "/b.png", "width": 1920}).banner_ref(600) == "/b.png"
    several = [{"path": "/600.png", "width": 600}, {"path": "/1920.png", "width": 1920}]
    assert read(VideoChannel, name="c", banners=several).banner_ref(700) == "/1920.png"
    assert read(VideoChannel, name="c").banner_ref(700) == ""


def test_pictures_of_videos() -> None:
    """Paths up to 8.0, `fileUrl` beside them from 7.1, `thumbnails` from 8.1, addresses from an index."""
    paths = {"thumbnailPath": "/t.jpg", "previewPath": "/p.jpg"}
    urls = {"thumbnailUrl": "https://h/t.jpg", "previewUrl": "https://h/p.jpg"}
    sizes = [{"width": 850, "fileUrl": "https://h/850.jpg"}, {"width": 280, "fileUrl": "https://h/280.jpg"}]
    cases: list[tuple[dict[str, Any], str, str]] = [
        (paths, "/t.jpg", "/p.jpg"),
        ({**paths, **urls}, "https://h/t.jpg", "https://h/p.jpg"),
        ({"thumbnailPath": "/t.jpg", "previewPath": None}, "/t.jpg", "/t.jpg"),
        ({"previewPath": "/p.jpg"}, "/p.jpg", "/p.jpg"),
        ({**dict.fromkeys(paths), "thumbnails": sizes}, "https://h/280.jpg", "https://h/850.jpg"),
        ({"thumbnails": []}, "", ""),
    ]
    for fields, small, large in cases:
        video = read(Video, **VIDEO, **fields)
        assert (video.thumbnail_ref(280), video.thumbnail_ref(850)) == (small, large)


def test_square_picture_alone() -> None:
    """Is no picture of a video; a playlist's older path is used instead."""
    square = [{"width": 400, "aspectRatio": "1:1", "fileUrl": "https://h/square.jpg"}]
    assert read(Video, **VIDEO, thumbnails=square, thumbnailPath="/t.jpg").thumbnail_ref(280) == "/t.jpg"
    playlist = read(VideoPlaylist, uuid="u", displayName="d", thumbnails=square, thumbnailPath="/t.jpg")
    assert playlist.thumbnail_ref(280) == "/t.jpg"


@pytest.mark.parametrize(
    ("fields", "open_"),
    [
        ({"commentsEnabled": True}, True),
        ({"commentsEnabled": False}, False),
        ({"commentsPolicy": {"id": 1, "label": "Enabled"}, "commentsEnabled": True}, True),
        ({"commentsPolicy": {"id": 2, "label": "Disabled"}}, False),
        ({"commentsPolicy": {"id": 3, "label": "Requires approval"}, "commentsEnabled": True}, True),
        ({"commentsPolicy": {"id": 4, "label": "Of the future"}}, True),
        ({}, True),
    ],
)
def test_whether_comments_are_open(fields: dict[str, Any], open_: bool) -> None:
    """`commentsEnabled` before 6.2, `commentsPolicy` since, that alone since 8."""
    assert read(VideoDetails, **VIDEO, **fields).can_comment == open_


@pytest.mark.parametrize(
    ("fields", "cut"),
    [
        ({"description": "x" * 247 + "..."}, True),
        ({"description": "x" * 247 + "...", "truncatedDescription": "x" * 247 + "..."}, False),
        ({"description": "Well..."}, False),
        ({"description": None}, False),
        ({}, False),
    ],
)
def test_whether_a_description_is_whole(fields: dict[str, Any], cut: bool) -> None:
    """The details had 250 characters of it alone before 5.0."""
    assert read(VideoDetails, **VIDEO, **fields).is_description_cut == cut


def test_sound_alone() -> None:
    """The audio-only file of 8 is no video, by what it says or by its size."""
    by_word = read(VideoFile, resolution={"id": 720}, hasVideo=False)
    by_size = read(VideoFile, resolution={"id": 0, "label": "Audio only"}, width=0, height=0)
    old = read(VideoFile, resolution={"id": 720, "label": "720p"})
    assert [one.is_video for one in (by_word, by_size, old)] == [False, False, True]


def test_captions_and_storyboards_by_path_or_address() -> None:
    """7.1 added `fileUrl`; before there was the path alone."""
    assert read(Caption, language={"id": "en"}, captionPath="/c.vtt").ref == "/c.vtt"
    caption = read(
        Caption, language={"id": "en"}, captionPath="/c.vtt", fileUrl="https://s/c.vtt", m3u8Url="x"
    )
    assert caption.ref == "https://s/c.vtt"
    size = {"totalWidth": 10, "totalHeight": 10, "spriteWidth": 5, "spriteHeight": 5, "spriteDuration": 1}
    boards = [
        {**size, "storyboardPath": "/s.jpg"},
        {**size, "storyboardPath": "/s.jpg", "fileUrl": "https://s/s.jpg"},
    ]
    assert [one.ref for one in read(Storyboards, storyboards=boards).storyboards] == [
        "/s.jpg",
        "https://s/s.jpg",
    ]


def test_comments() -> None:
    """Deleted ones have no account and no text; 8.3 says how many replies there are in all."""
    tree = read(
        CommentTree,
        comment={
            "id": 1,
            "text": "",
            "isDeleted": True,
            "deletedAt": "2024-01-01T00:00:00.000Z",
            "account": None,
        },
        children=[{"comment": {"id": 2, "text": "x", "account": {"name": "a", "host": "h"}}, "children": []}],
        totalChildren=12,
    )
    assert (tree.comment.is_deleted, tree.comment.account, tree.total_children) == (True, None, 12)
    child = tree.children[0].comment.account
    assert child is not None
    assert (child.handle, child.title) == ("a@h", "a")


def test_places_without_a_video() -> None:
    """Deleted (1), private (2) and unavailable (3) ones keep their place."""
    page = read(
        Page[PlaylistElement],
        total=3,
        data=[{"id": n, "position": n, "type": n, "video": None, "startTimestamp": None} for n in (1, 2, 3)],
    )
    assert [(one.position, one.video) for one in page.data] == [(1, None), (2, None), (3, None)]


def test_config_of_then_and_now() -> None:
    """4.2 knew no views interval; 8 knows more of everything."""
    old = read(
        ServerConfig,
        serverVersion="4.2.0",
        instance={"name": "Old", "isNSFW": True, "defaultNSFWPolicy": "blur", "avatars": None},
        trending={"videos": {"intervalDays": 3, "algorithms": {"enabled": ["hot"], "default": "hot"}}},
    )
    assert (old.instance.is_nsfw, old.instance.default_nsfw_policy) == (True, "blur")
    assert (old.trending.videos.interval_days, old.trending.videos.algorithms.default) == (3, "hot")
    assert old.views.videos.watching_interval.anonymous == 5000
    new = read(
        ServerConfig,
        serverVersion="9.0.0-dev",
        instance={"name": "New"},
        views={"videos": {"watchingInterval": {"anonymous": 8000, "users": 0}}},
    )
    assert (new.views.videos.watching_interval.anonymous, new.views.videos.watching_interval.users) == (
        8000,
        5000,
    )


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("tube.example", "https://tube.example"),
        ("tube.example:9000", "https://tube.example:9000"),
        ("u@h", ""),
        ("", ""),
    ],
)
def test_hosts_of_an_index(host: str, origin: str) -> None:
    """An entry's host is an address, or it is none."""
    assert read(IndexedInstance, host=host).origin == origin


RECORDED: list[tuple[str, Any]] = [
    ("videos_list", Page[Video]),
    ("video_hd", VideoDetails),
    ("channel", VideoChannel),
    ("playlist_videos", Page[PlaylistElement]),
    ("search_playlists", Page[VideoPlaylist]),
    ("comment_thread", CommentTree),
    ("captions", Page[Caption]),
    ("storyboards", Storyboards),
    ("overviews", Overview),
    ("config", ServerConfig),
    ("feed_videos_json", Feed),
    ("categories", dict[str, str]),
]
WHERE = st.sampled_from(LINES)
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        2**70,
        1e300,
        "",
        "x" * 10_000,
        "\x00\u202e",
        [],
        [None],
        {},
        {"id": "x"},
        "2024-13-01",
        [[[]]],
    ]
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


def _change(value: Any, path: tuple[Any, ...], new: Any, drop: bool) -> None:
    *way, last = path
    with contextlib.suppress(KeyError, IndexError, TypeError):  # an earlier change took the place away
        for step in way:
            value = value[step]
        if drop:
            del value[last]
        else:
            value[last] = copy.deepcopy(new)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(LINES),
    st.sampled_from(RECORDED),
    st.integers(0, 2**32),
    st.lists(VALUES, min_size=1, max_size=8),
)
def test_recordings_with_wrong_values(line: str, what: tuple[str, Any], seed: int, values: list[Any]) -> None:
    """Whatever else stands in any place, it is read, or it is a bad answer."""
    name, kind = what
    body = copy.deepcopy(recording(line, name).body)
    chance = random.Random(seed)
    places = [place for place in _places(body) if place]
    for new in values:
        _change(body, chance.choice(places), new, drop=chance.random() < 0.3)
    with contextlib.suppress(BadAnswerError):
        decode(json.dumps(body).encode(), kind, "tube.example")


@settings(max_examples=150, deadline=None)
@given(WHERE, st.sampled_from(RECORDED), st.integers(0, 2**32), st.binary(max_size=4))
def test_recordings_with_wrong_bytes(line: str, what: tuple[str, Any], seed: int, junk: bytes) -> None:
    """Bytes lost, changed, added, or all that follows missing."""
    name, kind = what
    body = recording(line, name).content
    chance = random.Random(seed)
    first = chance.randrange(len(body))
    last = chance.choice([first, first + 1, first + 30, len(body)])
    with contextlib.suppress(BadAnswerError):
        decode(body[:first] + junk + body[last:], kind, "tube.example")
