"""Which request of the demo instance stands for which recording.

A line per recording: the path, with places named in braces (places.py), then what else is sent. The method is GET
unless told. Recordings of the same name exist for both lines, unless ONLY says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """One request; every text may name places in braces."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None
    json: object = None


def _as(name: str, path: str, method: str = "GET", **headers: str) -> Call:
    extra = {key.replace("_", "-"): value for key, value in headers.items()}
    return Call(path, method, {"Authorization": f"Bearer {{token_{name}}}", **extra})


_TOKEN = {"client_id": "{client_id}", "client_secret": "{client_secret}", "response_type": "code"}
_ALICE = {**_TOKEN, "grant_type": "password", "username": "alice", "password": "{demo_password}"}
_V = "/api/v1/videos"
_FIRST = {"Range": "bytes=0-99"}
_OPEN = {"x-peertube-video-password": "demo"}

CALLS: dict[str, Call] = {
    # The server
    "config": Call("/api/v1/config"),
    "config_about": Call("/api/v1/config/about"),
    "instance_homepage": Call("/api/v1/custom-pages/homepage/instance"),
    "server_stats": Call("/api/v1/server/stats"),
    "server_following": Call("/api/v1/server/following"),
    "ping": Call("/api/v1/ping"),
    "endpoint_404": Call("/api/v1/nothing/here"),
    # Lists of videos
    "overviews": Call("/api/v1/overviews/videos?page=1"),
    "overviews_page2": Call("/api/v1/overviews/videos?page=2"),
    "videos_list": Call(_V),
    "videos_list_count100": Call(f"{_V}?count=100"),
    "videos_list_skipcount": Call(f"{_V}?count=5&skipCount=true"),
    "videos_list_filters": Call(
        f"{_V}?categoryOneOf=15&categoryOneOf=5&languageOneOf=en&tagsOneOf=cycling&isLocal=true&sort=-publishedAt"
    ),
    "videos_list_empty": Call(f"{_V}?search=&tagsAllOf=nonexistenttag"),
    "videos_list_hot": Call(f"{_V}?sort=-hot"),
    "videos_list_best_auth": _as("alice", f"{_V}?sort=-best"),
    "videos_list_trending": Call(f"{_V}?sort=-trending"),
    "videos_list_views": Call(f"{_V}?sort=-views"),
    "videos_list_most_liked": Call(f"{_V}?sort=-likes"),
    "videos_list_sort_name": Call(f"{_V}?sort=name&count=2"),
    "videos_list_live": Call(f"{_V}?isLive=true"),
    "live_running_list": Call(f"{_V}?isLive=true"),
    "videos_include_scheduled_live": Call(f"{_V}?isLive=true&includeScheduledLive=true"),
    "videos_list_nsfw_both": Call(f"{_V}?count=15&nsfw=both"),
    "videos_list_nsfw_flags_included": Call(f"{_V}?nsfw=true&nsfwFlagsIncluded=1"),
    "videos_list_nsfw_flags_excluded": Call(f"{_V}?nsfw=both&nsfwFlagsExcluded=1&count=100"),
    "videos_list_host": Call(f"{_V}?host={{host}}&count=1"),
    "videos_search_param": Call(f"{_V}?search=alps&count=3"),
    "videos_start_large": Call(f"{_V}?start=100000&count=10"),
    "videos_400_count": Call(f"{_V}?count=101"),
    "videos_400_nsfw": Call(f"{_V}?nsfw=maybe"),
    "videos_400_sort": Call(f"{_V}?sort=foo"),
    "videos_exclude_watched_anon": Call(f"{_V}?count=3&excludeAlreadyWatched=true"),
    "videos_include8_files_anon": Call(f"{_V}?count=1&include=8"),
    "videos_include8_files_user": _as("alice", f"{_V}?count=1&include=8"),
    "videos_privacyOneOf_user": _as("alice", f"{_V}?privacyOneOf=4&count=3"),
    "categories": Call(f"{_V}/categories"),
    "licences": Call(f"{_V}/licences"),
    "languages": Call(f"{_V}/languages"),
    "privacies": Call(f"{_V}/privacies"),
    # One video
    "video_test1": Call(f"{_V}/{{hd}}"),
    "video_by_id": Call(f"{_V}/{{hd_id}}"),
    "video_by_short": Call(f"{_V}/{{hd_short}}"),
    "video_hd": Call(f"{_V}/{{hd}}"),
    "video_markdown": Call(f"{_V}/{{hostile}}"),
    "video_captions": Call(f"{_V}/{{hd}}"),
    "video_chapters": Call(f"{_V}/{{hd}}"),
    "video_emoji": Call(f"{_V}/{{emoji}}"),
    "video_rtl": Call(f"{_V}/{{rtl}}"),
    "video_longtitle": Call(f"{_V}/{{long}}"),
    "video_vertical": Call(f"{_V}/{{vertical}}"),
    "video_audio": Call(f"{_V}/{{audio}}"),
    "video_nsfw": Call(f"{_V}/{{nsfw}}"),
    "video_nocomments": Call(f"{_V}/{{quiet}}"),
    "video_unlisted": Call(f"{_V}/{{unlisted}}"),
    "video_404": Call(f"{_V}/2d66956b-0000-4ccd-9a86-188d4694ed68"),
    "video_bad_id": Call(f"{_V}/not-an-id"),
    "video_internal_anon": Call(f"{_V}/{{internal}}"),
    "video_internal_user": _as("emi", f"{_V}/{{internal}}"),
    "video_private_anon": Call(f"{_V}/{{private}}"),
    "video_private_other": _as("bob", f"{_V}/{{private}}"),
    "video_private_owner": _as("alice", f"{_V}/{{private}}"),
    "video_password_none": Call(f"{_V}/{{password}}"),
    "video_password_wrong": Call(f"{_V}/{{password}}", headers={"x-peertube-video-password": "nope"}),
    "video_password_ok": Call(f"{_V}/{{password}}", headers=_OPEN),
    "video_password_owner": _as("bob", f"{_V}/{{password}}"),
    "video_password_logged_none": _as("emi", f"{_V}/{{password}}"),
    "video_live": Call(f"{_V}/{{waiting}}"),
    "live_running": Call(f"{_V}/{{live}}"),
    "live_ended": Call(f"{_V}/{{ended}}"),
    "live_info_anon": Call(f"{_V}/live/{{live}}"),
    "live_info_owner": _as("greta", f"{_V}/live/{{live}}"),
    "video_description": Call(f"{_V}/{{hd}}/description"),
    "video_description_long": Call(f"{_V}/{{hostile}}/description"),
    "captions": Call(f"{_V}/{{hd}}/captions"),
    "captions_none": Call(f"{_V}/{{plain}}/captions"),
    "captions_password_none": Call(f"{_V}/{{password}}/captions"),
    "chapters": Call(f"{_V}/{{hd}}/chapters"),
    "chapters_none": Call(f"{_V}/{{plain}}/chapters"),
    "storyboards": Call(f"{_V}/{{hd}}/storyboards"),
    "watching": _as("alice", f"{_V}/{{hd}}/views", "POST"),
    "watching_bad": Call(f"{_V}/{{hd}}/views", "POST", json={"currentTime": 5000}),
    "watching_short_uuid": Call(f"{_V}/{{hd_short}}/views", "POST", json={"currentTime": 3}),
    "watching_legacy_put": _as("alice", f"{_V}/{{hd}}/watching", "PUT"),
    "views_empty_body": Call(f"{_V}/{{hd}}/views", "POST", json={}),
    "video_token": _as("alice", f"{_V}/{{private}}/token", "POST"),
    "video_token_anon_403": Call(f"{_V}/{{private}}/token", "POST"),
    "video_token_password": Call(f"{_V}/{{password}}/token", "POST", _OPEN),
    "video_token_public": _as("alice", f"{_V}/{{hd}}/token", "POST"),
    # Comments
    "comment_threads": Call(f"{_V}/{{hd}}/comment-threads"),
    "comment_threads_auth": _as("bob", f"{_V}/{{hd}}/comment-threads?count=3"),
    "comment_threads_sort": Call(f"{_V}/{{hd}}/comment-threads?sort=-totalReplies&count=5&start=0"),
    "comment_threads_disabled": Call(f"{_V}/{{quiet}}/comment-threads"),
    "comment_threads_password_none": Call(f"{_V}/{{password}}/comment-threads"),
    "comment_threads_password_header": Call(f"{_V}/{{password}}/comment-threads", headers=_OPEN),
    "comment_thread": Call(f"{_V}/{{hd}}/comment-threads/{{thread}}"),
    "comment_thread_deleted": Call(f"{_V}/{{hd}}/comment-threads/{{thread_deleted}}"),
    "comment_thread_404": Call(f"{_V}/{{hd}}/comment-threads/999999"),
    # People and playlists
    "account": Call("/api/v1/accounts/alice"),
    "account_handle": Call("/api/v1/accounts/alice@{host}"),
    "account_404": Call("/api/v1/accounts/nobody_here"),
    "account_videos": Call("/api/v1/accounts/alice/videos"),
    "account_videos_include_owner": _as("bob", "/api/v1/accounts/alice/videos?count=2&include=1"),
    "account_channels": Call("/api/v1/accounts/alice/video-channels"),
    "account_followers_anon": Call("/api/v1/accounts/alice/followers"),
    "accounts": Call("/api/v1/accounts?count=5"),
    "accounts_anon": Call("/api/v1/accounts?count=1"),
    "channel": Call("/api/v1/video-channels/slow_wheels"),
    "channel_404": Call("/api/v1/video-channels/nope"),
    "channel_remote_404": Call("/api/v1/video-channels/framasoft@framatube.org"),
    "channel_videos": Call("/api/v1/video-channels/slow_wheels/videos"),
    "channel_followers_anon": Call("/api/v1/video-channels/slow_wheels/followers"),
    "channels": Call("/api/v1/video-channels"),
    "playlist_privacies": Call("/api/v1/video-playlists/privacies"),
    "playlist_404": Call("/api/v1/video-playlists/99999"),
    "playlist_unlisted_id": Call("/api/v1/video-playlists/29"),
    "playlist_private_anon": Call("/api/v1/video-playlists/{private_list_id}"),
    # Searching
    "search_videos": Call("/api/v1/search/videos?search=alps"),
    "search_videos_full": Call("/api/v1/search/videos?search=sky&count=3&sort=-publishedAt"),
    "search_videos_none": Call("/api/v1/search/videos?search=zzzzqqq"),
    "search_videos_url": Call("/api/v1/search/videos?search={base}/w/{hd_short}"),
    "search_url_w_auth": _as("alice", "/api/v1/search/videos?search={base}/w/{hd_short}"),
    "search_channels": Call("/api/v1/search/video-channels?search=alice"),
    "search_channels_handles": Call("/api/v1/search/video-channels?handles=slow_wheels@{host}"),
    "search_channel_handle": Call("/api/v1/search/video-channels?search=slow_wheels@{host}"),
    "search_channel_url2": Call("/api/v1/search/video-channels?search={base}/video-channels/slow_wheels"),
    "search_playlist_url": Call("/api/v1/search/video-playlists?search={base}/w/p/xyz"),
    # Files
    "thumb_404": Call("/lazy-static/thumbnails/nope.jpg"),
    "caption_m3u8": Call("{caption_m3u8}"),
    "file_head": Call("{hd_web}", "HEAD"),
    "file_range": Call("{hd_web}", headers={"Range": "bytes=0-1023"}),
    "file_range_unsatisfiable": Call("{hd_web}", headers={"Range": "bytes=99999999999-"}),
    "hls_master": Call("{hd_master}"),
    "hls_master_captions": Call("{hd_master}"),
    "hls_level": Call("{hd_level}"),
    "hls_file_playlist": Call("{hd_level}"),
    "hls_fragment_range": Call("{hd_fragment}", headers={"Range": "bytes=1377-2000"}),
    "hls_segments_sha": Call("{hd_sha}"),
    "live_master": Call("/static/streaming-playlists/hls/{live}/master.m3u8"),
    "live_level": Call("/static/streaming-playlists/hls/{live}/1.m3u8"),
    "private_file_noauth": Call("{private_web}", headers=_FIRST),
    "private_file_bearer": _as("alice", "{private_web}", Range="bytes=0-99"),
    "private_file_otheruser": _as("bob", "{private_web}", Range="bytes=0-99"),
    "private_file_token": Call("{private_web}?videoFileToken={file_token}", headers=_FIRST),
    "private_hls_noauth": Call("{private_master}"),
    "private_hls_bearer": _as("alice", "{private_master}"),
    "private_hls_token": Call("{private_master}?videoFileToken={file_token}"),
    "private_hls_reinject": Call("{private_master}?videoFileToken={file_token}&reinjectVideoFileToken=true"),
    "private_hls_level_reinject": Call(
        "{private_level}?videoFileToken={file_token}&reinjectVideoFileToken=true"
    ),
    "password_file_none": Call("{password_web}", headers=_FIRST),
    "password_file_header": Call("{password_web}", headers={**_FIRST, **_OPEN}),
    "etag_200": Call(f"{_V}?count=5"),
    "etag_304": Call(f"{_V}?count=5", headers={"If-None-Match": "{etag}"}),
    "gzip_accept": Call(f"{_V}?count=5", headers={"Accept-Encoding": "gzip"}),
    # Feeds
    "feed_comments": Call("/feeds/video-comments.json?videoId={hd}"),
    "feed_videos_json": Call("/feeds/videos.json"),
    "feed_videos_rss": Call("/feeds/videos.xml"),
    "feed_videos_atom": Call("/feeds/videos.atom"),
    # Sessions
    "oauth_clients_local": Call("/api/v1/oauth-clients/local"),
    "token_bad_password": Call("/api/v1/users/token", "POST", form={**_ALICE, "password": "wrong"}),
    "token_bad_client": Call("/api/v1/users/token", "POST", form={**_ALICE, "client_id": "x"}),
    "token_refresh_bad": Call(
        "/api/v1/users/token", "POST", form={**_TOKEN, "grant_type": "refresh_token", "refresh_token": "bad"}
    ),
    "me": _as("alice", "/api/v1/users/me"),
    "me_401_none": Call("/api/v1/users/me"),
    "me_401_bad_token": Call("/api/v1/users/me", headers={"Authorization": "Bearer abc"}),
    "me_quota": _as("alice", "/api/v1/users/me/video-quota-used"),
    "me_videos": _as("alice", "/api/v1/users/me/videos"),
}
# Calls that send a body which _as cannot say.
BODIES: dict[str, object] = {"watching": {"currentTime": 12}, "watching_legacy_put": {"currentTime": 12}}
