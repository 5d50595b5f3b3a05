"""Where things are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

APP_NAME = "peertube-desktop"


@dataclass(frozen=True)
class Paths:
    """The program's folders. `data`: the database; `config`: settings; `cache`: pictures; `state`: logs."""

    data: Path
    config: Path
    cache: Path
    state: Path

    @classmethod
    def of(cls, profile_dir: Path | None = None) -> Paths:
        """The platform's folders, or all of them below `profile_dir`. Nothing is created."""
        if profile_dir is not None:
            root = profile_dir.expanduser().absolute()
            return cls(root / "data", root / "config", root / "cache", root / "state")
        import platformdirs

        dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
        return cls(dirs.user_data_path, dirs.user_config_path, dirs.user_cache_path, dirs.user_state_path)

    def create(self) -> None:
        """Make the folders, for this user alone. Raises OSError."""
        for folder in (self.data, self.config, self.cache, self.state):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
