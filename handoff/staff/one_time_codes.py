"""Codes that an authenticator app shows, by RFC 6238 (TOTP) over RFC 4226 (HOTP): six digits, SHA-1, every thirty seconds.

SHA-1 is what the apps know; as a keyed hash it is not weakened by its collisions.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps before and after that are taken too: clocks of telephones differ


def new_secret() -> str:
    """160 random bits in base 32, as apps take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def hotp(key: bytes, counter: int, digits: int = DIGITS) -> str:
    """The code of a counter (RFC 4226, section 5.3)."""
    mac = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(secret: str, code: str, *, at: float, after: int) -> int | None:
    """The step whose code this is, near the moment `at` (seconds since 1970) and later than step `after`; None for a wrong one.

    A step that was used is not taken twice: who looks over a shoulder gains nothing.
    """
    key, now, found = base64.b32decode(secret), int(at) // STEP, None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(hotp(key, step), code) and step > after:
            found = step
    return found


def address(secret: str, *, person: str, organisation: str) -> str:
    """What an app reads: otpauth://totp/…"""
    label = quote(f"{organisation}:{person}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': organisation}, quote_via=quote)}"
