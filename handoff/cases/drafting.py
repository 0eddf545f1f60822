"""What a customer has told so far, kept per answer, until it is registered, taken back, or left for too long."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from handoff.cases.draft_events import DraftDropped, DraftExpired, DraftLeft
from handoff.cases.later_models import DraftLink
from handoff.cases.models import Draft
from handoff.db import Transaction, change, insert_once, keys
from handoff.errors import Invalid
from handoff.events import hold, record

LARGEST = 60_000  # characters of JSON
REMIND = "remind"  # the answer that says: write to me once about it


async def read_draft(tx: Transaction, conversation_id: int) -> dict[str, Any]:
    """The answers so far; empty when there are none or they became a case."""
    draft = await tx.get(Draft, conversation_id)
    if draft is None or draft.answers is None:
        return {}
    answers = json.loads(await keys.unseal(tx, f"conversation:{conversation_id}", draft.answers) or "{}")
    assert isinstance(answers, dict), "drafts are written by keep_draft only"
    return answers


async def keep_draft(tx: Transaction, conversation_id: int, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Merge `answers` into what was told, key by key; None takes a key away. Returns all answers."""
    await hold(tx, conversation_id=conversation_id)
    await insert_once(tx, Draft, conversation_id=conversation_id, changed_at=tx.clock.now())
    draft = await tx.scalar(select(Draft).where(Draft.conversation_id == conversation_id).with_for_update())
    assert draft is not None, "it was inserted just now"
    before = await read_draft(tx, conversation_id)
    merged = {name: value for name, value in {**before, **answers}.items() if value is not None}
    content = json.dumps(merged, ensure_ascii=False)
    if len(content) > LARGEST:
        raise Invalid("This is more than a draft can hold.", code="draft_large")
    draft.answers = await keys.seal(tx, f"conversation:{conversation_id}", content)
    draft.changed_at = tx.clock.now()
    if wants_reminder(merged) and not wants_reminder(before):
        await record(tx, DraftLeft(conversation_id=conversation_id))
    elif before and not merged:
        await record(tx, DraftDropped(conversation_id=conversation_id))
    return merged


def wants_reminder(answers: Mapping[str, Any]) -> bool:
    """Whether there is something to finish, an address, and a yes to being written to about it."""
    return bool(answers.get(REMIND) and answers.get("email") and answers.get("narrative"))


async def finish_draft(tx: Transaction, conversation_id: int, case_id: int) -> None:
    """The draft became a case: its content lives there now."""
    await insert_once(tx, Draft, conversation_id=conversation_id, changed_at=tx.clock.now())
    draft = await tx.get_one(Draft, conversation_id)
    draft.answers, draft.case_id, draft.changed_at = None, case_id, tx.clock.now()
    await _cut_links(tx, conversation_id)


async def drop_draft(tx: Transaction, conversation_id: int) -> bool:
    """The customer wants nothing of it kept. False when nothing was."""
    await hold(tx, conversation_id=conversation_id)
    if not await _empty(tx, conversation_id):
        return False
    await record(tx, DraftDropped(conversation_id=conversation_id))
    return True


async def expire_draft(tx: Transaction, conversation_id: int) -> bool:
    """Its time is over (T02): its content goes, and the step at which it was left is counted. False when it was gone."""
    await hold(tx, conversation_id=conversation_id)
    step = step_of(await read_draft(tx, conversation_id))
    if not await _empty(tx, conversation_id):
        return False
    await record(tx, DraftExpired(conversation_id=conversation_id, step=step))
    return True


def step_of(answers: Mapping[str, Any]) -> str:
    """The question that was open: narrative, remedy, contact or confirmation."""
    if not answers.get("narrative"):
        return "narrative"
    elif not answers.get("requested_remedy") and not answers.get("remedy_code"):
        return "remedy"
    elif not (answers.get("email") or answers.get("phone") or answers.get("anonymous")):
        return "contact"
    else:
        return "confirmation"


def last_input(draft: Draft, last_customer_at: datetime | None) -> datetime:
    """When its customer last did something about it; a word in the talk counts as well."""
    return max(draft.changed_at, last_customer_at or draft.changed_at)


async def _empty(tx: Transaction, conversation_id: int) -> bool:
    draft = await tx.get(Draft, conversation_id, populate_existing=True)
    if draft is None or draft.answers is None or draft.case_id is not None:
        return False
    draft.answers = None
    await _cut_links(tx, conversation_id)
    return True


async def _cut_links(tx: Transaction, conversation_id: int) -> None:
    await change(tx, delete(DraftLink).where(DraftLink.conversation_id == conversation_id))
