"""What the demo instance holds: its videos, made from the hand-written titles and, past those, from the seed.

A video is only made when it is asked for: a library of ten thousand starts as quickly as one of sixty. The
first
index is the newest video.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from .clips import Clip
from .ids import Ids, Kind, lengthen, shorten
from .people import CHANNELS, Channel
from .society import Society
from .titles import Title, Words

PUBLIC, UNLISTED, PRIVATE, INTERNAL, PASSWORD_PROTECTED = 1, 2, 3, 4, 5
PUBLISHED, TO_TRANSCODE, TO_IMPORT, LIVE_WAITING, LIVE_ENDED, TO_EDIT = 1, 2, 3, 4, 5, 9
OPENS_WITH = "demo"
PICTURES = 40
HOUR = 3600.0
TOPIC_CATEGORY = {
    "cycling": 5,
    "travel": 6,
    "music": 1,
    "garden": 12,
    "cooking": 18,
    "maths": 13,
    "stories": 4,
    "astronomy": 15,
    "software": 15,
    "test": 15,
}
TOPIC_LANGUAGE = {"cooking": "fr", "maths": "ja", "stories": "ar"}
MADE_CLIPS = ("hills", "aurora", "galaxy", "julia", "ripples")
CAPTION_LANGUAGES = ("en", "fr", "ar", "ja")
STATES = {"live-waiting": LIVE_WAITING, "live-ended": LIVE_ENDED}


@dataclass(slots=True)
class Own:
    """What people have made of a video: None or empty where nothing was touched.

    `clip` and `path` are the media of an upload, `source` is its file's name and size; `due` is when it becomes public
    and with which privacy; `texts` are captions by language, `version` counts the thumbnails, `commented` the comments
    written here; `replaced` is when its file was.
    """

    state: int | None = None
    wait: bool = True
    created: float | None = None
    updated: float | None = None
    support: str | None = None
    support_set: bool = False
    comments: int = 0
    download: bool = True
    passwords: list[str] = field(default_factory=lambda: [OPENS_WITH])
    chapters: list[tuple[int, str]] | None = None
    texts: dict[str, bytes] = field(default_factory=dict)
    clip: Clip | None = None
    path: str = ""
    source: tuple[str, int] | None = None
    originally: float | None = None
    due: tuple[float, int] | None = None
    version: int = 0
    nsfw_flags: int = 0
    nsfw_summary: str | None = None
    commented: int = 0
    replaced: float | None = None


@dataclass(slots=True)
class Video:
    """One video. Times are seconds since the epoch; `duration` is in seconds, that of the clip it plays."""

    id: int
    index: int
    uuid: str
    short_uuid: str
    name: str
    channel: Channel
    clip: str
    category: int | None
    language: str | None
    licence: int | None
    tags: tuple[str, ...]
    text: str | None
    flags: frozenset[str]
    published: float
    duration: int
    views: int
    likes: int
    dislikes: int
    picture: int
    privacy: int = PUBLIC
    nsfw: bool = False
    captions: tuple[str, ...] = ()
    heat: float = 0.0
    own: Own = field(default_factory=Own)

    @property
    def is_live(self) -> bool:
        """True for lives: running, waiting and ended ones."""
        return not self.flags.isdisjoint({"live", "live-waiting", "live-ended"})

    @property
    def state(self) -> int:
        """The API's state: 1 published, 2 to transcode, 4 waiting for a live, 5 live ended and so on."""
        if self.own.state is not None:
            return self.own.state
        for flag, state in STATES.items():
            if flag in self.flags:
                return state
        return 1

    @property
    def listed(self) -> bool:
        """True if everybody finds it in lists."""
        return self.privacy in (PUBLIC, PASSWORD_PROTECTED)

    @property
    def out(self) -> bool:
        """True if it is ready for others: published, or transcoded while it is shown already."""
        return self.state == PUBLISHED or (self.state == TO_TRANSCODE and not self.own.wait)

    @property
    def created(self) -> float:
        """When it was made, which is before it was published."""
        return self.published - 1800 if self.own.created is None else self.own.created

    @property
    def comments_policy(self) -> int:
        """Who may comment: 1 everybody, 2 nobody, 3 after approval."""
        return self.own.comments or (2 if "no-comments" in self.flags else 1)

    @property
    def guarded(self) -> bool:
        """True if its files need a token or a password."""
        return self.privacy in (PRIVATE, INTERNAL, PASSWORD_PROTECTED)


