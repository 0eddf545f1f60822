"""Write to a complainant on the page of their case: it needs number and tracking code, no address and no name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handoff.cases.adding import note_contact
from handoff.cases.later_events import PageWritten
from handoff.cases.later_models import PageMessage
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.db import Transaction, insert_once, keys
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record

LONGEST = 20_000  # characters


async def write_on_page(tx: Transaction, case: Case, *, text: str, actor: Actor) -> None:
    """What a person writes is contact with the complainant."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if not text.strip():
        raise Invalid("Please write something.", code="message_missing")
    elif len(text) > LONGEST:
        raise Invalid("This may have up to {longest} characters.", code="message_long", longest=LONGEST)
    elif case.state in ("archived", "merged", "purged"):
        raise Conflict("This case is archived. Please register a new complaint.", code="case_archived")
    await put_on_page(tx, case, text=text.strip(), by=actor.name, key=None)
    await note_contact(tx, case, actor=actor)


async def put_on_page(tx: Transaction, case: Case, *, text: str, by: str, key: str | None) -> None:
    """The same `key` twice is one message."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    made = await insert_once(
        tx,
        PageMessage,
        case_id=case.id,
        by=by,
        at=tx.clock.now(),
        body=await keys.seal(tx, case.key_owner, text),
        key=key,
        data={},
    )
    if made is not None:
        await record(tx, PageWritten(case_id=case.id, conversation_id=case.conversation_id, actor=by, message_id=made))


async def page_messages(tx: Transaction, case: Case) -> Sequence[PageMessage]:
    """Oldest first."""
    query = select(PageMessage).where(PageMessage.case_id == case.id).order_by(PageMessage.at, PageMessage.id)
    return (await tx.scalars(query)).all()
