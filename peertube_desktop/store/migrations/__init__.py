"""The database's versions: `STEPS[n]` leads from version n to n + 1. Released steps never change."""

from __future__ import annotations

from peertube_desktop.store.migrations import v1, v2, v3

STEPS: tuple[str, ...] = (v1.SQL, v2.SQL, v3.SQL)
