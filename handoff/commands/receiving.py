"""Take in one letter from standard input: for a mail server's pipe, or a program that fetches a mailbox."""

from __future__ import annotations

import sys

from handoff.app import Services
from handoff.channels.email.inbound import take_in
from handoff.mail.listening import NotTaken, TakenLater

NEVER, LATER = 77, 75  # as mail programs read them (sysexits.h)


async def receive(services: Services) -> int:
    """The exit code: 0 once the letter is stored. After any other failure mail programs try again as well."""
    try:
        await take_in(services, sys.stdin.buffer.read())
    except (NotTaken, TakenLater) as reason:
        print(reason, file=sys.stderr)
        return NEVER if isinstance(reason, NotTaken) else LATER
    return 0
