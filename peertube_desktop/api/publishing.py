"""What belongs to a video of one's own: its details, picture, captions, chapters, playlists, source; its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from peertube_desktop.api.calling import segment
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import BadRequestError, NotFoundError
from peertube_desktop.api.models.base import Model, Number
from peertube_desktop.api.models.upload import OwnVideoState, VideoSource
from peertube_desktop.api.multipart import FilePart

VIDEOS = "/api/v1/videos"


class _InPlaylist(Model, frozen=True, kw_only=True):
    playlist_id: Number


async def get_state(client: Client, video_id: str | int) -> int | None:
    """getVideo: the id of its state, see `VideoState`."""
    found = await client.get(f"{VIDEOS}/{segment(video_id)}", OwnVideoState)
    return found.state.id if found.state is not None else None


async def get_source(client: Client, video_id: str | int) -> VideoSource | None:
    """getVideoSource; None where the server knows none (any more, or yet), or has no such call."""
    try:
        return await client.get(f"{VIDEOS}/{segment(video_id)}/source", VideoSource)
    except (NotFoundError, BadRequestError):
        return None


async def update_details(client: Client, video_id: str | int, fields: Mapping[str, Any]) -> None:
    """putVideo, in the API's names."""
    await client.put(f"{VIDEOS}/{segment(video_id)}", dict(fields))


async def put_thumbnail(client: Client, video_id: str | int, picture: FilePart) -> None:
    """putVideo: the picture that stands for it, in lists and before it plays."""
    files = [picture._replace(field=field) for field in ("thumbnailfile", "previewfile")]
    await client.post_multipart(f"{VIDEOS}/{segment(video_id)}", (), files, method="PUT")


async def put_caption(client: Client, video_id: str | int, language: str, file: FilePart) -> None:
    """addVideoCaption: replaces the one in that language."""
    path = f"{VIDEOS}/{segment(video_id)}/captions/{segment(language)}"
    await client.post_multipart(path, (), [file._replace(field="captionfile")], method="PUT")


async def put_chapters(client: Client, video_id: str | int, chapters: Sequence[tuple[int, str]]) -> None:
    """replaceVideoChapters, each with its second and title."""
    body = {"chapters": [{"timecode": seconds, "title": title} for seconds, title in chapters]}
    await client.put(f"{VIDEOS}/{segment(video_id)}/chapters", body)


async def list_playlists_with(client: Client, video_id: int) -> list[int]:
    """doesVideoInPlaylistExist: the account's playlists that have it."""
    found = await client.get(
        "/api/v1/users/me/video-playlists/videos-exist",
        dict[str, list[_InPlaylist]],
        {"videoIds": [video_id]},
    )
    return [one.playlist_id for one in found.get(str(video_id), [])]


async def add_to_playlist(client: Client, playlist_id: int, video_id: int) -> None:
    """addVideoPlaylistVideo. Twice adds it twice."""
    path = f"/api/v1/video-playlists/{segment(playlist_id)}/videos"
    await client.post(path, {"videoId": video_id}, kind=msgspec.Raw)


async def delete_video(client: Client, video_id: str | int) -> None:
    """delVideo; fine too where it is gone already."""
    try:
        await client.delete(f"{VIDEOS}/{segment(video_id)}")
    except NotFoundError:
        return
