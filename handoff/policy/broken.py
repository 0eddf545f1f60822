"""The one complaint the policy makes about itself: which file, where in it, and what is wrong there."""

from __future__ import annotations


class PolicyBroken(Exception):
    """The policy files contradict themselves or cannot be understood; the service must not start with them."""

    def __init__(self, file: str, path: str, what: str) -> None:
        super().__init__(f"{file}: {path}: {what}" if path else f"{file}: {what}")
        self.file = file
        self.path = path
        self.what = what
