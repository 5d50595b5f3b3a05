"""Errors in words: what happened, what it means, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from peertube_desktop.api.errors import (
    AnswerProblem,
    BadAnswerError,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    HttpError,
    NetworkError,
    NetworkProblem,
    NotFoundError,
    RateLimitedError,
    ServerError,
    SessionEndedError,
    SignInError,
    SignInProblem,
    TooLargeError,
    UnauthorizedError,
    UnprocessableError,
)
from peertube_desktop.store.errors import SecretsError, SecretsProblem, StoreError
from peertube_desktop.ui.i18n import _, ngettext
from peertube_desktop.ui.text import clean_line


@dataclass(frozen=True)
class Words:
    """A title, a sentence and the label of the button that helps ("" where nothing but time does).

    `icon` names the picture beside them; `offline` says that this machine, not the server, is cut off.
    """

    title: str
    text: str
    action: str = ""
    icon: str = "warning"
    offline: bool = False


def retryable(words: Words) -> Words:
    """`words` with a button that asks again, whatever the error was: what was forbidden or gone may be back."""
    return words if words.action else replace(words, action=_("Try again"))


def one_line(words: Words) -> str:
    """Title and sentence, for below a field."""
    return f"{words.title}. {words.text}" if words.text else words.title


def sentence(error: BaseException) -> Words:
    """Words for any error a call may end with."""
    if isinstance(error, NetworkError):
        return _network(error)
    if isinstance(error, BadAnswerError):
        return _answer(error)
    if isinstance(error, SignInError):
        return _sign_in(error)
    if isinstance(error, HttpError):
        return _http(error)
    if isinstance(error, SecretsError):
        return keyring_words(error.problem)
    if isinstance(error, StoreError):
        return Words(
            _("The library cannot be used"),
            _("What is kept on this machine could not be read: its disk may be full or damaged."),
            _("Try again"),
            "disk",
        )
    return Words(
        _("Something went wrong"),
        _("The program met a problem it did not expect. It is written down in the log."),
        _("Try again"),
    )


def _host(name: str) -> str:
    return clean_line(name, 80) or _("The server")


def _network(error: NetworkError) -> Words:
    host = _host(error.host)
    retry = _("Try again")
    match error.problem:
        case NetworkProblem.OFFLINE:
            return Words(
                _("You are offline"),
                _("There is no network connection. What was loaded stays here."),
                retry,
                "offline",
                offline=True,
            )
        case NetworkProblem.UNKNOWN_HOST:
            return Words(
                _("{host} was not found").format(host=host),
                _("No server of that name answers. Check the address, or your network connection."),
                retry,
                "cloud-off",
            )
        case NetworkProblem.REFUSED:
            return Words(
                _("{host} does not answer").format(host=host),
                _("The server refuses connections: it may be down for a moment."),
                retry,
                "cloud-off",
            )
        case NetworkProblem.TIMEOUT:
            return Words(
                _("{host} takes too long").format(host=host),
                _("The server did not answer in time. It may be busy, or the connection slow."),
                retry,
                "recent",
            )
        case NetworkProblem.TLS:
            return Words(
                _("No secure connection to {host}").format(host=host),
                _("Its certificate is missing, expired or not trusted here, so nothing was sent."),
                retry,
                "shield",
            )
        case NetworkProblem.CUT:
            return Words(
                _("The connection to {host} broke off").format(host=host),
                _("The answer ended in the middle."),
                retry,
                "cloud-off",
            )
        case NetworkProblem.PROXY:
            return Words(
                _("The proxy does not let this through"),
                _("The proxy of the settings refuses or does not answer. Check its address in the settings."),
                retry,
                "network",
            )
        case _:
            return Words(
                _("{host} could not be reached").format(host=host),
                _("The connection failed."),
                retry,
                "cloud-off",
            )


def _answer(error: BadAnswerError) -> Words:
    host = _host(error.host)
    retry = _("Try again")
    match error.problem:
        case AnswerProblem.NOT_JSON:
            text = _("It answered with something else than PeerTube data, such as a web page.")
        case AnswerProblem.TRUNCATED:
            text = _("Its answer was cut off.")
        case AnswerProblem.TOO_LARGE:
            text = _("Its answer is far larger than it should be, and was not read.")
        case AnswerProblem.REDIRECT:
            text = _("It sends to an address this program does not follow.")
        case _:
            text = _("Its answer is not what PeerTube says. It may be a very different version.")
    return Words(_("{host} answered strangely").format(host=host), text, retry, "warning")


def wait_words(seconds: float | None) -> str:
    """When to try again."""
    if not seconds:
        return _("Wait a moment before trying again.")
    whole = max(1, round(seconds))
    if whole < 90:
        return ngettext("Try again in {n} second.", "Try again in {n} seconds.", whole).format(n=whole)
    minutes = round(whole / 60)
    return ngettext("Try again in {n} minute.", "Try again in {n} minutes.", minutes).format(n=minutes)


def _http(error: HttpError) -> Words:
    host = _host(error.host)
    retry = _("Try again")
    if error.code == "video_requires_password":
        action = _("Enter password")
        return Words(_("This video is protected"), _("It opens with a password."), action, "lock")
    if error.code == "incorrect_video_password":
        return Words(_("Wrong password"), _("The video did not open with it."), _("Enter password"), "lock")
    if error.code == "does_not_respect_follow_constraints":
        return Words(
            _("Not available on {host}").format(host=host),
            _("This instance does not show things of instances it does not follow."),
            "",
            "lock",
        )
    if error.code == "current_password_is_invalid":
        return Words(_("Wrong password"), _("That is not your present password."), "", "lock")
    match error:
        case SessionEndedError():
            return Words(
                _("Your session has ended"),
                _("{host} wants your password again.").format(host=host),
                retry,
                "lock",
            )
        case RateLimitedError():
            return Words(
                _("{host} asks for a pause").format(host=host), wait_words(error.retry_after), retry, "recent"
            )
        case NotFoundError():
            return Words(
                _("Not found"),
                _("{host} has nothing here. It may have been removed, or be private.").format(host=host),
                "",
                "search",
            )
        case UnauthorizedError():
            return Words(
                _("An account is needed"),
                _("{host} shows this to people who are signed in: use the button at the top right.").format(
                    host=host
                ),
                "",
                "lock",
            )
        case ForbiddenError():
            return Words(
                _("Not allowed"), _("{host} does not show this to everybody.").format(host=host), "", "lock"
            )
        case ConflictError():
            return Words(_("That does not fit"), _("Something changed in between. Look again."), retry)
        case TooLargeError():
            return Words(_("Too large"), _("{host} does not take that much.").format(host=host))
        case UnprocessableError() | BadRequestError():
            text = _("{host} did not understand the question.").format(host=host)
            detail = clean_line(error.detail, 200)
            return Words(_("That did not work"), f"{text} {detail}".strip(), retry)
        case ServerError():
            if error.status in (502, 503, 504):
                return Words(
                    _("{host} is not available").format(host=host),
                    _("It is being maintained or overloaded (error {status}). {wait}").format(
                        status=error.status, wait=wait_words(error.retry_after)
                    ),
                    retry,
                    "cloud-off",
                )
            return Words(
                _("{host} has a problem").format(host=host),
                _("It reports an error of its own ({status}). It may pass.").format(status=error.status),
                retry,
                "cloud-off",
            )
        case _:
            return Words(
                _("That did not work"),
                _("{host} answered with error {status}.").format(host=host, status=error.status),
                retry,
            )


def _sign_in(error: SignInError) -> Words:
    host = _host(error.host)
    match error.problem:
        case SignInProblem.BAD_CREDENTIALS:
            return Words(_("Wrong user name or password"), _("Look at both, and try again."), "", "lock")
        case SignInProblem.OTP_REQUIRED:
            return Words(
                _("A code is wanted"),
                _("Type the code that your authenticator app shows for {host}.").format(host=host),
                "",
                "shield",
            )
        case SignInProblem.OTP_WRONG:
            return Words(
                _("Wrong code"),
                _("Codes change every half minute: type the one that is shown now."),
                "",
                "shield",
            )
        case SignInProblem.BLOCKED:
            return Words(
                _("This account is blocked"),
                _("The people of {host} have blocked it. Only they can tell why.").format(host=host),
                "",
                "lock",
            )
        case SignInProblem.EMAIL_UNVERIFIED:
            return Words(
                _("Your e-mail address is not confirmed yet"),
                _("{host} has sent you a message with a link: open it first.").format(host=host),
                _("Send it again"),
                "inbox",
            )
        case SignInProblem.AWAITING_APPROVAL:
            return Words(
                _("Your account is not approved yet"),
                _("The people of {host} look at it, and write to you then.").format(host=host),
                "",
                "recent",
            )
        case SignInProblem.APPROVAL_REJECTED:
            return Words(
                _("Your account was not approved"),
                _("The people of {host} decided not to open it.").format(host=host),
                "",
                "lock",
            )
        case _:
            return Words(
                _("{host} does not let you in").format(host=host),
                _("The account may be blocked, or its e-mail address not confirmed yet."),
                "",
                "lock",
            )


def keyring_words(problem: SecretsProblem) -> Words:
    """Why this system's keyring does not keep what one signs in with."""
    match problem:
        case SecretsProblem.NO_KEYRING:
            return Words(
                _("This system has no keyring"),
                _("Without one, there is no safe place to keep you signed in after the program is closed."),
                _("Choose…"),
                "lock",
            )
        case SecretsProblem.LOCKED:
            return Words(
                _("The keyring is locked"),
                _("It was not unlocked, so what you sign in with could not be read or kept."),
                _("Choose…"),
                "lock",
            )
        case _:
            return Words(
                _("The keyring does not work"),
                _("What you sign in with could not be read from it or kept in it."),
                _("Choose…"),
                "lock",
            )


def why_awake() -> str:
    """What the system is told of a machine that does not go to sleep."""
    return _("A video is playing")
