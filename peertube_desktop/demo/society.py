"""The accounts and channels of one running instance: those it begins with, and what people make of them.

The written ones are copied, so that two instances in one process do not share their changes. Beside the people who
publish there are some whose accounts are special: they are there for trying to sign in.
"""

from __future__ import annotations

from dataclasses import replace

from .people import CHANNELS, PEOPLE, Channel, Person

OTP_OF_INES = "JBSWY3DPEHPK3PXP"
SPECIAL = (
    Person(12, "ines", "Ines (two-factor)", None, None, otp=OTP_OF_INES),
    Person(13, "jonas", "Jonas (blocked)", None, None, blocked="Too much advertising."),
    Person(14, "kim", "Kim (mail not confirmed)", None, None, verified=False),
    Person(15, "lena", "Lena (little room)", None, None, quota=20_000_000, daily_quota=10_000_000),
)


class Society:
    """Who is there now. Names of accounts and channels are of one space, as on a real server."""

    def __init__(self) -> None:
        self.writers = [replace(person, wishes={}) for person in PEOPLE]
        self.people = [*self.writers, *(replace(person, special=True, wishes={}) for person in SPECIAL)]
        self.channels = [replace(channel, owner=self._copy(channel.owner)) for channel in CHANNELS]
        self.last_number = 40
        for person in self.people[len(self.writers) :]:
            self.channels.append(self._main_channel(person, person.id + 10))

    def _copy(self, person: Person) -> Person:
        return next(one for one in self.people if one.id == person.id)

    @staticmethod
    def _main_channel(person: Person, number: int, name: str = "", title: str = "") -> Channel:
        title = title or f"Main {person.name} channel"
        return Channel(number, name or f"{person.name}_channel", title, person, None, None, None, None, 0)

    @property
    def listed(self) -> list[Person]:
        """The accounts that lists show."""
        return [one for one in self.people if not one.special]

    @property
    def listed_channels(self) -> list[Channel]:
        """The channels that lists show."""
        return [one for one in self.channels if not one.owner.special]

    def number(self) -> int:
        """A number nobody has yet, for an account or a channel."""
        self.last_number += 1
        return self.last_number

    def account(self, name: str) -> Person | None:
        """The account of that name."""
        return next((one for one in self.people if one.name == name), None)

    def user(self, number: int) -> Person | None:
        """The account whose user has that number."""
        return next((one for one in self.people if one.user_id == number), None)

    def channel(self, name: str) -> Channel | None:
        """The channel of that name."""
        return next((one for one in self.channels if one.name == name), None)

    def named(self, name: str) -> Channel:
        """The channel of that name; KeyError if there is none."""
        channel = self.channel(name)
        if channel is None:
            raise KeyError(name)
        return channel

    def channel_by_id(self, number: int) -> Channel | None:
        """The channel of that number."""
        return next((one for one in self.channels if one.id == number), None)

    def channels_of(self, person: Person) -> list[Channel]:
        """The channels of an account."""
        return [one for one in self.channels if one.owner is person]

    def taken(self, name: str) -> bool:
        """True if an account or a channel has that name."""
        return self.account(name) is not None or self.channel(name) is not None

    def add_channel(self, person: Person, name: str, title: str) -> Channel:
        """A new channel."""
        channel = self._main_channel(person, self.number(), name, title)
        self.channels.append(channel)
        return channel

    def add_person(self, person: Person, channel_name: str = "", channel_title: str = "") -> Channel:
        """A new account with its first channel."""
        self.people.append(person)
        return self.add_channel(person, channel_name or f"{person.name}_channel", channel_title)
