"""Take letters in by LMTP (RFC 2033) or SMTP, from the organisation's own mail server or a program that fetches a mailbox.

The sender hears "250" once the letter is stored. Whatever fails here stays with the sender, which tries again: nothing is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

log = structlog.get_logger()

TAKEN = "250 OK"
LATER = "451 Not now, please try again"
ONE_AT_A_TIME = "452 One recipient at a time"


class NotTaken(Exception):
    """The letter will never be taken. The text tells its sender why."""


class TakenLater(Exception):
    """The letter may be taken later. The text tells why."""


async def listen(url: str, take: Callable[[bytes], Awaitable[object]], *, limit: int) -> asyncio.Server:
    """Listen at `lmtp://host:port` or `smtp://host:port`. `take` stores a letter; `limit` is the largest, in bytes."""
    parts = urlsplit(url)
    assert parts.port is not None, "the settings ask for one"
    speaks = LMTP if parts.scheme == "lmtp" else SMTP

    def connected() -> Any:
        return speaks(_Taking(take), data_size_limit=limit, hostname="pasokh", ident="Pasokh", enable_SMTPUTF8=True)

    return await asyncio.get_running_loop().create_server(connected, parts.hostname, parts.port)


class _Taking:
    """What aiosmtpd asks of whoever takes letters."""

    def __init__(self, take: Callable[[bytes], Awaitable[object]]) -> None:
        self._take = take

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if envelope.rcpt_tos:  # by LMTP each recipient would need an answer of its own
            return ONE_AT_A_TIME
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        try:
            await self._take(envelope.original_content)
        except NotTaken as reason:
            return f"550 {reason}"
        except TakenLater as reason:
            return f"451 {reason}"
        except Exception:
            log.exception("a letter could not be taken; its sender tries again")
            return LATER
        return TAKEN
