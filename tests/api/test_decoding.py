"""Hostile and broken answers: what can be used is, the rest is left out or said to be wrong."""

from __future__ import annotations

import contextlib
import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peertube_desktop.api.decoding import decode
from peertube_desktop.api.errors import AnswerProblem, BadAnswerError
from peertube_desktop.api.models.actor import VideoChannel
from peertube_desktop.api.models.base import Page
from peertube_desktop.api.models.comment import CommentThreads, CommentTree
from peertube_desktop.api.models.instance import IndexedInstance, Overview, ServerConfig
from peertube_desktop.api.models.playlist import PlaylistElement, VideoPlaylist
from peertube_desktop.api.models.video import Storyboards, Video, VideoDetails
from tests.api.replay import LINES, recording

VIDEO: dict[str, Any] = {"uuid": "u", "name": "n"}
RECORDED: list[tuple[str, Any]] = [
    ("videos_list", Page[Video]),
    ("channel_videos", Page[Video]),
    ("account_videos", Page[Video]),
    ("search_videos", Page[Video]),
    ("search_videos_none", Page[Video]),
    ("search_channels", Page[VideoChannel]),
    ("search_playlists", Page[VideoPlaylist]),
    ("playlist_videos", Page[PlaylistElement]),
    ("comment_threads", CommentThreads),
    ("comment_thread", CommentTree),
    ("overviews", Overview),
    ("config", ServerConfig),
    ("video_hd", VideoDetails),
    ("video_live", VideoDetails),
]


def _decode(value: object, kind: Any = Page[Video]) -> Any:
    return decode(value if isinstance(value, bytes) else json.dumps(value).encode(), kind, "tube.example")


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("name", "kind"), RECORDED)
def test_nothing_recorded_is_left_out(
    line: str, name: str, kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """What real servers send is taken as it is."""
    with caplog.at_level(logging.INFO, "peertube_desktop.api.decoding"):
        _decode(recording(line, name).body, kind)
    assert caplog.records == []


def test_one_broken_video_hides_no_other(caplog: pytest.LogCaptureFixture) -> None:
    """It is left out, and the log says which and why."""
    good = [{**VIDEO, "uuid": str(n)} for n in range(24)]
    with caplog.at_level(logging.INFO, "peertube_desktop.api.decoding"):
        page = _decode({"total": 25, "data": [*good[:3], {"uuid": 7, "name": "broken"}, *good[3:]]})
    assert [video.uuid for video in page.data] == [str(n) for n in range(24)]
    assert "$.data[3].uuid" in caplog.text


def test_a_wrong_rare_field_counts_as_missing() -> None:
    """Neither the video nor its neighbours suffer."""
    page = _decode(
        {
            "total": 2,
            "data": [
                {**VIDEO, "likes": "many", "duration": -5, "views": 10**30, "publishedAt": "yesterday"},
                {**VIDEO, "thumbnails": [{"width": "x", "fileUrl": "https://a/1"}, 7, {"width": 3}]},
            ],
        }
    )
    first, second = page.data
    assert (first.likes, first.duration, first.views, first.published_at) == (0, 0, 0, None)
    assert [image.width for image in second.thumbnails] == [None, 3]


def test_null_where_a_value_was_expected() -> None:
    """A null counts as missing."""
    config = _decode(
        {"serverVersion": "9.0.0", "instance": {"name": "x", "shortDescription": None}}, ServerConfig
    )
    assert config.instance.short_description == ""


def test_date_without_zone_is_no_date() -> None:
    """It could not be compared with the others."""
    page = _decode({"total": 1, "data": [{**VIDEO, "publishedAt": "2024-01-01T00:00:00"}]})
    assert page.data[0].published_at is None


def test_storyboard_that_cannot_be_divided() -> None:
    """Sprites without a size or duration are none."""
    board = {"totalWidth": 10, "totalHeight": 10, "spriteWidth": 5, "spriteHeight": 5, "spriteDuration": 1}
    found = _decode(
        {"storyboards": [board, {**board, "spriteWidth": 0}, {**board, "spriteDuration": 0}]}, Storyboards
    )
    assert len(found.storyboards) == 1


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", AnswerProblem.NOT_JSON),
        (b"<!doctype html><title>502</title>", AnswerProblem.NOT_JSON),
        (b"Bad gateway", AnswerProblem.NOT_JSON),
        (b'{"total": 1, "data": [{"uuid": "u", "na', AnswerProblem.TRUNCATED),
        (b'{"total": 1, "data": [}', AnswerProblem.NOT_JSON),
        (b'{"total": 1, "data": [{"uuid": "\xff\xfe", "name": "n"}]}', AnswerProblem.NOT_JSON),
        (b"\xff\xfe\x00", AnswerProblem.NOT_JSON),
        (b'{"total": "x", "data": "nope"}', AnswerProblem.WRONG_SHAPE),
        (b'{"total": 3, "data": null}', AnswerProblem.WRONG_SHAPE),
        (b"{}", AnswerProblem.WRONG_SHAPE),
        (b"[]", AnswerProblem.WRONG_SHAPE),
        (b"null", AnswerProblem.WRONG_SHAPE),
        (b'{"data": [], "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", AnswerProblem.WRONG_SHAPE),
    ],
)
def test_what_cannot_be_used_is_said(body: bytes, problem: AnswerProblem) -> None:
    """Not JSON, cut off, or something else altogether."""
    with pytest.raises(BadAnswerError) as caught:
        _decode(body)
    assert caught.value.problem is problem
    assert caught.value.host == "tube.example"


