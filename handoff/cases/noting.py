"""Words among staff about a case. The complainant never sees them; they are sealed like the rest of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from handoff.cases.events import CaseNoted
from handoff.cases.models import Case
from handoff.db import Base, Transaction, keys
from handoff.errors import Invalid
from handoff.events import hold, record
from handoff.staff import Agent

LONGEST = 4000  # characters, as in a talk


class CaseNote(Base):
    """A private note on a case. What is noted while talking stands in the talk instead."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]


async def note(tx: Transaction, case: Case, *, text: str, agent: Agent) -> CaseNote:
    """Keep a private note, whatever state the case is in. Raises `Invalid` for an empty or too long one."""
    text = text.strip()
    if not text:
        raise Invalid("An empty note cannot be kept.", code="note_empty")
    elif len(text) > LONGEST:
        raise Invalid("A note may have up to {longest} characters.", code="note_long", longest=LONGEST)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    kept = CaseNote(case_id=case.id, body=await keys.seal(tx, case.key_owner, text), by_id=agent.id, at=tx.clock.now())
    tx.add(kept)
    await tx.flush()
    await record(
        tx,
        CaseNoted(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=f"agent:{agent.id}",
            note_id=kept.id,
            agent_id=agent.id,
        ),
    )
    return kept
