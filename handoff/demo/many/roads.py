"""The roads that complaints take, and how long people need for each step of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from handoff.cases import Case
from handoff.db import Transaction
from handoff.demo.many import acts
from handoff.demo.many.life import Life
from handoff.sla.business_hours import WorkCalendar

Act = Callable[[Transaction, Case, Life], Awaitable[None]]


@dataclass(frozen=True)
class Step:
    """`least` to `most` hours after the step before: of working time when `staff` act, else of the clock."""

    act: Act
    least: float
    most: float
    state: str  # in which the case stands afterwards
    staff: bool = True


@dataclass(frozen=True)
class Road:
    often: int
    steps: tuple[Step, ...]
    front_line: bool = False
    remedy: bool = False
    silent: bool = False  # nobody answers at the end: time closes the case
    endless: bool = False  # it stays open for longer than is looked at here


BEGIN = (
    Step(acts.take_charge, 0.1, 5, "in_assessment"),
    Step(acts.make_contact, 0.1, 3, "in_assessment"),
    Step(acts.judge, 0.2, 3, "in_assessment"),
)
FRONT = (
    Step(acts.try_front_line, 0.1, 3, "early_resolution"),
    Step(acts.answer, 0.5, 6, "responded"),
)
PROPOSE = Step(acts.propose_decision, 6, 45, "decision_pending")
APPROVE = Step(acts.approve_decision, 1, 9, "responded")
LOOK = (Step(acts.investigate, 0.2, 6, "investigating"), PROPOSE, APPROVE)
ACCEPT = Step(acts.accept_answer, 1, 150, "closed", staff=False)
AGREE = Step(acts.accept_answer, 1, 120, "implementing", staff=False)
DELIVER = Step(acts.keep_promises, 3, 35, "verifying")
CONFIRM = Step(acts.confirm, 2, 100, "closed", staff=False)
RATE = Step(acts.rate, 100, 200, "closed", staff=False)
MISSED = Step(acts.name_missed_point, 5, 120, "investigating", staff=False)
REJECT = Step(acts.reject_answer, 5, 120, "internal_review", staff=False)
REVIEW = Step(acts.look_afresh, 8, 60, "responded")
REFUSE = Step(acts.reject_answer, 5, 120, "unresolved_watch", staff=False)

ROADS = {
    "settled at once": Road(20, (*BEGIN, *FRONT, ACCEPT), front_line=True),
    "settled at once, rated": Road(14, (*BEGIN, *FRONT, ACCEPT, RATE), front_line=True),
    "settled at once, no reply": Road(14, (*BEGIN, *FRONT), front_line=True, silent=True),
    "put right at once": Road(7, (*BEGIN, *FRONT, AGREE, DELIVER, CONFIRM, RATE), front_line=True, remedy=True),
    "put right, no reply": Road(5, (*BEGIN, *FRONT, AGREE, DELIVER), front_line=True, remedy=True, silent=True),
    "looked into": Road(12, (*BEGIN, *LOOK, ACCEPT)),
    "looked into, rated": Road(7, (*BEGIN, *LOOK, ACCEPT, RATE)),
    "looked into, no reply": Road(6, (*BEGIN, *LOOK), silent=True),
    "looked into, put right": Road(6, (*BEGIN, *LOOK, AGREE, DELIVER, CONFIRM, RATE), remedy=True),
    "a point was missed": Road(4, (*BEGIN, *LOOK, MISSED, PROPOSE, APPROVE, ACCEPT)),
    "looked at afresh": Road(3, (*BEGIN, *LOOK, REJECT, REVIEW, ACCEPT)),
    "never agreed": Road(1, (*BEGIN, *LOOK, REJECT, REVIEW, REFUSE), endless=True),
    "sent back once": Road(
        2, (*BEGIN, *LOOK[:2], Step(acts.ask_for_more, 1, 8, "investigating"), PROPOSE, APPROVE, ACCEPT)
    ),
    "reopened": Road(
        2, (*BEGIN, *LOOK, ACCEPT, Step(acts.open_again, 4, 60, "investigating"), PROPOSE, APPROVE, ACCEPT)
    ),
    "taken back": Road(3, (*BEGIN[:2], Step(acts.take_back, 3, 60, "closed", staff=False)), front_line=True),
}  # fmt: skip


def walk(road: Road, received_at: datetime, calendar: WorkCalendar, hours: list[float]) -> list[datetime]:
    """When each step happens, the registration first."""
    moments = [received_at]
    for step, length in zip(road.steps, hours, strict=True):
        if step.staff:
            moments.append(calendar.add_working_hours(moments[-1], length))
        else:
            moments.append(moments[-1] + timedelta(hours=length))
    return moments


def paces(road: Road, chance: Random) -> list[float]:
    """How long each step takes. Now and then somebody is slow, and promises are missed."""
    slow = 2.5 if chance.random() < 0.15 else 1.0
    hours = []
    for step in road.steps:
        length = step.least + (step.most - step.least) * chance.betavariate(1.3, 2.6)
        # Nobody is slow at the front line: what is not settled there in time goes to another road by itself.
        hours.append(length * slow if step.staff and not road.front_line else length)
    return hours
