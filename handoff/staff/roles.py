"""The roles of staff (a complainant, the assistant and outside bodies act too, but never sign in here).

What each may do and read stands in handoff/policy/data/permissions.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable

ROLES = (
    "any_employee",
    "agent",
    "investigator",
    "supervisor",
    "approver",
    "reviewer",
    "safety_officer",
    "privacy_officer",
    "management_rep",
    "action_owner",
    "auditor",
    "analyst",
    "admin",
)

LEADING = frozenset({"supervisor", "management_rep"})


def may_lead(roles: Iterable[str]) -> bool:
    """Whether these roles see the work of others, not only their own."""
    return not LEADING.isdisjoint(roles)
