"""Four questions at a glance: what is late or will be, who is overloaded, what is complained about more, are people satisfied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from handoff.cases import Case, Issue
from handoff.db import Transaction
from handoff.insights.case_lines import CaseLine
from handoff.insights.case_lists import team_cases
from handoff.insights.people import Load, loads
from handoff.insights.sight import counted_cases
from handoff.staff import Agent
from handoff.surveys.models import Survey
from handoff.surveys.scores import ItemScore, score

SOON = timedelta(days=2)
# Nobody at the desk is late when these end.
THEIRS = frozenset({"acceptance", "verification", "early_window", "reply", "external"})


@dataclass(frozen=True)
class Counted:
    """How many complaints about a category came in the last 30 days, and in the 30 days before."""

    category: str
    now: int
    before: int


@dataclass(frozen=True)
class Board:
    late: Sequence[CaseLine]
    soon: Sequence[CaseLine]
    waiting: int
    loads: Sequence[Load]
    counted: Sequence[Counted]
    satisfied: Mapping[str, ItemScore]


async def read_board(tx: Transaction, agent: Agent) -> Board:
    now = tx.clock.now()
    lines = [line for line in await team_cases(tx, agent) if line.due and line.due.kind not in THEIRS]
    return Board(
        late=[line for line in lines if line.due and line.due.due_at < now],
        soon=[line for line in lines if line.due and now <= line.due.due_at < now + SOON],
        waiting=await _unowned(tx, agent),
        loads=await loads(tx),
        counted=await _counted(tx, agent, now),
        satisfied=await _satisfied(tx, agent),
    )


async def _unowned(tx: Transaction, agent: Agent) -> int:
    query = select(func.count(Case.id)).where(
        counted_cases(tx, agent), Case.owner_id.is_(None), Case.closed_at.is_(None)
    )
    return await tx.scalar(query) or 0


async def _counted(tx: Transaction, agent: Agent, now: datetime) -> list[Counted]:
    recent, before = now - timedelta(days=30), now - timedelta(days=60)
    query = select(Issue.topic, Case.received_at, Case.id).join(Case, Case.id == Issue.case_id)
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    seen: set[tuple[str, int]] = set()
    for topic, received_at, case_id in await tx.execute(
        query.where(counted_cases(tx, agent), Case.received_at >= before)
    ):
        category = topic.partition(".")[0]
        if (category, case_id) not in seen:  # a case counts once in each category
            seen.add((category, case_id))
            counts[received_at >= recent][category] += 1
    names = counts[True].keys() | counts[False].keys()
    rows = [Counted(name, counts[True][name], counts[False][name]) for name in names]
    return sorted(rows, key=lambda row: (-row.now, -row.before, row.category))


async def _satisfied(tx: Transaction, agent: Agent) -> dict[str, ItemScore]:
    """The fixed questions by code, over everybody who answered."""
    query = select(Survey.answers).join(Case, Case.id == Survey.case_id)
    answers = (await tx.scalars(query.where(counted_cases(tx, agent), Survey.first_answer_at.is_not(None)))).all()
    items = [item.code for item in tx.policy.survey.fixed]
    return {item: score(given[item] for given in answers if item in given) for item in items}
