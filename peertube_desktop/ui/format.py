"""Numbers, lengths and times in words."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QLocale

from peertube_desktop.ui.i18n import _, ngettext


def duration(seconds: float) -> str:
    """`0:58`, `12:04`, `1:02:11`; negative counts as nothing."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def number(value: int) -> str:
    """`8,249` as the locale groups it."""
    return QLocale().toString(value)


def short_number(value: int) -> str:
    """`8,249` up to 9,999, then `12.3K`, `4M`: what fits a card."""
    if value < 10_000:
        return number(value)
    for size, pattern in ((1_000_000_000, _("{n}B")), (1_000_000, _("{n}M")), (1_000, _("{n}K"))):
        if value >= size:
            tenths = value * 10 // size
            whole, tenth = divmod(tenths, 10)
            text = number(whole) if whole >= 100 or not tenth else QLocale().toString(tenths / 10, "f", 1)
            return pattern.format(n=text)
    return number(value)


def views(count: int) -> str:
    """`339 views`."""
    return ngettext("{n} view", "{n} views", count).format(n=short_number(count))


def viewers(count: int) -> str:
    """`12 watching`, of a live."""
    return ngettext("{n} watching", "{n} watching", count).format(n=short_number(count))


def followers(count: int) -> str:
    """`1,204 followers`."""
    return ngettext("{n} follower", "{n} followers", count).format(n=short_number(count))


def videos(count: int) -> str:
    """`84 videos`."""
    return ngettext("{n} video", "{n} videos", count).format(n=short_number(count))


def users(count: int) -> str:
    """`900 users`, of an instance."""
    return ngettext("{n} user", "{n} users", count).format(n=short_number(count))


def ago(when: datetime | None, now: datetime | None = None) -> str:
    """`3 days ago`; "" for no time, `just now` for the last minute and for a clock that is ahead."""
    if when is None:
        return ""
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    seconds = int(((now or datetime.now(UTC)) - when).total_seconds())
    if seconds < 60:
        return _("just now")
    minutes = seconds // 60
    if minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    hours = minutes // 60
    if hours < 24:
        return ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    days = hours // 24
    if days < 30:
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    if days < 365:
        months = max(1, days * 12 // 365)
        return ngettext("{n} month ago", "{n} months ago", months).format(n=months)
    years = days * 100 // 36525 or 1
    return ngettext("{n} year ago", "{n} years ago", years).format(n=years)


def byte_size(count: int) -> str:
    """`96 MB`."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def date(when: datetime | None) -> str:
    """`24 November 2026`, as the locale writes it; "" for no time."""
    if when is None:
        return ""
    return QLocale().toString(QDate(when.year, when.month, when.day), QLocale.FormatType.LongFormat)
