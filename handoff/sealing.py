"""Envelope encryption: every owner's texts are sealed with a key of its own, and that key is wrapped by a secret of the
installation. AES-256-GCM throughout. Destroying a wrapped key destroys whatever it sealed.

A wrapped key  = version (1 byte), which secret (4), nonce (12), sealed key and tag (48).
A sealed blob  = version (1 byte), nonce (12), sealed content and tag (16 more than the content).

`context` says whose content it is ("case:7"): a blob moved to another row does not open there.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE = 12
TAG = 16
NAME = 4


class SealBroken(Exception):
    """It does not open: another secret, another context, another key, or it was tampered with."""


class _Secret(NamedTuple):
    name: bytes  # tells which secret wrapped a key, and nothing about the secret
    wrapping: AESGCM
    fingerprinting: bytes


class Sealer:
    """Seals with what is derived from `secret`: one text, several separated by commas, or a sequence.

    The first wraps new keys and makes fingerprints; all open. To rotate, put a new secret in front, call `rewrap` for
    every stored key, then drop the old one. ValueError for a secret shorter than 16 characters.
    """

    def __init__(self, secret: str | Sequence[str]) -> None:
        texts = secret.split(",") if isinstance(secret, str) else secret
        self._secrets = [_derive(text.strip()) for text in texts]
        if not self._secrets:
            raise ValueError("a sealer needs a secret")

    def new_key(self) -> bytes:
        """A new data key, wrapped, to be stored."""
        return self._wrap(secrets.token_bytes(32))

    def unwrap(self, wrapped: bytes) -> bytes:
        """The data key itself, for `seal` and `unseal`. Raises `SealBroken`."""
        header, nonce, content = _split(wrapped, NAME)
        for candidate in self._secrets:
            if hmac.compare_digest(header[1:], candidate.name):
                return _open(candidate.wrapping, nonce, content, b"key\0" + header)
        raise SealBroken("wrapped with a secret that is not known here")

    def wrapped_by_first(self, wrapped: bytes) -> bool:
        return wrapped[: 1 + NAME] == VERSION + self._secrets[0].name

    def rewrap(self, wrapped: bytes) -> bytes:
        """The same data key, wrapped by the first secret. Raises `SealBroken`."""
        return self._wrap(self.unwrap(wrapped))

    def seal(self, key: bytes, text: str, context: str) -> bytes:
        # Half an emoji, cut off by a browser, is no text in UTF-8: it becomes a question mark, not an error.
        return _seal(key, text.encode(errors="replace"), b"text\0" + context.encode())

    def unseal(self, key: bytes, blob: bytes, context: str) -> str:
        """The text that was sealed. Raises `SealBroken`."""
        return _unseal(key, blob, b"text\0" + context.encode()).decode()

    def seal_bytes(self, key: bytes, content: bytes, context: str) -> bytes:
        return _seal(key, content, b"file\0" + context.encode())

    def unseal_bytes(self, key: bytes, blob: bytes, context: str) -> bytes:
        """The bytes that were sealed. Raises `SealBroken`."""
        return _unseal(key, blob, b"file\0" + context.encode())

    def fingerprint(self, text: str) -> str:
        """64 hex digits by which equal texts are found again without storing them. The caller normalises first."""
        return self.fingerprints(text)[0]

    def fingerprints(self, text: str) -> list[str]:
        """The fingerprint by each secret, newest first: rows written before a rotation carry an older one."""
        return [
            hmac.new(secret.fingerprinting, text.encode(errors="replace"), hashlib.sha256).hexdigest()
            for secret in self._secrets
        ]

    def _wrap(self, key: bytes) -> bytes:
        first, nonce = self._secrets[0], secrets.token_bytes(NONCE)
        header = VERSION + first.name
        return header + nonce + first.wrapping.encrypt(nonce, key, b"key\0" + header)


def _derive(secret: str) -> _Secret:
    if len(secret) < 16:
        raise ValueError("a secret for sealing has at least 16 characters")
    derived = HKDF(algorithm=SHA256(), length=32 + 32 + NAME, salt=None, info=b"pasokh sealing 1").derive(
        secret.encode()
    )
    return _Secret(name=derived[64:], wrapping=AESGCM(derived[:32]), fingerprinting=derived[32:64])


def _seal(key: bytes, content: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, content, VERSION + context)


def _unseal(key: bytes, blob: bytes, context: bytes) -> bytes:
    header, nonce, content = _split(blob, 0)
    return _open(AESGCM(key), nonce, content, header + context)


def _split(blob: bytes, extra: int) -> tuple[bytes, bytes, bytes]:
    """Header with `extra` bytes after the version, nonce, content."""
    start = 1 + extra
    if len(blob) < start + NONCE + TAG:
        raise SealBroken("too short to be sealed content")
    if blob[:1] != VERSION:
        raise SealBroken(f"sealed in a way that is not known here: version {blob[0]}")
    return blob[:start], blob[start : start + NONCE], blob[start + NONCE :]


def _open(cipher: AESGCM, nonce: bytes, content: bytes, context: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, content, context)
    except InvalidTag:
        raise SealBroken("does not open with this key and context") from None
