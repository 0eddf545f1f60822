"""Something to say to somebody at a time, or something for a person to do by a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base

# Most prompts are over, and most of what was sent is no task: what is looked for each second has small indexes of its own.
OPEN_TASK = text("state = 'sent' and audience not in ('complainant', 'customer')")
AGAIN = text("state = 'sent' and repeat_seconds is not null")


class Prompt(Base):
    """`kind` is a rule of the policy (P01 …) or one of our own names (still_there, solved, …).

    Scheduled ("due"), then sent; what is meant for staff is then a task until it is "done". "cancelled" when its reason went
    away first. The `key` says what it is about, so that scheduling the same twice makes one.
    """

    __tablename__ = "prompts"
    __table_args__ = (
        Index("ix_prompts_state_at", "state", "at"),
        Index("ix_prompts_agent_state", "agent_id", "state"),
        Index("ix_prompts_case_state", "case_id", "state"),
        Index("ix_prompts_conversation_state", "conversation_id", "state"),
        Index("ix_prompts_tasks", "agent_id", "audience", sqlite_where=OPEN_TASK, postgresql_where=OPEN_TASK),
        Index("ix_prompts_again", "at", sqlite_where=AGAIN, postgresql_where=AGAIN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    step: Mapped[int] = mapped_column(default=0)  # which of the rule's messages
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))  # the one person, when it is for one
    audience: Mapped[str]  # complainant, customer, or a role of staff: owner, queue, supervisor, approver, …
    at: Mapped[datetime]  # when it goes out
    by: Mapped[datetime | None]  # until when the person should have done it
    state: Mapped[str] = mapped_column(default="due")  # due, sent, done, cancelled
    channels: Mapped[list[Any]]  # by which it went
    data: Mapped[dict[str, Any]]  # ids and codes only
    repeat_seconds: Mapped[int | None]  # asked again at this interval until it is done
    times_sent: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]  # known to have reached them, by the talk or by a letter that was taken
    ended_at: Mapped[datetime | None]  # done or cancelled
    done_by: Mapped[str | None]
