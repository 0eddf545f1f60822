"""Passwords as argon2id hashes (RFC 9106), computed in a thread since each takes tens of milliseconds."""

from __future__ import annotations

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

HASHER = PasswordHasher()


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(HASHER.hash, password)


async def matches(hashed: str | None, password: str) -> bool:
    """Whether `password` is the one that was hashed; equally slow when there is no hash."""

    def check() -> bool:
        try:
            return HASHER.verify(hashed or _nobody(), password) and hashed is not None
        except VerificationError:
            return False

    return await asyncio.to_thread(check)


def outdated(hashed: str) -> bool:
    """Whether the hash was made with weaker parameters than today's and should be made anew at the next sign-in."""
    return HASHER.check_needs_rehash(hashed)


@cache
def _nobody() -> str:
    """Checked when the account does not exist, so that an answer's time does not tell which accounts do."""
    return HASHER.hash("nobody has this password")
