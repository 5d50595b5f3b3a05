"""One-time codes of two-factor sign-in: TOTP as RFC 6238 says, six digits, a new one every 30 seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import time

PERIOD, DIGITS = 30, 6


def new_secret() -> str:
    """A secret in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code(secret: str, at: float) -> str:
    """The code of a moment (seconds since the epoch)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at) // PERIOD), hashlib.sha1)
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def good(secret: str, given: str) -> bool:
    """True for the code of now, or of the moment before or after."""
    now = time.time()
    return any(hmac.compare_digest(code(secret, now + PERIOD * step), given) for step in (-1, 0, 1))
