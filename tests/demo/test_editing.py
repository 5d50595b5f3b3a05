"""Changing videos, captions, chapters, passwords, channels and playlists, as recorded from real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.demo.clip import video
from tests.demo.world import World, world

LINES = ("6.3", "8.2")
V, LISTS, CHANNELS = "/api/v1/videos", "/api/v1/video-playlists", "/api/v1/video-channels"
PNG = b"\x89PNG a picture"


@pytest.fixture(scope="module", params=LINES)
def there(request: pytest.FixtureRequest) -> Iterator[World]:
    """One instance of each line, for all tests of this file."""
    with world(request.param, "--processing-seconds", "0", "--transcoding-seconds", "0") as made:
        yield made


def upload(there: World, name: str, **fields: Any) -> str:
    """Uploads a video of alice; gives its UUID."""
    data = {"name": name, "channelId": 2, "privacy": 1, **fields}
    files = {"videofile": ("Film of it.mp4", video(200_000, name.encode()), "video/mp4")}
    answer = there.ask("POST", f"{V}/upload", "alice", data=data, files=files)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["video"]["uuid"])


def form(**fields: Any) -> dict[str, Any]:
    """Fields as multipart, as the web page sends them."""
    return {"files": {name: (None, str(value)) for name, value in fields.items()}}


def test_fields_of_a_video(there: World) -> None:
    key = upload(there, "To be changed")
    path = f"{V}/{key}"
    there.recorded("video_update", there.ask("PUT", path, "alice", **form(name="Changed", nsfw="false")))
    there.recorded("video_update_400", there.ask("PUT", path, "alice", **form(name="x")))
    there.recorded("video_update_403", there.ask("PUT", path, "bob", **form(name="Mine now")))
    there.recorded("video_update_json", there.ask("PUT", path, "alice", json={"tags": ["tall", "two"]}))
    picture = {"thumbnailfile": ("t.png", PNG, "image/png"), "previewfile": ("t.png", PNG, "image/png")}
    before = there.get(path)["thumbnailPath"]
    answer = there.ask("PUT", path, "alice", files=picture)
    assert answer.status_code == 204
    seen = there.get(path)
    assert (seen["name"], seen["tags"]) == ("Changed", ["tall", "two"])
    assert seen["thumbnailPath"] != before
    assert there.client.get(seen["thumbnailPath"]).content == PNG
    many = {
        "description": "A **long** one", "category": 5, "licence": 2, "language": "fr", "support": "Please",
        "commentsPolicy": 3, "downloadEnabled": False, "originallyPublishedAt": "2001-02-03T00:00:00.000Z",
        "channelId": 3,
    }  # fmt: skip
    assert there.ask("PUT", path, "alice", json=many).status_code == 204
    seen = there.get(path)
    assert seen["category"]["label"] == "Sports"
    assert seen["channel"]["name"] == "alice_channel"
    assert seen["commentsPolicy"]["id"] == 3
    assert seen["downloadEnabled"] is False
    assert seen["originallyPublishedAt"] == "2001-02-03T00:00:00.000Z"
    assert (seen["support"], seen["language"]["id"]) == ("Please", "fr")
    if there.new:
        bad = {"nsfw": False, "nsfwFlags": 1}
        there.recorded("nsfw_flags_bad", there.ask("PUT", path, "alice", json=bad))
        good = {"nsfw": True, "nsfwFlags": 1, "nsfwSummary": "Violent fractal"}
        there.recorded("nsfw_flags_update", there.ask("PUT", path, "alice", json=good))
        assert there.get(path)["nsfwSummary"] == "Violent fractal"
    there.recorded("video_source", there.ask("GET", f"{path}/source", "alice"))
    source = there.get(f"{path}/source", "alice")
    assert (source["inputFilename"], source["size"]) == ("Film of it.mp4", 200_000)
    there.recorded("video_delete_403", there.ask("DELETE", path, "bob"))
    there.recorded("video_delete", there.ask("DELETE", path, "alice"))
    assert there.client.get(path).status_code == 404
    assert there.client.get(seen["files"][0]["fileUrl"]).status_code == 404


def test_a_video_for_later(there: World) -> None:
    key = upload(there, "For later")
    plan = {"privacy": 3, "scheduleUpdate": {"updateAt": "2040-01-01T00:00:00.000Z", "privacy": 1}}
    assert there.ask("PUT", f"{V}/{key}", "alice", json=plan).status_code == 204
    there.recorded("video_scheduled_owner", there.ask("GET", f"{V}/{key}", "alice"))
    mine = there.get("/api/v1/users/me/videos?search=later", "alice")["data"]
    assert mine[0]["scheduledUpdate"] == {"updateAt": "2040-01-01T00:00:00.000Z", "privacy": 1}
    past = {"scheduleUpdate": {"updateAt": "2001-01-01T00:00:00.000Z", "privacy": 1}}
    assert there.ask("PUT", f"{V}/{key}", "alice", json=past).status_code == 204
    assert there.get(f"{V}/{key}")["privacy"]["id"] == 1


def test_captions_and_chapters(there: World) -> None:
    key = upload(there, "Captioned")
    vtt = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello"
    bad = there.ask("PUT", f"{V}/{key}/captions/xx", "alice", files={"captionfile": ("c.vtt", vtt)})
    there.recorded("captions_put_bad", bad)
    put = there.ask("PUT", f"{V}/{key}/captions/en", "alice", files={"captionfile": ("c.vtt", vtt)})
    assert put.status_code == 204
    srt = b"1\r\n00:00:00,000 --> 00:00:01,500\r\nBonjour\r\n"
    put = there.ask("PUT", f"{V}/{key}/captions/fr", "alice", files={"captionfile": ("c.srt", srt)})
    assert put.status_code == 204
    listed = there.get(f"{V}/{key}/captions")["data"]
    assert [one["language"]["id"] for one in listed] == ["en", "fr"]
    assert there.client.get(listed[0]["captionPath"]).content == vtt
    assert there.client.get(listed[1]["captionPath"]).text.startswith("WEBVTT")
    assert there.ask("DELETE", f"{V}/{key}/captions/en", "alice").status_code == 204
    assert there.get(f"{V}/{key}/captions")["total"] == 1
    twice = {"chapters": [{"timecode": 4, "title": "a"}, {"timecode": 4, "title": "b"}]}
    there.recorded("chapters_put_bad", there.ask("PUT", f"{V}/{key}/chapters", "alice", json=twice))
    good = {"chapters": [{"timecode": 5, "title": "Later"}, {"timecode": 0, "title": "Start"}]}
    assert there.ask("PUT", f"{V}/{key}/chapters", "alice", json=good).status_code == 204
    kept = there.get(f"{V}/{key}/chapters")["chapters"]
    assert kept == [{"timecode": 0, "title": "Start"}, {"timecode": 5, "title": "Later"}]
    assert there.ask("PUT", f"{V}/{key}/chapters", "alice", json={"chapters": []}).status_code == 204
    assert there.get(f"{V}/{key}/chapters")["chapters"] == []


def test_passwords(there: World) -> None:
    fields = {"privacy": 5, "videoPasswords[0]": "secret-one", "videoPasswords[1]": "secret-two"}
    key = upload(there, "Behind passwords", **fields)
    path = f"{V}/{key}/passwords"
    there.recorded("video_passwords_list", there.ask("GET", path, "alice"))
    if there.new:
        wrong = there.ask("POST", path, "alice", json={"passwords": ["secret-three"]})
        there.recorded("video_passwords_add", wrong)
        added = there.ask("POST", path, "alice", json={"password": "secret-four"})
        there.recorded("video_passwords_add_one", added)
        there.recorded("video_passwords_list2", there.ask("GET", path, "alice"))
    number = there.get(path, "alice")["data"][-1]["id"]
    assert there.ask("DELETE", f"{path}/{number}", "alice").status_code == 204
    opened = {"x-peertube-video-password": "secret-one"}
    assert there.client.get(f"{V}/{key}", headers=opened).status_code == 403
    fresh = {"passwords": ["another one"]}
    assert there.ask("PUT", path, "alice", json=fresh).status_code == 204
    # Any change wants the passwords again.
    renamed = there.ask("PUT", f"{V}/{key}", "alice", json={"name": "Renamed"})
    assert (renamed.status_code, renamed.json()["detail"]) == (400, "Video passwords are missing.")
    body = {"name": "Renamed", "videoPasswords": ["another one"]}
    assert there.ask("PUT", f"{V}/{key}", "alice", json=body).status_code == 204
    opened["x-peertube-video-password"] = "another one"
    assert there.client.get(f"{V}/{key}", headers=opened).status_code == 200


def test_channels(there: World) -> None:
    bad = {"name": "Not Valid", "displayName": ""}
    there.recorded("channel_create_400", there.ask("POST", CHANNELS, "bob", json=bad))
    taken = there.ask("POST", CHANNELS, "bob", json={"name": "slow_wheels", "displayName": "x"})
    there.recorded("channel_create_409", taken, other_words=True)
    made = there.ask(
        "POST", CHANNELS, "bob", json={"name": "bob_new", "displayName": "New", "support": "Do!"}
    )
    assert made.json()["videoChannel"]["id"] > 0
    path = f"{CHANNELS}/bob_new"
    assert there.ask("PUT", path, "alice", json={"displayName": "Mine"}).status_code == 403
    changes = {"displayName": "Newer", "description": "What it is about", "support": None}
    assert there.ask("PUT", path, "bob", json=changes).status_code == 204
    seen = there.get(path)
    assert (seen["displayName"], seen["description"], seen["support"]) == ("Newer", "What it is about", None)
    for kind in ("avatar", "banner"):
        files = {f"{kind}file": ("p.png", PNG, "image/png")}
        picked = there.ask("POST", f"{path}/{kind}/pick", "bob", files=files).json()[f"{kind}s"]
        assert there.client.get(picked[0]["path"]).content == PNG
        assert there.get(path)[f"{kind}s"]
        assert there.ask("DELETE", f"{path}/{kind}", "bob").status_code == 204
        assert there.get(path)[f"{kind}s"] == []
    assert there.ask("DELETE", path, "bob").status_code == 204
    assert there.client.get(path).status_code == 404
    assert there.ask("DELETE", f"{CHANNELS}/lena_channel", "lena").status_code == 409


def element_ids(there: World, number: int) -> list[int]:
    """The elements of a playlist in their order."""
    listed = there.get(f"{LISTS}/{number}/videos?count=100", "alice")["data"]
    assert [one["position"] for one in listed] == list(range(1, len(listed) + 1))
    return [one["id"] for one in listed]


def test_playlists(there: World) -> None:
    answer = there.ask("POST", LISTS, "alice", **form(displayName="Ours", privacy=3))
    there.recorded("playlist_create", answer)
    number = answer.json()["videoPlaylist"]["id"]
    as_json = there.ask("POST", LISTS, "alice", json={"displayName": "R", "privacy": 3})
    there.recorded("playlist_create_json_500", as_json)
    public = there.ask("POST", LISTS, "alice", **form(displayName="Public", privacy=1))
    there.recorded("playlist_create_public_nochannel", public)
    path = f"{LISTS}/{number}"
    video_id = there.get(f"{V}?count=3")["data"][0]["id"]
    uuid = there.get(f"{V}?count=3")["data"][1]["uuid"]
    for name, key in (
        ("playlist_add", video_id),
        ("playlist_add_twice", video_id),
        ("playlist_add_uuid", uuid),
    ):
        there.recorded(name, there.ask("POST", f"{path}/videos", "alice", json={"videoId": key}))
    first, second, third = element_ids(there, number)
    part = {"startTimestamp": 3, "stopTimestamp": 9}
    there.recorded("playlist_element_update", there.ask("PUT", f"{path}/videos/{first}", "alice", json=part))
    move = {"startPosition": 1, "insertAfterPosition": 2}
    there.recorded("playlist_reorder", there.ask("POST", f"{path}/videos/reorder", "alice", json=move))
    assert element_ids(there, number) == [second, first, third]
    back = {"startPosition": 3, "insertAfterPosition": 0}
    assert there.ask("POST", f"{path}/videos/reorder", "alice", json=back).status_code == 204
    assert element_ids(there, number) == [third, second, first]
    exist = there.get(f"/api/v1/users/me/video-playlists/videos-exist?videoIds={video_id}", "alice")
    assert [one["playlistElementId"] for one in exist[str(video_id)]][-2:] == [second, first]
    query = f"/api/v1/users/me/video-playlists/videos-exist?videoIds={video_id}&videoIds=1&videoIds=2"
    assert set(there.get(query, "alice")) == {str(video_id), "1", "2"}
    gone = there.ask("DELETE", f"{path}/videos/{second}", "alice")
    there.recorded("playlist_element_delete", gone)
    there.recorded("playlist_private_owner", there.ask("GET", path, "alice"))
    fields = form(displayName="Yours", privacy=1, videoChannelId=2)
    fields["files"]["thumbnailfile"] = ("t.png", PNG, "image/png")
    there.recorded("playlist_update", there.ask("PUT", path, "alice", **fields))
    seen = there.get(path)
    assert (seen["displayName"], seen["videoChannel"]["name"]) == ("Yours", "slow_wheels")
    assert there.client.get(seen["thumbnailPath"]).content == PNG
    assert there.ask("DELETE", path, "bob").status_code == 403
    there.recorded("playlist_delete", there.ask("DELETE", path, "alice"))
    assert there.client.get(path).status_code == 404
    number = there.get("/api/v1/users/me", "alice")["specialPlaylists"][0]["id"]
    added = there.ask("POST", f"{LISTS}/{number}/videos", "alice", json={"videoId": video_id})
    assert added.status_code == 200
    later = there.ask("GET", "/api/v1/accounts/alice/video-playlists?playlistType=2", "alice")
    there.recorded("user_video_playlists_watchlater", later)
    assert there.ask("DELETE", f"{LISTS}/{later.json()['data'][0]['id']}", "alice").status_code == 400


def test_needs_somebody_signed_in(there: World) -> None:
    key = there.get(f"{V}?count=1")["data"][0]["uuid"]
    calls = [
        ("PUT", f"{V}/{key}"), ("DELETE", f"{V}/{key}"), ("GET", f"{V}/{key}/source"),
        ("PUT", f"{V}/{key}/captions/en"), ("PUT", f"{V}/{key}/chapters"), ("POST", CHANNELS),
        ("DELETE", f"{CHANNELS}/slow_wheels"), ("POST", LISTS), ("POST", f"{LISTS}/21/videos"),
    ]  # fmt: skip
    for method, path in calls:
        answer: httpx.Response = there.client.request(method, path, content=json.dumps({}))
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized_request"), path
