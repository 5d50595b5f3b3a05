"""What people make of videos: new ones out of files that came, their fields, and how they become public."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .checks import listed, moment, truth, whole
from .clips import Clip
from .forms import Form
from .ids import Kind, shorten
from .library import PASSWORD_PROTECTED, PRIVATE, PUBLIC, PUBLISHED, TO_TRANSCODE, Own, Video
from .people import Channel, Person
from .queries import Lister
from .shapes import Shapes

DAY = 86400
EMPTY = (None, "", "null")


def _number(value: object) -> int | None:
    return None if value in EMPTY else whole(value)


def _text(value: object) -> str | None:
    return None if value in EMPTY else str(value)


class Publisher:
    """Makes, changes and removes videos. `changed` callbacks are told of everything that is to be kept."""

    def __init__(self, shapes: Shapes, lister: Lister, folder: Path, transcoding: float) -> None:
        self.shapes, self.lister, self._transcoding = shapes, lister, transcoding
        self.library = shapes.library
        self.folder = folder / "videos"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.kept: Callable[[], None] = lambda: None
        self.keep_deleted = False
        self._planned: dict[int, Video] = {}
        self._ready: dict[int, float] = {}

    def new_file(self) -> Path:
        """Where the next file may be put."""
        return self.folder / uuid.uuid4().hex

    def changed(self, video: Video) -> None:
        """To be called after every change of a video."""
        video.own.updated = time.time()
        self.plan(video)
        self.shapes.changed(video)
        self.lister.forget()
        self.kept()

    def plan(self, video: Video) -> None:
        """Remembers, or forgets, that a video is to become public later."""
        if video.own.due is None or self.library.get(video.index) is None:
            self._planned.pop(video.index, None)
        else:
            self._planned[video.index] = video

    def publish(
        self, channel: Channel, values: dict[str, Any], form: Form, file: Path, name: str, clip: Clip
    ) -> Video:
        """A new video of a file that came, which is moved. It is to be transcoded first."""
        target = self.new_file().with_suffix(Path(name).suffix.lower()[:6] or ".mp4")
        shutil.move(file, target)
        video = self.blank(channel, values)
        own = video.own
        own.clip, own.path, own.source = clip, str(target), (name, target.stat().st_size)
        own.state = TO_TRANSCODE
        video.duration = clip.duration
        self.fill(video, values, form)
        self._ready[video.index] = time.time() + self._transcoding
        self.library.add(video)
        self.changed(video)
        return video

    def blank(self, channel: Channel, values: dict[str, Any]) -> Video:
        """A video without media that is not in the library yet."""
        now, index = time.time(), self.library.next_index()
        made = self.library.ids.make(Kind.VIDEO, index)
        return Video(
            id=index + 1,
            index=index,
            uuid=made,
            short_uuid=shorten(made),
            name=str(values.get("name", "")).strip(),
            channel=channel,
            clip="upload",
            category=None,
            language=None,
            licence=None,
            tags=(),
            text=None,
            flags=frozenset(),
            published=now,
            duration=0,
            views=0,
            likes=0,
            dislikes=0,
            picture=index % 40,
            privacy=PRIVATE,
            own=Own(created=now, updated=now, wait=False, support_set=True, chapters=[], passwords=[]),
        )

    def fill(self, video: Video, values: dict[str, Any], form: Form) -> None:
        """Takes over the fields that are given; they have been checked."""
        own = video.own
        if "name" in values:
            video.name = str(values["name"]).strip()
        for name in ("category", "licence"):
            if name in values:
                setattr(video, name, _number(values[name]))
        if "language" in values:
            video.language = _text(values["language"])
        if "description" in values:
            video.text = _text(values["description"])
        if "support" in values:
            own.support, own.support_set = _text(values["support"]), True
        if "tags" in values:
            video.tags = tuple(listed(None if values["tags"] in EMPTY else values["tags"]) or [])
        if "nsfw" in values:
            video.nsfw = truth(values["nsfw"]) is True
            own.nsfw_flags = _number(values.get("nsfwFlags")) or 0 if video.nsfw else 0
            own.nsfw_summary = _text(values.get("nsfwSummary")) if video.nsfw else None
        if "waitTranscoding" in values:
            own.wait = truth(values["waitTranscoding"]) is True
        if "downloadEnabled" in values:
            own.download = truth(values["downloadEnabled"]) is True
        if "commentsEnabled" in values:
            own.comments = 1 if truth(values["commentsEnabled"]) else 2
        if "commentsPolicy" in values:
            own.comments = whole(values["commentsPolicy"]) or 1
        if "originallyPublishedAt" in values:
            given = values["originallyPublishedAt"]
            own.originally = None if given in EMPTY else moment(given)
        self._fill_privacy(video, values)
        for name in ("thumbnailfile", "previewfile"):
            data = form.data(name)
            if data is not None:
                video.picture = self.shapes.shelf.keep_picture(data, form.files[name].kind, time.time())
                own.version += 1

    def _fill_privacy(self, video: Video, values: dict[str, Any]) -> None:
        own, was = video.own, video.privacy
        if "privacy" in values:
            video.privacy = whole(values["privacy"]) or PUBLIC
            own.due = own.due if video.privacy == was else None
        if "videoPasswords" in values and video.privacy == PASSWORD_PROTECTED:
            own.passwords = [str(one) for one in listed(values["videoPasswords"]) or []]
        if "scheduleUpdate" in values:
            plan = values["scheduleUpdate"]
            at = None if plan in EMPTY else moment(plan["updateAt"])
            own.due = None if at is None else (at, whole(plan.get("privacy")) or PUBLIC)
        channel = self.library.society.channel_by_id(whole(values.get("channelId")) or 0)
        if channel is not None:
            video.channel = channel

    def replace(self, video: Video, file: Path, name: str, clip: Clip) -> None:
        """Gives a video another file."""
        old = video.own.path
        target = self.new_file().with_suffix(Path(name).suffix.lower()[:6] or ".mp4")
        shutil.move(file, target)
        own = video.own
        own.clip, own.path, own.source = clip, str(target), (name, target.stat().st_size)
        own.state, own.replaced = TO_TRANSCODE, time.time()
        video.duration = clip.duration
        if old and not self.keep_deleted:
            Path(old).unlink(missing_ok=True)
        self.hurry(video, self._transcoding)
        self.changed(video)

    def remove(self, video: Video) -> None:
        """Deletes a video; its file too, unless tests may want to look at it."""
        self.library.remove(video)
        if video.own.path and not self.keep_deleted:
            Path(video.own.path).unlink(missing_ok=True)
        self._ready.pop(video.index, None)
        self.changed(video)

    def tick(self, now: float) -> None:
        """Lets happen what is due: transcodings that are done, schedules that have come."""
        for index, when in list(self._ready.items()):
            video = self.library.get(index)
            if now < when or video is None:
                continue
            del self._ready[index]
            video.own.state = PUBLISHED
            if video.own.wait:
                video.published = when
            self.changed(video)
        for video in list(self._planned.values()):
            if video.own.due is not None and video.own.due[0] <= now:
                video.published, video.privacy = video.own.due
                video.own.due = None
                self.changed(video)

    def hurry(self, video: Video, seconds: float) -> None:
        """Says when a video that is to be transcoded will be ready, counted from now."""
        self._ready[video.index] = time.time() + seconds

    def used(self, person: Person, since: float = 0) -> int:
        """How many bytes a person's videos take, of those made since then."""
        total = 0
        for video in self.library.all():
            if video.channel.owner is not person or video.created < since:
                continue
            if video.own.source is not None:
                total += video.own.source[1]
            elif (clip := self.shapes.clip(video)) is not None:
                total += sum(fact.size for group in (clip.web, clip.hls) for fact in group.values())
        return total

    def room(self, person: Person, size: int) -> bool:
        """True if that many bytes are still within the person's quotas."""
        if person.quota >= 0 and self.used(person) + size > person.quota:
            return False
        return person.daily_quota < 0 or self.used(person, time.time() - DAY) + size <= person.daily_quota
