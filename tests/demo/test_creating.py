"""Imports, channel synchronisations, lives, ownership, statistics and comments, as recorded from real servers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.demo.clip import video
from tests.demo.world import World, world

LINES = ("6.3", "8.2")
V, IMPORTS, LIVE = "/api/v1/videos", "/api/v1/videos/imports", "/api/v1/videos/live"
MINE = "/api/v1/users/me/videos/imports"


@pytest.fixture(scope="module", params=LINES)
def there(request: pytest.FixtureRequest) -> Iterator[World]:
    """One instance of each line, for all tests of this file."""
    quick = ("--processing-seconds", "0", "--transcoding-seconds", "0.1", "--import-seconds", "0.3")
    with world(request.param, *quick) as made:
        yield made


def until(get: Callable[[], Any], wanted: Any) -> None:
    """Asks until that is the answer."""
    for _ in range(300):
        found = get()
        if found == wanted:
            return
        time.sleep(0.01)
    raise AssertionError(f"{found!r}, not {wanted!r}")


def fields(**more: Any) -> dict[str, Any]:
    """Fields of an import or a live of bob, as multipart."""
    given = {"channelId": 4, "privacy": 3, **more}
    return {"files": {name: (None, str(value)) for name, value in given.items()}}


def upload(there: World, name: str, who: str = "bob", channel: int = 4) -> str:
    """Uploads a public video; gives its UUID."""
    data = {"name": name, "channelId": channel, "privacy": 1}
    files = {"videofile": ("film.mp4", video(200_000, name.encode()), "video/mp4")}
    answer = there.ask("POST", f"{V}/upload", who, data=data, files=files)
    return str(answer.json()["video"]["uuid"])


def state(there: World, number: int) -> int:
    """The state of bob's import of that number."""
    found = [one for one in there.get(f"{MINE}?count=100", "bob")["data"] if one["id"] == number]
    return int(found[0]["state"]["id"])


def test_imports(there: World) -> None:
    there.recorded("my_imports", there.ask("GET", MINE, "bob"))
    local = fields(targetUrl="http://127.0.0.1:1/x.mp4", name="Local")
    there.recorded("import_http_local", there.ask("POST", IMPORTS, "bob", **local))
    torrent = fields(name="Imported by torrent")
    torrent["files"]["torrentfile"] = ("x.torrent", b"d8:announce0:e", "application/x-bittorrent")
    answer = there.ask("POST", IMPORTS, "bob", **torrent)
    there.recorded("import_torrent", answer)
    number, key = answer.json()["id"], answer.json()["video"]["uuid"]
    assert answer.json()["video"]["state"]["id"] == 3
    until(lambda: state(there, number), 2)
    there.recorded("my_imports_after", there.ask("GET", f"{MINE}?sort=-createdAt", "bob"))
    until(lambda: there.get(f"{V}/{key}", "bob")["state"]["id"], 1)
    assert there.get(f"{V}/{key}", "bob")["files"]
    by_url = there.ask("POST", IMPORTS, "bob", **fields(targetUrl="https://example.com/films/A%20film.mp4"))
    assert by_url.json()["video"]["name"] == "A film"
    gone = there.ask("POST", f"{IMPORTS}/{by_url.json()['id']}/cancel", "bob")
    assert gone.status_code == 204
    assert state(there, by_url.json()["id"]) == 5
    assert there.ask("DELETE", f"{IMPORTS}/{by_url.json()['id']}", "bob").status_code == 204
    magnet = fields(magnetUri="magnet:?xt=urn:btih:0&dn=By%20magnet")
    assert there.ask("POST", IMPORTS, "bob", **magnet).json()["video"]["name"] == "By magnet"
    unknown = there.ask("POST", IMPORTS, "bob", **fields(targetUrl="https://nowhere.invalid/x.mp4"))
    assert unknown.status_code == 500
    nothing = there.ask("POST", IMPORTS, "bob", **fields(name="Nothing"))
    assert nothing.status_code == 400
    assert there.ask("POST", IMPORTS, "alice", **magnet).status_code in (400, 403)


