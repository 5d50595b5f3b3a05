"""What is told of an upload: frozen views for the window, keys instead of prose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from peertube_desktop.services.uploading.metadata import Metadata


class UploadState(StrEnum):
    """Where a file is on its way."""

    QUEUED = "queued"
    """Its turn will come."""
    STARTING = "starting"
    """The server is told what is coming."""
    SENDING = "sending"
    FINISHING = "finishing"
    """All bytes are there, or nearly: the server makes a video of them."""
    COMPLETING = "completing"
    """The video is there; thumbnail, captions and the like are sent."""
    TRANSCODING = "transcoding"
    """The server works on it; nothing is left to send."""
    PUBLISHED = "published"
    FAILED = "failed"
    """`problem` says why; `retry` tries again."""
    CHANGED = "changed"
    """The file is another one now. What the server had of it is deleted; `retry` sends the file as it is now."""
    CANCELLING = "cancelling"
    """It is being deleted on the server, then the item goes."""


class UploadProblem(StrEnum):
    """Why an upload waits or has failed. `detail` may hold the server's own words."""

    OFFLINE = "offline"
    UNREACHABLE = "unreachable"
    """The server does not answer, or only half."""
    BUSY = "busy"
    """The server asks to wait: see `retry_at`."""
    SERVER_ERROR = "server_error"
    SIGN_IN = "sign_in"
    """The account must be signed in again."""
    FORBIDDEN = "forbidden"
    QUOTA = "quota"
    DAILY_QUOTA = "daily_quota"
    TOO_LARGE = "too_large"
    """Over the size the instance takes."""
    TYPE = "type"
    """A type the instance does not take."""
    UNREADABLE_VIDEO = "unreadable_video"
    """The server cannot make a video of the file."""
    REFUSED = "refused"
    """The server does not take what was typed (`detail`: which fields, or why)."""
    NO_CHANNEL = "no_channel"
    """The account has no channel to publish on."""
    FILE_MISSING = "file_missing"
    """Deleted, or its disk is away: goes on by itself when the file is back."""
    FILE_UNREADABLE = "file_unreadable"
    FILE_CHANGED = "file_changed"
    TRANSCODING_FAILED = "transcoding_failed"
    UNCLEAR = "unclear"
    """The last answer was lost, and the server has several videos that may be this one: nothing is sent twice."""
    VIDEO_GONE = "video_gone"
    """The video was deleted on the server meanwhile."""
    STEPS = "steps"
    """The video is there, but some of what belongs to it was refused: see `failed_steps`."""
    STORAGE = "storage"
    """This machine's disk does not take the notes without which nothing is sent."""
    INTERNAL = "internal"
    """A mistake of the program's own; the log has it."""


class RefusalReason(StrEnum):
    """Why a file did not get on the queue."""

    NOT_A_VIDEO = "not_a_video"
    EMPTY = "empty"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    QUOTA = "quota"
    DAILY_QUOTA = "daily_quota"
    TOO_LARGE = "too_large"
    TYPE = "type"
    ALREADY_QUEUED = "already_queued"
    """The same path is on the queue already."""
    NO_VIDEOS = "no_videos"
    """A folder without any."""


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not taken, and why. `limit` in bytes, where there is one."""

    path: Path
    reason: RefusalReason
    limit: int | None = None


@dataclass(frozen=True)
class FailedStep:
    """A step after the bytes that the server refused: `details`, `thumbnail`, `caption:fr`, `chapters`,
    `playlist:12`."""

    key: str
    problem: UploadProblem
    detail: str = ""


@dataclass(frozen=True)
class UploadItem:
    """One file on its way, as it stands now.

    `paused`: held by the person, whatever the state. `problem` in a state other than FAILED and CHANGED: it waits and
    goes on by itself, at `retry_at` (Unix time) where that is known. `sent` counts what the server has confirmed plus
    what is under way. `speed` is in bytes per second, 0 when nothing flows; `seconds_left` None where unknown.
    """

    id: int
    account: str
    origin: str
    path: Path
    size: int
    metadata: Metadata
    state: UploadState
    paused: bool = False
    waiting_for_turn: bool = False
    """An equally named upload of the account is being finished first."""
    sent: int = 0
    speed: float = 0.0
    seconds_left: float | None = None
    problem: UploadProblem | None = None
    detail: str = ""
    retry_at: float | None = None
    failed_steps: tuple[FailedStep, ...] = ()
    step: str = ""
    """The step that is being sent, in COMPLETING."""
    video_id: int | None = None
    video_uuid: str = ""
    video_short: str = ""
    created: float = 0.0

    @property
    def name(self) -> str:
        """The title."""
        return self.metadata.title

    @property
    def url(self) -> str:
        """The video's page, or ""."""
        return f"{self.origin}/w/{self.video_short or self.video_uuid}" if self.video_uuid else ""

    @property
    def fraction(self) -> float:
        """Of the bytes: 0 to 1."""
        return min(1.0, self.sent / self.size) if self.size else 0.0

    @property
    def is_finished(self) -> bool:
        """Nothing will happen any more unless the person asks for it."""
        return self.state in (UploadState.PUBLISHED, UploadState.FAILED, UploadState.CHANGED)

    @property
    def flows(self) -> bool:
        """Whether something happens, or will by itself: the machine should not sleep, the program not end."""
        return not self.paused and not self.is_finished


@dataclass(frozen=True)
class UploadSummary:
    """All that is on its way, in one: for the sidebar and the title of the window.

    `waiting`: those among `active` that go on by themselves later. `failed`: those that need the person.
    """

    active: int = 0
    waiting: int = 0
    paused: int = 0
    failed: int = 0
    published: int = 0
    size: int = 0
    sent: int = 0
    speed: float = 0.0

    @property
    def fraction(self) -> float:
        """Of the bytes of what is active: 0 to 1."""
        return min(1.0, self.sent / self.size) if self.size else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None where nothing flows."""
        return (self.size - self.sent) / self.speed if self.speed else None
