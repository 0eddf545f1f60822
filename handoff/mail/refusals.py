"""Why a letter did not go."""

from __future__ import annotations


class MailRefused(Exception):
    """The server will never take this letter for this address. `code` is the server's, 500 to 599."""

    def __init__(self, address: str, code: int) -> None:
        super().__init__(f"the mail server refused the letter for good, with code {code}")  # the address is personal
        self.address = address
        self.code = code


class MailDown(Exception):
    """Nobody took the letter now: try again later. The message says what happened, for the log."""
