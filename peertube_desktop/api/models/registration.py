"""Who wants to become a user of an instance."""

from __future__ import annotations

import msgspec

from peertube_desktop.api.models.base import Model


class FirstChannel(Model, frozen=True, kw_only=True):
    """The channel that is made along with the account. `name` must be another one than the user's."""

    name: str
    display_name: str


class Registration(Model, frozen=True, kw_only=True, omit_defaults=True):
    """Who wants to become a user; `registration_reason` goes to those who approve, where somebody must."""

    username: str
    password: str
    email: str
    display_name: str | msgspec.UnsetType = msgspec.UNSET
    channel: FirstChannel | msgspec.UnsetType = msgspec.UNSET
    registration_reason: str | msgspec.UnsetType = msgspec.UNSET

    def __repr__(self) -> str:
        return "Registration(…)"