def test_an_import_that_fails(there: World) -> None:
    answer = there.ask("POST", IMPORTS, "bob", **fields(targetUrl="https://example.com/fail-once.mp4"))
    number = answer.json()["id"]
    until(lambda: state(there, number), 3)
    listed = there.get(f"{MINE}?targetUrl=https://example.com/fail-once.mp4", "bob")["data"]
    assert listed[0]["error"]
    if there.new:
        retried = there.ask("POST", f"{IMPORTS}/{number}/retry", "bob")
        there.recorded("import_retry", retried)
        until(lambda: state(there, number), 2)
        assert there.get(MINE, "bob")["data"][0]["attempts"] == 2
    assert there.ask("DELETE", f"{IMPORTS}/{number}", "alice").status_code == 403
    assert there.ask("DELETE", f"{IMPORTS}/{number}", "bob").status_code == 204


def test_synchronisations(there: World) -> None:
    listed = "/api/v1/accounts/emi/video-channel-syncs"
    there.recorded("account_channel_syncs", there.ask("GET", listed, "emi"))
    body = {"externalChannelUrl": "https://example.com/c/x", "videoChannelId": 7}
    answer = there.ask("POST", "/api/v1/video-channel-syncs", "emi", json=body)
    there.recorded("channel_sync_create", answer)
    there.recorded("account_channel_syncs_after", there.ask("GET", listed, "emi"))
    until(lambda: there.get(listed, "emi")["data"][0]["state"]["id"], 3)
    number = answer.json()["videoChannelSync"]["id"]
    assert there.get(f"{MINE}?videoChannelSyncId={number}", "emi")["total"] == 2
    gone = there.ask("DELETE", f"/api/v1/video-channel-syncs/{number}", "emi")
    assert gone.status_code == 204
    path = "/api/v1/video-channels/small_worlds/import-videos"
    assert there.ask("POST", path, "emi", json=body).status_code == 204
    assert there.get(MINE, "emi")["total"] == 4


def test_lives(there: World) -> None:
    made = there.ask("POST", LIVE, "bob", json={"name": "Tonight", "channelId": 4, "privacy": 1,
                     "permanentLive": True, "saveReplay": True, "replaySettings": {"privacy": 1},
                     "latencyMode": 2})  # fmt: skip
    assert made.status_code == 200, made.text
    key = made.json()["video"]["uuid"]
    there.recorded("live_info_owner", there.ask("GET", f"{LIVE}/{key}", "bob"))
    there.recorded("live_info_anon", there.client.get(f"{LIVE}/{key}"))
    seen = there.get(f"{LIVE}/{key}", "bob")
    assert seen["streamKey"]
    assert (seen["permanentLive"], seen["saveReplay"], seen["latencyMode"]) == (True, True, 2)
    assert there.get(f"{V}/{key}")["state"]["id"] == 4
    switched = there.ask("PUT", f"{LIVE}/{key}", "bob", json={"latencyMode": 3})
    assert switched.status_code == 204
    assert there.client.post(f"/_demo/lives/{key}", json={"on": True}).json()["state"] == 1
    shape = there.get(f"{V}/{key}")
    assert there.client.get(shape["streamingPlaylists"][0]["playlistUrl"]).text.startswith("#EXTM3U")
    assert there.ask("PUT", f"{LIVE}/{key}", "bob", json={"latencyMode": 1}).status_code == 400
    assert there.get(f"{LIVE}/{key}/sessions", "bob")["data"][0]["endDate"] is None
    assert there.client.post(f"/_demo/lives/{key}", json={"on": False}).json()["state"] == 4
    there.recorded("live_sessions", there.ask("GET", f"{LIVE}/{key}/sessions", "bob"))
    (session,) = there.get(f"{LIVE}/{key}/sessions", "bob")["data"]
    replay = session["replayVideo"]["uuid"]
    until(lambda: there.get(f"{V}/{replay}")["state"]["id"], 1)
    assert there.get(f"{V}/{replay}/live-session")["id"] == session["id"]
    assert there.ask("GET", f"{LIVE}/{key}/sessions", "alice").status_code == 403
    for _ in range(2):
        again = there.ask("POST", LIVE, "bob", json={"name": "More", "channelId": 4})
        assert again.status_code == 200
    refused = there.ask("POST", LIVE, "bob", json={"name": "Too many", "channelId": 4})
    assert (refused.status_code, refused.json()["code"]) == (403, "max_user_lives_limit_reached")


