"""A message as bytes: ASCII throughout (unless an address needs more), with the ids of a thread left whole."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

_THREADING = ("message-id", "in-reply-to", "references")


class _WirePolicy(EmailPolicy):
    """The standard library breaks a long message id into encoded words, and the answer then finds no thread."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _THREADING:
            return f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n"
        else:
            folded: str = super().fold(name, value)
            return folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _THREADING:
            return self.fold(name, value).encode()
        else:
            return super().fold_binary(name, value)


WIRE = _WirePolicy(linesep="\r\n", cte_type="7bit", raise_on_defect=False)


def to_bytes(message: EmailMessage, *, utf8: bool = False) -> bytes:
    return message.as_bytes(policy=WIRE.clone(utf8=utf8))
