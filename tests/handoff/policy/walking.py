"""A complaint in memory that walks over the life cycle's table: what is on its record, and which guards that decides.

An attempt says which guards hold; one that speaks of the record holds only if the record says so as well. What a step leaves
on the record is told here a second time, apart from the acts of `handoff.cases`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from handoff.policy import Priority, load_policy
from handoff.policy.lifecycle import Transition
from handoff.sla.business_hours import work_calendar

POLICY = load_policy()
LIFECYCLE = POLICY.lifecycle
CALENDAR = work_calendar(POLICY.calendar)
PEOPLE = range(1, 5)  # who may own, decide or look afresh
ASKS = ("T10", "T13")
ANSWERS = ("T08", "T17", "T26", "T29")
THEIRS = frozenset({"complainant", "representative"})

# What may follow what, written down by hand: the same as the file says, or one of the two is wrong.
EDGES = {
    "draft": "registered purged",
    "registered": "in_assessment merged closed own_motion",
    "in_assessment": "merged early_resolution investigating closed own_motion",
    "early_resolution": "responded investigating awaiting_complainant closed own_motion",
    "investigating": "awaiting_complainant awaiting_third_party decision_pending closed own_motion",
    "awaiting_complainant": "investigating early_resolution internal_review own_motion decision_pending closed",
    "awaiting_third_party": "investigating internal_review closed own_motion",
    "decision_pending": "investigating responded closed own_motion",
    "responded": "implementing closed internal_review unresolved_watch external_review investigating own_motion",
    "implementing": "verifying responded closed own_motion",
    "verifying": "closed implementing own_motion",
    "internal_review": "awaiting_complainant awaiting_third_party responded closed own_motion",
    "unresolved_watch": "external_review implementing investigating closed own_motion",
    "external_review": "implementing closed investigating own_motion",
    "own_motion": "awaiting_complainant closed",
    "closed": "external_review investigating internal_review archived",
    "archived": "investigating purged",
    "merged": "",
    "purged": "",
}


@dataclass
class Walker:
    """A case as far as the table asks for it. `people` had a part in it; `said` is the complainant's last word on the answer."""

    now: datetime
    state: str = "draft"
    received_at: datetime | None = None
    entered_at: datetime | None = None
    owner: int | None = None
    people: set[int] = field(default_factory=set)
    stage: int = 1
    owed: int = 0
    said: str | None = None
    answered_in: set[int] = field(default_factory=set)
    return_state: str | None = None
    danger: bool = False
    held: bool = False
    closed_at: datetime | None = None
    closed_because: str | None = None
    road: list[str] = field(default_factory=list)

    def takes(self, step: Transition, role: str, given: Collection[str], *, who: int = 1, promised: int = 0) -> bool:
        """Try a step, as somebody could try it: False when it is refused, and then nothing has changed."""
        if self.state not in step.sources or role not in step.by:
            return False
        if not all(need in given and RECORD.get(need, _whatever)(self, who, role) for need in step.need):
            return False
        came_from, self.state = self.state, step.leads_to(self.return_state)
        self.road.append(f"{step.id} {self.state}")
        self.entered_at = self.now
        self._keep(step, came_from, who, promised)
        return True

    def copy(self) -> Walker:
        return replace(self, people={*self.people}, answered_in={*self.answered_in}, road=[*self.road])

    def due(self, priority: Priority) -> list[datetime]:
        """When something is due by the timers that watch the state, by the calendar in force."""
        begun = {"received_at": self.received_at, "closed_at": self.closed_at}
        found = []
        for timer in LIFECYCLE.timers_in(self.state):
            for limit in timer.limits:
                after = timer.due_after(POLICY.preset, priority, limit.name)
                if limit.priority in (None, priority) and after is not None:
                    found.append(CALENDAR.due(begun.get(timer.base) or self.entered_at or self.now, after))
        return found

    def _keep(self, step: Transition, came_from: str, who: int, promised: int) -> None:
        if step.id == "T01":
            self.received_at, self.owner = self.now, who  # whom the desk finds
            self.people.add(who)
        elif (
            "assignee" in step.need
            or "reviewer_not_previously_involved" in step.need
            or "assign_investigator" in step.do
        ):
            self.owner = who
            self.people.add(who)
        elif step.id in ASKS:
            self.return_state = came_from
        if step.id in ANSWERS:
            self.said, self.owed = None, promised
            self.answered_in.add(self.stage)
        elif step.id == "T33":
            self.owed = max(self.owed, promised)
        elif step.id == "T25":
            self.owed = 0
        if "stage_to_2" in step.do:
            self.stage = 2
        self.held = self.held or "legal_hold_on" in step.do
        closing = next((effect.removeprefix("close_as_") for effect in step.do if effect.startswith("close_as_")), None)
        if self.state == "closed":
            self.closed_at, self.closed_because = self.now, closing or step.trigger
        elif came_from in ("closed", "archived") and LIFECYCLE.states[self.state].is_unfinished:
            self.closed_at = self.closed_because = None


def _whatever(_case: Walker, _who: int, _role: str) -> bool:
    return True


def _checklist(case: Walker, _who: int, _role: str) -> bool:
    return case.owed == 0 and not case.danger


def _reopening(case: Walker, _who: int, role: str) -> bool:
    in_time = case.closed_at is not None and case.now <= case.closed_at + timedelta(days=60)
    return in_time or role == "supervisor"


RECORD: dict[str, Callable[[Walker, int, str], bool]] = {
    "assignee": lambda case, who, role: who in PEOPLE,
    "not_safety": lambda case, who, role: not case.danger,
    "no_safety_systemic_or_illegality_flag": lambda case, who, role: not case.danger,
    "acceptance_record": lambda case, who, role: case.said == "accepted",
    "acceptance_record_or_unconditional_remedy": lambda case, who, role: (
        case.said == "accepted" or role in ("supervisor", "system")
    ),
    "remedy_items_with_owner_and_due": lambda case, who, role: case.owed > 0,
    "offer_still_open": lambda case, who, role: case.owed > 0,
    "no_conditional_remedy_pending": lambda case, who, role: case.owed == 0,
    "closure_checklist": _checklist,
    "stage_below_2": lambda case, who, role: case.stage < 2,
    "stage_is_last": lambda case, who, role: case.stage == 2,
    "external_routes_sent": lambda case, who, role: case.stage in case.answered_in,
    "reviewer_not_previously_involved": lambda case, who, role: who not in case.people,
    "inside_reopen_window_or_supervisor": _reopening,
    "inside_review_window": lambda case, who, role: _reopening(case, who, ""),
    "two_reminders_sent": lambda case, who, role: case.said is None,  # nobody is reminded who has spoken
    "no_hold": lambda case, who, role: not case.held,
}
