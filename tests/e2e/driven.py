"""`python -m tests.e2e.driven SOCKET [arguments…]`: the program as it is, with a hand on it."""

from __future__ import annotations

from tests.e2e.actions import ACTIONS
from tests.e2e.hand import become_program

if __name__ == "__main__":
    become_program(ACTIONS.__getitem__)
