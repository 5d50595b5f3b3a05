"""Why the picture does not come, in words."""

from __future__ import annotations

from peertube_desktop.api.errors import BadRequestError, HttpError, NotFoundError
from peertube_desktop.services.player import (
    LibraryMissingError,
    Player,
    PlayerState,
    Reason,
    RelayState,
    RelayStatus,
    Unplayable,
    UnplayableError,
)
from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.words import Words, retryable, sentence


def failure(player: Player) -> Words:
    """For a player that FAILED. A password is asked for elsewhere: here there is always a retry."""
    error = player.error
    if isinstance(error, LibraryMissingError):
        return Words(
            _("VLC's library is missing"),
            _("Videos are decoded by libVLC 3. Install VLC 3 for this system, then start the program anew."),
            "",
            "film",
        )
    if isinstance(error, UnplayableError):
        if error.reason is Unplayable.NOT_READY:
            text = _("The server still prepares it. Come back in a while.")
            return Words(_("This video is not ready yet"), text, _("Try again"), "recent")
        text = _("The server names no file of it that this program can open.")
        return Words(_("This video cannot be played"), text, _("Try again"), "film")
    if isinstance(error, BadRequestError):
        # All that was asked for is this video: its link has a slip.
        error = NotFoundError(error.status, error.host)
    if error is not None and not (isinstance(error, HttpError) and "password" in error.code):
        return retryable(sentence(error))
    return _gave_up(player.relay)


def _gave_up(relay: RelayState) -> Words:
    again = _("Try again")
    match relay.reason:
        case Reason.GONE:
            return Words(_("The video's file is gone"), _("The server has it no more."), again, "warning")
        case Reason.UNAUTHORISED:
            return Words(
                _("The server does not hand out this video"),
                _("It may have become private, or want an account."),
                again,
                "lock",
            )
        case Reason.BAD_REDIRECT:
            return Words(
                _("The video is somewhere this program does not go"),
                _("The server sends to an address that is not safe to open."),
                again,
                "shield",
            )
        case Reason.BAD_PLAYLIST | Reason.BAD_ANSWER:
            return Words(
                _("The server sends no video"),
                _("What came is neither a video nor a list of its parts."),
                again,
                "warning",
            )
        case Reason.CHANGED:
            return Words(_("The video was replaced"), _("The server has another file now."), again, "reload")
        case Reason.NONE:
            return Words(
                _("This video cannot be played"),
                _("It is damaged, or of a kind this program does not know."),
                again,
                "warning",
            )
        case _:
            return Words(_("The video does not come"), waiting(relay), again, "cloud-off")


def waiting(relay: RelayState) -> str:
    """Why the player waits; "" where that is nothing unusual."""
    if relay.kind is RelayStatus.OK:
        return ""
    match relay.reason:
        case Reason.UNREACHABLE:
            return _("The server cannot be reached.")
        case Reason.SILENT:
            return _("The server does not answer.")
        case Reason.CUT:
            return _("The connection broke off.")
        case Reason.SERVER_ERROR:
            return _("The server has a problem ({status}).").format(status=relay.status)
        case Reason.RATE_LIMITED:
            return _("The server asks for a pause.")
        case Reason.UNAUTHORISED:
            return _("The permission ran out and is renewed.")
        case _:
            return _("The connection has a problem.")


def next_try(seconds: int) -> str:
    """How long until it is tried again."""
    if seconds <= 0:
        return _("Trying again…")
    return ngettext("Next try in {n} second", "Next try in {n} seconds", seconds).format(n=seconds)


def state_words(player: Player) -> Words | None:
    """What covers the picture in that state, None where nothing does."""
    match player.state:
        case PlayerState.FAILED:
            return failure(player)
        case PlayerState.LOCKED:
            text = (
                _("That is not the right password.")
                if player.wrong_password
                else _("It opens with a password.")
            )
            return Words(_("This video is protected"), text, _("Watch"), "lock")
        case PlayerState.SOON:
            return Words(_("The live has not begun"), _("It starts here by itself when it does."), "", "live")
        case PlayerState.OVER:
            return Words(_("The live has ended"), "", "", "live")
        case _:
            return None
