"""Tell colleagues by e-mail what waits for them at the desk, when they are not there and the rule says so."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handoff.assignment.presence import presence_of
from handoff.cases import Case
from handoff.channels.email.models import STAFF
from handoff.channels.email.writing import write_to
from handoff.db import Transaction
from handoff.follow_ups import leading_alerts
from handoff.follow_ups.events import PromptSent
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.needing import sees
from handoff.follow_ups.stopping import TO_THEM
from handoff.follow_ups.tasks import said_to_staff
from handoff.follow_ups.wording import message_of
from handoff.staff import Agent


async def write_alert(tx: Transaction, event: PromptSent) -> None:
    """One letter to each colleague concerned who is not at the desk. It stands under the case's seal like every other."""
    if event.audience in TO_THEM or event.case_id is None:
        return
    prompt = await tx.get_one(Prompt, event.prompt_id)
    if not _goes_by_letter(tx, prompt):
        return
    case = await tx.get_one(Case, event.case_id)
    for agent in await _absent(tx, prompt):
        said = await said_to_staff(tx, prompt, language=agent.language, letter=True)
        await write_to(
            tx,
            case,
            said.subject,
            said.body,
            address=agent.email,
            language=agent.language,
            template=f"{STAFF}{event.kind}",
            key=f"prompt:{prompt.id}:{prompt.times_sent}:agent:{agent.id}",
        )


def _goes_by_letter(tx: Transaction, prompt: Prompt) -> bool:
    ruled = prompt.kind in tx.policy.prompts.rules
    return "email" in message_of(tx, prompt).channels if ruled else prompt.kind == leading_alerts.KIND


async def _absent(tx: Transaction, prompt: Prompt) -> Sequence[Agent]:
    now = tx.clock.now()
    found = await tx.scalars(select(Agent).where(Agent.active).order_by(Agent.id))
    return [agent for agent in found if presence_of(agent, now) != "online" and await sees(tx, agent, prompt)]
