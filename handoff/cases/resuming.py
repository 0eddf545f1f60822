"""The way back to an unfinished complaint: a link in the one letter about it, good as long as it is kept.

Whoever holds the link may go on or delete it. They may also refuse such letters for their address: somebody else may have
typed it. Of a refusal only a keyed hash of the address is kept.
"""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import select

from handoff.cases.draft_events import DraftTakenUp, RemindersRefused
from handoff.cases.drafting import read_draft
from handoff.cases.later_models import DraftLink, RefusedAddress
from handoff.db import Transaction, insert_once
from handoff.errors import NotFound
from handoff.events import hold, record
from handoff.i18n import mark

OVER = mark("What was written here is finished or deleted. Nothing of it is kept under this link.")


async def link_draft(tx: Transaction, conversation_id: int, token: str | None = None) -> str:
    """A token for the end of an address; with `token` that one leads to the draft from now on."""
    token = token or secrets.token_urlsafe(24)
    await insert_once(tx, DraftLink, token_hash=_hash(token), conversation_id=conversation_id, made_at=tx.clock.now())
    return token


async def linked_talk(tx: Transaction, token: str) -> int | None:
    """The talk to whose draft this token leads, as long as there is one."""
    link = await tx.get(DraftLink, _hash(token))
    return link.conversation_id if link is not None else None


async def draft_behind(tx: Transaction, token: str) -> int:
    """The talk whose draft waits behind the link. Raises `NotFound` (code draft_over) when none does any more."""
    conversation_id = await linked_talk(tx, token)
    if conversation_id is None or not await read_draft(tx, conversation_id):
        raise NotFound(OVER, code="draft_over")
    return conversation_id


async def take_up(tx: Transaction, token: str, *, how: str) -> int:
    """Go on where it stood. Raises `NotFound` like `draft_behind`."""
    conversation_id = await draft_behind(tx, token)
    await hold(tx, conversation_id=conversation_id)
    await record(tx, DraftTakenUp(conversation_id=conversation_id, how=how))
    return conversation_id


async def refuse_reminders(tx: Transaction, token: str) -> None:
    """Never write to this draft's address about an unfinished complaint again. Raises `NotFound` like `draft_behind`."""
    conversation_id = await draft_behind(tx, token)
    await hold(tx, conversation_id=conversation_id)
    email = str((await read_draft(tx, conversation_id)).get("email") or "")
    if email and await insert_once(tx, RefusedAddress, print=_print(tx, email), at=tx.clock.now()) is not None:
        await record(tx, RemindersRefused(conversation_id=conversation_id))


async def reminders_refused(tx: Transaction, email: str) -> bool:
    prints = tx.sealer.fingerprints(email.strip().lower())
    query = select(RefusedAddress.print).where(RefusedAddress.print.in_(prints))
    return await tx.scalar(query.limit(1)) is not None


def _print(tx: Transaction, email: str) -> str:
    return tx.sealer.fingerprint(email.strip().lower())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
