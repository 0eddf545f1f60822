"""See for a quarter of an hour what is masked: with a reason, on the record, and listed to the privacy officer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import Select, select, update

from handoff.cases import Case
from handoff.db import Transaction, change, keys
from handoff.errors import Invalid, NotAllowed
from handoff.events import EventRow, hold, record
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.scheduling import schedule
from handoff.privacy.events import ContentUnmasked, SensitiveSeen
from handoff.privacy.models import Unmasking
from handoff.staff import Agent

LASTS = timedelta(minutes=15)
SHORTEST_REASON = 10  # characters: "why?" is no reason


async def unmask(
    tx: Transaction, case: Case, *, agent: Agent, classes: Collection[str], openable: Collection[str], reason: str
) -> Unmasking:
    """Open `classes` of the case for this person. `openable` is what their roles may open by a reason.

    Raises `Invalid` without a reason of ten characters, `NotAllowed` for what is not theirs to open.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid("Please say in a sentence why you need to see this.", code="reason_missing")
    if not classes or not set(classes) <= set(openable):
        raise NotAllowed("This is not yours to open.")
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    now = tx.clock.now()
    row = Unmasking(
        case_id=case.id, agent_id=agent.id, classes=sorted(classes), at=now, until=now + LASTS,
        reason=await keys.seal(tx, case.key_owner, reason.strip()),
    )  # fmt: skip
    tx.add(row)
    await tx.flush()
    await record(
        tx,
        ContentUnmasked(
            case_id=case.id, actor=f"agent:{agent.id}", unmasking_id=row.id, classes=tuple(sorted(classes))
        ),
    )
    return row


async def note_seen(tx: Transaction, case: Case, *, agent: Agent, classes: Collection[str]) -> bool:
    """Write down that somebody looked. Once in a quarter of an hour for the same; False when it was written before."""
    await hold(tx, case_id=case.id)
    actor, wanted = f"agent:{agent.id}", sorted(classes)
    recent = await tx.scalars(
        select(EventRow).where(
            EventRow.case_id == case.id, EventRow.name == SensitiveSeen.name, EventRow.actor == actor,
            EventRow.at > tx.clock.now() - LASTS,
        )
    )  # fmt: skip
    if not wanted or any(list(row.data["classes"]) == wanted for row in recent):
        return False
    await record(tx, SensitiveSeen(case_id=case.id, actor=actor, classes=tuple(wanted)))
    return True


async def look_over(tx: Transaction, unmasking_id: int, *, by: Agent) -> bool:
    """The privacy officer has looked at this line of the list. False when somebody did before."""
    done = await change(
        tx,
        update(Unmasking)
        .where(Unmasking.id == unmasking_id, Unmasking.looked_over_at.is_(None), Unmasking.agent_id != by.id)
        .values(looked_over_at=tx.clock.now(), looked_over_by_id=by.id),
    )
    return done == 1


async def list_due(tx: Transaction, limit: int) -> Sequence[int]:
    """The week before this one, when something was opened in it and its list was not put before the privacy officer yet."""
    now = tx.clock.now()
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    week = monday.date().toordinal()
    opened = select(Unmasking.id).where(Unmasking.at >= monday - timedelta(days=7), Unmasking.at < monday)
    if await tx.scalar(opened.limit(1)) is None or await tx.scalar(_listed(week)) is not None:
        return []
    return [week]


async def put_list_forward(tx: Transaction, week: int) -> None:
    """A task for the privacy officer: the list of the week that ended on the day before `week` (an ordinal)."""
    before = date.fromordinal(week - 7).isoformat()
    await schedule(
        tx, key=f"opened_list:{week}", kind="opened_list", audience="privacy_officer", at=tx.clock.now(),
        data={"href": f"/console/privacy/unmaskings?week={before}"},
    )  # fmt: skip


def _listed(week: int) -> Select[tuple[int]]:
    return select(Prompt.id).where(Prompt.key == f"opened_list:{week}")
