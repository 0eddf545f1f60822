"""Letters by SMTP, one connection for each: they are few, and a kept connection is a stale one when it is needed."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from handoff.mail.letter import Letter, address_of, compose
from handoff.mail.refusals import MailDown, MailRefused
from handoff.mail.wire import to_bytes

PATIENCE = 20.0  # seconds for each step
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TOO_LARGE, _NOT_CARRIED = 552, 553


class SmtpMailer:
    """`?starttls=1` demands TLS after connecting, `smtps://` from the start; otherwise the way is plain."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._sender = sender
        self._return_path = address_of(sender)
        self._host = parts.hostname or "localhost"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._tls = parts.scheme == "smtps"
        self._starttls = parse_qs(parts.query).get("starttls", ["0"])[-1] in ("1", "true", "yes")
        self._port = parts.port or (465 if self._tls else 587 if self._starttls else 25)
        if self._user and not (self._tls or self._starttls or self._host in _LOOPBACK):
            raise ValueError("a password for the mail server would travel in the open: use smtps:// or ?starttls=1")

    async def send(self, letter: Letter) -> None:
        message, recipient = compose(letter, self._sender), address_of(letter.to)
        beyond_ascii = not (recipient + self._return_path).isascii()
        content = to_bytes(message, utf8=beyond_ascii)
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._tls,
            start_tls=self._starttls,
            timeout=PATIENCE,
        )
        try:
            async with client:
                if beyond_ascii:
                    await client.ehlo()
                    if not client.supports_extension("smtputf8"):
                        raise MailRefused(letter.to, _NOT_CARRIED)
                options = ["SMTPUTF8", "BODY=8BITMIME"] if beyond_ascii else []
                await client.sendmail(self._return_path, [recipient], content, mail_options=options)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _outcome(letter, refused.recipients[0].code) from refused
        except aiosmtplib.SMTPDataError as refused:
            raise _outcome(letter, refused.code) from refused
        except aiosmtplib.SMTPSenderRefused as refused:
            # The sender is a matter of settings, not of this letter, unless the server was told that it is too large.
            raise _outcome(letter, refused.code if refused.code == _TOO_LARGE else 0, str(refused)) from refused
        except (aiosmtplib.SMTPException, OSError) as failure:
            raise MailDown(f"{type(failure).__name__}: {failure}") from failure


def _outcome(letter: Letter, code: int, why: str = "") -> MailRefused | MailDown:
    if 500 <= code <= 599:
        return MailRefused(letter.to, code)
    else:
        return MailDown(why or f"the mail server asks to try later, with code {code}")