def test_wrong_shape_names_the_place() -> None:
    """For whoever has to find out what a server sent."""
    with pytest.raises(BadAnswerError) as caught:
        _decode({"serverVersion": 7, "instance": {}}, ServerConfig)
    assert caught.value.path == "$.serverVersion"


def test_too_much_is_wrong() -> None:
    """An answer of thousands of wrong things is given up, not worked through."""
    with pytest.raises(BadAnswerError):
        _decode({"total": 1, "data": [{"uuid": n} for n in range(5000)]})


def test_hostile_texts_arrive_as_they_are() -> None:
    """Long names, control characters and direction tricks are the window's to tame: the model loses nothing."""
    name = "\u202egnp.exe\x00\x1b[31m" + "n" * 10_000
    page = _decode({"total": 1, "data": [{**VIDEO, "name": name}]})
    assert page.data[0].name == name


def test_answers_of_a_search_index() -> None:
    """An index gives absolute addresses and a score; pictures are on the video's own instance."""
    page = _decode(
        {
            "total": 1,
            "data": [
                {
                    **VIDEO,
                    "id": 1,
                    "score": 12.5,
                    "shortUUID": "s",
                    "url": "https://far.example/videos/watch/u",
                    "thumbnailUrl": "https://far.example/lazy-static/thumbnails/t.jpg",
                    "thumbnailPath": "/lazy-static/thumbnails/t.jpg",
                    "previewUrl": "https://far.example/lazy-static/previews/p.jpg",
                    "language": {"id": None, "label": "Unknown"},
                    "category": {"id": None, "label": "Unknown"},
                    "isLocal": False,
                    "account": {"name": "a", "host": "far.example", "avatar": None, "avatars": []},
                    "channel": {
                        "name": "c",
                        "host": "far.example",
                        "displayName": "C",
                        "avatar": {"url": "https://far.example/a.png", "path": "/a.png"},
                        "avatars": [{"url": "https://far.example/a.png", "path": "/a.png", "width": 48}],
                    },
                }
            ],
        }
    )
    [video] = page.data
    assert video.thumbnail_ref(280) == "https://far.example/lazy-static/thumbnails/t.jpg"
    assert video.thumbnail_ref(800) == "https://far.example/lazy-static/previews/p.jpg"
    assert video.channel.avatar_ref(28) == "https://far.example/a.png"


def test_entry_of_the_public_index() -> None:
    """An index of instances, with what was added and left out over the years."""
    page = _decode(
        {
            "total": 2,
            "data": [
                {
                    "id": 1,
                    "host": "tube.example",
                    "name": "Tube",
                    "shortDescription": None,
                    "version": "7.0.1",
                    "languages": ["en", "fr"],
                    "categories": [1],
                    "isNSFW": False,
                    "avatars": [{"width": 48, "url": "https://tube.example/a.png", "path": "/a.png"}],
                    "totalUsers": 12,
                    "totalLocalVideos": 34,
                    "totalVideos": 5678,
                    "health": 100,
                    "country": "FR",
                    "createdAt": "2020-01-01T00:00:00.000Z",
                },
                {"host": "old.example"},
            ],
        },
        Page[IndexedInstance],
    )
    first, second = page.data
    assert (first.name, first.short_description, first.languages) == ("Tube", "", ["en", "fr"])
    assert (first.total_users, first.total_local_videos, first.country) == (12, 34, "FR")
    assert first.avatars[0].ref == "https://tube.example/a.png"
    assert second.origin == "https://old.example"


def test_what_older_servers_sent() -> None:
    """4.x: `avatar` and `commentsEnabled`, a description cut in the details, files without sizes."""
    video = _decode(
        {
            **VIDEO,
            "description": "x" * 250 + "...",
            "descriptionPath": "/api/v1/videos/u/description",
            "commentsEnabled": False,
            "account": {"name": "a", "host": "h", "avatar": {"path": "/a.png", "width": 120}},
            "channel": {"name": "c", "host": "h", "avatar": None, "ownerAccount": None, "banner": None},
            "files": [
                {"resolution": {"id": 720, "label": "720p"}, "size": 1, "fps": 30, "fileUrl": "https://h/f"}
            ],
            "previewPath": None,
            "thumbnailPath": "/t.jpg",
        },
        VideoDetails,
    )
    assert video.is_description_cut
    assert not video.can_comment
    assert video.account.avatar_ref(28) == "/a.png"
    assert video.files[0].is_video
    assert video.thumbnail_ref(1280) == "/t.jpg"


def test_thumbnails_in_several_sizes() -> None:
    """8.1: unordered, one of them square, the old fields null."""
    video = _decode(
        {
            **VIDEO,
            "thumbnailPath": None,
            "previewPath": None,
            "thumbnails": [
                {"width": 850, "height": 480, "aspectRatio": "16:9", "fileUrl": "https://h/850"},
                {"width": 400, "height": 400, "aspectRatio": "1:1", "fileUrl": "https://h/square"},
                {"width": 280, "height": 157, "aspectRatio": "16:9", "fileUrl": "https://h/280"},
            ],
        },
        Video,
    )
    assert [video.thumbnail_ref(width) for width in (200, 280, 281, 2000)] == [
        "https://h/280", "https://h/280", "https://h/850", "https://h/850"
    ]  # fmt: skip


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
        ["total", "data", "uuid", "name", "likes", "thumbnails", "channel", "publishedAt", "host", "files"]
    ), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_is_a_page_or_a_bad_answer(value: object) -> None:
    """Nothing a server may send ends in another error than ours."""
    for kind in (Page[Video], VideoDetails, CommentTree, Overview):
        with contextlib.suppress(BadAnswerError):
            _decode(value, kind)
