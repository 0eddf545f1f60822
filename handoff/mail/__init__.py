"""Send a letter: by SMTP, to the console, or into a list. Take one in: listening.py, received.py, quoting.py.

mailer = open_mailer("smtp://user:pass@mail.example.org:587?starttls=1", "Baran Home <care@example.org>")
await mailer.send(Letter(to="mina@example.com", subject="…", text="…", language="fa", message_id="<…@…>"))
"""

from __future__ import annotations

from typing import Protocol

from handoff.mail.letter import Attachment, BadLetter, Letter, compose
from handoff.mail.nearby import ConsoleMailer, MemoryMailer
from handoff.mail.refusals import MailDown, MailRefused

__all__ = [
    "Attachment",
    "BadLetter",
    "ConsoleMailer",
    "Letter",
    "MailDown",
    "MailRefused",
    "Mailer",
    "MemoryMailer",
    "compose",
    "open_mailer",
]


class Mailer(Protocol):
    async def send(self, letter: Letter) -> None:
        """Hand the letter to the mail server.

        Raises `MailRefused` when it will never be taken, `MailDown` when it may be taken later, and `BadLetter` when
        it could not be written down.
        """


def open_mailer(url: str, sender: str) -> Mailer:
    """`smtp://[user:password@]host[:port][?starttls=1]`, `smtps://…`, `console:` or `memory:`. ValueError otherwise."""
    scheme = url.partition(":")[0]
    if scheme == "console":
        return ConsoleMailer(sender)
    elif scheme == "memory":
        return MemoryMailer(sender)
    elif scheme in ("smtp", "smtps"):
        from handoff.mail.smtp import SmtpMailer

        return SmtpMailer(url, sender)
    else:
        raise ValueError("letters are sent to smtp://…, smtps://…, console: or memory:")
