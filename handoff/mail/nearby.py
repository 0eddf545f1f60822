"""Letters that leave no machine: onto the console for a developer, into a list for a test or a demonstration."""

from __future__ import annotations

import sys

from handoff.mail.letter import Letter, address_of, compose
from handoff.mail.refusals import MailDown, MailRefused


class ConsoleMailer:
    def __init__(self, sender: str) -> None:
        self._sender = sender
        address_of(sender)

    async def send(self, letter: Letter) -> None:
        compose(letter, self._sender)  # what could not be sent is not shown either
        files = "".join(f"[{attachment.name}]\n" for attachment in letter.attachments)
        print(f"\n✉ To: {letter.to}\n  Subject: {letter.subject}\n\n{letter.text.rstrip()}\n{files}", file=sys.stderr)


class MemoryMailer:
    """Keeps what was sent in `sent`. `refuse` holds addresses with the code they are refused with; while `down`, nobody
    takes anything."""

    def __init__(self, sender: str) -> None:
        self._sender = sender
        self.sent: list[Letter] = []
        self.refuse: dict[str, int] = {}
        self.down = False
        address_of(sender)

    async def send(self, letter: Letter) -> None:
        compose(letter, self._sender)
        if self.down:
            raise MailDown("the mail server is away")
        elif letter.to in self.refuse:
            raise MailRefused(letter.to, self.refuse[letter.to])
        else:
            self.sent.append(letter)
