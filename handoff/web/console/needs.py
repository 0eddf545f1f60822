"""What needs this person now, the next due first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from handoff.db import Transaction
from handoff.i18n import translate
from handoff.insights.case_lists import CaseLine, cases_owned_by, waiting_for_approval
from handoff.insights.talks import TalkLine
from handoff.staff import Agent
from handoff.web.console.next_step import what_next

MOST_CASES = 8  # the rest is one step away, in the list of cases
NOT_MINE = frozenset({"awaiting_complainant", "awaiting_third_party", "decision_pending", "responded", "verifying"})
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Need:
    """`key` stays the same while it is the same thing, so that the page can update it in place."""

    key: str
    what: str
    href: str
    whose: str = ""
    number: str = ""
    due_at: datetime | None = None
    since: datetime | None = None
    late: bool = False
    done_href: str = ""


async def needs_of(tx: Transaction, agent: Agent, mine: list[TalkLine]) -> list[Need]:
    """Customers who wait for this person's word, decisions that wait for their approval, promises of their cases."""
    needs = [_reply(agent, line) for line in mine if line.waits_since]
    needs += [
        _promise(tx, agent, line) for line in (await cases_owned_by(tx, agent)) if line.case.state not in NOT_MINE
    ][:MOST_CASES]
    if {"approver", "supervisor"} & set(agent.roles):
        waiting = await waiting_for_approval(tx, agent)
        needs += [_approval(agent, line) for line in waiting if line.case.owner_id != agent.id]
    return sorted(needs, key=_order)


def _order(need: Need) -> tuple[bool, datetime]:
    """A waiting customer comes before every date."""
    return need.since is None, need.since or need.due_at or FAR


def _reply(agent: Agent, line: TalkLine) -> Need:
    name = line.name or translate(agent.language, "Customer {number}", number=str(line.talk.id))
    return Need(
        key=f"reply-{line.talk.id}",
        what=translate(agent.language, "Reply to {name}", name=name),
        whose=line.preview,
        href=f"/console/conversations/{line.talk.id}",
        since=line.waits_since,
        number=line.case.number if line.case else "",
    )


def _promise(tx: Transaction, agent: Agent, line: CaseLine) -> Need:
    due_at = line.due.due_at if line.due else None
    return Need(
        key=f"case-{line.case.id}",
        what=what_next(line.case.state, agent.language),
        whose=line.name or "",
        href=f"/console/cases/{line.case.number}",
        due_at=due_at,
        late=due_at is not None and due_at < tx.clock.now(),
        number=line.case.number,
    )


def _approval(agent: Agent, line: CaseLine) -> Need:
    return Need(
        key=f"approval-{line.case.id}",
        what=translate(agent.language, "Approve the proposed decision or return it"),
        whose=line.name or "",
        href=f"/console/cases/{line.case.number}#answer",
        due_at=line.due.due_at if line.due else None,
        number=line.case.number,
    )