def test_giving_videos_away(there: World) -> None:
    if there.new:
        there.recorded("videos_ownership", there.ask("GET", f"{V}/ownership", "farid"))
    key = upload(there, "To be given")
    give = f"{V}/{key}/give-ownership"
    assert there.ask("POST", give, "alice", json={"username": "farid"}).status_code == 403
    assert there.ask("POST", give, "bob", json={"username": "nobody"}).status_code == 400
    if there.new:
        there.recorded("video_ownership", there.ask("GET", f"{V}/{key}/ownership", "bob"))
    assert there.ask("POST", give, "bob", json={"username": "farid"}).status_code == 204
    (offer,) = there.get(f"{V}/ownership", "farid")["data"]
    assert (offer["status"], offer["initiatorAccount"]["name"]) == ("WAITING", "bob")
    assert offer["video"]["uuid"] == key
    path = f"{V}/ownership/{offer['id']}"
    assert there.ask("POST", f"{path}/accept", "alice", json={"channelId": 2}).status_code == 403
    assert there.ask("POST", f"{path}/accept", "farid", json={"channelId": 8}).status_code == 204
    assert there.get(f"{V}/{key}")["account"]["name"] == "farid"
    assert there.ask("POST", f"{path}/refuse", "farid").status_code == 403
    assert there.ask("POST", give, "farid", json={"username": "bob"}).status_code == 204
    number = there.get(f"{V}/ownership", "bob")["data"][-1]["id"]
    assert there.ask("POST", f"{V}/ownership/{number}/refuse", "bob").status_code == 204
    assert there.get(f"{V}/ownership", "bob")["data"][-1]["status"] == "REFUSED"


def test_statistics(there: World) -> None:
    key = there.get("/api/v1/users/me/videos?sort=-views&count=1", "alice")["data"][0]["uuid"]
    base = f"{V}/{key}/stats"
    there.recorded("overview_stats", there.ask("GET", f"{base}/overall", "alice"))
    there.recorded("stats_retention", there.ask("GET", f"{base}/retention", "alice"))
    there.recorded("stats_timeseries", there.ask("GET", f"{base}/timeseries/viewers", "alice"))
    if there.new:
        there.recorded("stats_user_agent", there.ask("GET", f"{base}/user-agent", "alice"))
    whole = there.get(f"{base}/overall", "alice")
    assert whole["totalViewers"] > 0
    assert whole["countries"][0]["isoCode"] == "FR"
    curve = there.get(f"{base}/retention", "alice")["data"]
    assert curve[0]["retentionPercent"] == 100 > curve[-1]["retentionPercent"]
    days = "startDate=2026-01-01T00:00:00.000Z&endDate=2026-01-31T00:00:00.000Z"
    series = there.get(f"{base}/timeseries/aggregateWatchTime?{days}", "alice")
    assert (series["groupInterval"], len(series["data"])) == ("1 day", 30)
    assert there.ask("GET", f"{base}/timeseries/viewers?startDate=2026-01-01", "alice").status_code == 400
    assert there.ask("GET", f"{base}/timeseries/other", "alice").status_code == 400
    assert there.ask("GET", f"{base}/overall", "bob").status_code == 403


