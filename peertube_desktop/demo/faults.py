"""Faults that tests order: the demo instance fails, lies, dawdles or hangs up where it is told to.

Only with `--faults`. `POST /_demo/faults` takes a list of rules and adds them; `DELETE /_demo/faults`
removes all and
lets go of whatever is being held back; `GET /_demo/log` lists the requests received, `DELETE /_demo/log`
forgets them.

A rule is an object; the first one that fits a request is applied to it:

    path      regular expression, searched in the path with its query ("" or absent: any)
    method    e.g. "GET" (absent: any)
    header    {"name": "regular expression"}: only requests with such headers
    skip      let that many fitting requests through first
    times     apply it that many times, then no more (absent: always)
    delay     seconds to wait before anything is sent
    hang      true: nothing is sent until the faults are removed (or for `delay` seconds, if given)
    reset     true: the connection is closed without an answer
    status    answer with that status; without `body`, a problem+json of it is made
    body      the body of that answer: text, or any JSON value; `body_base64` for bytes
    junk_json a number: a body of about that many bytes of valid JSON
    headers   headers to set (null removes one), e.g. {"Location": "file:///etc/hostname"}
    truncate  send only the first so many bytes, with a Content-Length that fits (a lie, not a cut)
    cut_after_bytes    send so many bytes of the body, then close the connection
    stall_after_bytes  send so many bytes, then be silent until the faults are removed (or for `delay`
    seconds)
    trickle   bytes per second at which the body is sent, in small pieces
    early     true: the fault comes before the request is handled; one with `status`, `reset` and the like is
              not handled at all, its body not read
    cut_request_after_bytes    read so many bytes of the request's body, then close the connection; what came
              counts, as if who asked had hung up. With `status` that is answered instead
    stall_request_after_bytes  read so many bytes of the request's body, then no more until the faults are
              removed (or for `delay` seconds)

Without `status`, `body` and the like, the true answer is what is delayed, cut or trickled.
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections import deque
from http import HTTPStatus
from typing import Any

import msgspec

from .fault_bodies import FaultyReceive
from .http import JSON, PROBLEM, Answer, Receive, Request, Send, answer_json, encode, send_answer

LOGGED = 20_000
TICKS = 20


class Rule(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One fault; see above."""

    path: str = ""
    method: str | None = None
    header: dict[str, str] = {}
    skip: int = 0
    times: int | None = None
    delay: float = 0.0
    hang: bool = False
    reset: bool = False
    status: int | None = None
    body: Any = None
    body_base64: str | None = None
    junk_json: int | None = None
    headers: dict[str, str | None] = {}
    truncate: int | None = None
    cut_after_bytes: int | None = None
    stall_after_bytes: int | None = None
    trickle: float | None = None
    early: bool = False
    cut_request_after_bytes: int | None = None
    stall_request_after_bytes: int | None = None

    def fits(self, request: Request) -> bool:
        """True if the rule is about that request."""
        return (
            (self.method is None or self.method == request.method)
            and re.search(self.path, request.target) is not None
            and all(
                re.search(text, request.headers.get(name.lower(), "")) for name, text in self.header.items()
            )
        )

    @property
    def unheard(self) -> bool:
        """True if the request is not handled at all."""
        instead = (self.status, self.body, self.body_base64, self.junk_json)
        return self.early and (self.reset or any(one is not None for one in instead))

    def answer(self, true: Answer) -> Answer:
        """What is answered instead of `true`, before anything is cut off it."""
        answer = true
        if self.junk_json is not None:
            filler = [{"name": "x" * 200, "number": n} for n in range(self.junk_json // 230 + 1)]
            answer = answer_json({"total": len(filler), "data": filler}, self.status or 200)
        elif self.body_base64 is not None:
            answer = Answer(
                self.status or 200, base64.b64decode(self.body_base64), {"Content-Type": "text/html"}
            )
        elif isinstance(self.body, str):
            kind = JSON if self.body[:1] in ("{", "[") else "text/html; charset=utf-8"
            answer = Answer(self.status or 200, self.body.encode(), {"Content-Type": kind})
        elif self.body is not None:
            answer = answer_json(self.body, self.status or 200)
        elif self.status is not None:
            title = HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else "Strange"
            body = {"type": "about:blank", "title": title, "detail": title, "status": self.status}
            empty = self.status in (204, 304) or 300 <= self.status < 400
            answer = Answer(self.status, b"" if empty else encode(body), {"Content-Type": PROBLEM})
        headers = dict(answer.headers)
        for name, value in self.headers.items():
            headers = {key: kept for key, kept in headers.items() if key.lower() != name.lower()}
            if value is not None:
                headers[name] = value
        return Answer(answer.status, answer.body, headers, answer.path, answer.start, answer.length)


class Faults:
    """Keeps the rules and the log, and sends answers as the rules say."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._log: deque[dict[str, Any]] = deque(maxlen=LOGGED)
        self._count = 0
        self._released = asyncio.Event()

    def control(self, request: Request) -> Answer:
        """The answer for a path under /_demo/, but for /_demo/uploads."""
        if request.path == "/_demo/faults":
            if request.method == "POST":
                try:
                    self._rules += msgspec.json.decode(request.body, type=list[Rule])
                except (msgspec.ValidationError, msgspec.DecodeError) as error:
                    return answer_json({"error": str(error)}, 400)
                return answer_json({"rules": len(self._rules)})
            if request.method == "DELETE":
                self._rules = []
                self._released.set()
                self._released = asyncio.Event()
                return Answer(204)
            return answer_json(self._rules)
        if request.path == "/_demo/log":
            if request.method == "DELETE":
                self._log.clear()
                self._count = 0
                return Answer(204)
            return answer_json({"count": self._count, "requests": list(self._log)})
        return Answer(404)

    def note(self, request: Request, status: int, rule: Rule | None) -> None:
        """Writes a request into the log."""
        self._count += 1
        self._log.append(
            {
                "method": request.method,
                "path": request.path,
                "query": request.raw_query,
                "headers": request.headers,
                "body": request.body[:4096].decode("utf-8", "replace"),
                "status": status,
                "fault": rule is not None,
            }
        )

    def pick(self, request: Request) -> Rule | None:
        """The rule to be applied to the request, counted; None if none fits."""
        for rule in self._rules:
            if not rule.fits(request):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self._rules.remove(rule)
            return rule
        return None

    async def before(self, rule: Rule) -> None:
        """Waits, if that is to be done before the request is handled."""
        if rule.early:
            await self._dawdle(rule)

    async def _dawdle(self, rule: Rule) -> None:
        if rule.hang:
            await self._wait(rule.delay or None)
        elif rule.delay and rule.stall_after_bytes is None and rule.stall_request_after_bytes is None:
            await self._wait(rule.delay)

    def receiver(self, rule: Rule, receive: Receive) -> Receive:
        """What the body of the request is read from."""
        if rule.cut_request_after_bytes is not None:
            limit, cut = rule.cut_request_after_bytes, True
        elif rule.stall_request_after_bytes is not None:
            limit, cut = rule.stall_request_after_bytes, False
        else:
            return receive
        return FaultyReceive(receive, limit, cut, lambda: self._wait(rule.delay or None))

    async def hang_up(self, request: Request, rule: Rule, receive: Receive, send: Send) -> None:
        """Ends a request whose body was cut off by a rule: with its status, or by closing the connection."""
        if rule.status is not None:
            await send_answer(request, rule.answer(Answer(rule.status)), send)
        else:
            self._abort(receive)

    async def send(self, request: Request, rule: Rule, true: Answer, receive: Receive, send: Send) -> None:
        """Sends the answer as the rule says."""
        if not rule.early:
            await self._dawdle(rule)
        if rule.reset:
            self._abort(receive)
            return
        answer = rule.answer(true)
        if rule.truncate is rule.cut_after_bytes is rule.stall_after_bytes is rule.trickle is None:
            await send_answer(request, answer, send)
            return
        body = self._body(answer)
        if rule.truncate is not None:
            body = body[: rule.truncate]
        answer = Answer(answer.status, body, {**answer.headers, "Content-Length": str(len(body))})
        await self._send_slowly(request, rule, answer, receive, send)

    def _body(self, answer: Answer) -> bytes:
        if answer.path is None:
            return answer.body
        with answer.path.open("rb") as file:
            file.seek(answer.start)
            return file.read(answer.length)

    async def _send_slowly(
        self, request: Request, rule: Rule, answer: Answer, receive: Receive, send: Send
    ) -> None:
        sent: list[bytes] = []

        async def keep(message: Any) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            else:
                sent.append(message.get("body", b""))

        await send_answer(request, answer, keep)
        body = b"".join(sent)
        limits = [limit for limit in (rule.cut_after_bytes, rule.stall_after_bytes) if limit is not None]
        end = min([len(body), *limits])
        step = max(1, int(rule.trickle / TICKS)) if rule.trickle else end
        at = 0
        while at < end:
            piece = body[at : min(end, at + step)]
            at += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            if rule.trickle:
                await asyncio.sleep(len(piece) / rule.trickle)
        if rule.stall_after_bytes is not None and end < len(body):
            await self._wait(rule.delay or None)
            if rule.cut_after_bytes is None:
                await send({"type": "http.response.body", "body": body[end:], "more_body": True})
                end = len(body)
        if end < len(body) or rule.cut_after_bytes is not None:
            # Bytes on their way are sent first: an abort would throw them away.
            await asyncio.sleep(0.05)
            self._abort(receive, gently=True)
            return
        await send({"type": "http.response.body", "body": b""})

    async def _wait(self, seconds: float | None) -> None:
        """Waits so long (None: for ever), or until the faults are removed."""
        released = self._released
        try:
            await asyncio.wait_for(released.wait(), seconds)
        except TimeoutError:
            return

    def _abort(self, receive: Receive, gently: bool = False) -> None:
        # ASGI has no word for hanging up; uvicorn's `receive` belongs to the cycle that owns the transport.
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if transport is not None:
            transport.close() if gently else transport.abort()
