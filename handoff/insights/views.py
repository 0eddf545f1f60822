"""How much of a case somebody reads: by their roles, by how they stand to it, and by the reasons they gave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from handoff.cases import Case
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.policy.permissions import Reading, Shown, Standing
from handoff.privacy.models import Naming, Unmasking
from handoff.staff import Agent

CONTENT = ("identity", "narrative", "numbers", "needs", "notes")  # what a special or staff file restricts further
FLAGGED = ("special", "staff_subject")


@dataclass(frozen=True)
class View:
    """What of each class somebody sees now, and what a reason would open. Nothing for a class that is not there."""

    readings: Mapping[str, Reading]

    def sees(self, content: str) -> bool:
        return self.shown(content) == Shown.CLEAR

    def shown(self, content: str) -> Shown:
        return self.readings.get(content, Reading()).shown

    @property
    def on_reason(self) -> tuple[str, ...]:
        """The classes that a reason opens."""
        return tuple(name for name, reading in self.readings.items() if reading.on_reason)


async def view_of(tx: Transaction, agent: Agent, case: Case) -> View:
    return (await views_of(tx, agent, [case]))[case.id]


async def views_of(tx: Transaction, agent: Agent, cases: Collection[Case]) -> dict[int, View]:
    """For each case, by its id. That they may come to it at all, `sight` has said."""
    ids = [case.id for case in cases]
    if not ids:
        return {}
    named, speaking = await _named(tx, agent, ids), await _speaking(tx, agent, ids)
    opened = await _opened(tx, agent, ids)
    return {
        case.id: _view(tx, agent, case, _standing(agent, case, named, speaking), opened.get(case.id, frozenset()))
        for case in cases
    }


async def sensitive_seen(tx: Transaction, agent: Agent, case: Case, view: View | None = None) -> tuple[str, ...]:
    """What of the case this person sees that has to be on the record: what a reason opened, and specially protected files.

    `view`: how they see it, where that is known already.
    """
    opened = (await _opened(tx, agent, [case.id])).get(case.id, frozenset())
    view = view or await view_of(tx, agent, case)
    protected = [flag for flag in FLAGGED if flag in case.flags and view.sees("narrative")]
    return tuple(sorted({*opened, *protected}))


async def opened_until(tx: Transaction, agent: Agent, case: Case) -> datetime | None:
    """Until when what this person opened stays open; None when nothing is."""
    now = tx.clock.now()
    return await tx.scalar(
        select(func.max(Unmasking.until)).where(
            Unmasking.agent_id == agent.id, Unmasking.case_id == case.id, Unmasking.until > now
        )
    )


def view_of_talk(tx: Transaction, agent: Agent, talk: Conversation) -> View:
    """Of a talk that is no case yet: it is theirs when they speak in it, and at hand while it waits for somebody."""
    speaks = talk.speaker == "agent" and talk.agent_id == agent.id
    standing = Standing(assigned=speaks, at_hand=speaks or talk.speaker == "queue")
    return View({
        name: tx.policy.permissions.reading(agent.roles, name, standing)
        for name in tx.policy.permissions.classes
        if name not in FLAGGED
    })  # fmt: skip


def _view(tx: Transaction, agent: Agent, case: Case, standing: Standing, opened: Iterable[str]) -> View:
    readings = {
        name: Reading(Shown.CLEAR) if name in opened else tx.policy.permissions.reading(agent.roles, name, standing)
        for name in tx.policy.permissions.classes
    }
    bounds = [readings[flag] for flag in FLAGGED if flag in case.flags]
    for name in CONTENT:
        readings[name] = _least([readings[name], *bounds])
    return View({name: reading for name, reading in readings.items() if name not in FLAGGED or name in case.flags})


def _least(readings: list[Reading]) -> Reading:
    """A specially protected story is read by who may read both stories and what is specially protected."""
    shown = min(reading.shown for reading in readings)
    opens = all(reading.shown == Shown.CLEAR or reading.on_reason for reading in readings)
    return Reading(shown, shown != Shown.CLEAR and opens)


def _standing(agent: Agent, case: Case, named: Collection[int], speaking: Collection[int]) -> Standing:
    assigned = case.owner_id == agent.id or case.id in speaking
    return Standing(
        assigned=assigned,
        at_hand=assigned or case.owner_id is None,
        named=case.owner_id == agent.id or case.id in named,
        deciding=case.state == "decision_pending",
        stage_2=case.stage >= 2 or case.state == "internal_review",
        safety="safety" in case.flags,
    )


async def _named(tx: Transaction, agent: Agent, ids: list[int]) -> set[int]:
    query = select(Naming.case_id).where(
        Naming.agent_id == agent.id, Naming.case_id.in_(ids), Naming.ended_at.is_(None)
    )
    return set(await tx.scalars(query))


async def _speaking(tx: Transaction, agent: Agent, ids: list[int]) -> set[int]:
    query = select(Conversation.case_id).where(
        Conversation.speaker == "agent", Conversation.agent_id == agent.id, Conversation.case_id.in_(ids)
    )
    return {case_id for case_id in await tx.scalars(query) if case_id}


async def _opened(tx: Transaction, agent: Agent, ids: list[int]) -> dict[int, frozenset[str]]:
    query = select(Unmasking).where(
        Unmasking.agent_id == agent.id, Unmasking.case_id.in_(ids), Unmasking.until > tx.clock.now()
    )
    opened: dict[int, frozenset[str]] = {}
    for row in await tx.scalars(query):
        opened[row.case_id] = opened.get(row.case_id, frozenset()) | frozenset(row.classes)
    return opened
