"""Text that came from others, made safe to show: no control characters, no bidi tricks, no endless lines."""

from __future__ import annotations

import re

MAX_LINE = 300
"""Characters of a name or title: more is never shown on one line."""

MAX_TEXT = 200_000
"""Characters of a description or comment."""

ELLIPSIS = "…"

# C0 and C1 controls, soft hyphen, zero-width space and non-characters; explicit bidi embeddings, overrides
# and isolates (they reach beyond the text they are in); line and paragraph separators; interlinear marks; tags.
# ZWJ, ZWNJ and the two single marks LRM and RLM stay: emoji, Persian and Hebrew need them.
_CONTROL = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2028\u2029\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0001\U000e0020-\U000e007e\ud800-\udfff]"
)
_SPACES = re.compile(r"\s+")
# A letter may carry some marks; a tower of hundreds paints over its neighbours.
_TOWER = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
# No word of these alphabets is so long; a web address is. Others break by themselves, or would look different.
_LETTER = "[\u0021-\u007e\u00c0-\u024f\u0370-\u052f]"
_LONG_WORD = re.compile(f"({_LETTER}{{30}})(?={_LETTER})")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\s]{0,500}\)")
_MARKS = re.compile(r"\*+|`+|~~|(?<!\w)_+|_+(?!\w)|^[ \t]*(?:#{1,6}|>|[-+])[ \t]+", re.MULTILINE)


def clean_line(text: str | None, limit: int = MAX_LINE) -> str:
    """`text` as one line of at most `limit` characters: spaces collapsed, what does not show removed."""
    if not text:
        return ""
    # Cut first: the rest of a megabyte needs no cleaning. Twice the limit leaves room for what is removed.
    line = _SPACES.sub(" ", _CONTROL.sub("", text[: limit * 2])).strip()
    line = _TOWER.sub(r"\1", line)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


def clean_text(text: str | None, limit: int = MAX_TEXT) -> str:
    """`text` with its lines kept, of at most `limit` characters."""
    if not text:
        return ""
    cut = text[:limit].replace("\r\n", "\n").replace("\r", "\n")
    cleaned = _TOWER.sub(r"\1", _CONTROL.sub("", cut))
    return cleaned if len(text) <= limit else cleaned + ELLIPSIS


def plain_line(markdown: str | None, limit: int = MAX_LINE) -> str:
    """The beginning of a Markdown text as one line, without its marks."""
    text = _LINK.sub(r"\1", (markdown or "")[: limit * 4])
    return clean_line(_MARKS.sub("", text), limit)


def breakable(text: str) -> str:
    """`text` for a label of several lines, with places where a word longer than a line may end."""
    return _LONG_WORD.sub("\\1\u200b", text)


def plain_tip(text: str) -> str:
    """`text` for a tooltip, which would take `<b>` for a mark, and `<img>` for a picture to be fetched."""
    if "<" not in text and "&lt;" not in text:
        return text
    return "<span>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</span>"


def escape_mnemonic(text: str) -> str:
    """`text` for a button or menu, where a single `&` would vanish and make a shortcut."""
    return text.replace("&", "&&")
