"""Cards of channels, playlists and instances out of whatever servers send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from peertube_desktop.api.models.actor import Actor, VideoChannel
from peertube_desktop.api.models.base import Image
from peertube_desktop.api.models.instance import IndexedInstance
from peertube_desktop.api.models.playlist import VideoPlaylist
from peertube_desktop.api.models.video import Video
from peertube_desktop.ui.models.card import home_of, make_card
from peertube_desktop.ui.models.channel_list import make_channel_card
from peertube_desktop.ui.models.instance_list import language_name, languages_line, make_instance_card
from peertube_desktop.ui.models.playlist_list import make_playlist_card
from peertube_desktop.ui.text import plain_line

ORIGIN = "https://tube.example"


def test_a_channel_of_another_instance_is_opened_where_it_was_listed() -> None:
    channel = VideoChannel(
        name="cats",
        host="far.example",
        display_name="  Cats\u202e\n and   dogs ",
        followers_count=1,
        videos_count=12_345,
        description="**Cats**, and [more](https://evil.example) _cats_ of snake_case",
        avatars=[Image(path="/a/48.png", width=48), Image(path="/a/120.png", width=120)],
    )
    card = make_channel_card(channel, ORIGIN)
    assert card.title == "Cats and dogs"
    assert (card.origin, card.handle) == (ORIGIN, "cats@far.example")
    assert card.meta == "1 follower · 12.3K videos"
    assert card.text == "Cats, and more cats of snake_case"
    assert card.avatar == f"{ORIGIN}/a/120.png"
    assert card.spoken.startswith("Cats and dogs, cats@far.example, 1 follower")


def test_what_comes_from_everywhere_is_opened_at_home() -> None:
    channel = VideoChannel(name="cats", host="far.example", url="https://far.example/video-channels/cats")
    assert make_channel_card(channel, "").origin == "https://far.example"
    playlist = VideoPlaylist(
        uuid="u", display_name="P", owner_account=Actor(name="ada", host="far.example"), videos_length=1
    )
    card = make_playlist_card(playlist, "")
    assert (card.origin, card.owner, card.badge) == ("https://far.example", "ada@far.example", "1 video")


@pytest.mark.parametrize(
    ("url", "host", "home"),
    [
        ("https://a.example/videos/watch/1", "b.example", "https://a.example"),
        ("http://127.0.0.1:9000/w/1", "", "http://127.0.0.1:9000"),
        ("javascript:alert(1)", "b.example", "https://b.example"),
        ("https://user@a.example/", "b.example", "https://b.example"),
        ("", "no host", ""),
    ],
)
def test_a_things_home(url: str, host: str, home: str) -> None:
    assert home_of(url, host) == home


def test_an_instance_with_little_to_say() -> None:
    card = make_instance_card(IndexedInstance(host="tube.example"))
    assert (card.title, card.host, card.origin) == ("tube.example", "", "https://tube.example")
    assert card.counts == "0 videos · 0 users"
    assert make_instance_card(IndexedInstance(host="not a host/")).origin == ""


def test_names_of_ten_thousand_characters_are_cut() -> None:
    long = "x" * 10_000
    assert len(make_instance_card(IndexedInstance(host="a.example", name=long)).title) <= 120
    assert len(make_channel_card(VideoChannel(name="c", display_name=long), ORIGIN).title) <= 300
    assert len(make_playlist_card(VideoPlaylist(uuid="u", display_name=long), ORIGIN).title) <= 300


def test_languages_in_their_own_words() -> None:
    assert language_name("fr") == "Français"
    assert language_name("zh-Hans") == "中文"
    assert language_name("xx-bogus!") == "xx-bogus!"
    assert languages_line(["en", "fr", "de", "ja", "", "ar"]) == "English, Français, Deutsch +2"


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("# Title\n\n> quote\n- one\n* two", "Title quote one two"),
        ("a_b_c 2*3 `code`", "a_b_c 23 code"),
        ("![picture](http://x/y.png) [link](javascript:1)", "picture link"),
        (None, ""),
    ],
)
def test_markdown_as_one_plain_line(markdown: str | None, plain: str) -> None:
    assert plain_line(markdown) == plain


def test_a_card_tells_when_a_video_came_here() -> None:
    """As the page of the video does, and as lists are sorted; when it was first shown is among the details."""
    here = datetime.now(UTC)
    video = Video(
        uuid="u", name="Film", published_at=here, originally_published_at=here - timedelta(days=3000)
    )
    assert make_card(video, ORIGIN, blur_nsfw=False).meta == "0 views · just now"
