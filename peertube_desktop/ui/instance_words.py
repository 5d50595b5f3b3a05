"""What is wrong with the address of an instance, in words."""

from __future__ import annotations

from peertube_desktop.api.errors import AnswerProblem, BadAnswerError, NetworkError, NetworkProblem
from peertube_desktop.services.instances import OLDEST_MAJOR, InstanceError, ProblemKind
from peertube_desktop.ui.i18n import _
from peertube_desktop.ui.text import clean_line
from peertube_desktop.ui.words import Words, sentence


def instance_words(error: BaseException) -> Words:
    """Words for whatever `Instances.probe` raises."""
    if isinstance(error, InstanceError):
        return _instance(error)
    if isinstance(error, NetworkError) and error.problem is NetworkProblem.TLS:
        host = clean_line(error.host, 80)
        return Words(
            _("No secure connection to {host}").format(host=host),
            _(
                "Its certificate is missing, expired or not trusted here, so nothing was sent. A certificate"
                " authority of your own can be named in the settings."
            ),
            _("Try again"),
            "shield",
        )
    return sentence(error)


def _instance(error: InstanceError) -> Words:
    host = clean_line(error.host, 80)
    if error.kind is ProblemKind.NOT_AN_ADDRESS:
        return Words(
            _("“{text}” is not an address").format(text=host),
            _("An address looks like tube.example or https://tube.example."),
            "",
            "link",
        )
    if error.kind is ProblemKind.TOO_OLD:
        return Words(
            _("{host} is too old").format(host=host),
            _("It runs PeerTube {version}, and this program needs {oldest} or newer.").format(
                version=clean_line(error.version, 20), oldest=f"{OLDEST_MAJOR}.0"
            ),
            "",
            "server",
        )
    cause = error.__cause__
    if isinstance(cause, BadAnswerError) and cause.problem is AnswerProblem.REDIRECT:
        return Words(
            _("{host} sends elsewhere").format(host=host),
            _(
                "It leads to an address without a secure connection, or round in circles. It was not followed."
            ),
            _("Try again"),
            "external",
        )
    return Words(
        _("{host} is not a PeerTube instance").format(host=host),
        _("Something answers there, but not as a PeerTube does. Check the address."),
        _("Try again"),
        "server",
    )
