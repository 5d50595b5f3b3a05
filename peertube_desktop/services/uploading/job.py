"""Drives one upload from state to state: does what its state asks for, waits where that fails, gives up where it
must."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeVar

from peertube_desktop.api.client import Client
from peertube_desktop.api.errors import ApiError, HttpError, NetworkError, NetworkProblem
from peertube_desktop.api.uploads import UploadRefusal, refusal_of
from peertube_desktop.services.retry import Hope, Waiting, outlook, while_online
from peertube_desktop.services.uploading.desk import Desk, NoAccountError
from peertube_desktop.services.uploading.flow import Flow
from peertube_desktop.services.uploading.items import UploadProblem
from peertube_desktop.services.uploading.metadata import Metadata, decode
from peertube_desktop.services.uploading.source_file import (
    FileAwayError,
    FileChangedError,
    FileFacts,
    SourceFile,
)
from peertube_desktop.store.errors import StoreError
from peertube_desktop.store.uploads import StaleRowError, UploadRow

log = logging.getLogger(__name__)

T = TypeVar("T")

FILE_SECONDS = 5.0
"""Between two looks for a file that is away."""
STORAGE_SECONDS = 15.0

_PROBLEMS = {
    UploadRefusal.QUOTA: UploadProblem.QUOTA,
    UploadRefusal.TOO_LARGE: UploadProblem.TOO_LARGE,
    UploadRefusal.PART_TOO_LARGE: UploadProblem.TOO_LARGE,
    UploadRefusal.TYPE: UploadProblem.TYPE,
    UploadRefusal.UNREADABLE: UploadProblem.UNREADABLE_VIDEO,
    UploadRefusal.FORBIDDEN: UploadProblem.FORBIDDEN,
    UploadRefusal.SIGN_IN: UploadProblem.SIGN_IN,
    UploadRefusal.SERVER: UploadProblem.SERVER_ERROR,
}


class GiveUpError(Exception):
    """It cannot go on without the person."""

    def __init__(self, problem: UploadProblem, detail: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.detail = detail


class _GoneError(Exception):
    """The row is not there any more."""


class NotYetError(Exception):
    """Asked for too early: again after `asked` seconds, or some."""

    def __init__(self, problem: UploadProblem | None = None, asked: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.asked = asked


def problem_of(error: ApiError) -> UploadProblem:
    """The key for what `error` means."""
    if isinstance(error, NetworkError):
        offline = error.problem is NetworkProblem.OFFLINE
        return UploadProblem.OFFLINE if offline else UploadProblem.UNREACHABLE
    if isinstance(error, HttpError):
        refusal = refusal_of(error)
        if refusal in (UploadRefusal.RATE, UploadRefusal.LOCKED, UploadRefusal.PROCESSING):
            return UploadProblem.BUSY
        return _PROBLEMS.get(refusal, UploadProblem.REFUSED)
    return UploadProblem.UNREACHABLE


def detail_of(error: ApiError) -> str:
    """The server's own words."""
    if not isinstance(error, HttpError):
        return ""
    return error.detail or ", ".join(error.invalid_params)


Stage = Callable[["Job"], Awaitable[None]]


