"""Where things are on a running demo instance: the identifiers, file addresses and tokens that requests are made of."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx

TITLES = {
    "hd": "Down the ridge at sunset",
    "plain": "Learning the cello at 41: week 1 and week 30",
    "web_only": "A clock that needs no network",
    "split": "Rainy day improvisation for two guitars",
    "vertical": "Lanterns, upright 📱",
    "rtl": "حكاية القمر الذي نزل إلى البحر",
    "emoji": "🎉🎈 Ten years of Attic Sessions 🎸🥁 — thank you 💛",
    "long": "A very long title that somebody wrote without ever looking at a phone",
    "audio": "Song for a broken bicycle",
    "hostile": "How this player treats hostile descriptions",
    "chart": "Colour chart, BT.709",
    "ring": "Non-square pixels: is the ring round?",
    "nsfw": "Night market (viewer discretion)",
    "quiet": "No comments, please",
    "unlisted": "For those who have the link",
    "private": "Draft: the Alps, part 3",
    "password": "Members’ rehearsal, behind a password",
    "internal": "House meeting, for members of this instance",
    "live": "Live: the sky over Uppsala tonight",
    "waiting": "Live cooking on Sunday (not started yet)",
    "ended": "Lunar eclipse, the live of last week",
}
PEOPLE = ("root", "alice", "bob", "chloe", "emi", "farid", "greta", "henk")
PASSWORD = "demo-password"


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path


def sign_in(client: httpx.Client, name: str) -> str:
    """A token for that account."""
    keys = client.get("/api/v1/oauth-clients/local").json()
    form = {**keys, "grant_type": "password", "response_type": "code", "username": name, "password": PASSWORD}
    return str(client.post("/api/v1/users/token", data=form).json()["access_token"])


def find_places(client: httpx.Client) -> dict[str, str]:
    """Everything a request of calls.py may name."""
    found: dict[str, str] = {"base": str(client.base_url).rstrip("/"), "demo_password": PASSWORD}
    found["host"] = found["base"].split("://", 1)[1]
    found.update(client.get("/api/v1/oauth-clients/local").json())
    for name in PEOPLE:
        token = found[f"token_{name}"] = sign_in(client, name)
        mine = client.get(
            "/api/v1/users/me/videos?count=100", headers={"Authorization": f"Bearer {token}"}
        ).json()["data"]
        for key, title in TITLES.items():
            for video in mine:
                if video["name"].startswith(title):
                    found[key], found[f"{key}_id"] = video["uuid"], str(video["id"])
                    found[f"{key}_short"] = video["shortUUID"]
    video = client.get(f"/api/v1/videos/{found['hd']}").json()
    found["thumb"], found["preview"] = video["thumbnailPath"], video["previewPath"]
    _add_files(found, "hd", video)
    owner = {"Authorization": f"Bearer {found['token_alice']}"}
    _add_files(found, "private", client.get(f"/api/v1/videos/{found['private']}", headers=owner).json())
    opened = {"x-peertube-video-password": "demo"}
    _add_files(found, "password", client.get(f"/api/v1/videos/{found['password']}", headers=opened).json())
    answer = client.post(f"/api/v1/videos/{found['private']}/token", headers=owner).json()
    found["file_token"] = answer["files"]["token"]
    threads = client.get(f"/api/v1/videos/{found['hd']}/comment-threads?count=100").json()["data"]
    found["thread"] = str(next(t["id"] for t in threads if t["totalReplies"] > 2 and not t["isDeleted"]))
    found["thread_deleted"] = str(next(t["id"] for t in threads if t["isDeleted"]))
    captions = client.get(f"/api/v1/videos/{found['hd']}/captions").json()["data"]
    found["caption"] = captions[0]["captionPath"]
    found["caption_m3u8"] = path_of(captions[0].get("m3u8Url", ""))
    boards = client.get(f"/api/v1/videos/{found['hd']}/storyboards").json()["storyboards"]
    found["storyboard"] = boards[0]["storyboardPath"]
    lists = client.get("/api/v1/video-playlists?count=100").json()["data"]
    found["playlist"], found["playlist_id"] = lists[0]["uuid"], str(lists[0]["id"])
    odd = next(one for one in lists if one["displayName"].startswith("Odd"))
    found["odd_id"] = str(odd["id"])
    found["private_list_id"] = str(
        next(
            one["id"]
            for one in client.get("/api/v1/accounts/alice/video-playlists", headers=owner).json()["data"]
            if one["privacy"]["id"] == 3 and one["type"]["id"] == 1
        )
    )
    found["etag"] = client.get("/api/v1/videos?count=5").headers["etag"]
    found["thumb_etag"] = client.get(found["thumb"]).headers["etag"]
    return found


def _add_files(found: dict[str, str], key: str, video: dict[str, Any]) -> None:
    playlist = video["streamingPlaylists"][0]
    found[f"{key}_web"] = path_of(video["files"][0]["fileUrl"])
    found[f"{key}_download"] = path_of(video["files"][0]["fileDownloadUrl"])
    found[f"{key}_master"] = path_of(playlist["playlistUrl"])
    found[f"{key}_sha"] = path_of(playlist["segmentsSha256Url"])
    found[f"{key}_fragment"] = path_of(playlist["files"][-1]["fileUrl"])
    found[f"{key}_level"] = found[f"{key}_fragment"].replace("-fragmented.mp4", ".m3u8")
    found[f"{key}_hls_download"] = path_of(playlist["files"][-1]["fileDownloadUrl"])
