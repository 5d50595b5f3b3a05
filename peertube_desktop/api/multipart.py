"""Files and fields as one multipart/form-data body, streamed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import NamedTuple

from peertube_desktop.api.exchange import Body

Fields = Sequence[tuple[str, str]]


class Bytes:
    """A body that is in memory already."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def length(self) -> int:
        """Bytes in all."""
        return len(self._data)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """All of it at once."""
        yield self._data


class FilePart(NamedTuple):
    """A file in the field `field`, under the name and media type the server is told."""

    field: str
    filename: str
    content_type: str
    body: Body


class Multipart:
    """The body of a form with `fields` first, then `files`; `content_type` is its header's value."""

    def __init__(self, fields: Fields, files: Sequence[FilePart]) -> None:
        # Not at the start of the program.
        import secrets

        boundary = f"----peertube-desktop-{secrets.token_hex(16)}"
        self.content_type = f"multipart/form-data; boundary={boundary}"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n{value}\r\n'
            for name, value in fields
        ]
        self._fields = "".join(parts).encode("utf-8", "replace")
        self._files = [(_head(boundary, file), file.body) for file in files]
        self._end = f"--{boundary}--\r\n".encode()

    @property
    def length(self) -> int:
        """Bytes in all."""
        files = sum(len(head) + body.length + 2 for head, body in self._files)
        return len(self._fields) + files + len(self._end)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The form in pieces."""
        if self._fields:
            yield self._fields
        for head, body in self._files:
            yield head
            async for chunk in body.chunks():
                yield chunk
            yield b"\r\n"
        yield self._end


def _head(boundary: str, file: FilePart) -> bytes:
    name, filename = _quoted(file.field), _quoted(file.filename)
    kind = "".join(letter for letter in file.content_type if " " <= letter <= "~")
    return (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        f"Content-Type: {kind or 'application/octet-stream'}\r\n\r\n"
    ).encode("utf-8", "replace")


def _quoted(name: str) -> str:
    """As browsers write names: nothing in one ends its line or its quotes."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
