"""Statistics of one's videos: made from the number of views, so that the curves belong together."""

from __future__ import annotations

import math
import random
import time
from datetime import UTC, datetime
from typing import Any

from .errors import Problems
from .http import Answer, Request, answer_json
from .library import Video
from .managing import Managing
from .router import Router
from .shapes import stamp

DAY, HOUR, MINUTE = 86400, 3600, 60
YEAR, MONTH = 365 * DAY, 31 * DAY
# From that length of time on, one value stands for so much.
INTERVALS = (
    (6 * YEAR, "6 months", 182 * DAY),
    (2 * YEAR, "1 month", 30 * DAY),
    (6 * MONTH, "7 days", 7 * DAY),
    (2 * MONTH, "2 days", 2 * DAY),
    (15 * DAY, "1 day", DAY),
    (8 * DAY, "12 hours", 12 * HOUR),
    (4 * DAY, "6 hours", 6 * HOUR),
    (15 * HOUR, "1 hour", HOUR),
    (180 * MINUTE, "10 minutes", 10 * MINUTE),
    (0, "1 minute", MINUTE),
)
COUNTRIES = (("FR", 41), ("DE", 22), ("SE", 12), ("JP", 9), ("BR", 7), ("EG", 5), ("US", 4))
REGIONS = (("Île-de-France", 18), ("Uppsala", 11), ("Berlin", 9), ("Tōkyō", 8))
METRICS = ("viewers", "aggregateWatchTime")
MAX_DAYS = 365 * 10


class StatsApi:
    """Answers for /api/v1/videos/{id}/stats."""

    def __init__(self, problems: Problems, managing: Managing) -> None:
        self.problems, self.managing = problems, managing

    def routes(self, router: Router) -> None:
        """Adds the routes."""
        base = "/api/v1/videos/{key}/stats"
        router.add("GET", f"{base}/overall", self.overall)
        router.add("GET", f"{base}/retention", self.retention)
        router.add("GET", f"{base}/timeseries/{{metric}}", self.timeseries)
        if not self.problems.old:
            router.add("GET", f"{base}/user-agent", self.user_agent)

    def _video(self, request: Request, key: str) -> Video:
        return self.managing.own(request, key, name="videoId")[1]

    def overall(self, request: Request, key: str) -> Answer:
        """GET …/stats/overall."""
        video = self._video(request, key)
        viewers = video.views
        average = round(video.duration * 0.57)

        def share(parts: tuple[tuple[str, int], ...], name: str) -> list[dict[str, Any]]:
            return [
                {name: one, "viewers": viewers * part // 100} for one, part in parts if viewers * part // 100
            ]

        return answer_json(
            {
                "totalWatchTime": viewers * average,
                "averageWatchTime": average if viewers else 0,
                "totalViewers": viewers,
                "viewersPeak": math.isqrt(viewers),
                "viewersPeakDate": stamp(video.published + 3 * HOUR) if viewers else None,
                "countries": share(COUNTRIES, "isoCode"),
                "subdivisions": share(REGIONS, "name"),
            }
        )

    def retention(self, request: Request, key: str) -> Answer:
        """GET …/stats/retention."""
        video = self._video(request, key)
        if video.is_live:
            return self.problems.make(400, "Cannot get retention stats of live video")
        length = max(1, video.duration)
        data = [
            {
                "second": at,
                "retentionPercent": round(100 * math.exp(-1.1 * at / length), 2) if video.views else 0,
            }
            for at in range(video.duration + 1)
        ]
        return answer_json({"data": data})

    def timeseries(self, request: Request, key: str, metric: str) -> Answer:
        """GET …/stats/timeseries/{metric}: viewers, or seconds watched."""
        if metric not in METRICS:
            return self.problems.bad(request, "metric", metric, place="params")
        query, moments = request.query, []
        for name in ("startDate", "endDate"):
            try:
                given = query.get(name)
                when = datetime.fromisoformat(given[0].replace("Z", "+00:00")) if given else None
                moments.append(when.timestamp() if when else None)
            except ValueError:
                return self.problems.bad(request, name, query[name][0])
        video = self._video(request, key)
        start, end = moments
        if (start is None) != (end is None):
            detail = "Both start date and end date should be defined if one of them is specified"
            return self.problems.make(400, detail)
        if start is None or end is None:
            start, end = video.created, time.time()
        if (end - start) / DAY > MAX_DAYS:
            return self.problems.make(400, "Star date and end date interval is too big")
        _, label, step = next(one for one in INTERVALS if end - start >= one[0])
        begin = start - start % (DAY if step >= DAY else min(step, HOUR))
        rng = random.Random(video.id)
        data = []
        for at in range(int(begin), int(end), step):
            data.append({"date": self._date(at), "value": self._value(video, at, step, metric, rng)})
        return answer_json({"groupInterval": label, "data": data})

    @staticmethod
    def _date(at: int) -> str:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    @staticmethod
    def _value(video: Video, at: int, step: int, metric: str, rng: random.Random) -> int:
        age = max(0.0, at - video.published)
        rate = video.views / (14 * DAY) * math.exp(-age / (14 * DAY)) if at + step > video.published else 0
        viewers = int(rate * step * rng.uniform(0.6, 1.4))
        return viewers if metric == "viewers" else round(viewers * video.duration * 0.57)

    def user_agent(self, request: Request, key: str) -> Answer:
        """GET …/stats/user-agent (8 line)."""
        video = self._video(request, key)

        def share(*parts: tuple[str, int]) -> list[dict[str, Any]]:
            return [{"name": one, "viewers": video.views * part // 100} for one, part in parts if video.views]

        return answer_json(
            {
                "clients": share(("Firefox", 54), ("Chrome", 30), ("PeerTube Desktop", 16)),
                "devices": share(("desktop", 71), ("mobile", 29)),
                "operatingSystems": share(("Linux", 48), ("Windows", 33), ("Android", 19)),
            }
        )
