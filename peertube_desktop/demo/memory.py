"""What an instance with a named folder remembers over a restart: people, videos, playlists, sessions, pictures."""

from __future__ import annotations

from pathlib import Path

import msgspec

from .clips import Blob
from .library import TO_TRANSCODE, Library, Video
from .people import Channel, Person
from .playlists import Playlist, PlaylistsApi
from .publishing import Publisher
from .sessions import Session, Sessions


class Saved(msgspec.Struct):
    """All of it, as it is written down. People and channels stand in it wherever somebody refers to them."""

    people: list[Person]
    channels: list[Channel]
    number: int
    videos: list[Video]
    changed: list[Video]
    removed: set[int]
    playlists: list[Playlist]
    sessions: list[Session]


class Memory:
    """Writes the instance down after each change, and reads it at the start."""

    def __init__(
        self, folder: Path, publisher: Publisher, sessions: Sessions, playlists: PlaylistsApi
    ) -> None:
        self._file, self._pictures = folder / "world.json", folder / "pictures"
        self._publisher, self._sessions, self._playlists = publisher, sessions, playlists
        self._library: Library = publisher.library
        self._shelf = publisher.shapes.shelf
        self._pictures.mkdir(exist_ok=True)
        self._load()

    def save(self) -> None:
        """Writes everything down, so that it is whole at any moment."""
        society = self._library.society
        saved = Saved(
            society.people,
            society.channels,
            society.last_number,
            self._library.added(),
            self._library.changed(),
            self._library.removed,
            self._playlists.all,
            self._sessions.all(),
        )
        fresh = self._file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(saved))
        fresh.replace(self._file)
        for number, blob in self._shelf.album.items():
            path = self._pictures / f"{number}"
            if not path.exists():
                path.write_bytes(msgspec.json.encode(blob))

    def _load(self) -> None:
        for path in sorted(self._pictures.glob("[0-9]*"), key=lambda one: int(one.name)):
            self._shelf.album[int(path.name)] = msgspec.json.decode(path.read_bytes(), type=Blob)
        if not self._file.exists():
            return
        saved = msgspec.json.decode(self._file.read_bytes(), type=Saved)
        society = self._library.society
        known = {one.id: one for one in society.people}
        for person in saved.people:
            # Those who are there already are changed in place: others refer to them.
            if person.id in known:
                known[person.id].__dict__.update(person.__dict__)
            else:
                known[person.id] = person
        society.people[:] = [known[one.id] for one in saved.people]
        channels = {one.id: one for one in society.channels}
        for channel in saved.channels:
            channel.owner = known[channel.owner.id]
            if channel.id in channels:
                channels[channel.id].__dict__.update(channel.__dict__)
            else:
                channels[channel.id] = channel
        society.channels[:] = [channels[one.id] for one in saved.channels]
        society.last_number = saved.number
        for video in (*saved.videos, *saved.changed):
            video.channel = channels.get(video.channel.id, video.channel)
        self._library.restore(saved.videos, saved.changed, saved.removed)
        for video in (*saved.videos, *saved.changed):
            self._publisher.plan(video)
            if video.own.state == TO_TRANSCODE:
                self._publisher.hurry(video, 0)
        for playlist in saved.playlists:
            playlist.owner = known[playlist.owner.id]
            playlist.channel = channels.get(playlist.channel.id) if playlist.channel else None
            if playlist.picture is not None:
                self._shelf.playlist_pictures[playlist.id] = self._shelf.album[playlist.picture]
        self._playlists.restore(saved.playlists)
        for session in saved.sessions:
            session.person = known[session.person.id]
            self._sessions.add(session)
