"""What people read, in every language the product speaks."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "fa")


@dataclass(frozen=True)
class Text:
    """One text in English and Persian; neither is ever empty."""

    en: str
    fa: str

    def say(self, language: str) -> str:
        """The text in this language; a language we do not speak is answered in English."""
        if language == "fa":
            return self.fa
        else:
            return self.en

    def fill(self, language: str, values: Mapping[str, str]) -> str:
        """The text with its placeholders filled in; KeyError for one that nobody gave."""
        return self.say(language).format_map(values)

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces, which the sender fills in."""
        return placeholders(self.en) | placeholders(self.fa)


def placeholders(template: str) -> frozenset[str]:
    """Names in braces; ValueError for a brace that does not close."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)