def test_comments(there: World) -> None:
    key = upload(there, "Talk about it")
    path = f"{V}/{key}/comment-threads"
    answer = there.ask("POST", path, "alice", json={"text": "Recorded comment"})
    there.recorded("comment_post", answer)
    number = answer.json()["comment"]["id"]
    answer = there.ask("POST", f"{V}/{key}/comments/{number}", "emi", json={"text": "Recorded reply"})
    there.recorded("comment_reply", answer)
    there.recorded("comment_post_empty", there.ask("POST", path, "alice", json={"text": ""}))
    assert there.get(path)["totalNotDeletedComments"] == 2
    delete = f"{V}/{key}/comments/{number}"
    there.recorded("comment_delete_other_403", there.ask("DELETE", delete, "emi"))
    there.recorded("comment_delete", there.ask("DELETE", delete, "alice"))
    unknown = there.ask("POST", f"{V}/{key}/comments/999999/approve", "bob")
    there.recorded("comment_approve", unknown)
    assert there.ask("PUT", f"{V}/{key}", "bob", json={"commentsPolicy": 3}).status_code == 204
    held = there.ask("POST", path, "alice", json={"text": "This one waits"}).json()["comment"]
    assert held["heldForReview"] is True
    there.recorded("my_comments", there.ask("GET", "/api/v1/users/me/videos/comments", "bob"))
    mine = "/api/v1/users/me/videos/comments?sort=-createdAt"
    there.recorded("my_comments_held", there.ask("GET", f"{mine}&isHeldForReview=true", "bob"))
    there.recorded("my_comments_sorted", there.ask("GET", f"{mine}&count=3", "bob"))
    assert there.get(f"{mine}&isHeldForReview=true", "bob")["total"] == 1
    assert held["id"] not in [one["id"] for one in there.get(path)["data"]]
    assert held["id"] in [one["id"] for one in there.get(path, "alice")["data"]]
    approve = f"{V}/{key}/comments/{held['id']}/approve"
    assert there.ask("POST", approve, "alice").status_code == 403
    assert there.ask("POST", approve, "bob").status_code == 204
    assert held["id"] in [one["id"] for one in there.get(path)["data"]]
    assert there.ask("PUT", f"{V}/{key}", "bob", json={"commentsPolicy": 2}).status_code == 204
    there.recorded("comment_post_disabled", there.ask("POST", path, "alice", json={"text": "x"}))


def test_the_studio(there: World) -> None:
    key = upload(there, "To be cut")
    path = f"{V}/{key}/studio/edit"
    until(lambda: there.get(f"{V}/{key}")["state"]["id"], 1)
    cut = {"tasks[0][name]": (None, "cut"), "tasks[0][options][start]": (None, "1"),
           "tasks[1][name]": (None, "add-watermark"),
           "tasks[1][options][file]": ("w.png", b"\x89PNG", "image/png")}  # fmt: skip
    assert there.ask("POST", path, "alice", files=cut).status_code == 403
    wrong = {"tasks[0][name]": (None, "cut"), "tasks[0][options][start]": (None, "5"),
             "tasks[0][options][end]": (None, "2")}  # fmt: skip
    assert there.ask("POST", path, "bob", files=wrong).json()["detail"] == "Task cut is invalid"
    assert there.ask("POST", path, "bob", json={"tasks": []}).status_code == 400
    assert there.ask("POST", path, "bob", files=cut).status_code == 204
    assert there.get(f"{V}/{key}")["state"] == {"id": 9, "label": "To edit"}
    assert there.ask("POST", path, "bob", files=cut).status_code == 409
    until(lambda: there.get(f"{V}/{key}")["state"]["id"], 1)


@pytest.mark.parametrize("line", LINES)
def test_what_is_forbidden_is_told_and_refused(line: str) -> None:
    off = ("import-http", "import-torrent", "channel-sync", "live", "studio", "replace-file")
    arguments = [word for feature in off for word in ("--forbid", feature)]
    with world(line, *arguments) as there:
        config = there.get("/api/v1/config")
        told = (
            config["import"]["videos"]["http"], config["import"]["videos"]["torrent"],
            config["import"]["videoChannelSynchronization"], config["live"], config["videoStudio"],
            config["videoFile"]["update"],
        )  # fmt: skip
        assert not any(one["enabled"] for one in told)
        by_url = there.ask("POST", IMPORTS, "bob", **fields(targetUrl="https://example.com/x.mp4"))
        assert by_url.status_code == 409
        magnet = there.ask("POST", IMPORTS, "bob", **fields(magnetUri="magnet:?dn=x"))
        assert magnet.status_code == 409
        body = {"externalChannelUrl": "https://example.com/c/x", "videoChannelId": 4}
        assert there.ask("POST", "/api/v1/video-channel-syncs", "bob", json=body).status_code == 403
        live = there.ask("POST", LIVE, "bob", json={"name": "Tonight", "channelId": 4})
        assert (live.status_code, live.json()["code"]) == (403, "live_not_enabled")
