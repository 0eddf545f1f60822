"""Note what stands in the way of a case, so that others can help before the date has passed."""

from __future__ import annotations

from handoff.cases.later_events import BlockerNoted
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.db import Transaction, keys
from handoff.errors import Invalid
from handoff.events import hold, record

LONGEST = 2000  # characters


async def note_blocker(tx: Transaction, case: Case, *, text: str, actor: Actor) -> None:
    """In the owner's words; an empty text says that nothing is in the way any more."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if len(text) > LONGEST:
        raise Invalid("This may have up to {longest} characters.", code="message_long", longest=LONGEST)
    before = await keys.unseal(tx, case.key_owner, case.blocker)
    if (before or "") == text.strip():
        return
    case.blocker = await keys.seal(tx, case.key_owner, text.strip() or None)
    await tx.flush()
    await record(tx, BlockerNoted(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name))
