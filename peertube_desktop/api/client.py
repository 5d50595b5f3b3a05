"""The client of one instance: calls, their answers decoded, their errors typed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TypeVar, overload
from urllib.parse import urlencode

import msgspec

from peertube_desktop.api import addresses, problems
from peertube_desktop.api.calling import Auth, Download, Found, Params, query_pairs
from peertube_desktop.api.calls import Call
from peertube_desktop.api.decoding import decode
from peertube_desktop.api.errors import AnswerProblem, BadAnswerError, SessionEndedError
from peertube_desktop.api.exchange import Answer, Content
from peertube_desktop.api.multipart import Fields, FilePart, Multipart
from peertube_desktop.api.pool import HttpPool
from peertube_desktop.api.remembered import Remembered

T = TypeVar("T")

CALL_SECONDS = 45.0
"""For a whole call with its retries: a server that sends a byte a second is given up."""
DOWNLOAD_SECONDS = 60.0
SLOWEST_BYTES_PER_SECOND = 16 * 1024
"""A body gets so much more time."""
JSON_BYTES = 8 * 1024 * 1024
DECODE_IN_THREAD_BYTES = 256 * 1024
NO_ACCOUNT = ("invalid_token", "unauthorized_request")
"""The codes of a 401 that is about the account, and not about a password in the call."""
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

    async def post_form(
        self, path: str, fields: Mapping[str, str], *, kind: type[T], headers: Mapping[str, str] | None = None
    ) -> T:
        """POST `fields` as a form; the answer as `kind`. Never repeated by itself."""
        sent = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            **(headers or {}),
        }
        content = urlencode(fields, errors="replace").encode("ascii")
        return await self._decoded(await self._send("POST", self._url(path, None), sent, content), kind)

    @overload
    async def post_multipart(
        self, path: str, fields: Fields = ..., files: Sequence[FilePart] = ..., *, method: str = ...
    ) -> None: ...

    @overload
    async def post_multipart(
        self,
        path: str,
        fields: Fields = ...,
        files: Sequence[FilePart] = ...,
        *,
        method: str = ...,
        kind: type[T],
    ) -> T: ...

    async def post_multipart(
        self,
        path: str,
        fields: Fields = (),
        files: Sequence[FilePart] = (),
        *,
        method: str = "POST",
        kind: type[T] | None = None,
    ) -> T | None:
        """POST (or PUT) a form with files, streamed; the answer as `kind` where one is given.

        Only as the account, and never repeated by itself. Raises also what the files' bodies raise.
        """
        form = Multipart(fields, files)
        sent = {"Accept": "application/json", "Content-Type": form.content_type}
        answer = await self._send(method, self._url(path, None), sent, form, as_account=True)
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

    async def transfer(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        content: Content,
        *,
        seconds: float,
        patience: float,
        besides: frozenset[int] = frozenset(),
    ) -> Answer:
        """A part of an upload and its answer: only as the account, never repeated by itself.

        It has its own turns, `seconds` for all of it and `patience` for each silence. A status from 300 on
        raises but for those in `besides`. Raises also what the body raises.
        """
        call = Call(
            self._pool,
            self._pool.uploads,
            method,
            f"{self.origin}{path}",
            content=content,
            limit=JSON_BYTES,
            seconds=seconds,
            patience=patience,
        )
        return await self._checked(call, headers, authorized=True, as_account=True, besides=besides)

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

    async def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: Content,
        *,
        as_account: bool = False,
    ) -> Answer:
        size = 0 if content is None else len(content) if isinstance(content, bytes) else content.length
        call = Call(
            self._pool,
            self._pool.calls,
            method,
            url,
            content=content,
            limit=JSON_BYTES,
            seconds=CALL_SECONDS + size / SLOWEST_BYTES_PER_SECOND,
        )
        return await self._checked(call, headers, authorized=True, as_account=as_account)

    async def _checked(
        self,
        call: Call,
        headers: Mapping[str, str],
        *,
        authorized: bool,
        as_account: bool = False,
        besides: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer to `call`, signed in where that is wanted and possible. Raises for its status."""
        auth = self._auth if authorized else None
        answer = await (call.send(headers) if auth is None else self._as(auth, call, headers, as_account))
        unchanged = answer.status == 304 and "If-None-Match" in headers
        if answer.status >= 300 and not unchanged and answer.status not in besides:
            host = addresses.host_of(answer.url)
            error = problems.http_error(answer.status, answer.headers, answer.body, host)
            if auth is not None and error.status == 401 and error.code in NO_ACCOUNT:
                raise SessionEndedError(error.status, host, code=error.code, detail=error.detail)
            raise error
        return answer

    async def _as(self, auth: Auth, call: Call, headers: Mapping[str, str], as_account: bool) -> Answer:
        """The answer to the account of `auth`; or to nobody, where it has no session and none is needed.

        PeerTube refuses a bad token even where none is needed. `as_account`: do not try without.
        """
        token = await auth.header()
        refused = None
        if token is not None:
            refused = await self._with(call, headers, token)
            if not self._is_invalid_token(refused):
                return refused
            renewed = await auth.header() if await auth.on_unauthorized(token) else None
            if renewed is not None and renewed != token:
                refused = await self._with(call, headers, renewed)
                if not self._is_invalid_token(refused):
                    return refused
        if not as_account:
            answer = await call.send(headers)
            if answer.status != 401 or problems.code_of(answer.body) not in ("", *NO_ACCOUNT):
                return answer
            # What needs an account says "no token" now; "bad token" is the truth.
            refused = refused or answer
        token = await auth.header() if await auth.signed_in_again() else None
        if token is not None:
            return await self._with(call, headers, token)
        if refused is None:
            raise SessionEndedError(401, self.host)
        return refused

    async def _with(self, call: Call, headers: Mapping[str, str], token: str) -> Answer:
        return await call.send({**headers, "Authorization": token})

    def _is_invalid_token(self, answer: Answer) -> bool:
        # Another origin was shown no token, and has no say in whether ours is good.
        own = addresses.origin_of(answer.url) == self.origin
        return own and answer.status == 401 and problems.code_of(answer.body) == "invalid_token"
