"""The one letter about a complaint left unfinished (P04): to who asked for it, once, while there is something to finish."""

from __future__ import annotations

from datetime import datetime

from handoff.cases.drafting import last_input, read_draft, wants_reminder
from handoff.cases.models import Draft
from handoff.cases.resuming import reminders_refused
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.events import Event
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.moments import moment_at
from handoff.follow_ups.quiet import night_over
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where
from handoff.sla.business_hours import work_calendar

RULE = "P04"


async def plan(tx: Transaction, event: Event) -> None:
    """A day after the last word. Its key is the talk's: whoever leaves a second draft there is not written to again."""
    await schedule(
        tx, key=f"{RULE}:talk-{event.conversation_id}", kind=RULE, audience="complainant",
        conversation_id=event.conversation_id, at=_moment(tx, tx.clock.now()),
    )  # fmt: skip


async def stop(tx: Transaction, event: Event) -> None:
    """It is registered, deleted, or taken up again."""
    if event.conversation_id is not None:
        await stop_where(
            tx, lambda prompt: prompt.kind == RULE and prompt.state == "due", conversation_id=event.conversation_id
        )


async def not_before(tx: Transaction, prompt: Prompt) -> datetime:
    """The earliest moment: a day after the last word, which may have come later than planned, and not at night."""
    draft = await tx.get(Draft, prompt.conversation_id)
    talk = await tx.get_one(Conversation, prompt.conversation_id)
    idle = tx.clock.now() if draft is None else _moment(tx, last_input(draft, talk.last_customer_at))
    return max(idle, night_over(tx, tx.policy.calendar.zone))


async def tell(tx: Transaction, prompt: Prompt) -> tuple[str, ...]:
    """By letter, if it is still wanted and nobody is speaking with them; else the prompt ends."""
    if await _wanted(tx, prompt):
        return ("email",)
    prompt.state, prompt.ended_at, prompt.done_by = "cancelled", tx.clock.now(), "system"
    return ()


def deleted_at(tx: Transaction, draft: Draft, talk: Conversation) -> datetime:
    """When the draft goes, unless its customer comes back to it."""
    return tx.policy.retention.until("draft", last_input(draft, talk.last_customer_at))


async def _wanted(tx: Transaction, prompt: Prompt) -> bool:
    draft = await tx.get(Draft, prompt.conversation_id)
    talk = await tx.get_one(Conversation, prompt.conversation_id)
    if draft is None or talk.speaker in ("queue", "agent") or deleted_at(tx, draft, talk) <= tx.clock.now():
        return False
    answers = await read_draft(tx, talk.id)
    return wants_reminder(answers) and not await reminders_refused(tx, answers["email"])


def _moment(tx: Transaction, start: datetime) -> datetime:
    when = tx.policy.prompts.rules[RULE].messages[0].when
    at = moment_at(
        when, work_calendar(tx.policy.calendar), start=start, due=None, to_staff=False, on_or_before=False
    )  # fmt: skip
    assert at is not None, "it counts from the beginning"
    return at
