"""Let the assistant read complaints that came past the talk: by the form, by e-mail, by telephone or post.

What it makes of them is a suggestion, as in the talk: topics that a person confirms, and an alarm when somebody may be in
danger. An errand of the worker: the complaint is registered without it, and while the assistant is away the errand waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from handoff.assistant.client import AssistantDown
from handoff.assistant.heard import Heard, no_command
from handoff.cases import Case
from handoff.cases.events import CaseOpened
from handoff.cases.moving import ASSISTANT
from handoff.cases.opening import SuggestedTopic
from handoff.cases.raising import raise_for_safety
from handoff.cases.suggesting import suggest_topics
from handoff.db import Base, Transaction, change, insert_once, keys
from handoff.errors import Erased

if TYPE_CHECKING:
    from handoff.app import Services

AGAIN = timedelta(minutes=5)  # after which an assistant that was away is asked again
GIVEN_UP_AFTER = timedelta(days=1)  # people have read it by then
PIECE = 4000  # characters it is asked about at once: it reads the beginning of a text only

log = structlog.get_logger()


class Reading(Base):
    """A complaint that the assistant is to read, and when."""

    __tablename__ = "readings"

    case_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]


async def plan(tx: Transaction, event: CaseOpened) -> None:
    """What was told in a talk was heard there."""
    if event.conversation_id is None:
        await insert_once(tx, Reading, case_id=event.case_id, at=tx.clock.now())


async def unread(tx: Transaction, limit: int) -> Sequence[int]:
    query = select(Reading.case_id).where(Reading.done_at.is_(None), Reading.at <= tx.clock.now())
    return (await tx.scalars(query.order_by(Reading.at).limit(limit))).all()


async def read(services: Services, case_id: int) -> None:
    """Read the complaint, and note what was heard. While the assistant is away, later again, for a day."""
    async with services.db.reading() as tx:
        case = await tx.get_one(Case, case_id)
        too_late = case.registered_at + GIVEN_UP_AFTER < tx.clock.now()
        try:
            story = await keys.unseal(tx, case.key_owner, case.narrative) or ""
        except Erased:
            story = ""
    try:
        heard = [await services.rasa.understand(piece) for piece in _pieces(story)]
    except AssistantDown as error:
        log.warning("the assistant could not read a complaint yet", reason=str(error), case=case_id)
        async with services.db.transaction() as tx:
            later = {"done_at": tx.clock.now()} if too_late else {"at": tx.clock.now() + AGAIN}
            await change(tx, update(Reading).where(Reading.case_id == case_id).values(**later))
        return
    async with services.db.transaction() as tx:
        claim = update(Reading).where(Reading.case_id == case_id, Reading.done_at.is_(None))
        if await change(tx, claim.values(done_at=tx.clock.now())):
            await _note(tx, await tx.get_one(Case, case_id), heard)


async def _note(tx: Transaction, case: Case, heard: Sequence[Heard]) -> None:
    if not heard or not case.is_open:
        return
    topics = [SuggestedTopic(code, confidence) for code, confidence in heard[0].topics]
    await suggest_topics(tx, case, topics)
    if any(part.danger for part in heard):
        await raise_for_safety(tx, case, actor=ASSISTANT.name)


def _pieces(story: str) -> list[str]:
    pieces = [no_command(story[start : start + PIECE]) for start in range(0, len(story), PIECE)]
    return [piece for piece in pieces if piece]
