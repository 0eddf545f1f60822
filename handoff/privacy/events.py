"""What happens to the confidentiality of a case."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class ContentUnmasked(Event):
    """Somebody gave a reason and sees for a while what is masked for them. The privacy officer is shown the list."""

    name = "privacy.unmasked"
    unmasking_id: int
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SensitiveSeen(Event):
    """Somebody looked at content that was unmasked, is specially protected, or is about staff."""

    name = "privacy.sensitive_seen"
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonNamed(Event):
    """Somebody is named for the case, and reads what only named people read."""

    name = "privacy.person_named"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class NamingEnded(Event):
    """Somebody is no longer named for the case."""

    name = "privacy.naming_ended"
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class SpecialMarked(Event):
    """The content was marked as specially protected, or no longer."""

    name = "privacy.special_marked"
    special: bool
