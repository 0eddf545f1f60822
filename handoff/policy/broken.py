"""The one complaint the policy makes about itself: which file, which line, where in it, and what is wrong there."""

from __future__ import annotations


class PolicyBroken(Exception):
    """The policy files contradict themselves or cannot be understood; the service must not start with them."""

    def __init__(self, file: str, path: str, what: str, line: int | None = None) -> None:
        place = [f"line {line}"] if line is not None else []
        super().__init__(": ".join([file, *place, *([path] if path else []), what]))
        self.file = file
        self.path = path
        self.what = what
        self.line = line

    def on_line(self, line: int | None) -> PolicyBroken:
        """The same complaint, with the line on which it stands."""
        return PolicyBroken(self.file, self.path, self.what, line)
