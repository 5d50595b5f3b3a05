"""Somebody signed in."""

from __future__ import annotations


class Account:
    """Hands out `tokens` one after the other, the next after the one before was refused."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)
        self.refused = 0

    async def header(self) -> str | None:
        """The token in use."""
        return f"Bearer {self.tokens[0]}" if self.tokens else None

    async def signed_in_again(self) -> bool:
        """Nobody does."""
        return False

    async def on_unauthorized(self, refused: str) -> bool:
        """Go on with the next one, if there is one."""
        self.refused += 1
        if len(self.tokens) > 1:
            del self.tokens[0]
            return True
        return False
