"""Who publishes on the demo instance: the accounts and channels it begins with."""

from __future__ import annotations

from dataclasses import dataclass, field

SIGN_IN_WITH = "demo-password"


@dataclass(eq=False)
class Person:
    """An account. `name` is what it signs in with; everybody's password is SIGN_IN_WITH at first.

    `otp` is the secret of its two-factor codes, `blocked` why it may not sign in; `verified` is None where no mail was
    asked to be confirmed. Quotas are bytes, -1 for none. `special` ones are not listed.
    """

    id: int
    name: str
    display_name: str
    description: str | None
    avatar: int | None
    role: int = 2
    password: str = ""
    email: str = ""
    pending_email: str | None = None
    verified: bool | None = None
    otp: str = ""
    blocked: str | None = None
    quota: int = -1
    daily_quota: int = -1
    special: bool = False
    wishes: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.password = self.password or SIGN_IN_WITH
        self.email = self.email or f"{self.name}@example.com"

    @property
    def user_id(self) -> int:
        """The number of the user behind the account."""
        return self.id - 1


@dataclass(eq=False)
class Channel:
    """A channel; `topic` says which made-up titles fit it."""

    id: int
    name: str
    display_name: str
    owner: Person
    description: str | None
    support: str | None
    avatar: int | None
    banner: int | None
    followers: int
    topic: str = field(default="")


ROOT = Person(2, "root", "Administrator", None, 0, role=0)
ALICE = Person(3, "alice", "Alice Marchetti ✨", "I ride slowly and film **a lot**.\n\nWrite to me!", 1)
BOB = Person(4, "bob", "Bob Okafor", "Recording engineer in a very small attic.", 2)
CHLOE = Person(5, "chloe", "Chloé Lambert", "Cuisine de tous les jours / everyday cooking", 3)
EMI = Person(6, "emi", "田中恵美", "小さな世界を撮っています。", 4)
FARID = Person(7, "farid", "فريد حداد", "حكايات قصيرة من البحر والمدينة", 5)
GRETA = Person(8, "greta", "Greta Lindqvist", "Amateur astronomer, 59° north.", 6)
HENK = Person(9, "henk", "Henk de Wit", None, None, role=1)
PEOPLE = (ROOT, ALICE, BOB, CHLOE, EMI, FARID, GRETA, HENK)

SUPPORT = "If you like this, share it, or buy me a coffee: https://example.com/support"

CHANNELS = (
    Channel(
        2,
        "slow_wheels",
        "Slow Wheels 🚲",
        ALICE,
        "Long rides on old bicycles, with *wind* and **soup**.\n\n"
        "- every other Sunday\n- routes on https://example.com/routes",
        SUPPORT,
        7,
        0,
        1284,
        "cycling",
    ),
    Channel(3, "alice_channel", "Main alice channel", ALICE, None, None, None, None, 12, "travel"),
    Channel(
        4,
        "attic_sessions",
        "Attic Sessions",
        BOB,
        "One microphone, one take, no headphones.",
        SUPPORT,
        8,
        1,
        3420,
        "music",
    ),
    Channel(
        5,
        "common_ground",
        "Common Ground",
        BOB,
        "Allotments, neighbours and what grows between them.",
        None,
        9,
        5,
        236,
        "garden",
    ),
    Channel(
        6,
        "kitchen_table",
        "Kitchen Table",
        CHLOE,
        "Recettes simples, gestes précis. **Subtitles in English.**",
        SUPPORT,
        10,
        6,
        5210,
        "cooking",
    ),
    Channel(
        7, "small_worlds", "小さな世界", EMI, "数学、自然、そしてライフゲーム。", None, 11, 3, 871, "maths"
    ),
    Channel(8, "hikayat", "حكايات صغيرة", FARID, "قصص قصيرة مرسومة باليد", None, 12, 4, 640, "stories"),
    Channel(
        9,
        "night_sky",
        "Night Sky Diary",
        GRETA,
        "What can be seen from a balcony in Uppsala, week by week.",
        SUPPORT,
        13,
        2,
        2075,
        "astronomy",
    ),
    Channel(
        10,
        "open_bench",
        "The Open Bench",
        HENK,
        "Free software and soldering irons.\n\nSource of everything: https://example.com/source",
        SUPPORT,
        14,
        7,
        1890,
        "software",
    ),
    Channel(
        11,
        "test_patterns",
        "Test Patterns",
        ROOT,
        "Odd shapes, odd sounds: for trying a player.",
        None,
        15,
        8,
        3,
        "test",
    ),
)