class Job:
    """One upload under way. `changed` is called when anything that is shown has changed."""

    def __init__(
        self,
        desk: Desk,
        row: UploadRow,
        stages: Mapping[str, Stage],
        written: Callable[[UploadRow], None],
        changed: Callable[[], None],
    ) -> None:
        self.desk = desk
        self.row = row
        self.flow = Flow(changed)
        self.flow.held = self.flow.sent = row.held
        self.waiting = Waiting(desk.network, self._waits)
        facts = FileFacts(row.size, row.mtime_ns, row.fingerprint)
        self.source = SourceFile(row.path, facts, desk.disk)
        self.problem: UploadProblem | None = None
        self.detail = ""
        self.retry_at: float | None = None
        self.waits_for_turn = False
        self.parked = False
        """It waits for something that may take days: others may flow meanwhile."""
        self.step = ""
        self.knows_held = False
        """`flow.held` is what the server said last, and nothing was lost since."""
        self.just_promised = False
        """The last part was promised in this run and has not been sent yet."""
        self.lost_sessions = 0
        self.last_tries = 0
        """How often the last part was sent and the server said that it was not the last."""
        self.done = False
        """Nothing is left to do, though the state would have more."""
        self._stages = stages
        self._written = written
        self._changed = changed

    @property
    def metadata(self) -> Metadata:
        """As typed, now."""
        return decode(self.row.metadata)

    @property
    def client(self) -> Client:
        """The account's. Raises NoAccountError."""
        return self.desk.client(self.row)

    async def advance(self, state: str, **changes: object) -> None:
        """Commit another state. Raises StoreError."""
        clean = {"problem": "", "detail": ""} if state != "failed" else {}
        self.take(await self.desk.journal.advance(self.row, state, **{**clean, **changes}))

    async def note(self, **changes: object) -> None:
        """Commit facts. Raises StoreError."""
        self.take(await self.desk.journal.note(self.row.id, **changes))

    def take(self, row: UploadRow) -> None:
        """The row as it was written."""
        self.row = row
        self._written(row)

    def tell(self) -> None:
        """Something that is shown has changed."""
        self._changed()

    async def claim(self, video_id: int, uuid: str, short: str) -> None:
        """Commit which video it has become. Raises StoreError."""
        if self.row.state == "sending":
            await self.advance("finishing", mark=video_id - 1)
        self.flow.confirmed(self.row.size)
        await self.advance(
            "completing", video_id=video_id, video_uuid=uuid, video_short=short, held=self.row.size
        )

    async def call(self, work: Coroutine[Any, Any, T]) -> T:
        """A call to the server, ended at once when the network is lost."""
        return await while_online(self.desk.network, self.row.origin, work)

    async def run(self) -> None:
        """Until nothing is left to do without the person. Cancelled, it leaves the row as it was last written."""
        try:
            while not self.done and (stage := self._stages.get(self.row.state)) is not None:
                await self._run_once(stage)
        except _GoneError:
            return
        finally:
            self.flow.stopped()

    async def _run_once(self, stage: Stage) -> None:
        before = self.row.state
        try:
            await stage(self)
        except NoAccountError:
            await self._wait_for_account()
        except ApiError as error:
            self._lost_touch()
            await self._after(error)
        except NotYetError as error:
            self._lost_touch()
            self._set_problem(error.problem)
            await self.waiting.after(Hope.LATER, error.asked)
        except GiveUpError as error:
            await self._give_up(error.problem, error.detail)
        except FileChangedError:
            await self._file_changed()
        except FileAwayError as error:
            self._lost_touch()
            missing = error.missing
            self._set_problem(UploadProblem.FILE_MISSING if missing else UploadProblem.FILE_UNREADABLE)
            await self._park(FILE_SECONDS)
        except StaleRowError:
            found = await self.desk.journal.get(self.row.id)
            log.warning("An upload was not where it was believed to be: %s", before)
            if found is None:
                raise _GoneError from None
            self.take(found)
        except StoreError as error:
            self._lost_touch()
            log.info("The journal of uploads takes nothing: %s", type(error).__name__)
            self._set_problem(UploadProblem.STORAGE)
            await self._park(STORAGE_SECONDS)
        else:
            self.went_well()

    def went_well(self) -> None:
        """The server answers, the file is there."""
        self.waiting.went_well()
        self._set_problem(None)

    def _lost_touch(self) -> None:
        self.knows_held = self.just_promised = False
        self.flow.stopped()

    async def _after(self, error: ApiError) -> None:
        hope, asked = outlook(error)
        if isinstance(error, HttpError) and refusal_of(error) is UploadRefusal.LOCKED:
            hope = Hope.LATER
        log.info("Upload %d (%s): %s", self.row.id, self.row.state, error)
        if hope is Hope.SIGN_IN:
            await self._wait_for_account()
        elif hope is Hope.NONE:
            await self._give_up(problem_of(error), detail_of(error))
        else:
            self._set_problem(problem_of(error), detail_of(error))
            await self.waiting.after(hope, asked)

    async def _wait_for_account(self) -> None:
        self._lost_touch()
        self._set_problem(UploadProblem.SIGN_IN)
        self.desk.accounts.changed.connect(self.waiting.wake)
        try:
            await self._park(STORAGE_SECONDS)
            while self.desk.needs_password(self.row):
                await self._park(STORAGE_SECONDS)
        finally:
            self.desk.accounts.changed.disconnect(self.waiting.wake)

    async def _park(self, seconds: float) -> None:
        self.parked = True
        self.tell()
        try:
            await self.waiting.rest(seconds)
        finally:
            self.parked = False

    async def _give_up(self, problem: UploadProblem, detail: str) -> None:
        if self.row.state in ("cancelling", "changed"):
            # What the server does not let go of it forgets by itself.
            self.done = True
            return
        await self._settle("failed", problem=str(problem), detail=detail)

    async def _file_changed(self) -> None:
        await self._settle("changed", problem=str(UploadProblem.FILE_CHANGED))

    async def _settle(self, state: str, **changes: object) -> None:
        """Commit an end, however often the disk has to be asked."""
        while True:
            try:
                await self.advance(state, **changes)
            except StaleRowError:
                raise _GoneError from None
            except StoreError:
                self._set_problem(UploadProblem.STORAGE)
                await self.waiting.rest(STORAGE_SECONDS)
            else:
                self._set_problem(None)
                return

    def _set_problem(self, problem: UploadProblem | None, detail: str = "") -> None:
        if (problem, detail) != (self.problem, self.detail):
            self.problem, self.detail = problem, detail
            self.tell()

    def _waits(self, until: float | None) -> None:
        self.retry_at = until
        self.tell()
