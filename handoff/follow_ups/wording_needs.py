"""The words of what needs somebody: they cost more than the list itself, and only what is shown gets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from handoff.cases import Case
from handoff.db import Transaction, keys
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.needing import Need, pressing
from handoff.follow_ups.tasks import said_to_staff
from handoff.staff import Agent


async def needs_me(tx: Transaction, agent: Agent) -> list[Need]:
    """Everything, the most pressing first: who waits for an answer now, then by date."""
    needs = await pressing(tx, agent)
    _held = await read_together(tx, needs)
    return [await in_words(tx, agent, need) for need in needs]


async def read_together(tx: Transaction, needs: Sequence[Need]) -> list[Any]:
    """The tasks and cases of these lines, read in one go, with their keys: as long as the list is held, `in_words` and
    `tx.get` find them there and ask the database for none of them again."""
    tasks = [need.task for need in needs if need.task]
    ids = {need.case_id for need in needs if need.case_id}
    prompts = (await tx.scalars(select(Prompt).where(Prompt.id.in_(tasks)))).all() if tasks else []
    cases = (await tx.scalars(select(Case).where(Case.id.in_(ids)))).all() if ids else []
    await keys.take_out(tx, [case.key_owner for case in cases])
    return [*prompts, *cases]


async def in_words(tx: Transaction, agent: Agent, need: Need) -> Need:
    """What a task asks for, in the colleague's language."""
    if need.task is None:
        return need
    said = await said_to_staff(tx, await tx.get_one(Prompt, need.task), language=agent.language, letter=False)
    return replace(need, what=said.subject, detail=said.body)
