"""Which files get on the queue: looked at on disk, and held against what instance and account allow."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from peertube_desktop.api import me, uploads
from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import ApiError
from peertube_desktop.services.uploading.items import RefusalReason, RefusedFile
from peertube_desktop.services.uploading.sniffing import Kind, files_below, read_kind
from peertube_desktop.services.uploading.source_file import FileFacts, read_facts

log = logging.getLogger(__name__)

ENOUGH_SECONDS = 8.0
"""An instance that is silent for so long is not asked before a file is put on the queue: it says so later."""


@dataclass(frozen=True)
class Candidate:
    """A file that may go: `sent_name` has an extension that fits its content."""

    path: Path
    facts: FileFacts
    kind: Kind
    sent_name: str


@dataclass(frozen=True)
class Allowance:
    """Bytes that are left of the quotas, None for no limit; extensions, empty where the instance names none."""

    extensions: frozenset[str] = frozenset()
    quota_left: int | None = None
    quota: int | None = None
    daily_left: int | None = None
    daily_quota: int | None = None


def look_at(paths: Iterable[Path], queued: Collection[Path]) -> tuple[list[Candidate], list[RefusedFile]]:
    """What these files are. Blocking: for a thread. Of a folder only what is a video counts."""
    good: list[Candidate] = []
    bad: list[RefusedFile] = []
    seen: set[Path] = set()
    named = list(paths)
    for path, is_named in files_below(named):
        place = path.absolute()
        if place in seen:
            continue
        seen.add(place)
        found = _look(place, queued)
        if isinstance(found, Candidate):
            good.append(found)
        elif is_named or found.reason is not RefusalReason.NOT_A_VIDEO:
            bad.append(found)
    met = [one.path for one in good] + [one.path for one in bad]
    for folder in named:
        if folder.is_dir() and not any(folder.absolute() in path.parents for path in met):
            bad.append(RefusedFile(folder, RefusalReason.NO_VIDEOS))
    return good, bad


def _look(path: Path, queued: Collection[Path]) -> Candidate | RefusedFile:
    if path in queued:
        return RefusedFile(path, RefusalReason.ALREADY_QUEUED)
    try:
        # What is no file may never end, or never begin.
        if not path.is_file():
            path.stat()
            return RefusedFile(path, RefusalReason.NOT_A_VIDEO)
        if path.stat().st_size == 0:
            return RefusedFile(path, RefusalReason.EMPTY)
        kind = read_kind(path)
        if kind is None:
            return RefusedFile(path, RefusalReason.NOT_A_VIDEO)
        return Candidate(path, read_facts(path), kind, _utf8(path.name))
    except FileNotFoundError:
        return RefusedFile(path, RefusalReason.MISSING)
    except OSError:
        return RefusedFile(path, RefusalReason.UNREADABLE)


def _utf8(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


async def ask_allowance(client: Client) -> Allowance:
    """What instance and account allow. Raises ApiError."""
    rules, user, used = await asyncio.gather(
        uploads.get_rules(client), me.get_me(client), me.get_quota_used(client)
    )
    quota = user.video_quota if user.video_quota >= 0 else None
    daily = user.video_quota_daily if user.video_quota_daily >= 0 else None
    return Allowance(
        extensions=frozenset(one.lower() for one in rules.video.file.extensions),
        quota=quota,
        quota_left=None if quota is None else max(0, quota - used.video_quota_used),
        daily_quota=daily,
        daily_left=None if daily is None else max(0, daily - used.video_quota_used_daily),
    )


async def allowance_if_told(client: Client) -> Allowance:
    """As `ask_allowance`; no limits where the server does not answer now: it will, before a byte is sent."""
    try:
        async with asyncio.timeout(ENOUGH_SECONDS):
            return await ask_allowance(client)
    except (ApiError, TimeoutError) as error:
        log.info("Files are not held against the limits of %s: %s", client.host, type(error).__name__)
        return Allowance()


def admit(
    candidates: Sequence[Candidate], allowance: Allowance, pending: int
) -> tuple[list[Candidate], list[RefusedFile]]:
    """Those that fit, one after the other, beside `pending` bytes that are on the queue already."""
    good: list[Candidate] = []
    bad: list[RefusedFile] = []
    taken = pending
    for one in candidates:
        named = _with_extension(one, allowance.extensions)
        wanted = taken + one.facts.size
        if named is None:
            bad.append(RefusedFile(one.path, RefusalReason.TYPE))
        elif allowance.quota_left is not None and wanted > allowance.quota_left:
            bad.append(RefusedFile(one.path, RefusalReason.QUOTA, allowance.quota))
        elif allowance.daily_left is not None and wanted > allowance.daily_left:
            bad.append(RefusedFile(one.path, RefusalReason.DAILY_QUOTA, allowance.daily_quota))
        else:
            good.append(named)
            taken = wanted
    return good, bad


def _with_extension(one: Candidate, allowed: frozenset[str]) -> Candidate | None:
    """With a name the server will take for what the file is; None where it takes no such files."""
    has = Path(one.sent_name).suffix.lower()
    if has and (has in allowed or not allowed):
        return one
    if allowed and one.kind.extension not in allowed:
        return None
    return Candidate(one.path, one.facts, one.kind, one.sent_name + one.kind.extension)
