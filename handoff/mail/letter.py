"""A letter, and the same as it goes over the wire."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final

from handoff.mail.wire import WIRE

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u0085\u2028\u2029]")
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@[^\s@<>(),;:\"\[\]\\]+")
_NAMED = re.compile(r"\s*\"?([^\"<>]*?)\"?\s*<([^<>]*)>\s*")
_MESSAGE_ID = re.compile(r"<[^\s<>@]+@[^\s<>@]+>")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
# Written by `compose` itself.
_OURS: Final = frozenset(
    {
        *("from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "reply-to", "return-path"),
        *("mime-version", "content-type", "content-transfer-encoding", "content-language", "auto-submitted"),
    }
)


class BadLetter(ValueError):
    """It cannot be written down: no address, or a line break where it would become a header of its own."""


@dataclass(frozen=True)
class Attachment:
    name: str
    type: str  # "application/pdf"
    content: bytes


@dataclass(frozen=True)
class Letter:
    """To one address. `html` may be right to left; `message_id` is ours ("<…@…>"), so that an answer finds its case.

    `headers` are added as they are (In-Reply-To, References). `automatic` is False for what a person wrote.
    """

    to: str
    subject: str
    text: str
    language: str
    message_id: str
    html: str | None = None
    reply_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    automatic: bool = True


def compose(letter: Letter, sender: str) -> EmailMessage:
    """The message from `sender` ("Baran Home <care@example.org>"). Raises `BadLetter`."""
    message = EmailMessage(policy=WIRE)
    message["From"] = _mailbox(sender)
    message["To"] = _mailbox(letter.to)
    message["Subject"] = _line("subject", letter.subject)
    message["Date"] = formatdate()
    message["Message-ID"] = _message_id(letter.message_id)
    if letter.reply_to is not None:
        message["Reply-To"] = _mailbox(letter.reply_to)
    if letter.automatic:
        message["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday notice answers it
    for name, value in letter.headers.items():
        if not _HEADER.fullmatch(name) or name.lower() in _OURS:
            raise BadLetter(f"the header {name!r} is not for a letter to set")
        message[name] = _line(name, value)
    message.set_content(letter.text, charset="utf-8")
    if letter.html is not None:
        message.add_alternative(letter.html, subtype="html", charset="utf-8")
    for attachment in letter.attachments:
        main, _, sub = attachment.type.partition("/")
        name = _line("file name", attachment.name)
        message.add_attachment(attachment.content, maintype=main, subtype=sub or "octet-stream", filename=name)
    # Last: adding parts moves every Content-… header inwards, to the first part.
    message["Content-Language"] = _line("language", letter.language)
    return message


def address_of(mailbox: str) -> str:
    """The bare address of "Baran Home <care@example.org>". Raises `BadLetter`."""
    return _mailbox(mailbox).addr_spec


def _mailbox(mailbox: str) -> Address:
    found = _NAMED.fullmatch(_line("address", mailbox))
    name, address = found.groups() if found else ("", mailbox)
    if not _ADDRESS.fullmatch(address):
        raise BadLetter("this is not one e-mail address")
    local, _, domain = address.rpartition("@")
    try:
        return Address(display_name=name, username=local, domain=domain.encode("idna").decode())
    except UnicodeError:
        raise BadLetter("this is not one e-mail address") from None


def _message_id(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id) or not message_id.isascii():
        raise BadLetter("a message id looks like <word@host>")
    return message_id


def _line(what: str, text: str) -> str:
    if _CONTROL.search(text):
        raise BadLetter(f"the {what} has a line break or another control character in it")
    return text
