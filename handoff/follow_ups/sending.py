"""Send what is due, one prompt at a time: claimed first, then told, or put off when it is night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from handoff import metrics
from handoff.cases import Case
from handoff.db import Transaction, change
from handoff.events import Event, hold, record
from handoff.follow_ups import draft_prompts, talk_prompts
from handoff.follow_ups.events import PromptSent
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.quiet import not_before
from handoff.follow_ups.stopping import TO_THEM
from handoff.follow_ups.telling_complainants import tell_complainant


async def due(tx: Transaction, limit: int) -> Sequence[int]:
    """Prompts whose time has come, and those that are repeated until somebody acts."""
    query = select(Prompt.id).where(*_is_due(tx.clock.now())).order_by(Prompt.at, Prompt.id).limit(limit)
    return (await tx.scalars(query)).all()


async def send(tx: Transaction, prompt_id: int) -> None:
    """Send one prompt, unless another worker is at it or its reason went away. Raises nothing when it was put off."""
    prompt = await tx.get_one(Prompt, prompt_id)
    await hold(tx, conversation_id=prompt.conversation_id, case_id=prompt.case_id)
    now = tx.clock.now()
    claimed = await change(
        tx,
        update(Prompt)
        .where(Prompt.id == prompt_id, *_is_due(now))
        .values(state="sent", sent_at=now, times_sent=Prompt.times_sent + 1),
    )
    if not claimed:
        return
    await tx.refresh(prompt)
    if prompt.repeat_seconds is not None:
        prompt.at = now + timedelta(seconds=prompt.repeat_seconds)
    if prompt.audience == "customer":
        channels = await talk_prompts.tell(tx, prompt)
    elif prompt.audience == "complainant":
        later = await _later(tx, prompt)
        if later is not None:
            await _put_off(tx, prompt, later)
            return
        channels = await _tell_complainant(tx, prompt)
    else:
        channels = await _tell_staff(tx, prompt)
    if channels or prompt.audience not in TO_THEM:
        await _note_sent(tx, prompt, channels)


async def note_delivered(tx: Transaction, event: Event) -> None:
    """A letter with a prompt in it was taken by the mail server."""
    prompt_id = getattr(event, "prompt_id", None)
    if prompt_id is not None:
        await change(
            tx,
            update(Prompt)
            .where(Prompt.id == prompt_id, Prompt.delivered_at.is_(None))
            .values(delivered_at=tx.clock.now()),
        )


async def _tell_complainant(tx: Transaction, prompt: Prompt) -> tuple[str, ...]:
    """About their case; without one about what they left unfinished."""
    if prompt.case_id is None:
        return await draft_prompts.tell(tx, prompt)
    else:
        return await tell_complainant(tx, await tx.get_one(Case, prompt.case_id), prompt)


async def _later(tx: Transaction, prompt: Prompt) -> datetime | None:
    """When an ordinary message may go instead of now."""
    if tx.policy.prompts.rules[prompt.kind].urgent:
        return None
    elif prompt.case_id is None:
        earliest = await draft_prompts.not_before(tx, prompt)
    else:
        earliest = await not_before(tx, await tx.get_one(Case, prompt.case_id), prompt)
    return earliest if earliest > tx.clock.now() else None


async def _put_off(tx: Transaction, prompt: Prompt, at: datetime) -> None:
    prompt.state, prompt.at, prompt.sent_at, prompt.times_sent = "due", at, None, prompt.times_sent - 1
    await tx.flush()


async def _tell_staff(tx: Transaction, prompt: Prompt) -> tuple[str, ...]:
    """For staff a prompt is a task at the desk: the owner's as long as there is one, else the supervisors'."""
    if prompt.audience == "owner":
        case = await tx.get_one(Case, prompt.case_id)
        prompt.agent_id = case.owner_id
        if case.owner_id is None:
            prompt.audience = "supervisor"
    return ("console",)


async def _note_sent(tx: Transaction, prompt: Prompt, channels: tuple[str, ...]) -> None:
    prompt.channels = list(channels)
    for channel in channels:
        metrics.prompts_sent.labels(kind=prompt.kind, channel=channel).inc()
    await record(
        tx,
        PromptSent(
            case_id=prompt.case_id, conversation_id=prompt.conversation_id, prompt_id=prompt.id, kind=prompt.kind,
            step=prompt.step, audience=prompt.audience, channels=channels, agent_id=prompt.agent_id,
        ),
    )  # fmt: skip


def _is_due(now: datetime) -> tuple[Any, ...]:
    again = and_(Prompt.state == "sent", Prompt.repeat_seconds.is_not(None))
    return Prompt.at <= now, or_(Prompt.state == "due", again)
