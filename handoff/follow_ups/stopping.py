"""End prompts whose reason is gone: what was not sent yet is not sent, what a person was to do is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select, update

from handoff.db import Transaction, change
from handoff.events import record
from handoff.follow_ups.events import PromptEnded
from handoff.follow_ups.models import Prompt

ALIVE = ("due", "sent")
TO_THEM = ("complainant", "customer")  # once sent, nothing of ours is left to do


async def alive(tx: Transaction, *, case_id: int | None = None, conversation_id: int | None = None) -> Sequence[Prompt]:
    """What is scheduled or open for a case or for a talk."""
    query = select(Prompt).where(Prompt.state.in_(ALIVE))
    if case_id is not None:
        query = query.where(Prompt.case_id == case_id)
    if conversation_id is not None:
        query = query.where(Prompt.conversation_id == conversation_id)
    return (await tx.scalars(query.order_by(Prompt.id), execution_options={"populate_existing": True})).all()


async def stop_where(
    tx: Transaction,
    which: Callable[[Prompt], bool],
    *,
    case_id: int | None = None,
    conversation_id: int | None = None,
    by: str = "system",
) -> None:
    """End those of a case or of a talk that `which` picks."""
    assert case_id is not None or conversation_id is not None, "somebody's prompts"
    for prompt in await alive(tx, case_id=case_id, conversation_id=conversation_id):
        if which(prompt):
            await end(tx, prompt, by=by)


async def end(tx: Transaction, prompt: Prompt, *, by: str) -> bool:
    """Done when a person had it to do, cancelled when it had not gone out. False when it had ended already."""
    how = "cancelled" if prompt.state == "due" else "done"
    ended = await change(
        tx,
        update(Prompt)
        .where(Prompt.id == prompt.id, Prompt.state == prompt.state)
        .values(state=how, ended_at=tx.clock.now(), done_by=by),
    )
    if ended and how == "done" and prompt.audience not in TO_THEM:
        await record(
            tx,
            PromptEnded(
                case_id=prompt.case_id, conversation_id=prompt.conversation_id, actor=by, prompt_id=prompt.id,
                kind=prompt.kind, how=how,
            ),
        )  # fmt: skip
    return ended == 1
