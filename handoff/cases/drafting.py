"""What a customer has told so far, kept per answer, until it is registered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from handoff.cases.models import Draft
from handoff.db import Transaction, insert_once, keys
from handoff.errors import Invalid

LARGEST = 60_000  # characters of JSON


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
    await insert_once(tx, Draft, conversation_id=conversation_id, changed_at=tx.clock.now())
    draft = await tx.scalar(select(Draft).where(Draft.conversation_id == conversation_id).with_for_update())
    assert draft is not None, "it was inserted just now"
    merged = {**await read_draft(tx, conversation_id), **answers}
    merged = {name: value for name, value in merged.items() if value is not None}
    content = json.dumps(merged, ensure_ascii=False)
    if len(content) > LARGEST:
        raise Invalid("This is more than a draft can hold.", code="draft_large")
    draft.answers = await keys.seal(tx, f"conversation:{conversation_id}", content)
    draft.changed_at = tx.clock.now()
    return merged


async def finish_draft(tx: Transaction, conversation_id: int, case_id: int) -> None:
    """The draft became a case: its content lives there now."""
    await insert_once(tx, Draft, conversation_id=conversation_id, changed_at=tx.clock.now())
    draft = await tx.get_one(Draft, conversation_id)
    draft.answers, draft.case_id, draft.changed_at = None, case_id, tx.clock.now()
