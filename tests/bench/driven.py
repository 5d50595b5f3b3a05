"""`python -m tests.bench.driven SOCKET [arguments…]`: the program with a hand on it that measures."""

from __future__ import annotations

from peertube_desktop.plain_imports import use_plain_imports


def main() -> None:
    """Becomes the program. PySide comes as it does there; beside it, as little as can be is imported before."""
    use_plain_imports()
    from tests.bench.orders import find
    from tests.e2e.hand import become_program

    become_program(find)


if __name__ == "__main__":
    main()
