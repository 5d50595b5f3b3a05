"""The comments of the demo's videos: threads made from the seed when a video's comments are first asked
for."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from .library import Library, Video
from .people import Person

MANY = 1000
SENTENCES = (
    "This made my evening, thank you.",
    "At 0:09 you can hear a blackbird. Wonderful.",
    "Which lens is that? The edges look so calm.",
    "<script>alert(1)</script> & <b>html</b> in a comment should be seen, not run",
    "漢字とかな 🎉 とても良かったです。",
    "شكرًا جزيلاً، كان هذا جميلاً.",
    "I tried it. It works, **but** only on Tuesdays.",
    "See also https://example.com/see-also and [this](https://example.com/this).",
    "First!",
    "Could you put the route somewhere? 0:27 looks like the road behind our house.",
    "Schöner Film, aber der Ton ist etwas leise.",
    "> quoted line\n\nI do not agree, and here is why:\n\n- one\n- two",
    "@alice have you seen this?",
    "A remote picture ![x](https://example.com/pixel.png) and a [bad link](javascript:alert(1)).",
    "Très beau, merci pour la recette.",
    "שלום מירושלים, איזה אור יפה.",
    "One line.\nAnother line.\n\nA paragraph after it, which goes on for a while, as people do when moved by"
    " a bicycle, a mountain and a low sun, and have the evening off.",
)
REPLIES = (
    "Same here.",
    "No, thank *you*.",
    "I was there too!",
    "Are you sure?",
    "It is at 0:18, look again.",
    "👍",
    "<i>Yes.</i>",
    "Agreed, but louder.",
    "そうですね。",
    "Exactly what I wanted to say.",
)


@dataclass
class Comment:
    """One comment; `children` are the answers to it. Times are seconds since the epoch."""

    id: int
    thread: int
    parent: int | None
    author: Person
    text: str
    created: float
    deleted: float | None = None
    children: list[Comment] = field(default_factory=list)
    held: bool = False

    def walk(self) -> list[Comment]:
        """This comment and all below it."""
        found, stack = [], [self]
        while stack:
            comment = stack.pop()
            found.append(comment)
            stack.extend(comment.children)
        return found


def how_many(video: Video) -> int:
    """The number of comments a video has."""
    if video.own.created is not None:
        return 0
    if "many-comments" in video.flags:
        return MANY
    if "no-comments" in video.flags or (video.is_live and video.state != 1):
        return 0
    return (video.index * 37 + 5) % 23 if video.index % 3 else (video.index * 7) % 60


class Comments:
    """All comments of one instance, by video."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._threads: dict[int, list[Comment]] = {}

    def threads(self, video: Video) -> list[Comment]:
        """The threads of a video, newest first."""
        if video.index not in self._threads:
            self._threads[video.index] = self._make(video)
        return self._threads[video.index]

    def thread(self, video: Video, number: int) -> Comment | None:
        """One thread of a video; None if there is none of that number."""
        return next((thread for thread in self.threads(video) if thread.id == number), None)

    def _make(self, video: Video) -> list[Comment]:
        rng = random.Random(self._library.seed * 7919 + video.index)
        left = how_many(video)
        threads: list[Comment] = []
        number = video.id * 2000
        age = self._library.now - video.published
        while left > 0:
            number += 1
            when = video.published + age * rng.uniform(0.02, 0.99)
            top = Comment(
                number,
                number,
                None,
                rng.choice(self._library.society.writers[1:]),
                rng.choice(SENTENCES),
                when,
            )
            threads.append(top)
            left -= 1
            below = [top]
            # The first thread is deep, one other is wide; the rest are as threads are.
            deep, wide = len(threads) == 1 and left > 30, len(threads) == 2 and left > 60
            for _ in range(min(left, 14 if deep else 40 if wide else rng.choice((0, 0, 0, 1, 2, 4, 7)))):
                number += 1
                parent = below[-1] if deep else top if wide else rng.choice(below[-3:])
                room = self._library.now - parent.created
                reply = Comment(
                    number,
                    top.id,
                    parent.id,
                    rng.choice(self._library.society.writers[1:]),
                    rng.choice(REPLIES),
                    parent.created + room * rng.uniform(0.01, 0.3),
                )
                parent.children.append(reply)
                below.append(reply)
                left -= 1
            if top.children and len(threads) % 6 == 3:
                top.deleted = top.created + 60
        return sorted(threads, key=lambda comment: -comment.created)
