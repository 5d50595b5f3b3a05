"""The errors of the demo instance, in the shape of each line.

6.3 repeats `detail` as `error`, and answers 403 where the 8 line answers 401 to somebody without a password
or token.
"""

from __future__ import annotations

from collections.abc import Sequence

from .checks import Wrong
from .http import PROBLEM, Answer, Request, answer_json

REFERENCE = "https://docs.joinpeertube.org/api-rest-reference.html"
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Payload Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Entity",
    503: "Service Unavailable",
}


class Problems:
    """Makes problem+json answers; `line` is "6.3" or "8.2"."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.old = line.startswith("6")

    def make(
        self,
        status: int,
        detail: str,
        *,
        code: str | None = None,
        docs: str | None = None,
        more: dict[str, object] | None = None,
    ) -> Answer:
        """One error. `code` makes the type an address of the reference, `docs` names the API operation."""
        body: dict[str, object] = {"type": f"{REFERENCE}#section/Errors/{code}" if code else "about:blank"}
        if not code:
            body["title"] = TITLES.get(status, "Error")
        body["detail"] = detail
        if more and "instance" in more:
            body["instance"] = more["instance"]
        body["status"] = status
        body.update({key: value for key, value in (more or {}).items() if key != "instance"})
        if docs:
            body["docs"] = f"{REFERENCE}#operation/{docs}"
        if code:
            body["code"] = code
        if self.old:
            body["error"] = detail
        return answer_json(body, status, PROBLEM)

    def not_found(self, detail: str, docs: str | None = None) -> Answer:
        """404."""
        return self.make(404, detail, docs=docs)

    def bad(
        self,
        request: Request,
        name: str,
        value: object,
        message: str = "Invalid value",
        place: str = "query",
        docs: str | None = None,
    ) -> Answer:
        """400 for one wrong parameter."""
        wrong: dict[str, object] = {
            "type": "field",
            "value": value,
            "msg": message,
            "path": name,
            "location": place,
        }
        if value is None:
            del wrong["value"]
        more: dict[str, object] = {"instance": request.target, "invalid-params": {name: wrong}}
        return self.make(400, f"Incorrect request parameters: {name}", docs=docs, more=more)

    def wrong(self, request: Request, wrong: Sequence[Wrong], docs: str | None = None) -> Answer:
        """400 for several wrong parameters."""
        found: dict[str, object] = {}
        for name, value, message, place in wrong:
            one = {"type": "field", "value": value, "msg": message, "path": name, "location": place}
            found[name] = {key: kept for key, kept in one.items() if key != "value" or kept is not None}
        detail = f"Incorrect request parameters: {', '.join(found)}"
        return self.make(400, detail, docs=docs, more={"instance": request.target, "invalid-params": found})

    def bad_id(self, request: Request, name: str, value: str, docs: str | None = None) -> Answer:
        """400 for something that is no video id of any kind."""
        return self.bad(
            request, name, value, "Should have a valid video id (id, short UUID or UUID)", "params", docs
        )

    def unauthorized(self, code: str = "unauthorized_request") -> Answer:
        """401: no token (`unauthorized_request`), or one that is not good (`invalid_token`)."""
        return self.make(401, "Token is invalid", code=code)

    def unknown_endpoint(self) -> Answer:
        """What the real server does for a path of the API it does not know: 400, and nothing in it."""
        return Answer(400, b"", {"Content-Type": "application/json; charset=utf-8"})

    def range_not_satisfiable(self, answer: Answer) -> Answer:
        """Writes the body of a 416."""
        detail, code = "Range Not Satisfiable", "RangeNotSatisfiableError"
        answer.body = self.make(416, detail, code=code).body
        return answer
