"""What a fact is told about, and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from handoff.cases import Case
from handoff.db import Transaction
from handoff.follow_ups.models import Prompt
from handoff.i18n import format_day
from handoff.policy.texts import Text

Fact = TypeVar("Fact")


class CannotSay(Exception):
    """A fact that a text needs is not known. It is not made up: a person has to write."""


@dataclass(frozen=True)
class Telling:
    """One case, told in one language.

    `letter`: there links are written out; in a talk they are the talk itself, and on the `page` of the case this page.
    """

    tx: Transaction
    case: Case
    prompt: Prompt | None
    language: str
    letter: bool
    extra: Mapping[str, str] = field(default_factory=dict)  # facts that only the caller has
    page: bool = False

    @property
    def zone(self) -> str:
        zone: str = self.tx.policy.calendars[self.case.calendar].time_zone
        return zone

    def say(self, text: Text) -> str:
        return text.say(self.language)

    def day(self, when: datetime | None) -> str:
        return format_day(known(when), self.language, self.zone)

    def joined(self, parts: Iterable[str]) -> str:
        return ("، " if self.language == "fa" else ", ").join(parts)


def known(fact: Fact | None) -> Fact:
    """The fact itself. Raises `CannotSay` when there is none."""
    if fact is None:
        raise CannotSay
    return fact


def listed(lines: Iterable[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)