class Library:
    """All videos of one instance.

    `durations` tells how long each clip is (seconds), `words` what its videos are called; `now` is the time
    the instance was started (seconds since the epoch): dates are counted back from it, so that "two hours ago"
    stays true.
    """

    def __init__(
        self, seed: int, count: int, now: float, durations: dict[str, int], words: Words, ids: Ids
    ) -> None:
        self.seed, self.count, self.now, self.ids = seed, count, now, ids
        self._durations, self._words = durations, words
        self.society = Society()
        self._made: list[Video | None] = [None] * count
        self._added: list[Video] = []
        self.removed: set[int] = set()

    def __len__(self) -> int:
        """How many there are."""
        return self.count + len(self._added) - len(self.removed)

    def at(self, index: int) -> Video:
        """The video at that place: the made up ones, newest first, then what was added; IndexError past the end."""
        if index >= self.count:
            return self._added[index - self.count]
        video = self._made[index]
        if video is None:
            video = self._made[index] = self._make(index)
        return video

    def all(self) -> list[Video]:
        """Every video, made now if need be; the newest first."""
        order = [*range(self.count + len(self._added) - 1, self.count - 1, -1), *range(self.count)]
        return [self.at(index) for index in order if index not in self.removed]

    def get(self, index: int) -> Video | None:
        """The video at that place; None if there is none any more."""
        there = 0 <= index < self.count + len(self._added) and index not in self.removed
        return self.at(index) if there else None

    def added(self) -> list[Video]:
        """What people added, in that order; what they deleted again is there too."""
        return list(self._added)

    def changed(self) -> list[Video]:
        """Those of the made up ones that people changed."""
        return [video for video in self._made if video is not None and video.own.updated is not None]

    def restore(self, added: list[Video], changed: list[Video], removed: set[int]) -> None:
        """Takes over what was added, changed and removed before a restart."""
        self._added, self.removed = added, removed
        for video in changed:
            self._made[video.index] = video

    def next_index(self) -> int:
        """The place of the next video that is added."""
        return self.count + len(self._added)

    def add(self, video: Video) -> None:
        """Adds a video at `next_index()`."""
        self._added.append(video)

    def remove(self, video: Video) -> None:
        """Takes a video away for good; its place is not used again."""
        self.removed.add(video.index)

    def find(self, key: str) -> Video | None:
        """The video of that numeric id, UUID or short UUID; None if there is none."""
        if key.isascii() and key.isdigit():
            number = int(key)
            return self.get(self.count - number if number <= self.count else number - 1) if number else None
        uuid = lengthen(key) if len(key) == 22 else key
        found = self.ids.read(uuid, Kind.VIDEO) if uuid else None
        return self.get(found[0]) if found else None

    def _make(self, index: int) -> Video:
        rng = random.Random(self.seed * 1_000_003 + index)
        written = self._words.titles
        title = written[index] if index < len(written) else self._invent(index, rng)
        channel = self.society.named(title.channel)
        flags = frozenset(title.flags)
        uuid = self.ids.make(Kind.VIDEO, index)
        # Dense at first, then ever further apart: minutes, days, years.
        age = 0.4 * HOUR + (index**1.6) * 2.1 * HOUR + rng.random() * HOUR
        views = int(rng.paretovariate(0.9) * 40 * (1 + index % 7))
        views = min(views, 2_400_000)
        likes = int(views * rng.uniform(0.004, 0.06))
        privacy = PUBLIC
        for flag, value in (
            ("private", PRIVATE),
            ("unlisted", UNLISTED),
            ("internal", INTERNAL),
            ("password", PASSWORD_PROTECTED),
        ):
            if flag in flags:
                privacy = value
        return Video(
            id=self.count - index,
            index=index,
            uuid=uuid,
            short_uuid=shorten(uuid),
            name=title.name,
            channel=channel,
            clip=title.clip,
            category=title.category,
            language=title.language,
            licence=title.licence,
            tags=tuple(title.tags[:5]),
            text=title.text,
            flags=flags,
            published=self.now - age,
            duration=0 if title.clip == "live" else self._durations[title.clip],
            views=views,
            likes=likes,
            dislikes=int(likes * rng.uniform(0, 0.09)),
            picture=(index * 7 + 3) % PICTURES if index < PICTURES else rng.randrange(PICTURES),
            privacy=privacy,
            nsfw="nsfw" in flags,
            captions=CAPTION_LANGUAGES if "captions" in flags else (),
            heat=likes / (2 + age / HOUR) ** 1.2,
        )

    def _invent(self, index: int, rng: random.Random) -> Title:
        channel = CHANNELS[rng.randrange(len(CHANNELS) - 1)]
        subject = rng.choice(self._words.subjects[channel.topic])
        turn = rng.choice(self._words.turns).format(n=rng.randint(2, 9))
        language = TOPIC_LANGUAGE.get(channel.topic, "en")
        flags = ["nsfw"] if rng.random() < 0.02 else []
        return Title(
            f"{subject}{turn} #{index}",
            channel.name,
            rng.choice(MADE_CLIPS),
            TOPIC_CATEGORY[channel.topic],
            language,
            rng.randint(1, 7),
            [channel.topic, subject.split()[-1].lower(), f"y{index % 9}"],
            None
            if rng.random() < 0.3
            else f"{subject}.\n\nMade up by the demo instance, number **{index}**.",
            flags,
        )
