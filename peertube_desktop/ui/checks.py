"""What is wrong with what somebody typed, by the limits of the API, before it is sent: a sentence, or ""."""

from __future__ import annotations

import re

from peertube_desktop.ui.i18n import _, ngettext

MAX_NAME = 50
MAX_TITLE = 120
MIN_TEXT, MAX_TEXT = 3, 1000
"""Characters of a description, of a text about support."""
MIN_PASSWORD = 6
MIN_REASON, MAX_REASON = 2, 3000
_NAME = re.compile(r"[a-z0-9_.]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def user_name(text: str) -> str:
    """The name of an account or channel, as in handles."""
    if not text:
        return _("A name is wanted.")
    if not _NAME.fullmatch(text):
        return _("Only small letters a to z, digits, dots and underscores.")
    return _too_long(text, MAX_NAME)


def title(text: str) -> str:
    """A name that is shown."""
    return _too_long(text, MAX_TITLE) if text else _("A name is wanted.")


def email(text: str) -> str:
    """An e-mail address."""
    return "" if _EMAIL.fullmatch(text) else _("An address looks like name@example.org.")


def password(text: str) -> str:
    """A password that is chosen."""
    if len(text) < MIN_PASSWORD:
        return ngettext("At least {n} character.", "At least {n} characters.", MIN_PASSWORD).format(
            n=MIN_PASSWORD
        )
    return _too_long(text, 255)


def long_text(text: str) -> str:
    """A description, or a text about support, which may be left out."""
    if text and len(text) < MIN_TEXT:
        return ngettext("At least {n} character.", "At least {n} characters.", MIN_TEXT).format(n=MIN_TEXT)
    return _too_long(text, MAX_TEXT)


def reason(text: str) -> str:
    """Why somebody wants to register."""
    if len(text) < MIN_REASON:
        return _("Whoever approves accounts reads this.")
    return _too_long(text, MAX_REASON)


def _too_long(text: str, most: int) -> str:
    over = len(text) - most
    if over <= 0:
        return ""
    return ngettext("{n} character too many.", "{n} characters too many.", over).format(n=over)
