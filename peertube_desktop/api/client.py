"""The client of one instance: calls, their answers decoded, their errors typed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TypeVar, overload
from urllib.parse import urlencode

import msgspec

from peertube_desktop.api import addresses, problems
from peertube_desktop.api.calling import Auth, Download, Found, Params, query_pairs
from peertube_desktop.api.calls import Call
from peertube_desktop.api.decoding import decode
from peertube_desktop.api.errors import AnswerProblem, BadAnswerError
from peertube_desktop.api.exchange import Answer
from peertube_desktop.api.pool import HttpPool
from peertube_desktop.api.remembered import Remembered

T = TypeVar("T")

CALL_SECONDS = 45.0
"""For a whole call with its retries: a server that sends a byte a second is given up."""
DOWNLOAD_SECONDS = 60.0
JSON_BYTES = 8 * 1024 * 1024
DECODE_IN_THREAD_BYTES = 256 * 1024
REMEMBERED_BYTES = 1024 * 1024
"""Larger answers are not kept."""


class Client:
    """Calls to one instance: who is signed in, what may be repeated, what an error means.

    Every call raises `NetworkError`, `BadAnswerError` or an `HttpError`.
    """

    def __init__(self, origin: str, pool: HttpPool, auth: Auth | None = None) -> None:
        self.origin = addresses.origin_of(origin)
        if not self.origin:
            raise ValueError("not an http(s) origin")
        self._pool = pool
        self._auth = auth
        self._remembered = Remembered()

    def use(self, pool: HttpPool) -> None:
        """Go on over another pool. Calls under way end with the old one."""
        self._pool = pool

    def __repr__(self) -> str:
        return f"Client({self.origin!r})"

    @property
    def host(self) -> str:
        """`host[:port]`, as in handles."""
        return addresses.host_of(self.origin)

    def absolute(self, ref: str | None) -> str:
        """A path or URL out of this instance's answers as an absolute http(s) URL, or "" where it is none."""
        return addresses.absolute(self.origin, ref or "")

    async def get(
        self,
        path: str,
        kind: type[T],
        params: Params | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        remember: bool = False,
    ) -> T:
        """GET `path` (from the root, such as `/api/v1/config`) as `kind`.

        `remember` keeps the decoded answer in memory and asks the server only whether it has changed.
        """
        return (await self.find(path, kind, params, headers=headers, remember=remember)).value

    async def find(
        self,
        path: str,
        kind: type[T],
        params: Params | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        remember: bool = False,
    ) -> Found[T]:
        """As `get`, and tells the origin the answer came from after redirects."""
        url = self._url(path, params)
        sent = {"Accept": "application/json", **(headers or {})}
        known = self._remembered.get(url, kind) if remember else None
        if known is not None:
            sent["If-None-Match"] = known.etag
        answer = await self._send("GET", url, sent, None)
        origin = addresses.origin_of(answer.url)
        if answer.status == 304 and known is not None:
            return Found(origin, known.value)
        value = await self._decoded(answer, kind)
        if remember and len(answer.body) <= REMEMBERED_BYTES:
            self._remembered.put(url, kind, answer.headers.get("etag", ""), value)
        return Found(origin, value)

    async def get_bytes(self, path: str, params: Params | None = None) -> bytes:
        """GET `path` as it is, for answers that are no JSON."""
        return (await self._send("GET", self._url(path, params), {}, None)).body

    @overload
    async def post(
        self, path: str, body: object = ..., *, headers: Mapping[str, str] | None = ...
    ) -> None: ...

    @overload
    async def post(
        self, path: str, body: object = ..., *, kind: type[T], headers: Mapping[str, str] | None = ...
    ) -> T: ...

    async def post(
        self,
        path: str,
        body: object = None,
        *,
        kind: type[T] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T | None:
        """POST `body` as JSON; the answer as `kind` where one is given. Never repeated by itself."""
        answer = await self._write("POST", path, body, headers)
        return None if kind is None else await self._decoded(answer, kind)

    async def put(self, path: str, body: object = None, *, headers: Mapping[str, str] | None = None) -> None:
        """PUT `body` as JSON. Never repeated by itself."""
        await self._write("PUT", path, body, headers)

    async def delete(self, path: str) -> None:
        """DELETE `path`. Never repeated by itself."""
        await self._write("DELETE", path, None, None)

    async def download(
        self,
        url: str,
        *,
        max_bytes: int,
        etag: str | None = None,
        headers: Mapping[str, str] | None = None,
        authorized: bool = False,
    ) -> Download:
        """A picture, a caption file: at most `max_bytes`, else `BadAnswerError` (TOO_LARGE).

        `url` may lead to any host. `etag` is that of the caller's copy. `authorized` sends the account's
        token along. It and the credentials in `headers` go to this client's own origin only.
        """
        target = self.absolute(url)
        if not target:
            raise BadAnswerError(AnswerProblem.REDIRECT, self.host)
        own = addresses.origin_of(target) == self.origin
        sent = dict(headers or {}) if own else addresses.without_credentials(headers or {})
        if etag:
            sent["If-None-Match"] = etag
        call = Call(
            self._pool,
            self._pool.downloads,
            "GET",
            target,
            content=None,
            limit=max_bytes,
            seconds=DOWNLOAD_SECONDS,
        )
        answer = await self._checked(call, sent, authorized=authorized and own)
        return Download(
            answer.body, answer.headers.get("etag", ""), answer.content_type, answer.status == 304
        )

    def _url(self, path: str, params: Params | None) -> str:
        query = urlencode(query_pairs(params or {}), errors="replace")
        return f"{self.origin}{path}?{query}" if query else f"{self.origin}{path}"

    async def _decoded(self, answer: Answer, kind: type[T]) -> T:
        host = addresses.host_of(answer.url)
        if len(answer.body) > DECODE_IN_THREAD_BYTES:
            return await asyncio.to_thread(decode, answer.body, kind, host, answer.content_type)
        return decode(answer.body, kind, host, answer.content_type)

    async def _write(self, method: str, path: str, body: object, headers: Mapping[str, str] | None) -> Answer:
        sent = {"Accept": "application/json", **(headers or {})}
        content = None
        if body is not None:
            content = msgspec.json.encode(body)
            sent["Content-Type"] = "application/json"
        return await self._send(method, self._url(path, None), sent, content)

    async def _send(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
        call = Call(
            self._pool,
            self._pool.calls,
            method,
            url,
            content=content,
            limit=JSON_BYTES,
            seconds=CALL_SECONDS,
        )
        return await self._checked(call, headers, authorized=True)

    async def _checked(self, call: Call, headers: Mapping[str, str], *, authorized: bool) -> Answer:
        """The answer to `call`, signed in where that is wanted and possible. Raises for its status."""
        token = await self._auth.header() if self._auth is not None and authorized else None
        answer = await call.send(headers if token is None else {**headers, "Authorization": token})
        if token is not None and self._is_invalid_token(answer):
            answer = await self._without_bad_token(call, headers, token, answer)
        if answer.status >= 300 and not (answer.status == 304 and "If-None-Match" in headers):
            host = addresses.host_of(answer.url)
            raise problems.http_error(answer.status, answer.headers, answer.body, host)
        return answer

    async def _without_bad_token(
        self, call: Call, headers: Mapping[str, str], token: str, refused: Answer
    ) -> Answer:
        """Try with a renewed token, then without: PeerTube refuses a bad one even where none is needed."""
        assert self._auth is not None
        if await self._auth.on_unauthorized():
            renewed = await self._auth.header()
            if renewed is not None and renewed != token:
                answer = await call.send({**headers, "Authorization": renewed})
                if not self._is_invalid_token(answer):
                    return answer
        answer = await call.send(headers)
        # What needs an account says "no token" now; "bad token" is the truth.
        return refused if answer.status == 401 else answer

    def _is_invalid_token(self, answer: Answer) -> bool:
        # Another origin was shown no token, and has no say in whether ours is good.
        own = addresses.origin_of(answer.url) == self.origin
        return own and answer.status == 401 and problems.code_of(answer.body) == "invalid_token"
