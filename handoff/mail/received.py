"""A letter that came in, read into what matters of it: who wrote, what they wrote themselves, and what it answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Final, cast

from bs4 import BeautifulSoup

from handoff.mail.letter import Attachment

_MESSAGE_ID = re.compile(r"<[^\s<>]+>")
_ANSWERS: Final = ("In-Reply-To", "References")
_BY_MACHINE: Final = ("bulk", "junk", "list")  # of the header Precedence
_PICTURE_OF_A_SIGNATURE = 5 * 1024  # bytes; a drawing inside the text below that is nobody's evidence
_LINES: Final = ("br", "div", "tr", "li")
_PARAGRAPHS: Final = ("p", "h1", "h2", "h3", "h4", "table", "ul", "ol")


class NoLetter(ValueError):
    """It has no sender whom one could answer, or is not a letter at all."""


@dataclass(frozen=True)
class Refusal:
    """A mail server reports what became of a letter of ours (RFC 3464). `code` is 5xx when it was refused for good."""

    message_ids: tuple[str, ...]
    code: int


@dataclass(frozen=True)
class Received:
    """`answers` are ids of letters, newest first. `automatic`: no person wrote it (RFC 3834), so nothing may answer it.

    `text` is as it came, with everything quoted; `quoting.own_words` takes that away.
    """

    message_id: str
    name: str | None
    address: str
    subject: str
    text: str
    answers: tuple[str, ...]
    automatic: bool
    spam: bool
    attachments: tuple[Attachment, ...]
    refusal: Refusal | None = None


def read_letter(content: bytes) -> Received:
    """Raises `NoLetter`."""
    message = message_from_bytes(content, policy=policy.default)
    sender = _sender(message)
    refusal = _refusal(message)
    if sender is None and refusal is None:
        raise NoLetter("the letter does not say who sent it")
    ids = _MESSAGE_ID.findall(_header(message, "Message-ID"))
    return Received(
        message_id=ids[0] if ids else f"<{hashlib.sha256(content).hexdigest()}@unnamed>",
        name=(sender.display_name.strip() or None) if sender else None,
        address=sender.addr_spec if sender else "",
        subject=" ".join(_header(message, "Subject").split()),
        text=_text(message),
        answers=tuple(
            dict.fromkeys(one for name in _ANSWERS for one in _MESSAGE_ID.findall(_header(message, name))[::-1])
        ),
        automatic=_is_automatic(message),
        spam=_header(message, "X-Spam-Flag").strip().lower() == "yes",
        attachments=tuple(_attachments(message)),
        refusal=refusal,
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, "") or "")


def _sender(message: EmailMessage) -> Address | None:
    for name in ("Reply-To", "From"):
        for address in getattr(message.get(name), "addresses", ()):
            if address.username and address.domain:
                return cast("Address", address)
    return None


def _is_automatic(message: EmailMessage) -> bool:
    return (
        _header(message, "Auto-Submitted").partition(";")[0].strip().lower() not in ("", "no")
        or _header(message, "Precedence").strip().lower() in _BY_MACHINE
        or message.get("X-Autoreply") is not None
        or message.get("List-Id") is not None
        or _header(message, "Return-Path").strip() == "<>"
    )


def _refusal(message: EmailMessage) -> Refusal | None:
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return None
    ids, code = list(_MESSAGE_ID.findall(" ".join(_header(message, name) for name in _ANSWERS))), 0
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            found = re.search(r"^Status:\s*([245])\.\d+\.\d+", str(part), re.MULTILINE | re.IGNORECASE)
            code = int(found[1]) * 100 + 50 if found else code
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            found = re.search(r"^Message-ID:\s*(<[^\s<>]+>)", str(part), re.MULTILINE | re.IGNORECASE)
            ids = [found[1], *ids] if found else ids
    return Refusal(tuple(dict.fromkeys(ids)), code)


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = str(cast("EmailMessage", part).get_content())
    if part.get_content_subtype() == "html":
        text = _without_markup(text)
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _without_markup(html: str) -> str:
    page = BeautifulSoup(html, "html.parser")
    for hidden in page(["script", "style", "head", "title"]):
        hidden.decompose()
    for quoted in page.select("blockquote, .gmail_quote"):
        quoted.decompose()  # what we wrote ourselves
    for end in page([*_LINES, *_PARAGRAPHS]):
        end.append("\n" if end.name in _LINES else "\n\n")
    lines = [" ".join(line.split()) for line in page.get_text().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    body = message.get_body(("plain", "html"))
    for part in message.walk():
        if part.is_multipart() or part is body or (part.get_content_maintype() == "text" and not part.get_filename()):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        drawn_inside = part.get("Content-ID") is not None and part.get_content_disposition() != "attachment"
        if not (drawn_inside and len(content) < _PICTURE_OF_A_SIGNATURE):
            yield Attachment(part.get_filename() or "file", part.get_content_type(), content)
