"""The fixed lists of a PeerTube server: categories, licences, languages, privacies."""

from __future__ import annotations

from pathlib import Path

import msgspec

CATEGORIES = dict(
    enumerate(
        (
            "Music",
            "Films",
            "Vehicles",
            "Art",
            "Sports",
            "Travels",
            "Gaming",
            "People",
            "Comedy",
            "Entertainment",
            "News & Politics",
            "How To",
            "Education",
            "Activism",
            "Science & Technology",
            "Animals",
            "Kids",
            "Food",
        ),
        1,
    )
)
LICENCES = dict(
    enumerate(
        (
            "Attribution",
            "Attribution - Share Alike",
            "Attribution - No Derivatives",
            "Attribution - Non Commercial",
            "Attribution - Non Commercial - Share Alike",
            "Attribution - Non Commercial - No Derivatives",
            "Public Domain Dedication",
        ),
        1,
    )
)
LATER_LICENCES = {8: "Free of known copyright restrictions", 9: "All Rights Reserved"}
LICENCES.update(LATER_LICENCES)
PRIVACIES = {1: "Public", 2: "Unlisted", 3: "Private", 4: "Internal", 5: "Password protected"}


class Tables:
    """The lists that are too long to write here, read when first asked for."""

    def __init__(self, root: Path, line: str) -> None:
        self._path = root / "answers" / line
        self._answers: dict[str, bytes] = {}
        self._languages: dict[str, str] = {}

    def answer(self, name: str) -> bytes:
        """A ready answer of this line, as JSON."""
        if name not in self._answers:
            self._answers[name] = (self._path / f"{name}.json").read_bytes()
        return self._answers[name]

    def knows_language(self, code: str) -> bool:
        """True for a language of the list."""
        self.language(None)
        return code in self._languages

    def language(self, code: str | None) -> str:
        """A language's English name."""
        if not self._languages:
            self._languages = msgspec.json.decode(self.answer("languages"), type=dict[str, str])
        return self._languages.get(code or "", "Unknown")
