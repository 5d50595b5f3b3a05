"""What the command line asks of the demo instance."""

from __future__ import annotations

from dataclasses import dataclass

FEATURES = ("import-http", "import-torrent", "channel-sync", "live", "studio", "replace-file")


@dataclass(frozen=True)
class Settings:
    """How the instance behaves. `base` is its own address, without a slash at its end.

    `state` is where uploads are kept ("": a temporary folder), `processing`, `transcoding` and `importing` are how many
    seconds these take, `token_seconds` and `refresh_seconds` how long tokens live (0: as on a real server). `signup`
    is "open", "approval" or "closed". `forbidden` names what the configuration does not allow, `any_file` takes
    everything for a video.
    """

    base: str
    line: str = "8.2"
    seed: int = 1
    videos: int = 60
    limited: bool = True
    faults: bool = False
    state: str = ""
    processing: float = 0.2
    transcoding: float = 1.0
    importing: float = 1.0
    token_seconds: float = 0
    refresh_seconds: float = 0
    signup: str = "open"
    verify_mail: bool = False
    forbidden: frozenset[str] = frozenset()
    any_file: bool = False
    upload_limit: int = 0
