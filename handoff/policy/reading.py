"""Reading policy files strictly: every value knows where it stands, so that a mistake is named with file and path."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from handoff.policy.broken import PolicyBroken
from handoff.policy.durations import Duration
from handoff.policy.texts import LANGUAGES, Text, placeholders


@dataclass(frozen=True)
class Node:
    """One value in a policy file. Its methods either return it as the wanted type or raise PolicyBroken."""

    file: str
    path: str
    value: Any

    def broken(self, what: str) -> PolicyBroken:
        return PolicyBroken(self.file, self.path, what)

    def fields(self, required: str, optional: str = "") -> dict[str, Node]:
        """The values under exactly these keys (names separated by blanks); absent optional ones are left out."""
        wanted, allowed = required.split(), optional.split()
        found = dict(self.entries())
        for name in wanted:
            if name not in found:
                raise self.broken(f"“{name}” is missing")
        for name in found:
            if name not in wanted and name not in allowed:
                raise self._at(name, None).broken(f"unknown key (known here: {', '.join(wanted + allowed)})")
        return found

    def entries(self) -> list[tuple[str, Node]]:
        """All pairs of a table whose keys are free."""
        if not isinstance(self.value, dict):
            raise self.broken("must be a table of keys and values")
        for key in self.value:
            if not isinstance(key, str):
                raise self.broken(f"the key {key!r} must be a word")
        return [(key, self._at(key, value)) for key, value in self.value.items()]

    def items(self) -> list[Node]:
        if not isinstance(self.value, list):
            raise self.broken("must be a list")
        return [Node(self.file, f"{self.path}[{place}]", value) for place, value in enumerate(self.value)]

    def string(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.broken("must be a text that is not empty")
        return self.value.strip()

    def strings(self) -> tuple[str, ...]:
        return tuple(item.string() for item in self.items())

    def text(self) -> Text:
        """A text in both languages, with the same placeholders in each."""
        found = self.fields(" ".join(LANGUAGES))
        return self.text_of(found["en"], found["fa"])

    def text_of(self, en: Node, fa: Node) -> Text:
        """The same, when the two languages stand among other keys of this table."""
        text = Text(en.string(), fa.string())
        try:
            different = placeholders(text.en) ^ placeholders(text.fa)
        except ValueError as problem:
            raise self.broken(f"a brace does not close ({problem})") from problem
        if different:
            raise self.broken(f"placeholders differ between the languages: {', '.join(sorted(different))}")
        return text

    def whole(self, low: int, high: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not low <= self.value <= high:
            raise self.broken(f"must be a whole number from {low} to {high}")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.broken("must be true or false")
        return self.value

    def duration(self) -> Duration:
        try:
            return Duration.parse(self.string())
        except ValueError as problem:
            raise self.broken(str(problem)) from problem

    def day(self) -> date:
        try:
            return date.fromisoformat(self.string())
        except ValueError as problem:
            raise self.broken("must be a date such as 2026-12-01") from problem

    def hour(self) -> time:
        """A wall clock time to the minute."""
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", self.string()):
            raise self.broken("must be a time such as 09:00")
        return time.fromisoformat(self.string())

    def choice(self, options: Collection[str]) -> str:
        chosen = self.string()
        if chosen not in options:
            raise self.broken(f"“{chosen}” is not one of {', '.join(options)}")
        return chosen

    def choices(self, options: Iterable[str]) -> tuple[str, ...]:
        known = list(options)
        return tuple(item.choice(known) for item in self.items())

    def _at(self, key: str, value: Any) -> Node:
        return Node(self.file, f"{self.path}.{key}" if self.path else key, value)
