"""One-time links in letters: whoever holds the letter answers with one press, without number and code."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from handoff.cases.later_models import AnswerLink
from handoff.cases.models import Case
from handoff.db import Transaction, change
from handoff.errors import NotFound
from handoff.events import hold
from handoff.i18n import mark

GOOD_FOR = timedelta(days=60)
OVER = mark("This link has been used, or the case has gone on since. With number and tracking code you can look it up.")


async def make_link(tx: Transaction, case: Case) -> str:
    """A secret for the end of an address. It answers what the case asks now, once; afterwards it is worth nothing."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    token, now = secrets.token_urlsafe(24), tx.clock.now()
    tx.add(
        AnswerLink(
            case_id=case.id,
            token_hash=_hash(token),
            state=case.state,
            entered_at=case.state_entered_at,
            made_at=now,
            expires_at=now + GOOD_FOR,
        )
    )
    await tx.flush()
    return token


async def case_by_link(tx: Transaction, token: str) -> Case:
    """The case whose question this link answers. Raises `NotFound` (code link_over) when it is used, old, or never was."""
    unused = select(AnswerLink).where(AnswerLink.token_hash == _hash(token), AnswerLink.used_at.is_(None))
    link = await tx.scalar(unused.where(AnswerLink.expires_at > tx.clock.now()))
    if link is None:
        raise NotFound(OVER, code="link_over")
    case = await tx.get_one(Case, link.case_id)
    if (case.state, case.state_entered_at) != (link.state, link.entered_at):
        raise NotFound(OVER, code="link_over")
    return case


async def use_link(tx: Transaction, token: str) -> Case:
    """Claim the link: of two presses one counts. Raises `NotFound` like `case_by_link`."""
    case = await case_by_link(tx, token)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    won = await change(
        tx,
        update(AnswerLink)
        .where(AnswerLink.token_hash == _hash(token), AnswerLink.used_at.is_(None))
        .values(used_at=tx.clock.now()),
    )
    if not won:
        raise NotFound(OVER, code="link_over")
    return case


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
