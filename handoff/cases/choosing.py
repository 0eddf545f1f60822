"""What a complainant can do about their case now: the same list for the tracking page, the link in a letter and the talk."""

from __future__ import annotations

from typing import Final

from handoff.cases.finding_reviewer import choose_reviewer
from handoff.cases.later_guards import LATER_GUARDS
from handoff.cases.lifecycles import lifecycle_of
from handoff.cases.looking_up import remedies_of
from handoff.cases.models import Case
from handoff.cases.moving import unmet
from handoff.db import Transaction

# What is offered in a state, in the order in which it stands on the page.
IN_STATE: Final[dict[str, tuple[str, ...]]] = {
    "early_resolution": ("look_into",),
    "responded": ("accept", "accept_part", "reject", "tell_new"),
    "verifying": ("confirm_done", "not_done"),
    "unresolved_watch": ("accept_late",),
    "closed": ("reopen", "ask_review"),
}
SILENT = ("archived", "merged", "purged")  # nothing can be added any more


async def choices_of(tx: Transaction, case: Case) -> tuple[str, ...]:
    """Codes of acts, each of which the life cycle allows at this moment. Adding something and withdrawing come last."""
    found = [act for act in IN_STATE.get(case.state, ()) if await _possible(tx, case, act)]
    if case.state not in SILENT:
        found.append("add_information")
    road = await lifecycle_of(tx, case)
    if any(step.id == "T36" for step in road.transitions_from(case.state, "complainant")):
        found.append("withdraw")
    return tuple(found)


async def _possible(tx: Transaction, case: Case, act: str) -> bool:
    if act == "accept_late":
        return any(item.is_owed for item in await remedies_of(tx, case))
    elif act == "reopen":
        return await LATER_GUARDS["inside_review_window"](tx, case, {})
    elif act == "ask_review":
        reviewer = await choose_reviewer(tx, case)
        return reviewer is not None and not await unmet(tx, case, "T40", {"reviewer": reviewer.id})
    else:
        return True
