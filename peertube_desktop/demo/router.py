"""Finds the function that answers a path. Static parts are looked up in a dictionary; the rest is tried in
order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from .http import Answer, Request

Handler = Callable[..., Answer]


class Router:
    """Routes by method and path; `{name}` in a path stands for one part of it, handed on as an argument."""

    def __init__(self) -> None:
        self._plain: dict[tuple[str, str], Handler] = {}
        self._patterns: list[tuple[str, re.Pattern[str], Handler]] = []

    def add(self, method: str, path: str, handler: Handler) -> None:
        """Adds a route."""
        if "{" in path:
            pattern = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))
            self._patterns.append((method, pattern, handler))
        else:
            self._plain[method, path] = handler

    def find(self, request: Request) -> Callable[[Request], Answer] | None:
        """What answers the request; None if nothing does."""
        method = "GET" if request.method == "HEAD" else request.method
        path = request.path.rstrip("/") if len(request.path) > 1 else request.path
        if handler := self._plain.get((method, path)):
            return handler
        for verb, pattern, handler in self._patterns:
            if verb == method and (match := pattern.fullmatch(path)):
                return partial(handler, **match.groupdict())
        return None
