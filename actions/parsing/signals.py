"""Signs in a story that change how it must be handled: it is about somebody on the staff, or its writer needs a gentler road.

Needs are recorded, not diagnoses: "large print or reading help" says enough.
"""

from __future__ import annotations

from actions.parsing.letters import plain
from actions.parsing.lists import read_list, read_sections

_STAFF = read_list("staff")
_NEEDS = read_sections("needs")


def is_about_staff(text: str) -> bool:
    """Whether the story accuses a person of the organisation; such a case goes round that person."""
    words = plain(text)
    return _STAFF.find(words)


def find_needs(text: str) -> list[str]:
    """Needs that a vulnerable writer's words suggest, in the file's own (English) terms; empty when there is no sign."""
    words = plain(text)
    return [need for need, rules in _NEEDS.items() if rules.find(words)]
