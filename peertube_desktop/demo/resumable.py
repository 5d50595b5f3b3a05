"""Uploads in parts, as uploadx keeps them below a PeerTube server: on disk, by an id made of who and what.

Nothing protects against holes, as there: a part is written where it says it belongs. What is known of an upload is
kept beside its bytes, so that a restarted instance goes on with it.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterable
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

ZEROS = bytes(256 * 1024)


class Upload(msgspec.Struct):
    """One upload. `written` is where the last part ended, `complete` is set once that was the end of the file."""

    id: str
    user: int
    size: int
    mime: str
    fields: dict[str, Any]
    touched: float
    written: int = 0
    complete: bool = False


class RefusedUploadError(Exception):
    """uploadx's own refusal."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def forbidden() -> RefusedUploadError:
    """Somebody else's upload, or none that could be."""
    return RefusedUploadError(403, "Forbidden", "Authenticated user is not allowed access")


def unknown() -> RefusedUploadError:
    """No such upload, or none any more."""
    return RefusedUploadError(404, "FileNotFound", "Not found")


def conflict() -> RefusedUploadError:
    """More than the file's size."""
    return RefusedUploadError(409, "FileConflict", "File conflict")


def locked() -> RefusedUploadError:
    """Another part is being written."""
    return RefusedUploadError(423, "FileLocked", "File locked")


def fnv64(text: str) -> str:
    """FNV-1a of 64 bits, as uploadx writes it: without leading zeros."""
    number = 0xCBF29CE484222325
    for byte in text.encode():
        number = (number ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{number:x}"


class Part(msgspec.Struct):
    """A part as its headers tell: where it begins (None: it only asks), the file's size (None: untold), its length."""

    start: int | None
    total: int | None
    length: int


def read_part(content_range: str | None, content_length: str | None) -> Part:
    """Reads the headers of a part; without a range it begins at 0."""
    length = int(content_length) if content_length and content_length.isdigit() else 0
    if content_range is None:
        return Part(0, None, length)
    _, _, spec = content_range.strip().partition(" ")
    bounds, _, total = spec.partition("/")
    first = bounds.partition("-")[0].strip()
    return Part(
        int(first) if first.isdigit() else None, int(total) if total.strip().isdigit() else None, length
    )


class Uploads:
    """The uploads under way, in a folder. `patient` instances answer how far an upload is while a part is written."""

    def __init__(self, folder: Path, patient: bool) -> None:
        self._folder, self._patient = folder, patient
        folder.mkdir(parents=True, exist_ok=True)
        self._known: dict[str, Upload] = {}
        self._busy: set[str] = set()
        for path in folder.glob("*.json"):
            upload = msgspec.json.decode(path.read_bytes(), type=Upload)
            self._known[upload.id] = upload

    def path(self, upload: Upload) -> Path:
        """Where its bytes are."""
        return self._folder / f"{upload.id}.bin"

    def held(self, upload: Upload) -> int:
        """How many bytes there are, holes and all."""
        path = self.path(upload)
        return path.stat().st_size if path.exists() else 0

    def busy(self, upload: Upload) -> bool:
        """True while a part is being written."""
        return upload.id in self._busy

    def list(self) -> list[Upload]:
        """All that are known."""
        return list(self._known.values())

    def create(self, user: int, size: int, mime: str, fields: dict[str, Any]) -> Upload:
        """Begins an upload, or finds the one of the same person, title, size and `lastModified`."""
        when = str(fields.get("lastModified") or int(time.time() * 1000))
        parts = (str(user), str(fields.get("name") or fields.get("filename")), str(size), when)
        upload_id = "-".join(fnv64(part) for part in parts)
        known = self._known.get(upload_id)
        if known is not None and known.complete:
            return known
        upload = Upload(upload_id, user, size, mime, fields, time.time())
        self._known[upload_id] = upload
        self.path(upload).touch()
        upload.written = self.held(upload)
        self._save(upload)
        return upload

    def find(self, user: int, upload_id: str) -> Upload:
        """The upload of that id; refuses others'."""
        if not upload_id.startswith(fnv64(str(user))):
            raise forbidden()
        upload = self._known.get(upload_id)
        if upload is None:
            raise unknown()
        return upload

    def _save(self, upload: Upload) -> None:
        upload.touched = time.time()
        target = self._folder / f"{upload.id}.json"
        part = target.with_suffix(".new")
        part.write_bytes(msgspec.json.encode(upload))
        part.replace(target)

    async def write(self, upload: Upload, part: Part, body: AsyncIterable[bytes]) -> int:
        """Writes a part; gives where it ended. What came of a part that is cut off (GoneError) is kept."""
        if part.total is not None and part.total < upload.size:
            upload.size = part.total
        if (part.total or 0) > upload.size or (part.start or 0) + part.length > upload.size:
            raise conflict()
        if self.busy(upload):
            if self._patient and part.start is None:
                return upload.written
            raise locked()
        if part.start is None:
            upload.written = self.held(upload)
            return upload.written
        most = part.length or upload.size - part.start
        self._busy.add(upload.id)
        try:
            with self.path(upload).open("r+b") as file:
                upload.written = part.start + await self._copy(file, part.start, most, body)
        finally:
            self._busy.discard(upload.id)
        upload.complete = upload.written == upload.size
        self._save(upload)
        return upload.written

    @staticmethod
    async def _copy(file: BinaryIO, start: int, most: int, body: AsyncIterable[bytes]) -> int:
        end, count, over = file.seek(0, 2), 0, False
        file.seek(start)
        try:
            async for piece in body:
                over = count + len(piece) > most
                if over:
                    break
                # Zeros beyond the end need no room on the disk: a sparse file stays one.
                if start + count >= end and piece == ZEROS[: len(piece)]:
                    file.seek(len(piece), 1)
                else:
                    file.write(piece)
                count += len(piece)
        finally:
            file.flush()
            file.truncate(start if over else max(end, start + count))
        if over:
            raise conflict()
        return count

    def delete(self, upload: Upload) -> None:
        """Forgets an upload and its bytes."""
        self._known.pop(upload.id, None)
        self.path(upload).unlink(missing_ok=True)
        (self._folder / f"{upload.id}.json").unlink(missing_ok=True)

    def purge(self, idle: float) -> int:
        """Forgets what nobody has touched for so many seconds; gives how many that were."""
        old = [u for u in self._known.values() if time.time() - u.touched >= idle and not self.busy(u)]
        for upload in old:
            self.delete(upload)
        return len(old)
