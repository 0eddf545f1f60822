"""Who may do what, and who reads which kind of content: the table that everything at the desk asks. It denies by default."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from handoff.policy.lookup import Lookup
from handoff.policy.texts import Text


class Scope(Enum):
    """Which cases a role comes to at all."""

    OWN = "own"
    WAITING = "waiting"
    TEAM = "team"
    DECIDING = "deciding"
    STAGE_2 = "stage_2"
    SAFETY = "safety"
    NAMED = "named"
    ALL = "all"


class Level(Enum):
    """How a role reads a class of content."""

    NO = "no"
    EXTRACT = "extract"
    REDACTED = "redacted"
    MASKED = "masked"
    REASON = "reason"
    NAMED = "named"
    ASSIGNED = "assigned"
    AT_HAND = "at_hand"
    DECIDING = "deciding"
    STAGE_2 = "stage_2"
    SAFETY = "safety"
    CLEAR = "clear"


class Shown(IntEnum):
    """What of a content is seen, from nothing to everything."""

    NOTHING = 0
    MASKED = 1
    REDACTED = 2
    CLEAR = 3


@dataclass(frozen=True)
class Standing:
    """How a person stands to a case: what the levels ask."""

    assigned: bool = False
    at_hand: bool = False
    named: bool = False
    deciding: bool = False
    stage_2: bool = False
    safety: bool = False


@dataclass(frozen=True)
class Reading:
    """What somebody sees of one class, and whether a reason opens it for a while."""

    shown: Shown = Shown.NOTHING
    on_reason: bool = False


@dataclass(frozen=True)
class Role:
    code: str
    name: Text
    scopes: frozenset[Scope]
    figures: str
    reads: Lookup[Level]

    def level(self, content: str) -> Level:
        return self.reads.get(content, Level.NO)


@dataclass(frozen=True)
class Act:
    code: str
    name: Text
    by: tuple[str, ...]


@dataclass(frozen=True)
class Permissions:
    classes: Lookup[Text]
    roles: Lookup[Role]
    acts: Lookup[Act]
    _by_act: Lookup[frozenset[str]] = field(repr=False, default_factory=Lookup)

    def allows(self, roles: Iterable[str], act: str) -> bool:
        """Whether one of the roles may do this. What is not in the table nobody may."""
        return not self._by_act.get(act, frozenset()).isdisjoint(roles)

    def scopes(self, roles: Iterable[str]) -> frozenset[Scope]:
        known = (self.roles[role].scopes for role in roles if role in self.roles)
        return frozenset(scope for scopes in known for scope in scopes)

    def figures(self, roles: Collection[str]) -> str:
        """Of which cases the figures tell these roles: all, seen, none."""
        found = {self.roles[role].figures for role in roles if role in self.roles}
        return next((width for width in ("all", "seen") if width in found), "none")

    def reading(self, roles: Iterable[str], content: str, standing: Standing) -> Reading:
        """The most that one of the roles gives."""
        levels = [self.roles[role].level(content) for role in roles if role in self.roles]
        readings = [_reading(level, standing) for level in levels]
        shown = max((reading.shown for reading in readings), default=Shown.NOTHING)
        return Reading(shown, shown != Shown.CLEAR and any(reading.on_reason for reading in readings))

    def ever(self, roles: Iterable[str], content: str) -> bool:
        """Whether these roles read the class in any case at all."""
        return any(self.roles[role].level(content) != Level.NO for role in roles if role in self.roles)


def _reading(level: Level, standing: Standing) -> Reading:
    match level:
        case Level.CLEAR:
            return Reading(Shown.CLEAR)
        case Level.MASKED | Level.REASON:
            return Reading(Shown.MASKED, on_reason=True)
        case Level.REDACTED:
            return Reading(Shown.REDACTED)
        case Level.NAMED:
            return Reading(Shown.CLEAR if standing.named else Shown.NOTHING)
        case Level.ASSIGNED | Level.AT_HAND | Level.DECIDING | Level.STAGE_2 | Level.SAFETY:
            clear = getattr(standing, level.value) or standing.assigned
            return Reading(Shown.CLEAR) if clear else Reading(Shown.MASKED, on_reason=True)
        case Level.NO | Level.EXTRACT:
            return Reading()
