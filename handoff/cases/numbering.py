"""Case numbers that can be read out on the telephone, and the secrets that go with them."""

from __future__ import annotations

import asyncio
import re
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from handoff.i18n import to_latin

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no letters that look like digits
# The secret has 50 random bits, so modest parameters do: a look-up should not cost a tenth of a second.
HASHER = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)


def new_number() -> str:
    """A number like PA-4821-7731: seven random digits, so that it tells nothing of how many there are, and a check digit."""
    digits = f"{secrets.randbelow(10**7):07d}"
    digits += str(check_digit(digits))
    return f"PA-{digits[:4]}-{digits[4:]}"


def read_number(text: str) -> str | None:
    """The case number in what a person typed (any digits, spaces, small letters), or None when there is none or it has a slip."""
    found = re.search(r"(?:pa)?[\s\-‑–]*(\d{4})[\s\-‑–]*(\d{4})(?!\d)", to_latin(text).lower())
    if found is None:
        return None
    digits = found[1] + found[2]
    if check_digit(digits[:7]) != int(digits[7]):
        return None
    return f"PA-{found[1]}-{found[2]}"


def check_digit(digits: str) -> int:
    """The digit that makes the whole pass Luhn's check: any one wrong digit and most swaps are noticed."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def new_secret() -> str:
    """A secret like K7QM-2XRD-9T."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def read_secret(text: str) -> str:
    """What a person typed, as the secret is kept: O is 0, I and L are 1, spaces and dashes do not count."""
    letters = re.sub(r"[^0-9A-Z]", "", to_latin(text).upper()).translate(str.maketrans("OIL", "011"))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


async def hash_secret(secret: str) -> str:
    return await asyncio.to_thread(HASHER.hash, secret)


async def secret_matches(hashed: str, secret: str) -> bool:
    def check() -> bool:
        try:
            return HASHER.verify(hashed, secret)
        except VerificationError:
            return False

    return await asyncio.to_thread(check)
